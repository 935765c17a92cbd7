"""Joining the items of several annotators into groups that hold at most one of each, and how much spans share."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from quotidian.agreement import matching
from quotidian.agreement.matching import assign
from quotidian.offsets import Interval

Group = tuple[int | None, ...]
"""The number of an item of each annotator; None for an annotator who has none in it."""
Weights = dict[tuple[int, int], float]
"""How well an item of one annotator goes with one of another; pairs that can't go together are left out."""
Place = tuple[int, ...]


def join(places: Sequence[Sequence[Place]], weights: Callable[[int, int], Weights]) -> list[Group]:
    """Groups in which each item is once.

    Every two annotators are matched one to one with the greatest weight (:func:`~quotidian.agreement.matching.assign`).
    The matches of all pairs are then joined, those of the greatest weight first, as long as no annotator would be in a
    group twice; for two annotators that is the optimal matching itself.

    Args:
        places: for each annotator the place of each item in the text, by which groups are put in order.
        weights: of the items of two annotators, the first number the smaller one; positive.
    """
    chosen: list[tuple[float, int, int, int, int]] = []
    others: list[tuple[float, int, int, int, int]] = []
    for a, b in itertools.combinations(range(len(places)), 2):
        pairs = weights(a, b)
        matched = set(assign(pairs))
        for (i, j), weight in pairs.items():
            (chosen if (i, j) in matched else others).append((-weight, a, i, b, j))
    member = {(a, i): {a: i} for a, some in enumerate(places) for i in range(len(some))}
    # What was not matched comes last: among three annotators a tie may have kept two apart that belong together.
    for _, a, i, b, j in (*sorted(chosen), *sorted(others)):
        one, other = member[a, i], member[b, j]
        if one is other or one.keys() & other.keys():
            continue
        one.update(other)
        for key in other.items():
            member[key] = one
    groups = {id(group): group for group in member.values()}.values()
    ordered = sorted(groups, key=lambda group: min((places[a][i], a, i) for a, i in group.items()))
    return [tuple(group.get(a) for a in range(len(places))) for group in ordered]


def overlaps(ours: Iterable[Sequence[Interval]], theirs: Iterable[Sequence[Interval]]) -> dict[tuple[int, int], int]:
    """How many code points each item of one side shares with each of the other; pairs that share none are left out.

    Each item is a list of spans that don't overlap.
    """
    (spans, owners), (other_spans, other_owners) = _flat(ours), _flat(theirs)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for (i, j), common in matching.overlaps(spans, other_spans).items():
        shared[owners[i], other_owners[j]] += common
    return dict(shared)


def _flat(items: Iterable[Sequence[Interval]]) -> tuple[list[Interval], list[int]]:
    """The spans of all items, and the number of the item of each."""
    owned = [(span, number) for number, spans in enumerate(items) for span in spans]
    return [span for span, _ in owned], [number for _, number in owned]


def dice(one: Interval, other: Interval, shared: int) -> float:
    """Twice what two spans share, of the sum of their lengths: 1 if they are the same (Dice 1945)."""
    return 2 * shared / (one.end - one.start + other.end - other.start)


def jaccard(one: Interval, other: Interval, shared: int) -> float:
    """What two spans share, of what they cover together: 1 if they are the same (Jaccard 1912)."""
    return shared / (one.end - one.start + other.end - other.start - shared)
