"""Part of stage 3, plan: who comes to a meeting (ODD 7.3)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.parameters import People
from dizao.agents.party_member import MEDIATES
from dizao.agents.resident import (
    CAME_LAST,
    CHILD,
    COMES_NOW,
    MIDDLE,
    MOST_STAKE,
    OLDER,
    YOUNG,
    Residents,
    attend_log_odds,
    logistic,
)
from dizao.model.core import draws
from dizao.model.core.draws import When, draw, draw_each
from dizao.model.governance.meetings import Called, usual_call
from dizao.model.points import passed
from dizao.model.world.make import Records, household_value
from dizao.model.world.memberships import invite_members

if TYPE_CHECKING:
    from dizao.model.state import State


ROUNDING = 1e-9
"""A bound decides only where it does so by more than this, so that the last digit of a sum never matters."""

SPARE_CLASSES_A_MEAN = 6
"""How many classes of spare time there are, to the mean, for each of which it is known who cannot come anyway."""

UNKNOWN = -1.0
"""Stands for a stake that has not been worked out."""


class Meetings(NamedTuple):
    """Meetings of a week, shape (meetings,); ``starts``, one longer, says where each one's agenda of needs begins.

    ``invited_share`` is the share of adults who are invited, ``called`` how meetings are called, ``mean_minutes`` the
    mean spare time a week.
    """

    unit: NDArray[np.int64]
    agenda: NDArray[np.int64]
    starts: NDArray[np.int64]
    invited_share: NDArray[np.float64]
    called: Called
    mean_minutes: NDArray[np.float64]


class Call(NamedTuple):
    """How a meeting calls one adult: the random draw, 1.0 if invited, and what the platform adds to the log-odds."""

    random_draw: float
    invited: float
    tilt: float


@rule
def _stake_in(seed: int, h: int, items: NDArray[np.int64], tables: Records) -> float:
    """Own value in an agenda, in units of the mean: harm counts as much as gain."""
    stake, needs = 0.0, tables.needs
    # By number: an array that is walked through or sliced is counted in and out, and threads wait for that.
    for k in range(len(items)):
        n = items[k]
        if needs.first_household[n] <= h < needs.end_household[n]:
            stake += abs(household_value(seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
    return stake


@rule
def _share_who_came(r: int, tables: Records) -> float:
    """Share of somebody's neighbours who came to their last meeting."""
    number = tables.ties.first[r + 1] - tables.ties.first[r]
    return tables.residents.ties_came[r] / number if number > 0 else 0.0


@rule
def _most_chance(invited: float, came: float, spare_class: int, tilt: float, p: People) -> float:
    """Chance of coming that nobody exceeds: of the invited (1) or others, with (1) or without neighbours who came.

    Whatever else speaks for it does so at its most, and nothing against; spare time as at the better end of its class.
    """
    stake = MOST_STAKE if p.attend_stake > 0.0 else 0.0
    neighbours = came if p.attend_neighbours > 0.0 else 0.0
    spare = (spare_class + (1.0 if p.attend_time > 0.0 else 0.0)) / SPARE_CLASSES_A_MEAN
    fatigue = 1.0 if p.attend_fatigue < 0.0 else 0.0
    return logistic(attend_log_odds(stake, neighbours, invited, spare, fatigue, p) + tilt + ROUNDING)


@kernel
def _most_chances(tilt: float, p: People) -> NDArray[np.float64]:
    """Return these chances, shape (2, 2, classes of spare time)."""
    chances = np.empty((2, 2, int(MOST_STAKE * SPARE_CLASSES_A_MEAN) + 1))
    for invited in range(2):
        for came in range(2):
            for k in range(chances.shape[2]):
                chances[invited, came, k] = _most_chance(float(invited), float(came), k, tilt, p)
    return chances


@kernel
def _invite_told(week: int, u: int, invitations: NDArray[np.float64], tables: Records) -> None:
    """Let the adults of households that were told of the meeting count as invited."""
    households, first = tables.households, tables.units.first_resident[u]
    # Below every share of people invited, also where nobody else is.
    for h in range(tables.units.first_household[u], tables.units.first_household[u + 1]):
        if households.told_week[h] == week:
            invitations[households.first_resident[h] - first : households.first_resident[h + 1] - first] = -1.0


@kernel
def _keep_representatives(seed: int, rows: NDArray[np.int64], share: float, residents: Residents) -> int:
    """Move those who may come at all, and those who came last time, to the front; return how many they are."""
    number = 0
    for i in range(len(rows)):
        r = rows[i]
        stays = residents.attendance[r] & CAME_LAST > 0
        stays = stays or draw(seed, draws.REPRESENTATIVE, residents.id[r], 0, 0) < share
        rows[number] = r
        number += stays
    return number


@kernel
def _who_may_come(
    when: When, k: int, meetings: Meetings, tilt: float, tables: Records, p: People
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the adults of a meeting's unit whose random draw does not keep them away whatever they have at stake.

    ``tilt`` is the most that its platform adds to anybody's log-odds.

    Returns
    -------
    Their rows, with the rows of those who came last time; and the random draws and invitations of the whole unit.
    """
    u, seed, week, invited_share = meetings.unit[k], when.seed, when.week, meetings.invited_share[k]
    residents, first = tables.residents, tables.units.first_resident[u]
    ids = residents.id[first : tables.units.first_resident[u + 1]].copy()
    random_draws, invitations = draw_each(seed, draws.ATTEND, ids, week), draw_each(seed, draws.INVITE, ids, week)
    if tables.units.told[u] > 0:
        _invite_told(week, u, invitations, tables)
    if len(tables.memberships.organization):
        invite_members(first, invitations, tables.memberships)
    most, classes_a_minute = _most_chances(tilt, p), SPARE_CLASSES_A_MEAN / meetings.mean_minutes[k]
    rows, number, last_class = np.empty(len(ids), dtype=np.int64), 0, most.shape[2] - 1
    for i in range(len(ids)):
        r = first + i
        # The bound first: where nobody has any time the product is no number, and then the bound holds.
        spare_class = int(min(float(last_class), residents.spare_minutes[r] * classes_a_minute))
        invited, came = int(invitations[i] < invited_share), int(residents.ties_came[r] > 0)
        may_come = (random_draws[i] < most[invited, came, spare_class]) & (residents.age[r] != CHILD)
        rows[number] = r
        number += may_come | (residents.attendance[r] & CAME_LAST > 0)
    if meetings.called.representatives < 1.0:
        number = _keep_representatives(seed, rows[:number], meetings.called.representatives, residents)
    return rows[:number], random_draws, invitations


@rule
def _comes(
    seed: int,
    r: int,
    call: Call,
    stake: float,
    items: NDArray[np.int64],
    mean_minutes: float,
    tables: Records,
    p: People,
) -> tuple[bool, float]:
    """Whether an adult comes, and the household's stake in the agenda (`UNKNOWN` where nobody needed it so far).

    Most would not come however much was at stake for them: theirs need not be worked out.
    """
    residents = tables.residents
    spare, fatigue = min(MOST_STAKE, residents.spare_minutes[r] / mean_minutes), float(residents.fatigue[r])
    came = _share_who_came(r, tables)
    most = attend_log_odds(MOST_STAKE if p.attend_stake > 0.0 else 0.0, came, call.invited, spare, fatigue, p)
    if call.random_draw >= logistic(most + call.tilt + ROUNDING):
        return False, stake
    if stake == UNKNOWN:
        stake = _stake_in(seed, residents.household[r], items, tables)
    odds = attend_log_odds(stake, came, call.invited, spare, fatigue, p) + call.tilt
    return call.random_draw < logistic(odds), stake


@rule
def _mediators_who_come(u: int, tables: Records) -> int:
    """Number of members of a unit who come and whose presence helps to settle."""
    members, number = tables.members, 0
    for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
        comes = tables.residents.attendance[members.resident[m]] & COMES_NOW > 0
        number += comes and members.duties[m] & MEDIATES > 0
    return number


@kernel
def _attend_unit(
    when: When, k: int, meetings: Meetings, tables: Records, p: People, involved: NDArray[np.int32]
) -> tuple[int, int, int]:
    """Let the adults of a meeting's unit decide whether to come; return how many came, and how many of them mediate.

    ``involved`` gets the rows of those who come now or came last time; the last number returned is how many they are.
    """
    u, tilts, mean_minutes = meetings.unit[k], meetings.called.tilts, meetings.mean_minutes[k]
    items, invited_share = meetings.agenda[meetings.starts[k] : meetings.starts[k + 1]], meetings.invited_share[k]
    residents, first = tables.residents, tables.units.first_resident[u]
    tilt = max(tilts[k, YOUNG], tilts[k, MIDDLE], tilts[k, OLDER])
    rows, random_draws, invitations = _who_may_come(when, k, meetings, tilt, tables, p)
    turnout, number = 0, 0
    household, stake = -1, UNKNOWN
    for i in range(len(rows)):
        r = rows[i]
        if residents.household[r] != household:
            household, stake = residents.household[r], UNKNOWN
        invited = 1.0 if invitations[r - first] < invited_share else 0.0
        call = Call(random_draws[r - first], invited, tilts[k, residents.age[r]])
        comes, stake = _comes(when.seed, r, call, stake, items, mean_minutes, tables, p)
        if comes:
            residents.attendance[r] |= COMES_NOW
            turnout += 1
        if residents.attendance[r]:
            involved[number] = r
            number += 1
    return turnout, _mediators_who_come(u, tables), number


@rule
def _change(attendance: int) -> int:
    """1 for somebody who comes and did not last time, -1 the other way round, else 0."""
    return int(attendance & COMES_NOW > 0) - int(attendance & CAME_LAST > 0)


@rule
def _tell_inside(r: int, first: int, changes: NDArray[np.int32], tables: Records) -> bool:
    """Add somebody's change to the sums of the neighbours in the unit; return whether there are others."""
    ties, change, others = tables.ties, _change(tables.residents.attendance[r]), False
    if change != 0:
        for t in range(ties.first[r], ties.first[r + 1]):
            k = ties.neighbours[t] - first
            if 0 <= k < len(changes):
                changes[k] += change
            else:
                others = True
    return others


@kernel
def _tell_unit(
    first: int,
    involved: NDArray[np.int32],
    elsewhere: NDArray[np.int32],
    changes: NDArray[np.int32],
    tables: Records,
) -> int:
    """Let neighbours in the unit know who comes that did not last time, or did; list those with neighbours elsewhere.

    Sums stand together while they grow, and so stay at hand. Return how many were listed.
    """
    residents, number = tables.residents, 0
    for i in range(len(involved)):
        if _tell_inside(involved[i], first, changes, tables):
            elsewhere[number] = involved[i]
            number += 1
    for k in range(len(changes)):
        residents.ties_came[first + k] = int(residents.ties_came[first + k]) + changes[k]
    return number


class Attendance(NamedTuple):
    """Who comes to this week's meetings: counts, one a meeting, and rows of residents, from their unit's first row on.

    ``involved`` lists who comes now or came last time; ``elsewhere`` those of them whose neighbours in other units must
    be told.
    """

    turnout: NDArray[np.int64]
    members: NDArray[np.int64]
    number_involved: NDArray[np.int64]
    number_elsewhere: NDArray[np.int64]
    involved: NDArray[np.int32]
    elsewhere: NDArray[np.int32]


@threaded_kernel
def _attend_all(
    begin: int, end: int, when: When, meetings: Meetings, tables: Records, p: People, attendance: Attendance
) -> None:
    """Hold the meetings of some units, and tell neighbours in the unit who came, while their rows are at hand."""
    for k in range(begin, end):
        u = meetings.unit[k]
        first, last = tables.units.first_resident[u], tables.units.first_resident[u + 1]
        turnout, members, number = _attend_unit(when, k, meetings, tables, p, attendance.involved[first:last])
        attendance.turnout[k], attendance.members[k], attendance.number_involved[k] = turnout, members, number
        changes, involved = np.zeros(last - first, dtype=np.int32), attendance.involved[first : first + number]
        attendance.number_elsewhere[k] = _tell_unit(first, involved, attendance.elsewhere[first:last], changes, tables)


@kernel
def _tell_elsewhere(meeting: NDArray[np.int64], attendance: Attendance, tables: Records) -> None:
    """Tell neighbours in other units who came: when all have met, since units share nothing while they meet."""
    residents, ties = tables.residents, tables.ties
    for k in range(len(meeting)):
        first, last = tables.units.first_resident[meeting[k]], tables.units.first_resident[meeting[k] + 1]
        for i in range(first, first + attendance.number_elsewhere[k]):
            r = attendance.elsewhere[i]
            for t in range(ties.first[r], ties.first[r + 1]):
                other = ties.neighbours[t]
                if not first <= other < last:
                    residents.ties_came[other] = int(residents.ties_came[other]) + _change(residents.attendance[r])


def attendance_at(
    state: "State", meeting: NDArray[np.int64], agenda: NDArray[np.int64], starts: NDArray[np.int64]
) -> Attendance:
    """Let everybody decide whether to come, and their neighbours know (ODD 7.3).

    Parameters
    ----------
    state
        The state.
    meeting
        Units that meet (rows), shape (meetings,).
    agenda
        Needs (rows) that are taken up, meeting by meeting.
    starts
        Where each meeting's agenda begins, and the last ends; shape (meetings + 1,).

    Returns
    -------
    Who comes.
    """
    units, works = state.world.units, state.settings.works
    counts = np.zeros((4, len(meeting)), dtype=np.int64)
    attendance = Attendance(*counts, *np.empty((2, len(state.world.residents.id)), dtype=np.int32))
    invitations = works.invitations * (1.0 + works.station_gain * units.station[meeting])
    invitations = passed(state.points.invitations, state, meeting, value=invitations)
    shares = invitations / np.maximum(1, units.adults[meeting])
    minutes = state.of_units("spare_minutes_per_week", meeting)
    records, people = state.records, state.people
    called = passed(state.points.call, state, meeting, value=usual_call(len(meeting)))
    meetings = Meetings(meeting, agenda, starts, shares, called, minutes)
    _attend_all(len(meeting), When(state.seed, state.week), meetings, records, people, attendance)
    _tell_elsewhere(meeting, attendance, records)
    return attendance
