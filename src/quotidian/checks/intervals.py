"""Geometry of many spans at once, in one sweep."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import TypeVar

K = TypeVar("K")


def crossings(spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that cross: they overlap and neither contains the other.

    Args:
        spans: start, end and a number of the caller's, 0 or more; not empty.

    Returns:
        For each span that crosses one that begins before it, the numbers of the two: the earlier span first. One pair
        for a span, even if it crosses several. O(n log n) comparisons.
    """
    ends: list[tuple[int, int]] = []
    for start, end, key in sorted(spans, key=lambda span: (span[0], -span[1])):
        # All spans in `ends` begin here or before; one that ends inside this span began before it: they cross.
        place = bisect_left(ends, (start + 1, -1))
        if place < len(ends) and ends[place][0] < end:
            yield ends[place][1], key
        insort(ends, (end, key))
