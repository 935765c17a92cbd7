"""Agreement with gold: of each annotator, over all, in the order of work, and over time.

The order of work shows learning and tiredness, the time what happened between two days. Both go by the time at which an
annotation was made first (``created``); corrections keep it. Values are micro-averages: the counts of all articles of a
part are added up before a value is taken. All metrics are those of :mod:`quotidian.agreement`.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from quotidian.agreement.coreference import CONLL, tally_coreference
from quotidian.agreement.counts import Key, Measure, Tally, columns_of, total, value
from quotidian.agreement.events import ARGUMENT, TRIGGER_TYPE, tally_events
from quotidian.agreement.mentions import SPAN_TYPE, tally_mentions
from quotidian.agreement.quotes import PARTS, SPEAKER, tally_quotes
from quotidian.errors import InputError
from quotidian.model import Annotation
from quotidian.quality.report import By, Work

MEASURES: dict[str, Measure] = {
    "mentions": SPAN_TYPE,
    "coreference": CONLL,
    "quotes": PARTS["content"]["exact"],
    "speakers": SPEAKER,
    "triggers": TRIGGER_TYPE["exact"],
    "arguments": ARGUMENT["exact"],
}
"""What an annotator is judged by, layer by layer."""

PARTS_OF_WORK = 4

_ALL = "all"
_DIGITS = 4
_LONGEST_BY_DAY = 31
_LONGEST_BY_WEEK = 26 * 7


class Done(NamedTuple):
    """One article that an annotator did: when, how long it took, and what its agreement with gold is counted in."""

    created: datetime
    article: str
    seconds: float | None
    tally: Tally


def done(annotation: Annotation, gold: Annotation) -> Done:
    """An annotation against gold.

    Raises:
        InputError: its time is none.
    """
    whole = Tally()
    for tallied in (tally_mentions, tally_coreference, tally_quotes, tally_events):
        whole.add_all(tallied(annotation, gold))
    provenance = annotation.provenance
    return Done(_time(provenance.created), annotation.article, provenance.seconds, _needed(whole))


def _time(created: str) -> datetime:
    """A time as RFC 3339 writes it, with its distance from UTC."""
    try:
        found = datetime.fromisoformat(created)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InputError(
            "not a time", pointer="/provenance/created", found=created, expected="a time as in 2026-01-31T12:00:00Z"
        )
    return found.astimezone(UTC)


def _needed(tally: Tally) -> Tally:
    """The counts that are asked for, the only ones that are kept of an article."""
    keys = [Key(measure) for measure in MEASURES.values()]
    return Tally({key: tally[key] for key in keys if key in tally})


def overall(work: Sequence[Done]) -> Work:
    """All of an annotator's work."""
    return _work(_ALL, work)


def in_order(work: Iterable[Done]) -> tuple[Work, ...]:
    """The work in the order in which it was done, in up to four parts of the same size (or one article more)."""
    ordered = sorted(work, key=lambda one: (one.created, one.article))
    parts = min(PARTS_OF_WORK, len(ordered))
    edges = [len(ordered) * part // parts for part in range(parts + 1)] if parts else []
    return tuple(
        _work(f"{number} of {parts}", ordered[start:end])
        for number, (start, end) in enumerate(itertools.pairwise(edges), 1)
    )


def over_time(work: Iterable[Done], by: By) -> tuple[Work, ...]:
    """The work by day, week or month, in their order; periods without work are left out."""
    periods: defaultdict[str, list[Done]] = defaultdict(list)
    for one in work:
        periods[_PERIODS[by](one.created)].append(one)
    return tuple(_work(period, periods[period]) for period in sorted(periods))


def usual_period(work: Iterable[Done]) -> By:
    """The length of periods that gives a table to look at: days for a month of work, weeks for half a year of it."""
    times = [one.created for one in work]
    days = (max(times) - min(times)).days if times else 0
    return "day" if days <= _LONGEST_BY_DAY else "week" if days <= _LONGEST_BY_WEEK else "month"


def _week(time: datetime) -> str:
    year, week, _ = time.isocalendar()
    return f"{year}-W{week:02}"


_PERIODS: dict[By, Callable[[datetime], str]] = {
    "day": lambda time: time.date().isoformat(),
    "week": _week,
    "month": lambda time: f"{time.year}-{time.month:02}",
}


def _work(part: str, work: Sequence[Done]) -> Work:
    # In one order, so that the rounding of sums is the same whatever order the files came in.
    counts = total(one.tally for one in sorted(work, key=lambda one: one.article))
    figures = {name: _figure(measure, counts) for name, measure in MEASURES.items()}
    times = sorted(one.seconds for one in work if one.seconds is not None)
    return Work(
        part=part,
        articles=len(work),
        values={name: found[0] for name, found in figures.items()},
        precision={name: found[1] for name, found in figures.items()},
        recall={name: found[2] for name, found in figures.items()},
        timed=len(times),
        seconds=round(sum(times) / len(times), 1) if times else None,
    )


def _figure(measure: Measure, tally: Tally) -> tuple[float | None, float | None, float | None]:
    """Value, precision and recall."""
    counts = tally.get(Key(measure), {})
    columns = columns_of(measure.statistic, counts)
    found = value(measure.statistic, columns, np.array([counts.get(column, 0.0) for column in columns]))
    return _number(found.value), _number(found.precision), _number(found.recall)


def _number(found: object) -> float | None:
    if found is None:
        return None
    number = float(found)  # type: ignore[arg-type]  # an array of one value
    return None if math.isnan(number) else round(number, _DIGITS)
