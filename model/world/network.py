"""Ties between residents as CSR arrays: household cliques, dense in a building, small-world in the unit (ODD 5).

An adult seeks ties among the next adults in the building's storage order (next door), some anywhere in the building,
some among kin, some anywhere in the unit, a few in the next unit of the community. A tie joins both people. Never made
through networkx, which is the adapter for people who look at a network (`dizao.model.mesa_adapter.graphs`).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import Households
from dizao.agents.resident import CHILD, Residents
from dizao.model.core import draws
from dizao.model.core.draws import draw, fisk_scale, standard_logistic
from dizao.model.core.tables import records
from dizao.model.parameters import Network
from dizao.model.world.place import Units, slices_of_groups, starts


class Ties(NamedTuple):
    """Neighbours of every resident: row ``r`` has ``neighbours[first[r]:first[r + 1]]``, sorted, without repeats."""

    first: NDArray[np.int32]
    neighbours: NDArray[np.int32]


class Neighbourhood(NamedTuple):
    """What ties are drawn from: places and people as records."""

    seed: int
    units: Units
    households: Households
    residents: Residents
    network: Network


class Rows(NamedTuple):
    """Rows of ties as they are made: counted in ``degree`` first; with ``fill``, written from ``first`` on as well."""

    degree: NDArray[np.int32]
    first: NDArray[np.int32]
    neighbours: NDArray[np.int32]
    fill: bool


@rule
def _sought(mean: float, sociability: float, uniform: float) -> int:
    """Number of ties that somebody starts: half of the mean, since the other half comes from the others."""
    return int(0.5 * mean * sociability + uniform)


@rule
def _add(a: int, b: int, rows: Rows) -> None:
    """Count a tie, or write it at both ends."""
    if rows.fill:
        rows.neighbours[rows.first[a] + rows.degree[a]] = b
        rows.neighbours[rows.first[b] + rows.degree[b]] = a
    rows.degree[a] += 1
    rows.degree[b] += 1


@rule
def _tie_household(h: int, households: Households, rows: Rows) -> None:
    """Tie everybody in a household to everybody else in it."""
    for a in range(households.first_resident[h], households.first_resident[h + 1]):
        for b in range(a + 1, households.first_resident[h + 1]):
            _add(a, b, rows)


@rule
def _sociability(seed: int, person: int, network: Network) -> float:
    random_draw = standard_logistic(draw(seed, draws.RESIDENT_SOCIABILITY, person, 0, 0))
    return fisk_scale(network.sociability_sd) * math.exp(network.sociability_sd * random_draw)


@rule
def _clan(h: int, around: Neighbourhood) -> int:
    return int(draw(around.seed, draws.HOUSEHOLD_CLAN, around.households.id[h], 0, 0) * around.network.clans)


TRIES_TO_FIND_KIN = 12


@rule
def _find_kin(r: int, k: int, adults: NDArray[np.int64], number: int, around: Neighbourhood) -> int:
    """Look among the unit's adults for one of the same clan in another household; -1 if none is met in some tries."""
    own, person = around.residents.household[r], around.residents.id[r]
    clan = _clan(own, around)
    for attempt in range(TRIES_TO_FIND_KIN):
        other = adults[int(draw(around.seed, draws.TIE_KIN, person, 1 + k, 1 + attempt) * number)]
        h = around.residents.household[other]
        if h != own and _clan(h, around) == clan:
            return other
    return -1


@kernel
def _tie_unit(u: int, around: Neighbourhood, rows: Rows) -> None:
    """Make the ties inside one unit: first counted, then, called again, written."""
    seed, network = around.seed, around.network
    units, households, residents = around.units, around.households, around.residents
    adults = np.empty(units.adults[u], dtype=np.int64)
    building_start = np.empty(units.first_building[u + 1] - units.first_building[u] + 1, dtype=np.int64)
    number, building = 0, -1
    for h in range(units.first_household[u], units.first_household[u + 1]):
        _tie_household(h, households, rows)
        while building < households.building[h] - units.first_building[u]:
            building += 1
            building_start[building] = number
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            if residents.age[r] != CHILD:
                adults[number] = r
                number += 1
    building_start[building + 1] = number
    for a in range(number):
        r = adults[a]
        person = residents.id[r]
        own = residents.household[r]
        social = _sociability(seed, person, network)
        b = households.building[own] - units.first_building[u]
        start, size = building_start[b], building_start[b + 1] - building_start[b]
        next_door = a
        for k in range(_sought(network.building_ties, social, draw(seed, draws.TIE_BUILDING, person, 0, 0))):
            where = draw(seed, draws.TIE_BUILDING, person, 1 + k, 0) / max(network.building_rewired, 1e-12)
            if where < 1.0:
                other = start + int(where * size)
            else:
                next_door += 1
                while next_door - a < size and residents.household[adults[start + (next_door - start) % size]] == own:
                    next_door += 1
                other = start + (next_door - start) % size
            if residents.household[adults[other]] != own:
                _add(r, adults[other], rows)
        for k in range(_sought(network.kin_ties, social, draw(seed, draws.TIE_KIN, person, 0, 0))):
            other = _find_kin(r, k, adults, number, around)
            if other >= 0:
                _add(r, other, rows)
        for k in range(_sought(network.unit_ties, social, draw(seed, draws.TIE_UNIT, person, 0, 0))):
            other = int(draw(seed, draws.TIE_UNIT, person, 1 + k, 0) * number)
            if residents.household[adults[other]] != own:
                _add(r, adults[other], rows)


@kernel
def _tie_units(first: int, end: int, around: Neighbourhood, rows: Rows) -> None:
    for u in range(first, end):
        _tie_unit(u, around, rows)


@kernel
def _tie_across(first: int, end: int, around: Neighbourhood, rows: Rows) -> None:
    """Tie some adults to adults of the unit with the next id, where it belongs to the same community."""
    seed, units, residents, network = around.seed, around.units, around.residents, around.network
    for u in range(first, end - 1):
        if units.id[u + 1] != units.id[u] + 1 or units.community[u + 1] != units.community[u]:
            continue
        there = units.first_resident[u + 1]
        size = units.first_resident[u + 2] - there
        for r in range(units.first_resident[u], units.first_resident[u + 1]):
            if residents.age[r] == CHILD:
                continue
            person = residents.id[r]
            sought = int(0.5 * network.across_ties + draw(seed, draws.TIE_ACROSS, person, 0, 0))
            for k in range(sought):
                other = there + int(draw(seed, draws.TIE_ACROSS, person, 1 + k, 0) * size)
                if residents.age[other] != CHILD:
                    _add(r, other, rows)


@rule
def _sort_row(row: NDArray[np.int32]) -> int:
    """Sort one row and move its distinct entries to the front; return their number."""
    # Insertion: rows are short, and numba's own sort takes seconds to compile.
    for k in range(1, len(row)):
        moving, j = row[k], k
        while j > 0 and row[j - 1] > moving:
            row[j] = row[j - 1]
            j -= 1
        row[j] = moving
    number = 0
    for k in range(len(row)):
        if k == 0 or row[k] != row[k - 1]:
            row[number] = row[k]
            number += 1
    return number


@kernel
def _sort_rows(first: NDArray[np.int32], neighbours: NDArray[np.int32], distinct: NDArray[np.int32]) -> None:
    for r in range(len(first) - 1):
        distinct[r] = _sort_row(neighbours[first[r] : first[r + 1]])


@kernel
def _close_gaps(first: NDArray[np.int32], neighbours: NDArray[np.int32], distinct: NDArray[np.int32]) -> int:
    """Move the rows together after repeats are gone, in place; return the number of entries."""
    end = 0
    for r in range(len(distinct)):
        start = first[r]
        first[r] = end
        for k in range(distinct[r]):
            neighbours[end] = neighbours[start + k]
            end += 1
    first[len(distinct)] = end
    return end


@kernel
def _copy_and_add(ties: Ties, one: NDArray[np.int32], other: NDArray[np.int32], rows: Rows) -> None:
    for r in range(len(rows.degree)):
        for t in range(ties.first[r], ties.first[r + 1]):
            rows.neighbours[rows.first[r] + rows.degree[r]] = ties.neighbours[t]
            rows.degree[r] += 1
    for k in range(len(one)):
        _add(one[k], other[k], rows)


def with_pairs(ties: Ties, one: NDArray[np.int32], other: NDArray[np.int32]) -> Ties:
    """Return ties with some pairs of residents (rows) added; who was tied already is not tied twice.

    Parameters
    ----------
    ties
        Ties there are.
    one, other
        Rows of residents, shape (pairs,).

    Returns
    -------
    Ties of the same residents.
    """
    number = len(ties.first) - 1
    degree = np.diff(ties.first) + np.bincount(one, minlength=number) + np.bincount(other, minlength=number)
    first, degree = starts(degree), np.zeros(number, dtype=np.int32)
    neighbours = np.empty(int(first[-1]), dtype=np.int32)
    _copy_and_add(ties, one, other, Rows(degree, first, neighbours, True))
    _sort_rows(first, neighbours, degree)
    return Ties(first, neighbours[: _close_gaps(first, neighbours, degree)])


def make_ties(
    seed: int, units: Units, households: Households, residents: Residents, networks: Sequence[Network]
) -> Ties:
    """Make all ties of the kept units; in two passes, one that counts and one that writes.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    units
        Governance units.
    households
        Households.
    residents
        Residents.
    networks
        How many ties people seek, and where, in each group of places.

    Returns
    -------
    Neighbours of every resident (ODD 5).
    """
    number = len(residents.id)
    first, degree = np.zeros(number + 1, dtype=np.int32), np.zeros(number, dtype=np.int32)
    neighbours = np.empty(0, dtype=np.int32)
    tables, parts = (
        (records(units), records(households), records(residents)),
        slices_of_groups(units.group, len(networks)),
    )
    for fill in (False, True):
        rows = Rows(degree, first, neighbours, fill)
        for make in (_tie_units, _tie_across):
            for network, part in zip(networks, parts, strict=True):
                make(part.start, part.stop, Neighbourhood(seed, *tables, network), rows)
        if not fill:
            np.cumsum(degree, out=first[1:])
            neighbours = np.empty(int(first[-1]), dtype=np.int32)
            degree[:] = 0
    _sort_rows(first, neighbours, degree)
    end = _close_gaps(first, neighbours, degree)
    # The few places that repeats leave at the end stay: to give them back would need all ties twice for a moment.
    return Ties(first, neighbours[:end])
