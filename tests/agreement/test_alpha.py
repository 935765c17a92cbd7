from __future__ import annotations

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotidian import schemas
from quotidian.agreement.alpha import CHARACTERS, coincidences, of_some, stacks, tally_alpha
from quotidian.agreement.counts import Column, Key, Tally, total, value_of
from quotidian.model import GOLD, Annotation
from quotidian.store import Corpus
from tests.agreement.examples import LENGTH, TYPES, annotation, anyhow_annotated, shuffled

# Krippendorff 2011, section C: four observers, twelve units, nine of the 48 values missing.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# Krippendorff 2011, section A: two observers, ten units, two values.
BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
# Krippendorff 2011, section B: two observers, twelve units, five values.
NOMINAL = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")


def alpha_of(units: list[tuple[str | None, ...]]) -> float:
    """Alpha of units, one value for each observer."""
    times: dict[tuple[str | None, ...], float] = {}
    for unit in units:
        times[unit] = times.get(unit, 0) + 1
    return value_of("alpha", coincidences(times))


def read(rows: tuple[str, ...]) -> list[tuple[str | None, ...]]:
    """Units of a table with a row for each observer and a point for what is missing."""
    return list(zip(*([None if v == "." else v for v in row.split()] for row in rows), strict=True))


def characters(tally: Tally, scope: str = "") -> float:
    return value_of("alpha", tally[Key(CHARACTERS, scope)])


@pytest.mark.parametrize(("rows", "expected"), [(BINARY, 0.095), (NOMINAL, 0.692), (OBSERVERS, 0.743)])
def test_the_worked_examples_of_the_paper(rows: tuple[str, ...], expected: float) -> None:
    assert round(alpha_of(read(rows)), 3) == expected


def test_the_coincidences_of_the_worked_example() -> None:
    """Krippendorff 2011, section C: 40 pairable values; one unit with a single value counts nowhere."""
    units = read(OBSERVERS)
    counts = coincidences({unit: float(units.count(unit)) for unit in units})
    assert counts == {
        "n": 40,
        "agree": pytest.approx(7 + 10 + 8 + 4 + 3),
        ("marginal", "1"): 9,
        ("marginal", "2"): 13,
        ("marginal", "3"): 10,
        ("marginal", "4"): 5,
        ("marginal", "5"): 3,
    }


values = st.sampled_from(["a", "b", "c", None])


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[values] * n), min_size=1, max_size=25)))
def test_alpha_of_any_units_is_that_of_the_krippendorff_package(units: list[tuple[str | None, ...]]) -> None:
    ours = alpha_of(units)
    paired = [unit for unit in units if sum(v is not None for v in unit) > 1]
    if len({v for unit in paired for v in unit if v is not None}) < 2:
        assert math.isnan(ours)
        return
    assert ours == pytest.approx(_theirs(units))


def _theirs(units: list[tuple[str | None, ...]]) -> float:
    """Alpha by the package, from the matrix of reliability data."""
    codes = {v: number for number, v in enumerate(sorted({v for unit in units for v in unit if v is not None}))}
    data = [[np.nan if v is None else codes[v] for v in row] for row in zip(*units, strict=True)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def stack_by_definition(one: Annotation, character: int) -> str:
    """The types of the mentions that cover a character, outermost first."""
    covering = [m for m in one.mentions if m.start <= character < m.end]
    return " > ".join(m.type for m in sorted(covering, key=lambda m: (m.start, -m.end, m.type)))


Articles = list[list[Annotation | None]]
articles = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.lists(st.none() | anyhow_annotated, min_size=n, max_size=n), min_size=1, max_size=4)
)


def tally_articles(corpus: Articles) -> Tally:
    """The group's tally: of each article those who did it, if they are two or more."""
    done = [[one for one in row if one is not None] for row in corpus]
    return total(tally_alpha(row, LENGTH, TYPES) for row in done if len(row) > 1)


@given(articles)
def test_alpha_over_characters_is_that_of_the_krippendorff_package(corpus: Articles) -> None:
    """Two to four annotators, articles that some of them did not do, nested, equal and crossing mentions."""
    assume(any(sum(one is not None for one in row) > 1 for row in corpus))
    tally = tally_articles(corpus)
    units = [
        tuple(None if one is None else stack_by_definition(one, character) for one in row)
        for row in corpus
        for character in range(LENGTH)
    ]
    by_scope = {"": units}
    for kind in TYPES:
        by_scope[f"type={kind}"] = [
            tuple(None if v is None else (kind if kind in v.split(" > ") else "") for v in unit) for unit in units
        ]
    for scope, expected in by_scope.items():
        paired = [unit for unit in expected if sum(v is not None for v in unit) > 1]
        ours = characters(tally, scope)
        if len({v for unit in paired for v in unit if v is not None}) < 2:
            assert math.isnan(ours)
        else:
            assert ours == pytest.approx(_theirs(expected))


@given(st.lists(anyhow_annotated, min_size=2, max_size=4), st.data())
def test_no_order_changes_anything(group: list[Annotation], data: st.DataObject) -> None:
    other = [data.draw(shuffled(one)) for one in data.draw(st.permutations(group))]
    first, second = tally_alpha(group, LENGTH, TYPES), tally_alpha(other, LENGTH, TYPES)
    assert first.keys() == second.keys()
    for key, counts in first.items():
        assert second[key] == pytest.approx(counts)


@given(anyhow_annotated, st.integers(2, 4))
def test_who_agrees_with_oneself_agrees_perfectly(one: Annotation, times: int) -> None:
    tally = tally_alpha([one] * times, LENGTH, TYPES)
    for key, counts in tally.items():
        value = value_of("alpha", counts)
        assert value == 1.0 or (math.isnan(value) and _categories(counts) == 1), key


def _categories(counts: dict[Column, float]) -> int:
    return sum(column[0] == "marginal" for column in counts)


@given(anyhow_annotated)
def test_every_character_counts_once(one: Annotation) -> None:
    assert sum(stacks([one, one], LENGTH).values()) == LENGTH


@given(st.lists(anyhow_annotated, min_size=3, max_size=4), st.data())
def test_some_of_the_annotators_said_what_they_say_alone(group: list[Annotation], data: st.DataObject) -> None:
    which = data.draw(st.permutations(range(len(group))))[:2]
    assert of_some(stacks(group, LENGTH), which) == stacks([group[number] for number in which], LENGTH)


def test_stacks_are_outermost_first_and_crossing_ones_survive() -> None:
    nested = annotation([("GPE", "NAM", 4, 8), ("ORG", "NAM", 0, 10), ("PER", "NAM", 4, 8)])
    other = annotation([("ORG", "NAM", 0, 5), ("GPE", "NAM", 3, 10)])
    assert stacks([nested, other], 12) == {
        (("ORG",), ("ORG",)): 3,
        (("ORG",), ("ORG", "GPE")): 1,
        (("ORG", "GPE", "PER"), ("ORG", "GPE")): 1,
        (("ORG", "GPE", "PER"), ("GPE",)): 3,
        (("ORG",), ("GPE",)): 2,
        ((), ()): 2,
    }


def test_without_variation_there_is_no_value() -> None:
    nothing = annotation([])
    everything = annotation([("PER", "NAM", 0, LENGTH)])
    assert math.isnan(characters(tally_alpha([nothing, nothing], LENGTH, TYPES)))
    assert math.isnan(characters(tally_alpha([everything, everything], LENGTH, TYPES)))
    assert characters(tally_alpha([nothing, everything], LENGTH, TYPES)) == pytest.approx(-1 + 1 / LENGTH)


def test_an_empty_text_has_nothing_to_compare() -> None:
    assert tally_alpha([annotation([]), annotation([])], 0, TYPES)[Key(CHARACTERS, "")] == {}


def test_an_article_without_a_type_counts_as_agreement_on_none_of_it() -> None:
    one = annotation([("PER", "NAM", 0, 10)])
    two = annotation([("PER", "NAM", 0, 5)])
    nothing = annotation([])
    alone = tally_alpha([one, two], LENGTH, TYPES)
    together = total([alone, tally_alpha([nothing, nothing], LENGTH, TYPES)])
    assert together[Key(CHARACTERS, "type=PER")]["n"] == 4 * LENGTH
    assert characters(together, "type=PER") > characters(alone, "type=PER")


def test_real_annotations_have_the_alpha_of_the_krippendorff_package() -> None:
    """All annotators of this repository but gold, over every character of the first articles that two annotated."""
    corpus = Corpus(schemas.data_folder())
    names = [name for name in corpus.annotators() if name != GOLD]
    tally = Tally()
    units: list[tuple[str | None, ...]] = []
    for article in corpus.articles():
        by = {n: corpus.annotation(article.id, n) for n in names if corpus.annotation_path(n, article.id).is_file()}
        if len(by) < 2 or len(units) > 6000:
            continue
        tally.add_all(tally_alpha(list(by.values()), article.text.length, corpus.ontology.mention_types))
        said = [
            [stack_by_definition(by[n], at) for at in range(article.text.length)] if n in by else None for n in names
        ]
        units += [tuple(None if one is None else one[at] for one in said) for at in range(article.text.length)]
    assert len(units) > 6000
    assert characters(tally) == pytest.approx(_theirs(units))
