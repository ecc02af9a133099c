"""Dispatch's week: needs are told, handed over, lost or looked for, brought to the office, answered (ODD 7.25)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.household import NOBODY
from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.model.core.draws import draw
from dizao.model.governance.intake import note_recorded, note_voiced
from dizao.model.systems.dispatch import (
    ANSWERING,
    HAND_OVER_LOST,
    HAND_OVER_WEEKS,
    HAND_OVERS,
    INFORMAL,
    LOOKING,
    SYSTEM,
)
from dizao.model.world.projects import NEVER

if TYPE_CHECKING:
    from dizao.model.state import State


@dataclass
class Way:
    """How far a need has come that was told to whoever was met.

    Attributes
    ----------
    told
        Week in which it was told.
    left
        Hand-overs that are left until it is at the office.
    since
        Week since which it has lain where it is.
    recorded
        Whether the first hand has recorded it.
    lost
        Whether it was lost where it is: it may be voiced again.
    """

    told: int
    left: int
    since: int
    recorded: bool = False
    lost: bool = False


@dataclass
class Dispatched:
    """What dispatch remembers: by row of the need its way to the office, and the household that is owed an answer."""

    ways: dict[int, Way] = field(default_factory=dict)
    owed: dict[int, int] = field(default_factory=dict)


def dispatched_in(state: "State") -> Dispatched:
    """Return what is on its way in a run, and who waits for an answer.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    What dispatch remembers itself, not a copy; nothing where all needs go straight to the office.
    """
    found: Dispatched = state.systems.get(SYSTEM.name) or begin(state)
    return found


def begin(state: "State") -> Dispatched:
    """Return a dispatch that has nothing to do yet.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    No need on its way, and nobody who waits for an answer.
    """
    return Dispatched()


def bring(state: "State", tellers: Mapping[int, int], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Let needs that somebody speaks of be told to whoever is met, and bring to the office what has come to it.

    Parameters
    ----------
    state
        The state of the run. Needs that are on their way wait outside ``unvoiced``; minutes of offices are taken.
    tellers
        Row of the household that speaks of each need, by row of the need.
    rows
        Rows of the needs that somebody speaks of this week, shape (n,).

    Returns
    -------
    Rows of the needs that the office hears of this week and has not recorded yet, shape (m,).
    """
    dispatched, spoken = dispatched_in(state), [int(n) for n in rows]
    _forget(state, dispatched, spoken)
    told = [n for n in spoken if _tells_whoever_is_met(state, n)]
    if state.settings.dispatch.answered == "yes":
        dispatched.owed |= {n: tellers[n] for n in told}
    at_once = _set_out(state, dispatched, told)
    for n, way in dispatched.ways.items():
        _pass_on(state, n, way)
    if state.settings.dispatch.dated == "yes":
        _look(state, dispatched)
    arrived = _arrive(state, dispatched)
    _wait_elsewhere(state, dispatched)
    _answer(state, dispatched)
    straight = [n for n in spoken if n not in told]
    return np.array([*straight, *at_once, *arrived], dtype=np.int64)


def _forget(state: "State", dispatched: Dispatched, spoken: list[int]) -> None:
    """Leave alone what was lost and is spoken of anew, and what has come to the office in another way."""
    voiced = state.world.needs.week_voiced
    dispatched.ways = {n: way for n, way in dispatched.ways.items() if voiced[n] == NEVER and n not in spoken}
    for n in spoken:
        dispatched.owed.pop(n, None)


def _draw(state: "State", purpose: int, n: int, told: int, left: int = 0) -> float:
    return float(draw(state.seed, purpose, int(state.world.needs.id[n]), told, left))


def _tells_whoever_is_met(state: "State", n: int) -> bool:
    return _draw(state, INFORMAL, n, state.week) < state.settings.dispatch.informal


def _in_order(state: "State", rows: list[int], weeks: list[int]) -> NDArray[np.int64]:
    """Return needs in the order in which an office takes them: of equal weeks by id."""
    found = np.array(rows, dtype=np.int64)
    return found[np.lexsort((state.world.needs.id[found], np.array(weeks, dtype=np.int64)))]


def _turns(state: "State", rows: NDArray[np.int64], minutes: float, why: str) -> list[int]:
    """Let the community's office do a task for some needs, in order, as far as its minutes reach; return for which."""
    offices = state.offices(COMMUNITY_OFFICE, state.world.needs.unit[rows])
    return [int(n) for n in rows[state.take_turns(offices, int(minutes), why)]]


def _set_out(state: "State", dispatched: Dispatched, told: list[int]) -> list[int]:
    """Send told needs on their way, recorded where that is done; return those told at the right desk by chance."""
    settings, at_once = state.settings.dispatch, []
    for n in told:
        left = int(_draw(state, HAND_OVERS, n, state.week) * (settings.hand_overs + 1))
        if settings.routed == "yes":
            left = min(left, 1)
        if left == 0:
            at_once.append(n)
        else:
            dispatched.ways[n] = Way(state.week, left, state.week)
    if settings.recorded == "yes":
        sent = [n for n in told if n in dispatched.ways]
        rows = _in_order(state, sent, [0] * len(sent))
        for n in _turns(state, rows, state.settings.offices.triage_minutes, "recording"):
            dispatched.ways[n].recorded = True
    return at_once


def _pass_on(state: "State", n: int, way: Way) -> None:
    """Hand a need over as often as it is time to; each time it may be lost, unless it is recorded."""
    settings = state.settings.dispatch
    while way.left > 0 and not way.lost:
        weeks = weeks_at_hand(_draw(state, HAND_OVER_WEEKS, n, way.told, way.left), settings.hand_over_weeks)
        if state.week - way.since < weeks:
            return
        if not way.recorded and _draw(state, HAND_OVER_LOST, n, way.told, way.left) < settings.hand_over_loss:
            way.lost = True
        else:
            way.left, way.since = way.left - 1, state.week


def weeks_at_hand(random_draw: float, mean: float) -> int:
    """Return for how many weeks a hand keeps a need: each week it is as likely to pass it on (ODD 7.25).

    Parameters
    ----------
    random_draw
        In (0, 1).
    mean
        Weeks on average, at least 0.

    Returns
    -------
    Whole weeks, at least 0.
    """
    return int(math.log(random_draw) / math.log(mean / (1.0 + mean))) if mean > 0.0 else 0


def _look(state: "State", dispatched: Dispatched) -> None:
    """Let offices look for what has lain at one hand for too long, the oldest first, and send it on."""
    settings, ways = state.settings.dispatch, dispatched.ways
    late = [n for n, way in ways.items() if way.left > 0 and state.week - way.since >= settings.deadline_weeks]
    rows = _in_order(state, late, [ways[n].since for n in late])
    for n in _turns(state, rows, settings.look_minutes, LOOKING):
        ways[n].left, ways[n].since, ways[n].lost = ways[n].left - 1, state.week, False


def _arrive(state: "State", dispatched: Dispatched) -> list[int]:
    """Take from their way the needs that are at the office; return those that are not recorded yet."""
    here = {n: way for n, way in dispatched.ways.items() if way.left == 0}
    dispatched.ways = {n: way for n, way in dispatched.ways.items() if way.left > 0}
    known = np.array([n for n, way in here.items() if way.recorded], dtype=np.int64)
    note_voiced(state, known)
    note_recorded(state, known)
    return [n for n, way in here.items() if not way.recorded]


def _wait_elsewhere(state: "State", dispatched: Dispatched) -> None:
    """Let nobody voice what is on its way; what was lost may be voiced again."""
    ways = dispatched.ways
    away, lost = ([n for n, way in ways.items() if way.lost == is_lost] for is_lost in (False, True))
    state.unvoiced = np.union1d(np.setdiff1d(state.unvoiced, away), lost).astype(np.int64)


def _answer(state: "State", dispatched: Dispatched) -> None:
    """Let offices tell whoever spoke of a need what has become of it, once it was recorded before this week."""
    needs, households = state.world.needs, state.world.households
    due = [n for n in dispatched.owed if NEVER < needs.week_recorded[n] < state.week]
    rows = _in_order(state, due, [int(needs.week_recorded[n]) for n in due])
    for n in _turns(state, rows, state.settings.dispatch.answer_minutes, ANSWERING):
        h = dispatched.owed.pop(n)
        households.contact_week[h] = state.week
        households.contact_by[h] = NOBODY
