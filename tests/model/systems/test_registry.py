"""The registry: every system is found, whole, and clashes with no other."""

from collections import Counter

import pytest

from dizao.model.core import draws
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import BASE_SECTIONS
from dizao.model.points import Points
from dizao.model.system import System, points_of
from dizao.model.systems.registry import SECTIONS, SYSTEMS, default_settings


def test_every_module_is_a_system_and_each_has_its_own_row_section_and_place_in_the_odd() -> None:
    assert [one.row for one in SYSTEMS] == sorted({one.row for one in SYSTEMS})
    assert len({one.section for one in SYSTEMS}) == len({one.odd for one in SYSTEMS}) == len(SYSTEMS)
    assert list(SECTIONS)[-1] == "cases"
    assert {one.section for one in SYSTEMS} | set(BASE_SECTIONS) == set(SECTIONS)


def test_no_purpose_of_random_draws_is_used_twice() -> None:
    base = {name: value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)}
    numbers = [base[name] for name in base if name != "MASK"] + [n for one in SYSTEMS for n in one.draws.values()]
    assert [n for n, times in Counter(numbers).items() if times > 1] == []


def test_switches_are_settings_and_by_default_all_is_off() -> None:
    settings = default_settings()
    for one in SYSTEMS:
        assert set(one.switches) <= set(one.settings._fields)
        assert not one.is_switched_on(settings)
    # What members do by default is part of every world.
    assert [one.name for one in SYSTEMS if one.is_in(settings)] == ["members"]


def test_outcomes_and_hours_of_systems_are_there() -> None:
    for one in SYSTEMS:
        assert set(one.outcomes) <= set(OUTCOMES)
        assert set(one.tasks.values()) <= set(OUTCOMES)
        assert (one.measure is None) == (not one.outcomes)


def test_every_point_is_described_and_somebody_acts_at_each() -> None:
    described = Points.__doc__ or ""
    for name in Points._fields:
        assert f"    {name}\n" in described
    assert {name for one in SYSTEMS for name in one.acts} == set(Points._fields)


def test_every_function_that_a_system_names_is_there() -> None:
    for one in SYSTEMS:
        found = one.loaded()
        assert all(callable(function) for function in found.acts.values())
        assert (found.measure is None) == (one.measure is None)
        assert all(callable(make) for make, _ in found.columns.values())
    with pytest.raises(ValueError, match=r"system councils: week\.sing: no such function"):
        next(one for one in SYSTEMS if one.name == "councils")._replace(begin="week.sing").loaded()


def test_a_point_that_is_not_there_is_refused() -> None:
    one = System(name="x", row=99, odd="9", section="x", settings=type(default_settings().works), acts={"noon": print})
    with pytest.raises(ValueError, match="system x: no point noon; known: money_lies, "):
        points_of((one,))


def test_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="clouds: unknown section; known: calendar, "):
        default_settings().with_section("clouds", None)
    with pytest.raises(AttributeError, match="settings have no section clouds"):
        _ = default_settings().clouds
