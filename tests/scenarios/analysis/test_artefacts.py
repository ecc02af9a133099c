"""Signs and swings of differences, on data whose answer is known."""

import math

import numpy as np
import pandas as pd
import pytest

from dizao.scenarios.analysis.artefacts import Artefact, artefact, swings, verdict
from dizao.scenarios.analysis.intervals import Interval

pytestmark = pytest.mark.small

ABOUT = ("street", "lender", "low", "works.lender_share=0", "net_present_value_yuan")


@pytest.mark.parametrize(
    ("found", "usual", "told"),
    [
        ((2.0, 1.0, 3.0), 5.0, "holds"),
        ((2.0, 1.0, 3.0), -5.0, "flips"),
        ((-2.0, -3.0, -1.0), 5.0, "flips"),
        ((-2.0, -3.0, -1.0), -5.0, "holds"),
        ((2.0, -1.0, 5.0), 5.0, "open"),
        ((-2.0, -5.0, 1.0), 5.0, "open"),
        ((0.0, 0.0, 0.0), 5.0, "open"),
        ((2.0, math.nan, math.nan), 5.0, "unknown"),
    ],
)
def test_a_sign_flips_only_where_the_interval_lies_on_the_other_side(
    found: tuple[float, float, float], usual: float, told: str
) -> None:
    assert verdict(Interval(*found), Interval(usual, usual - 1.0, usual + 1.0)) == told


def test_a_row_pairs_by_world_and_says_what_the_switch_changes() -> None:
    reward, upfront = np.array([10.0, 21.0, 30.0, np.nan]), np.array([12.0, 22.0, 33.0, 1.0])
    found = artefact(ABOUT, (reward, upfront), np.array([3.0, 4.0, 2.0, 5.0]))
    assert found[:5] == ABOUT
    assert (found.worlds, found.difference, found.change) == (3, pytest.approx(-2.0), pytest.approx(-5.0))
    assert found.reward - found.upfront == pytest.approx(found.difference)
    # In each world the difference is lower by exactly five: what is common to all is gone.
    assert (found.change_low, found.change_high) == pytest.approx((-5.0, -5.0))
    assert found.verdict == "open"


def test_a_swing_counts_the_usual_difference_and_is_a_share_of_the_largest() -> None:
    def row(scenario: str, choice: str, end: str, difference: float) -> Artefact:
        return Artefact(scenario, choice, end, "", "", 0, 0, difference, 0, 0, 9, 0, 0, 0, "open")

    table = pd.DataFrame([
        row("a", "", "usual", 10.0), row("a", "x", "low", 4.0), row("a", "x", "high", 12.0), row("a", "y", "high", 6.0),
        row("b", "", "usual", 0.0), row("b", "x", "low", 1.0), row("b", "x", "high", 2.0), row("b", "y", "high", -4.0),
    ])  # fmt: skip
    assert swings(table).to_dict() == pytest.approx({"x": 1.0 + 0.5, "y": 0.5 + 1.0})
