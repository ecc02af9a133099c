"""Part of stage 3, plan: what is on the agenda, and what those who came settle or propose (ODD 7.3)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, threaded_kernel
from dizao.agents.household import NOBODY
from dizao.agents.organization import settlement
from dizao.agents.parameters import People
from dizao.agents.resident import (
    ATTENDED,
    CAME_LAST,
    COMES_NOW,
)
from dizao.model.governance.matters import try_to_settle
from dizao.model.parameters import Works
from dizao.model.points import act, listed, passed
from dizao.model.stages.attendance import Attendance, attendance_at
from dizao.model.stages.proposals import propose
from dizao.model.world.make import Records
from dizao.model.world.projects import (
    MATTER,
    RECORDED,
    UNIT_LEVEL,
)

if TYPE_CHECKING:
    from dizao.model.state import State


def agendas(state: "State") -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the units that meet, their agendas one after the other, and where each begins.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Rows of the units, shape (meetings,); rows of the needs; starts, shape (meetings + 1,).
    """
    needs, works = state.world.needs, state.settings.works
    matters = state.unsettled[needs.level[state.unsettled] == UNIT_LEVEL]
    projects = state.in_stage(RECORDED)
    rows = np.concatenate([matters, state.world.projects.need[projects]]).astype(np.int64)
    rows = rows[needs.met[rows] == 0]
    elsewhere = listed(state.points.off_agenda, state)
    if elsewhere:
        rows = rows[~np.isin(rows, elsewhere)]
    due = (state.week + state.meeting_phase[needs.unit[rows]]) % works.meeting_every_weeks == 0
    due = passed(state.points.meetings_due, state, needs.unit[rows], value=due)
    rows = rows[due & (needs.week_recorded[rows] < state.week)]
    rows = rows[np.lexsort((needs.id[rows], needs.week_recorded[rows], needs.unit[rows]))]
    units, first, counts = np.unique(needs.unit[rows], return_index=True, return_counts=True)
    rank = np.arange(len(rows)) - np.repeat(first, counts)
    agenda = rows[rank < works.agenda_items]
    starts = np.searchsorted(needs.unit[agenda], np.append(units, len(state.world.units.id)))
    return units.astype(np.int64), agenda, starts.astype(np.int64)


def meet(state: "State", meeting: NDArray[np.int64], agenda: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
    """Hold the meetings: people come, matters are settled or not, proposals are written and answered.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).
    agenda
        Rows of the needs that are taken up, meeting by meeting.
    starts
        Where each meeting's agenda begins, and the last ends; shape (meetings + 1,).
    """
    works, attendance = state.settings.works, attendance_at(state, meeting, agenda, starts)
    turnout = attendance.turnout
    state.world.units.turnout[meeting] = turnout
    state.spend_time("time_residents", meeting, (turnout * works.meeting_minutes).astype(np.int64), "meetings")
    act(state.points.meetings_convened, state, meeting)
    state.count("meetings", len(meeting))
    state.count("attendances", int(turnout.sum()))
    _decide(state, agenda, np.repeat(np.arange(len(meeting)), np.diff(starts)), turnout, attendance.members, meeting)
    _close_meetings(len(meeting), state.week, meeting, attendance, state.records, state.people)


@threaded_kernel
def _close_meetings(
    begin: int, end: int, week: int, meeting: NDArray[np.int64], attendance: Attendance, tables: Records, p: People
) -> None:
    """Note who came as last time's attendance; those who came were talked with, and are a little more tired."""
    households, residents = tables.households, tables.residents
    for k in range(begin, end):
        first = tables.units.first_resident[meeting[k]]
        for i in range(first, first + attendance.number_involved[k]):
            r = attendance.involved[i]
            came = residents.attendance[r] & COMES_NOW
            residents.attendance[r] = CAME_LAST if came else 0
            if came:
                residents.took_part[r] |= ATTENDED
                residents.fatigue[r] = min(1.0, float(residents.fatigue[r]) + p.fatigue_meeting)
                households.contact_week[residents.household[r]] = week
                households.contact_by[residents.household[r]] = NOBODY


@kernel
def _chances_to_settle(
    turnout: NDArray[np.int64],
    members: NDArray[np.int64],
    represents: float,
    works: Works,
    chances: NDArray[np.float64],
) -> None:
    for k in range(len(turnout)):
        chances[k] = settlement(represents * turnout[k], members[k] / max(1, turnout[k]), works)


def _decide(
    state: "State",
    items: NDArray[np.int64],
    meeting: NDArray[np.int64],
    turnout: NDArray[np.int64],
    members: NDArray[np.int64],
    units: NDArray[np.int64],
) -> None:
    """Take up the items of the agendas, each at its ``meeting`` if enough came: settle matters, write proposals."""
    needs, works = state.world.needs, state.settings.works
    chances = np.empty(len(turnout))
    _chances_to_settle(turnout, members, passed(state.points.speaks_for, state, value=1.0), works, chances)
    act(state.points.settling, state, units, chances)
    held = turnout[meeting] >= works.meeting_minimum
    matters = held & (needs.kind[items] == MATTER)
    try_to_settle(state, items[matters], chances[meeting[matters]])
    for p in state.project_of(items[held & ~matters]):
        propose(state, int(p))
