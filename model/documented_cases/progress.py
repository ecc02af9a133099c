"""The course of a documented project: how it begins, what is asked, and where its money comes from (ODD 7.18).

What is known of it stands in `dizao.model.documented_cases.record`. Nothing here acts where no project is documented.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.documented_cases.record import FollowedCase, FollowedCases, Source
from dizao.model.world.make import records_of
from dizao.model.world.projects import NEVER, RECORDED

if TYPE_CHECKING:
    from dizao.model.state import State
    from dizao.model.world.make import World

LOWEST_TRUST, HIGHEST_TRUST = 0.02, 0.98
"""Between these lies everybody's trust (ODD 5)."""


# how it begins --------------------------------------------------------------------------------------------------


def begin(state: "State") -> FollowedCases:
    """Put the documented project, if there is one, before the first meeting of its unit, among its people."""
    known, world = state.settings.documented, state.world
    if known is None:
        return {}
    pinned = np.flatnonzero((world.needs.pinned_cost_fen > 0) & (world.needs.unit == 0))
    n = int(pinned[0])
    p = int(world.needs.project[n])
    world.needs.week_voiced[n] = world.needs.week_recorded[n] = state.week - 1
    world.projects.stage[p], world.projects.week_of[p, RECORDED] = RECORDED, state.week - 1
    state.meeting_phase[:] = 0
    _set_trust(state, known.unit_trust)
    floor = floors(world, known.floors)
    if known.worth:
        worth = np.ones(len(world.households.id))
        worth[: len(floor)] = np.array(known.worth)[_of_floor(floor, len(known.worth))]
        state.world = world._replace(worth=worth)
        state.records = records_of(state.world)
    asks = np.array(known.asks_fen, dtype=np.int64)
    each = asks[_of_floor(floor, len(asks))] if len(asks) else None
    return {p: FollowedCase(known, int(world.projects.cost_fen[p]), each)}


def _of_floor(floor: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Return which number of a list is each floor's: of a list of one it is the same on all."""
    return np.minimum(floor, length) - 1


def floors(world: "World", number: int) -> NDArray[np.int64]:
    """Return the floor, from 1, of each household of the first unit: those of a building fill its floors in order."""
    building = world.households.building[: world.units.first_household[1]]
    first = np.flatnonzero(np.diff(building, prepend=-1))
    size = np.diff(np.append(first, len(building)))
    within = np.arange(len(building)) - np.repeat(first, size)
    return 1 + within * number // np.repeat(size, size)


def _set_trust(state: "State", means: tuple[float, ...]) -> None:
    """Shift everybody's trust so that each unit has its own mean, spread as before."""
    units, residents = state.world.units, state.world.residents
    for u, mean in enumerate(means):
        rows = slice(units.first_resident[u], units.first_resident[u + 1])
        shift = mean - state.settings.people.trust_start
        shifted = np.clip(residents.trust[rows] + shift, LOWEST_TRUST, HIGHEST_TRUST)
        residents.trust[rows] = residents.trust_mean[rows] = shifted


# what is asked --------------------------------------------------------------------------------------------------


def asks_of(state: "State", p: int) -> NDArray[np.int64] | None:
    """Return what is asked of each household where that is pinned: it shrinks with the cost; else None."""
    case = state.followed_cases.get(p)
    if case is None or case.asks_fen is None:
        return None
    left = int(state.world.projects.cost_fen[p]) / max(1, case.cost_fen)
    return (case.asks_fen * min(1.0, left)).astype(np.int64)


def asks_are_pinned(state: "State", p: int) -> bool:
    """Return whether what is asked of each household is pinned."""
    case = state.followed_cases.get(p)
    return case is not None and case.asks_fen is not None


# its money ------------------------------------------------------------------------------------------------------


def shares_of(state: "State", p: int, offered: tuple[tuple[int, Source], ...]) -> dict[int, int]:
    """Divide a project's offer over the sources that make it, by number, exact to the fen."""
    offer, total = int(state.world.projects.offer_fen[p]), max(1, sum(source.fen for _, source in offered))
    parts, before, given = {}, 0, 0
    for number, source in offered:
        before += source.fen
        parts[number] = offer * before // total - given
        given += parts[number]
    return parts


def on_the_way_fen(state: "State", p: int) -> int:
    """Return what of a promise comes while works go on, fen: of its parts only the first must be carried."""
    case = state.followed_cases.get(p)
    if case is None:
        return 0
    sources = case.known.sources
    due = shares_of(state, p, tuple(enumerate(sources))) if case.due is None else case.due
    unpaid = sum(fen - case.paid.get(i, 0) for i, fen in due.items() if sources[i].timing == "milestone")
    parts = state.terms_of(p).payment.milestones
    return unpaid * parts // (parts + 1)


def lender_waits(state: "State", p: int) -> bool:
    """Return whether a lender who waits only so many weeks would be repaid in time."""
    case = state.followed_cases.get(p)
    if case is None or case.known.lender_weeks == 0:
        return True
    weeks = int(state.world.kinds.build_weeks[state.world.projects.category[p]])
    return weeks + state.terms_of(p).payment.delay_weeks <= case.known.lender_weeks


def has_begun(state: "State", rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some needs that arise are on their way already."""
    return np.asarray(state.world.needs.week_voiced[rows] > NEVER)
