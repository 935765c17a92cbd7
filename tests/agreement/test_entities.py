"""Entities of two annotators, known by their spans."""

from __future__ import annotations

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


def test_ties_do_not_depend_on_order_or_direction() -> None:
    """Three ways to match two of three equally good ones: always the same two."""
    ours, theirs = [(0, 1), (2, 3)], [(1, 2), (0, 2), (2, 4)]
    weights = {(0, 0): 1.0, (0, 1): 1.0, (1, 1): 1.0, (1, 2): 1.0}
    there = {(ours[i], theirs[j]) for i, j in matched(ours, theirs, weights)}
    back = {
        (one, other)
        for other, one in (
            ([*reversed(theirs)][j], [*reversed(ours)][i])
            for j, i in matched(
                [*reversed(theirs)], [*reversed(ours)], {(2 - j, 1 - i): weight for (i, j), weight in weights.items()}
            )
        )
    }
    assert there == back
    assert len(there) == 2


def test_equal_items_go_together() -> None:
    items = ["b", "a", "c"]
    everything = {(i, j): 1.0 for i in range(3) for j in range(3)}
    assert matched(items, ["c", "a", "b"], everything) == [(0, 2), (1, 1), (2, 0)]
