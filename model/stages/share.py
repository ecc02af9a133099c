"""Stage 8, share (共享): benefits flow, and people learn from what they saw (ODD 7.9)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.agents.parameters import People
from dizao.agents.resident import Residents, learnt_belief, learnt_efficacy, learnt_reciprocity, learnt_trust
from dizao.model.finance import expectations
from dizao.model.parameters import WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.points import act
from dizao.model.world.make import Records
from dizao.model.world.projects import EVALUATING, IN_USE, NEVER, Block

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Let benefits flow; let people learn from campaigns that closed, from what became of projects and what they got.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    _benefit(state)
    for p in state.closed_campaigns:
        _learn_from_campaign(state.block_of(p), state.records, state.people)
    for p, finished, kept in state.events:
        start, end, _ = state.block_of(p)
        _learn_from_event(start, end, finished, kept, state.records, state.people)
    act(state.points.lessons, state)
    state.closed_campaigns, state.events = [], []
    expectations.learn(state)
    if state.week % WEEKS_PER_MONTH == 0:
        _relax(
            0.5 ** (WEEKS_PER_MONTH / max(0.01, state.settings.people.trust_half_life_weeks)),
            0.5 ** (WEEKS_PER_MONTH / max(0.01, state.settings.people.fatigue_half_life_weeks)),
            state.records.residents,
        )


def _benefit(state: "State") -> None:
    """Add this week's benefit, discounted to programme week 0, and note what is in use a year after completion."""
    projects = state.world.projects
    rows = state.in_stage(EVALUATING, IN_USE)
    flow = projects.benefit_fen_year[rows] * projects.condition[rows] / WEEKS_PER_YEAR
    projects.benefit_fen[rows] += flow * state.present()
    state.count("benefit_fen", int(flow.sum()))
    finished = projects.week_of[:, EVALUATING]
    due = np.flatnonzero((finished > NEVER) & (state.week - finished == WEEKS_PER_YEAR))
    projects.functioning_after_12_months[due] = np.isin(projects.stage[due], (EVALUATING, IN_USE))


@kernel
def _learn_from_campaign(block: Block, tables: Records, p: People) -> None:
    """Move belief and reciprocity of all who were asked, by the share of their asked neighbours who gave."""
    start, end, first = block.start, block.end, block.first
    households, residents, stakes, ties = tables.households, tables.residents, tables.stakes, tables.ties
    asked_all, gave_all = 0, 0
    for k in range(end - start):
        if stakes.asked_week[first + k] > NEVER:
            asked_all += 1
            if stakes.pledged_week[first + k] > NEVER:
                gave_all += 1
    for k in range(end - start):
        h = start + k
        if stakes.asked_week[first + k] == NEVER:
            continue
        r = households.first_resident[h]
        asked, gave = 0, 0
        for t in range(ties.first[r], ties.first[r + 1]):
            other = residents.household[ties.neighbours[t]]
            if start <= other < end and other != h and stakes.asked_week[first + other - start] > NEVER:
                asked += 1
                if stakes.pledged_week[first + other - start] > NEVER:
                    gave += 1
        # Who knows nobody that was asked goes by the result that is posted.
        seen = gave / asked if asked > 0 else gave_all / max(1, asked_all)
        belief = float(residents.belief[r])
        rho, first_rho = float(residents.reciprocity[r]), float(residents.reciprocity_first[r])
        residents.reciprocity[r] = learnt_reciprocity(rho, first_rho, belief, seen, p)
        residents.belief[r] = learnt_belief(belief, seen, p)


@kernel
def _learn_from_event(start: int, end: int, finished: int, kept: int, tables: Records, p: People) -> None:
    """Move efficacy (``finished`` 1 or 0, -1 for neither) and trust (``kept`` 1 or -1, 0 for neither) of adults."""
    households, residents = tables.households, tables.residents
    for r in range(households.first_resident[start], households.first_resident[end]):
        if finished >= 0:
            residents.efficacy[r] = learnt_efficacy(float(residents.efficacy[r]), float(finished), p)
        if kept != 0:
            residents.trust[r] = learnt_trust(float(residents.trust[r]), kept > 0, p)


@kernel
def _relax(trust_stays: float, fatigue_stays: float, residents: Residents) -> None:
    """Let trust go back towards its mean and fatigue towards nothing."""
    for r in range(len(residents.trust)):
        # Compiled, `float` leaves a float32 what it is, and the difference of two would be rounded.
        mean, trust = np.float64(residents.trust_mean[r]), np.float64(residents.trust[r])
        residents.trust[r] = mean + (trust - mean) * trust_stays
        residents.fatigue[r] = float(residents.fatigue[r]) * fatigue_stays
