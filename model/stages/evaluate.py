"""Stage 6, evaluate (共评): residents score, inspectors accept or not, rewards are settled (ODD 7.7)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.compiled import kernel
from dizao.agents.organization import COUNTY_OFFICE, acceptance, effort, quality
from dizao.agents.parameters import People
from dizao.agents.resident import ATTENDED, score
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_logistic
from dizao.model.documented_cases.funding_sources import reward_of
from dizao.model.finance.claims import lose_claims, pour
from dizao.model.finance.payments import pay_public, release
from dizao.model.mechanisms.payment import tier_share
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.points import total
from dizao.model.world.make import Records
from dizao.model.world.projects import ACCEPTED, EVALUATING, IN_USE, REFUSED, Block

if TYPE_CHECKING:
    from dizao.model.state import State


def run(engine: "State") -> None:
    """Take up what was finished, inspect what applied for money, and pay what was accepted."""
    projects = engine.world.projects
    for p in engine.in_stage(EVALUATING):
        if np.isnan(projects.quality[p]):
            _take_into_use(engine, int(p))
        if projects.offer_fen[p] == 0:
            _close(engine, int(p))
        elif projects.accepted[p] == ACCEPTED:
            _pay_reward(engine, int(p))
        elif engine.week >= projects.ready_week[p]:
            _inspect(engine, int(p))


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


def _take_into_use(engine: "State", p: int) -> None:
    """Work out the quality of what was built; residents score it, and its benefit begins to flow."""
    projects, world, works = engine.world.projects, engine.world, engine.settings.works
    need = world.needs.id[projects.need[p]]
    block = Block._make(engine.block_of(p))
    cost = max(1, int(projects.cost_fen[p]))
    watched = projects.supervision[p] / max(1, int(projects.supervised_months[p]))
    claims = int(projects.loan_fen[p] + projects.credit_fen[p] + projects.advances_fen[p])
    push = effort(claims / max(1, int(projects.bill_fen[p])), watched, works)
    random_draw = standard_logistic(draw(engine.seed, draws.QUALITY, need, 0, 0))
    labour = max(0.0, 1.0 - projects.bill_fen[p] / cost - projects.short[p])
    projects.quality[p] = quality(push, watched, float(projects.short[p]), labour, random_draw, works)
    delay = (engine.week - world.needs.week_arose[projects.need[p]]) / WEEKS_PER_YEAR
    points, value = _scores(
        engine.seed, int(need), block, float(projects.quality[p]), delay, ATTENDED, engine.records, engine.people
    )
    projects.score[p] = points / max(1, block.end - block.start)
    projects.benefit_fen_year[p] = value + total(engine.points.outside_value, engine, p)
    projects.condition[p] = projects.quality[p]
    projects.ready_week[p] = engine.week
    engine.world.needs.week_settled[projects.need[p]] = engine.week
    engine.remember(int(projects.need[p]))


# acceptance -----------------------------------------------------------------------------------------------------


def _inspect(engine: "State", p: int) -> None:
    """Inspect if the county's office has the minutes: accept, send back for repair once, or refuse."""
    projects, works = engine.world.projects, engine.settings.works
    minutes = int(engine.settings.offices.inspect_minutes)
    if not engine.take_minutes(engine.office(COUNTY_OFFICE, projects.unit[p]), minutes, "inspecting"):
        return
    need, promised = engine.world.needs.id[projects.need[p]], bool(projects.promise_fen[p] > 0)
    chance = acceptance(float(projects.quality[p]), works)
    if draw(engine.seed, draws.INSPECT, need, int(projects.repaired[p]), 0) < chance:
        projects.accepted[p], projects.week_accepted[p] = ACCEPTED, engine.week
        engine.count("accepted", 1)
        if not promised:
            _close(engine, p)
    elif promised and not projects.repaired[p]:
        _repair(engine, p)
    else:
        _refuse(engine, p, promised)


def _repair(engine: "State", p: int) -> None:
    """Let the builder make good part of what is lacking, since money hangs on it."""
    projects, works = engine.world.projects, engine.settings.works
    projects.repaired[p] = 1
    projects.ready_week[p] = engine.week + works.repair_weeks
    gain = works.repair_gain * (1.0 - projects.quality[p])
    projects.quality[p] += gain
    projects.condition[p] = min(1.0, projects.condition[p] + gain)


def _refuse(engine: "State", p: int, promised: bool) -> None:
    """Refuse for good. Where money hung on it, whoever has lent, worked or advanced loses that."""
    projects = engine.world.projects
    projects.accepted[p] = REFUSED
    engine.count("refused", 1)
    if promised:
        _break_promise(engine, p)
    _close(engine, p)


def _break_promise(engine: "State", p: int) -> None:
    projects = engine.world.projects
    release(engine, p, int(projects.promise_fen[p]))
    projects.promise_fen[p] = 0
    lose_claims(engine, p)
    engine.events.append((p, -1, -1))


# the reward -----------------------------------------------------------------------------------------------------


def _pay_reward(engine: "State", p: int) -> None:
    """Pay an accepted reward after its delay along the waterfall; without a reserve, only while the budget lasts.

    What a lower tier leaves unpaid is free again, and lost to those who counted on it.
    """
    projects, terms = engine.world.projects, engine.terms_of(p)
    promise = int(projects.promise_fen[p])
    reward = int(tier_share(terms.payment, float(projects.score[p])) * promise)
    waited = engine.week - int(projects.week_accepted[p])
    if waited < terms.payment.delay_weeks:
        return
    if terms.allocation.reserve == "acceptance" and engine.free_budget_fen < reward:
        if waited > terms.payment.delay_weeks + WEEKS_PER_YEAR:
            _break_promise(engine, p)
            _close(engine, p)
        return
    reward = reward_of(engine, p, reward)
    release(engine, p, promise)
    projects.promise_fen[p] = 0
    pay_public(engine, p, reward, "reward")
    projects.week_paid[p] = engine.week
    pour(engine, p, reward, terms.payment.waterfall)
    if reward < promise:
        lose_claims(engine, p)
    engine.events.append((p, -1, 1))
    _close(engine, p)


def _close(engine: "State", p: int) -> None:
    """End the evaluation: the lender's fee is paid, and what is left in the escrow goes to the unit's upkeep."""
    projects, ledger, week = engine.world.projects, engine.ledger, engine.week
    escrow = ledger.account("escrow", p)
    borrowed = projects.loan_limit_fen[p] > 0
    fee = min(int(projects.fee_fen[p]), int(ledger.balance("escrow", p)[0])) if borrowed else 0
    ledger.post(week, escrow, ledger.account("fees"), fee, "fee")
    left = int(ledger.balance("escrow", p)[0])
    ledger.post(week, escrow, ledger.account("upkeep_fund", projects.unit[p]), left, "left over")
    engine.enter(np.array([p]), IN_USE)
