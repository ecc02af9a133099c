"""Estimators on made-up panels whose effect is known: right where their assumptions hold, wrong by as much as is known.

Panels are drawn with fixed seeds. Bounds are four standard errors wide where nothing else is said, so that a right
estimator would miss one by chance once in 16,000 times.
"""

import math

import numpy as np
import pandas as pd
import pytest

from dizao.model.core.generator import generator
from dizao.scenarios.analysis.evaluation import (
    ESTIMATORS,
    NEVER,
    NO_ESTIMATE,
    before_after,
    gardner,
    mixed,
    reached,
    record_of,
    true_effect,
    two_way,
    while_some_wait,
    with_without,
)

PURPOSE = 9_007
UNITS, MONTHS = 24, range(-8, 16)


def panel(
    seed: int, effect: float = 2.0, growth: float = 0.0, trend: float = 0.0, better: float = 0.0, noise: float = 1.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return records of a roll-out in three steps, and of the same world without it.

    ``growth`` is added to the effect each month, ``trend`` to everybody; units reached first are ``better`` anyway.
    """
    stream = generator(seed, PURPOSE)
    table = pd.DataFrame([(u, m) for u in range(UNITS) for m in MONTHS], columns=["unit", "month"])
    table["start"] = np.select([table["unit"] < 8, table["unit"] < 16], [0, 6], 12)
    table["y"] = (
        stream.normal(0.0, 1.0, UNITS)[table["unit"]]
        + better * (table["unit"] < 8)
        + trend * table["month"]
        + noise * stream.normal(0.0, 1.0, len(table))
    )
    treated = table.copy()
    treated["y"] += reached(table) * (effect + growth * (table["month"] - table["start"]))
    return treated, table


def waiting(table: pd.DataFrame) -> pd.DataFrame:
    return while_some_wait(table)


@pytest.mark.parametrize("name", ["two_way_all", "two_way", "gardner", "mixed"])
def test_where_all_is_as_assumed_every_method_that_uses_both_comparisons_is_right(name: str) -> None:
    records, without = panel(1)
    one = ESTIMATORS[name]
    found = one.estimate(waiting(records) if one.waiting_only else records)
    assert found.value == pytest.approx(2.0, abs=4.0 * found.error)
    assert found.low < found.value < found.high
    assert true_effect(records, without, waiting_only=one.waiting_only) == pytest.approx(2.0)


def test_without_a_comparison_a_trend_is_taken_for_an_effect() -> None:
    records, _ = panel(2, effect=0.0, trend=0.5, noise=1e-3)
    given = waiting(records)
    # Units that are reached in month 0 are seen 8 months before and 12 after, the others 14 before and 6 after.
    assert before_after(given).value == pytest.approx(0.5 * 10.0, abs=0.01)
    assert two_way(given).value == pytest.approx(0.0, abs=0.01)


def test_without_a_before_a_better_start_is_taken_for_an_effect() -> None:
    records, _ = panel(3, effect=0.0, better=5.0)
    assert with_without(waiting(records)).value > 2.0
    for estimate in (two_way, gardner):
        found = estimate(waiting(records))
        assert found.value == pytest.approx(0.0, abs=4.0 * found.error)


def test_an_effect_that_grows_is_held_against_itself_where_all_months_are_used() -> None:
    records, without = panel(4, effect=0.0, growth=0.5, noise=1e-3)
    given = waiting(records)
    assert gardner(given).value == pytest.approx(true_effect(records, without, waiting_only=True), abs=0.01)
    assert two_way(records).value < 0.8 * true_effect(records, without, waiting_only=False)


def test_taking_out_the_months_first_is_the_same_as_an_effect_for_each() -> None:
    from statsmodels.regression.mixed_linear_model import MixedLM

    records, _ = panel(5)
    months = pd.get_dummies(records["month"], dtype=float).to_numpy()
    design = np.column_stack([reached(records).astype(float), months])
    whole = MixedLM(records["y"].to_numpy(), design, groups=records["unit"].to_numpy()).fit()
    found = mixed(records)
    assert found.value == pytest.approx(float(whole.fe_params[0]), abs=0.02 * found.error)
    assert found.error == pytest.approx(float(whole.bse_fe[0]), rel=0.05)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    # Of 60 right intervals fewer than 48 hold the truth once in 100,000 times.
    held = 0
    for seed in range(60):
        found = two_way(waiting(panel(100 + seed)[0]))
        held += found.low <= 2.0 <= found.high
    assert held >= 48


def test_where_nothing_varies_or_nobody_waits_there_is_no_estimate() -> None:
    records, without = panel(6)
    for one in ESTIMATORS.values():
        assert one.estimate(records.assign(y=1.0)) == NO_ESTIMATE
        assert one.estimate(records.assign(start=NEVER)) == NO_ESTIMATE
    assert math.isnan(true_effect(records.assign(start=NEVER), without, waiting_only=True))


def test_a_record_counts_what_estimates_did() -> None:
    rows = [(1.0, 0.5, 1.5, 1.2), (2.0, 1.5, 2.5, 1.2), (3.0, -1.0, 7.0, 1.2), (math.nan, math.nan, math.nan, 1.2)]
    found = record_of(pd.DataFrame(rows, columns=["estimate", "low", "high", "truth"]))
    assert found.worlds == 3
    assert (found.truth, found.estimate, found.bias) == pytest.approx((1.2, 2.0, 0.8))
    assert found.coverage == pytest.approx(2 / 3)
    assert found.found == pytest.approx(2 / 3)
    assert found.half_width == pytest.approx((0.5 + 0.5 + 4.0) / 3)
    assert found.bias_low < 0.8 < found.bias_high
    assert record_of(pd.DataFrame(rows[3:], columns=["estimate", "low", "high", "truth"])).worlds == 0
