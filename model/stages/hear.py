"""Stage 2, hear (收集分办): needs are voiced, recorded, routed to who can act, and followed up (ODD 7.2)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule, threaded_kernel
from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE, settlement
from dizao.agents.parameters import People
from dizao.agents.party_member import visits
from dizao.agents.resident import MOST_STAKE, logistic, voice_log_odds
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.finance.expectations import voicing_pull
from dizao.model.governance.intake import note_recorded, note_voiced
from dizao.model.governance.matters import give_up, try_to_settle
from dizao.model.points import act, passed
from dizao.model.world.make import Records, household_value
from dizao.model.world.projects import (
    CAMPAIGNING,
    COMMUNITY_LEVEL,
    UNIT_LEVEL,
    VOTING,
)

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Organizations tell, members visit; households voice needs; offices record them and settle matters of theirs.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    state.fill_offices()
    act(state.points.hearing_begins, state)
    _visit(state)
    _voice(state)
    _record(state)
    _settle_at_offices(state)


class Focus(NamedTuple):
    """Where members visit: ``rows`` of households from ``start`` to ``end``, shape (units,), ``visit_minutes`` each.

    ``busy`` is the part of their minutes that members use for visits, shape (units,).
    """

    rows: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    busy: NDArray[np.float64]
    visit_minutes: float


@rule
def _visit_unit(when: When, u: int, focus: Focus, tables: Records) -> int:
    """Let the members of one unit visit households in the slice that is in focus; return the minutes it took."""
    week, start, number = when.week, focus.start[u], focus.end[u] - focus.start[u]
    made = 0
    if number > 0:
        members = tables.members
        for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
            free = members.minutes[m] - members.spent_minutes[m]
            if free <= 0:
                continue
            person = tables.residents.id[members.resident[m]]
            chance = draw(when.seed, draws.MEMBER_VISITS, person, week, 0)
            for k in range(visits(free * focus.busy[u], focus.visit_minutes, chance)):
                h = focus.rows[start + int(draw(when.seed, draws.VISIT, person, week, k) * number)]
                tables.households.contact_week[h] = week
                tables.households.contact_by[h] = person
                made += 1
    return int(made * focus.visit_minutes)


@threaded_kernel
def _visit_all(begin: int, end: int, when: When, focus: Focus, tables: Records, minutes: NDArray[np.int64]) -> None:
    for u in range(begin, end):
        minutes[u] = _visit_unit(when, u, focus, tables)


def _visit(state: "State") -> None:
    """Members see to their duties, then visit: in the unit's first open vote or campaign, else anywhere."""
    world = state.world
    act(state.points.visits_begin, state)
    start, end = world.units.first_household[:-1].copy(), world.units.first_household[1:].copy()
    open_rows = state.in_stage(VOTING, CAMPAIGNING)
    unit, first = np.unique(world.projects.unit[open_rows], return_index=True)
    about = np.full(len(start), -1, dtype=np.int64)
    about[unit] = open_rows[first]
    need = world.projects.need[about[unit]]
    start[unit], end[unit] = world.needs.first_household[need], world.needs.end_household[need]
    busy = np.full(len(start), state.settings.offices.member_idle_share)
    busy[unit] = 1.0
    minutes = np.zeros(len(start), dtype=np.int64)
    each = state.settings.offices.visit_minutes
    share = passed(state.points.visit_share, state, value=busy)
    rows = passed(state.points.visit_choice, state, about, value=np.arange(len(world.households.id)))
    focus = Focus(rows, np.searchsorted(rows, start), np.searchsorted(rows, end), share, each)
    _visit_all(len(start), When(state.seed, state.week), focus, state.records, minutes)
    state.spend_time("time_members", np.arange(len(minutes)), minutes, "visits")
    act(state.points.visits_end, state, start, end, busy)


@rule
def _who_voices(when: When, n: int, pull: float, tables: Records, p: People) -> int:
    """Return the household concerned that voices a need this week, the first in storage order, -1 if none does.

    ``pull`` are log-odds that expected money adds.
    """
    needs, households, residents = tables.needs, tables.households, tables.residents
    for h in range(needs.first_household[n], needs.end_household[n]):
        r = households.first_resident[h]
        contact = 1.0 if when.week - households.contact_week[h] < p.contact_memory_weeks else 0.0
        trust, fatigue = float(residents.trust[r]), float(residents.fatigue[r])
        random_draw = draw(when.seed, draws.VOICE, needs.id[n], households.id[h], when.week)
        # Most would not speak up however great the harm: theirs need not be worked out.
        if random_draw >= logistic(
            voice_log_odds(MOST_STAKE if p.voice_harm > 0.0 else 0.0, trust, contact, fatigue, p) + pull
        ):
            continue
        harm = max(0.0, household_value(when.seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
        if random_draw < logistic(voice_log_odds(harm, trust, contact, fatigue, p) + pull):
            return h
    return -1


@threaded_kernel
def _voice_all(
    begin: int,
    end: int,
    when: When,
    rows: NDArray[np.int64],
    pull: NDArray[np.float64],
    tables: Records,
    p: People,
    tellers: NDArray[np.int64],
) -> None:
    for k in range(begin, end):
        tellers[k] = _who_voices(when, rows[k], pull[k], tables, p)


def _voice(state: "State") -> None:
    """Let the households concerned voice the needs that nobody has voiced yet."""
    world = state.world
    rows = state.unvoiced[world.needs.met[state.unvoiced] == 0]
    tellers = np.full(len(rows), -1, dtype=np.int64)
    pull = voicing_pull(state, rows)
    _voice_all(len(rows), When(state.seed, state.week), rows, pull, state.records, state.people, tellers)
    told = rows[tellers >= 0]
    by_need = dict(zip(told.tolist(), tellers[tellers >= 0].tolist(), strict=True))
    note_voiced(state, passed(state.points.voiced, state, by_need, value=told))


def _record(state: "State") -> None:
    """Record voiced needs, oldest first, as far as the minutes of the community's office reach."""
    needs, minutes = state.world.needs, int(state.settings.offices.triage_minutes)
    queue = state.unrecorded[np.lexsort((needs.id[state.unrecorded], needs.week_voiced[state.unrecorded]))]
    offices = state.offices(COMMUNITY_OFFICE, needs.unit[queue])
    note_recorded(state, queue[state.take_turns(offices, minutes, "recording")])


def _settle_at_offices(state: "State") -> None:
    """Try to settle the matters that lie with an office, oldest first; what fails too often goes up a level."""
    needs, offices, works = state.world.needs, state.settings.offices, state.settings.works
    rows = state.unsettled[needs.level[state.unsettled] > UNIT_LEVEL]
    rows = rows[needs.week_recorded[rows] < state.week]
    if not len(rows):
        return
    rows = rows[np.lexsort((needs.id[rows], needs.week_recorded[rows]))]
    of_community = state.offices(COMMUNITY_OFFICE, needs.unit[rows])
    of_street = state.offices(STREET_OFFICE, needs.unit[rows])
    at = np.where(needs.level[rows] == COMMUNITY_LEVEL, of_community, of_street)
    tried = rows[state.take_turns(at, int(offices.settle_minutes), "settling")]
    chance = settlement(works.settle_usual_turnout, 0.0, works)
    try_to_settle(state, tried, np.full(len(tried), chance))
    if offices.give_up_tries > 0:
        give_up(state, tried, offices.give_up_tries)
