"""Worlds at the edge of what can be asked: each lives to its end and breaks none of the invariants."""

from typing import Any

import pytest

from dizao.model.engine import Engine

from .invariants import broken
from .worlds import TINY, settings_with, under

ONE_HOUSEHOLD = {"place__communities": 1, "place__units": 1, "place__households": 1, "place__stations": 0}
NOBODY_COMES = {"people__attend_intercept": -1000.0, "people__attend_invited": 0.0}

LIMITS: dict[str, dict[str, Any]] = {
    "one resident": ONE_HOUSEHOLD | {"place__residents": 1, "place__party_members": 0},
    "one household of six": ONE_HOUSEHOLD | {"place__residents": 6, "place__party_members": 1},
    "units of one household": {"place__units": 24, "place__residents": 50},
    "everybody lives alone": {"place__residents": 24},
    "no ties": {"network__building_ties": 0.0, "network__unit_ties": 0.0, "network__across_ties": 0.0},
    "everybody tied": {"network__building_ties": 60.0, "network__unit_ties": 60.0},
    "nobody attends": NOBODY_COMES,
    "everybody attends": {"people__attend_intercept": 100.0},
    "no budget": {"budget__yuan_per_year": 0.0, "budget__warm_up_yuan_per_year": 0.0},
    "no minutes": {"offices__community_minutes": 0.0, "offices__street_minutes": 0.0},
    "a county without minutes": {"offices__county_minutes_per_unit": 0.0},
    "no party members": {"place__party_members": 0},
    "everybody a party member": {"place__party_members": 40},
    "no savings": {"place__savings_weeks": 0.0},
    "no spare money": {"place__spare_money_share": 0.0},
    "no lender": {"works__lender_share": 0.0},
    "always a lender": {"works__lender_share": 1.0},
    "everybody starts in hope": {"works__start_uncovered": 1.0, "works__lender_share": 0.0},
    "no patience": {"works__patience_weeks": 0, "works__lender_share": 0.0, "works__start_uncovered": 1.0},
    "no follow-up period": {"calendar__follow_up_weeks": 0},
    "a week": {"calendar__programme_weeks": 1},
    "no past": {"calendar__warm_up_weeks": 0, "calendar__backlog_weeks": 0},
    "everything is refused": {"works__acceptance_threshold": 1.0, "works__acceptance_error": 0.01},
    "nothing decays": {"works__functioning_condition": 0.0},
}


@pytest.mark.parametrize("mechanism", ["none", "upfront", "reward"])
@pytest.mark.parametrize("limit", LIMITS)
def test_a_world_at_its_limit(limit: str, mechanism: str) -> None:
    settings = settings_with(TINY | LIMITS[limit], rates=100.0)
    assert broken(Engine(under(settings, mechanism), 5)) == {}


def test_needs_every_week() -> None:
    settings = settings_with(TINY, rates=1e6)
    engine = Engine(settings, 5)
    assert broken(engine) == {}
    weeks, units = settings.calendar.programme_weeks, settings.place.units
    assert engine.outcomes()["needs"] == weeks * units * len(settings.categories)


def test_where_nobody_attends_nothing_is_proposed() -> None:
    engine = Engine(settings_with(TINY | NOBODY_COMES, rates=100.0), 5)
    engine.run()
    assert engine.outcomes()["attended"] == engine.outcomes()["proposals"] == 0


def test_where_everybody_attends_all_adults_come() -> None:
    engine = Engine(settings_with(TINY | LIMITS["everybody attends"], rates=1000.0), 5)
    engine.run()
    assert engine.outcomes()["attended"] == engine.world.units.adults.sum()


def test_a_reward_without_lender_and_savings_leaves_the_budget_unspent() -> None:
    poor = {"works__lender_share": 0.0, "place__savings_weeks": 0.0, "works__start_uncovered": 0.0}
    settings = settings_with(rates=20.0, calendar__warm_up_weeks=0, **poor)
    found = {}
    for name in ("upfront", "reward"):
        engine = Engine(under(settings, name), 5)
        engine.run()
        found[name] = engine.outcomes()
    assert found["reward"]["public_yuan"] == 0 < found["upfront"]["public_yuan"]
    assert found["reward"]["unspent_yuan"] > found["upfront"]["unspent_yuan"]


def test_everything_up_front_asks_nothing_of_anyone() -> None:
    # Money for everybody, and no week after the budget year, when what was left has lapsed.
    rich = {
        "calendar__follow_up_weeks": 4,
        "budget__yuan_per_year": 1e8,
        "budget__warm_up_yuan_per_year": 1e8,
        "offices__county_minutes_per_unit": 1e4,
    }
    engine = Engine(under(settings_with(rates=20.0, **rich), "upfront"), 5)
    engine.run()
    found = engine.outcomes()
    assert found["completed"] > 5
    assert found["residents_yuan"] == found["gave_money"] == found["gave_labour"] == 0
