"""Intervals of means and shares, against published ones and in their coverage."""

import math

import numpy as np
import pytest

from dizao.scenarios.analysis.intervals import Interval, interval, wilson

pytestmark = pytest.mark.small


def test_the_interval_of_a_mean_is_that_of_the_t_distribution() -> None:
    # t of two degrees of freedom at 97.5% is 4.3027.
    around = 4.3027 / math.sqrt(3.0)
    assert interval(np.array([1.0, 2.0, 3.0])) == pytest.approx((2.0, 2.0 - around, 2.0 + around), abs=1e-4)


def test_one_value_has_a_mean_and_no_ends_and_none_has_nothing() -> None:
    one = interval(np.array([4.0]))
    assert one.mean == 4.0
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    assert interval(np.array([4.0]), alone=math.inf) == (4.0, -math.inf, math.inf)
    assert all(math.isnan(end) for end in interval(np.array([])))


def test_a_sign_is_known_where_the_interval_leaves_0_out() -> None:
    ends = ((1.0, 3.0), (-3.0, -1.0), (-1.0, 3.0), (0.0, 3.0), (math.nan, math.nan))
    assert [Interval(0.0, *one).sign for one in ends] == [1, -1, 0, 0, 0]


@pytest.mark.parametrize(
    ("hits", "n", "ends"), [(8, 10, (0.4902, 0.9433)), (0, 10, (0.0, 0.2775)), (50, 100, (0.4038, 0.5962))]
)
def test_wilsons_interval_is_the_published_one(hits: int, n: int, ends: tuple[float, float]) -> None:
    assert wilson(hits, n) == pytest.approx(ends, abs=1e-4)


def test_wilsons_interval_holds_the_share_in_about_95_of_100() -> None:
    """Fixed seed; 2,000 samples of 64 at a share of 0.3: coverage within three standard errors (1.5 points) of 95%."""
    hits = np.random.default_rng(1).binomial(64, 0.3, 2000)
    inside = [low <= 0.3 <= high for low, high in (wilson(k, 64) for k in hits)]
    assert abs(np.mean(inside) - 0.95) < 0.02


def test_without_draws_there_is_no_interval() -> None:
    assert all(math.isnan(end) for end in wilson(0, 0))
