"""Places: how a district falls into streets, communities and governance units (ODD 5, initialization).

Totals are apportioned over the whole scenario before ``scale`` or ``left_out`` drops units, so a unit is the same
whoever is simulated beside it.
"""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.core import draws
from dizao.model.parameters import Place
from dizao.model.settings import Settings
from dizao.model.world.groups import Group, groups_of


class Units(NamedTuple):
    """Columns of the governance units; shape (units,), the four ``first_`` columns one longer.

    Every place is a slice: unit ``u`` holds households ``first_household[u]`` to ``first_household[u + 1]``, and so
    on. ``id``, ``street`` and ``community`` are permanent numbers from 1; ``group`` is the number of its group of
    places, from 0.
    ``turnout`` is that of the last meeting, ``told`` how many households the party chain told of this week's,
    ``expected_subsidy`` the public share of a project's cost that people there expect, in [0, 1].
    """

    id: NDArray[np.int64]
    street: NDArray[np.int32]
    community: NDArray[np.int32]
    station: NDArray[np.uint8]
    group: NDArray[np.uint8]
    first_household: NDArray[np.int32]
    first_resident: NDArray[np.int32]
    first_building: NDArray[np.int32]
    first_member: NDArray[np.int32]
    adults: NDArray[np.int32]
    turnout: NDArray[np.int32]
    told: NDArray[np.int32]
    expected_subsidy: NDArray[np.float64]


class Totals(NamedTuple):
    """What each kept unit holds, before its people are made; shape (units,)."""

    id: NDArray[np.int64]
    street: NDArray[np.int32]
    community: NDArray[np.int32]
    station: NDArray[np.uint8]
    group: NDArray[np.uint8]
    households: NDArray[np.int64]
    residents: NDArray[np.int64]
    members: NDArray[np.int64]
    household_share: float


def apportion(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide a whole number by weights with largest remainders; ties go to the first.

    Parameters
    ----------
    total
        What is divided, at least 0.
    weights
        Not negative, shape (n,); if all are 0 they count as equal.

    Returns
    -------
    Whole numbers that add up to `total`, shape (n,).
    """
    weights = weights if weights.sum() > 0 else np.ones(len(weights))
    exact = total * (weights / weights.sum())
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def kept_units(units: int, scale: float, left_out: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the rows of the units that are simulated: evenly spread over the scenario, at least one.

    Parameters
    ----------
    units
        Number of units of the scenario.
    scale
        Share of the units to simulate, in (0, 1].
    left_out
        Numbers of units, from 1, that are not simulated.

    Returns
    -------
    Rows, from 0, ascending.
    """
    ends = np.floor(np.arange(units + 1) * scale + 1e-9).astype(np.int64)
    kept = np.flatnonzero(np.diff(ends))
    if not len(kept):
        kept = np.array([0])
    return kept[~np.isin(kept + 1, left_out)]


def places_of_units(place: Place) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the community and the street of every unit of a group of places, as numbers from 1.

    Parameters
    ----------
    place
        The group: totals and distributions.

    Returns
    -------
    Community and street, shape (units,) each.
    """
    community = np.arange(place.units, dtype=np.int64) * place.communities // place.units
    street = community * place.streets // place.communities
    return (community + 1).astype(np.int32), (street + 1).astype(np.int32)


class Whole(NamedTuple):
    """Where every unit of the whole scenario lies, simulated or not; shape (units,)."""

    community: NDArray[np.int32]
    street: NDArray[np.int32]
    group: NDArray[np.uint8]


def whole_of(groups: Sequence[Group]) -> Whole:
    """Return where the units of all groups lie: communities and streets are numbered on from group to group.

    Parameters
    ----------
    groups
        Groups of places, in the order of their units.

    Returns
    -------
    Community, street and group of every unit.
    """
    communities: list[NDArray[np.int32]] = []
    streets: list[NDArray[np.int32]] = []
    before_communities = before_streets = 0
    for group in groups:
        community, street = places_of_units(group.place)
        communities.append(community + np.int32(before_communities))
        streets.append(street + np.int32(before_streets))
        before_communities += group.place.communities
        before_streets += group.place.streets
    counts = [group.place.units for group in groups]
    of_group = np.repeat(np.arange(len(groups), dtype=np.uint8), counts)
    return Whole(np.concatenate(communities), np.concatenate(streets), of_group)


def units_of(settings: Settings) -> NDArray[np.int64]:
    """Return the units of a scenario that are simulated, group by group.

    Parameters
    ----------
    settings
        The scenario's numbers.

    Returns
    -------
    Ids, from 1, ascending.
    """
    kept, first = [], 0
    for group in groups_of(settings):
        left_out = tuple(unit - first for unit in settings.left_out)
        kept.append(first + 1 + kept_units(group.place.units, settings.scale, left_out))
        first += group.place.units
    return np.concatenate(kept)


def totals(settings: Settings, seed: int) -> Totals:
    """Apportion households, residents, party members and stations over each group's units; keep those to simulate.

    Parameters
    ----------
    settings
        The scenario's numbers.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    What each kept unit holds, shape (kept units,).
    """
    groups = groups_of(settings)
    whole, before = whole_of(groups), np.cumsum([0, *(group.place.units for group in groups)])
    firsts = before[:-1].tolist()
    parts = [_apportioned(group.place, settings, seed, first) for group, first in zip(groups, firsts, strict=True)]
    rows = units_of(settings) - 1
    households, residents, members, stations = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Totals(
        rows + 1,
        whole.street[rows],
        whole.community[rows],
        stations[rows].astype(np.uint8),
        whole.group[rows],
        households[rows],
        residents[rows],
        members[rows],
        float(households[rows].sum() / households.sum()),
    )


def _apportioned(place: Place, settings: Settings, seed: int, before: int) -> tuple[NDArray[np.int64], ...]:
    """Return households, residents, members and stations of each unit of a group, whose ids come after so many."""
    number = place.units
    ids = np.arange(1, number + 1, dtype=np.int64) + before
    weights = np.array([_weight(seed, int(unit), place.unit_size_sd) for unit in ids])
    households = 1 + apportion(place.households - number, weights)
    if settings.documented is not None and settings.documented.unit_households:
        households = np.array(settings.documented.unit_households, dtype=np.int64)
    residents = households + apportion(place.residents - place.households, households.astype(np.float64))
    members = np.minimum(apportion(place.party_members, residents.astype(np.float64)), residents)
    stations = np.zeros(number, dtype=np.int64)
    by_draw = np.argsort([draws.draw(seed, draws.UNIT_STATION, int(unit), 0, 0) for unit in ids], kind="stable")
    stations[by_draw[: place.stations]] = 1
    return households, residents, members, stations


def _weight(seed: int, unit: int, sd: float) -> float:
    first = draws.draw(seed, draws.UNIT_SIZE, unit, 0, 0)
    second = draws.draw(seed, draws.UNIT_SIZE, unit, 1, 0)
    return float(np.exp(sd * draws.standard_normal(first, second)))


def starts(counts: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Return where each slice begins, and after the last where it ends.

    Parameters
    ----------
    counts
        Length of each slice, shape (n,).

    Returns
    -------
    Rows, shape (n + 1,).
    """
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def slice_of_each(first: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return for each row which of the slices it is in, from where these begin and end (`starts`).

    Parameters
    ----------
    first
        What `starts` gave, shape (n + 1,).

    Returns
    -------
    Slices, shape (rows,).
    """
    return np.repeat(np.arange(len(first) - 1), np.diff(first))


def slices_of_groups(group: NDArray[np.uint8], number: int) -> list[slice]:
    """Return where the units of each group lie in the rows of the units.

    Parameters
    ----------
    group
        Number of each unit's group, ascending, shape (units,).
    number
        How many groups there are.

    Returns
    -------
    A slice for each group, empty where none of its units is simulated.
    """
    ends = np.searchsorted(group, np.arange(number + 1)).tolist()
    return [slice(first, end) for first, end in itertools.pairwise(ends)]
