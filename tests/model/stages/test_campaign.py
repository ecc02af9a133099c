"""How the campaign behaves (ODD 7.5, figure of 7.11): what its result must and must not depend on.

The harness is that of the figure: the engine's own rules, one pinned project after the other in twelve units. Every
share below is a mean over 24 units of 150 households, so its standard error is about 0.015.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

SEEDS = (1, 2)
SMALL_STEP = 0.12


@pytest.fixture(scope="module")
def harness() -> ModuleType:
    path = Path(__file__).resolve().parents[3] / "benchmarks" / "behaviour.py"
    spec = importlib.util.spec_from_file_location("behaviour", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["behaviour"] = module
    spec.loader.exec_module(module)
    return module


def mean_share(harness: ModuleType, **changes: Any) -> float:
    return float(harness.shares_over(harness.lab(**changes), SEEDS).mean())


def test_half_the_attention_for_twice_as_long_gives_the_same(harness: ModuleType) -> None:
    usual = mean_share(harness, people__attention=0.35, works__campaign_weeks=8)
    slower = mean_share(harness, people__attention=0.175, works__campaign_weeks=16)
    assert abs(usual - slower) <= 0.05


SMOOTH: dict[str, list[dict[str, Any]]] = {
    "prior belief": [{"people__prior_intercept": x} for x in np.arange(-2.0, 1.01, 0.5)],
    "value over outlay": [{"value_over_outlay": x} for x in np.arange(0.5, 4.01, 0.5)],
    "secured share": [{"secured": x} for x in np.arange(0.0, 0.91, 0.15)],
    "leaders": [{"place__party_members": x} for x in (0, 90, 180, 360, 540)],
}


@pytest.mark.parametrize("what", SMOOTH)
def test_pledges_move_smoothly_with(what: str, harness: ModuleType) -> None:
    shares = np.array([mean_share(harness, **changes) for changes in SMOOTH[what]])
    assert np.abs(np.diff(shares)).max() < SMALL_STEP
    # The sign is that of the weights at their defaults; 0.03 is two standard errors of a difference.
    assert np.diff(shares).min() > -0.03
    assert shares[-1] > shares[0] + 0.03


STARTING: dict[str, float] = {
    "people__giving_intercept": -2.3,
    "people__belief_slope": 5.3,
    "people__return_weight": 1.07,
    "people__hump_slope": 3.31,
    "people__hump_share": 0.08,
    "people__reciprocity_sd": 0.38,
    "people__prior_sd": 1.2,
    "people__belief_learning": 0.2,
    "people__reciprocity_erosion": 0.13,
}
"""Dispositions as the specification starts with them, before they were estimated."""

FAILS_AS_ESTIMATED = pytest.mark.xfail(
    strict=True, reason="with the estimated dispositions the spread is 1.5 times that without learning (ODD 7.11)"
)


FAILS_WITH_PERSUASION = pytest.mark.xfail(
    strict=True, reason="where talks meet minds anew the spread at value 3 is 1.8 times that without learning (ODD 7.4)"
)
ONE_MIND: dict[str, Any] = {"people__persuasion": 0.0}


@pytest.mark.parametrize(
    "changes",
    [
        STARTING,
        pytest.param({"value_over_outlay": 3.0} | ONE_MIND, marks=pytest.mark.long),
        pytest.param({"value_over_outlay": 3.0}, marks=[FAILS_WITH_PERSUASION, pytest.mark.long]),
        pytest.param({}, marks=FAILS_AS_ESTIMATED),
    ],
    ids=["start", "estimated, value 3, one mind", "estimated, value 3", "estimated"],
)
def test_places_part_ways_by_learning(changes: dict[str, Any], harness: ModuleType) -> None:
    projects = 10
    learns = harness.shares_over(harness.lab(projects=projects, **changes), SEEDS)
    does_not = harness.shares_over(harness.lab(projects=projects, **(changes | harness.UNLEARNING)), SEEDS)
    # A thing that was kept as new is not needed again: no campaign, and no share of givers.
    late, unlearnt = (np.nanstd(np.nanmean(found[:, -3:], axis=1)) for found in (learns, does_not))
    assert late > 1.5 * np.nanstd(learns[:, 0])
    assert late > 2.0 * unlearnt
