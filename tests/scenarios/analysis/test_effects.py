"""Paired effects: against scipy, against hand-computed cases, and in their coverage."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import Effect, effect, effects, needs_more, replicates_needed
from dizao.scenarios.analysis.intervals import half_width

pytestmark = pytest.mark.small

NAN = math.nan


def an_effect(values: list[float], baseline_values: list[float]) -> Effect:
    return effect("completed", "reward", "upfront", np.array(values), np.array(baseline_values))


def long_table(values: dict[tuple[str, str], list[float]]) -> pd.DataFrame:
    rows = [
        (mechanism, replicate, outcome, value)
        for (outcome, mechanism), column in values.items()
        for replicate, value in enumerate(column)
    ]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"])


@pytest.mark.parametrize("n", [2, 3, 10, 40])
def test_intervals_equal_scipys_paired_t_test(n: int) -> None:
    rng = np.random.default_rng(n)
    shared = rng.normal(100.0, 20.0, n)
    ours, theirs = shared + rng.normal(3.0, 5.0, n), shared + rng.normal(0.0, 5.0, n)
    found = effect("completed", "reward", "upfront", ours, theirs)
    expected = stats.ttest_rel(ours, theirs).confidence_interval(0.95)
    assert (found.ci_low, found.ci_high) == pytest.approx((expected.low, expected.high), rel=1e-12)
    assert found.correlation == pytest.approx(stats.pearsonr(ours, theirs).statistic, rel=1e-9)
    assert found.sd_difference == pytest.approx(np.std(ours - theirs, ddof=1))
    assert found.n == n


def test_a_case_computed_by_hand() -> None:
    found = an_effect([3.0, 5.0, 10.0], [1.0, 4.0, 4.0])
    # differences 2, 1, 6: mean 3, variance 7; variances 13 and 3, covariance 9/2; t(.975, 2) = 4.302653
    assert (found.mean, found.baseline_mean, found.difference, found.n) == (6.0, 3.0, 3.0, 3)
    assert found.sd_difference == pytest.approx(math.sqrt(7.0))
    assert found.ci_high - found.difference == pytest.approx(4.302653 * math.sqrt(7.0 / 3.0), rel=1e-6)
    assert found.correlation == pytest.approx(4.5 / math.sqrt(39.0))
    assert found.variance_reduction == pytest.approx(1.0 - 7.0 / 16.0)


def test_pairing_that_does_harm_is_shown_as_such() -> None:
    assert an_effect([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]).variance_reduction == pytest.approx(-1.0)


def test_pairs_with_a_missing_value_are_left_out() -> None:
    found = an_effect([1.0, NAN, 4.0, 9.0], [0.0, 7.0, 2.0, NAN])
    assert (found.n, found.mean, found.baseline_mean, found.difference) == (2, 2.5, 1.0, 1.5)
    assert found == an_effect([1.0, 4.0], [0.0, 2.0])


@pytest.mark.parametrize(("ours", "n", "difference"), [([NAN, 2.0], 1, 1.0), ([NAN, NAN], 0, NAN)])
def test_fewer_than_two_pairs_have_no_interval(ours: list[float], n: int, difference: float) -> None:
    found = an_effect(ours, [1.0, 1.0])
    assert found.n == n
    assert found.difference == pytest.approx(difference, nan_ok=True)
    assert np.isnan([found.ci_low, found.ci_high, found.sd_difference, found.correlation]).all()
    assert math.isnan(found.variance_reduction)
    assert found.replicates_needed is None


def test_a_difference_that_never_varies() -> None:
    found = an_effect([0.3, 0.3, 0.3], [0.1, 0.1, 0.1])
    assert found.ci_low == found.ci_high == found.difference == pytest.approx(0.2)
    assert (found.sd_difference, found.replicates_needed) == (0.0, 2)
    assert math.isnan(found.correlation)
    assert math.isnan(found.variance_reduction)
    assert an_effect([0.1] * 3, [0.1] * 3).difference == 0.0


def test_nothing_is_a_share_of_zero() -> None:
    assert an_effect([0.0, 0.0], [0.0, 0.0]).replicates_needed is None
    assert replicates_needed(1.0, 0.0, 0.0) is None
    assert replicates_needed(NAN, 1.0, 1.0) is None


def test_replicates_needed_is_the_smallest_that_reaches_the_target() -> None:
    # mean 100, so a half-width of 5: t(.975, 17) 10 / sqrt(18) = 4.973, t(.975, 16) 10 / sqrt(17) = 5.142
    assert replicates_needed(10.0, -40.0, 100.0) == 18
    assert replicates_needed(10.0, -100.0, 40.0) == 18


@given(sd=st.floats(1e-3, 1e4), mean=st.floats(1.0, 1e4), more=st.floats(1.0, 10.0))
def test_replicates_needed_is_minimal_and_monotone(sd: float, mean: float, more: float) -> None:
    needed = replicates_needed(sd, mean, 0.0)
    assert needed is not None
    assert half_width(sd, needed) <= 0.05 * mean
    assert needed == 2 or half_width(sd, needed - 1) > 0.05 * mean
    wider, smaller = replicates_needed(more * sd, mean, 0.0), replicates_needed(sd, more * mean, 0.0)
    assert wider is not None
    assert smaller is not None
    assert smaller <= needed <= wider


def test_an_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Of 4000 intervals 95% should hold the truth; a right build fails this bound 1 time in 1000 (two-sided)."""
    rng, trials, truth, held = np.random.default_rng(20240501), 4000, 2.0, 0
    for _ in range(trials):
        shared = rng.normal(0.0, 3.0, 6)
        found = effect("completed", "a", "b", shared + truth + rng.normal(0, 1, 6), shared + rng.normal(0, 1, 6))
        held += found.ci_low <= truth <= found.ci_high
    low, high = stats.binom.interval(0.999, trials, 0.95)
    assert low <= held <= high


def test_the_table_has_the_agreed_columns_and_order() -> None:
    runs = long_table(
        {
            ("completed", "reward"): [3.0, 5.0],
            ("net_present_value_yuan", "reward"): [1.0, 2.0],
            ("completed", "none"): [0.0, 0.0],
            ("net_present_value_yuan", "none"): [0.0, 1.0],
            ("completed", "upfront"): [1.0, 2.0],
            ("net_present_value_yuan", "upfront"): [NAN, 1.0],
        }
    )
    table = effects(runs, "upfront")
    assert ",".join(table.columns) == (
        "outcome,mechanism,baseline,mean,baseline_mean,difference,ci_low,ci_high,level,n,sd_difference,correlation,"
        "variance_reduction,replicates_needed"
    )
    pairs = list(zip(table["outcome"], table["mechanism"], strict=True))
    assert pairs == [(o, m) for o in ("net_present_value_yuan", "completed") for m in ("reward", "none")]
    assert list(OUTCOMES).index("net_present_value_yuan") < list(OUTCOMES).index("completed")
    assert table["n"].tolist() == [1, 1, 2, 2]
    assert set(table["baseline"]) == {"upfront"}


def test_whole_numbers_stay_whole_in_the_file() -> None:
    runs = long_table({("completed", "reward"): [3.0, 5.0], ("completed", "upfront"): [0.0, 0.0]})
    line = effects(runs, "upfront").to_csv(index=False).splitlines()[1]
    assert line.split(",")[:7] == ["completed", "reward", "upfront", "4.0", "0.0", "4.0", line.split(",")[6]]
    assert line.rsplit(",", 1)[1] == str(replicates_needed(math.sqrt(2.0), 4.0, 0.0))
    empty = effects(runs[runs["replicate"] == 0], "upfront").to_csv(index=False).splitlines()[1]
    assert empty == "completed,reward,upfront,3.0,0.0,3.0,,,0.95,1,,,,"


def test_outcomes_that_need_more_replicates_are_named() -> None:
    runs = long_table(
        {
            ("completed", "reward"): [100.0, 100.0, 101.0],
            ("score", "reward"): [10.0, 50.0, 90.0],
            ("lost_yuan", "reward"): [0.0, 0.0, 0.0],
            ("completed", "upfront"): [90.0, 90.0, 90.0],
            ("score", "upfront"): [50.0, 50.0, 50.0],
            ("lost_yuan", "upfront"): [0.0, 0.0, 0.0],
        }
    )
    table = effects(runs, "upfront")
    assert dict(zip(table["outcome"], needs_more(table), strict=True)) == {
        "lost_yuan": False,
        "completed": False,
        "score": True,
    }


def test_an_absent_baseline_is_an_error() -> None:
    with pytest.raises(ValueError, match="upfront"):
        effects(long_table({("completed", "reward"): [1.0]}), "upfront")
