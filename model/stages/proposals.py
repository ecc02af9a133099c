"""Part of stage 3, plan: proposals are written, objected to, and answered (ODD 7.4)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.parameters import People
from dizao.agents.resident import (
    COMES_NOW,
    DISTRUST,
    NO_REASON,
    UNFAIR_SHARE,
    objection,
    stake_in_means,
    unfairness,
)
from dizao.agents.subsidy import worth_of_scope
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.documented_cases import deliberation, progress
from dizao.model.finance.expectations import scope_of
from dizao.model.finance.funding_plan import share_out
from dizao.model.finance.offers import tell
from dizao.model.points import any_says
from dizao.model.world.make import Records, household_value
from dizao.model.world.projects import (
    BENEFIT_SHARES,
    VOTING,
)

if TYPE_CHECKING:
    from dizao.model.state import State


@kernel
def write_values(seed: int, n: int, first_stake: int, worth: float, tables: Records) -> None:
    """Write what the project is worth a year to each household concerned, whole fen (ODD 7.1).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    n
        Row of the need.
    first_stake
        First row of the project's stakes, which are written.
    worth
        How many times as much it is worth in the scope that was planned.
    tables
        The world's records.
    """
    start = tables.needs.first_household[n]
    for k in range(tables.needs.end_household[n] - start):
        tables.stakes.value_fen[first_stake + k] = round(household_value(seed, n, start + k, tables) * worth)


@kernel
def hear_objections(
    seed: int, need: int, first_stake: int, present_years: float, spare_share: float, tables: Records, p: People
) -> tuple[int, NDArray[np.int64]]:
    """Let those who came object, and some say so aloud (ODD 7.4).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    need
        Row of the need.
    first_stake
        First row of the project's stakes.
    present_years
        Years of value that the thing is worth now.
    spare_share
        Spare money in the place, as a share of income.
    tables
        The world's records.
    p
        Behavioural parameters.

    Returns
    -------
    How many came of the households concerned, and how many said each reason aloud, shape (4,), by reason.
    """
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    start, end = needs.first_household[need], needs.end_household[need]
    present, voiced = 0, np.zeros(4, dtype=np.int64)
    total_asked, total_value = 0, 0
    for k in range(end - start):
        total_asked += stakes.asked_fen[first_stake + k]
        total_value += max(0, stakes.value_fen[first_stake + k])
    for k in range(end - start):
        h, row = start + k, first_stake + k
        came = False
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            came = came or residents.attendance[r] & COMES_NOW > 0
        if not came:
            continue
        present += 1
        asked = stakes.asked_fen[row]
        fair = unfairness(asked / max(1, total_asked), max(0, stakes.value_fen[row]) / max(1, total_value))
        trust = float(residents.trust[households.first_resident[h]])
        worth, outlay = stakes.value_fen[row] * present_years, float(asked)
        stake = stake_in_means(worth - outlay, float(households.spare_fen[h]), spare_share)
        reason = objection(worth, outlay, stake, fair, trust, p)
        if reason != NO_REASON and draw(seed, draws.OBJECT, needs.id[need], households.id[h], 0) < p.object_voiced:
            voiced[reason] += 1
    return present, voiced


@kernel
def explain(need: int, first_stake: int, tables: Records) -> None:
    """Note for everybody present that a voiced distrust was answered (ODD 7.4).

    Parameters
    ----------
    need
        Row of the need.
    first_stake
        First row of the project's stakes; ``explained`` is written.
    tables
        The world's records.
    """
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    start = needs.first_household[need]
    for k in range(needs.end_household[need] - start):
        for r in range(households.first_resident[start + k], households.first_resident[start + k + 1]):
            if residents.attendance[r] & COMES_NOW:
                stakes.explained[first_stake + k] = 1


def propose(state: "State", p: int) -> None:
    """Write a proposal with its shares of cost, hear objections and answer them, and put it to the vote.

    What others use as well may be put off to the next meeting.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    n = int(state.world.projects.need[p])
    _write_stakes(state, p, n)
    asked = tell(state, p)
    _answer_objections(state, p, n, int(state.world.projects.first_stake[p]), asked)
    if any_says(state.points.put_off, state, p) or deliberation.talks_on(state, p):
        return
    state.world.projects.attempts[p] += 1
    state.enter(np.array([p]), VOTING)
    state.count("proposals", 1)


def _write_stakes(state: "State", p: int, n: int) -> None:
    """Make room for what households have in a project, and settle its scope, when its first proposal is written."""
    projects, needs = state.world.projects, state.world.needs
    if projects.first_stake[p] < 0:
        projects.first_stake[p] = state.stakes_for(int(needs.end_household[n] - needs.first_household[n]))
        scope = scope_of(state, p)
        projects.cost_fen[p] = int(projects.cost_fen[p] * scope)
        worth = worth_of_scope(scope, state.settings.demand.scope_value)
        write_values(state.seed, n, projects.first_stake[p], worth, state.records)


def _answer_objections(state: "State", p: int, n: int, first: int, asked: int) -> None:
    """Meet voiced unfairness with shares by benefit, voiced distrust by explaining; a voiced loss stays."""
    world, works = state.world, state.settings.works
    years = float(world.kinds.present_years[world.needs.category[n]])
    spare_share, people = state.place_of_project(p).spare_money_share, deliberation.says_all(state, p)
    present, voiced = hear_objections(state.seed, n, first, years, spare_share, state.records, people)
    state.count("objections", int(voiced.sum()))
    unfair = voiced[UNFAIR_SHARE] > works.unfair_objections * max(1, present)
    if unfair and not progress.asks_are_pinned(state, p):
        world.projects.shares[p] = BENEFIT_SHARES
        share_out(state, p, asked)
    if voiced[DISTRUST]:
        explain(n, first, state.records)
