"""Platforms (ODD 7.12): each part works through its own path, and the whole breaks none of the invariants."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from dizao.agents.organization import mediated
from dizao.agents.resident import CHILD, MIDDLE, OLDER, YOUNG
from dizao.model.engine import Engine
from dizao.model.parameters import FIRST_DAY
from dizao.model.systems.platforms import week as platforms
from dizao.model.systems.platforms.week import MEETING_DAYS, day_of_meeting, meets, status, tilts
from dizao.model.world.projects import MATTER, NEVER
from tests.model.invariants import broken
from tests.model.worlds import BUSY, TINY, different_columns, fingerprint, lived, settings_with

WHOLE: dict[str, Any] = {
    "platforms__calendar": "fours",
    "platforms__hour": "evening",
    "platforms__hearing": 1.5,
    "platforms__ease": 0.4,
    "platforms__convenor": "member",
}
REPRESENTATIVES: dict[str, Any] = {"platforms__representatives_share": 0.2, "works__meeting_minimum": 1}


def engine(**changes: Any) -> Engine:
    return Engine(settings_with(TINY, **changes), 3)


def units(world: Engine) -> np.ndarray:
    return np.arange(len(world.world.units.id))


@pytest.mark.small
def test_days_with_a_four_are_thirty_six_weeks_a_year_and_one_a_week_at_most() -> None:
    weeks = range(-52, 5 * 52)
    days = [day_of_meeting(week) for week in weeks]
    held = {FIRST_DAY + timedelta(days=7 * w + d) for w, d in zip(weeks, days, strict=True) if d is not None}
    span = [FIRST_DAY + timedelta(days=day) for day in range(7 * weeks[0], 7 * weeks[-1] + 7)]
    assert held == {day for day in span if day.day in MEETING_DAYS}
    assert FIRST_DAY.weekday() == 0


@pytest.mark.small
def test_the_calendar_decides_when_units_meet() -> None:
    world = engine(platforms__calendar="fours", works__meeting_every_weeks=13)
    met = []
    for week in range(52):
        world.week = week
        met.append(meets(world, units(world), np.zeros(len(units(world)), dtype=bool)))
        assert met[-1].all() == met[-1].any() == (day_of_meeting(week) is not None)
    assert np.mean(met) == pytest.approx(36 / 52, abs=0.03)


@pytest.mark.small
def test_working_hours_keep_those_who_work_and_evenings_the_old() -> None:
    week = next(w for w in range(52) if day_of_meeting(w) == 1)
    saturday = next(w for w in range(104) if day_of_meeting(w) == 5)
    for hour, when, kept in (("day", week, (YOUNG, MIDDLE)), ("day", saturday, ()), ("evening", week, (OLDER,))):
        world = engine(platforms__calendar="fours", platforms__hour=hour)
        world.week = when
        found = tilts(world, units(world))
        assert (found[:, kept] < 0.0).all()
        assert (np.delete(found, kept, axis=1) == 0.0).all()


@pytest.mark.small
def test_a_member_who_does_nothing_has_no_status_as_convenor() -> None:
    world = engine(platforms__convenor="member", offices__member_active_share=1.0)
    assert (status(world, units(world)) > 0.0).all()
    assert (status(world, units(world)) <= 1.0).all()
    world.world.members.minutes[:] = 0
    assert (status(world, units(world)) == 0.0).all()
    assert (tilts(world, units(world))[:, CHILD] == 0.0).all()


@pytest.mark.small
def test_status_mediates_and_none_changes_nothing() -> None:
    assert mediated(0.3, 1.0, 0.4) > mediated(0.3, 0.5, 0.4) > mediated(0.3, 0.0, 0.4) == pytest.approx(0.3)


def test_a_part_with_its_path_cut_changes_nothing() -> None:
    base = settings_with(rates=12.0)
    plain = lived(base, 5).tables()
    cut = {
        "platforms__hour": ("day", {"platforms__working_hours": 0.0}),
        "platforms__convenor": ("member", {"platforms__convenor_weight": 0.0, "platforms__convenor_mediates": 0.0}),
    }
    for key, (value, zero) in cut.items():
        changed = base.with_values(**{key: value})
        assert different_columns(plain, lived(changed, 5).tables()), key
        # A chance that goes through its log-odds and back differs in its last bit, which decides nothing.
        assert not different_columns(plain, lived(changed.with_values(**zero), 5).tables()), key


def test_only_representatives_come_and_their_proposals_get_fewer_votes() -> None:
    base = settings_with(rates=12.0).with_values(**REPRESENTATIVES)
    found, all_may = lived(base, 2), lived(settings_with(rates=12.0), 2)
    came = [int((one.world.residents.took_part & 1).sum()) for one in (found, all_may)]
    assert 0 < came[0] <= 0.3 * all_may.world.units.adults.sum()
    assert came[0] < came[1]
    votes = []
    for loss in (0.0, 2.0):
        stakes = lived(base.with_values(platforms__legitimacy_loss=loss), 2).world.stakes
        votes.append(stakes.vote[stakes.voted_week > NEVER].mean())
    assert votes[1] < votes[0]


def test_offices_that_give_up_leave_matters_unsettled_and_save_their_hours() -> None:
    base = settings_with(rates=12.0, calendar__follow_up_weeks=100, works__settle_intercept=-3.0)
    for tries in (0, 3):
        one = lived(base.with_values(offices__give_up_tries=tries), 4)
        needs = one.world.needs
        left = (needs.kind == MATTER) & (needs.week_settled == NEVER) & (needs.week_recorded > NEVER)
        if tries == 0:
            before, hours = left.sum(), one.outcomes()["official_hours"]
        else:
            assert left.sum() > before
            assert one.outcomes()["official_hours"] < hours
            assert needs.tries[left].max() <= tries + 1


@pytest.mark.parametrize("changes", [WHOLE, REPRESENTATIVES, WHOLE | {"platforms__convenor": "station"}])
def test_worlds_with_platforms_break_no_invariant(changes: dict[str, Any]) -> None:
    settings = settings_with(TINY, rates=150.0, costs=0.1, **BUSY).with_values(offices__give_up_tries=3, **changes)
    assert broken(Engine(settings, 1)) == {}


def test_the_defaults_touch_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the module were not there: nobody's odds, no chance, nobody's vote, whichever week."""
    whole = fingerprint(lived(settings_with(), 6).tables())
    for name in ("convene", "mediate"):
        monkeypatch.setattr(platforms, name, lambda *arguments: None)
    monkeypatch.setattr(platforms, "voters", lambda engine: engine.people)
    monkeypatch.setattr(platforms, "represented", lambda engine: 1.0)
    zero = np.zeros((99, OLDER + 1))
    monkeypatch.setattr(platforms, "called", lambda engine, meeting: platforms.Called(zero[: len(meeting)], 1.0))
    assert fingerprint(lived(settings_with(), 6).tables()) == whole
