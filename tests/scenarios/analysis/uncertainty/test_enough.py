"""When Sobol indices are reported, and how many draws they take where they are not."""

import math

import numpy as np
import pytest

from dizao.scenarios.analysis.uncertainty import decisive
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_ROWS, WIDEST, rows_needed
from dizao.scenarios.studies.uncertainty import design

pytestmark = pytest.mark.small

KEYS = ["a", "b", "c"]


def found(base: int, noise: float) -> decisive.pd.DataFrame:
    """Return indices of a sum of three numbers, and of noise that is in no number."""
    points = design.saltelli(KEYS, base, 0)
    random_draw = np.random.default_rng(0).normal(size=len(points.positions))
    return decisive.indices(KEYS, points.positions @ [3.0, 2.0, 0.0] + noise * random_draw, 0)


def test_below_the_fewest_rows_no_interval_is_relied_on() -> None:
    assert rows_needed(FEWEST_ROWS // 2, 0.0) == FEWEST_ROWS
    assert rows_needed(8, 2595.0) == FEWEST_ROWS


@pytest.mark.parametrize(("rows", "width", "needed"), [(32, 0.5, None), (32, 0.51, 64), (64, 1.0, 256), (64, 1.1, 512)])
def test_an_interval_narrows_with_the_root_of_the_rows(rows: int, width: float, needed: int | None) -> None:
    assert rows_needed(rows, width) == needed
    if needed is not None:
        assert width * math.sqrt(rows / needed) <= WIDEST < width * math.sqrt(2.0 * rows / needed) * math.sqrt(2.0)


def test_indices_that_are_known_are_there() -> None:
    table = found(128, 0.0)
    assert table[["first_needs", "total_needs"]].isna().all(axis=None)
    assert table["key"].tolist() == KEYS
    assert table[["first", "first_low", "first_high", "total", "total_low", "total_high"]].notna().all(axis=None)
    assert (table["total_high"] - table["total_low"]).max() <= WIDEST


@pytest.mark.parametrize(("base", "noise", "least"), [(8, 0.0, 32), (16, 0.0, 32), (64, 30.0, 128)])
def test_indices_that_few_draws_cannot_give_are_missing_and_say_what_they_take(
    base: int, noise: float, least: int
) -> None:
    table = found(base, noise)
    assert table[["first", "first_low", "first_high", "total", "total_low", "total_high"]].isna().all(axis=None)
    for kind in ("first", "total"):
        assert (table[f"{kind}_needs"] == table[f"{kind}_needs"].iloc[0]).all()
        assert table[f"{kind}_needs"].iloc[0] >= least
    assert set(table["key"]) == set(KEYS)


def test_no_share_is_given_of_base_rows_that_are_all_the_same() -> None:
    values = np.zeros((64, 5))
    values[:, 2] = np.arange(64)
    assert decisive.indices(KEYS, values.ravel(), 0).empty
