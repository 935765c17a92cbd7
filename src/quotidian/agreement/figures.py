"""From counts to figures: every measure of every comparison with its interval, and the means over pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quotidian.agreement.bootstrap import Bootstrap, Estimate, Estimates, mean
from quotidian.agreement.comparing import Compared
from quotidian.agreement.counts import Column, Floats, Key
from quotidian.agreement.measures import MEASURES
from quotidian.agreement.report import Comparison, Figure, Interval

_RANKS = {measure: rank for rank, measure in enumerate(MEASURES)}


def figures(
    pairs: Sequence[Compared], group: Compared | None, bootstrap: Bootstrap
) -> tuple[tuple[Comparison, ...], tuple[Figure, ...]]:
    """All comparisons of a run with their figures; of three and more annotators the mean of the pairs comes first.

    Figures are in the order of their comparisons, then of the measures, those of all items before those by scope.

    Args:
        pairs: every two annotators, or each against the reference.
        group: all annotators at once; None for two of them, and against a reference.
        bootstrap: the resamples of the run's articles.
    """
    compared = [*pairs] if group is None else [*pairs, group]
    comparisons = [one.comparison for one in compared]
    by_comparison: list[list[Figure]] = [[] for _ in compared]
    means: list[Figure] = []
    average = Comparison(
        kind="mean",
        name=f"mean of {sum(one.comparison.articles > 0 for one in pairs)} pairs",
        articles=bootstrap.articles,
    )
    # Measure by measure, so that only one measure's resamples are in memory at a time.
    for key in sorted({key for one in compared for key in one.collected}, key=_rank):
        estimates = []
        for one, mine in zip(compared, by_comparison, strict=True):
            if key not in one.collected:
                continue
            columns, counts = one.collected.table(key, bootstrap.articles)
            estimate = bootstrap.estimate(key.measure.statistic, columns, counts)
            mine.append(_figure(key, one.comparison, estimate, columns, counts))
            if one.comparison.kind == "pair":
                estimates.append(estimate)
        if group is not None and estimates:
            means.append(_figure(key, average, mean(estimates)))
    found = [figure for mine in by_comparison for figure in mine]
    return (tuple(comparisons), tuple(found)) if group is None else ((average, *comparisons), (*means, *found))


def _rank(key: Key) -> tuple[int, str]:
    return _RANKS[key.measure], key.scope


def _figure(
    key: Key,
    comparison: Comparison,
    estimate: Estimates,
    columns: Sequence[Column] = (),
    counts: Floats | None = None,
) -> Figure:
    value = _interval(estimate.value)
    support: dict[str, int] = {}
    if counts is not None and key.measure.statistic == "f1":
        sums = dict(zip(columns, counts.sum(axis=0), strict=True))
        support = {"response": round(sums["p_den"]), "reference": round(sums["r_den"])}
    elif counts is not None and key.measure.statistic in ("kappa", "alpha"):
        support = {"units": round(estimate.support)}
    return Figure(
        measure=key.measure,
        scope=key.scope,
        comparison=comparison.name,
        value=value.value,
        low=value.low,
        high=value.high,
        precision=None if estimate.precision is None else _interval(estimate.precision),
        recall=None if estimate.recall is None else _interval(estimate.recall),
        articles=int(estimate.articles.sum()),
        **support,
    )


def _interval(one: Estimate) -> Interval:
    value, low, high = (None if math.isnan(number) else number for number in one)
    return Interval(value=value, low=low, high=high)
