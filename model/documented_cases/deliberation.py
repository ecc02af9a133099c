"""Meetings about a documented project: how many talk only, who objects, what is said aloud (ODD 7.18)."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.parameters import People
from dizao.agents.resident import NO_REASON, objection, stake_in_means, unfairness
from dizao.model.governance.free_use import known_free_use
from dizao.model.world.make import Records

if TYPE_CHECKING:
    from dizao.model.state import State


def talks_on(state: "State", p: int) -> bool:
    """Count a meeting about a documented project; return whether it ends without putting it to the vote.

    Parameters
    ----------
    state
        The state of the run. Meetings held, and who objects, are noted with the case.
    p
        Row of the proposal.

    Returns
    -------
    Whether it does; never where the project is not documented.
    """
    case = state.followed_cases.get(p)
    if case is None:
        return False
    case.held += 1
    if case.held < case.known.meetings:
        return True
    if case.objecting is None:
        case.objecting = objectors(state, p)
    return False


def says_all(state: "State", p: int) -> Any:
    """Return what people are like at a meeting: once the reason was said, every objection is said aloud.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the proposal.

    Returns
    -------
    Behavioural parameters.
    """
    case, people = state.followed_cases.get(p), state.people
    return people._replace(object_voiced=1.0) if case is not None and case.voiced else people


def objectors(state: "State", p: int) -> NDArray[np.bool_]:
    """Return which of the households concerned object to a proposal as it stands (ODD 7.4), come or not.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of a project that has been proposed.

    Returns
    -------
    By household concerned, in storage order.
    """
    start, end, _ = state.block_of(p)
    found = np.zeros(end - start, dtype=np.bool_)
    years = float(state.world.kinds.present_years[state.world.projects.category[p]])
    spare_share = state.place_of_project(p).spare_money_share
    _object(state.seed, p, years, spare_share, state.records, state.people, found)
    return found


@kernel
def _object(
    seed: int,
    p: int,
    present_years: float,
    spare_share: float,
    tables: Records,
    people: People,
    found: NDArray[np.bool_],
) -> None:
    """Note which of the households concerned object."""
    needs, projects, stakes, n = tables.needs, tables.projects, tables.stakes, tables.projects.need[p]
    start, first, asked, value = needs.first_household[n], projects.first_stake[p], 0, 0
    for k in range(len(found)):
        asked += stakes.asked_fen[first + k]
        value += max(0, stakes.value_fen[first + k])
    for k in range(len(found)):
        h, row = start + k, first + k
        number = tables.households.id[h]
        free = known_free_use(seed, needs.id[n], number, projects.free_use[p], projects.free_known[p])
        shares = stakes.asked_fen[row] / max(1, asked), max(0, stakes.value_fen[row]) / max(1, value)
        fair = unfairness(shares[0], projects.fair_part[p] * shares[1], free)
        trust = float(tables.residents.trust[tables.households.first_resident[h]])
        worth, outlay = stakes.value_fen[row] * present_years, float(stakes.asked_fen[row])
        stake = stake_in_means(worth - outlay, float(tables.households.spare_fen[h]), spare_share)
        found[k] = objection(worth, outlay, stake, fair, trust, people) != NO_REASON
