"""What holds of coreference, quotes, events and tables of labels alike, whatever two annotators made of an article."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotidian.agreement.confusions import confusions
from quotidian.agreement.coreference import tally_coreference
from quotidian.agreement.counts import Tally, value_of
from quotidian.agreement.events import tally_events
from quotidian.agreement.papers import PAPERS
from quotidian.agreement.quotes import tally_quotes
from quotidian.agreement.tokens import tally_tokens
from quotidian.model import Annotation
from quotidian.segment import tokens
from tests.agreement.versions import renamed, shuffled, versions
from tests.draft.sample import ontology

TALLIES: tuple[Callable[[Annotation, Annotation], Tally], ...] = (tally_coreference, tally_quotes, tally_events)
Made = tuple[str, list[Annotation]]


def tallied(a: Annotation, b: Annotation, text: str) -> Tally:
    whole = tally_tokens([a, b], tokens(text))
    for tally in TALLIES:
        whole.add_all(tally(a, b))
    return whole


@given(versions(ontology(), most=2), st.data())
def test_order_and_ids_change_nothing(made: Made, data: st.DataObject) -> None:
    text, (a, b) = made
    mixed = data.draw(shuffled(renamed(a, "z_"))), data.draw(shuffled(b))
    assert tallied(*mixed, text) == tallied(a, b, text)
    assert confusions(*mixed) == confusions(a, b)


@given(versions(ontology(), most=2))
def test_the_other_direction_swaps_precision_and_recall_and_changes_no_value(made: Made) -> None:
    text, (a, b) = made
    there, back = tallied(a, b, text), tallied(b, a, text)
    assert there.keys() == back.keys()
    for key, counts in there.items():
        other, statistic = back[key], key.measure.statistic
        assert key.measure.paper in PAPERS
        if statistic == "f1":
            assert (counts["p_num"], counts["p_den"]) == pytest.approx((other["r_num"], other["r_den"]))
            assert (counts["r_num"], counts["r_den"]) == pytest.approx((other["p_num"], other["p_den"]))
        elif statistic == "kappa":
            assert {(column[1], column[0]): number for column, number in other.items()} == counts
        elif statistic == "alpha":
            assert counts == other
        assert value_of(statistic, counts) == pytest.approx(value_of(statistic, other), nan_ok=True)
    ours, theirs = confusions(a, b), confusions(b, a)
    for name, cells in ours.items():
        assert cells == {(one, other): number for (other, one), number in theirs[name].items()}


@given(versions(ontology(), most=2), st.data())
def test_an_article_agrees_with_itself(made: Made, data: st.DataObject) -> None:
    """All values are 1, or none where there is no variation or nothing to compare."""
    text, (a, _) = made
    again = data.draw(shuffled(renamed(a, "z_")))
    for key, counts in tallied(a, again, text).items():
        found = value_of(key.measure.statistic, counts)
        assert found == pytest.approx(1.0) or (key.measure.statistic != "f1" and math.isnan(found)), key
    for cells in confusions(a, again).values():
        assert all(one == other for one, other in cells)


@given(versions(ontology(), most=2))
def test_what_asks_for_less_finds_no_less(made: Made) -> None:
    """Overlap finds what exact does, a span what a span with its label does, an entity what a span does."""
    text, (a, b) = made
    found = {
        (key.measure.layer, key.measure.name, key.measure.match): (counts["p_num"], counts["r_num"])
        for key, counts in tallied(a, b, text).items()
        if key.measure.statistic == "f1" and not key.scope
    }
    for (layer, name, match), matched in found.items():
        if match == "exact" and layer != "coreference":
            assert found[layer, name, "overlap"] >= matched
        if name in {"trigger span+type", "argument span+role"}:
            assert found[layer, name.partition("+")[0], match] >= matched
    if ("events", "argument entity+role", "") in found:
        assert found["events", "argument entity+role", ""] >= found["events", "argument span+role", "exact"]
