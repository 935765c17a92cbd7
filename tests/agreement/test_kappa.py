"""Tables of labels, and kappa from them."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from quotidian.agreement.confusions import confusions, match_mentions
from quotidian.agreement.counts import Key, Measure, Tally, value_of
from quotidian.agreement.kappa import NOTHING, add_kappa, confusion
from tests.agreement.examples import annotation
from tests.agreement.stories import event, quote, story

MEASURE = Measure(layer="events", name="tense", statistic="kappa", paper="cohen1960")

labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=30)


def kappa(pairs: list[tuple[str, str]]) -> float:
    tally = Tally()
    add_kappa(tally, MEASURE, pairs)
    return value_of("kappa", tally.get(Key(MEASURE), {}))


def test_the_example_of_cohen() -> None:
    """Two judges of 200 cases (Cohen 1968, table 1): .70 agree, .41 were to be expected, and kappa is .492."""
    table = {("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40, ("b", "c"): 10}
    table |= {("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12}
    pairs = [pair for pair, times in table.items() for _ in range(times)]
    assert len(pairs) == 200
    assert kappa(pairs) == pytest.approx((0.70 - 0.41) / (1 - 0.41))
    assert kappa(pairs) == pytest.approx(0.492, abs=0.0005)


@given(labels)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    if len({label for pair in pairs for label in pair}) > 1:
        assert kappa(pairs) == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
    else:
        assert math.isnan(kappa(pairs))


@given(labels)
def test_a_table_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    cells = confusion(ours, theirs, [(number, number) for number in range(len(pairs))])
    names = ["a", "b", "c"]
    if pairs:
        expected = confusion_matrix(ours, theirs, labels=names)
        assert [[cells[one, other] for other in names] for one in names] == expected.tolist()
    assert cells.total() == len(pairs)


def test_what_only_one_of_them_marked_met_nothing() -> None:
    cells = confusion(["PER", "ORG", "ORG"], ["PER", "GPE"], [(0, 0), (2, 1)])
    assert cells == Counter({("PER", "PER"): 1, ("ORG", "GPE"): 1, ("ORG", NOTHING): 1})
    assert confusion([], ["PER"], []) == Counter({(NOTHING, "PER"): 1})


def test_mentions_of_one_span_meet_those_of_their_type() -> None:
    ours = annotation([("PER", "NAM", 0, 5), ("ORG", "NAM", 0, 5), ("MONEY", None, 7, 9)])
    theirs = annotation([("ORG", "NOM", 0, 5), ("GPE", "NAM", 0, 5), ("GPE", "NAM", 0, 4)])
    assert match_mentions(ours.mentions, theirs.mentions) == [(0, 1), (1, 0)]
    tables = confusions(ours, theirs)
    assert tables["mentions", "type"] == Counter(
        {("PER", "GPE"): 1, ("ORG", "ORG"): 1, ("MONEY", NOTHING): 1, (NOTHING, "GPE"): 1}
    )
    assert tables["mentions", "level"] == Counter(
        {("NAM", "NAM"): 1, ("NAM", "NOM"): 1, ("(value)", NOTHING): 1, (NOTHING, "NAM"): 1}
    )


def test_there_is_a_table_for_each_label_of_quotes_and_events() -> None:
    ours = story(quotes=[quote("q", (0, 20), kind="thought")], events=[event("e", (0, 5)), event("f", (9, 12))])
    theirs = story(quotes=[quote("q", (0, 20))], events=[event("e", (0, 5), "Life:Die")])
    tables = confusions(ours, theirs)
    assert tables["quotes", "kind"] == Counter({("thought", "speech"): 1})
    assert tables["events", "type"] == Counter({("Conflict:Attack", "Life:Die"): 1, ("Conflict:Attack", NOTHING): 1})
    assert sorted(tables) == [
        ("events", "genericity"),
        ("events", "modality"),
        ("events", "polarity"),
        ("events", "tense"),
        ("events", "type"),
        ("mentions", "level"),
        ("mentions", "type"),
        ("quotes", "attribution"),
        ("quotes", "kind"),
        ("quotes", "polarity"),
        ("quotes", "type"),
    ]
