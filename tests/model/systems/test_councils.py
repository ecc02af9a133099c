"""Councils of residents (ODD 7.16): who sits in them, what it costs, what it does, and when they dissolve."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.agents.resident import CHILD
from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.model.systems.councils import week as councils
from dizao.model.systems.councils.week import STANDING
from dizao.model.world.projects import APPLYING, MATTER, NEVER, UNIT_LEVEL
from tests.model.invariants import broken
from tests.model.worlds import BUSY, SMALL, fingerprint, lived, settings_with

SEEDS = range(4)
KINDS = ("standing", "issue")


def world(kind: str = "issue", **changes: Any) -> Settings:
    return settings_with(
        SMALL | {"calendar__warm_up_weeks": 13, "calendar__follow_up_weeks": 13, "councils__kind": kind} | changes
    )


@cache
def half_way(kind: str, seed: int) -> Engine:
    engine = Engine(world(kind), seed)
    for _ in range(35):
        engine.step()
    assert engine.systems["councils"]
    return engine


def hours(engine: Engine, why: str) -> int:
    return engine.ledger.minutes_since(-100).get(why, 0)


def stakes_of(engine: Engine, need: int) -> dict[int, float]:
    rows, stakes, _ = councils._stakes(engine.seed, need, engine.records)
    return dict(zip(rows.tolist(), stakes.tolist(), strict=True))


# members --------------------------------------------------------------------------------------------------------


def test_a_standing_council_keeps_its_members_and_each_unit_has_one() -> None:
    engine = Engine(world("standing"), 1)
    engine.step()
    first = {key: council.members.tolist() for key, council in engine.systems["councils"].items()}
    engine.run()
    assert first == {key: council.members.tolist() for key, council in engine.systems["councils"].items()}
    assert sorted(first) == [(u, STANDING) for u in range(8)]


def test_those_of_most_status_are_elected() -> None:
    engine = Engine(world("standing"), 1)
    engine.step()
    residents, units = engine.world.residents, engine.world.units
    for (u, _), council in engine.systems["councils"].items():
        rows = np.arange(units.first_resident[u], units.first_resident[u + 1])
        others = np.setdiff1d(rows[residents.age[rows] != CHILD], council.members)
        assert len(council.members) == engine.settings.councils.members
        assert residents.status[council.members].min() >= residents.status[others].max()


def test_members_of_an_issue_council_are_concerned_and_have_more_at_stake_than_others() -> None:
    more = []
    for seed in SEEDS:
        engine = half_way("issue", seed)
        for (_, need), council in engine.systems["councils"].items():
            stakes = stakes_of(engine, need)
            assert set(council.members.tolist()) <= set(stakes)
            assert engine.settings.councils.minimum <= len(council.members) <= engine.settings.councils.members
            more.append(np.mean([stakes[r] for r in council.members.tolist()]) - np.mean(list(stakes.values())))
    assert np.mean(more) > 0.2


def test_a_council_is_only_formed_where_enough_come() -> None:
    engine = lived(world("issue", people__attend_intercept=-12.0), 1)
    assert not engine.systems["councils"]
    assert engine.outcomes()["voiced"] > 0


# life -----------------------------------------------------------------------------------------------------------


def test_issue_councils_have_open_needs_and_are_dissolved_with_them() -> None:
    seen: set[tuple[int, int]] = set()
    engine = Engine(world("issue"), 2)
    while engine.week < engine.end_week:
        engine.step()
        seen |= set(engine.systems["councils"])
    needs = engine.world.needs
    councils._dissolve(engine)
    left = set(engine.systems["councils"])
    assert len(seen) > len(left)
    for _, need in left:
        assert needs.week_settled[need] == NEVER
    for _, need in seen - left:
        settled, gone_up = needs.week_settled[need] > NEVER, needs.level[need] > UNIT_LEVEL
        assert settled or gone_up or needs.met[need] or needs.kind[need] != MATTER


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_council_has_in_hand_is_off_the_units_agenda(kind: str) -> None:
    engine = half_way(kind, 0)
    taken = councils.in_hand(engine)
    assert taken
    needs = engine.world.needs
    for n in taken:
        assert needs.kind[n] == MATTER
        assert needs.level[n] == UNIT_LEVEL
        assert needs.week_settled[n] == NEVER


def test_a_council_stays_while_money_is_applied_for() -> None:
    # An office without minutes keeps applications waiting for weeks.
    slow = {"offices__county_minutes_per_unit": 1.0}
    willing = {"people__vote_intercept": 6.0, "people__reach_intercept": 4.0, "people__attend_intercept": -2.0}
    waited = 0
    for seed in SEEDS:
        engine = Engine(world("issue", **slow | willing), seed)
        while engine.week < engine.end_week:
            before = {need for _, need in engine.systems["councils"]}
            engine.step()
            needs = engine.world.projects.need[engine.in_stage(APPLYING)].tolist()
            assert before & set(needs) == {need for _, need in engine.systems["councils"]} & set(needs)
            waited += len(before & set(needs))
    assert waited > 0


# what it costs and does -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_meetings_and_talks_cost_residents_time_that_outcomes_count(kind: str) -> None:
    engine = lived(world(kind), 1)
    spent = engine.ledger.minutes_since(0)
    assert spent["council meetings"] > 0
    assert spent["council talks"] > 0
    counted = spent["meetings"] + spent["council meetings"] + spent["council talks"]
    assert engine.outcomes()["meeting_hours"] == pytest.approx(counted / 60)


@pytest.mark.parametrize("kind", KINDS)
def test_meetings_tire_those_who_come(kind: str) -> None:
    engine = half_way(kind, 1)
    members = np.unique(np.concatenate([council.members for council in engine.systems["councils"].values()]))
    rested = Engine(world(kind, people__fatigue_meeting=0.0), 1)
    for _ in range(35):
        rested.step()
    assert engine.world.residents.fatigue[members].mean() > rested.world.residents.fatigue[members].mean() + 0.05


def test_fatigue_is_computed_in_eight_bytes_and_rounded_once() -> None:
    engine = Engine(world("standing"), 1)
    for _ in range(35):
        engine.step()
    council = next(iter(engine.systems["councils"].values()))
    before = np.float32(0.1) + np.arange(len(council.members), dtype=np.float32) * np.float32(0.0137)
    engine.world.residents.fatigue[council.members] = before
    items = [int(councils._open_needs(engine)[0])]
    came = councils._gather(engine, council.unit, council.members, items, len(council.members), 50.0)
    assert came.tolist() == council.members.tolist()
    exact = (before.astype(float) + engine.people.fatigue_meeting).astype(np.float32)
    assert engine.world.residents.fatigue[came].tolist() == exact.tolist()


def test_members_who_do_not_mediate_settle_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = {"councils__minutes_share": 0.0, "works__settle_turnout": 0.0, "works__settle_members": 3.0}
    assert np.ptp(chances(monkeypatch, world("standing", posts__mediators=0.0, **calm))) == 0.0
    assert np.ptp(chances(monkeypatch, world("standing", **calm))) > 0.0


def test_the_tired_come_less_and_have_less_time() -> None:
    tired, rested = (lived(world("standing", people__fatigue_meeting=x), 1) for x in (0.3, 0.0))
    assert hours(tired, "council meetings") < hours(rested, "council meetings")
    assert hours(tired, "council talks") < hours(rested, "council talks")


def test_without_time_there_are_no_talks() -> None:
    idle = {"councils__minutes_share": 0.0}
    for kind in KINDS:
        engine = lived(world(kind, **idle), 1)
        assert hours(engine, "council meetings") > 0
        assert hours(engine, "council talks") == 0


def chances(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[float]:
    """Return the chances of all tries of councils to settle a matter."""
    found: list[float] = []
    real = councils.try_to_settle

    def noted(engine: Engine, rows: Any, values: Any) -> None:
        found.extend(values.tolist())
        real(engine, rows, values)

    monkeypatch.setattr(councils, "try_to_settle", noted)
    for seed in SEEDS:
        lived(settings, seed)
    return found


def test_a_matter_is_settled_by_those_who_came_and_those_who_were_talked_with(monkeypatch: pytest.MonkeyPatch) -> None:
    with_talks = chances(monkeypatch, world("issue", councils__minutes_share=0.5))
    without = chances(monkeypatch, world("issue", councils__minutes_share=0.0))
    indifferent = chances(monkeypatch, world("issue", works__settle_turnout=0.0, works__settle_members=0.0))
    assert np.mean(with_talks) > np.mean(without) + 0.02
    # A council as such settles nothing: without turnout and mediation its chance is that of an office.
    assert np.allclose(indifferent, 1.0 / (1.0 + np.exp(0.8)))


def test_households_talked_with_know_it_and_distrust_is_answered() -> None:
    engine = half_way("issue", 0)
    projects = [n for (_, n) in engine.systems["councils"] if engine.world.needs.kind[n] != MATTER]
    proposed = [n for n in projects if engine.world.projects.first_stake[engine.world.needs.project[n]] >= 0]
    assert proposed
    n, world_ = proposed[0], engine.world
    start, end, first = engine.block_of(int(world_.needs.project[n]))
    world_.stakes.explained[first : first + end - start] = 0
    world_.residents.trust[world_.households.first_resident[start]] = 0.1
    world_.residents.trust[world_.households.first_resident[start + 1]] = 0.9
    came = engine.systems["councils"][int(world_.needs.unit[n]), n].members
    councils._visit(engine, n, end - start, came)
    assert set(world_.households.contact_by[start:end]) <= set(world_.residents.id[came])
    assert (world_.households.contact_week[start:end] == engine.week).all()
    assert world_.stakes.explained[first : first + 2].tolist() == [1, 0]


# the rest of the model ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_of_the_model_holds(kind: str) -> None:
    for seed in SEEDS:
        assert not broken(Engine(world(kind, **BUSY), seed))


def test_without_councils_their_numbers_do_nothing() -> None:
    one, other = lived(world("none"), 1), lived(world("none", councils__members=15, councils__seat=0.0), 1)
    assert fingerprint(one.tables()) == fingerprint(other.tables())


def test_a_fork_is_independent_of_where_it_came_from() -> None:
    engine = Engine(world("issue"), 3)
    for _ in range(30):
        engine.step()
    twin = engine.fork("again", engine.settings.mechanism)
    twin.run()
    engine.run()
    assert twin.outcomes() == pytest.approx(engine.outcomes(), nan_ok=True)


def test_what_a_council_cannot_settle_goes_back_to_the_meeting() -> None:
    """A standing council too small to decide anything holds a matter for its weeks, and no longer."""
    few = {"councils__minimum": 5, "councils__members": 3, "councils__hold_weeks": 8}
    engine = Engine(world("standing", **few), 2)
    held = back = 0
    while engine.week < engine.settings.calendar.programme_weeks:
        engine.step()
        needs = engine.world.needs
        matters = engine.unsettled[(needs.level[engine.unsettled] == UNIT_LEVEL) & (needs.met[engine.unsettled] == 0)]
        recorded = matters[(needs.week_recorded[matters] > NEVER) & (needs.week_recorded[matters] < engine.week)]
        age = engine.week - needs.week_recorded[recorded]
        off = np.isin(recorded, councils.in_hand(engine))
        assert (off == (age <= 8)).all()
        held, back = held + int(off.sum()), back + int((~off).sum())
    assert held > 0
    assert back > 0
    assert (engine.world.needs.week_settled[engine.world.needs.kind == MATTER] > NEVER).any()
