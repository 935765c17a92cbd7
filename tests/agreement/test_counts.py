from __future__ import annotations

import math
from collections import Counter

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from quotidian.agreement.counts import (
    F1_COLUMNS,
    Column,
    Key,
    Measure,
    Statistic,
    Tally,
    columns_of,
    total,
    value,
    value_of,
)
from quotidian.agreement.papers import PAPERS

SPANS = Measure(layer="mentions", name="span", statistic="f1", match="exact", paper="tjongkimsang2003")
TENSE = Measure(layer="events", name="tense", statistic="kappa", paper="cohen1960")


def f1(p_num: float, p_den: float, r_num: float, r_den: float) -> tuple[float, float, float]:
    found = value("f1", F1_COLUMNS, np.array([p_num, p_den, r_num, r_den]))
    assert found.precision is not None
    assert found.recall is not None
    return float(found.precision), float(found.recall), float(found.value)


def test_f1_is_the_harmonic_mean() -> None:
    assert f1(3, 4, 3, 6) == (0.75, 0.5, 0.6)
    assert f1(1.5, 4, 3, 6) == pytest.approx((0.375, 0.5, 2 * 0.375 * 0.5 / 0.875))
    assert f1(0, 4, 0, 6) == (0, 0, 0)


def test_where_neither_has_anything_f1_has_no_value() -> None:
    assert all(map(math.isnan, f1(0, 0, 0, 0)))


@pytest.mark.parametrize("sums", [(0, 3, 0, 0), (0, 0, 0, 3)])
def test_where_only_one_has_something_f1_is_0(sums: tuple[float, float, float, float]) -> None:
    assert f1(*sums) == (0, 0, 0)


def test_a_table_of_values_is_computed_at_once() -> None:
    sums = np.array([[[3, 4, 3, 6], [0, 0, 0, 0]], [[0, 1, 0, 0], [2, 2, 2, 2]]], dtype=float)
    found = value("f1", F1_COLUMNS, sums)
    assert found.value == pytest.approx(np.array([[0.6, np.nan], [0, 1]]), nan_ok=True)
    assert (found.support == np.array([[6, 0], [0, 2]])).all()


def test_kappa_of_cohens_example() -> None:
    """Cohen's own: two judges, three categories, 200 subjects; 140 agreements where chance expects 82."""
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    cells: dict[Column, float] = {(str(a), str(b)): n for a, row in enumerate(table) for b, n in enumerate(row)}
    assert value_of("kappa", cells) == pytest.approx((140 - 82) / (200 - 82))
    assert round(value_of("kappa", cells), 3) == 0.492


labels = st.sampled_from("abc")


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    ours = value_of("kappa", {pair: float(times) for pair, times in Counter(pairs).items()})
    if len({label for pair in pairs for label in pair}) == 1:
        assert math.isnan(ours)
        return
    assert ours == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=30))
def test_kappa_is_the_same_in_both_directions(pairs: list[tuple[str, str]]) -> None:
    there = value_of("kappa", {pair: float(times) for pair, times in Counter(pairs).items()})
    back = value_of("kappa", {pair[::-1]: float(times) for pair, times in Counter(pairs).items()})
    assert there == pytest.approx(back, nan_ok=True)


@given(st.lists(st.tuples(labels, labels), min_size=2, max_size=30))
def test_alpha_of_sums_is_that_of_the_krippendorff_package(pairs: list[tuple[str, str]]) -> None:
    assume(len({label for pair in pairs for label in pair}) > 1)
    counts: dict[Column, float] = {"n": 2 * len(pairs), "agree": 2 * sum(a == b for a, b in pairs)}
    for label, times in Counter(label for pair in pairs for label in pair).items():
        counts["marginal", label] = times
    data = [["abc".index(label) for label in row] for row in zip(*pairs, strict=True)]
    assert value_of("alpha", counts) == pytest.approx(
        krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    )


def test_the_mean_is_of_the_f1_of_its_parts_and_has_no_value_where_one_has_none() -> None:
    counts: dict[Column, float] = {}
    for part, sums in {"MUC": (1, 2, 1, 2), "B-cubed": (3, 4, 3, 6), "CEAF-e": (1, 1, 1, 1)}.items():
        counts |= {(part, column): amount for column, amount in zip(F1_COLUMNS, sums, strict=True)}
    assert value_of("mean", counts) == pytest.approx((0.5 + 0.6 + 1) / 3)
    for column in F1_COLUMNS:
        counts["MUC", column] = 0
    assert math.isnan(value_of("mean", counts))


@pytest.mark.parametrize("statistic", ["f1", "kappa", "alpha", "mean"])
def test_without_any_counts_there_is_no_value(statistic: Statistic) -> None:
    assert math.isnan(value_of(statistic, {}))


def test_columns_come_in_one_order() -> None:
    assert columns_of("f1", {"r_den": 1}) == F1_COLUMNS
    assert columns_of("alpha", {"n": 1, ("marginal", "b"): 1, "agree": 1, ("marginal", "a"): 1}) == (
        "agree",
        ("marginal", "a"),
        ("marginal", "b"),
        "n",
    )


def test_a_tally_adds_up() -> None:
    one, two = Tally(), Tally()
    one.add_matches(SPANS, "", matched=1, response=2, reference=3)
    two.add_matches(SPANS, "", matched=2, response=2, reference=2)
    two.add_cell(TENSE, "", "Past", "Future")
    two.add_cell(TENSE, "", "Past", "Future", times=2)
    both = total([one, two])
    assert both == {
        Key(SPANS, ""): {"p_num": 3, "p_den": 4, "r_num": 3, "r_den": 5},
        Key(TENSE, ""): {("Past", "Future"): 3},
    }
    assert one == {Key(SPANS, ""): {"p_num": 1, "p_den": 2, "r_num": 1, "r_den": 3}}, "what is added is not changed"


def test_what_both_have_nothing_of_leaves_no_trace() -> None:
    tally = Tally()
    tally.add_matches(SPANS, "type=PER", matched=0, response=0, reference=0)
    assert tally == {}


def test_every_paper_is_cited_in_full() -> None:
    for key, paper in PAPERS.items():
        year = paper.cite[-4:]
        assert year.isdigit(), key
        assert f" {year}. " in paper.reference, key
        assert key.endswith(year), key
        assert paper.used, key
