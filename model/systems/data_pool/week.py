"""The pool's week: minutes that forms no longer take, its upkeep, and what comes of visits (ODD 7.27)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.agents.resident import OLDER
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR
from dizao.model.points import listed
from dizao.model.systems.data_pool import SYSTEM, UPKEEP
from dizao.model.world.groups import groups_of
from dizao.model.world.make import World
from dizao.model.world.place import whole_of
from dizao.model.world.projects import NEVER

if TYPE_CHECKING:
    from dizao.model.settings import Settings
    from dizao.model.state import State

VISITS = "visits"
"""What the ledger calls the minutes of members' visits."""


class Pool(NamedTuple):
    """What the pool knows and takes: ``able`` to help, by household; minutes of ``upkeep`` a week, by community office.

    ``offices`` are rows of organizations, shape (communities,), as is ``upkeep``.
    """

    able: NDArray[np.bool_]
    offices: NDArray[np.int64]
    upkeep: NDArray[np.int64]


def _community_offices(world: World, settings: "Settings") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows of the communities' offices, and which share of the units of each is simulated."""
    offices = np.flatnonzero(world.organizations.kind == COMMUNITY_OFFICE)
    places, units = world.organizations.place[offices], whole_of(groups_of(settings)).community
    here, all_units = ((community == places[:, None]).sum(axis=1) for community in (world.units.community, units))
    return offices, here / all_units


def freed_of_forms(world: World, settings: "Settings", seed: int) -> World:
    """Give communities' offices for residents what passes of the minutes that forms took; return the same world.

    Parameters
    ----------
    world
        Its organizations are changed in place.
    settings
        Those of a run.
    seed
        Seed of the replicate; nothing is drawn.

    Returns
    -------
    The world that was given.
    """
    pool, whole = settings.data_pool, whole_of(groups := groups_of(settings))
    offices, share = _community_offices(world, settings)
    of_group = whole.group[np.searchsorted(whole.community, world.organizations.place[offices])]
    paid = share * np.array([group.offices.community_minutes for group in groups])[of_group]
    formalities, organizations = settings.offices.formalities_share, world.organizations
    left = formalities * (1.0 - pool.forms_share * pool.pass_through)
    freed = (paid * (1.0 - left)).astype(np.int64) - (paid * (1.0 - formalities)).astype(np.int64)
    # Other systems may have moved or freed minutes before; nobody works more than they are paid for.
    room = np.maximum(0, organizations.paid_minutes[offices] - organizations.minutes[offices])
    organizations.minutes[offices] += np.minimum(freed, room)
    return world


def begin(state: "State") -> Pool:
    """Return what the pool knows of the households, and what it takes to keep it up.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Who is able to help with money (income) or time (somebody aged 61 or over), and minutes a week by office.
    """
    pool, world = state.settings.data_pool, state.world
    older = np.bincount(world.residents.household, world.residents.age == OLDER, len(world.households.id)) > 0
    offices, share = _community_offices(world, state.settings)
    able = (world.households.income_group >= pool.able_from_fifth - 1) | older
    return Pool(able, offices, (share * pool.upkeep_minutes).astype(np.int64))


def keep_up(state: "State") -> None:
    """Take of communities' offices what keeps the pool up to date, before anything else.

    Parameters
    ----------
    state
        The state of the run. Minutes are taken and booked, also where an office has none left.
    """
    pool: Pool = state.systems[SYSTEM.name]
    state.world.organizations.minutes_left[pool.offices] -= pool.upkeep
    state.spend_time("time_offices", pool.offices, pool.upkeep, UPKEEP)


def measure(state: "State") -> dict[str, float]:
    """Return what was settled and contributed per hour of members' visits, also where there is no pool.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    By name of the outcome; nan without visits.
    """
    needs, projects, works = state.world.needs, state.world.projects, state.settings.works
    hours = state.ledger.minutes_since(0).get(VISITS, 0) / MINUTES_PER_HOUR
    window = (needs.week_arose >= 0) & (needs.week_arose < state.settings.calendar.programme_weeks)
    rows = np.flatnonzero(window[projects.need])
    money = float((projects.residents_fen + projects.advances_fen)[rows].sum()) / FEN_PER_YUAN
    labour = float(projects.labour_minutes[rows].sum()) / MINUTES_PER_HOUR * works.resident_wage
    # What two units build together is one need.
    window[projects.need[listed(state.points.not_counted, state)]] = False
    settled = int((window & (needs.week_settled > NEVER)).sum())
    if hours == 0.0:
        return dict.fromkeys(SYSTEM.outcomes, float("nan"))
    return {
        "settled_per_thousand_visit_hours": 1_000.0 * settled / hours,
        "contributions_per_visit_hour": (money + labour) / hours,
    }
