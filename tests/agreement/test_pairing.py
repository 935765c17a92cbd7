"""Which quotes and events of two annotators are the same, for figures, tables and disagreements alike."""

from __future__ import annotations

import pytest
from hypothesis import given

from quotidian.agreement.align import alignment
from quotidian.agreement.aligned import Aligned
from quotidian.agreement.pairing import match_events, match_quotes, pair_up
from quotidian.model import Annotation, Event, Quote
from tests.agreement.stories import event, quote, story
from tests.agreement.versions import versions
from tests.draft.sample import ontology

DIE = "Life:Die"

# Quotes


def test_a_quote_nested_in_another_is_not_taken_for_it() -> None:
    outer = quote("q1", (0, 100), cue=[(101, 105)])
    inner = quote("q2", (10, 30), cue=[(5, 9)])
    assert match_quotes(story(quotes=[outer, inner]), story(quotes=[inner, outer])).pairs == [(0, 1), (1, 0)]
    assert match_quotes(story(quotes=[outer]), story(quotes=[inner])).pairs == []


def test_the_same_cue_makes_it_the_same_quote_however_much_is_content() -> None:
    short = story(quotes=[quote("q", (30, 40), cue=[(20, 27)])])
    long = story(quotes=[quote("q", (30, 100), cue=[(20, 24)])])
    assert match_quotes(short, long).pairs == [(0, 0)]


@pytest.mark.parametrize(("end", "matches"), [(15, []), (20, [(0, 0)])])
def test_without_a_cue_a_fifth_of_the_content_is_enough(end: int, matches: list[tuple[int, int]]) -> None:
    ours = story(quotes=[quote("q", (0, end))])
    assert match_quotes(ours, story(quotes=[quote("q", (0, 100), cue=[(101, 105)])])).pairs == matches


def test_the_best_matching_is_not_the_greedy_one() -> None:
    """The long ones share most of all, yet all four have a partner if these are kept apart."""
    ours = story(quotes=[quote("q1", (0, 30)), quote("q2", (30, 40))])
    theirs = story(quotes=[quote("r1", (0, 10)), quote("r2", (10, 40))])
    assert match_quotes(ours, theirs).pairs == [(0, 0), (1, 1)]


def test_the_same_content_goes_before_more_of_it() -> None:
    """Two pairs that share a half each would share more than one pair of the same content."""
    ours = story(quotes=[quote("q1", (0, 40)), quote("q2", (0, 20))])
    theirs = story(quotes=[quote("r1", (0, 40)), quote("r2", (20, 40))])
    assert match_quotes(ours, theirs).pairs == [(0, 0)]


def test_of_equal_contents_those_go_together_whose_cues_or_sources_do() -> None:
    people = {"renn": [("m1", (60, 64))], "moss": [("m2", (70, 74))]}
    ours = story(people, quotes=[quote("q1", (0, 9), cue=[(20, 27)]), quote("q2", (0, 9), cue=[(38, 42)])])
    theirs = story(people, quotes=[quote("r1", (0, 9)), quote("r2", (0, 9), cue=[(19, 27)])])
    assert match_quotes(ours, theirs).pairs == [(0, 1), (1, 0)]
    ours = story(people, quotes=[quote("q1", (0, 9), source="m1"), quote("q2", (0, 9), source="m2")])
    theirs = story(people, quotes=[quote("r1", (0, 9)), quote("r2", (0, 9), source="m1", kind="thought")])
    assert match_quotes(ours, theirs).pairs == [(0, 1), (1, 0)]


# Events


def test_the_same_span_goes_before_the_type_and_the_type_before_length() -> None:
    ours = [event("e1", (0, 10))]
    theirs = [event("f1", (0, 9)), event("f2", (0, 10), DIE), event("f3", (0, 8))]
    assert match_events(ours, theirs).pairs == [(0, 1)]
    assert match_events(ours, [theirs[0], theirs[2]]).pairs == [(0, 0)]
    assert match_events(ours, [event("f1", (0, 9), DIE), theirs[2]]).pairs == [(0, 1)]


def test_of_equal_triggers_those_go_together_that_have_more_labels_in_common() -> None:
    ours = [event("e1", (0, 10), tense="Past"), event("e2", (0, 10), tense="Future")]
    theirs = [
        event("f1", (0, 10), tense="Future", polarity="Negative"),
        event("f2", (0, 10), tense="Past", polarity="Negative"),
    ]
    assert match_events(ours, theirs).pairs == [(0, 1), (1, 0)]


# What is aligned


@given(versions(ontology(), most=2))
def test_what_is_listed_for_two_annotators_is_paired_as_it_is_counted(made: tuple[str, list[Annotation]]) -> None:
    _, (a, b) = made
    aligned, paired = alignment([a, b]), pair_up(a, b)
    assert together(aligned.quotes) == {(a.quotes[i].id, b.quotes[j].id) for i, j in paired.quotes}
    assert together(aligned.events) == {(a.events[i].id, b.events[j].id) for i, j in paired.events}


def together(groups: tuple[Aligned[Quote], ...] | tuple[Aligned[Event], ...]) -> set[tuple[str, str]]:
    """The ids of what two annotators both have."""
    pairs = [group.items for group in groups]
    return {(one.id, other.id) for one, other in pairs if one is not None and other is not None}
