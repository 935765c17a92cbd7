"""Who belongs to whom: the best one-to-one matching of two sets of items, exact, never greedy.

The pairs that may match form a sparse graph, and items of news overlap few others. So the graph is cut into its
connected components, most of which have an answer at a glance, and the rest is solved by the Hungarian method
(Kuhn 1955) in the form with potentials and shortest augmenting paths (Jonker and Volgenant 1987).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from quotidian.offsets import Interval

Pair = tuple[int, int]
"""The number of an item of the one set, and of one of the other."""


class Matching(NamedTuple):
    """Which items of two sets belong together, one to one.

    ``pairs`` are those that do, sorted; ``weights`` tell of all pairs that might, how well they go together.
    """

    pairs: list[Pair]
    weights: Mapping[Pair, float]


# Above this many items on the shorter side arrays are faster than lists.
_LARGE = 24


def assign(weights: Mapping[Pair, float]) -> list[Pair]:
    """The one-to-one matching with the greatest total weight.

    Args:
        weights: for each pair ``(i, j)`` that may match, an item of the one set and an item of the other, what the
            match is worth. A pair worth 0 or less is never matched. Whole numbers below 2**53 are summed exactly.

    Returns:
        The matched pairs in order. Where several matchings are the best, always the same one for the same indices:
        number the items by what they are, not as they came, and no order shows through.
    """
    pairs = [pair for pair, weight in weights.items() if weight > 0]
    rows = Counter([row for row, _ in pairs])
    columns = Counter([column for _, column in pairs])
    chosen: list[Pair] = []
    entangled: list[Pair] = []
    for pair in pairs:
        alone = rows[pair[0]] == 1 and columns[pair[1]] == 1
        (chosen if alone else entangled).append(pair)
    for edges in _components(entangled):
        chosen += _solve(edges, weights)
    return sorted(chosen)


def assign_by_overlap(a: Sequence[Interval], b: Sequence[Interval]) -> list[Pair]:
    """The one-to-one matching of spans that share at least one character: of those with the most pairs, one that shares
    the most characters."""
    return assign(pairs_first(overlaps(a, b)))


def pairs_first(weights: Mapping[Pair, float]) -> dict[Pair, float]:
    """Weights under which the best matching has as many pairs as can be, and only then the greatest total weight.

    The weights must be positive whole numbers.
    """
    one_pair = 1 + sum(weights.values())
    return {pair: one_pair + weight for pair, weight in weights.items()}


def overlaps(a: Sequence[Interval], b: Sequence[Interval]) -> dict[Pair, int]:
    """How many characters the spans of each pair share, of the pairs that share any; in any order, nested or not."""
    shared: dict[Pair, int] = {}
    order_a = sorted(range(len(a)), key=lambda i: a[i])
    order_b = sorted(range(len(b)), key=lambda j: b[j])
    open_b: list[int] = []
    upcoming = 0
    for i in order_a:
        start, end = a[i]
        open_b = [j for j in open_b if b[j][1] > start]
        while upcoming < len(order_b) and b[order_b[upcoming]][0] <= start:
            if b[order_b[upcoming]][1] > start:
                open_b.append(order_b[upcoming])
            upcoming += 1
        for j in open_b:
            common = min(end, b[j][1]) - start
            if common > 0:
                shared[i, j] = common
        later = upcoming
        while later < len(order_b) and b[order_b[later]][0] < end:
            j = order_b[later]
            common = min(end, b[j][1]) - b[j][0]
            if common > 0:
                shared[i, j] = common
            later += 1
    return shared


def _components(pairs: list[Pair]) -> Iterator[list[Pair]]:
    """The pairs, those together that share items directly or by way of others."""
    by_row: dict[int, list[Pair]] = {}
    by_column: dict[int, list[Pair]] = {}
    for pair in sorted(pairs):
        by_row.setdefault(pair[0], []).append(pair)
        by_column.setdefault(pair[1], []).append(pair)
    while by_row:
        edges: list[Pair] = []
        rows = [next(iter(by_row))]
        while rows:
            for pair in by_row.pop(rows.pop(), ()):
                edges.append(pair)
                rows += [row for row, _ in by_column.pop(pair[1], ()) if row in by_row]
        yield edges


def _solve(edges: list[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    """The best matching of one component."""
    rows = sorted({row for row, _ in edges})
    columns = sorted({column for _, column in edges})
    if len(rows) == 1 or len(columns) == 1:
        return [max(sorted(edges), key=lambda pair: weights[pair])]
    flipped = len(rows) > len(columns)
    if flipped:
        rows, columns = columns, rows
    worth = [[0.0] * len(columns) for _ in rows]
    row_of = {row: index for index, row in enumerate(rows)}
    column_of = {column: index for index, column in enumerate(columns)}
    for pair in edges:
        row, column = pair[::-1] if flipped else pair
        worth[row_of[row]][column_of[column]] = weights[pair]
    solve = hungarian_arrays if len(rows) > _LARGE else hungarian_lists
    chosen = []
    for r, c in enumerate(solve(worth)):
        if worth[r][c] > 0:  # else the row stays alone: the method gives every row a column
            chosen.append((columns[c], rows[r]) if flipped else (rows[r], columns[c]))
    return chosen


def hungarian_lists(worth: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row in the assignment with the greatest total worth; no more rows than columns.

    Cubic time. Column 0 of the working arrays stands for the row that is being placed.
    """
    rows, columns = len(worth), len(worth[0])
    of_row = [0.0] * (rows + 1)  # the potentials
    of_column = [0.0] * (columns + 1)
    holder = [0] * (columns + 1)  # which row, from 1, a column is given to
    before = [0] * (columns + 1)
    for placed in range(1, rows + 1):
        holder[0] = placed
        at = 0
        slack = [float("inf")] * (columns + 1)
        free = list(range(1, columns + 1))
        reached = [0]
        while True:
            row = holder[at]
            values, base = worth[row - 1], of_row[row]
            delta, nearest = float("inf"), 0
            for column in free:
                cost = -values[column - 1] - base - of_column[column]
                if cost < slack[column]:
                    slack[column] = cost
                    before[column] = at
                if slack[column] < delta:
                    delta, nearest = slack[column], column
            for column in reached:
                of_row[holder[column]] += delta
                of_column[column] -= delta
            for column in free:
                slack[column] -= delta
            at = nearest
            if not holder[at]:
                break
            free.remove(at)
            reached.append(at)
        while at:
            holder[at] = holder[before[at]]
            at = before[at]
    given = [0] * rows
    for column in range(1, columns + 1):
        if holder[column]:
            given[holder[column] - 1] = column - 1
    return given


def hungarian_arrays(worth: Sequence[Sequence[float]]) -> list[int]:
    """What :func:`hungarian_lists` gives (or another assignment of the same worth), for large components."""
    cost = -np.array(worth, dtype=np.float64)
    rows, columns = cost.shape
    of_row = cost.min(axis=1)
    of_column = np.zeros(columns)
    holder = np.full(columns, -1)
    waiting = []
    for row in range(rows):  # who can have the best column as things stand gets it
        best = np.flatnonzero((cost[row] == of_row[row]) & (holder < 0))
        if len(best):
            holder[best[0]] = row
        else:
            waiting.append(row)
    for placed in waiting:
        slack = np.full(columns, np.inf)
        before = np.full(columns, -1)
        reached = np.zeros(columns, dtype=bool)
        path: list[int] = []
        row, at = placed, -1
        while True:
            reduced = cost[row] - of_row[row] - of_column
            better = ~reached & (reduced < slack)
            slack[better] = reduced[better]
            before[better] = at
            nearest = int(np.argmin(np.where(reached, np.inf, slack)))
            delta = slack[nearest]
            of_row[placed] += delta
            if path:
                of_row[holder[path]] += delta
                of_column[path] -= delta
            slack[~reached] -= delta
            at = nearest
            if holder[at] < 0:
                break
            reached[at] = True
            path.append(at)
            row = int(holder[at])
        while before[at] >= 0:
            holder[at] = holder[before[at]]
            at = int(before[at])
        holder[at] = placed
    given = [0] * rows
    for column in range(columns):
        if holder[column] >= 0:
            given[int(holder[column])] = column
    return given
