"""The table of facts says what the statistics say, bears on outcomes that exist, and conditions on no test."""

import csv
import math
from importlib.resources import files

import numpy as np
import pytest

from dizao.scenarios import load
from dizao.scenarios.calibration.plausible.cube import Cube, keys_of_worlds, settings_at, spaces_of_worlds
from dizao.scenarios.calibration.plausible.facts import (
    Fact,
    facts,
    off_scale,
    on_scale,
    ratio_on_scale,
    simulated_facts,
    worlds,
)
from dizao.scenarios.calibration.plausible.runs import columns
from dizao.scenarios.calibration.plausible.summaries import SUMMARIES
from dizao.scenarios.loading.checks import contradictions

pytestmark = pytest.mark.small

with files("dizao.scenarios.evidence").joinpath("field_statistics.csv").open(encoding="utf-8") as FILE:
    STATISTICS = {row["id"]: row for row in csv.DictReader(FILE)}

OF_QUANTILES = {"payers", "attendance_small_group"}
"""Facts whose low and high are deciles of groups, not of the statistic."""

QUARTER = 0.25


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.name)
def test_a_fact_bears_on_an_outcome_that_exists_and_says_why(fact: Fact) -> None:
    assert set(fact.statistics) <= set(STATISTICS)
    assert fact.why
    if fact.use == "out":
        assert math.isnan(fact.value)
        return
    assert fact.world in {world.name for world in worlds()}
    assert fact.outcome in SUMMARIES
    assert fact.title_zh
    assert fact.error > 0.0
    assert fact.discrepancy > 0.0
    assert float(off_scale(fact.scale, np.array([fact.observed]))[0]) == pytest.approx(fact.value)


@pytest.mark.parametrize("fact", [one for one in simulated_facts() if one.statistics], ids=lambda fact: fact.name)
def test_value_and_error_are_those_of_the_statistic(fact: Fact) -> None:
    row = STATISTICS[fact.statistics[0]]
    assert fact.value == pytest.approx(float(row["value"]), abs=0.001 * fact.value)
    if fact.name not in OF_QUANTILES:
        ends = on_scale(fact.scale, np.array([float(row["low"]), float(row["high"])]))
        assert fact.error == pytest.approx(QUARTER * float(ends[1] - ends[0]), abs=0.012)


def test_no_statistic_has_two_uses_and_documented_projects_condition_nothing() -> None:
    used = [number for fact in facts() for number in fact.statistics]
    assert len(used) == len(set(used))
    assert not {"F035", "F036", "F076"} & {n for fact in simulated_facts() for n in fact.statistics}


def test_every_outcome_has_a_fact() -> None:
    assert {outcome for _, outcome in columns()} == set(SUMMARIES)


def test_ratios_are_undefined_where_nothing_happened_and_numbers_elsewhere() -> None:
    amounts, of = np.array([0.0, 0.0, 4.0, 1.0]), np.array([0.0, 4.0, 4.0, 2.0])
    assert np.isnan(ratio_on_scale("log", amounts, of)).tolist() == [True, True, False, False]
    logit = ratio_on_scale("logit", amounts, of)
    assert np.isnan(logit).tolist() == [True, False, False, False]
    assert logit[1] == pytest.approx(-logit[2])
    assert logit[3] == 0.0


def test_one_place_is_the_same_part_of_the_range_in_all_worlds() -> None:
    cube = Cube.of(load("taoyuan"))
    place = np.full((1, len(cube.keys)), 0.75)
    [settings] = settings_at(place[:, : len(keys_of_worlds())])
    assert len({one.people.attention for one in settings.values()}) == 1
    factors = {name: one.budget.yuan_per_year / worlds_budget(name) for name, one in settings.items()}
    assert np.allclose(list(factors.values()), 2.0, rtol=1e-4)
    assert cube.values(place)["people.attention"][0] == settings["compound"].people.attention


def worlds_budget(name: str) -> float:
    """Return the budget of a world as its scenario has it."""
    return next(world.loaded() for world in worlds() if world.name == name).settings().budget.yuan_per_year


def test_no_place_contradicts_itself_in_any_world() -> None:
    numbers = len(keys_of_worlds())
    places = np.vstack([np.zeros((1, numbers)), np.ones((1, numbers)), np.random.default_rng(0).random((20, numbers))])
    for settings in settings_at(places):
        assert [problem for one in settings.values() for problem in contradictions(one, [])] == []
    assert set(spaces_of_worlds()) == {world.name for world in worlds()}
