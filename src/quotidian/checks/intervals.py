"""Geometry of many spans at once, in one sweep."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from quotidian.model import Mention, Span


def crossings(spans: Sequence[Span | Mention]) -> Iterator[tuple[int, int]]:
    """Spans that cross: they overlap and neither contains the other.

    Args:
        spans: in any order; none is empty.

    Returns:
        For each span that crosses one that begins before it, the places of the two: the earlier span first. One pair
        for a span, even if it crosses several. O(n log n) comparisons.
    """
    ends: list[tuple[int, int]] = []
    reach = 0
    for start, minus_end, place in sorted([(span.start, -span.end, n) for n, span in enumerate(spans)]):
        end = -minus_end
        if start >= reach:
            ends.clear()  # all earlier spans have ended
        else:
            # All spans in `ends` begin here or before; one that ends inside this span began before it: they cross.
            first = bisect_left(ends, (start + 1, -1))
            if first < len(ends) and ends[first][0] < end:
                yield ends[first][1], place
        insort(ends, (end, place))
        reach = max(reach, end)
