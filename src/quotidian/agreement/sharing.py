"""How much spans share: of two items, each of one span or several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from quotidian.agreement import matching
from quotidian.agreement.matching import Pair
from quotidian.offsets import Interval


def overlaps(ours: Iterable[Sequence[Interval]], theirs: Iterable[Sequence[Interval]]) -> dict[Pair, int]:
    """How many code points each item of one side shares with each of the other; pairs that share none are left out.

    Each item is a list of spans that don't overlap.
    """
    (spans, owners), (other_spans, other_owners) = _flat(ours), _flat(theirs)
    shared: dict[Pair, int] = defaultdict(int)
    for (i, j), common in matching.overlaps(spans, other_spans).items():
        shared[owners[i], other_owners[j]] += common
    return dict(shared)


def dice(one: Iterable[Interval], other: Iterable[Interval], shared: int) -> float:
    """Twice what two items share, of the sum of their lengths: 1 if they are the same (Dice 1945), 0 for nothing."""
    length = _length(one) + _length(other)
    return 2 * shared / length if length else 0.0


def jaccard(one: Iterable[Interval], other: Iterable[Interval], shared: int) -> float:
    """What two items share, of what they cover together: 1 if they are the same (Jaccard 1912)."""
    return shared / (_length(one) + _length(other) - shared)


def _length(spans: Iterable[Interval]) -> int:
    return sum(end - start for start, end in spans)


def _flat(items: Iterable[Sequence[Interval]]) -> tuple[list[Interval], list[int]]:
    """The spans of all items, and the number of the item of each."""
    owned = [(span, number) for number, spans in enumerate(items) for span in spans]
    return [span for span, _ in owned], [number for _, number in owned]
