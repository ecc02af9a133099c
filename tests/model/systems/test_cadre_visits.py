"""Cadre visits (ODD 7.28): whose minutes they take, whom they reach, and that nothing comes of them by another way."""

from functools import cache
from typing import Any

import numpy as np

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.model.engine import Engine
from dizao.model.systems.cadre_visits import FROM_DESKS, FROM_FORMALITIES
from dizao.model.world.projects import COMMUNITY_LEVEL, MATTER, NEVER, STREET_LEVEL, UNIT_LEVEL
from tests.model.invariants import broken
from tests.model.worlds import TINY, different_columns, lived, settings_with

SEED = 3
VISITS = {"cadre_visits__visits": 2.0, "cadre_visits__ceremonial": 0.0}
ONLY_AT_DOORS = {"people__voice_intercept": -40.0, "cadre_visits__asked": 80.0}
"""Nobody voices a need, and who is asked at the door says all."""
NOT_OF_THE_COUNTY = {"cadre_visits__county_share": 0.0}
OF_COMMUNITIES = {"cadre_visits__street_share": 0.0, "cadre_visits__county_share": 0.0}
SHORT = TINY | {"calendar__warm_up_weeks": 6, "calendar__programme_weeks": 16, "calendar__follow_up_weeks": 6}
RATES = 150.0
"""In so small a place needs must be frequent."""


def visited(**changes: Any) -> Engine:
    return Engine(settings_with(SHORT, rates=RATES, **VISITS | changes), SEED)


@cache
def without_visits() -> Engine:
    return lived(settings_with(SHORT, rates=RATES), SEED)


@cache
def heard_only_at_doors(**changes: Any) -> Engine:
    engine = visited(**ONLY_AT_DOORS | changes)
    engine.run()
    return engine


def spent(engine: Engine, *why: str) -> int:
    minutes = engine.ledger.minutes_since(-1000)
    return sum(minutes.get(one, 0) for one in why)


def test_everything_holds_with_visits() -> None:
    half = {"cadre_visits__ceremonial": 0.5, "cadre_visits__visits": 2.4, "cadre_visits__aim": "targeted"}
    engine = visited(**half, offices__community_minutes=400.0)
    assert broken(engine) == {}
    assert sum(engine.weekly["recorded_at_visits"]) > 0


# minutes --------------------------------------------------------------------------------------------------------


def test_every_visit_takes_its_minutes_whether_anybody_is_heard_or_not() -> None:
    for ceremonial in (0.0, 1.0):
        engine = visited(cadre_visits__ceremonial=ceremonial, **NOT_OF_THE_COUNTY)
        engine.run()
        weeks = sum(SHORT[f"calendar__{name}_weeks"] for name in ("warm_up", "programme", "follow_up"))
        assert sum(engine.weekly["cadre_visits"]) == 2 * weeks
        assert spent(engine, FROM_DESKS) == spent(engine, FROM_FORMALITIES) == 60 * 2 * weeks
    assert sum(engine.weekly["recorded_at_visits"]) == 0


def test_formalities_give_up_no_more_than_there_is_of_them() -> None:
    # 0.35 of 100 minutes a week are formalities: desks give the rest, 205 minutes of 65, so that many visits fail.
    busy = {"offices__community_minutes": 100.0, "cadre_visits__from_formalities": 1.0}
    engine = visited(**busy, **OF_COMMUNITIES)
    engine.run()
    assert max(self_given(engine)) == 35
    assert sum(engine.weekly["cadre_visits"]) < 2 * len(engine.weekly["week"])


def self_given(engine: Engine) -> list[int]:
    return [minutes for _, why, minutes in engine.ledger.minutes_by_week() if why == FROM_FORMALITIES]


def test_an_office_without_minutes_makes_no_visits() -> None:
    engine = visited(offices__community_minutes=0.0, **OF_COMMUNITIES)
    engine.run()
    assert spent(engine, FROM_DESKS, FROM_FORMALITIES) == sum(engine.weekly["cadre_visits"]) == 0


def test_only_offices_give_minutes_and_nobody_is_paid_for_more() -> None:
    plain, engine = without_visits(), visited()
    engine.run()
    assert (plain.world.organizations.paid_minutes == engine.world.organizations.paid_minutes).all()
    used = -engine.ledger.minutes[engine.ledger.account("time_offices", np.arange(len(plain.world.organizations.id)))]
    weeks = len(engine.weekly["week"])
    assert (used <= engine.world.organizations.paid_minutes * weeks + 360).all()


# what is cut ----------------------------------------------------------------------------------------------------


def test_ceremonial_visits_out_of_formalities_change_nothing_but_where_minutes_go() -> None:
    plain = without_visits()
    engine = visited(cadre_visits__ceremonial=1.0, cadre_visits__from_formalities=1.0, **NOT_OF_THE_COUNTY)
    engine.run()
    assert {name for name in different_columns(plain.tables(), engine.tables()) if not name.startswith("ledger.")} == {
        "weekly.cadre_visits"
    }
    judged = "settled_per_official_hour"
    assert engine.outcomes()[judged] == plain.outcomes()[judged]


def test_visits_that_are_aimed_and_find_nobody_are_blind_ones() -> None:
    blind, aimed = visited(), visited(cadre_visits__aim="targeted", cadre_visits__precision=0.0)
    found = visited(cadre_visits__aim="targeted", cadre_visits__precision=1.0, cadre_visits__long_weeks=1)
    for engine in (blind, aimed, found):
        engine.run()
    assert different_columns(blind.tables(), aimed.tables()) == []
    assert different_columns(blind.tables(), found.tables()) != []


# what is heard --------------------------------------------------------------------------------------------------


def test_what_is_heard_is_voiced_and_recorded_there_and_then() -> None:
    engine = heard_only_at_doors(**NOT_OF_THE_COUNTY)
    needs = engine.world.needs
    voiced = needs.week_voiced > NEVER
    assert voiced.sum() == sum(engine.weekly["recorded_at_visits"]) > 10
    assert (needs.week_recorded[voiced] == needs.week_voiced[voiced]).all()
    assert spent(engine, "recording") == 60 * voiced.sum()


def test_without_minutes_what_is_heard_waits_for_the_office() -> None:
    # Each office has 65 minutes for residents a week: a visit uses them up.
    engine = heard_only_at_doors(offices__community_minutes=100.0, **OF_COMMUNITIES)
    needs = engine.world.needs
    voiced = needs.week_voiced > NEVER
    assert voiced.sum() > 0
    assert not (needs.week_recorded[voiced] == needs.week_voiced[voiced]).all()


def test_an_official_settles_what_lies_with_the_offices_up_to_the_own_level() -> None:
    sure = {"works__settle_intercept": 30.0, "cadre_visits__on_the_spot": 1.0}
    for own, levels in (
        (OF_COMMUNITIES, {COMMUNITY_LEVEL}),
        ({"cadre_visits__county_share": 1.0}, {COMMUNITY_LEVEL, STREET_LEVEL}),
    ):
        engine = heard_only_at_doors(**sure, **own, offices__county_minutes_per_unit=9_000.0)
        needs = engine.world.needs
        matters = np.flatnonzero((needs.kind == MATTER) & (needs.week_recorded > NEVER))
        first_level = engine.world.kinds.level[needs.category[matters]]
        at_once = needs.week_settled[matters] == needs.week_recorded[matters]
        assert set(first_level[at_once].tolist()) == levels
        assert at_once[np.isin(first_level, list(levels))].all()
        assert {UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL} == set(first_level.tolist())


def test_aimed_visits_find_a_need_that_waits_for_long_wherever_there_is_one() -> None:
    engine = visited(
        **ONLY_AT_DOORS, cadre_visits__aim="targeted", cadre_visits__precision=1.0, cadre_visits__households=1,
        cadre_visits__visits=1.0, cadre_visits__long_weeks=2, **NOT_OF_THE_COUNTY,
    )  # fmt: skip
    waited = 0
    while engine.week < engine.end_week:
        needs = engine.world.needs
        long = (needs.week_arose <= engine.week - 2) & (needs.week_recorded == NEVER) & (needs.met == 0)
        engine.step()
        if long.any():
            waited += 1
            assert engine.weekly["recorded_at_visits"][-1] > 0
    assert waited > 2


def test_a_community_of_which_half_is_simulated_gets_half_of_the_visits() -> None:
    half = settings_with({**SHORT, "place__units": 4}, **VISITS | {"cadre_visits__visits": 4.0})._replace(scale=0.5)
    engine = Engine(half, SEED)
    engine.step()
    assert (engine.world.organizations.kind == COMMUNITY_OFFICE).sum() == 1
    assert engine.weekly["cadre_visits"] == [2]
