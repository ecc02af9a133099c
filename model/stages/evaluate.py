"""Stage 6, evaluate (共评): residents score, inspectors accept or not, rewards are settled (ODD 7.7)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.agents.organization import acceptance, effort, quality
from dizao.agents.parameters import People
from dizao.agents.resident import ATTENDED, score
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_logistic
from dizao.model.documented_cases.funding_sources import reward_of
from dizao.model.finance.claims import lose_claims, pour
from dizao.model.finance.contracts import end_liabilities, repair, retain, settle, take_over
from dizao.model.finance.grants import grant_is_settled
from dizao.model.finance.payments import pay_public, release
from dizao.model.finance.public_arrears import has_come, weeks_late
from dizao.model.mechanisms.payment import tier_share
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.points import passed, total
from dizao.model.world.make import Records
from dizao.model.world.projects import ACCEPTED, EVALUATING, IN_USE, REFUSED, Block

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Take up and over what was finished, inspect what applied for money, pay what was accepted and retained.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    projects = state.world.projects
    for p in state.in_stage(EVALUATING):
        if np.isnan(projects.quality[p]):
            _take_into_use(state, int(p))
        if not take_over(state, int(p)):
            continue
        grant_settled = grant_is_settled(state, int(p))
        settle(state, int(p), int(projects.fee_fen[p]))
        if not grant_settled:
            continue
        if projects.offer_fen[p] == 0:
            _close(state, int(p))
        elif projects.accepted[p] == ACCEPTED:
            _pay_reward(state, int(p))
        elif state.week >= projects.ready_week[p]:
            _inspect(state, int(p))
    end_liabilities(state)


# quality and scores ---------------------------------------------------------------------------------------------


@kernel
def _scores(
    seed: int,
    need: int,
    block: Block,
    true_quality: float,
    delay_years: float,
    bit: int,
    tables: Records,
    p: People,
) -> tuple[float, int]:
    """Sum the scores of the households concerned, and what the project is worth to all of them a year, fen."""
    households, residents, stakes = tables.households, tables.residents, tables.stakes
    points, value = 0.0, 0
    for k in range(block.end - block.start):
        h = block.start + k
        attended = 1.0 if residents.took_part[households.first_resident[h]] & bit else 0.0
        random_draw = standard_logistic(draw(seed, draws.SCORE, need, households.id[h], 0))
        points += score(true_quality, delay_years, attended, random_draw, p)
        value += stakes.value_fen[block.first + k]
    return points, value


def _take_into_use(state: "State", p: int) -> None:
    """Work out the quality of what was built; residents score it, and its benefit begins to flow."""
    projects, world, works = state.world.projects, state.world, state.settings.works
    need = world.needs.id[projects.need[p]]
    block = state.block_of(p)
    cost = max(1, int(projects.cost_fen[p]))
    bill = max(1, int(projects.bill_fen[p]))
    watched = projects.supervision[p] / max(1, int(projects.supervised_months[p]))
    lent = int(projects.collective_fen[p] + projects.loan_fen[p] + projects.advances_fen[p])
    watched = min(1.0, watched + works.watch_owed * lent / bill)
    push = effort(int(projects.credit_fen[p] + projects.owed_fen[p]) / bill, watched, works)
    random_draw = standard_logistic(draw(state.seed, draws.QUALITY, need, 0, 0))
    labour = max(0.0, 1.0 - projects.bill_fen[p] / cost)
    projects.quality[p] = quality(push, watched, labour, random_draw, works)
    delay = (state.week - world.needs.week_arose[projects.need[p]]) / WEEKS_PER_YEAR
    points, value = _scores(
        state.seed, int(need), block, float(projects.quality[p]), delay, ATTENDED, state.records, state.people
    )
    projects.score[p] = points / max(1, block.end - block.start)
    projects.benefit_fen_year[p] = value + total(state.points.outside_value, state, p)
    projects.condition[p] = projects.quality[p]
    projects.ready_week[p] = state.week
    state.world.needs.week_settled[projects.need[p]] = state.week
    state.remember(int(projects.need[p]))


# acceptance -----------------------------------------------------------------------------------------------------


def _inspect(state: "State", p: int) -> None:
    """Inspect if whoever does it has the minutes: accept, send back for repair once, or refuse."""
    projects, works = state.world.projects, state.settings.works
    minutes = int(state.settings.offices.inspect_minutes)
    if not state.take_minutes(state.deciding_office(p), minutes, "inspecting", p):
        return
    need, promised = state.world.needs.id[projects.need[p]], bool(projects.promise_fen[p] > 0)
    chance = acceptance(float(projects.quality[p]), works.acceptance_error, works)
    chance = passed(state.points.inspecting, state, p, value=chance)
    if draw(state.seed, draws.INSPECT, need, int(projects.repaired[p]), 0) < chance:
        projects.accepted[p], projects.week_accepted[p] = ACCEPTED, state.week
        state.count("accepted", 1)
        if not promised:
            _close(state, p)
    elif promised and not projects.repaired[p]:
        projects.repaired[p] = 1
        repair(state, p)
    else:
        _refuse(state, p, promised)


def _refuse(state: "State", p: int, promised: bool) -> None:
    """Refuse for good. Where money hung on it, whoever has lent, worked or advanced loses that."""
    projects = state.world.projects
    projects.accepted[p] = REFUSED
    state.count("refused", 1)
    if promised:
        _break_promise(state, p)
    _close(state, p)


def _break_promise(state: "State", p: int) -> None:
    projects = state.world.projects
    release(state, p, int(projects.promise_fen[p]))
    projects.promise_fen[p] = 0
    lose_claims(state, p)
    state.events.append((p, -1, -1))


# the reward -----------------------------------------------------------------------------------------------------


def _pay_reward(state: "State", p: int) -> None:
    """Pay an accepted reward after its delay along the waterfall; without a reserve, only while the budget lasts.

    What a lower tier leaves unpaid is free again, and lost to those who counted on it.
    """
    projects, terms = state.world.projects, state.terms_of(p)
    promise = int(projects.promise_fen[p])
    reward = int(tier_share(terms.payment, float(projects.score[p])) * promise)
    if not has_come(state, p, int(projects.week_accepted[p])):
        return
    if terms.allocation.reserve == "acceptance" and state.free_for(p) < reward:
        state.note_shortage(p)
        due = int(projects.week_accepted[p]) + terms.payment.delay_weeks + weeks_late(state, p)
        if state.week > due + WEEKS_PER_YEAR:
            _break_promise(state, p)
            _close(state, p)
        return
    reward = reward_of(state, p, reward)
    release(state, p, promise)
    projects.promise_fen[p] = 0
    pay_public(state, p, reward, "reward")
    projects.week_paid[p] = state.week
    pour(state, p, reward, terms.payment.waterfall)
    if reward < promise:
        lose_claims(state, p)
    state.events.append((p, -1, 1))
    _close(state, p)


def _close(state: "State", p: int) -> None:
    """End the evaluation: fee and builder are paid; what is left, but for the retention, goes to the unit's upkeep."""
    projects, ledger, week = state.world.projects, state.ledger, state.week
    escrow = ledger.account("escrow", p)
    borrowed = projects.loan_limit_fen[p] > 0
    fee = min(int(projects.fee_fen[p]), int(ledger.balance("escrow", p)[0])) if borrowed else 0
    ledger.post(week, escrow, ledger.account("fees"), fee, "fee")
    settle(state, p, 0)
    retained = retain(state, p)
    left = int(ledger.balance("escrow", p)[0]) - retained
    ledger.post(week, escrow, ledger.account("upkeep_fund", projects.unit[p]), left, "left over")
    state.enter(np.array([p]), IN_USE)
