"""What agreement is counted in: measures, and per article the sums of which every value is a function.

Each statistic is a function of sums over articles. So an article is counted once and forgotten, a corpus is the sum of
its articles, and a bootstrap over articles is a weighted sum:

========= ============================================== ==============================================================
statistic columns                                        value
========= ============================================== ==============================================================
``f1``    ``p_num, p_den, r_num, r_den``                 harmonic mean of precision ``p_num / p_den`` and recall
                                                         ``r_num / r_den``
``kappa`` ``(label_a, label_b)`` for each pair of labels Cohen's kappa of the table of how often they met
``alpha`` ``n, agree, ("marginal", category)``           Krippendorff's nominal alpha (:mod:`quotidian.agreement.alpha`)
``mean``  ``(part, column of f1)`` for each part         mean of the F1 of the parts (the CoNLL mean)
========= ============================================== ==============================================================

In a comparison of two annotators the *response* A is judged against the *reference* B: precision is the share of A's
items that B has too, recall the share of B's items that A has too. Where neither is a reference, only F1 is of
interest: it is the same in both directions (Hripcsak and Rothschild 2005).

What has no value is NaN in an array and None in a report, never 1 and never 0:

* F1, precision and recall where both annotators have nothing: nothing was there to agree on. Where only one has
  something all three are 0: whatever there is, the other lacks.
* Kappa and alpha where nothing was compared, or where all used one and the same category: the expected disagreement is
  0, and without variation there is no telling agreement from a habit (Krippendorff 2019, chapter 12).
* A mean where one of its parts has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from quotidian.record import Record

Layer = Literal["mentions", "coreference", "quotes", "events"]
Statistic = Literal["f1", "kappa", "alpha", "mean"]
Match = Literal["exact", "overlap", ""]
Column: TypeAlias = str | tuple[str, str]
Floats: TypeAlias = NDArray[np.float64]

F1_COLUMNS = ("p_num", "p_den", "r_num", "r_den")
MARGINAL = "marginal"


class Measure(Record, frozen=True, kw_only=True, cache_hash=True):
    """One way to measure agreement on a layer.

    ``name`` is the field's own, such as ``span+type`` or ``B-cubed``; ``match`` says when two spans are the same, where
    that matters; ``paper`` is a key of :data:`quotidian.agreement.papers.PAPERS`.
    """

    layer: Layer
    name: str
    statistic: Statistic
    paper: str
    match: Match = ""


class Key(NamedTuple):
    """A measure and what it is restricted to: ``""`` for all, else such as ``type=PER`` or ``level=NAM``."""

    measure: Measure
    scope: str = ""


class Tally(dict[Key, dict[Column, float]]):
    """Sums by measure and scope; what was counted 0 times may be missing."""

    def add(self, measure: Measure, scope: str, counts: Mapping[Column, float]) -> None:
        """Add counts of columns to what is there."""
        self._add(Key(measure, scope), counts)

    def _add(self, key: Key, counts: Mapping[Column, float]) -> None:
        mine = self.get(key)
        if mine is None:
            self[key] = dict(counts)
            return
        for column, amount in counts.items():
            mine[column] = mine.get(column, 0.0) + amount

    def add_f1(self, measure: Measure, scope: str, *, p_num: float, p_den: float, r_num: float, r_den: float) -> None:
        """Add what an F1 is made of; nothing at all where both have nothing."""
        if p_den or r_den:
            self._add(Key(measure, scope), {"p_num": p_num, "p_den": p_den, "r_num": r_num, "r_den": r_den})

    def add_matches(self, measure: Measure, scope: str, *, matched: float, response: float, reference: float) -> None:
        """Add an F1 of items that match one to one: how many did, and how many each of the two has."""
        self.add_f1(measure, scope, p_num=matched, p_den=response, r_num=matched, r_den=reference)

    def add_cell(self, measure: Measure, scope: str, label_a: str, label_b: str, times: float = 1.0) -> None:
        """Add a meeting of two labels to a kappa."""
        self.add(measure, scope, {(label_a, label_b): times})

    def add_all(self, other: Mapping[Key, Mapping[Column, float]]) -> None:
        """Add every count of another tally."""
        for key, counts in other.items():
            self._add(key, counts)


def total(tallies: Iterable[Tally]) -> Tally:
    """The tally of all articles together."""
    whole = Tally()
    for tally in tallies:
        whole.add_all(tally)
    return whole


class Values(NamedTuple):
    """Values of a statistic, NaN where there is none.

    ``precision`` and ``recall`` are None except for ``f1``. ``support`` is the number of items of the reference for
    ``f1``, of items compared for ``kappa``, of pairable values for ``alpha``, NaN for ``mean``.
    """

    value: Floats
    precision: Floats | None
    recall: Floats | None
    support: Floats


def columns_of(statistic: Statistic, counts: Mapping[Column, float]) -> tuple[Column, ...]:
    """The columns that the value of a statistic needs, in an order that is always the same."""
    if statistic == "f1":
        return F1_COLUMNS
    return tuple(sorted(counts, key=lambda column: (column,) if isinstance(column, str) else column))


def value(statistic: Statistic, columns: Sequence[Column], sums: Floats) -> Values:
    """The values that sums have.

    Args:
        statistic: which function of the sums.
        columns: what the last axis of ``sums`` holds; those that are missing are 0.
        sums: counts, of the shape (…, columns).

    Returns:
        Arrays of the shape (…).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if statistic == "f1":
            return _f1(columns, sums)
        if statistic == "kappa":
            return _kappa(columns, sums)
        if statistic == "alpha":
            return _alpha(columns, sums)
        return _mean(columns, sums)


def value_of(statistic: Statistic, counts: Mapping[Column, float]) -> float:
    """The value of one tally's counts; NaN if there is none."""
    columns = columns_of(statistic, counts)
    return float(value(statistic, columns, np.array([counts.get(column, 0.0) for column in columns])).value)


def _column(columns: Sequence[Column], sums: Floats, name: Column) -> Floats:
    return sums[..., columns.index(name)] if name in columns else np.zeros(sums.shape[:-1])


def _f1(columns: Sequence[Column], sums: Floats) -> Values:
    """F1 (van Rijsbergen 1979): the harmonic mean of precision and recall."""
    p_num, p_den, r_num, r_den = (_column(columns, sums, name) for name in F1_COLUMNS)
    nothing = (p_den == 0) & (r_den == 0)
    precision = np.where(p_den == 0, 0.0, p_num / p_den)
    recall = np.where(r_den == 0, 0.0, r_num / r_den)
    both = precision + recall
    harmonic = np.where(both == 0, 0.0, 2 * precision * recall / both)
    # Where one matching gives both numerators, this form rounds once only, and the same in both directions.
    harmonic = np.where((p_num == r_num) & (both > 0), 2 * p_num / (p_den + r_den), harmonic)
    precision, recall, harmonic = (np.where(nothing, np.nan, one) for one in (precision, recall, harmonic))
    return Values(harmonic, precision, recall, r_den)


def _kappa(columns: Sequence[Column], sums: Floats) -> Values:
    """Cohen's kappa (1960): agreement beyond what the two annotators' own frequencies of labels let expect."""
    n = sums.sum(axis=-1)
    rows: dict[str, Floats] = {}
    cols: dict[str, Floats] = {}
    observed = np.zeros(n.shape)
    for index, (a, b) in enumerate(column for column in columns if isinstance(column, tuple)):
        cell = sums[..., index]
        rows[a] = rows.get(a, 0.0) + cell
        cols[b] = cols.get(b, 0.0) + cell
        if a == b:
            observed = observed + cell
    expected = sum((rows[label] * cols[label] for label in sorted(rows.keys() & cols.keys())), np.zeros(n.shape))
    # Both sides of (p_o - p_e) / (1 - p_e) times n², so that no rounding hides an expected agreement of exactly 1.
    chance = n * n - expected
    return Values(np.where(chance == 0, np.nan, (n * observed - expected) / chance), None, None, n)


def _alpha(columns: Sequence[Column], sums: Floats) -> Values:
    """Krippendorff's alpha for nominal data, from sums of coincidences (Krippendorff 2011, section C)."""
    n = _column(columns, sums, "n")
    agree = _column(columns, sums, "agree")
    of_one_category = np.zeros(n.shape)
    for index, column in enumerate(columns):
        if column[0] == MARGINAL:
            of_one_category = of_one_category + sums[..., index] ** 2
    chance = n * n - of_one_category
    return Values(np.where(chance == 0, np.nan, 1 - (n - 1) * (n - agree) / chance), None, None, n)


def _mean(columns: Sequence[Column], sums: Floats) -> Values:
    """The mean of the F1 of several parts."""
    parts = sorted({column[0] for column in columns})
    values = []
    for part in parts:
        mine = [index for index, column in enumerate(columns) if column[0] == part]
        values.append(_f1([columns[index][1] for index in mine], sums[..., mine]).value)
    empty = np.full(sums.shape[:-1], np.nan)
    return Values(np.mean(values, axis=0) if values else empty, None, None, empty)
