from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from quotidian.agreement.matching import (
    Pair,
    assign,
    assign_by_overlap,
    hungarian_arrays,
    hungarian_lists,
    overlaps,
    pairs_first,
)
from quotidian.offsets import Interval

indices = st.integers(0, 9)
whole = st.dictionaries(st.tuples(indices, indices), st.integers(-3, 12), max_size=40)
fractions = st.dictionaries(st.tuples(indices, indices), st.floats(0.001, 1.0), max_size=40)
spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: Interval(at[0], at[0] + at[1])), max_size=12
)


def best(weights: dict[Pair, float]) -> float:
    """The greatest total weight, by SciPy's solver on the dense matrix."""
    dense = np.zeros((10, 10))
    for (i, j), weight in weights.items():
        dense[i, j] = max(weight, 0)
    rows, columns = linear_sum_assignment(dense, maximize=True)
    return float(dense[rows, columns].sum())


def check_one_to_one(pairs: list[Pair], weights: dict[Pair, float]) -> None:
    assert all(weights[pair] > 0 for pair in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert pairs == sorted(pairs)


@given(whole)
def test_no_assignment_is_worth_more_in_whole_numbers(weights: dict[Pair, float]) -> None:
    pairs = assign(weights)
    check_one_to_one(pairs, weights)
    assert sum(weights[pair] for pair in pairs) == best(weights)


@given(fractions)
def test_no_assignment_is_worth_more_in_fractions(weights: dict[Pair, float]) -> None:
    pairs = assign(weights)
    check_one_to_one(pairs, weights)
    assert sum(weights[pair] for pair in pairs) == pytest.approx(best(weights), abs=1e-9)


@given(whole, st.randoms())
def test_the_order_of_the_pairs_changes_nothing(weights: dict[Pair, float], random: Random) -> None:
    items = list(weights.items())
    random.shuffle(items)
    assert assign(dict(items)) == assign(weights)


@given(whole)
def test_both_directions_are_worth_the_same(weights: dict[Pair, float]) -> None:
    turned = {(j, i): weight for (i, j), weight in weights.items()}
    assert sum(turned[pair] for pair in assign(turned)) == sum(weights[pair] for pair in assign(weights))


@pytest.mark.parametrize("solve", [hungarian_lists, hungarian_arrays])
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 5), (7, 7), (30, 40), (60, 60)])
def test_both_solvers_reach_what_scipy_reaches(
    solve: Callable[[list[list[float]]], list[int]], rows: int, columns: int
) -> None:
    random = np.random.default_rng(rows * 100 + columns)
    for most in (1, 2, 20, 20, 1000):
        worth = random.integers(0, most + 1, size=(rows, columns)) * (random.random((rows, columns)) < 0.4) * 1.0
        expected = worth[linear_sum_assignment(worth, maximize=True)].sum()
        given = solve(worth.tolist())
        assert len(set(given)) == rows
        assert sum(worth[row, column] for row, column in enumerate(given)) == expected


def test_a_hundred_items_that_all_overlap_are_matched_as_well() -> None:
    random = np.random.default_rng(5)
    worth = random.integers(1, 1000, size=(100, 120))
    weights: dict[Pair, float] = {(i, j): int(worth[i, j]) for i in range(100) for j in range(120)}
    pairs = assign(weights)
    check_one_to_one(pairs, weights)
    assert sum(weights[pair] for pair in pairs) == worth[linear_sum_assignment(worth, maximize=True)].sum()


def test_greedy_would_take_the_heaviest_pair_and_lose() -> None:
    weights = {(0, 0): 10, (0, 1): 9, (1, 0): 9}
    assert assign(weights) == [(0, 1), (1, 0)]


def test_a_pair_worth_nothing_is_not_matched() -> None:
    assert assign({(0, 0): 0, (1, 1): -2, (2, 2): 1}) == [(2, 2)]
    assert assign({}) == []


def test_more_pairs_go_before_more_overlap() -> None:
    """The long span shares most with the long one, but then the short ones would have nobody."""
    a = [Interval(0, 20), Interval(0, 3)]
    b = [Interval(0, 20), Interval(18, 20)]
    assert overlaps(a, b) == {(0, 0): 20, (0, 1): 2, (1, 0): 3}
    assert assign_by_overlap(a, b) == [(0, 1), (1, 0)]
    assert assign(overlaps(a, b)) == [(0, 0)]


@given(spans, spans)
def test_overlaps_are_those_of_every_pair(a: list[Interval], b: list[Interval]) -> None:
    assert overlaps(a, b) == {
        (i, j): min(x.end, y.end) - max(x.start, y.start)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if x.overlaps(y)
    }


@given(spans, spans)
def test_as_many_spans_are_paired_as_can_be_and_then_as_many_characters(a: list[Interval], b: list[Interval]) -> None:
    shared = overlaps(a, b)
    pairs = assign_by_overlap(a, b)
    adjacency = np.zeros((max(len(a), 1), max(len(b), 1)))
    for i, j in shared:
        adjacency[i, j] = 1
    rows, columns = linear_sum_assignment(adjacency, maximize=True)
    assert len(pairs) == adjacency[rows, columns].sum()
    weighted = np.zeros_like(adjacency)
    for pair, weight in pairs_first(shared).items():
        weighted[pair] = weight
    rows, columns = linear_sum_assignment(weighted, maximize=True)
    first = pairs_first(shared)
    assert sum(first[pair] for pair in pairs) == weighted[rows, columns].sum()
