"""Simultaneous intervals: they hold together as often as they say, between plain t and Bonferroni."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dizao.scenarios.analysis.effects import effects
from dizao.scenarios.analysis.intervals import LEVEL
from dizao.scenarios.analysis.simultaneous import FEWEST, level_of_each, shrunk_correlation

pytestmark = pytest.mark.small

TRIALS = 600


def alike(correlation: float, mechanisms: int) -> np.ndarray:
    """Return the root of a correlation matrix in which all pairs go together equally."""
    return np.linalg.cholesky((1.0 - correlation) * np.eye(mechanisms) + correlation)


def drawn(rng: np.random.Generator, replicates: int, root: np.ndarray, spreads: np.ndarray) -> np.ndarray:
    return spreads * (rng.standard_normal((replicates, len(root))) @ root.T)


@pytest.mark.parametrize("replicates", [10, pytest.param(120, marks=pytest.mark.long)])
@pytest.mark.parametrize(("mechanisms", "correlation"), [(2, 0.5), (10, 0.0), (10, 0.5), (10, 0.9)])
def test_all_intervals_together_hold_the_truth_as_often_as_they_say(
    replicates: int, mechanisms: int, correlation: float
) -> None:
    """Of 600 families about 95% hold all truths; a right build fails a case 1 time in 10 000."""
    rng = np.random.default_rng([20240607, replicates, mechanisms, round(10 * correlation)])
    root, spreads, held = alike(correlation, mechanisms), np.geomspace(0.1, 100.0, mechanisms), 0
    for _ in range(TRIALS):
        values = drawn(rng, replicates, root, spreads)
        level = level_of_each(values, LEVEL)
        sizes = np.abs(values.mean(axis=0)) / (values.std(axis=0, ddof=1) / math.sqrt(replicates))
        held += sizes.max() <= stats.t.ppf((1.0 + level) / 2.0, replicates - 1)
    # Correlations are estimated: from ten replicates they may cost half a point either way.
    lowest = stats.binom.ppf(0.00005, TRIALS, LEVEL - 0.005)
    assert lowest <= held <= stats.binom.ppf(0.99995, TRIALS, LEVEL + 0.005)


@pytest.mark.parametrize("replicates", [3, 10, 40, 500])
@pytest.mark.parametrize("mechanisms", [2, 5, 11])
def test_the_level_lies_between_plain_t_and_bonferroni(replicates: int, mechanisms: int) -> None:
    rng = np.random.default_rng([replicates, mechanisms])
    for correlation in (0.0, 0.5, 0.99):
        values = drawn(rng, replicates, alike(correlation, mechanisms), np.ones(mechanisms))
        assert LEVEL <= level_of_each(values, LEVEL) <= 1.0 - (1.0 - LEVEL) / mechanisms


def test_the_more_alike_the_narrower() -> None:
    rng = np.random.default_rng(5)
    levels = [level_of_each(drawn(rng, 200, alike(r, 6), np.ones(6)), LEVEL) for r in (0.0, 0.6, 0.95)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > levels[2] + 0.01


def test_it_agrees_with_the_multivariate_t_of_a_known_case() -> None:
    """Two uncorrelated statistics of many replicates: the normal value of Sidak, 1 - sqrt(.95)."""
    values = np.random.default_rng(1).standard_normal((2000, 2))
    values[:, 1] -= values[:, 0] * (values[:, 0] @ values[:, 1]) / (values[:, 0] @ values[:, 0])
    assert level_of_each(values, LEVEL) == pytest.approx(math.sqrt(LEVEL), abs=0.001)


def test_one_mechanism_has_the_plain_interval() -> None:
    values = np.random.default_rng(2).standard_normal((10, 1))
    assert level_of_each(values, LEVEL) == LEVEL


def test_two_that_are_the_same_count_once() -> None:
    values = np.random.default_rng(3).standard_normal((400, 1))
    assert level_of_each(np.hstack([values, values]), LEVEL) == pytest.approx(LEVEL, abs=0.002)


def test_what_never_varies_or_is_undefined_widens_nothing() -> None:
    values = np.random.default_rng(4).standard_normal((10, 3))
    still, missing = np.full((10, 1), 3.0), np.full((10, 1), math.nan)
    assert level_of_each(np.hstack([values, still, missing]), LEVEL) == level_of_each(values, LEVEL)


def test_too_few_pairs_fall_back_on_bonferroni() -> None:
    values = np.random.default_rng(4).standard_normal((FEWEST - 1, 4))
    assert level_of_each(values, LEVEL) == pytest.approx(1.0 - 0.05 / 4)
    apart = np.array([[1.0, math.nan], [2.0, math.nan], [math.nan, 1.0], [math.nan, 4.0]])
    assert level_of_each(apart, LEVEL) == pytest.approx(1.0 - 0.05 / 2)


def test_the_same_differences_give_the_same_level_in_any_unit() -> None:
    values = np.random.default_rng(6).standard_normal((10, 4))
    assert level_of_each(values, LEVEL) == level_of_each(values.copy(), LEVEL)
    assert level_of_each(1e6 * values + 5.0, LEVEL) == pytest.approx(level_of_each(values, LEVEL), abs=1e-5)


def test_few_replicates_are_shrunk_more_and_many_hardly() -> None:
    rng = np.random.default_rng(7)
    few, many = (shrunk_correlation(drawn(rng, n, alike(0.6, 4), np.ones(4))) for n in (5, 2000))
    assert np.diag(few) == pytest.approx(1.0)
    assert abs(many[0, 1] - 0.6) < 0.05
    loose = drawn(rng, 5, alike(0.0, 4), np.ones(4))
    assert np.abs(shrunk_correlation(loose)[0, 1:]).max() < np.abs(np.corrcoef(loose.T)[0, 1:]).max()


def test_the_table_uses_one_level_an_outcome() -> None:
    rng = np.random.default_rng(8)
    rows = [
        (mechanism, replicate, outcome, float(rng.normal()))
        for mechanism in ("upfront", "a", "b", "c")
        for replicate in range(10)
        for outcome in ("completed", "score")
    ]
    table = effects(pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"]), "upfront")
    assert table.groupby("outcome")["level"].nunique().tolist() == [1, 1]
    assert (table["level"] > LEVEL).all()
    row = table.iloc[0]
    around = stats.t.ppf((1.0 + row["level"]) / 2.0, 9) * row["sd_difference"] / math.sqrt(10)
    assert row["ci_high"] - row["difference"] == pytest.approx(around)
