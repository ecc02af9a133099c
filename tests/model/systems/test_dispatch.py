"""Opinion collection and dispatch (ODD 7.25): each repair acts through its own path, and is gone without it."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.systems.dispatch.week import Way, dispatched_in, weeks_at_hand
from dizao.model.world.projects import NEVER
from tests.model.invariants import broken
from tests.model.worlds import TINY, different_columns, lived, settings_with

pytestmark = pytest.mark.small

SEED = 3
RATES = 200.0
FORMER = {"dispatch__informal": 1.0, "dispatch__hand_overs": 3, "dispatch__hand_over_loss": 0.3}
AMPLE = {"offices__community_minutes": 100_000.0, "people__voice_intercept": -5.0}
NONE_LEFT = {"offices__community_minutes": 0.0}


def dispatched(**changes: Any) -> Engine:
    """Return a tiny world of many needs, all of which are told to whoever is met, unless something else is said."""
    return Engine(settings_with(TINY | FORMER | AMPLE | changes, rates=RATES), SEED)


def ran(**changes: Any) -> Engine:
    engine = dispatched(**changes)
    engine.run()
    return engine


def losses(engine: Engine) -> int:
    """Live to the end and return how many needs were lost that were not a week before."""
    number, before = 0, set[int]()
    while engine.week < engine.end_week:
        engine.step()
        lost = {n for n, way in dispatched_in(engine).ways.items() if way.lost}
        number, before = number + len(lost - before), lost
    return number


@cache
def former() -> Engine:
    return ran()


@cache
def perfect() -> Engine:
    return lived(settings_with(TINY | AMPLE, rates=RATES), SEED)


def minutes(engine: Engine, why: str) -> int:
    return engine.ledger.minutes_since(-1000).get(why, 0)


def weeks_waited(engine: Engine) -> float:
    needs = engine.world.needs
    return float((needs.week_recorded - needs.week_arose)[needs.week_recorded > NEVER].mean())


# the path, and the path cut ---------------------------------------------------------------------------------------


def test_everything_holds_with_all_repairs_and_an_office_that_has_little_time() -> None:
    repairs = dict.fromkeys(("dispatch__recorded", "dispatch__routed", "dispatch__dated", "dispatch__answered"), "yes")
    assert broken(dispatched(offices__community_minutes=100.0, **repairs)) == {}


@pytest.mark.parametrize(
    "cut",
    [{"dispatch__hand_overs": 0}, {"dispatch__hand_over_loss": 0.0, "dispatch__hand_over_weeks": 0.0}],
    ids=["no hand-overs", "hand-overs that lose nothing and take no time"],
)
def test_where_the_path_is_cut_everything_is_what_it_was(cut: dict[str, float]) -> None:
    assert different_columns(ran(**cut).tables(), perfect().tables()) == []


@pytest.mark.parametrize("repair", ["recorded", "routed", "dated"])
def test_where_the_path_is_cut_a_repair_changes_nothing(repair: str) -> None:
    engine = ran(dispatch__hand_overs=0, **{f"dispatch__{repair}": "yes"})
    assert different_columns(engine.tables(), perfect().tables()) == []


def test_hand_overs_take_weeks_and_lose_needs() -> None:
    slow = dispatched(dispatch__hand_over_loss=0.0)
    assert losses(slow) == 0
    assert weeks_waited(perfect()) < weeks_waited(slow) < weeks_waited(former())


def test_a_need_on_its_way_is_not_voiced_and_a_lost_one_may_be() -> None:
    engine, voiced_again = dispatched(), 0
    while engine.week < engine.end_week:
        before = {n: way.told for n, way in dispatched_in(engine).ways.items() if way.lost}
        engine.step()
        ways, needs = dispatched_in(engine).ways, engine.world.needs
        waiting, voiced = set(engine.unvoiced.tolist()), needs.week_voiced
        assert len(waiting) == len(engine.unvoiced)
        for n, way in ways.items():
            assert (n in waiting) == way.lost
            assert voiced[n] == NEVER
            assert way.left > 0
        arisen = np.flatnonzero((needs.week_arose < engine.week) & (voiced == NEVER))
        assert set(arisen.tolist()) == waiting | set(ways)
        voiced_again += sum(n not in ways or ways[n].told > told for n, told in before.items())
    assert voiced_again > 5


def test_weeks_at_a_hand_have_their_mean() -> None:
    draws = (np.arange(100_000) + 0.5) / 100_000
    for mean in (0.0, 0.5, 2.0, 8.0):
        found = np.mean([weeks_at_hand(float(u), mean) for u in draws])
        assert found == pytest.approx(mean, abs=0.01)


# the repairs ------------------------------------------------------------------------------------------------------


def test_what_is_recorded_is_not_lost_and_is_recorded_once() -> None:
    engine = dispatched(dispatch__recorded="yes")
    assert losses(engine) == 0
    recorded = int((engine.world.needs.week_recorded > NEVER).sum()) + len(dispatched_in(engine).ways)
    assert all(way.recorded for way in dispatched_in(engine).ways.values())
    assert minutes(engine, "recording") == recorded * int(engine.settings.offices.triage_minutes)


def test_without_minutes_nothing_is_recorded_on_the_way_and_nothing_looked_for() -> None:
    repairs = {"dispatch__recorded": "yes", "dispatch__dated": "yes", "dispatch__answered": "yes"}
    engine = dispatched(**repairs, **NONE_LEFT)
    assert losses(engine) > 0
    assert sum(minutes(engine, why) for why in ("recording", "looking", "answering")) == 0


def test_what_is_routed_is_handed_over_once_at_most() -> None:
    engine, most = dispatched(dispatch__routed="yes", dispatch__hand_overs=6), 0
    while engine.week < engine.end_week:
        engine.step()
        most = max([most, *(way.left for way in dispatched_in(engine).ways.values())])
    assert most == 1
    assert weeks_waited(engine) < weeks_waited(former())


def test_nothing_lies_at_a_hand_beyond_its_date_where_the_office_has_minutes() -> None:
    engine, lost = dispatched(dispatch__dated="yes", dispatch__deadline_weeks=2), 0
    while engine.week < engine.end_week:
        engine.step()
        ways: list[Way] = list(dispatched_in(engine).ways.values())
        assert all(engine.week - 1 - way.since < 2 for way in ways)
        lost += sum(way.lost for way in ways)
    assert lost > 0
    assert minutes(engine, "looking") % int(engine.settings.dispatch.look_minutes) == 0
    assert minutes(engine, "looking") > 0
    assert weeks_waited(engine) < weeks_waited(former())


def test_an_answer_is_a_talk_with_whoever_told_and_takes_minutes() -> None:
    engine = dispatched(dispatch__answered="yes")
    answers, each = 0, int(engine.settings.dispatch.answer_minutes)
    while engine.week < engine.end_week:
        owed = dict(dispatched_in(engine).owed)
        engine.step()
        left, needs = dispatched_in(engine).owed, engine.world.needs
        answered = [n for n in owed if n not in left and needs.week_recorded[n] < engine.week - 1]
        assert all(engine.world.households.contact_week[owed[n]] == engine.week - 1 for n in answered)
        assert not any(NEVER < needs.week_recorded[n] < engine.week - 1 for n in left)
        answers += len(answered)
    assert answers > 10
    assert minutes(engine, "answering") == answers * each


def test_what_the_repairs_take_is_missing_at_the_same_office() -> None:
    repairs = {"dispatch__recorded": "yes", "dispatch__dated": "yes", "dispatch__answered": "yes"}
    engine = dispatched(offices__community_minutes=150.0, **repairs)
    while engine.week < engine.end_week:
        before = np.minimum(0, engine.world.organizations.minutes_left)
        engine.step()
        office = engine.world.organizations
        spent = (before + office.minutes - office.minutes_left).sum()
        booked = engine.ledger.minutes_since(engine.week - 1)
        tasks = ("recording", "looking", "answering", "settling", "deciding", "inspecting")
        assert spent == sum(booked.get(why, 0) for why in tasks)
    assert minutes(engine, "looking") > 0
    assert minutes(engine, "answering") > 0
