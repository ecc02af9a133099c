"""What an application brings with it: votes collected door to door, ballots made of them, departures from the truth."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.subsidy import waiting
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.mechanisms.participatory import Ballots
from dizao.model.mechanisms.payment import Gaming
from dizao.model.parameters import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from dizao.model.state import State


def _votes(state: "State", p: int) -> NDArray[np.int8]:
    start, end, first = state.block_of(p)
    return state.world.stakes.vote[first : first + end - start]


def votes_of(state: "State", p: int) -> tuple[int, int]:
    """Return how many said yes to a proposal when it was last put to the vote, and how many voted.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Households that said yes, households that voted.
    """
    votes = _votes(state, p)
    return int((votes == 1).sum()), int((votes >= 0).sum())


def gaming_of(state: "State", p: int) -> Gaming:
    """Return how a project's application departs from the truth; whether it is split is one latent draw.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    What is claimed and how it is split.
    """
    works, need = state.settings.works, state.world.needs.id[state.world.projects.need[p]]
    splits = draw(state.seed, draws.SPLIT, need, 0, 0) < works.split_probability
    return Gaming(works.padded_share, works.nominal_share, bool(splits))


def waits_for_money(state: "State", p: int) -> bool:
    """Return whether a proposal that the budget has no money for waits while there is a next budget (latent).

    Who expects more of public money is likelier to wait (ODD 7.21); where a budget is nothing, nothing is waited for.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Whether it waits.
    """
    need, demand = state.world.needs.id[state.world.projects.need[p]], state.settings.demand
    first, end = state.regime_weeks
    more_to_come = (state.week - first) // WEEKS_PER_YEAR < (end - 1 - first) // WEEKS_PER_YEAR
    if not more_to_come or state.budget_for(p) <= 0.0:
        return False
    expected = float(state.world.units.expected_subsidy[state.world.projects.unit[p]])
    chance = waiting(expected, state.settings.works.wait_probability, demand.wait)
    return bool(draw(state.seed, draws.WAIT, need, 0, 0) < chance)


def ballots_of(state: "State", rows: NDArray[np.int64]) -> Ballots:
    """Return how many households approve which of some projects: those that they said yes to (ODD 7.10).

    A set of projects is written as ascending positions in `rows`; who said yes to none has no ballot.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the projects.

    Returns
    -------
    By set of approved projects, households.
    """
    approved: dict[int, list[int]] = {}
    for k, p in enumerate(rows):
        start = state.block_of(int(p))[0]
        for h in np.flatnonzero(_votes(state, int(p)) == 1) + start:
            approved.setdefault(int(h), []).append(k)
    return dict(sorted(Counter(tuple(ballot) for ballot in approved.values()).items()))
