"""What members do where they live (ODD 7.14): each activity works through its own path and costs its own minutes."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.agents.party_member import LEADS_BUILDING, LEADS_TEAM, MEDIATES, WATCHES_WORKS
from dizao.agents.resident import OLDER
from dizao.model.engine import Engine
from dizao.model.world.projects import BUILDING, NEVER
from tests.model.invariants import broken
from tests.model.worlds import SMALL, different_columns, lived, settings_with

SEED = 3
ALL = {"posts__watchers": 1.0, "posts__building_leaders": 1.0, "posts__teams": 1.0}


def mediators(engine: Engine) -> np.ndarray:
    """Return the residents whose presence at a meeting helps to settle."""
    members = engine.world.members
    return members.resident[members.duties & MEDIATES > 0]


NOBODY = {"posts__visits": 0.0, "posts__first_contributions": 0.0, "posts__mediators": 0.0}
ACTIVE = {"offices__member_active_share": 0.6}


@cache
def run(*changes: tuple[str, Any]) -> Engine:
    return lived(settings_with(SMALL | ACTIVE | dict(changes)), SEED)


def acting(**changes: Any) -> Engine:
    return run(*sorted((ALL | changes).items()))


def minutes(engine: Engine, why: str) -> int:
    return engine.ledger.minutes_since(-1000).get(why, 0)


def test_everything_holds_when_members_do_all_of_it() -> None:
    assert broken(Engine(settings_with(SMALL | ACTIVE | ALL), SEED)) == {}


@pytest.mark.parametrize(
    ("off", "why"),
    [
        ("posts__visits", "visits"),
        ("posts__watchers", "watching"),
        ("posts__building_leaders", "calls"),
        ("posts__teams", "volunteering"),
    ],
)
def test_an_activity_that_is_taken_out_takes_no_minutes(off: str, why: str) -> None:
    assert minutes(acting(), why) > 0
    assert minutes(acting(**{off: 0.0}), why) == 0


def test_where_nobody_acts_members_are_residents_like_others() -> None:
    engine = run(*sorted(NOBODY.items()))
    assert engine.outcomes()["member_hours"] == 0.0
    assert not len(mediators(engine))
    assert not engine.world.residents.status.any()
    assert engine.world.stakes.leaders.sum() == 0.0


def test_giving_first_and_mediating_are_apart() -> None:
    silent, givers = run(("posts__first_contributions", 0.0)), run(("posts__mediators", 0.0))
    assert len(mediators(silent)) == len(silent.world.members.resident)
    assert silent.world.stakes.leaders.sum() == 0.0
    assert not len(mediators(givers))
    assert givers.world.stakes.leaders.sum() > 0.0


def test_mediators_change_nothing_but_what_meetings_settle() -> None:
    weights = (("works__settle_members", 0.0),)
    assert different_columns(run(*weights).tables(), run(("posts__mediators", 0.0), *weights).tables()) == []


# posts ----------------------------------------------------------------------------------------------------------


def test_a_building_has_at_most_one_leader_who_lives_there_and_has_time() -> None:
    world = acting().world
    leaders = np.flatnonzero(world.members.duties & LEADS_BUILDING)
    buildings = world.households.building[world.residents.household[world.members.resident]]
    assert len(np.unique(buildings[leaders])) == len(leaders) > 0
    assert (world.members.minutes[leaders] > 0).all()
    assert set(buildings[world.members.minutes > 0]) == set(buildings[leaders])


def test_leaders_call_only_in_their_own_buildings_and_only_where_a_word_is_wanted() -> None:
    engine = Engine(settings_with(SMALL | ACTIVE | NOBODY | {"posts__building_leaders": 1.0}), SEED)
    led, calls = None, 0
    while engine.week < 30:
        before = engine.world.households.contact_week.copy()
        meetings = minutes(engine, "meetings")
        engine.step()
        world = engine.world
        buildings = world.households.building[world.residents.household[world.members.resident]]
        led = buildings[world.members.duties & LEADS_BUILDING > 0]
        talked = world.households.contact_week != before
        if minutes(engine, "meetings") == meetings:
            assert np.isin(world.households.building[talked], led).all()
            calls += int(talked.sum())
    assert calls > 0


def reached(**changes: Any) -> float:
    """Return the share of owners that were reached for a vote, over all proposals of four worlds."""
    found, asked = 0, 0
    for seed in range(4):
        engine = lived(settings_with(SMALL | ACTIVE | NOBODY | changes), seed)
        for p in np.flatnonzero(engine.world.projects.first_stake >= 0):
            start, end, first = engine.block_of(int(p))
            found += int((engine.world.stakes.vote[first : first + end - start] >= 0).sum())
            asked += end - start
    return found / asked


def test_calls_reach_owners_for_the_vote_because_leaders_talk_with_them() -> None:
    assert reached(posts__building_leaders=1.0) > reached() + 0.01
    # With the weight of a talk at nothing the path is cut; which proposals are made still differs a little.
    deaf = {"people__reach_contact": 0.0, "people__voice_contact": 0.0}
    assert abs(reached(posts__building_leaders=1.0, **deaf) - reached(**deaf)) < 0.01


# works and teams ------------------------------------------------------------------------------------------------


def test_watching_raises_supervision_by_members_alone() -> None:
    watched = acting()
    alone = acting(people__supervise_intercept=-1000.0, people__supervise_ownership=0.0)
    unwatched = acting(people__supervise_intercept=-1000.0, people__supervise_ownership=0.0, posts__watchers=0.0)
    assert alone.world.projects.supervision.sum() > 0.0
    assert unwatched.world.projects.supervision.sum() == 0.0
    each = int(watched.settings.works.supervision_minutes)
    assert minutes(watched, "watching") % each == 0
    assert (watched.world.projects.week_of[:, BUILDING] > NEVER).any()


def test_duties_are_paid_out_of_the_minutes_of_those_who_have_them() -> None:
    engine = Engine(settings_with(SMALL | ACTIVE | ALL), SEED)
    weeks = 0
    while engine.week < engine.end_week:
        engine.step()
        weeks += 1
    spent = sum(minutes(engine, why) for why in ("visits", "watching", "calls"))
    members = engine.world.members
    longest = engine.settings.works.supervision_minutes + engine.settings.offices.visit_minutes
    assert spent <= int(members.minutes.sum()) * weeks + longest * (members.minutes > 0).sum() * weeks * 0.5
    assert (members.spent_minutes >= 0).all()
    assert (members.spent_minutes[members.duties & (WATCHES_WORKS | LEADS_BUILDING) == 0] == 0).all()


def test_teams_are_led_by_active_retired_members_and_visit_with_minutes_of_their_own() -> None:
    engine = acting()
    members, residents = engine.world.members, engine.world.residents
    leads = members.duties & LEADS_TEAM > 0
    assert leads.sum() == ((residents.age[members.resident] == OLDER) & (members.minutes > 0)).sum() > 0
    assert engine.outcomes()["volunteer_hours"] > 0.0
    assert acting(posts__team_size=16).outcomes()["volunteer_hours"] > 1.3 * engine.outcomes()["volunteer_hours"]
