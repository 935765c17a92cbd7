"""Writing the file in which a person adjudicates: the questions, and the agreed part as a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from quotidian.adjudicate.attributes import OPEN, intervals
from quotidian.adjudicate.document import KINDS, short
from quotidian.adjudicate.merged import Disagreement, Merge, Version
from quotidian.draft.order import in_order
from quotidian.draft.write_inline import NOT_IN_XML, write_inline
from quotidian.errors import InputError
from quotidian.model import Annotation, Entity
from quotidian.offsets import Interval
from quotidian.ontology import Ontology
from quotidian.segment import sentences

# Characters of a sentence, and of a version's words, that are shown; the text is below.
_LONGEST_SENTENCE = 600
_LONGEST_WORDS = 240
# A sentence shorter than this is shown with the one before it.
_SHORT_SENTENCE = 40

_GUIDE = """\
Fill in every choose="": the name of an annotator takes that version, "none" leaves the item out, "edited" takes
what you write into the draft below yourself. What all agree on is in the draft already; mend there what all got
wrong. {open} stands in the draft for what a question decides: leave it, unless you choose "edited".
Places are offsets, at="120-144"; who is meant by an id can be seen in the draft. Then:  quotidian adjudicate pull FILE
How a draft is written: docs/drafts.md. How this works: docs/adjudication.md."""


def agreed_draft(merged: Merge, text: str, ontology: Ontology) -> str:
    """The agreed part as an inline draft."""
    return write_inline(in_order(merged.annotation, ontology), text)


def write_document(
    merged: Merge,
    text: str,
    draft: str,
    *,
    one: str,
    basis: str,
    gold: str,
    drafted: str | None = None,
    choices: Mapping[int, str] | None = None,
    before: Mapping[int, str] | None = None,
) -> str:
    """The whole file.

    Args:
        merged: the questions.
        text: the article's text.
        draft: the draft to preload.
        one: what tells this adjudication from another.
        basis: what tells the versions that were merged.
        gold: what tells the gold that there was, empty for none.
        drafted: the hash of the draft as a tool wrote it, if somebody has changed it since.
        choices: what is decided already, by the number of the disagreement.
        before: what was decided before there was a new answer, likewise.
    """
    attributes = {
        "id": one,
        "article": merged.annotation.article,
        "between": " ".join(merged.between),
        "policy": merged.policy,
        "basis": basis,
        "gold": gold,
        "disagreements": str(len(merged.disagreements)),
        "drafted": drafted or short(draft.strip()),
    }
    shown = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    lines = [f"<adjudication{shown}>", "<!--", _GUIDE.format(open=f'"{OPEN}"'), "-->", ""]
    where = _Words(merged, text)
    total = len(merged.disagreements)
    for number, question in enumerate(merged.disagreements):
        lines.append(f"<!-- {number + 1} of {total} -->")
        lines += _slot(question, where, (choices or {}).get(number, ""), (before or {}).get(number))
        lines.append("")
    if merged.spare:
        lines += ["<if-used>", *map(_entity, merged.spare), "</if-used>", ""]
    return "\n".join([*lines, draft.rstrip("\n"), "</adjudication>", ""])


def _slot(one: Disagreement, where: _Words, choose: str, before: str | None) -> Iterator[str]:
    item = "item" if one.whole or one.layer == "arguments" else "of"
    if one.layer == "arguments":
        item = "of"
    was = f" before={quoteattr(before)}" if before else ""
    kind = where.event_type(one)
    event = f" event={quoteattr(kind)}" if kind else ""
    yield f'<disagreement about="{KINDS[one.layer]}" {item}="{one.item}"{event} choose={quoteattr(choose)}{was}>'
    yield f"  <in>{escape(where.sentence(one))}</in>"
    for version in one.versions:
        yield f"  {_version(version, where.of(one, version), whole=one.whole)}"
    yield "</disagreement>"


def _version(version: Version, words: str, *, whole: bool) -> str:
    """A version; what has no value is left out of an item, but told of an attribute."""
    by = quoteattr(" ".join(version.by))
    if version.said is None:
        return f"<nothing by={by}/>"
    said = "".join(f" {name}={_quoted(value)}" for name, value in version.said.items() if value or not whole)
    return f"<version by={by}{said}>{escape(words)}</version>" if words else f"<version by={by}{said}/>"


def _entity(entity: Entity) -> str:
    values = {"id": entity.id, "type": entity.type, "name": entity.name or "", "link": entity.link or ""}
    return "<entity" + "".join(f" {name}={_quoted(value)}" for name, value in values.items()) + "/>"


def _quoted(value: str) -> str:
    """A value of an annotation as an attribute.

    Raises:
        InputError: XML has no way to write it.
    """
    if NOT_IN_XML.search(value):
        raise InputError("a value can't be written into the file", found=value, mend="remove the control characters")
    return quoteattr(value)


class _Words:
    """The words of the article that questions and answers are about."""

    def __init__(self, merged: Merge, text: str) -> None:
        self._text = text
        self._sentences = [Interval(start, end) for start, end in sentences(text)]
        self._places = _mention_places(merged.annotation)
        first = {mention.entity: mention.interval for mention in reversed(merged.annotation.mentions) if mention.entity}
        self._names = {entity.id: entity.name or "" for entity in (*merged.annotation.entities, *merged.spare)}
        for entity, (start, end) in first.items():
            self._names[entity] = self._names.get(entity) or _one_line(_cut(text[start:end], _LONGEST_WORDS))
        self._types = {event.id: event.type for event in merged.annotation.events}
        for one in merged.disagreements:
            if one.whole and one.layer == "mentions":
                self._places.setdefault(one.item, one.place)

    def event_type(self, one: Disagreement) -> str:
        """The type of the event that a question is about, if that is not the question; empty for anything else."""
        kind = self._types.get(one.item, "") if one.layer in ("events", "arguments") else ""
        return "" if kind == OPEN else kind

    def sentence(self, one: Disagreement) -> str:
        """The sentence of a disagreement, with its place in brackets; the words around if it is long."""
        start, end = self._widest(one)
        around = [sentence for sentence in self._sentences if sentence.overlaps((start, max(end, start + 1)))]
        first = around[0].start if around else start
        last = around[-1].end if around else end
        if around and last - first < _SHORT_SENTENCE:  # such as "No." in somebody's speech
            number = self._sentences.index(around[0])
            first = self._sentences[max(number - 1, 0)].start
        before, inside, after = self._text[first:start], self._text[start:end], self._text[end:last]
        room = max(_LONGEST_SENTENCE - len(inside), 0) // 2
        before = before if len(before) <= room else f"…{before[len(before) - room :]}"
        after = after if len(after) <= room else f"{after[:room]}…"
        return _one_line(f"{before}[[{_cut(inside, _LONGEST_SENTENCE)}]]{after}")

    def _widest(self, one: Disagreement) -> Interval:
        """From the first to the last word that any version is about."""
        spans = [span for version in one.versions for span in _spans(version)]
        if not spans:
            return one.place
        return Interval(min(span.start for span in spans), max(span.end for span in spans))

    def of(self, one: Disagreement, version: Version) -> str:
        """The words of a version: its own, or those of what it refers to."""
        if version.said is None:
            return ""
        if one.layer == "mentions" and not version.said.get("at"):
            return self._names.get(version.said.get("e", ""), "")
        spans = _spans(version) or self._referred(one, version)
        return _one_line(" … ".join(_cut(self._text[start:end], _LONGEST_WORDS) for start, end in spans))

    def _referred(self, one: Disagreement, version: Version) -> Sequence[Interval]:
        said = version.said or {}
        ids = (
            said.values() if one.layer == "arguments" else [said.get("source", ""), *said.get("addressees", "").split()]
        )
        return [self._places[name] for name in ids if name in self._places]


def _mention_places(annotation: Annotation) -> dict[str, Interval]:
    return {mention.id: mention.interval for mention in annotation.mentions}


def _spans(version: Version) -> list[Interval]:
    said = version.said or {}
    found = next((said[name] for name in ("at", "content", "cue") if said.get(name)), "")
    return list(intervals(found))


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2 - 1
    return f"{text[:half]} … {text[-half:]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
