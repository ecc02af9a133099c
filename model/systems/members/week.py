"""Members' duties, posts and volunteer teams in the week (ODD 7.14)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.household import Households
from dizao.agents.parameters import People
from dizao.agents.party_member import LEADS_BUILDING, LEADS_TEAM, MEDIATES, WATCHES_WORKS, PartyMembers, visits
from dizao.agents.resident import OLDER, Residents
from dizao.model.core.draws import When, draw
from dizao.model.core.tables import records
from dizao.model.systems.members import DUTY, TEAM_VISIT, Posts
from dizao.model.world.make import Records, World
from dizao.model.world.place import Units
from dizao.model.world.projects import CAMPAIGNING, NEVER, VOTING

if TYPE_CHECKING:
    from dizao.model.settings import Settings
    from dizao.model.state import State


MEDIATING, GIVING_FIRST, WATCHING, LEADING_TEAM, LEADING_BUILDING = range(5)
"""Which duty a draw is about."""


@kernel
def _give_duties(seed: int, members: PartyMembers, residents: Residents, posts: Posts) -> None:
    """Say who mediates, gives first, watches works and leads a team: each by own random draw."""
    for m in range(len(members)):
        r = members.resident[m]
        person, active = residents.id[r], members.minutes[m] > 0
        mediates = draw(seed, DUTY, person, MEDIATING, 0) < posts.mediators
        if mediates and residents.status[r] > 0.0:
            members.duties[m] |= MEDIATES
        if draw(seed, DUTY, person, GIVING_FIRST, 0) >= posts.first_contributions:
            residents.status[r] = 0.0
        if active and draw(seed, DUTY, person, WATCHING, 0) < posts.watchers:
            members.duties[m] |= WATCHES_WORKS
        retired = residents.age[r] == OLDER
        if active and retired and draw(seed, DUTY, person, LEADING_TEAM, 0) < posts.teams:
            members.duties[m] |= LEADS_TEAM


@kernel
def _elect_leaders(
    seed: int, units: Units, households: Households, residents: Residents, members: PartyMembers, share: float
) -> None:
    """Make the member with most minutes leader of a building, where the building is to have one and one lives there."""
    best, building = -1, -1
    for m in range(len(members) + 1):
        b = households.building[residents.household[members.resident[m]]] if m < len(members) else -1
        if b != building:
            if best >= 0:
                u = members.unit[best]
                key = building - units.first_building[u]
                if draw(seed, DUTY, units.id[u], key, LEADING_BUILDING) < share:
                    members.duties[best] |= LEADS_BUILDING
            best, building = -1, b
        if m < len(members) and members.minutes[m] > (members.minutes[best] if best >= 0 else 0):
            best = m


def give_duties(world: World, settings: "Settings", seed: int) -> World:
    """Give members their duties and posts; return the same world.

    Parameters
    ----------
    world
        Its members get duties, and those who do not give first lose their status.
    settings
        Those of a run.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    The world that was given.
    """
    tables = (records(world.units), records(world.households), records(world.residents), records(world.members))
    _give_duties(seed, tables[3], tables[2], settings.posts)
    _elect_leaders(seed, *tables, settings.posts.building_leaders)
    return world


def _begin_anew(members: PartyMembers) -> None:
    """Let a new week's minutes begin: what duties took beyond this week's is missing from them."""
    np.maximum(0, members.spent_minutes - members.minutes, out=members.spent_minutes)


# a building's leader --------------------------------------------------------------------------------------------


@rule
def _wants_a_call(week: int, p: int, h: int, row: int, tables: Records, people: People) -> bool:
    """Whether a leader has a reason to call: a vote or a contribution is still open, and nobody talked there lately."""
    lately = week - tables.households.contact_week[h] < people.contact_memory_weeks
    voting = tables.projects.stage[p] == VOTING
    open_vote, open_contribution = tables.stakes.vote[row] < 0, tables.stakes.pledged_week[row] == NEVER
    return not lately and (open_vote if voting else open_contribution)


@kernel
def _call(week: int, p: int, each: int, tables: Records, people: People, minutes: NDArray[np.int64]) -> None:
    """Let the leaders of the buildings that a project concerns call on those whose word is still wanted."""
    needs, households, members = tables.needs, tables.households, tables.members
    n, u, first_stake = tables.projects.need[p], tables.projects.unit[p], tables.projects.first_stake[p]
    start, end = needs.first_household[n], needs.end_household[n]
    for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
        own = tables.residents.household[members.resident[m]]
        if not members.duties[m] & LEADS_BUILDING or not start <= own < end:
            continue
        first = own
        while first > start and households.building[first - 1] == households.building[own]:
            first -= 1
        for h in range(first, end):
            out_of_time = members.spent_minutes[m] >= members.minutes[m]
            if out_of_time or households.building[h] != households.building[own]:
                break
            if _wants_a_call(week, p, h, first_stake + h - start, tables, people):
                households.contact_week[h] = week
                households.contact_by[h] = tables.residents.id[members.resident[m]]
                members.spent_minutes[m] += each
                minutes[u] += each


def call_on_neighbours(state: "State") -> None:
    """Let leaders of buildings call on their neighbours while a vote or a campaign is open.

    Parameters
    ----------
    state
        The state of the run. Minutes are taken of members and booked, and households count as talked with.
    """
    posts = state.settings.posts
    if posts.building_leaders <= 0.0:
        return
    minutes = np.zeros(len(state.world.units.id), dtype=np.int64)
    for p in state.in_stage(VOTING, CAMPAIGNING):
        _call(state.week, int(p), int(posts.call_minutes), state.records, state.people, minutes)
    state.spend_time("time_members", np.arange(len(minutes)), minutes, "calls")


# watching works -------------------------------------------------------------------------------------------------


@kernel
def _watch(u: int, first: int, end: int, most: int, each: int, tables: Records) -> int:
    """Count the members among some residents who watch works and have time for it, up to so many."""
    members, number = tables.members, 0
    for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
        if number == most or members.resident[m] >= end:
            break
        has_time = members.spent_minutes[m] < members.minutes[m]
        if members.resident[m] >= first and members.duties[m] & WATCHES_WORKS and has_time:
            members.spent_minutes[m] += each
            number += 1
    return number


def visit_share(state: "State", share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the part of their free minutes that members use for visits.

    Parameters
    ----------
    state
        The state of the run.
    share
        By unit, in [0, 1].

    Returns
    -------
    In [0, 1], shape as `share`.
    """
    return share * state.settings.posts.visits


def watch(state: "State", p: int) -> int:
    """Return how many members watch a site this month: those concerned whose duty it is, no more than are useful.

    Parameters
    ----------
    state
        The state of the run. Minutes are taken of those who watch, and booked.
    p
        Row of a project that is being built.

    Returns
    -------
    People.
    """
    if state.settings.posts.watchers <= 0.0:
        return 0
    works, first_resident = state.settings.works, state.world.households.first_resident
    start, end, _ = state.block_of(p)
    each, most = int(works.supervision_minutes), int(np.ceil(works.supervisors_useful))
    unit = state.world.projects.unit[p : p + 1]
    number = int(_watch(unit[0], first_resident[start], first_resident[end], most, each, state.records))
    state.spend_time("time_members", unit, np.array([number * each]), "watching")
    return number


# volunteer teams ------------------------------------------------------------------------------------------------


class Round(NamedTuple):
    """A week's visits: rows of households from ``first`` to ``last`` and how ``busy``, by unit; minutes of a visit."""

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    busy: NDArray[np.float64]
    visit_minutes: float


@threaded_kernel
def _visit_in_teams(
    begin: int, end: int, when: When, visiting: Round, posts: Posts, tables: Records, minutes: NDArray[np.int64]
) -> None:
    """Let the teams of some units visit households in the slice that is in focus, blindly, as members do."""
    members, first = tables.members, visiting.first
    for u in range(begin, end):
        made, number = 0, visiting.last[u] - first[u]
        for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
            if number <= 0 or not members.duties[m] & LEADS_TEAM:
                continue
            person = tables.residents.id[members.resident[m]]
            free = posts.team_size * posts.volunteer_minutes * visiting.busy[u]
            for k in range(visits(free, visiting.visit_minutes, draw(when.seed, TEAM_VISIT, person, when.week, -1))):
                h = first[u] + int(draw(when.seed, TEAM_VISIT, person, when.week, k) * number)
                tables.households.contact_week[h] = when.week
                tables.households.contact_by[h] = person
                made += 1
        minutes[u] = int(made * visiting.visit_minutes)


def visit_in_teams(
    state: "State", first: NDArray[np.int32], last: NDArray[np.int32], busy: NDArray[np.float64]
) -> None:
    """Let volunteer teams visit where members do.

    Parameters
    ----------
    state
        The state of the run. Households count as talked with; volunteers' minutes are booked.
    first, last
        Rows of the first household to visit and of the one after the last, shape (units,).
    busy
        Part of their minutes that volunteers use, in [0, 1], shape (units,).
    """
    posts = state.settings.posts
    _begin_anew(state.world.members)
    if posts.teams <= 0.0:
        return
    minutes = np.zeros(len(first), dtype=np.int64)
    visiting = Round(first, last, busy, state.settings.offices.visit_minutes)
    _visit_in_teams(len(first), When(state.seed, state.week), visiting, posts, state.records, minutes)
    state.spend_time("time_residents", np.arange(len(minutes)), minutes, "volunteering")
