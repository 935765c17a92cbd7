"""Agreement with gold is that of quotidian.agreement, in parts by order and by time."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from quotidian.agreement.counts import Key, Tally, total, value_of
from quotidian.agreement.mentions import SPAN_TYPE, tally_mentions
from quotidian.errors import InputError
from quotidian.quality.progress import MEASURES, Done, done, in_order, over_time, overall, usual_period
from tests.quality.corpora import Marks, all_of, gold, name, nothing, quote, trigger, version, worked

TEXT = "Mira Holt met Bram Aldous in Old Tarsk, the council said.\n"
ALL = all_of(
    name("Mira Holt", "PER"),
    name("Bram Aldous", "PER"),
    name("Old Tarsk", "GPE"),
    trigger("met", "Contact:Meet"),
    quote("Mira Holt met Bram Aldous in Old Tarsk", "said"),
)


def work(article: str, marks: Marks, created: str, seconds: float | None = None, of: Marks = ALL) -> Done:
    judged = gold(article, TEXT, of)
    made = worked(version(judged, "ann-a", marks).annotation, created, seconds)
    return done(made, judged.annotation)


def test_an_annotation_like_gold_agrees_in_all_that_is_there() -> None:
    found = overall([work("a", ALL, "2026-01-05T08:00:00Z", 120.0)])
    assert (found.part, found.articles, found.timed, found.seconds) == ("all", 1, 1, 120.0)
    # Nobody is quoted and nothing has an argument. Entities of one mention have no link, so MUC has no value.
    assert found.values == {
        "mentions": 1.0,
        "coreference": None,
        "quotes": 1.0,
        "speakers": None,
        "triggers": 1.0,
        "arguments": None,
    }
    assert found.precision["mentions"] == found.recall["mentions"] == 1.0


def test_values_are_of_the_sums_of_all_articles() -> None:
    two = all_of(name("Mira Holt", "PER"), name("Old Tarsk", "LOC"))
    some = [
        work("a", two, "2026-01-05T08:00:00Z", 100.0),
        work("b", ALL, "2026-01-05T09:00:00Z", None),
        work("c", nothing, "2026-01-05T10:00:00Z", 51.0),
    ]
    found = overall(some)
    # 1 + 3 + 0 of 2 + 3 + 0 mentions are right; gold has 9.
    assert (found.precision["mentions"], found.recall["mentions"]) == (0.8, 0.4444)
    assert found.values["mentions"] == round(2 * 4 / (5 + 9), 4) == 0.5714
    assert (found.precision["triggers"], found.recall["triggers"], found.values["triggers"]) == (1.0, 0.3333, 0.5)
    assert (found.articles, found.timed, found.seconds) == (3, 2, 75.5)
    judged = [gold(one, TEXT, ALL) for one in "abc"]
    tallies = [
        tally_mentions(version(one, "ann-a", marks).annotation, one.annotation)
        for one, marks in zip(judged, (two, ALL, nothing), strict=True)
    ]
    assert round(value_of("f1", total(tallies)[Key(SPAN_TYPE)]), 4) == found.values["mentions"]


def test_of_an_article_only_what_is_asked_for_is_kept() -> None:
    kept = work("a", ALL, "2026-01-05T08:00:00Z").tally
    assert {key.measure for key in kept} < set(MEASURES.values())
    assert {key.scope for key in kept} == {""}


def at(number: int, day: str) -> Done:
    return Done(datetime.fromisoformat(f"{day}T08:00:00Z"), f"a{number:02}", float(number), Tally())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, []),
        (1, [("1 of 1", [0])]),
        (3, [("1 of 3", [0]), ("2 of 3", [1]), ("3 of 3", [2])]),
        (4, [("1 of 4", [0]), ("2 of 4", [1]), ("3 of 4", [2]), ("4 of 4", [3])]),
        (11, [("1 of 4", [0, 1]), ("2 of 4", [2, 3, 4]), ("3 of 4", [5, 6, 7]), ("4 of 4", [8, 9, 10])]),
    ],
)
def test_the_order_of_work_is_cut_in_four(number: int, expected: list[tuple[str, list[int]]]) -> None:
    some = [at(one, f"2026-01-{one + 1:02}") for one in range(number)]
    found = in_order(reversed(some))
    assert [(one.part, one.articles, one.seconds) for one in found] == [
        (part, len(articles), round(sum(articles) / len(articles), 1)) for part, articles in expected
    ]


def test_what_was_made_at_the_same_time_goes_by_the_name_of_the_article() -> None:
    found = in_order([at(2, "2026-01-01"), at(1, "2026-01-01")])
    assert [one.seconds for one in found] == [1.0, 2.0]


def test_periods() -> None:
    some = [at(1, "2025-12-28"), at(2, "2025-12-29"), at(3, "2026-01-04"), at(4, "2026-01-05"), at(6, "2026-01-05")]
    assert [(one.part, one.articles, one.seconds) for one in over_time(some, "day")] == [
        ("2025-12-28", 1, 1.0),
        ("2025-12-29", 1, 2.0),
        ("2026-01-04", 1, 3.0),
        ("2026-01-05", 2, 5.0),
    ]
    # ISO 8601: the week of a year's first Thursday is its first.
    assert [(one.part, one.articles) for one in over_time(some, "week")] == [
        ("2025-W52", 1),
        ("2026-W01", 2),
        ("2026-W02", 2),
    ]
    assert [(one.part, one.articles) for one in over_time(some, "month")] == [("2025-12", 2), ("2026-01", 3)]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-01-01", "day"),
        ("2026-02-01", "day"),
        ("2026-02-02", "week"),
        ("2026-07-02", "week"),
        ("2026-07-03", "month"),
    ],
)
def test_the_usual_period_gives_a_table_to_look_at(last: str, expected: str) -> None:
    assert usual_period([at(1, last), at(2, "2026-01-01")]) == expected
    assert usual_period([]) == "day"


def test_the_clock_is_that_of_utc() -> None:
    assert work("a", ALL, "2026-01-05T08:00:00Z").created == datetime(2026, 1, 5, 8, tzinfo=UTC)
    late = work("a", ALL, "2026-01-05T23:30:00-02:00")
    assert [one.part for one in over_time([late], "day")] == ["2026-01-06"]


@pytest.mark.parametrize("created", ["yesterday", "2026-01-05T08:00:00"])
def test_a_time_that_is_none_is_told_with_its_place(created: str) -> None:
    judged = gold("a", TEXT, ALL)
    broken = worked(version(judged, "ann-a", ALL).annotation, created, None)
    with pytest.raises(InputError) as caught:
        done(broken, judged.annotation)
    assert str(caught.value) == (
        f"not a time at /provenance/created: found '{created}', expected a time as in 2026-01-31T12:00:00Z"
    )


def test_the_measures_are_those_that_agreement_defines() -> None:
    assert {name: (one.layer, one.name, one.match) for name, one in MEASURES.items()} == {
        "mentions": ("mentions", "span+type", "exact"),
        "coreference": ("coreference", "CoNLL mean", "exact"),
        "quotes": ("quotes", "content", "exact"),
        "speakers": ("quotes", "speaker", ""),
        "triggers": ("events", "trigger span+type", "exact"),
        "arguments": ("events", "argument span+role", "exact"),
    }
    assert msgspec.structs.asdict(SPAN_TYPE)["statistic"] == "f1"
