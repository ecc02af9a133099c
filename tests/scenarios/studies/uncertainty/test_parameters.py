"""Which numbers are drawn, and over which ranges."""

import re

import pytest

from dizao.agents.parameters import parameters_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.systems.registry import SECTIONS, SYSTEMS, default_settings, system_of_section
from dizao.scenarios import load
from dizao.scenarios.commands.listing import systems
from dizao.scenarios.loading.layers import library
from dizao.scenarios.reports.names import NAMES
from dizao.scenarios.studies.uncertainty.parameters import (
    ALWAYS,
    LOG_FROM,
    MEMBERS_OF_THE_ESTIMATE,
    errors_of_the_estimate,
    is_left_out,
    uncertain,
)
from tests.model.worlds import SMALL, lived, settings_with


@pytest.mark.small
@pytest.mark.parametrize("name", library())
def test_what_nobody_knows_is_always_in(name: str) -> None:
    drawn = uncertain(load(name).base)
    assert set(ALWAYS) <= {one.key for one in drawn}
    assert {one.key for one in drawn if one.always} == set(ALWAYS)


@pytest.mark.small
@pytest.mark.parametrize("name", ["nanhu", "duhe", "village", "bridge", "platforms"])
def test_a_number_graded_c_is_drawn_or_it_is_said_why_not(name: str) -> None:
    settings = load(name).base
    keys = {one.key for one in uncertain(settings)}
    for section, kind in SECTIONS.items():
        for number, parameter in parameters_of(kind).items():
            if parameter.grade == "C":
                key = f"{section}.{number}"
                assert (key in keys) != bool(is_left_out(key, settings)), key


@pytest.mark.small
def test_mechanisms_are_choices_and_never_drawn() -> None:
    heads = {one.key.partition(".")[0] for one in uncertain(load("nanhu").base)}
    assert heads <= {*SECTIONS, "categories"}
    assert heads.isdisjoint(PARTS)


@pytest.mark.small
def test_systems_that_are_off_are_left_out_and_those_that_are_on_are_in() -> None:
    for name in systems():
        settings = load(name).base
        drawn = {one.key.partition(".")[0] for one in uncertain(settings)}
        on = {one.section for one in SYSTEMS if one.is_in(settings) and one.is_switched_on(settings)}
        assert {one.section for one in SYSTEMS if one.section in drawn} == on
    assert not any(one.is_switched_on(load("nanhu").base) for one in SYSTEMS)
    assert system_of_section("partners").is_in(load("bridge").base)
    assert system_of_section("councils").is_in(load("issue_councils").base)


def test_what_is_left_out_changes_nothing_where_it_is() -> None:
    """Numbers of games, and of systems that are off, moved to the ends of their ranges: the same run, to the byte."""
    before = settings_with(SMALL)
    moved = before
    for section, kind in SECTIONS.items():
        for number, parameter in parameters_of(kind).items():
            reason = is_left_out(f"{section}.{number}", before)
            if parameter.grade == "C" and re.search("games|system is off", reason):
                value = getattr(getattr(before, section), number)
                end = parameter.low if value != parameter.low else parameter.high
                moved = moved.with_values(**{f"{section}__{number}": type(value)(end)})
    assert sum(a != b for s in SECTIONS for a, b in zip(getattr(before, s), getattr(moved, s), strict=True)) > 30
    ends = [lived(settings, 3).outcomes() for settings in (before, moved)]
    assert ends[0]["completed"] > 0
    assert repr(ends[0]) == repr(ends[1])


@pytest.mark.small
@pytest.mark.parametrize("name", ["nanhu", "duhe", "village", *systems()])
def test_ranges_hold_the_scenarios_own_numbers(name: str) -> None:
    for one in uncertain(load(name).base):
        assert one.low <= one.default <= one.high, one.key
        assert one.log == (one.low > 0.0 and one.high >= LOG_FROM * one.low) or one.unit == "times", one.key
        assert one.grade in "BC" or one.key in ALWAYS


@pytest.mark.small
def test_every_number_has_its_name_in_both_languages() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for key, (english, chinese) in NAMES.items():
        assert english[0].islower(), key
        assert not han.search(english), key
        assert han.search(chinese), key
        assert not re.search("[A-Za-z]", chinese), key
    names = [name for name, _ in NAMES.values()]
    assert len(set(names)) == len(names)


@pytest.mark.small
def test_budgets_are_drawn_around_the_places_own() -> None:
    by_key = {one.key: one for one in uncertain(load("nanhu").base)}
    budget = by_key["budget.yuan_per_year"]
    assert (budget.low, budget.high, budget.log) == (160_000.0, 2_560_000.0, True)


@pytest.mark.small
def test_the_estimate_is_that_of_the_calibration() -> None:
    errors, correlations = errors_of_the_estimate()
    at = {name: k for k, name in enumerate(MEMBERS_OF_THE_ESTIMATE)}
    assert errors[at["belief_slope"]] == pytest.approx(0.5248)
    assert correlations[at["belief_slope"]][at["reciprocity_sd"]] == -0.80
    assert all(correlations[k][k] == 1.0 for k in range(len(errors)))
    defaults = default_settings().people
    assert all(hasattr(defaults, name) for name in at)
