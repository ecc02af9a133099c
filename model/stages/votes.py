"""Part of stage 3, plan: votes are collected door to door and counted (ODD 7.4)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule, threaded_kernel
from dizao.agents.parameters import People
from dizao.agents.resident import (
    logistic,
    logit,
    net_worth,
    persuaded,
    reach_log_odds,
    stake_in_means,
    unfairness,
    vote_log_odds,
    vote_noise,
)
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.finance.funding_plan import start_campaign
from dizao.model.finance.offers import withdraw
from dizao.model.governance.consent import Votes, passes
from dizao.model.governance.free_use import known_free_use, pays_alone
from dizao.model.governance.persuasion import meets_anew
from dizao.model.points import passed
from dizao.model.world.make import Records
from dizao.model.world.projects import (
    APPLYING,
    NEVER,
    NO_CONSENT,
    RECORDED,
    VOTING,
)

if TYPE_CHECKING:
    from dizao.model.state import State


@rule
def _neighbours_yes(h: int, start: int, end: int, first_stake: int, week: int, tables: Records) -> float:
    """Share of yes among a household's neighbours who voted before this week; 1/2 if none did."""
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    voted, yes = 0, 0
    r = households.first_resident[h]
    for t in range(ties.first[r], ties.first[r + 1]):
        other = residents.household[ties.neighbours[t]]
        if start <= other < end and other != h:
            row = first_stake + other - start
            if NEVER < stakes.voted_week[row] < week:
                voted += 1
                yes += stakes.vote[row]
    return yes / voted if voted > 0 else 0.5


@rule
def _vote_project(when: When, p: int, spare_share: float, tables: Records, people: People) -> None:
    """Collect this week's votes on one proposal; an owner votes once, against one latent draw."""
    needs, households, residents, stakes = tables.needs, tables.households, tables.residents, tables.stakes
    seed, week, n = when.seed, when.week, tables.projects.need[p]
    free_choice = tables.kinds.free[needs.category[n]]
    start, end, first = needs.first_household[n], needs.end_household[n], tables.projects.first_stake[p]
    present_years = tables.kinds.present_years[needs.category[n]]
    total_asked, total_value = 0, 0
    for k in range(end - start):
        total_asked += stakes.asked_fen[first + k]
        total_value += max(0, stakes.value_fen[first + k])
    for k in range(end - start):
        h, row = start + k, first + k
        moved = meets_anew(seed, week, needs.id[n], h, row, tables, people)
        if stakes.vote[row] >= 0 and not (moved and stakes.vote[row] == 0):
            continue
        contact = 1.0 if week - households.contact_week[h] < people.contact_memory_weeks else 0.0
        absent = 1.0 - households.owner[h]
        found = draw(seed, draws.REACH, needs.id[n], households.id[h], week)
        if stakes.vote[row] < 0 and found >= logistic(reach_log_odds(contact, absent, people)):
            continue
        r = households.first_resident[h]
        trust = float(residents.trust[r])
        value, asked = (
            stakes.value_fen[row] * present_years * float(residents.efficacy[r]),
            float(stakes.asked_fen[row]),
        )
        # Nobody is taken to give more than it is worth where each gives what they like.
        outlay = min(asked, max(0.0, value)) if free_choice else asked
        free_use = known_free_use(
            seed, needs.id[n], households.id[h], tables.projects.free_use[p], tables.projects.free_known[p]
        )
        benefit_share = tables.projects.fair_part[p] * max(0, stakes.value_fen[row]) / max(1, total_value)
        fair = unfairness(asked / max(1, total_asked), benefit_share, free_use)
        said = _neighbours_yes(h, start, end, first, week, tables)
        stake = stake_in_means(value - outlay, float(households.spare_fen[h]), spare_share)
        odds = vote_log_odds(net_worth(value, outlay), stake, fair, trust, float(stakes.explained[row]), said, people)
        mind = persuaded(logit(draw(seed, draws.VOTE, needs.id[n], households.id[h], 0)), stakes.met[row], people)
        yes = odds + mind * vote_noise(stake, people) > 0.0
        alone = pays_alone(seed, needs.id[n], households.id[h], asked, free_use, tables.projects.refuse_alone[p])
        stakes.vote[row] = 1 if yes and not alone else 0
        stakes.voted_week[row] = week


@threaded_kernel
def _vote_all(
    begin: int,
    end: int,
    when: When,
    rows: NDArray[np.int64],
    spare_shares: NDArray[np.float64],
    tables: Records,
    people: People,
) -> None:
    for k in range(begin, end):
        _vote_project(when, rows[k], spare_shares[k], tables, people)


@kernel
def count_votes(p: int, tables: Records) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Count the votes on a proposal by heads and by area (ODD 7.4).

    Parameters
    ----------
    p
        Row of the project.
    tables
        The world's records.

    Returns
    -------
    Heads and square metres, shape (3,) each: of all, of those reached, of those who said yes.
    """
    households, stakes, n = tables.households, tables.stakes, tables.projects.need[p]
    start, end = tables.needs.first_household[n], tables.needs.end_household[n]
    first_stake = tables.projects.first_stake[p]
    heads, area = np.zeros(3, dtype=np.int64), np.zeros(3)
    for k in range(end - start):
        size, vote = float(households.area[start + k]), stakes.vote[first_stake + k]
        heads[0] += 1
        area[0] += size
        if vote >= 0:
            heads[1] += 1
            area[1] += size
        if vote == 1:
            heads[2] += 1
            area[2] += size
    return heads, area


def run(state: "State") -> None:
    """Collect votes on all open proposals; after ``vote_weeks`` the category's legal rule counts them.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    world, works, projects = state.world, state.settings.works, state.world.projects
    rows = state.in_stage(VOTING)
    if not len(rows):
        return
    people = passed(state.points.voting, state, value=state.people)
    spare_shares = state.of_units("spare_money_share", projects.unit[rows])
    _vote_all(len(rows), When(state.seed, state.week), rows, spare_shares, state.records, people)
    began = np.where(projects.asked_again[rows] == 1, projects.week_decided[rows], projects.week_of[rows, VOTING])
    for p in rows[state.week >= began + works.vote_weeks - 1]:
        heads, area = count_votes(p, state.records)
        votes = Votes(int(heads[0]), int(heads[1]), int(heads[2]), float(area[0]), float(area[1]), float(area[2]))
        _after_vote(state, int(p), passes(int(world.kinds.consent[projects.category[p]]), votes))


def _after_vote(state: "State", p: int, consented: bool) -> None:
    """Let a proposal with consent apply; one without goes back to the meeting until its attempts are used up.

    Who was asked again, about less public money than was told, has applied already.
    """
    projects = state.world.projects
    if projects.asked_again[p] and consented:
        start_campaign(state, p)
        return
    if projects.asked_again[p]:
        withdraw(state, p)
    if consented:
        state.enter(np.array([p]), APPLYING)
        state.count("consents", 1)
    elif projects.attempts[p] < state.settings.works.proposal_attempts:
        projects.stage[p] = RECORDED
    else:
        state.enter(np.array([p]), NO_CONSENT)
