"""How residents come to be members: who joins, who is put together with whom, and the ties that follow (ODD 7.17).

In every unit a fixed part of the adults is in an organization, whoever else is simulated. Organizations either hold
like with like (one age band and tenure of a unit), or mix those of a unit, or of all units of a community.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import COOPERATIVE, MASS, SELF_GOVERNANCE, SOCIAL, Organizations
from dizao.agents.resident import CHILD, OLDER
from dizao.model.core.draws import draw, draw_each
from dizao.model.core.tables import grown
from dizao.model.systems.organizations.settings import (
    MEMBER_ORGANIZATIONS,
    MEMBERSHIP,
    MEMBERSHIP_KIND,
    MEMBERSHIP_PLACE,
    TIE_MEMBERSHIP,
    MembershipRules,
)
from dizao.model.world.memberships import Memberships
from dizao.model.world.network import with_pairs
from dizao.model.world.place import slice_of_each, starts

if TYPE_CHECKING:
    from dizao.model.settings import Settings
    from dizao.model.world.make import World


LIKE, OF_UNIT, OF_COMMUNITY = 0, 1, 2
"""Whom an organization gathers: like with like, all sorts of a unit, all sorts of a community."""

MIXED_KINDS = {"self_governance": SELF_GOVERNANCE, "social": SOCIAL, "cooperative": COOPERATIVE}
GATHERINGS = 3
CELLS = 8
"""Room for the pairs of age band (0 to 3) and tenure."""

FIRST_ID = 10**13
IDS_PER_PLACE = 10**6
"""Ids of organizations with members begin above those of all others."""


def gather_communities(ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which organizations with members, by id, gather those of a community; the others are of a unit.

    Parameters
    ----------
    ids
        Ids of organizations with members, shape (n,).

    Returns
    -------
    Shape (n,).
    """
    return (ids - FIRST_ID) // IDS_PER_PLACE // CELLS % GATHERINGS == OF_COMMUNITY


class Joined(NamedTuple):
    """One membership a row, sorted by organization: the resident (a row), and its organization, numbered from 0."""

    resident: NDArray[np.int64]
    organization: NDArray[np.int64]


def with_memberships(world: "World", rules: MembershipRules, seed: int) -> "World":
    """Return a world with organizations that residents are members of, and the ties among members.

    Parameters
    ----------
    world
        A world without memberships.
    rules
        Who joins, and how; ``coverage`` above 0.
    seed
        In [0, 2**63).

    Returns
    -------
    The world with more organizations and ties; residents and households are the same.
    """
    members = who_joins(world, rules, seed)
    joined, organizations = _put_together(world, members, rules, seed)
    number = len(world.organizations.id)
    one, other = _pairs_of_members(world, joined, organizations.id[number:].copy(), rules.ties, seed)
    order = np.lexsort((joined.organization, joined.resident))
    counts = np.bincount(joined.resident, minlength=len(world.residents.id))
    memberships = Memberships(
        starts(counts),
        (joined.organization[order] + number).astype(np.int32),
        np.bincount(joined.organization + number, minlength=len(organizations.id)).astype(np.int32),
        np.full(len(organizations.id), rules.invited),
    )
    return world._replace(organizations=organizations, memberships=memberships, ties=with_pairs(world.ties, one, other))


def joined_world(world: "World", settings: "Settings", seed: int) -> "World":
    """Return the world that a run starts from, with organizations in it.

    Parameters
    ----------
    world
        A world without memberships.
    settings
        Those of the run; memberships are covered.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    The world with memberships, as `with_memberships` makes it.
    """
    return with_memberships(world, settings.memberships, seed)


def who_joins(world: "World", rules: MembershipRules, seed: int) -> NDArray[np.int64]:
    """Return the rows of the adults who are in an organization: in each unit the first to whom a clock rings.

    Clocks are exponential and run faster for some groups; who is in at a low coverage is in at a higher one too.

    Parameters
    ----------
    world
        A world.
    rules
        Who joins: coverage, and the weights of older people and tenants.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    Rows of residents, ascending; in each unit ``coverage`` of its adults, rounded.
    """
    residents, households = world.residents, world.households
    adults = np.flatnonzero(residents.age != CHILD)
    weight = np.where(residents.age[adults] == OLDER, rules.older_weight, 1.0)
    weight *= np.where(households.owner[residents.household[adults]] == 0, rules.tenant_weight, 1.0)
    clock = -np.log(draw_each(seed, MEMBERSHIP, residents.id[adults], 0)) / weight
    unit = slice_of_each(world.units.first_resident)[adults]
    order = np.lexsort((clock, unit))
    first = starts(np.bincount(unit, minlength=len(world.units.id)))
    rank = np.arange(len(adults)) - first[unit[order]]
    wanted = np.round(rules.coverage * np.diff(first))[unit[order]]
    return np.sort(adults[order[rank < wanted]])


def _put_together(
    world: "World", members: NDArray[np.int64], rules: MembershipRules, seed: int
) -> tuple[Joined, Organizations]:
    """Divide the memberships into organizations of about the wanted size, each of people that it gathers."""
    ids = world.residents.id[members]
    second = draw_each(seed, MEMBERSHIP, ids, 1) < rules.further_share
    random_draws = np.concatenate(
        [draw_each(seed, MEMBERSHIP_PLACE, ids, 0), draw_each(seed, MEMBERSHIP_PLACE, ids[second], 1)]
    )
    gathering = np.concatenate([_gathering(seed, ids, 0, rules), _gathering(seed, ids[second], 1, rules)])
    rows = np.concatenate([members, members[second]])
    pool = _pools(world, rows, gathering)
    order = np.lexsort((random_draws, pool))
    pools, first, counts = np.unique(pool[order], return_index=True, return_counts=True)
    into = np.maximum(1, np.round(counts / rules.members)).astype(np.int64)
    which = np.repeat(np.arange(len(pools)), counts)
    within = (np.arange(len(rows)) - first[which]) * into[which] // counts[which]
    # Whoever is put into the same organization twice is in it once.
    pairs = np.unique(np.column_stack([starts(into)[which] + within, rows[order]]), axis=0)
    return Joined(pairs[:, 1], pairs[:, 0]), _organizations(world, pools, into, seed)


def _gathering(seed: int, ids: NDArray[np.int64], which: int, rules: MembershipRules) -> NDArray[np.int64]:
    """Return what kind of gathering the first (``which`` 0) or second membership of some people is in."""
    mixes = draw_each(seed, MEMBERSHIP, ids, 2 + which) < rules.bridging
    across = draw_each(seed, MEMBERSHIP, ids, 4 + which) < rules.across_units
    return np.where(mixes, np.where(across, OF_COMMUNITY, OF_UNIT), LIKE)


def _pools(world: "World", rows: NDArray[np.int64], gathering: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number for all those who may come together in an organization: its place, gathering and cell."""
    residents, units = world.residents, world.units
    unit = slice_of_each(units.first_resident)[rows]
    place = np.where(gathering == OF_COMMUNITY, units.community[unit], units.id[unit])
    cell = residents.age[rows].astype(np.int64) * 2 + world.households.owner[residents.household[rows]]
    return (place.astype(np.int64) * GATHERINGS + gathering) * CELLS + np.where(gathering == LIKE, cell, 0)


def _organizations(world: "World", pools: NDArray[np.int64], into: NDArray[np.int64], seed: int) -> Organizations:
    """Return the world's organizations with the new ones after them, pool by pool."""
    old, pool = len(world.organizations.id), np.repeat(pools, into)
    organizations = grown(world.organizations, old + len(pool))
    index = np.arange(len(pool)) - np.repeat(starts(into)[:-1], into)
    organizations.id[old:] = FIRST_ID + pool * IDS_PER_PLACE + index
    organizations.place[old:] = pool // (GATHERINGS * CELLS)
    weights = np.array([MEMBER_ORGANIZATIONS[name] for name in MIXED_KINDS], dtype=np.float64)
    random_draw = draw_each(seed, MEMBERSHIP_KIND, organizations.id[old:].copy(), 0)
    mixed = np.array(list(MIXED_KINDS.values()))[np.searchsorted(np.cumsum(weights) / weights.sum(), random_draw)]
    organizations.kind[old:] = np.where(pool // CELLS % GATHERINGS == LIKE, MASS, mixed)
    return organizations


class Circles(NamedTuple):
    """Who can meet whom: the ``members`` (rows of residents) of an organization stand from ``first`` on.

    ``organizations`` are ids; ``ids`` and ``household`` are columns of the residents.
    """

    first: NDArray[np.int32]
    members: NDArray[np.int64]
    organizations: NDArray[np.int64]
    ids: NDArray[np.int64]
    household: NDArray[np.int32]


@kernel
def _seek(seed: int, circles: Circles, ties: float, one: NDArray[np.int32], other: NDArray[np.int32]) -> int:
    """Let each member seek half of its ties among the others of its organization; return how many are found."""
    first, members, organizations = circles.first, circles.members, circles.organizations
    ids, household, number = circles.ids, circles.household, 0
    for o in range(len(first) - 1):
        size = first[o + 1] - first[o]
        for m in range(first[o], first[o + 1]):
            r = members[m]
            for k in range(int(0.5 * ties + draw(seed, TIE_MEMBERSHIP, ids[r], organizations[o], 0))):
                met = members[first[o] + int(draw(seed, TIE_MEMBERSHIP, ids[r], organizations[o], 1 + k) * size)]
                if household[met] != household[r]:
                    one[number], other[number] = r, met
                    number += 1
    return number


def _pairs_of_members(
    world: "World", joined: Joined, organizations: NDArray[np.int64], ties: float, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs of residents (rows) who are tied by an organization that both are in (``organizations``: ids)."""
    first = starts(np.bincount(joined.organization, minlength=len(organizations)))
    one, other = np.empty((2, len(joined.resident) * int(0.5 * ties + 1.0)), dtype=np.int32)
    residents = world.residents
    circles = Circles(first, joined.resident, organizations, residents.id.copy(), residents.household.copy())
    number = _seek(seed, circles, ties, one, other)
    return one[:number], other[:number]
