"""One-to-one matching of two annotators' items whose ties depend on nothing but the items.

Where several matchings are equally good, a solver takes one that the order of its input decides. Here the items are put
in an order of their own first, and so are the two annotators. So the ids of items, the order of a file and who of the
two comes first change nothing. Items that are equal in everything go together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quotidian.agreement.matching import Pair, assign

# Smaller than what any two matchings that are not tied differ in.
_EQUAL = 1e-6


def matched(ours: Sequence[Any], theirs: Sequence[Any], weights: Mapping[Pair, float]) -> list[Pair]:
    """The one-to-one matching of greatest weight.

    Args:
        ours: what each item of the first annotator is: keys that can be compared with each other and with ``theirs``,
            equal only for items that may stand for each other.
        theirs: the same of the second annotator.
        weights: how well the items of these numbers go together, by nothing but their keys: the same in both
            directions, greater than 0, and never greater than for equal items. Pairs that don't are left out.

    Returns:
        Pairs of numbers, sorted.
    """
    order = [sorted(range(len(some)), key=some.__getitem__) for some in (ours, theirs)]
    swapped = [theirs[j] for j in order[1]] < [ours[i] for i in order[0]]
    rank = [{number: place for place, number in enumerate(mine)} for mine in order]
    pairs = ((rank[0][i], rank[1][j], weight + _EQUAL * (ours[i] == theirs[j])) for (i, j), weight in weights.items())
    if swapped:
        canonical = sorted((j, i, weight) for i, j, weight in pairs)
        found = [(i, j) for j, i in assign({(j, i): weight for j, i, weight in canonical})]
    else:
        canonical = sorted(pairs)
        found = assign({(i, j): weight for i, j, weight in canonical})
    return sorted((order[0][i], order[1][j]) for i, j in found)
