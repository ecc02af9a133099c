"""Councils' week: they are formed, meet, talk and dissolve (ODD 7.16)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import NOBODY
from dizao.agents.organization import settlement
from dizao.agents.parameters import People
from dizao.agents.party_member import MEDIATES, PartyMembers
from dizao.agents.resident import ATTENDED, CHILD, MOST_STAKE, attend_log_odds, logistic
from dizao.model.core.draws import When, draw
from dizao.model.governance.matters import try_to_settle
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.systems.councils import COUNCIL_COME, COUNCIL_JOIN, SYSTEM
from dizao.model.world.make import Records, household_value
from dizao.model.world.projects import (
    APPLYING,
    BUILDING,
    CAMPAIGNING,
    COLLECTING,
    MATTER,
    NEVER,
    RECORDED,
    UNIT_LEVEL,
    VOTING,
)

if TYPE_CHECKING:
    from dizao.model.state import State


STANDING = -1
"""Stands for the need of a standing council, which has none of its own."""

TALKED_OVER = (RECORDED, VOTING, CAMPAIGNING)
"""Stages of a project in which members talk with those concerned."""

IN_HAND = (*TALKED_OVER, COLLECTING, BUILDING)
"""Stages of a project that a council takes care of; on a site its members watch."""


@dataclass
class Council:
    """Some residents and what they have in hand.

    Attributes
    ----------
    unit, need
        Rows; a standing council's need is `STANDING`.
    members
        Rows of residents.
    since
        Week in which it was formed, from which its meetings are counted.
    talked
        Households talked with about each matter since the last try to settle it, by need.
    """

    unit: int
    need: int
    members: NDArray[np.int64]
    since: int
    talked: dict[int, int] = field(default_factory=dict)


type CouncilsByNeed = dict[tuple[int, int], Council]
"""By unit and need, in the order in which they were formed."""


def councils_in(state: "State") -> CouncilsByNeed:
    """Return the councils of a run.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    The councils themselves, not a copy; changed in place as they are formed and dissolved.
    """
    return state.systems[SYSTEM.name]  # type: ignore[no-any-return]


def begin(state: "State") -> CouncilsByNeed:
    """Begin without any council.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    An empty mapping.
    """
    return {}


def in_hand(state: "State") -> list[int]:
    """Return the matters that councils have taken off the agendas of units' meetings.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Rows of needs, the oldest first; none while there are no councils.
    """
    if not councils_in(state):
        return []
    kinds, of_unit, councils = state.world.needs.kind, state.world.needs.unit, councils_in(state)
    matters = [int(n) for n in _open_needs(state) if kinds[n] == MATTER]
    return [n for n in matters if (int(of_unit[n]), n) in councils or (int(of_unit[n]), STANDING) in councils]


def run(state: "State") -> None:
    """Form the councils that are wanted, dissolve those that are done, and hold this week's meetings.

    Parameters
    ----------
    state
        The state of the run.
    """
    kind = state.settings.councils.kind
    _dissolve(state)
    if kind == "standing":
        _elect(state)
    else:
        _form(state)
    for council in list(councils_in(state).values()):
        items = _items(state, council)
        if items and (state.week - council.since) % state.settings.councils.meeting_every_weeks == 0:
            _meet(state, council, items)


# what is in hand ------------------------------------------------------------------------------------------------


def _is_open(state: "State", n: int) -> bool:
    """Return whether a need lies with its unit and is not settled, or its project is under way."""
    needs = state.world.needs
    if needs.met[n] or needs.week_recorded[n] == NEVER:
        return False
    if needs.kind[n] == MATTER:
        held = state.week - int(needs.week_recorded[n]) <= state.settings.councils.hold_weeks
        return bool(held and needs.level[n] == UNIT_LEVEL and needs.week_settled[n] == NEVER)
    return int(state.world.projects.stage[needs.project[n]]) in IN_HAND


def _open_needs(state: "State") -> NDArray[np.int64]:
    """Return all needs that a council can have in hand this week, the oldest first."""
    needs = state.world.needs
    matters = state.unsettled[needs.level[state.unsettled] == UNIT_LEVEL]
    matters = matters[state.week - needs.week_recorded[matters] <= state.settings.councils.hold_weeks]
    rows = np.concatenate([matters, state.world.projects.need[state.in_stage(*IN_HAND)]]).astype(np.int64)
    rows = rows[(needs.met[rows] == 0) & (needs.week_recorded[rows] < state.week)]
    return rows[np.lexsort((needs.id[rows], needs.week_recorded[rows]))]


def _items(state: "State", council: Council) -> list[int]:
    """Return what a council has in hand, the oldest first."""
    if council.need != STANDING:
        return [council.need] if _is_open(state, council.need) else []
    rows = _open_needs(state)
    of_unit = [int(n) for n in rows[state.world.needs.unit[rows] == council.unit]]
    return of_unit[: state.settings.councils.agenda_items]


# members --------------------------------------------------------------------------------------------------------


def _elect(state: "State") -> None:
    """Give every unit its standing council: the adults with most status, and among equals most time."""
    units, residents = state.world.units, state.world.residents
    for u in range(len(units.id)):
        if (u, STANDING) not in councils_in(state):
            rows = np.arange(units.first_resident[u], units.first_resident[u + 1])
            rows = rows[residents.age[rows] != CHILD]
            order = np.lexsort(
                (residents.id[rows], -residents.spare_minutes[rows].astype(int), -residents.status[rows])
            )
            members = np.sort(rows[order[: state.settings.councils.members]])
            councils_in(state)[u, STANDING] = Council(u, STANDING, members, state.week)


@kernel
def _stakes(seed: int, n: int, tables: Records) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the adults of the households concerned with a need, their stake in it, and a draw to order equals by."""
    needs, households, residents = tables.needs, tables.households, tables.residents
    first = households.first_resident[needs.first_household[n]]
    most = households.first_resident[needs.end_household[n]] - first
    rows, stakes, random_draws, number = np.empty(most, dtype=np.int64), np.empty(most), np.empty(most), 0
    for h in range(needs.first_household[n], needs.end_household[n]):
        stake = min(MOST_STAKE, abs(household_value(seed, n, h, tables)) / (needs.value_fen[n] + 1e-9))
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            if residents.age[r] != CHILD:
                rows[number], stakes[number] = r, stake
                random_draws[number] = draw(seed, COUNCIL_JOIN, needs.id[n], residents.id[r], 0)
                number += 1
    return rows[:number], stakes[:number], random_draws[:number]


def _form(state: "State") -> None:
    """Form a council for each need that has none: those with most at stake are asked, and some come.

    Where too few come it is tried again a month later.
    """
    settings, needs = state.settings.councils, state.world.needs
    for n in _open_needs(state):
        key = (int(needs.unit[n]), int(n))
        waited = state.week - int(needs.week_recorded[n]) - 1
        if key in councils_in(state) or waited % WEEKS_PER_MONTH:
            continue
        rows, stakes, random_draws = _stakes(state.seed, n, state.records)
        asked = rows[np.lexsort((random_draws, -stakes))[: round(settings.asked_ratio * settings.members)]]
        came = _gather(state, key[0], asked, [int(n)], settings.members, 0.0)
        if len(came) >= settings.minimum:
            councils_in(state)[key] = Council(*key, np.sort(came), state.week + 1)


def _dissolve(state: "State") -> None:
    """Dissolve issue councils whose need is settled, has gone up, or has come to nothing; their members are free.

    While money is applied for there is nothing to do, but the council stays.
    """
    waiting = set(state.world.projects.need[state.in_stage(APPLYING)].tolist())
    done = [
        key
        for key, council in councils_in(state).items()
        if council.need not in (STANDING, *waiting) and not _items(state, council)
    ]
    for key in done:
        del councils_in(state)[key]


# meetings -------------------------------------------------------------------------------------------------------


class Gathering(NamedTuple):
    """A meeting of a council, or the one that forms it.

    ``about`` is the key of its random draws, ``items`` rows of the needs it is about, ``most`` the people who can come,
    ``seat`` log-odds added for those who have taken a seat, ``mean_minutes`` the spare minutes a week of people on
    average.
    """

    about: int
    items: NDArray[np.int64]
    most: int
    seat: float
    mean_minutes: float


@rule
def _share_who_came(r: int, tables: Records) -> float:
    """Return the share of somebody's ties who came to the last meeting; 0 without ties."""
    number = tables.ties.first[r + 1] - tables.ties.first[r]
    return tables.residents.ties_came[r] / number if number > 0 else 0.0


@kernel
def _who_comes(
    when: When, gathering: Gathering, asked: NDArray[np.int64], tables: Records, p: People
) -> NDArray[np.int64]:
    """Return those of the asked who come, at most so many: as to any meeting, invited, by their stake in the items."""
    needs, residents = tables.needs, tables.residents
    came, number = np.empty(len(asked), dtype=np.int64), 0
    for r in asked:
        stake, h = 0.0, residents.household[r]
        for n in gathering.items:
            if needs.first_household[n] <= h < needs.end_household[n]:
                stake += abs(household_value(when.seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
        spare = min(MOST_STAKE, residents.spare_minutes[r] / gathering.mean_minutes)
        odds = attend_log_odds(stake, _share_who_came(r, tables), 1.0, spare, float(residents.fatigue[r]), p)
        random_draw = draw(when.seed, COUNCIL_COME, gathering.about, residents.id[r], when.week)
        if number < gathering.most and random_draw < logistic(odds + gathering.seat):
            came[number] = r
            number += 1
    return came[:number]


def _gather(
    state: "State", unit: int, asked: NDArray[np.int64], items: list[int], most: int, seat: float
) -> NDArray[np.int64]:
    """Let people come together about some needs; return who comes, whose time and fatigue it costs."""
    world, settings = state.world, state.settings
    # A council for one need has its own random draw; a standing one has the same whatever is on its agenda.
    about = int(world.needs.id[items[0]]) if settings.councils.kind == "issue" else int(world.units.id[unit])
    mean_minutes = state.groups[world.units.group[unit]].place.spare_minutes_per_week
    gathering = Gathering(about, np.array(items), most, seat, mean_minutes)
    came = _who_comes(When(state.seed, state.week), gathering, asked, state.records, state.people)
    residents = world.residents
    residents.fatigue[came] = np.minimum(1.0, residents.fatigue[came].astype(float) + state.people.fatigue_meeting)
    residents.took_part[came] |= ATTENDED
    world.households.contact_week[residents.household[came]] = state.week
    world.households.contact_by[residents.household[came]] = NOBODY
    spent = np.array([int(len(came) * settings.councils.meeting_minutes)])
    state.spend_time("time_residents", np.array([unit]), spent, "council meetings")
    state.count("attendances", len(came))
    return came


def _meet(state: "State", council: Council, items: list[int]) -> None:
    """Hold a council's meeting: what was talked over is tried to settle, and those who came go and talk with others."""
    settings, needs = state.settings, state.world.needs
    seat = settings.councils.seat
    came = _gather(state, council.unit, council.members, items, len(council.members), seat)
    state.count("meetings", 1)
    if len(came) < settings.councils.minimum:
        return
    minutes = _minutes(state, came) // len(items)
    members = float(np.isin(came, _mediators(state.world.members)).mean())
    for n in items:
        if n in council.talked and needs.kind[n] == MATTER:
            turnout = float(len(came) + council.talked.pop(n))
            chance = settlement(turnout, members, settings.works)
            try_to_settle(state, np.array([n]), np.array([chance]))
        if _is_talked_over(state, n):
            council.talked[n] = _talk(state, council, n, minutes, came)


def _mediators(members: PartyMembers) -> NDArray[np.int32]:
    """Return the residents whose presence at a meeting helps to settle."""
    return members.resident[members.duties & MEDIATES > 0]


def _is_talked_over(state: "State", n: int) -> bool:
    """Return whether there is somebody to talk with about a need."""
    needs = state.world.needs
    if needs.kind[n] == MATTER:
        return _is_open(state, n)
    return int(state.world.projects.stage[needs.project[n]]) in TALKED_OVER


def _minutes(state: "State", came: NDArray[np.int64]) -> int:
    """Return the minutes that members have until the next meeting: a part of their spare time, less as they tire.

    Who sits in several councils divides them.
    """
    settings, residents = state.settings.councils, state.world.residents
    seats = np.zeros(len(residents.id), dtype=np.int64)
    for council in councils_in(state).values():
        seats[council.members] += 1
    own = residents.spare_minutes[came] * (1.0 - residents.fatigue[came].astype(float)) / np.maximum(1, seats[came])
    return int(own.sum() * settings.minutes_share * settings.meeting_every_weeks)


def _visit(state: "State", n: int, number: int, came: NDArray[np.int64]) -> None:
    """Let members talk in turn with so many households concerned, those first with whom nobody has for longest.

    Distrust that is there is answered: where there is a proposal the household remembers that.
    """
    world, project = state.world, int(state.world.needs.project[n])
    start, end = int(world.needs.first_household[n]), int(world.needs.end_household[n])
    reached = np.argsort(world.households.contact_week[start:end], kind="stable")[:number]
    world.households.contact_week[start + reached] = state.week
    world.households.contact_by[start + reached] = world.residents.id[came[np.arange(len(reached)) % len(came)]]
    first = int(world.projects.first_stake[project]) if project >= 0 else NEVER
    if first >= 0:
        trust = world.residents.trust[world.households.first_resident[start + reached]].astype(float)
        world.stakes.explained[first + reached[1.0 - 2.0 * trust >= state.people.objection_threshold]] = 1


def _talk(state: "State", council: Council, n: int, minutes: int, came: NDArray[np.int64]) -> int:
    """Let members who came use some minutes to talk with households concerned; return how many they reach."""
    needs, each = state.world.needs, state.settings.offices.visit_minutes
    concerned = int(needs.end_household[n] - needs.first_household[n])
    number = min(concerned, int(minutes // max(1.0, each)))
    _visit(state, n, number, came)
    state.spend_time("time_residents", np.array([council.unit]), np.array([int(number * each)]), "council talks")
    return number
