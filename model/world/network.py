"""Ties between residents as CSR arrays: household cliques, dense in a building, small-world in the unit (ODD 5).

An adult seeks ties among the next adults in the building's storage order (next door), some anywhere in the building,
some among kin, some anywhere in the unit, a few in the next unit of the community. A tie joins both people. Never made
through networkx, which is the adapter for people who look at a network (`dizao.model.mesa_adapter.graphs`).
"""

import math
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
from dizao.model.world.place import Units, starts


class Ties(NamedTuple):
    """Neighbours of every resident: row ``r`` has ``neighbours[first[r]:first[r + 1]]``, sorted, without repeats."""

    first: NDArray[np.int32]
    neighbours: NDArray[np.int32]


@rule
def _sought(mean, sociability, uniform):
    """Number of ties that somebody starts: half of the mean, since the other half comes from the others."""
    return int(0.5 * mean * sociability + uniform)


@rule
def _add(a, b, degree, first, neighbours, fill):
    """Count a tie, or write it at both ends."""
    if fill:
        neighbours[first[a] + degree[a]] = b
        neighbours[first[b] + degree[b]] = a
    degree[a] += 1
    degree[b] += 1


@rule
def _tie_household(h, households, degree, first, neighbours, fill):
    """Tie everybody in a household to everybody else in it."""
    for a in range(households.first_resident[h], households.first_resident[h + 1]):
        for b in range(a + 1, households.first_resident[h + 1]):
            _add(a, b, degree, first, neighbours, fill)


@rule
def _sociability(seed, person, network):
    random_draw = standard_logistic(draw(seed, draws.RESIDENT_SOCIABILITY, person, 0, 0))
    return fisk_scale(network.sociability_sd) * math.exp(network.sociability_sd * random_draw)


@rule
def _clan(seed, h, households, clans):
    return int(draw(seed, draws.HOUSEHOLD_CLAN, households.id[h], 0, 0) * clans)


TRIES_TO_FIND_KIN = 12


@rule
def _find_kin(seed, person, own, k, adults, number, residents, households, clans):
    """Look among the unit's adults for one of the same clan in another household; -1 if none is met in some tries."""
    clan = _clan(seed, own, households, clans)
    for attempt in range(TRIES_TO_FIND_KIN):
        other = adults[int(draw(seed, draws.TIE_KIN, person, 1 + k, 1 + attempt) * number)]
        h = residents.household[other]
        if h != own and _clan(seed, h, households, clans) == clan:
            return other
    return -1


@kernel
def _tie_unit(seed, u, units, households, residents, network, degree, first, neighbours, fill):
    """Make the ties inside one unit: first counted, then, called again, written."""
    adults = np.empty(units.adults[u], dtype=np.int64)
    building_start = np.empty(units.first_building[u + 1] - units.first_building[u] + 1, dtype=np.int64)
    number, building = 0, -1
    for h in range(units.first_household[u], units.first_household[u + 1]):
        _tie_household(h, households, degree, first, neighbours, fill)
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
                _add(r, adults[other], degree, first, neighbours, fill)
        for k in range(_sought(network.kin_ties, social, draw(seed, draws.TIE_KIN, person, 0, 0))):
            other = _find_kin(seed, person, own, k, adults, number, residents, households, network.clans)
            if other >= 0:
                _add(r, other, degree, first, neighbours, fill)
        for k in range(_sought(network.unit_ties, social, draw(seed, draws.TIE_UNIT, person, 0, 0))):
            other = int(draw(seed, draws.TIE_UNIT, person, 1 + k, 0) * number)
            if residents.household[adults[other]] != own:
                _add(r, adults[other], degree, first, neighbours, fill)


@kernel
def _tie_units(seed, number, units, households, residents, network, degree, first, neighbours, fill):
    for u in range(number):
        _tie_unit(seed, u, units, households, residents, network, degree, first, neighbours, fill)


@kernel
def _tie_across(seed, number, units, residents, network, degree, first, neighbours, fill):
    """Tie some adults to adults of the unit with the next id, where it belongs to the same community."""
    for u in range(number - 1):
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
                    _add(r, other, degree, first, neighbours, fill)


@rule
def _sort_row(row):
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
def _sort_rows(first, neighbours, distinct):
    for r in range(len(first) - 1):
        distinct[r] = _sort_row(neighbours[first[r] : first[r + 1]])


@kernel
def _close_gaps(first, neighbours, distinct):
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
def _copy_and_add(ties, one, other, first, neighbours, degree):
    for r in range(len(degree)):
        for t in range(ties.first[r], ties.first[r + 1]):
            neighbours[first[r] + degree[r]] = ties.neighbours[t]
            degree[r] += 1
    for k in range(len(one)):
        _add(one[k], other[k], degree, first, neighbours, True)


def with_pairs(ties: Ties, one: NDArray[np.int32], other: NDArray[np.int32]) -> Ties:
    """Return ties with some pairs of residents (rows) added; who was tied already is not tied twice."""
    number = len(ties.first) - 1
    degree = np.diff(ties.first) + np.bincount(one, minlength=number) + np.bincount(other, minlength=number)
    first, degree = starts(degree), np.zeros(number, dtype=np.int32)
    neighbours = np.empty(int(first[-1]), dtype=np.int32)
    _copy_and_add(ties, one, other, first, neighbours, degree)
    _sort_rows(first, neighbours, degree)
    return Ties(first, neighbours[: _close_gaps(first, neighbours, degree)])


def make_ties(seed: int, units: Units, households: Households, residents: Residents, network: Network) -> Ties:
    """Make all ties of the kept units; in two passes, one that counts and one that writes."""
    number = len(residents.id)
    first, degree = np.zeros(number + 1, dtype=np.int32), np.zeros(number, dtype=np.int32)
    neighbours = np.empty(0, dtype=np.int32)
    tables = (records(units), records(households), records(residents))
    for fill in (False, True):
        _tie_units(seed, len(units.id), *tables, network, degree, first, neighbours, fill)
        _tie_across(seed, len(units.id), tables[0], tables[2], network, degree, first, neighbours, fill)
        if not fill:
            np.cumsum(degree, out=first[1:])
            neighbours = np.empty(int(first[-1]), dtype=np.int32)
            degree[:] = 0
    _sort_rows(first, neighbours, degree)
    end = _close_gaps(first, neighbours, degree)
    # The few places that repeats leave at the end stay: to give them back would need all ties twice for a moment.
    return Ties(first, neighbours[:end])
