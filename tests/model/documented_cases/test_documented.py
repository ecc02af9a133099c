"""A documented project in the engine (ODD 7.18): how it begins, floors, what happens, and that copies are their own."""

from typing import Any

import numpy as np
import pytest

from dizao.model.documented_cases.ending import follow
from dizao.model.documented_cases.progress import FollowedCase, floors
from dizao.model.documented_cases.record import Documented, Event, Patron, Source
from dizao.model.engine import Engine
from dizao.model.parameters import Category
from dizao.model.settings import Settings
from dizao.model.world.pins import PinnedProject
from dizao.model.world.projects import BUILDING, CAMPAIGNING, NEVER, NO_CONSENT, RECORDED, VOTING
from tests.model.invariants import broken
from tests.model.worlds import fingerprint, lived, settings_with, under

SHED = Category("Shed", "棚", "project", 0.0, "unit", "unit", cost_yuan=8_000.0, value_yuan=60.0, build_weeks=4)
ONE_PLACE = {
    "place__streets": 1, "place__communities": 1, "place__units": 1, "place__households": 48, "place__residents": 120,
    "place__party_members": 8, "place__stations": 0, "place__building_households": 12.0, "place__savings_weeks": 600.0,
    "calendar__backlog_weeks": 0, "calendar__warm_up_weeks": 0, "calendar__programme_weeks": 60,
    "calendar__follow_up_weeks": 20, "works__meeting_minimum": 1, "works__sponsor_probability": 0.0,
    "offices__county_minutes_per_unit": 1e5, "people__giving_intercept": 1.0, "people__vote_intercept": 3.0,
}  # fmt: skip
NOTHING_SPECIAL = Documented()
SEEDS = range(8)


def world(known: Documented = NOTHING_SPECIAL, mechanism: str = "none", **changes: Any) -> Settings:
    found = settings_with(ONE_PLACE | changes)
    pin = PinnedProject("shed", 0, 1, cost_yuan=8_000.0, value_yuan=60.0)
    found = found._replace(categories={"shed": SHED}, pinned_projects=(pin,), documented=known)
    return under(found, mechanism)


def process_of(engine: Engine) -> tuple[int, FollowedCase]:
    return next(iter(engine.followed_cases.items()))


def test_where_nothing_is_documented_nothing_of_it_exists() -> None:
    engine = Engine(settings_with(), 1)
    assert engine.followed_cases == {}
    assert len(engine.world.worth) == 0


def test_it_lies_before_the_first_meeting_and_is_voiced_once() -> None:
    engine = lived(world(), 1)
    p, case = process_of(engine)
    weeks = engine.world.projects.week_of[p]
    assert weeks[RECORDED] == -1 or weeks[VOTING] > 0
    assert weeks[VOTING] == 0
    assert sum(engine.weekly["voiced"]) == 0
    assert case.held >= 1


@pytest.mark.parametrize("mechanism", ["upfront", "reward"])
def test_all_rules_of_the_house_hold(mechanism: str) -> None:
    sources = (
        Source("a", 2_000_00), Source("b", 1_000_00, "milestone", 0.5), Source("c", 1_000_00, "acceptance", 0.5),
    )  # fmt: skip
    known = Documented(
        meetings=2, floors=4, worth=(-1.0, 0.5, 1.0, 1.5), asks_fen=(0, 200_00, 300_00, 400_00),
        patrons=(Patron(2, 300_00),), sources=sources,
        events=(Event(1, "explain"), Event(5, "lead_contribution", 200_00), Event(3, "redesign_shares", 50_00)),
    )  # fmt: skip
    for seed in SEEDS:
        assert not broken(lived(world(known, mechanism), seed))


def test_households_fill_the_floors_of_their_building_in_order() -> None:
    found = floors(Engine(world(), 1).world, 6)
    assert found.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6] * 4


def test_what_it_is_worth_follows_the_floor() -> None:
    known = Documented(floors=3, worth=(-1.0, 0.0, 2.0))
    engine = Engine(world(known), 1)
    engine.step()
    p, _ = process_of(engine)
    start, end, first = engine.block_of(p)
    value, floor = engine.world.stakes.value_fen[first : first + end - start], floors(engine.world, 3)
    assert (value[floor == 1] < 0).all()
    assert (value[floor == 2] == 0).all()
    assert (value[floor == 3] > 0).all()


def test_units_have_their_households_and_their_trust() -> None:
    known = Documented(unit_households=(30, 18), unit_trust=(0.3, 0.8))
    engine = Engine(world(known, place__communities=2, place__units=2), 1)
    units, trust = engine.world.units, engine.world.residents.trust
    assert np.diff(units.first_household).tolist() == [30, 18]
    middle = units.first_resident[1]
    assert trust[:middle].mean() + 0.2 < trust[middle:].mean()


def test_a_copy_goes_its_own_way() -> None:
    known = Documented(events=(Event(2, "explain"),), patrons=(Patron(1, 100_00),))
    engine = Engine(world(known), 3)
    engine.step()
    twin = engine.fork("none", engine.mechanism)
    engine.run()
    assert not twin.followed_cases[process_of(twin)[0]].done
    twin.run()
    assert fingerprint(engine.tables()) == fingerprint(twin.tables())
    assert process_of(twin)[1].done == process_of(engine)[1].done == {0}


def test_what_happens_needs_a_proposal_only_where_it_is_about_one() -> None:
    known = Documented(events=(Event(0, "voice_reason"), Event(0, "explain")))
    engine = Engine(world(known), 1)
    engine.step()
    p, case = process_of(engine)
    assert case.voiced
    assert case.done == {0}
    engine.step()
    assert case.done == {0, 1}
    reached = engine.world.stakes.explained[: len(engine.world.households.id)]
    assert 0 < reached.sum() < len(reached)
    assert p == 0


def test_a_lead_contribution_is_seen_by_all_and_lowers_what_is_asked() -> None:
    known = Documented(events=(Event(8, "lead_contribution", 1_000_00, "office"),))
    engine = Engine(world(known), 2)
    p, _ = process_of(engine)
    while engine.week <= 8:
        engine.step()
    if engine.world.projects.stage[p] == CAMPAIGNING:
        first = engine.block_of(p)[2]
        assert engine.world.projects.sponsor_fen[p] == 1_000_00
        assert engine.world.projects.gap_fen[p] == 7_000_00
        assert (engine.world.stakes.leaders[first : first + 48] >= 0.5).all()
    assert engine.world.projects.week_of[p, CAMPAIGNING] > NEVER


def test_mediating_meets_what_was_refused_and_takes_it_up_again() -> None:
    late = tuple(Event(week, "mediate") for week in range(20, 40, 2))
    refused = {"people__vote_intercept": -0.5, "works__proposal_attempts": 1, "people__explained_weight": 4.0}
    stages = []
    for events in ((), late):
        engines = [lived(world(Documented(events=events), **refused), seed) for seed in SEEDS]
        stages.append([int(e.world.projects.stage[process_of(e)[0]]) for e in engines])
    assert stages[0].count(NO_CONSENT) > stages[1].count(NO_CONSENT)


def test_a_campaign_that_failed_begins_afresh_when_the_plan_changes() -> None:
    poor = {"people__giving_intercept": -1.0, "works__redesign_floor": 1.0}
    late = (Event(40, "redesign_shares"),)
    for seed in SEEDS:
        engine = lived(world(Documented(events=late), **poor), seed)
        p, case = process_of(engine)
        assert not broken(engine)
        campaigns = engine.world.projects.campaign_week[p]
        assert case.done == {0}
        assert campaigns > 40 or engine.world.projects.week_of[p, BUILDING] > NEVER


def test_following_ends_as_soon_as_nothing_more_becomes_of_it() -> None:
    ending = follow(world(people__vote_intercept=-9.0), 1)
    assert (ending.consent, ending.funded, ending.completed) == (False, False, False)
    assert np.isnan(ending.weeks)
    assert not len(ending.contributions_fen)
