"""The sweep finds the spans that cross, and no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotidian.checks.intervals import crossings
from quotidian.model import Span
from quotidian.offsets import Interval

spans = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=12))
def test_the_sweep_agrees_with_comparing_all_pairs(listed: list[tuple[int, int]]) -> None:
    pairs = list(crossings([Span(start=start, end=end) for start, end in listed]))
    for first, second in pairs:
        assert Interval(*listed[first]).crosses(listed[second])
        assert listed[first][0] < listed[second][0]
    later = {
        b
        for a, one in enumerate(listed)
        for b, other in enumerate(listed)
        if a != b and Interval(*one).crosses(other) and one[0] < other[0]
    }
    assert sorted(second for _, second in pairs) == sorted(later)


def test_nested_adjacent_and_equal_spans_do_not_cross() -> None:
    listed = [(0, 10), (2, 5), (5, 10), (10, 12), (0, 10), (0, 2)]
    assert list(crossings([Span(start=start, end=end) for start, end in listed])) == []


def test_many_nested_spans_take_no_quadratic_time() -> None:
    depth = 20_000
    assert list(crossings([Span(start=n, end=2 * depth - n) for n in range(depth)])) == []
