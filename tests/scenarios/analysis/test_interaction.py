"""The interaction of a 2 x 2: what only adds up has none, on the scale on which it adds up."""

import numpy as np
import pytest

from dizao.scenarios.analysis.interaction import Cells, interaction, interaction_table, log_odds

WORLDS = 40


def logistic(values: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-values))


@pytest.fixture
def base() -> np.ndarray:
    return np.random.default_rng(1).normal(0.0, 1.0, WORLDS)


def test_effects_that_add_up_have_no_interaction(base: np.ndarray) -> None:
    found = interaction("x", Cells(base, base + 2.0, base - 1.0, base + 1.0))
    assert (found.one, found.other) == pytest.approx((2.0, -1.0))
    assert found.interaction == pytest.approx(0.0, abs=1e-12)
    assert found.sign == 0
    assert (found.n, found.undefined) == (WORLDS, 0)


def test_effects_that_add_up_in_log_odds_interact_in_shares_only(base: np.ndarray) -> None:
    high = base + 2.0
    cells = Cells(*(logistic(high + add) for add in (0.0, 1.0, 1.0, 2.0)))
    assert interaction("x", cells).sign == -1
    told = interaction("x", cells, "log_odds")
    assert told.interaction == pytest.approx(0.0, abs=1e-12)
    assert told.one == pytest.approx(1.0)


@pytest.mark.parametrize(("both", "sign"), [(3.0, 1), (-3.0, -1)])
def test_what_needs_the_other_is_above_and_what_replaces_it_below(base: np.ndarray, both: float, sign: int) -> None:
    noise = np.random.default_rng(2).normal(0.0, 0.1, WORLDS)
    found = interaction("x", Cells(base, base, base, base + both + noise))
    assert found.sign == sign
    assert (found.above, found.below) == ((WORLDS, 0) if sign > 0 else (0, WORLDS))
    assert (found.above_low > 0.9) == (sign > 0)


def test_worlds_without_finite_log_odds_are_left_out_and_counted() -> None:
    full, half = np.array([1.0, 0.5, np.nan, 0.5]), np.full(4, 0.5)
    found = interaction("x", Cells(half, half, half, full), "log_odds")
    assert (found.n, found.undefined) == (2, 2)
    assert np.isnan(log_odds(np.array([0.0, 1.0]))).all()


def test_one_world_has_no_interval_and_none_has_nothing() -> None:
    one, none = np.array([1.0]), np.array([])
    alone = interaction("x", Cells(one, one, one, 2.0 * one))
    assert alone.interaction == 1.0
    assert np.isnan(alone.ci_low)
    assert alone.sign == 0
    empty = interaction("x", Cells(none, none, none, none))
    assert empty.n == 0
    assert np.isnan(empty.interaction)
    assert np.isnan(empty.one)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 1,000 data sets 950 should; beyond 930 to 970 lie 0.4% of such counts."""
    random_draw, held = np.random.default_rng(3), 0
    for _ in range(1_000):
        cells = Cells(*random_draw.normal([[0.0], [1.0], [2.0], [3.5]], 1.0, (4, 12)))
        found = interaction("x", cells)
        held += found.ci_low <= 0.5 <= found.ci_high
    assert 930 <= held <= 970


def test_the_table_has_a_row_each(base: np.ndarray) -> None:
    table = interaction_table([interaction("x", Cells(base, base, base, base))])
    assert list(table["outcome"]) == ["x"]
