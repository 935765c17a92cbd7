"""The disagreements of the page: each in its sentence, with what every version says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from quotidian.agreement.report import Disagreement, Property, Version
from quotidian.agreement.sentence import marked, sentences_around
from quotidian.display.markup import classes, isolated, safe
from quotidian.display.visible import visible
from quotidian.segment import Span

COLORS = 6
ROWS = 4
_LONGEST = 60  # characters of a stretch that does not differ
_WHAT = {"entities": "entity", "mentions": "mention", "quotes": "quote", "events": "event", "arguments": "argument"}


class Numbers:
    """A number for each of some names, in a fixed order: names of anybody's never enter a selector or an id."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def __call__(self, name: str) -> int:
        return self._numbers[name]

    def keys(self, names: Iterable[str]) -> str:
        """The numbers of several names, as a list that a script can search."""
        return " ".join(str(self(name)) for name in names)


class Case:
    """Writes disagreements: what filters go by, and the colour of each annotator.

    Args:
        labels, differences, annotators: all that there are, in order.
    """

    def __init__(self, *, labels: Iterable[str], differences: Iterable[str], annotators: Iterable[str]) -> None:
        self.labels = Numbers(labels)
        self.differences = Numbers(differences)
        self.annotators = Numbers(annotators)

    def html(self, number: int, one: Disagreement, text: str | None, sentences: Sequence[Span]) -> str:
        """A disagreement; without the text, where it is."""
        shown = [self._version(version, text, self._color(version)) for version in one.versions]
        differ = ", ".join(_in_words(name) for name in one.differences)
        link = f'<a href="#d{number}" aria-label="Link to this">#{number + 1}</a>'
        title = f'<span class="layer">{_WHAT[one.layer]}</span> {differ} {link}'
        return (
            f'<article class="case" id="d{number}" tabindex="-1" data-layer="{one.layer}" '
            f'data-label="{self.labels.keys(one.labels)}" data-difference="{self.differences.keys(one.differences)}">'
            f"<h4>{title}</h4>{self._sentence(one, text, sentences)}"
            f'<dl class="versions">{"".join(shown)}</dl></article>'
        )

    def _color(self, version: Version) -> int:
        return min(map(self.annotators, version.annotators)) % COLORS

    def _sentence(self, one: Disagreement, text: str | None, sentences: Sequence[Span]) -> str:
        stretches = sentences_around(sentences, one.versions)
        if text is None:
            places = sorted({(place.start, place.end) for version in one.versions for place in version.places})
            where = f"characters {places[0][0]:,} to {places[-1][1]:,}" if places else "nowhere in the text"
            return f'<p class="sentence away">The text is not on this machine: {where}.</p>'
        if not stretches:
            return ""
        rows = [version for version in one.versions if version.places]
        colors = [self._color(version) for version in rows]
        deep = min(len(rows), ROWS)
        parts = []
        for stretch in stretches:
            runs = []
            for run in marked(stretch, rows):
                words = escape(visible(text[run.start : run.end], lines=True))
                names = [
                    name
                    for mark in run.marks
                    if mark.version < ROWS
                    for name in (
                        f"{'r' if mark.main else 'd'}{mark.version}",
                        f"c{mark.version}-{colors[mark.version]}",
                    )
                ]
                runs.append(f"<span{classes('r', *names)}>{words}</span>" if names else words)
            parts.append("".join(runs))
        joined = ' <span class="gap">…</span> '.join(parts)
        return f'<p{classes("sentence", f"deep{deep}")} dir="auto">{joined}</p>'

    def _version(self, version: Version, text: str | None, color: int) -> str:
        who = isolated(", ".join(version.annotators))
        if version.nothing:
            return f'<div class="nothing"><dt>{who}</dt><dd>does not have it</dd></div>'
        fields = "".join(_field(one, version, text) for one in version.properties)
        return f'<div{classes(f"k{color}")}><dt>{who}</dt><dd class="fields">{fields}</dd></div>'


def _field(one: Property, version: Version, text: str | None) -> str:
    name = one.name
    longest = None if one.differs else _LONGEST
    if name in ("content", "cue"):
        words = " … ".join(_words(p.start, p.end, text, longest) for p in version.places if p.part == name)
    elif one.start is not None and one.end is not None:
        words = _words(one.start, one.end, text, longest)
        if one.value is not None and one.value != (text or "")[one.start : one.end]:
            words = f"{isolated(one.value)} {words}"
    else:
        words = isolated(one.value) if one.value is not None else ""
    if not words and not one.differs:
        return ""
    return (
        f"<span{classes('field', 'differs' if one.differs else None)}><b>{_in_words(name)}</b> {words or 'none'}</span>"
    )


def _words(start: int, end: int, text: str | None, longest: int | None) -> str:
    if text is None:
        return f"{start:,} to {end:,}"
    words = " ".join(text[start:end].split())
    if longest is not None and len(words) > longest:  # it stands in the sentence above
        words = f"{words[: longest // 2].rstrip()} … {words[-longest // 2 :].lstrip()}"
    return f'<bdi class="words">“{safe(words)}”</bdi>'


def _in_words(name: str) -> str:
    return {"missing": "only some have it"}.get(name, name)
