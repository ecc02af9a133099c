"""The party chain's week: needs go up, word comes down (ODD 7.13)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.household import Households
from dizao.agents.parameters import People
from dizao.agents.party_member import CENTRE_HOUSEHOLD, PartyMembers
from dizao.agents.resident import MOST_STAKE, Residents, logistic, voice_log_odds
from dizao.model.core.draws import When, draw
from dizao.model.finance.expectations import voicing_pull
from dizao.model.governance.intake import note_recorded, note_voiced, power_levels
from dizao.model.systems.party_chain import CHAIN_LEVEL, CHAIN_PASS, CHAIN_TOLD, SYSTEM, Chain
from dizao.model.world.make import Records, World, household_value, records_of
from dizao.model.world.place import Units
from dizao.model.world.projects import CAMPAIGNING, COMMUNITY_LEVEL, NEVER, STREET_LEVEL

if TYPE_CHECKING:
    from dizao.model.state import State


HOUSEHOLD, BUILDING, COMPOUND, COMMUNITY, STREET = range(5)
"""Levels of the chain, from below."""

ARRIVED, OLD_WAY, FORGOTTEN = 1, 2, 3
"""How a need's way up the chain ends: with who can act; at a level that is missing; with somebody who forgot."""

UPWARDS, OF_CAMPAIGN, OF_MEETING = 0, 10, 20
"""What is passed on, in the key of a draw (plus the level)."""


class PartyChain(NamedTuple):
    """Which levels exist where.

    ``centre`` is the member household (a row of the members) that looks after a household, -1 for none; ``buildings``
    goes by building, the others by unit.
    """

    centre: NDArray[np.int32]
    buildings: NDArray[np.bool_]
    compounds: NDArray[np.bool_]
    communities: NDArray[np.bool_]
    streets: NDArray[np.bool_]


@dataclass
class Carried:
    """What the chain remembers: which levels there are, and the needs (rows) that are on their way up."""

    levels: PartyChain
    on_the_way: NDArray[np.int64]


@rule
def building_key(u: int, building: int, units: Units) -> int:
    """Return a permanent number of a building: those of a unit lie side by side.

    Parameters
    ----------
    u
        Row of the unit.
    building
        Number of the building, as households have it.
    units
        Units, as records or columns.

    Returns
    -------
    Id that stays the same whatever other units are simulated.
    """
    return units.id[u] * 10_000 + building - units.first_building[u]


@kernel
def _choose_centres(
    seed: int,
    members: PartyMembers,
    residents: Residents,
    households: Households,
    chain: Chain,
    centre: NDArray[np.int32],
) -> None:
    """Make active members' households member households, and give each its neighbours, first come."""
    for m in range(len(members)):
        r = members.resident[m]
        random_draw = draw(seed, CHAIN_LEVEL, residents.id[r], HOUSEHOLD, 0)
        if members.minutes[m] <= 0 or random_draw >= chain.households:
            continue
        members.duties[m] |= CENTRE_HOUSEHOLD
        own = residents.household[r]
        first = own - chain.households_each // 2
        for h in range(max(0, first), min(len(centre), first + chain.households_each)):
            if centre[h] < 0 and households.building[h] == households.building[own]:
                centre[h] = m


@kernel
def _choose_buildings(
    seed: int, units: Units, number_of_units: int, share: float, buildings: NDArray[np.bool_]
) -> None:
    """Say in which buildings there is a party group."""
    for u in range(number_of_units):
        for b in range(units.first_building[u], units.first_building[u + 1]):
            buildings[b] = draw(seed, CHAIN_LEVEL, building_key(u, b, units), BUILDING, 0) < share


def make_chain(world: World, chain: Chain, seed: int) -> PartyChain:
    """Return where the chain exists.

    Parameters
    ----------
    world
        A world; members whose household is a member household get that duty.
    chain
        Shares of places in which each level exists.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    Levels by household, building and unit.
    """
    records, units = records_of(world), world.units
    centre = np.full(len(world.households.id), -1, dtype=np.int32)
    _choose_centres(seed, records.members, records.residents, records.households, chain, centre)
    buildings = np.zeros(int(units.first_building[-1]), dtype=np.bool_)
    _choose_buildings(seed, records.units, len(units.id), chain.buildings, buildings)

    def exists(ids: NDArray[np.integer], level: int, share: float) -> NDArray[np.bool_]:
        return np.array([draw(seed, CHAIN_LEVEL, int(place), level, 0) < share for place in ids], dtype=np.bool_)

    return PartyChain(
        centre,
        buildings,
        exists(units.id, COMPOUND, chain.compounds),
        exists(units.community, COMMUNITY, chain.communities),
        exists(units.street, STREET, chain.streets),
    )


# needs go up ----------------------------------------------------------------------------------------------------


class Near(NamedTuple):
    """Who tells whom: rows of the member households next door, shape (households,), -1 where there is none.

    ``pull`` is what expected subsidies add to the log-odds that each need is told, shape (needs told,).
    """

    centre: NDArray[np.int32]
    pull: NDArray[np.float64]


@rule
def _who_is_told(when: When, n: int, pull: float, centre: NDArray[np.int32], tables: Records, p: People) -> int:
    """Return the member household that somebody concerned tells of a need this week, -1 if nobody tells one.

    The rule is that of voicing a need, to somebody with whom one talks anyway.
    """
    needs, households, residents = tables.needs, tables.households, tables.residents
    for h in range(needs.first_household[n], needs.end_household[n]):
        if centre[h] < 0:
            continue
        r = households.first_resident[h]
        trust, fatigue = float(residents.trust[r]), float(residents.fatigue[r])
        random_draw = draw(when.seed, CHAIN_TOLD, needs.id[n], households.id[h], when.week)
        if random_draw >= logistic(
            voice_log_odds(MOST_STAKE if p.voice_harm > 0.0 else 0.0, trust, 1.0, fatigue, p) + pull
        ):
            continue
        harm = max(0.0, household_value(when.seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
        if random_draw < logistic(voice_log_odds(harm, trust, 1.0, fatigue, p) + pull):
            return centre[h]
    return -1


@threaded_kernel
def _tell_all(
    begin: int,
    end: int,
    when: When,
    rows: NDArray[np.int64],
    near: Near,
    tables: Records,
    p: People,
    told: NDArray[np.int64],
) -> None:
    """Note for some needs the member household that is told of each."""
    for k in range(begin, end):
        told[k] = _who_is_told(when, rows[k], near.pull[k], near.centre, tables, p)


def begin(state: "State") -> Carried:
    """Return a chain that carries nothing yet.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    The levels, and no need on its way.
    """
    return Carried(make_chain(state.world, state.settings.chain, state.seed), np.empty(0, dtype=np.int64))


def copied(carried: Carried) -> Carried:
    """Return an independent copy; levels never change.

    Parameters
    ----------
    carried
        What the chain remembers.

    Returns
    -------
    The same levels, and a copy of the needs on their way.
    """
    return Carried(carried.levels, carried.on_the_way.copy())


def carry(state: "State") -> None:
    """Live the chain's week: needs arrive or stop, others are told and set out, neighbours hear of campaigns.

    Parameters
    ----------
    state
        The state of the run.
    """
    carried: Carried = state.systems[SYSTEM.name]
    _arrive(state, carried)
    _set_out(state, carried)
    _announce_campaigns(state, carried.levels)


def _set_out(state: "State", carried: Carried) -> None:
    """Let households tell the member household next door of needs that nobody has voiced yet."""
    needs, chain = state.world.needs, carried.levels
    rows = state.unvoiced[(needs.met[state.unvoiced] == 0) & (needs.chain_week[state.unvoiced] == NEVER)]
    told = np.full(len(rows), -1, dtype=np.int64)
    near = Near(chain.centre, voicing_pull(state, rows))
    _tell_all(len(rows), When(state.seed, state.week), rows, near, state.records, state.people, told)
    for n, m in zip(rows[told >= 0], told[told >= 0], strict=True):
        _send_up(state, chain, int(n), int(m))
    carried.on_the_way = np.concatenate([carried.on_the_way, rows[told >= 0]])


def _send_up(state: "State", chain: PartyChain, n: int, m: int) -> None:
    """Work out how far a need comes, when, and what it takes: all of that hangs on the need and the levels alone."""
    world, settings = state.world, state.settings.chain
    needs, unit = world.needs, int(world.needs.unit[n])
    building = int(world.households.building[world.residents.household[world.members.resident[m]]])
    exists = (True, chain.buildings[building], chain.compounds[unit], chain.communities[unit], chain.streets[unit])
    level_of_power = int(power_levels(state, np.array([n]))[0])
    top = STREET if level_of_power == STREET_LEVEL else COMMUNITY if level_of_power == COMMUNITY_LEVEL else COMPOUND
    end, steps = ARRIVED, HOUSEHOLD
    while steps < top and end == ARRIVED:
        if draw(state.seed, CHAIN_PASS, needs.id[n], steps, UPWARDS) >= settings.pass_on:
            end = FORGOTTEN
        else:
            # Whoever finds nobody above takes it to the office: that, too, may be forgotten and takes its time.
            end = ARRIVED if exists[steps + 1] else OLD_WAY
            steps += 1
    needs.chain_week[n], needs.chain_end[n] = state.week + steps * settings.delay_weeks, end
    minutes = int(settings.pass_minutes)
    world.members.spent_minutes[m] += minutes * min(steps, 1)
    state.spend_time("time_members", np.array([unit]), np.array([steps * minutes]), "passing on")


def _arrive(state: "State", carried: Carried) -> None:
    """Let needs that have come to who can act be recorded there; what stopped at a gap goes to the office instead."""
    needs = state.world.needs
    due = needs.chain_week[carried.on_the_way] <= state.week
    rows = carried.on_the_way[due]
    carried.on_the_way = carried.on_the_way[~due]
    rows = rows[(needs.met[rows] == 0) & (needs.week_recorded[rows] == NEVER) & (needs.chain_end[rows] != FORGOTTEN)]
    note_voiced(state, rows[needs.week_voiced[rows] == NEVER])
    note_recorded(state, rows[needs.chain_end[rows] == ARRIVED])


# word comes down ------------------------------------------------------------------------------------------------


@rule
def _passes_down(when: When, word: int, what: int, building: int, person: int, chain: Chain) -> bool:
    """Whether a branch's word reaches a member household: the branch and the building's group pass it on.

    ``word`` says about which need it is, or (0) that it is about this week's meeting. ``building`` and ``person`` are
    permanent numbers.
    """
    week = when.week if what == OF_MEETING else 0
    random_draw = draw(when.seed, CHAIN_PASS, building + word, week, what + COMPOUND)
    if random_draw >= chain.pass_on:
        return False
    return draw(when.seed, CHAIN_PASS, person + word, week, what + BUILDING) < chain.pass_on


@kernel
def _tell_of_campaign(
    when: When, p: int, settings: Chain, chain: PartyChain, tables: Records, minutes: NDArray[np.int64]
) -> None:
    """Let the member households of a campaign tell their neighbours who have not been asked yet, as time allows."""
    needs, households, members = tables.needs, tables.households, tables.members
    n, u, first = tables.projects.need[p], tables.projects.unit[p], tables.projects.first_stake[p]
    start, end = needs.first_household[n], needs.end_household[n]
    each = int(settings.tell_minutes)
    for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
        own = tables.residents.household[members.resident[m]]
        building, person = households.building[own], tables.residents.id[members.resident[m]]
        if not members.duties[m] & CENTRE_HOUSEHOLD or not chain.buildings[building]:
            continue
        key = building_key(u, building, tables.units)
        if not _passes_down(when, needs.id[n], OF_CAMPAIGN, key, person, settings):
            continue
        for h in range(max(start, own - settings.households_each), min(end, own + settings.households_each)):
            wants = chain.centre[h] == m and tables.stakes.asked_week[first + h - start] == NEVER
            if wants and members.spent_minutes[m] < members.minutes[m]:
                tables.stakes.told[first + h - start] = 1
                members.spent_minutes[m] += each
                minutes[u] += each


def _announce_campaigns(state: "State", chain: PartyChain) -> None:
    """Let compound branches' word of open campaigns reach member households, two steps later, and their neighbours."""
    projects, settings = state.world.projects, state.settings.chain
    rows = state.in_stage(CAMPAIGNING)
    rows = rows[chain.compounds[projects.unit[rows]]]
    minutes = np.zeros(len(state.world.units.id), dtype=np.int64)
    # Nobody is asked in a campaign's first week for having been told (ODD 7.5).
    after = max(1, COMPOUND * settings.delay_weeks)
    for p in rows[state.week >= projects.campaign_week[rows] + after]:
        _tell_of_campaign(When(state.seed, state.week), int(p), settings, chain, state.records, minutes)
    state.spend_time("time_members", np.arange(len(minutes)), minutes, "telling")


@kernel
def _tell_of_meeting(when: When, u: int, settings: Chain, chain: PartyChain, tables: Records) -> int:
    """Let the member households of a unit tell their neighbours of this week's meeting; return how many were told."""
    households, members = tables.households, tables.members
    told = 0
    for m in range(tables.units.first_member[u], tables.units.first_member[u + 1]):
        own = tables.residents.household[members.resident[m]]
        building, person = households.building[own], tables.residents.id[members.resident[m]]
        if not members.duties[m] & CENTRE_HOUSEHOLD or not chain.buildings[building]:
            continue
        key = building_key(u, building, tables.units)
        if not _passes_down(when, 0, OF_MEETING, key, person, settings):
            continue
        first, end = tables.units.first_household[u], tables.units.first_household[u + 1]
        for h in range(max(first, own - settings.households_each), min(end, own + settings.households_each)):
            if chain.centre[h] == m and members.spent_minutes[m] < members.minutes[m]:
                households.told_week[h] = when.week
                members.spent_minutes[m] += int(settings.tell_minutes)
                told += 1
    return told


def announce_meetings(state: "State", units: NDArray[np.int64]) -> None:
    """Let the word of this week's meetings reach the neighbours of member households: they count as invited.

    Meetings have their calendar, so that steps take no time. What it takes of members is missing from later visits.

    Parameters
    ----------
    state
        The state of the run. Households told are noted; members' minutes are taken and booked.
    units
        Rows of the units that meet this week.
    """
    table, settings, chain = state.world.units, state.settings.chain, state.systems[SYSTEM.name].levels
    table.told[:] = 0
    for u in units[chain.compounds[units]]:
        table.told[u] = _tell_of_meeting(When(state.seed, state.week), int(u), settings, chain, state.records)
    minutes = table.told.astype(np.int64) * int(settings.tell_minutes)
    state.spend_time("time_members", np.arange(len(minutes)), minutes, "telling")
