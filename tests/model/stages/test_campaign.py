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


def test_places_part_ways_by_learning(harness: ModuleType) -> None:
    projects = 10
    learns = harness.shares_over(harness.lab(projects=projects), SEEDS)
    does_not = harness.shares_over(harness.lab(projects=projects, **harness.UNLEARNING), SEEDS)
    assert learns[:, -3:].mean(axis=1).std() > 1.5 * learns[:, 0].std()
    assert learns[:, -3:].mean(axis=1).std() > 1.3 * does_not[:, -3:].mean(axis=1).std()
