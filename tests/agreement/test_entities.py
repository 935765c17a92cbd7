"""Entities of two annotators, known by their spans."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quotidian.agreement.entities import clusters_of, referents
from quotidian.agreement.ties import matched
from tests.agreement.partitions import article, spot
from tests.agreement.stories import story


def test_entities_are_known_by_their_spans_not_by_their_names() -> None:
    ours = story({"renn": [("m1", (0, 4)), ("m2", (9, 12))], "moss": [("m3", (20, 24))]}, values=[("v", (30, 36))])
    theirs = story({"moss": [("x2", (9, 12)), ("x1", (0, 4))], "other": [("x4", (50, 54))]}, values=[("w", (30, 36))])
    same = referents(ours, theirs)
    assert same.response["m1"] == same.response["m2"] == same.reference["x1"] == same.reference["x2"]
    assert same.response["m3"] not in same.reference.values()
    assert same.reference["x4"] not in same.response.values()
    assert same.response["v"] == same.reference["w"] == (30, 36)


def test_one_entity_of_two_is_one_of_them() -> None:
    """The larger part keeps the name, the other stands alone, as in CEAF-e."""
    same = referents(article("abc de"), article("abcde"))
    assert same.response["m0"] == same.reference["m3"]
    assert same.response["m3"] not in same.reference.values()


def test_entities_of_the_same_spans_are_one() -> None:
    clusters = clusters_of(article("ab ab"))
    assert clusters.numbers == {"e0": 0, "e1": 0}


def test_a_mention_whose_only_span_is_anothers_stands_for_the_span() -> None:
    same = referents(article("ab b"), article("ab"))
    assert same.response["m2"] == spot("b")


@given(
    st.lists(st.integers(0, 9), unique=True, max_size=4),
    st.lists(st.integers(0, 9), unique=True, max_size=4),
    st.randoms(use_true_random=False),
)
def test_ties_do_not_depend_on_order_or_direction(ours: list[int], theirs: list[int], random: Random) -> None:
    """Most weights are equal, so that there are many best matchings: always the same one is taken."""

    def worth(one: int, other: int) -> float:
        return 2.0 if one == other else 1.0 + (one * other % 7 == 3)

    def found(left: list[int], right: list[int]) -> set[tuple[int, int]]:
        weights = {
            (i, j): worth(one, other)
            for i, one in enumerate(left)
            for j, other in enumerate(right)
            if one == other or (one + other) % 3
        }
        return {(left[i], right[j]) for i, j in matched(left, right, weights)}

    there = found(ours, theirs)
    assert {(one, other) for other, one in found(theirs, ours)} == there
    assert found(random.sample(ours, len(ours)), random.sample(theirs, len(theirs))) == there


def test_equal_items_go_together() -> None:
    everything = {(i, j): 1.0 for i in range(2) for j in range(2)}
    assert matched(["b", "c"], ["a", "b"], everything) == [(0, 1), (1, 0)]
    assert matched(["a", "b"], ["b", "c"], everything) == [(0, 1), (1, 0)]
