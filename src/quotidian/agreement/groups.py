"""Joining the items of several annotators into groups that hold at most one of each."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from quotidian.agreement.matching import Matching

Group = tuple[int | None, ...]
"""The number of an item of each annotator; None for an annotator who has none in it."""
Place = tuple[int, ...]


def join(places: Sequence[Sequence[Place]], match: Callable[[int, int], Matching]) -> list[Group]:
    """Groups in which each item is once.

    The matches of every two annotators are joined, those of the greatest weight first, as long as no annotator would be
    in a group twice; for two annotators the groups are the matching itself.

    Args:
        places: for each annotator the place of each item in the text, by which groups are put in order.
        match: matches the items of two annotators one to one, the first number the smaller one.
    """
    chosen: list[tuple[float, int, int, int, int]] = []
    others: list[tuple[float, int, int, int, int]] = []
    for a, b in itertools.combinations(range(len(places)), 2):
        matching = match(a, b)
        matched = set(matching.pairs)
        for (i, j), weight in matching.weights.items():
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
