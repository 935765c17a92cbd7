"""The sentences around a disagreement, cut into runs that are marked by the same versions from end to end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotidian.agreement.report import Version
from quotidian.display.runs import Cover, cut
from quotidian.segment import Span

# Parts that a disagreement is about; the others only help to see it, and are drawn lighter. A trigger is one of those
# where an argument is what it is about.
_MAIN = frozenset({"mention", "content", "trigger", "argument"})


class Mark(NamedTuple):
    """A version that marks a run, and whether by what the disagreement is about."""

    version: int
    main: bool


class MarkedRun(NamedTuple):
    """A stretch of text and the versions that mark it, each once."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def sentences_around(sentences: Sequence[Span], versions: Iterable[Version]) -> list[Span]:
    """The stretches of whole sentences that the versions touch, in order; sentences that follow each other are one.

    Args:
        sentences: all of the article's, as :func:`quotidian.segment.sentences` gives them.
        versions: places outside of every sentence get a stretch of their own.
    """
    places = sorted({(place.start, place.end) for version in versions for place in version.places})
    numbers = {number for number, (start, end) in enumerate(sentences) if any(s < end and start < e for s, e in places)}
    found: list[Span] = []
    last = -2
    for number in sorted(numbers):
        start, end = sentences[number]
        if number == last + 1:
            start = found.pop()[0]
        found.append((start, end))
        last = number
    found += [(s, e) for s, e in places if not any(start < e and s < end for start, end in found)]
    return sorted(found)


def marked(stretch: Span, versions: Sequence[Version]) -> list[MarkedRun]:
    """The runs of a stretch, in order and without a gap."""
    parts = [place.part in _main(version) for version in versions for place in version.places]
    covers = ((number, place.start, place.end) for number, version in enumerate(versions) for place in version.places)
    # `part` carries which place a cover is of, so that a run knows what it is marked as.
    cut_ = cut(*stretch, (Cover("mention", v, s, e, part) for part, (v, s, e) in enumerate(covers)))
    runs = []
    for run in cut_:
        by: dict[int, bool] = {}
        for cover in run.covers:
            by[cover.number] = by.get(cover.number, False) or parts[cover.part]
        runs.append(MarkedRun(run.start, run.end, tuple(Mark(v, by[v]) for v in sorted(by))))
    return runs


def _main(version: Version) -> frozenset[str]:
    return _MAIN - {"trigger"} if any(place.part == "argument" for place in version.places) else _MAIN
