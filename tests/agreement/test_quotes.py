"""Agreement on quotes: which are the same, their spans, their attributes, who speaks."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from sklearn.metrics import cohen_kappa_score

from quotidian.agreement.counts import Key, Measure, Tally, value_of
from quotidian.agreement.pairing import match_quotes
from quotidian.agreement.quotes import (
    ADDRESSEES,
    ATTRIBUTES,
    PARENT,
    PARTS,
    QUOTE,
    SPEAKER,
    tally_quotes,
)
from quotidian.model import Annotation
from tests.agreement.stories import quote, story
from tests.agreement.versions import versions
from tests.draft.sample import ontology


def counted(tally: Tally, measure: Measure, scope: str = "") -> tuple[float, float, float]:
    """What matches, and how many the response and the reference have."""
    counts = tally[Key(measure, scope)]
    assert counts["p_num"] == counts["r_num"]
    return counts["p_num"], counts["p_den"], counts["r_den"]


def test_quotes_of_the_same_content_are_told_apart_by_cue_and_source() -> None:
    """Guidelines, case 22: "The harbour agency, quoting the navy, said the strait was open"."""
    people = {"agency": [("m1", (0, 18))], "navy": [("m2", (28, 36))]}
    quoting = quote("q1", (43, 63), cue=[(20, 27)], source="m2", parent="q2")
    said = quote("q2", (43, 63), cue=[(38, 42)], source="m1")
    ours, theirs = story(people, quotes=[quoting, said]), story(people, quotes=[said, quoting])
    assert match_quotes(ours, theirs).pairs == [(0, 1), (1, 0)]
    tally = tally_quotes(ours, theirs)
    assert counted(tally, SPEAKER) == (2, 2, 2)
    assert counted(tally, PARENT) == (1, 1, 1)


# Spans


def test_a_split_quote_is_one_quote_with_several_spans() -> None:
    split = story(quotes=[quote("q", (0, 20), (30, 50), cue=[(21, 25)])])
    two = story(quotes=[quote("q", (0, 20), cue=[(21, 25)]), quote("r", (30, 50))])
    tally = tally_quotes(split, two)
    assert counted(tally, QUOTE["overlap"]) == (1, 1, 2)
    assert counted(tally, QUOTE["exact"]) == (0, 1, 2)
    # Both spans are there, but the second belongs to a quote of its own.
    assert counted(tally, PARTS["content"]["exact"]) == (1, 2, 2)
    assert counted(tally, PARTS["cue"]["exact"]) == (1, 1, 1)
    assert Key(PARTS["source"]["exact"]) not in tally


def test_parts_match_one_to_one_exactly_or_with_an_overlap() -> None:
    ours = story(quotes=[quote("q", (0, 20), (30, 50), cue=[(21, 25), (27, 29)])])
    theirs = story(quotes=[quote("q", (0, 19), (30, 50), cue=[(21, 29)])])
    tally = tally_quotes(ours, theirs)
    assert counted(tally, PARTS["content"]["exact"]) == (1, 2, 2)
    assert counted(tally, PARTS["content"]["overlap"]) == (2, 2, 2)
    assert counted(tally, PARTS["cue"]["exact"]) == (0, 2, 1)
    assert counted(tally, PARTS["cue"]["overlap"]) == (1, 2, 1)


def test_a_cue_is_found_only_in_its_own_quote() -> None:
    """Both say "said" of the first quote; the reference says it of a second one too."""
    ours = story(quotes=[quote("q1", (0, 20), cue=[(21, 25)]), quote("q2", (30, 50))])
    theirs = story(quotes=[quote("q1", (0, 20), cue=[(21, 25)]), quote("q2", (30, 50), cue=[(21, 25)])])
    assert counted(tally_quotes(ours, theirs), PARTS["cue"]["exact"]) == (1, 1, 2)


def test_sources_are_the_spans_of_mentions() -> None:
    ours = story({"renn": [("m", (60, 64))]}, quotes=[quote("q", (0, 20), source="m")])
    theirs = story({"renn": [("x", (55, 64))]}, quotes=[quote("q", (0, 20), source="x")])
    tally = tally_quotes(ours, theirs)
    assert counted(tally, PARTS["source"]["exact"]) == (0, 1, 1)
    assert counted(tally, PARTS["source"]["overlap"]) == (1, 1, 1)


def test_a_type_that_they_see_differently_is_missed_in_both_scopes() -> None:
    ours = story(quotes=[quote("q", (0, 20)), quote("r", (30, 50))])
    theirs = story(quotes=[quote("q", (0, 20), of="mixed"), quote("r", (30, 50))])
    tally = tally_quotes(ours, theirs)
    assert counted(tally, QUOTE["overlap"]) == (2, 2, 2)
    assert counted(tally, QUOTE["overlap"], "type=direct") == (1, 2, 1)
    assert counted(tally, PARTS["content"]["exact"], "type=mixed") == (0, 0, 1)


# Who speaks to whom


def test_the_speaker_is_an_entity_and_not_a_mention() -> None:
    ours = story({"renn": [("m1", (60, 64)), ("m2", (70, 73))]}, quotes=[quote("q", (0, 20), source="m1")])
    theirs = story({"r": [("x1", (60, 64)), ("x2", (70, 73))]}, quotes=[quote("q", (0, 20), source="x2")])
    tally = tally_quotes(ours, theirs)
    assert counted(tally, PARTS["source"]["overlap"]) == (0, 1, 1)
    assert counted(tally, SPEAKER) == (1, 1, 1)


def test_one_mention_given_to_different_people_is_not_the_same_speaker() -> None:
    """Both take "she" for the source, but to one she is Renn and to the other Moss."""
    ours = story(
        {"renn": [("m1", (60, 64)), ("she", (90, 93))], "moss": [("m2", (70, 74))]},
        quotes=[quote("q", (0, 20), source="she")],
    )
    theirs = story(
        {"renn": [("m1", (60, 64)), ("m3", (80, 84))], "moss": [("m2", (70, 74)), ("she", (90, 93))]},
        quotes=[quote("q", (0, 20), source="she")],
    )
    tally = tally_quotes(ours, theirs)
    assert counted(tally, PARTS["source"]["exact"]) == (1, 1, 1)
    assert counted(tally, SPEAKER) == (0, 1, 1)


def test_the_parent_is_the_same_quote() -> None:
    """Nested in a quote that both have, but in another one."""
    around = [quote("q1", (0, 90)), quote("q2", (5, 80))]
    ours = story(quotes=[*around, quote("q3", (10, 20), parent="q1")])
    theirs = story(quotes=[*around, quote("q3", (10, 20), parent="q2")])
    assert counted(tally_quotes(ours, theirs), PARENT) == (0, 1, 1)
    assert counted(tally_quotes(ours, ours), PARENT) == (1, 1, 1)


def test_addressees_are_entities_each_once() -> None:
    people = {"press": [("m1", (60, 64)), ("m2", (70, 73))], "mayor": [("m3", (80, 85))]}
    ours = story(people, quotes=[quote("q", (0, 20), addressees=("m1", "m2"))])
    theirs = story(people, quotes=[quote("q", (0, 20), addressees=("m2", "m3"))])
    assert counted(tally_quotes(ours, theirs), ADDRESSEES) == (1, 1, 2)


def test_a_speaker_of_a_quote_without_a_partner_does_not_count() -> None:
    ours = story({"renn": [("m", (60, 64))]}, quotes=[quote("q", (0, 20), source="m")])
    assert Key(SPEAKER) not in tally_quotes(ours, story({"renn": [("m", (60, 64))]}))


def test_attributes_of_matched_quotes_meet() -> None:
    ours = story(quotes=[quote("q", (0, 20), kind="thought"), quote("r", (30, 50)), quote("s", (60, 70))])
    theirs = story(quotes=[quote("q", (0, 20)), quote("r", (30, 50))])
    assert tally_quotes(ours, theirs)[Key(ATTRIBUTES["kind"])] == {
        ("thought", "speech"): 1,
        ("speech", "speech"): 1,
    }


def test_nothing_has_no_value_and_one_sidedness_is_zero() -> None:
    assert tally_quotes(story(), story()) == Tally()
    tally = tally_quotes(story(), story(quotes=[quote("q", (0, 20))]))
    assert {key.measure.name for key in tally} == {"quote", "content"}
    assert {value_of("f1", counts) for counts in tally.values()} == {0.0}


# Other implementations


@given(versions(ontology(), most=2))
def test_no_other_matching_has_more_of_the_same_content(made: tuple[str, list[Annotation]]) -> None:
    """All matchings tried, of up to three quotes each; and kappa is scikit-learn's."""
    _, (a, b) = made
    contents = [[frozenset(span.interval for span in quote.content) for quote in one.quotes] for one in (a, b)]
    few, many = sorted(contents, key=len)
    best = max(
        sum(one == other for one, other in zip(few, some, strict=True))
        for some in itertools.permutations(many, len(few))
    )
    tally, matches = tally_quotes(a, b), match_quotes(a, b).pairs
    assert tally.get(Key(QUOTE["exact"]), {}).get("p_num", 0) == best
    for name, measure in ATTRIBUTES.items():
        ours = [getattr(a.quotes[i], name) for i, _ in matches]
        theirs = [getattr(b.quotes[j], name) for _, j in matches]
        found = value_of("kappa", tally.get(Key(measure), {}))
        if len({*ours, *theirs}) > 1:
            assert found == pytest.approx(cohen_kappa_score(ours, theirs))
        else:
            assert math.isnan(found)
