"""The five-level party chain (ODD 7.13): each effect goes through its own level, and is gone without it."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.agents.party_member import CENTRE_HOUSEHOLD
from dizao.agents.resident import CAME_LAST
from dizao.model.engine import Engine
from dizao.model.world.projects import CAMPAIGNING, COMMUNITY_LEVEL, NEVER, STREET_LEVEL, UNIT_LEVEL
from tests.model.invariants import broken
from tests.model.worlds import SMALL, different_columns, lived, settings_with

LEVELS = ("streets", "communities", "compounds", "buildings", "households")
SEED = 3


def chained(*missing: str, **changes: Any) -> Engine:
    """Return a world with a chain that forgets nothing, but for the levels that are missing."""
    levels = {f"chain__{name}": 0.0 if name in missing else 1.0 for name in LEVELS}
    sure = {"chain__pass_on": 1.0, "offices__member_active_share": 0.6}
    return Engine(settings_with(SMALL | levels | sure | changes), SEED)


@cache
def run(*missing: str) -> Engine:
    engine = chained(*missing)
    engine.run()
    return engine


def through_the_chain(engine: Engine) -> np.ndarray:
    """Return the rows of the needs that were recorded in the week in which the chain brought them."""
    needs = engine.world.needs
    return np.flatnonzero((needs.chain_week > NEVER) & (needs.week_recorded == needs.chain_week))


def minutes(engine: Engine, why: str) -> int:
    return engine.ledger.minutes_since(-1000).get(why, 0)


def test_everything_holds_with_a_chain() -> None:
    forgetful = chained(chain__pass_on=0.8, chain__buildings=0.7, chain__households=0.5)
    assert broken(forgetful) == {}
    assert len(through_the_chain(forgetful)) > 10


def test_without_member_households_a_chain_changes_nothing() -> None:
    plain = lived(settings_with(SMALL | {"offices__member_active_share": 0.6}), SEED)
    assert different_columns(run("households").tables(), plain.tables()) == []


# needs go up ----------------------------------------------------------------------------------------------------


def test_needs_reach_the_level_that_can_act_one_step_a_week() -> None:
    engine = chained()
    steps = {UNIT_LEVEL: 2, COMMUNITY_LEVEL: 3, STREET_LEVEL: 4}
    seen = dict.fromkeys(steps, 0)
    while engine.week < 20:
        before = engine.world.needs.chain_week.copy()
        engine.step()
        needs = engine.world.needs
        for n in np.flatnonzero(needs.chain_week != before):
            level = int(engine.world.kinds.level[needs.category[n]])
            assert needs.chain_week[n] - (engine.week - 1) == steps[level]
            seen[level] += 1
    assert min(seen.values()) > 0


def test_what_the_chain_brings_is_recorded_without_the_office() -> None:
    engine = run()
    needs = engine.world.needs
    brought = len(through_the_chain(engine))
    each = int(engine.settings.offices.triage_minutes)
    assert minutes(engine, "recording") <= each * ((needs.week_recorded > NEVER).sum() - brought)
    assert brought > 0.2 * (needs.week_recorded > NEVER).sum()


@pytest.mark.parametrize(
    ("missing", "beyond"), [("streets", STREET_LEVEL), ("communities", COMMUNITY_LEVEL), ("compounds", UNIT_LEVEL)]
)
def test_a_missing_level_stops_only_what_must_pass_it(missing: str, beyond: int) -> None:
    whole, gap = run(), run(missing)
    levels = whole.world.kinds.level[whole.world.needs.category]
    for level in (UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL):
        brought = (levels[through_the_chain(gap)] == level).sum()
        # A need may be recorded by the office in the very week in which somebody brings it there.
        ends = gap.world.needs.chain_end[levels == level]
        assert ((ends == 1).sum() == 0) == (level >= beyond)
        assert brought > 0 or level >= beyond


def test_a_chain_that_forgets_everything_brings_nothing_and_stands_in_nobodys_way() -> None:
    engine, plain = chained("compounds", chain__pass_on=0.0), run("households")
    engine.run()
    assert (engine.world.needs.chain_end[engine.world.needs.chain_week > NEVER] == 3).all()
    assert engine.outcomes()["voiced"] == plain.outcomes()["voiced"]
    assert minutes(engine, "passing on") == minutes(engine, "telling") == 0


# word comes down ------------------------------------------------------------------------------------------------


def told_of_some_campaign(engine: Engine) -> np.ndarray:
    told = np.zeros(len(engine.world.households.id), dtype=bool)
    for p in np.flatnonzero(engine.world.projects.first_stake >= 0):
        start, end, first = engine.block_of(int(p))
        told[start:end] |= engine.world.stakes.told[first : first + end - start] > 0
    return told


def test_only_neighbours_of_member_households_are_told_and_only_where_every_level_is_there() -> None:
    engine = run()
    told = engine.world.households.told_week >= -engine.settings.calendar.warm_up_weeks
    told |= told_of_some_campaign(engine)
    assert told.any()
    assert told_of_some_campaign(engine).any()
    assert (engine.systems["party_chain"].levels.centre[told] >= 0).all()
    for missing in ("compounds", "buildings"):
        cut = run(missing)
        assert (cut.world.households.told_week < -cut.settings.calendar.warm_up_weeks).all()
        assert not told_of_some_campaign(cut).any()
        assert minutes(cut, "telling") == 0


def test_who_is_told_of_a_meeting_comes_more_often() -> None:
    came, others, of_told, of_others = 0, 0, 0, 0
    # Nobody else is invited: in these small units the usual invitations would reach everybody.
    engine = chained(works__invitations=0.0)
    while engine.week < 40:
        engine.world.units.told[:] = 0
        engine.step()
        units = np.flatnonzero(engine.world.units.told > 0)
        told = engine.world.households.told_week == engine.week - 1
        for u in units:
            rows = slice(engine.world.units.first_resident[u], engine.world.units.first_resident[u + 1])
            here = engine.world.residents.attendance[rows] & CAME_LAST > 0
            knows = told[engine.world.residents.household[rows]]
            came, of_told = came + int(here[knows].sum()), of_told + int(knows.sum())
            others, of_others = others + int(here[~knows].sum()), of_others + int((~knows).sum())
    assert of_told > 200
    # Three standard errors: the chance of a false alarm is about 0.1%.
    rates = came / of_told, others / of_others
    assert rates[0] - rates[1] > 3.0 * np.sqrt(rates[0] / of_told + rates[1] / of_others)


def test_who_is_told_of_a_campaign_looks_at_it_two_steps_after_it_began() -> None:
    engine = chained(people__attention=0.0, posts__visits=0.0, place__party_members=160)
    asked = 0
    while engine.week < 48:
        engine.step()
        projects, week = engine.world.projects, engine.week - 1
        for p in engine.in_stage(CAMPAIGNING):
            start, end, first = engine.block_of(int(p))
            now = engine.world.stakes.asked_week[first : first + end - start] == week
            if week > projects.campaign_week[p] and now.any():
                told = engine.world.stakes.told[first : first + end - start] > 0
                talked_with = engine.world.households.contact_week[start:end] == week
                assert (told | talked_with)[now].all()
                if week < projects.campaign_week[p] + 2:
                    assert not told.any()
                asked += int(now.sum())
    assert asked > 0


def test_who_is_told_of_a_meeting_is_not_told_of_a_campaign() -> None:
    # What takes ten weeks a step never reaches a campaign of eight; meetings have their calendar.
    engine = chained(people__attention=0.0, posts__visits=0.0, chain__delay_weeks=10)
    seen = 0
    while engine.week < 48:
        engine.step()
        world, week = engine.world, engine.week - 1
        for p in engine.in_stage(CAMPAIGNING):
            start, end, first = engine.block_of(int(p))
            meets = (world.households.told_week[start:end] == week) & (world.households.contact_week[start:end] < week)
            now = world.stakes.asked_week[first : first + end - start] == week
            if week > world.projects.campaign_week[p]:
                assert not (now & meets).any()
                seen += int(meets.sum())
    assert seen > 0


def test_who_looks_after_whom_does_not_hang_on_which_units_are_simulated() -> None:
    whole = chained()
    settings = whole.settings
    part = Engine(settings._replace(left_out=tuple(range(1, 4))), SEED)
    later = whole.world.households.id >= part.world.households.id[0]
    assert (
        (whole.systems["party_chain"].levels.centre[later] >= 0) == (part.systems["party_chain"].levels.centre >= 0)
    ).all()
    # Nobody is looked after from farther than half of the number away.
    own = part.world.residents.household[part.world.members.resident[part.systems["party_chain"].levels.centre]]
    away = np.abs(own - np.arange(len(part.systems["party_chain"].levels.centre)))[
        part.systems["party_chain"].levels.centre >= 0
    ]
    assert away.max() <= settings.chain.households_each // 2


def test_what_the_chain_takes_is_missing_from_visits() -> None:
    # Talks that move minds make other lives, in which more or fewer are visited for other reasons.
    engine, without = (chained(*missing, people__persuasion=0.0) for missing in ((), ("households",)))
    engine.run()
    without.run()
    assert minutes(engine, "telling") > 0
    assert minutes(engine, "visits") < minutes(without, "visits")
    members = engine.world.members
    assert (members.minutes[members.duties & CENTRE_HOUSEHOLD > 0] > 0).all()
