"""How groups of places fare against the baseline: paired by world, and nothing where there are no groups."""

import numpy as np
import pytest

from dizao.scenarios.analysis.places import POOR_UNITS, of_place, place_effects
from dizao.scenarios.analysis.process import process_table
from dizao.scenarios.execution.run_process import NO_PROCESS

pytestmark = pytest.mark.small


def table(gains: tuple[float, ...], **more: float):
    runs = []
    for world, gain in enumerate(gains):
        base = {f"hills.{POOR_UNITS}": 0.1 * world}
        runs.append(("upfront", world, NO_PROCESS._replace(places=base | more)))
        runs.append(("reward", world, NO_PROCESS._replace(places={f"hills.{POOR_UNITS}": 0.1 * world + gain})))
    return place_effects(process_table(runs), "upfront")


def test_differences_are_those_of_the_same_world() -> None:
    row = of_place(table((0.2, 0.2, 0.2)), "hills", POOR_UNITS, "reward")
    assert row is not None
    assert (row["n"], row["baseline"]) == (3, "upfront")
    assert row["difference"] == pytest.approx(0.2)
    assert row["ci_low"] == pytest.approx(row["ci_high"]), "worlds differ from each other, differences do not"
    assert row["baseline_mean"] == pytest.approx(0.1)


def test_what_is_undefined_under_a_mechanism_is_left_out() -> None:
    found = table((0.2, 0.1, 0.3), **{"hills.income_fen_a_head": 5.0})
    assert list(found["outcome"]) == [f"hills.{POOR_UNITS}"]
    assert of_place(found, "hills", "income_fen_a_head", "reward") is None
    assert of_place(found, "town", POOR_UNITS, "reward") is None


def test_without_groups_there_is_nothing() -> None:
    runs = [(name, world, NO_PROCESS) for world in range(2) for name in ("upfront", "reward")]
    found = place_effects(process_table(runs), "upfront")
    assert found.empty
    assert np.isin(["outcome", "ci_low"], found.columns).all()
