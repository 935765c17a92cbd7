"""Agreement on events: triggers, arguments and attributes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from sklearn.metrics import cohen_kappa_score

from quotidian.agreement.counts import Key, Measure, Tally, value_of
from quotidian.agreement.entities import referents
from quotidian.agreement.events import (
    ARGUMENT,
    ARGUMENT_ENTITY,
    ATTRIBUTES,
    IDENTIFICATION,
    TRIGGER,
    TRIGGER_TYPE,
    tally_events,
)
from quotidian.agreement.pairing import match_events
from quotidian.model import Annotation, Event
from tests.agreement.stories import event, story
from tests.agreement.versions import versions
from tests.draft.sample import ontology

ATTACK, DIE = "Conflict:Attack", "Life:Die"


def counted(tally: Tally, measure: Measure, scope: str = "") -> tuple[float, float, float]:
    """What matches, and how many the response and the reference have."""
    counts = tally[Key(measure, scope)]
    assert counts["p_num"] == counts["r_num"]
    return counts["p_num"], counts["p_den"], counts["r_den"]


# Triggers


def test_triggers_match_by_span_and_by_type() -> None:
    ours = story(events=[event("e1", (0, 7)), event("e2", (10, 16)), event("e3", (20, 25))])
    theirs = story(events=[event("e1", (0, 7)), event("e2", (10, 16), DIE), event("e3", (18, 22))])
    tally = tally_events(ours, theirs)
    assert counted(tally, TRIGGER["exact"]) == (2, 3, 3)
    assert counted(tally, TRIGGER["overlap"]) == (3, 3, 3)
    assert counted(tally, TRIGGER_TYPE["exact"]) == (1, 3, 3)
    assert counted(tally, TRIGGER_TYPE["overlap"]) == (2, 3, 3)
    assert counted(tally, TRIGGER_TYPE["exact"], f"type={ATTACK}") == (1, 3, 2)
    assert counted(tally, TRIGGER_TYPE["exact"], f"type={DIE}") == (0, 0, 1)


def test_two_events_on_a_trigger_each_need_a_partner() -> None:
    """ "assassinated" is an Attack and a Die."""
    both = story(events=[event("e1", (0, 12)), event("e2", (0, 12), DIE)])
    one = story(events=[event("e1", (0, 12), DIE)])
    tally = tally_events(both, one)
    assert counted(tally, TRIGGER["exact"]) == (1, 2, 1)
    assert counted(tally, TRIGGER_TYPE["exact"]) == (1, 2, 1)
    assert match_events(both.events, one.events).pairs == [(1, 0)]


def test_overlapping_triggers_are_matched_so_that_most_have_a_partner() -> None:
    """The first of the response overlaps both, and may not take the only one that the second has."""
    ours = story(events=[event("e1", (0, 20)), event("e2", (15, 25))])
    theirs = story(events=[event("e1", (0, 3)), event("e2", (10, 20))])
    assert counted(tally_events(ours, theirs), TRIGGER["overlap"]) == (2, 2, 2)


# Arguments


def test_arguments_are_scored_as_in_li_et_al_2013() -> None:
    """By event type, span and role; not by the trigger that they hang on."""
    people = {"rebels": [("m1", (0, 6))], "town": [("m2", (16, 20))]}
    ours = story(people, events=[event("e", (7, 14), ATTACK, ("Attacker", "m1"), ("Target", "m2"))])
    theirs = story(
        people,
        events=[
            event("e", (30, 36), ATTACK, ("Attacker", "m1"), ("Place", "m2")),
            event("f", (40, 46), DIE, ("Agent", "m1")),
        ],
    )
    tally = tally_events(ours, theirs)
    assert counted(tally, TRIGGER["exact"]) == (0, 1, 2)
    assert counted(tally, IDENTIFICATION["exact"]) == (2, 2, 3)
    assert counted(tally, ARGUMENT["exact"]) == (1, 2, 3)
    assert counted(tally, ARGUMENT["exact"], "role=Attacker") == (1, 1, 1)
    assert counted(tally, ARGUMENT["exact"], "role=Place") == (0, 0, 1)
    assert counted(tally, ARGUMENT["exact"], f"type={ATTACK}") == (1, 2, 2)
    assert counted(tally, IDENTIFICATION["exact"], f"type={DIE}") == (0, 0, 1)


def test_a_mention_that_fills_a_role_twice_is_there_twice() -> None:
    people = {"rebels": [("m1", (0, 6))]}
    twice = [event("e", (7, 14), ATTACK, ("Attacker", "m1")), event("f", (20, 26), ATTACK, ("Attacker", "m1"))]
    tally = tally_events(story(people, events=twice), story(people, events=twice[:1]))
    assert counted(tally, ARGUMENT["exact"]) == (1, 2, 1)


def test_by_entity_any_mention_of_it_will_do() -> None:
    people = {"rebels": [("m1", (0, 6)), ("m2", (50, 54))], "army": [("m3", (60, 64))]}
    ours = story(people, events=[event("e", (7, 14), ATTACK, ("Attacker", "m1"), ("Target", "m3"))])
    theirs = story(people, events=[event("e", (7, 14), ATTACK, ("Attacker", "m2"), ("Target", "m1"))])
    tally = tally_events(ours, theirs)
    assert counted(tally, ARGUMENT["exact"]) == (0, 2, 2)
    assert counted(tally, ARGUMENT_ENTITY) == (1, 2, 2)
    assert counted(tally, ARGUMENT_ENTITY, "role=Attacker") == (1, 1, 1)


def test_by_entity_the_same_mention_will_do_whoever_it_is() -> None:
    """One merges two people; the mention that both take as Target belongs to the one without a partner."""
    merged = {"both": [("m1", (0, 6)), ("m2", (20, 26)), ("m3", (50, 54))], "x": [("m4", (60, 64))]}
    apart = {"one": [("m1", (0, 6)), ("m2", (20, 26))], "other": [("m3", (50, 54))], "y": [("m4", (70, 74))]}
    shot = event("e", (7, 14), ATTACK, ("Target", "m3"), ("Target", "m4"))
    assert counted(tally_events(story(merged, events=[shot]), story(apart, events=[shot])), ARGUMENT_ENTITY) == (
        1,
        2,
        2,
    )


def test_a_value_is_its_span() -> None:
    ours = story(values=[("t", (30, 36))], events=[event("e", (7, 14), ATTACK, ("Time", "t"))])
    theirs = story(values=[("t", (28, 36))], events=[event("e", (7, 14), ATTACK, ("Time", "t"))])
    tally = tally_events(ours, theirs)
    assert counted(tally, ARGUMENT["overlap"]) == (1, 1, 1)
    assert counted(tally, ARGUMENT_ENTITY) == (0, 1, 1)


# Attributes


def test_attributes_of_matched_events_meet() -> None:
    ours = story(events=[event("e1", (0, 7), polarity="Negative"), event("e2", (10, 16)), event("e3", (90, 95))])
    theirs = story(events=[event("e1", (0, 5)), event("e2", (10, 16))])
    assert tally_events(ours, theirs)[Key(ATTRIBUTES["polarity"])] == {
        ("Negative", "Positive"): 1,
        ("Positive", "Positive"): 1,
    }


def test_nothing_has_no_value_and_one_sidedness_is_zero() -> None:
    assert tally_events(story(), story()) == Tally()
    tally = tally_events(story(), story(events=[event("e", (0, 7))]))
    assert {key.measure.name for key in tally} == {"trigger span", "trigger span+type"}
    assert {value_of("f1", counts) for counts in tally.values()} == {0.0}


# Other implementations


def worth(ours: Sequence[Event], theirs: Sequence[Event]) -> tuple[int, int, float]:
    """Of matched events: how many have the same span, how many the same type, and how much they share."""
    same_span = same_type = 0
    shared = 0.0
    for one, other in zip(ours, theirs, strict=True):
        left, right = one.trigger, other.trigger
        common = min(left.end, right.end) - max(left.start, right.start)
        if common > 0:
            same_span += left.interval == right.interval
            same_type += one.type == other.type
            shared += 2 * common / (left.end - left.start + right.end - right.start)
    return same_span, same_type, round(shared, 6)


@given(versions(ontology(), most=2))
def test_no_other_matching_of_triggers_is_better(made: tuple[str, list[Annotation]]) -> None:
    """All matchings tried, of up to three events each; and kappa is scikit-learn's."""
    _, (a, b) = made
    few, many = sorted([a.events, b.events], key=len)
    best = max(worth(few, some) for some in itertools.permutations(many, len(few)))
    pairs = match_events(a.events, b.events).pairs
    ours, theirs = [a.events[i] for i, _ in pairs], [b.events[j] for _, j in pairs]
    assert worth(ours, theirs) == best
    tally = tally_events(a, b)
    for name, measure in ATTRIBUTES.items():
        labels = [getattr(one, name) for one in ours], [getattr(one, name) for one in theirs]
        found = value_of("kappa", tally.get(Key(measure), {}))
        if len({*labels[0], *labels[1]}) > 1:
            assert found == pytest.approx(cohen_kappa_score(*labels))
        else:
            assert math.isnan(found)


def most_pairs(ours: Sequence[object], theirs: Sequence[object], together: Callable[[int, int], bool]) -> int:
    """SciPy's maximum matching of a bipartite graph."""
    if not ours or not theirs:
        return 0
    graph = csr_array(np.array([[together(i, j) for j in range(len(theirs))] for i in range(len(ours))], dtype=int))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


@given(versions(ontology(), most=2))
def test_as_many_match_as_scipy_finds(made: tuple[str, list[Annotation]]) -> None:
    _, (a, b) = made
    tally = tally_events(a, b)

    def check(measure: Measure, number: int) -> None:
        assert tally.get(Key(measure), {}).get("p_num", 0) == number

    def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
        return bool(set(range(*one)) & set(range(*other)))

    ours, theirs = a.events, b.events
    triggers = [[event.trigger.interval for event in some] for some in (ours, theirs)]
    check(TRIGGER["overlap"], most_pairs(ours, theirs, lambda i, j: overlap(triggers[0][i], triggers[1][j])))
    check(
        TRIGGER_TYPE["overlap"],
        most_pairs(
            ours, theirs, lambda i, j: ours[i].type == theirs[j].type and overlap(triggers[0][i], triggers[1][j])
        ),
    )
    same = referents(a, b)
    fillers = [
        [
            (event.type, argument.role, mentions[argument.mention], of[argument.mention])
            for event in one.events
            for argument in event.arguments
        ]
        for one, of in ((a, same.response), (b, same.reference))
        for mentions in ({mention.id: mention.interval for mention in one.mentions},)
    ]

    def pairs(together: Callable[[tuple[object, ...], tuple[object, ...]], bool]) -> int:
        return most_pairs(fillers[0], fillers[1], lambda i, j: together(fillers[0][i], fillers[1][j]))

    check(IDENTIFICATION["exact"], pairs(lambda x, y: (x[0], x[2]) == (y[0], y[2])))
    check(ARGUMENT["exact"], pairs(lambda x, y: x[:3] == y[:3]))
    check(ARGUMENT["overlap"], pairs(lambda x, y: x[:2] == y[:2] and overlap(x[2], y[2])))  # type: ignore[arg-type]
    check(ARGUMENT_ENTITY, pairs(lambda x, y: x[:2] == y[:2] and (x[2] == y[2] or x[3] == y[3])))
