from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap as scipy_bootstrap

from quotidian.agreement.bootstrap import Bootstrap, Estimate, _percentiles, mean
from quotidian.agreement.counts import F1_COLUMNS, Floats, value


def f1_counts(seed: int, articles: int) -> Floats:
    """Counts of articles that differ in size and in agreement: matched, response, matched, reference."""
    random = np.random.default_rng(seed)
    response = random.integers(20, 60, size=articles)
    reference = random.integers(20, 60, size=articles)
    matched = (np.minimum(response, reference) * random.beta(8, 2, size=articles)).astype(int)
    return np.stack([matched, response, matched, reference], axis=1).astype(float)


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    counts = f1_counts(1, 50)
    first, again, other = (Bootstrap(50, seed=seed).estimate("f1", F1_COLUMNS, counts) for seed in (7, 7, 8))
    assert first.value == again.value
    assert first.precision == again.precision
    assert first.recall == again.recall
    assert first.value.value == other.value.value
    assert first.value != other.value


@given(st.integers(0, 1000), st.integers(10, 60))
def test_the_value_lies_in_its_interval(seed: int, articles: int) -> None:
    found = Bootstrap(articles, resamples=300, seed=seed).estimate("f1", F1_COLUMNS, f1_counts(seed, articles))
    for one in (found.value, found.precision, found.recall):
        assert one is not None
        assert one.low <= one.value <= one.high
        assert one.low < one.high


def test_a_resample_draws_as_many_articles_as_there_are() -> None:
    """Each resample is a sum over articles with whole weights that add up to their number, on average one each."""
    drawn = Bootstrap(40, resamples=2000, seed=3).draw(np.eye(40))
    assert drawn.shape == (2000, 40)
    assert (drawn == drawn.astype(int)).all()
    assert (drawn.sum(axis=1) == 40).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(40), abs=0.1)
    # The variance of how often one is drawn: multinomial, 1 - 1/n.
    assert drawn.var(axis=0).mean() == pytest.approx(1 - 1 / 40, abs=0.03)


def test_intervals_are_those_of_scipy() -> None:
    """SciPy's percentile method with the same number of resamples; other draws, so the edges differ by a hair."""
    counts = f1_counts(2, 80)

    def f1(matched: Floats, response: Floats, reference: Floats, axis: int = -1) -> Floats:
        found: Floats = 2 * matched.sum(axis=axis) / (response.sum(axis=axis) + reference.sum(axis=axis))
        return found

    theirs = scipy_bootstrap(
        (counts[:, 0], counts[:, 1], counts[:, 3]),
        f1,
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=np.random.default_rng(5),
    ).confidence_interval
    ours = Bootstrap(80, resamples=20_000, seed=5).estimate("f1", F1_COLUMNS, counts).value
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.002)


def test_articles_that_do_not_contribute_widen_nothing_but_their_absence() -> None:
    """A comparison of 30 of 300 articles: nearly as wide as if there were only these 30."""
    some = f1_counts(3, 30)
    among = np.zeros((300, 4))
    among[:30] = some
    alone = Bootstrap(30, seed=1).estimate("f1", F1_COLUMNS, some).value
    within = Bootstrap(300, seed=1).estimate("f1", F1_COLUMNS, among)
    assert within.value.value == alone.value
    assert within.articles.sum() == 30
    assert (within.value.high - within.value.low) == pytest.approx(alone.high - alone.low, rel=0.15)


def test_below_two_articles_there_is_a_value_and_no_interval() -> None:
    counts = np.zeros((10, 4))
    counts[4] = 3, 4, 3, 6
    found = Bootstrap(10).estimate("f1", F1_COLUMNS, counts)
    for one, expected in ((found.value, 0.6), (found.precision, 0.75), (found.recall, 0.5)):
        assert one is not None
        assert one.value == pytest.approx(expected)
        assert math.isnan(one.low)
        assert math.isnan(one.high)


def test_where_nothing_was_counted_there_is_no_value() -> None:
    for articles in (0, 1, 5):
        found = Bootstrap(articles, resamples=20).estimate("f1", F1_COLUMNS, np.zeros((articles, 4)))
        assert all(map(math.isnan, found.value))
    assert all(map(math.isnan, Bootstrap(0).estimate("alpha", (), np.zeros((0, 0))).value))


def test_resamples_without_a_value_do_not_count() -> None:
    """Two of fifty articles have the type: a seventh of the resamples has neither of them."""
    counts = np.zeros((50, 4))
    counts[0] = 1, 1, 1, 1
    counts[1] = 0, 1, 0, 1
    found = Bootstrap(50, seed=2).estimate("f1", F1_COLUMNS, counts)
    assert 0.05 < np.isnan(found.drawn).mean() < 0.25
    assert found.value == Estimate(0.5, 0.0, 1.0)


def test_blocks_of_articles_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = f1_counts(4, 70)
    whole = Bootstrap(70, resamples=100).draw(counts)
    monkeypatch.setattr("quotidian.agreement.bootstrap._BLOCK", 900)
    assert (Bootstrap(70, resamples=100).draw(counts) == whole).all()


def test_the_mean_of_pairs_is_taken_in_each_resample() -> None:
    draws = Bootstrap(60, seed=4)
    pairs = [draws.estimate("f1", F1_COLUMNS, f1_counts(seed, 60)) for seed in (1, 2, 3)]
    found = mean(pairs)
    assert found.value.value == pytest.approx(np.mean([one.value.value for one in pairs]))
    assert found.drawn == pytest.approx(np.mean([one.drawn for one in pairs], axis=0))
    assert found.value.low < found.value.value < found.value.high
    # Three figures of the same articles are surer together than each alone.
    assert found.value.high - found.value.low < min(one.value.high - one.value.low for one in pairs)


def test_a_pair_without_a_value_is_left_out_of_the_mean() -> None:
    draws = Bootstrap(20, seed=4)
    there = draws.estimate("f1", F1_COLUMNS, f1_counts(1, 20))
    nothing = draws.estimate("f1", F1_COLUMNS, np.zeros((20, 4)))
    assert mean([there, nothing]).value == there.value
    assert all(map(math.isnan, mean([nothing]).value))


@pytest.mark.parametrize("statistic", ["kappa", "alpha"])
def test_other_statistics_are_resampled_by_their_own_columns(statistic: str) -> None:
    random = np.random.default_rng(6)
    if statistic == "kappa":
        columns: tuple[tuple[str, str] | str, ...] = (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"))
        counts = random.poisson([9, 2, 3, 7], size=(50, 4)).astype(float)
    else:
        columns = ("agree", "n", ("marginal", "a"), ("marginal", "b"))
        a, b, both = (random.poisson(rate, size=50) for rate in (30, 20, 6))
        counts = np.stack([2 * (a + b), 2 * (a + b + both), 2 * a + both, 2 * b + both], axis=1).astype(float)
    draws = Bootstrap(50, seed=1)
    found = draws.estimate("kappa" if statistic == "kappa" else "alpha", columns, counts)
    assert found.value.low < found.value.value < found.value.high
    assert found.precision is None
    assert found.recall is None
    first = value("kappa" if statistic == "kappa" else "alpha", columns, draws.draw(counts)[0])
    assert found.drawn[0] == float(first.value)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50))
def test_percentiles_are_those_of_numpy(drawn: list[float]) -> None:
    found = _percentiles(np.array(drawn), enough=True)
    assert found == pytest.approx(tuple(np.percentile(drawn, (2.5, 97.5))))
