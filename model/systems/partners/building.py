"""What two units build together, and what users have from it who pay nothing (ODD 7.15)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.model.finance.bridge_finance import cash_lacking, room_to_carry
from dizao.model.finance.contracts import still_payable
from dizao.model.systems.partners.joints import ASKED, SHARED, joints_in, shared_with
from dizao.model.world.make import Records, household_value
from dizao.model.world.projects import ABANDONED, APPLYING, BUILDING, COLLECTING, EVALUATING, IN_USE, NEVER

if TYPE_CHECKING:
    from dizao.model.state import State


def ready_to_apply(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out the parts whose other part has not been consented to yet: both campaigns begin together.

    Where the office has minutes for one of the two only, the other is examined later.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Consented proposals, rows of projects.

    Returns
    -------
    Those of the rows that need not wait.
    """
    if not joints_in(state):
        return rows
    consented = state.world.projects.week_of[:, APPLYING] != NEVER
    shared = {p: joint for p, joint in joints_in(state).items() if joint.state in (ASKED, SHARED)}
    return np.array([p for p in rows if p not in shared or consented[shared[p].other(p)]], dtype=np.int64)


def smallest_plan(state: "State", p: int, share: float) -> float:
    """Return the smallest part to which a plan may be cut: what is shared with others cannot be built in part.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    share
        What it is without partners, in [0, 1].

    Returns
    -------
    Share of the plan, in [0, 1].
    """
    return 1.0 if p in joints_in(state) else share


def waits_for_other(state: "State", p: int) -> bool:
    """Return whether a part whose own cash is there cannot start yet, since the other's is not.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a project whose pledges are collected.

    Returns
    -------
    Whether it must wait; never where it is not shared.
    """
    other, projects = shared_with(state, p), state.world.projects
    if other < 0 or projects.stage[other] == BUILDING:
        return False
    collected = projects.stage[other] == COLLECTING and projects.pledges_freed[other]
    return not collected or cash_lacking(state, other) > 0


def is_lost(state: "State", p: int) -> bool:
    """Return whether the other part of a site has been abandoned.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a project that is being built.

    Returns
    -------
    Whether it is; never where it is not shared.
    """
    other = shared_with(state, p)
    return other >= 0 and bool(state.world.projects.stage[other] == ABANDONED)


def stands_still(state: "State", p: int) -> bool:
    """Return whether a site must wait for the other part: neither gets ahead, and both are finished or none is.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a project that is being built.

    Returns
    -------
    Whether nothing is built this week; never where it is not shared.
    """
    other, projects = shared_with(state, p), state.world.projects
    if other < 0 or projects.stage[other] in (EVALUATING, IN_USE):
        return False
    if projects.stage[other] != BUILDING or projects.progress[p] > projects.progress[other]:
        return True
    last = int(state.world.kinds.build_weeks[projects.category[p]]) - 1
    return bool(projects.progress[p] >= last) and not _can_finish(state, other)


def _can_finish(state: "State", p: int) -> bool:
    """Return whether the rest of what is paid while works go on can be paid at once."""
    projects = state.world.projects
    cash = int(state.ledger.balance("escrow", p)[0]) - int(projects.fee_fen[p])
    return cash + room_to_carry(state, p) >= still_payable(state, p)


@kernel
def value_of_all(seed: int, n: int, tables: Records) -> int:
    """Sum what a need is worth a year to all households concerned (ODD 7.15).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    n
        Row of the need.
    tables
        The world's records.

    Returns
    -------
    Fen a year; below 0 where more is lost than gained.
    """
    total = 0
    for h in range(tables.needs.first_household[n], tables.needs.end_household[n]):
        total += round(household_value(seed, n, h, tables))
    return total


def free_users_value(state: "State", p: int) -> int:
    """Note and return what a finished project is worth a year to users who pay nothing, fen.

    Parameters
    ----------
    state
        The state of the run. The value is noted with the project.
    p
        Row of a finished project.

    Returns
    -------
    Fen a year; 0 where nobody else uses it for nothing.
    """
    joint, projects = joints_in(state).get(p), state.world.projects
    if joint is not None and joint.state != SHARED and p == joint.main:
        value = int(value_of_all(state.seed, projects.need[joint.part], state.records))
        projects.free_value_fen[p] = value
        return value
    return 0
