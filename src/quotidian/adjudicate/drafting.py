"""Adjudication in a file: written, and written again when there are new versions; what was decided in it stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from quotidian.adjudicate.attributes import OPEN, intervals
from quotidian.adjudicate.document import EDITED, NONE, Document, Slot, basis, short
from quotidian.adjudicate.keep import considered_by
from quotidian.adjudicate.known import annotation_of, said_of
from quotidian.adjudicate.merge import merge
from quotidian.adjudicate.merged import Disagreement, Merge, Version, in_text
from quotidian.adjudicate.policy import Policy
from quotidian.adjudicate.read import read_document
from quotidian.adjudicate.told import layers_sha256
from quotidian.adjudicate.versions import gold_of, versions_of
from quotidian.adjudicate.write import agreed_draft, write_document
from quotidian.agreement.aligned import Layer
from quotidian.draft.read import OpenDraft
from quotidian.errors import InputError
from quotidian.model import Annotation, Article, Event, Mention, Quote
from quotidian.store import HYDRATED, Corpus, write_atomic


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What became of the file of an article.

    ``outcome`` is ``written``, ``unchanged`` (nothing is new), ``updated`` (earlier decisions stay) or ``settled``:
    gold answers everything, so no file was written. ``open`` of the ``disagreements`` are not decided yet.
    """

    article: str
    path: Path
    outcome: str
    between: tuple[str, ...]
    disagreements: int
    open: int


def merged_of(
    corpus: Corpus,
    article: Article,
    annotators: Sequence[str] = (),
    *,
    policy: Policy = "unanimous",
    afresh: bool = False,
    named: Annotation | None = None,
) -> tuple[Merge, tuple[Annotation, ...], Annotation | None]:
    """The merge of an article, with the versions and the gold that it was made from.

    Args:
        corpus: the corpus.
        article: the article.
        annotators: whose versions; empty for all.
        policy: what counts as agreed.
        afresh: leave gold aside, and ask everything again.
        named: whose ids to keep, if there is no gold.

    Raises:
        InputError: the versions can't be adjudicated.
    """
    versions = versions_of(corpus, article, annotators)
    gold = None if afresh else gold_of(corpus, article)
    considered = considered_by(gold, versions) if gold is not None else None
    merged = merge(versions, policy=policy, base=gold, considered=considered, named=named)
    return merged, versions, gold


def write_draft_file(
    corpus: Corpus,
    article: Article,
    path: Path,
    annotators: Sequence[str] = (),
    *,
    policy: Policy = "unanimous",
    afresh: bool = False,
) -> Drafted:
    """Write the file in which an article is adjudicated, or bring one up to date.

    Args:
        corpus: the corpus.
        article: the article; its text must be at hand.
        path: the file. What was decided in it stays; only new answers are asked.
        annotators: whose versions; empty for all.
        policy: what counts as agreed.
        afresh: leave gold aside, and ask everything again.

    Raises:
        InputError: the versions can't be adjudicated, or the text must not go there.
        DraftError: the file there is damaged.
        TextMissingError: the text of a stand-off article is not on this machine.
    """
    text = corpus.text(article)
    if article.standoff and _enters_repository(corpus, path):
        raise InputError(
            f"the text of {article.id} must not enter the repository",
            path=path,
            mend=f"choose a place outside of it, or one that git ignores: {corpus.root / HYDRATED / 'drafts'}",
        )
    old = read_document(path) if path.exists() else None
    if old is not None and old.article != article.id:
        raise InputError(f"the file is of {old.article}, not of {article.id}", path=path, mend="choose another")
    known, in_draft = _as_it_is(old, article, text) if old is not None else (None, None)
    edited = old is not None and short(old.draft.strip()) != old.drafted
    merged, versions, gold = merged_of(corpus, article, annotators, policy=policy, afresh=afresh, named=known)
    about, decided = basis(versions), layers_sha256(gold) if gold is not None else ""
    if old is not None and old.whole and (old.basis, old.policy, old.gold) == (about, policy, decided):
        asked = [slot for slot in old.slots if not slot.choose]
        return _drafted(merged, path, "unchanged", len(old.slots), len(asked))
    if not merged.disagreements and gold is not None and old is None:
        return _drafted(merged, path, "settled", 0, 0)
    if old is not None and in_draft is not None and edited:
        # Somebody wrote in the draft: it stays to the letter. Where it does not say what is agreed now, that is asked.
        merged = dataclasses.replace(
            merged, disagreements=_in_order([*merged.disagreements, *_untold(merged, in_draft)])
        )
        draft, drafted = old.draft.strip(), old.drafted
    else:
        draft, drafted = agreed_draft(merged, text, corpus.ontology), None
    choices, before = _carried(merged, old) if old is not None else ({}, {})
    content = write_document(
        merged,
        text,
        draft,
        one=old.id if old is not None else short(f"{about} {decided} {datetime.now(UTC).isoformat()}"),
        basis=about,
        gold=decided,
        drafted=drafted,
        choices=choices,
        before=before,
    )
    write_atomic(path, content.encode())
    still = len(merged.disagreements) - len(choices)
    return _drafted(merged, path, "updated" if old is not None else "written", len(merged.disagreements), still)


def _drafted(merged: Merge, path: Path, outcome: str, disagreements: int, still: int) -> Drafted:
    return Drafted(
        article=merged.annotation.article,
        path=path,
        outcome=outcome,
        between=merged.between,
        disagreements=disagreements,
        open=still,
    )


def _enters_repository(corpus: Corpus, path: Path) -> bool:
    root, place = corpus.root.resolve(), path.resolve()
    return place.is_relative_to(root) and not place.is_relative_to(root / HYDRATED)


# What an earlier file holds


def _as_it_is(old: Document, article: Article, text: str) -> tuple[Annotation, Annotation]:
    """The items of an earlier file, whose ids stay: with those in question, and as its draft has them.

    Raises:
        DraftError: the text in it is not the article's any more, or it is damaged.
    """
    draft = OpenDraft(old.draft, old.path)
    parts = draft.parts(text)
    draft.problems.refuse()
    return annotation_of(parts, old.slots, article), annotation_of(parts, (), article)


def _untold(merged: Merge, in_draft: Annotation) -> Iterator[Disagreement]:
    """What all agree on and the draft does not say: somebody took it out or changed it, or all have it only now."""
    types = {entity.id: entity.type for entity in merged.annotation.entities}
    items: list[Mention | Quote | Event] = [*in_draft.mentions, *in_draft.quotes, *in_draft.events]
    there = {one.id: one for one in items}
    known_types = {entity.id: entity.type for entity in in_draft.entities}
    agreed: list[tuple[Layer, Mention | Quote | Event]] = [("mentions", one) for one in merged.annotation.mentions]
    agreed += [("quotes", one) for one in merged.annotation.quotes]
    agreed += [("events", one) for one in merged.annotation.events]
    for layer, item in agreed:
        said = said_of(item, types)
        place = intervals(said.get("at") or said["content"])[0]
        mine = said_of(there[item.id], known_types) if item.id in there else None
        if mine is None:
            new = {name: value for name, value in said.items() if value != OPEN}
        else:
            new = {
                name: value for name, value in said.items() if OPEN not in (value, mine[name]) and value != mine[name]
            }
        if new:
            version = Version(by=merged.between, said=new)
            yield Disagreement(layer=layer, item=item.id, whole=mine is None, versions=(version,), place=place)


def _carried(merged: Merge, old: Document) -> tuple[dict[int, str], dict[int, str]]:
    """What was decided that still answers the question, and what did before there was a new answer; by number."""
    choices: dict[int, str] = {}
    before: dict[int, str] = {}
    for number, one in enumerate(merged.disagreements):
        answers = [_plain(version.said) for version in one.versions if version.said is not None]
        for slot in old.slots:
            known = [_plain(answer.said) for answer in slot.answers if answer.said is not None]
            # An item that is not in the draft may have got another id, for nothing refers to it but other questions.
            same = slot.layer == one.layer and (slot.item == one.item or (slot.whole and one.whole))
            if not slot.choose or not same or not any(said in known for said in answers):
                continue
            choice = _translated(slot, one)
            if choice is not None and all(said in known for said in answers):
                choices[number] = choice
            elif number not in choices:
                before[number] = slot.choose
    return choices, {number: choice for number, choice in before.items() if number not in choices}


def _translated(slot: Slot, one: Disagreement) -> str | None:
    """A choice in today's names: who was chosen may say something else by now, and somebody else what they said."""
    if slot.choose in (NONE, EDITED):
        return slot.choose
    answer = slot.chosen()
    by = next((version.by for version in one.versions if answer and _plain(version.said) == _plain(answer.said)), None)
    if by is None:
        return None
    return slot.choose if slot.choose in by else by[0]


def _plain(said: Mapping[str, str] | None) -> dict[str, str]:
    """What was said without what has no value, which a file leaves out."""
    return {name: value for name, value in (said or {}).items() if value}


def _in_order(disagreements: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    return tuple(sorted(disagreements, key=in_text))
