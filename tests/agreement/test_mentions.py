from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from sklearn.metrics import precision_recall_fscore_support

from quotidian import schemas
from quotidian.agreement.counts import Key, Measure, Tally, total, value, value_of
from quotidian.agreement.mentions import SPAN, SPAN_OVERLAP, SPAN_TYPE, SPAN_TYPE_OVERLAP, tally_mentions
from quotidian.model import Annotation, Mention
from quotidian.store import Corpus
from tests.agreement.examples import TYPES, annotation, anyhow_annotated, flat_annotations, shuffled

MEASURES = (SPAN, SPAN_TYPE, SPAN_OVERLAP, SPAN_TYPE_OVERLAP)


def counts(tally: Tally, measure: Measure, scope: str = "") -> tuple[float, float, float]:
    """How many matched, and how many the response and the reference have."""
    found = tally.get(Key(measure, scope), {"p_num": 0, "r_num": 0, "p_den": 0, "r_den": 0})
    assert found["p_num"] == found["r_num"]
    return found["p_num"], found["p_den"], found["r_den"]


def test_a_worked_example() -> None:
    """One the same, one of another type, one longer, one of another level, one that only A has, one that only B has."""
    a = annotation(
        [
            ("PER", "NAM", 0, 5),
            ("ORG", "NAM", 6, 10),
            ("GPE", "NAM", 12, 20),
            ("PER", "NOM", 22, 26),
            ("PER", "PRO", 30, 32),
            ("MONEY", None, 50, 55),
        ]
    )
    b = annotation(
        [
            ("PER", "NAM", 0, 5),
            ("GPE", "NAM", 6, 10),
            ("GPE", "NAM", 14, 20),
            ("PER", "NAM", 22, 26),
            ("GPE", "NAM", 40, 45),
            ("MONEY", None, 50, 55),
        ]
    )
    tally = tally_mentions(a, b)
    found = {(key.measure.name, key.measure.match, key.scope): counts(tally, *key) for key in tally}
    assert found == {
        ("span", "exact", ""): (4, 6, 6),
        ("span", "overlap", ""): (5, 6, 6),
        ("span+type", "exact", ""): (3, 6, 6),
        ("span+type", "overlap", ""): (4, 6, 6),
        ("span+type", "exact", "type=GPE"): (0, 1, 3),
        ("span+type", "exact", "type=MONEY"): (1, 1, 1),
        ("span+type", "exact", "type=ORG"): (0, 1, 0),
        ("span+type", "exact", "type=PER"): (2, 3, 2),
        ("span+type", "overlap", "type=GPE"): (1, 1, 3),
        ("span+type", "overlap", "type=MONEY"): (1, 1, 1),
        ("span+type", "overlap", "type=ORG"): (0, 1, 0),
        ("span+type", "overlap", "type=PER"): (2, 3, 2),
        ("span", "exact", "level=NAM"): (2, 3, 5),
        ("span", "exact", "level=NOM"): (0, 1, 0),
        ("span", "exact", "level=PRO"): (0, 1, 0),
        ("span", "overlap", "level=NAM"): (3, 3, 5),
        ("span", "overlap", "level=NOM"): (0, 1, 0),
        ("span", "overlap", "level=PRO"): (0, 1, 0),
        ("span+type", "exact", "level=NAM"): (1, 3, 5),
        ("span+type", "exact", "level=NOM"): (0, 1, 0),
        ("span+type", "exact", "level=PRO"): (0, 1, 0),
        ("span+type", "overlap", "level=NAM"): (2, 3, 5),
        ("span+type", "overlap", "level=NOM"): (0, 1, 0),
        ("span+type", "overlap", "level=PRO"): (0, 1, 0),
    }


def test_nested_mentions_of_one_span_each_need_a_partner() -> None:
    a = annotation([("ORG", "NAM", 0, 10), ("GPE", "NAM", 0, 10), ("GPE", "NAM", 0, 10)])
    b = annotation([("GPE", "NAM", 0, 10), ("PER", "NAM", 0, 10)])
    tally = tally_mentions(a, b)
    assert counts(tally, SPAN) == counts(tally, SPAN_OVERLAP) == (2, 3, 2)
    assert counts(tally, SPAN_TYPE) == counts(tally, SPAN_TYPE_OVERLAP) == (1, 3, 2)


def test_overlap_is_not_greedy() -> None:
    """The long mention comes first and shares most with the long one; the short one would then have nobody."""
    a = annotation([("ORG", "NAM", 0, 20), ("ORG", "NAM", 0, 3)])
    b = annotation([("ORG", "NAM", 0, 20), ("ORG", "NAM", 18, 20)])
    assert counts(tally_mentions(a, b), SPAN_OVERLAP) == (2, 2, 2)


def test_touching_mentions_do_not_overlap() -> None:
    a, b = annotation([("ORG", "NAM", 0, 5)]), annotation([("ORG", "NAM", 5, 9)])
    assert counts(tally_mentions(a, b), SPAN_OVERLAP) == (0, 1, 1)


def test_where_both_have_nothing_nothing_is_counted() -> None:
    assert tally_mentions(annotation([]), annotation([])) == {}
    only = tally_mentions(annotation([("PER", "NAM", 0, 5)]), annotation([]))
    assert {key: value_of("f1", found) for key, found in only.items()} == dict.fromkeys(only, 0.0)


@given(anyhow_annotated)
def test_who_agrees_with_oneself_agrees_perfectly(one: Annotation) -> None:
    tally = tally_mentions(one, one)
    assert {value_of("f1", found) for found in tally.values()} <= {1.0}
    assert bool(tally) == bool(one.mentions)


@given(anyhow_annotated, anyhow_annotated)
def test_precision_one_way_is_recall_the_other_way_and_f1_the_same(a: Annotation, b: Annotation) -> None:
    there, back = tally_mentions(a, b), tally_mentions(b, a)
    assert there.keys() == back.keys()
    for key in there:
        (matched, response, reference), turned = counts(there, *key), counts(back, *key)
        assert turned == (matched, reference, response)
        assert value_of("f1", there[key]) == value_of("f1", back[key])


@given(anyhow_annotated, anyhow_annotated, st.data())
def test_the_order_of_the_mentions_changes_nothing(a: Annotation, b: Annotation, data: st.DataObject) -> None:
    assert tally_mentions(data.draw(shuffled(a)), data.draw(shuffled(b))) == tally_mentions(a, b)


@given(st.lists(st.tuples(anyhow_annotated, anyhow_annotated), max_size=4))
def test_a_corpus_counts_what_its_articles_count(pairs: list[tuple[Annotation, Annotation]]) -> None:
    tallies = [tally_mentions(a, b) for a, b in pairs]
    whole = total(tallies)
    for key in {key for one in tallies for key in one}:
        assert counts(whole, *key) == tuple(map(sum, zip(*(counts(one, *key) for one in tallies), strict=True)))
    assert total(reversed(tallies)) == whole


@given(anyhow_annotated, anyhow_annotated)
def test_the_types_and_nothing_else_make_up_the_whole(a: Annotation, b: Annotation) -> None:
    tally = tally_mentions(a, b)
    for measure in (SPAN_TYPE, SPAN_TYPE_OVERLAP):
        parts = [counts(tally, measure, f"type={kind}") for kind in TYPES]
        assert counts(tally, measure) == tuple(map(sum, zip(*parts, strict=True)))


# Against independent implementations


def _label(measure: Measure) -> Callable[[Mention], Hashable]:
    return (lambda m: m.type) if measure.name == "span+type" else (lambda m: None)


@given(anyhow_annotated, anyhow_annotated, st.sampled_from([*TYPES, "NAM", "NOM", "PRO", ""]))
def test_matches_are_as_many_as_scipy_can_match(a: Annotation, b: Annotation, only: str) -> None:
    """The largest matching by Hopcroft and Karp on the graph that the definitions give, for every scope."""
    tally = tally_mentions(a, b)
    mine = [m for m in a.mentions if only in ("", m.type, m.level)]
    theirs = [m for m in b.mentions if only in ("", m.type, m.level)]
    scope = "" if not only else f"type={only}" if only in TYPES else f"level={only}"
    for measure in MEASURES:
        if only in TYPES and measure.name == "span":
            continue
        label = _label(measure)
        graph = np.zeros((len(mine) + 1, len(theirs) + 1), dtype=np.int8)  # SciPy wants a graph that is not empty
        for i, x in enumerate(mine):
            for j, y in enumerate(theirs):
                same = x.interval == y.interval if measure.match == "exact" else x.interval.overlaps(y.interval)
                graph[i, j] = same and label(x) == label(y)
        size = int((maximum_bipartite_matching(csr_array(graph)) >= 0).sum())
        assert counts(tally, measure, scope) == (size, len(mine), len(theirs))


def _spans(one: Annotation) -> list[dict[str, object]]:
    """Mentions as nervaluate takes them: ends are inclusive."""
    return [{"label": m.type, "start": m.start, "end": m.end - 1} for m in one.mentions]


@given(st.lists(st.tuples(flat_annotations(), flat_annotations()), min_size=1, max_size=3))
def test_flat_mentions_count_as_in_nervaluate(corpus: list[tuple[Annotation, Annotation]]) -> None:
    """Strict, exact and partial of SemEval-2013, overall and by type, where nothing is nested."""
    tally = total(tally_mentions(a, b) for a, b in corpus)
    true, pred = [_spans(b) for _, b in corpus], [_spans(a) for a, _ in corpus]
    found = Evaluator(true=true, pred=pred, tags=list(TYPES), loader="dict").evaluate()
    for theirs, measure in (("strict", SPAN_TYPE), ("exact", SPAN), ("partial", SPAN_OVERLAP)):
        result = found["overall"][theirs]
        pairs = result.correct + result.partial
        assert counts(tally, measure) == (pairs, result.actual, result.possible)
    for kind, of_kind in found["entities"].items():
        strict, partial = of_kind["strict"], of_kind["partial"]
        assert counts(tally, SPAN_TYPE, f"type={kind}") == (strict.correct, strict.actual, strict.possible)
        # Filtered by type first, a partial match is an overlap of the same type.
        pairs = partial.correct + partial.partial
        assert counts(tally, SPAN_TYPE_OVERLAP, f"type={kind}") == (pairs, partial.actual, partial.possible)


@given(anyhow_annotated, anyhow_annotated)
def test_no_greedy_choice_finds_more_than_ours(a: Annotation, b: Annotation) -> None:
    """Under nesting nervaluate takes the first partner that will do, and may miss pairs: never the other way round."""
    tally = tally_mentions(a, b)
    found = Evaluator(true=[_spans(b)], pred=[_spans(a)], tags=list(TYPES), loader="dict").evaluate()["overall"]
    assert counts(tally, SPAN_TYPE)[0] >= found["strict"].correct
    assert counts(tally, SPAN)[0] >= found["exact"].correct
    assert counts(tally, SPAN_OVERLAP)[0] >= found["partial"].correct + found["partial"].partial
    assert counts(tally, SPAN_TYPE_OVERLAP)[0] >= found["ent_type"].correct


def test_where_nesting_makes_nervaluate_miss_a_pair() -> None:
    """The longer mention of A takes the shorter of B, because that comes first, and the shorter one has nobody left."""
    a = annotation([("ORG", "NAM", 0, 20), ("GPE", "NAM", 0, 5)])
    b = annotation([("GPE", "NAM", 0, 5), ("PER", "NAM", 10, 30)])
    found = Evaluator(true=[_spans(b)], pred=[_spans(a)], tags=list(TYPES), loader="dict").evaluate()["overall"]
    assert found["strict"].correct == 0
    assert counts(tally_mentions(a, b), SPAN_TYPE) == (1, 2, 2)


@given(st.lists(st.tuples(flat_annotations(), flat_annotations()), min_size=1, max_size=3))
def test_exact_values_are_those_of_scikit_learn(corpus: list[tuple[Annotation, Annotation]]) -> None:
    """Every span with its type that either has is an item, which each has or has not."""
    tally = total(tally_mentions(a, b) for a, b in corpus)
    have_a = {(n, m.start, m.end, m.type) for n, (a, _) in enumerate(corpus) for m in a.mentions}
    have_b = {(n, m.start, m.end, m.type) for n, (_, b) in enumerate(corpus) for m in b.mentions}
    items = sorted(have_a | have_b)
    for kind in ("", *TYPES):
        of_kind = [item for item in items if kind in ("", item[3])]
        found = tally.get(Key(SPAN_TYPE, f"type={kind}" if kind else ""))
        if not of_kind:
            assert found is None
            continue
        assert found is not None
        precision, recall, f1, _ = precision_recall_fscore_support(
            [item in have_b for item in of_kind],
            [item in have_a for item in of_kind],
            average="binary",
            zero_division=0,
        )
        ours = value("f1", tuple(found), np.array(list(found.values())))
        assert ours.precision is not None
        assert ours.recall is not None
        assert (float(ours.precision), float(ours.recall), float(ours.value)) == pytest.approx((precision, recall, f1))
        assert not math.isnan(float(ours.value))


# On the corpus of this repository

_CORPUS = Corpus(schemas.data_folder())
_NAMES = _CORPUS.annotators()
_PAIRS = [
    (a, b, article)
    for a, b in combinations(_NAMES, 2)
    for article in sorted({*_CORPUS.annotated_ids(a)} & {*_CORPUS.annotated_ids(b)})
]


def test_real_annotations_are_compared_with_nothing_missed() -> None:
    """All pairs of annotators and gold, article by article: mentions nest there."""
    assert len(_PAIRS) > 20
    nested = 0
    for one, other, article in _PAIRS:
        a, b = _CORPUS.annotation(article, one), _CORPUS.annotation(article, other)
        tally = tally_mentions(a, b)
        nested += sum(m.interval.overlaps(n.interval) for m, n in combinations(a.mentions, 2))
        for measure in MEASURES:
            label = _label(measure)
            graph = np.array(
                [
                    [
                        label(x) == label(y)
                        and (x.interval == y.interval if measure.match == "exact" else x.interval.overlaps(y.interval))
                        for y in b.mentions
                    ]
                    for x in a.mentions
                ],
                dtype=np.int8,
            )
            size = int((maximum_bipartite_matching(csr_array(graph)) >= 0).sum())
            assert counts(tally, measure) == (size, len(a.mentions), len(b.mentions))
    assert nested > 100
