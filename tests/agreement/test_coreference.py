"""Coreference: the reference scorer's examples, those of the papers, other implementations, and what always holds."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from quotidian.agreement.coreference import (
    B_CUBED,
    CEAF_E,
    CONLL,
    LEA,
    MUC,
    Ratios,
    b_cubed,
    ceaf_e,
    lea,
    muc,
    tally_coreference,
)
from quotidian.agreement.counts import Key, Tally, total, value_of
from quotidian.agreement.entities import Cluster, clusters_of
from tests.agreement.partitions import article, entities, partitions

Expected = tuple[float, float]
"""Recall and precision."""

# The test cases of the reference scorer (conll/reference-coreference-scorers, test/TestCases.README and
# test/CorefMetricTestConfig.pm): key, response, and recall and precision where they are given there. Upper-case letters
# are mentions whose spans overlap those of the lower-case ones. The figures of LEA were added by Moosavi (2016).
SCORER: dict[str, tuple[str, str, dict[str, Expected]]] = {
    "A1": ("a bc def", "a bc def", {"muc": (1, 1), "b3": (1, 1), "ceafe": (1, 1), "lea": (1, 1)}),
    "A2": ("a bc def", "a de", {"muc": (1 / 3, 1), "b3": (7 / 18, 1), "ceafe": (0.6, 0.9), "lea": (2 / 6, 1)}),
    "A3": (
        "a bc def",
        "a bcx defy z",
        {"muc": (1, 3 / 5), "b3": (1, 55 / 108), "ceafe": (0.88571, 0.66429), "lea": (1, 4 / 9)},
    ),
    "A4": (
        "a bc def",
        "a bcx dy z",
        {"muc": (1 / 3, 1 / 3), "b3": (5 / 9, 17 / 42), "ceafe": (0.73333, 0.55), "lea": (3 / 6, 2 / 7)},
    ),
    "A5": (
        "a bc def",
        "a bcxB dy z",
        {"muc": (1 / 3, 1 / 4), "b3": (5 / 9, 5 / 16), "ceafe": (0.68889, 0.51667), "lea": (3 / 6, 5 / 24)},
    ),
    "A6": (
        "a bc def",
        "a bcx dy Bz",
        {"muc": (1 / 3, 1 / 4), "b3": (5 / 9, 17 / 48), "ceafe": (0.73333, 0.55), "lea": (3 / 6, 2 / 8)},
    ),
    "A10": ("a bc def", "a b c d e f", {"muc": (0, 0), "b3": (3 / 6, 1), "lea": (1 / 6, 1 / 6)}),
    "A11": ("a bc def", "abcdef", {"muc": (1, 3 / 5), "b3": (1, 7 / 18), "lea": (5 / 6, 4 / 15)}),
    "A12": ("a bc def", "a x y c d e z", {"muc": (0, 0), "b3": (13 / 36, 4 / 7), "lea": (1 / 6, 1 / 7)}),
    "A13": ("a bc def", "axycdez", {"muc": (1 / 3, 1 / 6), "b3": (17 / 36, 6 / 49), "lea": (1 / 6, 1 / 21)}),
    "B1": ("ab cde", "bcx de", {"lea": (1 / 5, 2 / 5)}),
    "C1": ("ab cde fg", "bcx de fg", {"lea": (3 / 7, 4 / 7)}),
    "D1": ("12345 67 89ABC", "12345 6789ABC", {"muc": (1, 9 / 10), "b3": (1, 16 / 21), "lea": (1, 26 / 36)}),
    "E1": ("12345 67 89ABC", "1234589ABC 67", {"muc": (1, 9 / 10), "b3": (1, 7 / 12), "lea": (1, 58 / 108)}),
    "F1": ("ABCD", "AB CD", {"muc": (2 / 3, 1), "lea": (2 / 6, 1)}),
    "G1": ("AB CD", "ABCD", {"muc": (1, 2 / 3), "lea": (1, 2 / 6)}),
    "H1": ("ABCD", "ABCD", {"muc": (1, 1), "lea": (1, 1)}),
    "I1": ("ABCD", "AB CD", {"muc": (2 / 3, 1), "lea": (2 / 6, 1)}),
    "J1": ("ABC", "AC", {"muc": (1 / 2, 1), "lea": (1 / 3, 1)}),
    "K1": ("BCDEGHJ", "ABC DEF GHI", {"muc": (3 / 6, 3 / 6), "lea": (3 / 21, 3 / 9)}),
    "L1": ("ABC DEFG", "AB CD FGH", {"muc": (2 / 5, 2 / 4), "lea": (5 / 21, 3 / 7)}),
    "M1": ("abcdef", "abcdef", {"muc": (1, 1), "b3": (1, 1), "ceafe": (1, 1), "lea": (1, 1)}),
    "M2": ("abcdef", "a b c d e f", {"muc": (0, 0), "lea": (0, 0)}),
    "M3": ("abcdef", "ab cde f", {"lea": (4 / 15, 5 / 6)}),
    "M4": ("abcdef", "abcxyz", {"lea": (3 / 15, 3 / 15)}),
    "M5": ("abcdef", "a b c x y z", {"muc": (0, 0), "lea": (0, 0)}),
    "M6": ("abcdef", "ab cxy z", {"lea": (1 / 15, 2 / 6)}),
    "N1": ("a b c d e f", "a b c d e f", {"b3": (1, 1), "ceafe": (1, 1), "lea": (1, 1)}),
    "N2": ("a b c d e f", "abcdef", {"lea": (0, 0)}),
    "N3": ("a b c d e f", "ab cde f", {"lea": (1 / 6, 1 / 6)}),
    "N4": ("a b c d e f", "a b c x y z", {"lea": (3 / 6, 3 / 6)}),
    "N5": ("a b c d e f", "abcxyz", {"lea": (0, 0)}),
    "N6": ("a b c d e f", "ab cxy z", {"lea": (0, 0)}),
}
METRICS = {"muc": muc, "b3": b_cubed, "ceafe": ceaf_e, "lea": lea}


def ratio(num: float, den: float) -> float:
    return num / den if den else 0.0


def recall_and_precision(counts: Ratios) -> Expected:
    """As the reference scorer prints them: 0 where there is nothing."""
    return ratio(counts.r_num, counts.r_den), ratio(counts.p_num, counts.p_den)


@pytest.mark.parametrize(
    ("case", "metric"), [(case, metric) for case, (_, _, given) in SCORER.items() for metric in given]
)
def test_the_reference_scorers_cases(case: str, metric: str) -> None:
    key, response, expected = SCORER[case]
    found = recall_and_precision(METRICS[metric](entities(response), entities(key)))
    assert found == pytest.approx(expected[metric], abs=1e-5)


@pytest.mark.parametrize(
    "response", ["a bcxb dy z", "a bcx dy bz", "a bcx dy bbbbbbbbbbz"], ids=["TC-A-7", "TC-A-8", "TC-A-9"]
)
def test_a_span_twice_counts_once_as_in_the_reference_scorer(response: str) -> None:
    """Within an entity and in two: expected is TC-A-4, in which it is once."""
    once = tally_coreference(article("a bcx dy z"), article("a bc def"))
    assert tally_coreference(article(response), article("a bc def")) == once
    found = recall_and_precision(b_cubed(clusters_of(article(response)).sets, entities("a bc def")))
    assert found == pytest.approx((5 / 9, 17 / 42))


@pytest.mark.parametrize("case", SCORER)
def test_an_article_gives_what_its_entities_give(case: str) -> None:
    key, response, expected = SCORER[case]
    tally = tally_coreference(article(response), article(key))
    for measure, name in ((MUC, "muc"), (B_CUBED, "b3"), (CEAF_E, "ceafe"), (LEA, "lea")):
        if name in expected:
            recall, precision = expected[name]
            f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
            assert value_of("f1", tally[Key(measure)]) == pytest.approx(f1, abs=1e-5)


# Vilain et al. (1995), table 1 and the two longer examples: key, response, precision and recall.
@pytest.mark.parametrize(
    ("key", "response", "precision", "recall"),
    [
        ("ABCD", "AB CD", Fraction(2, 2), Fraction(2, 3)),
        ("AB CD", "ABCD", Fraction(2, 3), Fraction(2, 2)),
        ("ABCD", "ABCD", Fraction(3, 3), Fraction(3, 3)),
        ("ABC", "AC", Fraction(1, 1), Fraction(1, 2)),
        ("BCDEGHJ", "ABC DEF GHI", Fraction(3, 6), Fraction(3, 6)),
        ("ABC DEFG", "AB CD FGH", Fraction(2, 4), Fraction(2, 5)),
    ],
)
def test_the_examples_of_vilain_et_al(key: str, response: str, precision: Fraction, recall: Fraction) -> None:
    counts = muc(entities(response), entities(key))
    assert (Fraction(int(counts.p_num), int(counts.p_den)), Fraction(int(counts.r_num), int(counts.r_den))) == (
        precision,
        recall,
    )


def test_the_examples_of_bagga_and_baldwin() -> None:
    """Two errors of one link: the one that joins the larger entities costs more (their figures 2 to 4)."""
    truth = entities("12345 67 89ABC")
    small, large = entities("12345 6789ABC"), entities("12345" + "89ABC 67")
    assert recall_and_precision(b_cubed(small, truth)) == pytest.approx((1.0, 0.76), abs=0.005)
    assert recall_and_precision(b_cubed(large, truth)) == pytest.approx((1.0, 0.58), abs=0.005)
    assert recall_and_precision(muc(small, truth)) == recall_and_precision(muc(large, truth)) == (1.0, 0.9)


# Luo (2005), table 1: F1 of the four responses by MUC, B-cubed and CEAF with φ₄.
@pytest.mark.parametrize(
    ("response", "f1"),
    [
        ("12345 6789ABC", (0.947, 0.865, 0.733)),
        ("1234589ABC 67", (0.947, 0.737, 0.667)),
        ("123456789ABC", (0.900, 0.545, 0.294)),
        ("1 2 3 4 5 6 7 8 9 A B C", (0.0, 0.400, 0.178)),
    ],
)
def test_the_examples_of_luo(response: str, f1: tuple[float, ...]) -> None:
    tally = tally_coreference(article(response), article("12345 67 89ABC"))
    found = tuple(value_of("f1", tally[Key(measure)]) for measure in (MUC, B_CUBED, CEAF_E))
    assert found == pytest.approx(f1, abs=0.0005)
    assert value_of("mean", tally[Key(CONLL)]) == pytest.approx(sum(found) / 3)


def test_the_example_of_moosavi_and_strube() -> None:
    """Key {abc} {defg}, response {ab} {cd} {fghi}: 1/3 and 1/6 of the links found; 1, 0 and 1/6 of them right."""
    counts = lea(entities("ab cd fghi"), entities("abc defg"))
    assert (counts.r_num, counts.r_den) == pytest.approx((3 * (1 / 3) + 4 * (1 / 6), 3 + 4))
    assert (counts.p_num, counts.p_den) == pytest.approx((2 * 1 + 2 * 0 + 4 * (1 / 6), 2 + 2 + 4))


def test_the_example_of_cai_and_strube() -> None:
    """Twinless mentions stay: B-cubed of {abd} {ij} against {abc} is 4/9 and 4/15 (TC-O-1 of the universal scorer)."""
    assert recall_and_precision(b_cubed(entities("abd ij"), entities("abc"))) == pytest.approx((4 / 9, 4 / 15))


def test_a_corpus_is_the_sum_of_its_articles() -> None:
    """Not the mean of their values: 2 of 3 and 1 of 1 links make 3 of 4."""
    whole = total(
        [tally_coreference(article("ab cd"), article("abcd")), tally_coreference(article("xy"), article("xy"))]
    )
    assert whole[Key(MUC)] == {"p_num": 3, "p_den": 3, "r_num": 3, "r_den": 4}
    assert whole[Key(B_CUBED)] == {"p_num": 6, "p_den": 6, "r_num": 4, "r_den": 6}


def test_nothing_has_no_value() -> None:
    assert tally_coreference(article(""), article("")) == Tally()


def test_a_value_and_an_entity_without_a_mention_take_no_part() -> None:
    whole = article("ab c")
    values = [one if one.entity == "e0" else type(one)(**{**one.to_dict(), "entity": None}) for one in whole.mentions]
    without = type(whole).from_dict({**whole.to_dict(), "mentions": [one.to_dict() for one in values]})
    assert tally_coreference(without, without) == tally_coreference(article("ab"), article("ab"))


def test_who_has_nothing_where_the_other_has_something() -> None:
    tally = tally_coreference(article(""), article("ab c"))
    assert {key.measure.name: value_of(key.measure.statistic, counts) for key, counts in tally.items()} == {
        "MUC": 0.0,
        "B-cubed": 0.0,
        "CEAF-e": 0.0,
        "LEA": 0.0,
        "CoNLL mean": 0.0,
    }


def test_singletons_alone_have_no_links() -> None:
    """So MUC, and the mean that it is a part of, has no value; the others have."""
    tally = tally_coreference(article("a b"), article("a b"))
    assert Key(MUC) not in tally
    assert math.isnan(value_of("mean", tally[Key(CONLL)]))
    assert [value_of("f1", tally[Key(measure)]) for measure in (B_CUBED, CEAF_E, LEA)] == [1.0, 1.0, 1.0]


def test_a_span_of_two_entities_stays_in_the_larger_one_whatever_the_order() -> None:
    assert set(clusters_of(article("ab bcd")).sets) == set(entities("a bcd"))
    assert set(clusters_of(article("bcd ab")).sets) == set(entities("a bcd"))
    assert set(clusters_of(article("bc ab")).sets) == set(entities("ab c"))
    assert set(clusters_of(article("ab ab")).sets) == set(entities("ab"))


# Other implementations


def similarity(one: Cluster, other: Cluster) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


@given(partitions(), partitions())
def test_ceaf_e_is_scipys_assignment(response: str, reference: str) -> None:
    ours, theirs = entities(response), entities(reference)
    table = np.array([[similarity(one, other) for other in theirs] for one in ours]).reshape(len(ours), len(theirs))
    rows, columns = linear_sum_assignment(table, maximize=True)
    assert ceaf_e(ours, theirs).p_num == pytest.approx(table[rows, columns].sum())


@given(partitions("abcdef"), partitions("abcdef"))
def test_ceaf_e_is_the_best_of_all_assignments(response: str, reference: str) -> None:
    ours, theirs = sorted([entities(response), entities(reference)], key=len)
    best = max(
        sum(similarity(one, other) for one, other in zip(ours, some, strict=True))
        for some in itertools.permutations(theirs, len(ours))
    )
    assert ceaf_e(ours, theirs).r_num == pytest.approx(best)


def links(clusters: tuple[Cluster, ...]) -> set[frozenset[tuple[int, int]]]:
    return {frozenset(pair) for cluster in clusters for pair in itertools.combinations(cluster, 2)}


@given(partitions(), partitions())
def test_b_cubed_and_lea_are_what_their_papers_say_mention_by_mention(response: str, reference: str) -> None:
    """Written down anew: B-cubed as a sum over mentions, LEA over sets of links."""
    ours, theirs = entities(response), entities(reference)
    of_response = {spot: cluster for cluster in ours for spot in cluster}
    of_reference = {spot: cluster for cluster in theirs for spot in cluster}
    both = of_response.keys() & of_reference.keys()
    shared = {spot: len(of_response[spot] & of_reference[spot]) for spot in both}
    counts = b_cubed(ours, theirs)
    assert counts.p_num == pytest.approx(sum(shared[spot] / len(of_response[spot]) for spot in both))
    assert counts.r_num == pytest.approx(sum(shared[spot] / len(of_reference[spot]) for spot in both))
    expected = 0.0
    for cluster in theirs:
        mine = links((cluster,))
        found = len(mine & links(ours)) / len(mine) if mine else float(cluster in ours)
        expected += len(cluster) * found
    assert lea(ours, theirs).r_num == pytest.approx(expected)


@given(partitions(), partitions())
def test_muc_is_links_less_the_fewest_that_join_the_parts(response: str, reference: str) -> None:
    """By union-find: links of the key that stay after the response's have joined what they can."""
    ours, theirs = entities(response), entities(reference)
    kept = 0
    for cluster in theirs:
        parts = {spot: {spot} for spot in cluster}
        for one, other in ((a, b) for a, b in itertools.combinations(cluster, 2) if frozenset((a, b)) in links(ours)):
            joined = parts[one] | parts[other]
            for spot in joined:
                parts[spot] = joined
        kept += len(cluster) - len({frozenset(part) for part in parts.values()})
    assert muc(ours, theirs).r_num == kept


# What always holds


@given(partitions().filter(bool))
def test_an_article_agrees_with_itself(letters: str) -> None:
    for key, counts in tally_coreference(article(letters), article(letters)).items():
        found = value_of(key.measure.statistic, counts)
        alone = max(map(len, letters.split())) == 1
        assert found == pytest.approx(1.0) or (key.measure is CONLL and alone and math.isnan(found))


@given(partitions(), partitions())
def test_precision_is_the_recall_of_the_other_direction(response: str, reference: str) -> None:
    there = tally_coreference(article(response), article(reference))
    back = tally_coreference(article(reference), article(response))
    assert there.keys() == back.keys()
    for key in there:
        if key.measure is not CONLL:
            one, other = there[key], back[key]
            assert (one["p_num"], one["p_den"]) == pytest.approx((other["r_num"], other["r_den"]))
        assert value_of(key.measure.statistic, there[key]) == pytest.approx(
            value_of(key.measure.statistic, back[key]), nan_ok=True
        )


@given(partitions(), partitions(), st.randoms(use_true_random=False))
def test_order_changes_nothing(response: str, reference: str, random: object) -> None:
    def mixed(letters: str) -> str:
        words = ["".join(random.sample(word, len(word))) for word in letters.split()]  # type: ignore[attr-defined]
        return " ".join(random.sample(words, len(words)))  # type: ignore[attr-defined]

    assert tally_coreference(article(mixed(response)), article(mixed(reference))) == tally_coreference(
        article(response), article(reference)
    )
