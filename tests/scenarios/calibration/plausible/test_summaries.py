"""Outcomes count what their definitions say, on tables that are written down here."""

from typing import Any

import numpy as np
import pytest

from dizao.model.outputs.run_tables import RunTables
from dizao.scenarios.calibration.plausible.summaries import SUMMARIES, Collected, Lived

pytestmark = pytest.mark.small

NEVER = -1000


def weeks(*values: int | None) -> Any:
    """Return a column of weeks, None where it has not happened."""
    raw = [NEVER if value is None else value for value in values]
    return np.ma.masked_array(raw, mask=[value is None for value in values])


PROJECTS = {
    "id": np.array([1, 2, 3, 4, 5]),
    "mechanism": np.array(["reward", "reward", "former", "reward", "reward"], dtype=object),
    "week_voiced": weeks(2, 5, -3, 50, None),
    "week_campaign": weeks(10, 60, 20, 110, None),
    "week_evaluate": weeks(20, 80, -2, None, None),
    "week_ended": weeks(200, None, 100, None, None),
    "week_paid": weeks(30, 130, 5, None, None),
    "offer_fen": np.array([100, 100, 100, 100, 0]),
    "cost_fen": np.array([300_00, 500_00, 900_00, 1, 1]),
}
NEEDS = {"id": np.array([1, 2, 3, 4, 5]), "week_arose": np.array([1, 4, -4, 40, 60])}
WEEKLY = {
    "week": np.arange(-2, 200),
    "applications": np.where(np.isin(np.arange(-2, 200), (-1, 3, 9, 150)), 2, 0),
    "attendances": np.where(np.arange(-2, 200) == 4, 30, np.where(np.arange(-2, 200) == -1, 99, 0)),
    "meetings": np.where(np.isin(np.arange(-2, 200), (-1, 4)), 2, 0),
}
LEVIES = {0: Collected(8, 10), 1: Collected(0, 10), 2: Collected(5, 20)}


def outcome(name: str, **changes: Any) -> tuple[float, float]:
    """Return an outcome of the tables above."""
    run = RunTables({"projects": PROJECTS, "needs": NEEDS, "weekly": WEEKLY}, {}, 122)
    one = Lived(run, 250, "reward", 4, 200, 400, 100, LEVIES)
    return SUMMARIES[name](one._replace(**changes))


@pytest.mark.parametrize(
    ("name", "ratio"),
    [
        ("applications_per_1000", (4000.0, 200.0)),
        ("people_at_a_meeting", (30.0, 2.0)),
        ("attendance_per_household", (30.0, 100.0)),
        ("works_of_wishes", (2.0, 3.0)),
        ("never_took_part", (300.0, 400.0)),
        ("money_in_place", (1.0, 2.0)),
        ("cost_of_work", (800.0, 2.0)),
        ("in_use_after_2_5_years", (2.0, 2.0)),
        ("payers_where_any", (13.0, 30.0)),
        ("payers_of_all", (13.0, 40.0)),
        ("nobody_pays", (1.0, 3.0)),
    ],
)
def test_an_outcome_counts_what_its_definition_says(name: str, ratio: tuple[float, float]) -> None:
    assert outcome(name) == ratio


def test_works_that_are_not_old_enough_are_not_counted() -> None:
    assert outcome("in_use_after_6_5_years") == (0.0, 0.0)
    assert outcome("in_use_after_6_5_years", last_week=20 + 338) == (0.0, 1.0)
    assert outcome("in_use_after_2_5_years", last_week=20 + 130) == (1.0, 1.0)
