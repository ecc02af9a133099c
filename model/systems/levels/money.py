"""Money: in which accounts the county's budget lies, who decides and inspects, and on whose minutes (ODD 7.24)."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.organization import COMMUNITY_OFFICE, COUNCIL, COUNTY_OFFICE, STREET_OFFICE
from dizao.model.mechanisms.budget_year import divided
from dizao.model.world.make import World
from dizao.model.world.place import Units

if TYPE_CHECKING:
    from dizao.model.settings import Settings
    from dizao.model.state import MoneyLies, State

KINDS = {"unit": COUNCIL, "community": COMMUNITY_OFFICE, "street": STREET_OFFICE, "county": COUNTY_OFFICE}
"""Who decides and inspects where the money lies, from below."""


def _places(units: Units, where: str) -> NDArray[Any]:
    """Return the id of the place of each unit at the level at which the money lies."""
    columns: dict[str, NDArray[Any]] = {"unit": units.id, "community": units.community, "street": units.street}
    return columns[where]


def _offices(world: World, where: str) -> NDArray[np.int64]:
    """Return the row of the organization that decides and inspects for each unit."""
    rows = np.flatnonzero(world.organizations.kind == KINDS[where])
    found: NDArray[np.int64] = rows[np.searchsorted(world.organizations.place[rows], _places(world.units, where))]
    return found


def _households(units: Units) -> NDArray[np.int64]:
    return np.diff(units.first_household).astype(np.int64)


def minutes_move(world: World, settings: "Settings", seed: int) -> World:
    """Give the county's minutes to those who decide and inspect in its place, by households, to the minute.

    Parameters
    ----------
    world
        A world that nobody has lived in; the minutes of its offices, and what they are paid for, are changed.
    settings
        Those of the run.
    seed
        Seed of the replicate, which nothing here hangs on.

    Returns
    -------
    The same world.
    """
    where = settings.levels.money
    if where == "county":
        return world
    minutes = world.organizations.minutes
    county = np.flatnonzero(world.organizations.kind == COUNTY_OFFICE)
    offices, of_unit = np.unique(_offices(world, where), return_inverse=True)
    households = np.bincount(of_unit, weights=_households(world.units))
    for column in (minutes, world.organizations.paid_minutes):
        column[offices] += divided(int(column[county].sum()), households / households.sum())
        column[county] = 0
    return world


def lies(state: "State", now: "MoneyLies") -> "MoneyLies":
    """Return where the money lies once it has moved down: an account for each place, by its households.

    Parameters
    ----------
    state
        The state of a run that has not begun.
    now
        Where it would lie.

    Returns
    -------
    Where it lies.
    """
    where = state.settings.levels.money
    if where == "county":
        return now
    units = state.world.units
    places, part = np.unique(_places(units, where), return_inverse=True)
    weights = _households(units)
    # A place lies in one group of places, and so draws on one part of what there was.
    before = np.zeros(len(places), dtype=np.int64)
    before[part] = now.parts
    of_place = np.bincount(part, weights=weights)
    of_part = np.bincount(now.parts, weights=weights)
    return now._replace(
        parts=part.astype(np.int64),
        shares=now.shares[before] * (of_place / of_part[before]),
        owners=now.owners[before],
        names=tuple(f"{where}:{place}" for place in places),
        offices=_offices(state.world, where),
    )


def inspected(state: "State", p: int, chance: float) -> float:
    """Return the chance that a finished project is accepted, where an inspection may be captured.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    chance
        Chance if nobody is captured.

    Returns
    -------
    Chance; where the county inspects, the same.
    """
    rules = state.settings.levels
    steps = len(KINDS) - 1 - list(KINDS).index(rules.money)
    honest: float = (1.0 - rules.errs) ** steps
    return 1.0 - honest * (1.0 - chance) if honest < 1.0 else chance
