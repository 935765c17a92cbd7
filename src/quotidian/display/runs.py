"""Cutting a text into atomic runs, each covered by the same layers from end to end.

Quotes cross sentences, mentions nest in mentions, triggers stand in both: no tree of elements holds them all, a row of
runs does. Joined, the runs of a stretch are its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

Layer = Literal["mention", "quote", "cue", "trigger"]


class Cover(NamedTuple):
    """A stretch of text and what covers it: the ``number``-th mention, quote or event in reading order.

    ``part`` counts the stretches of a split quote's content, or of a cue.
    """

    layer: Layer
    number: int
    start: int
    end: int
    part: int = 0


class Run(NamedTuple):
    """A stretch of text and all that covers it, the longest first."""

    start: int
    end: int
    covers: tuple[Cover, ...]

    def starting(self) -> tuple[Cover, ...]:
        """What begins where this run begins."""
        return tuple(cover for cover in self.covers if cover.start == self.start)


def cut(start: int, end: int, covers: Iterable[Cover]) -> list[Run]:
    """The runs of ``[start, end)``, in order and without a gap; code points.

    >>> covers = [Cover("quote", 0, 2, 7), Cover("mention", 0, 5, 9)]
    >>> [(run.start, run.end, len(run.covers)) for run in cut(0, 9, covers)]
    [(0, 2, 0), (2, 5, 1), (5, 7, 2), (7, 9, 1)]
    """
    inside = sorted((c for c in covers if c.start < end and start < c.end), key=lambda c: (c.start - c.end, c.start))
    edges = {start, end}
    for cover in inside:
        edges |= {max(cover.start, start), min(cover.end, end)}
    ordered = sorted(edges)
    return [
        Run(here, there, tuple(c for c in inside if c.start <= here and there <= c.end))
        for here, there in pairwise(ordered)
    ]


def rows(spans: Iterable[tuple[int, int]]) -> list[int]:
    """A row for each span such that spans that overlap never share one, and a span lies below all it contains.

    Row 0 is next to the text. Crossing spans, which no valid annotation has, get rows of their own too.
    """
    numbered = list(enumerate(spans))
    placed: dict[int, tuple[int, int, int]] = {}
    for index, (start, end) in sorted(numbered, key=lambda item: (item[1][1] - item[1][0], -item[0])):
        below = [row for other_start, other_end, row in placed.values() if other_start < end and start < other_end]
        placed[index] = (start, end, max(below, default=-1) + 1)
    return [placed[index][2] for index, _ in numbered]
