"""Stage 6, evaluate 共评: residents score, inspectors accept or not, rewards are paid (ODD 7.7)."""

import math
from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.core.draws import standard_logistic
from dizao.model.parameters import WEEKS_PER_YEAR

from . import arrears, cash, claims, contracts, levels, needs, partners, payment, rules

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project, Stake

FUNDS = ("upkeep_fund", "community_fund")


def run(model: "ReferenceModel") -> None:
    """Take up and over what was finished, inspect where money was offered, pay what was accepted and retained."""
    for p in model.in_stage("evaluate"):
        if math.isnan(p.quality):
            _take_into_use(model, p)
        if not contracts.take_over(model, p):
            continue
        waits = contracts.wait_for_grant(model, p)
        contracts.settle(model, p, p.fee_fen)
        if waits:
            continue
        if p.offer_fen == 0:
            _close(model, p)
        elif p.accepted == 1:
            _pay_reward(model, p)
        elif model.week >= p.ready_week:
            _inspect(model, p)
    contracts.end_liabilities(model)


# quality and scores ---------------------------------------------------------------------------------------------


def _take_into_use(model: "ReferenceModel", p: "Project") -> None:
    """Quality shows, households score, benefits begin to flow."""
    works, cost = model.settings.works, max(1, p.cost_fen)
    watched = p.supervision / max(1, p.supervised_months)
    lent = p.collective_fen + p.loan_fen + p.advances_fen
    watched = min(1.0, watched + works.watch_owed * lent / max(1, p.bill_fen))
    at_stake = (p.credit_fen + p.owed_fen) / max(1, p.bill_fen)
    labour = max(0.0, 1.0 - p.bill_fen / cost)
    z = standard_logistic(model.random_draw(draws.QUALITY, p.id))
    p.quality = rules.quality(rules.effort(at_stake, watched, works), watched, labour, z, works)
    p.score = sum(_score(model, p, s) for s in p.stakes) / max(1, len(p.stakes))
    p.free_value_fen = partners.value_to_others(model, p)
    p.benefit_fen_year = sum(s.value_fen for s in p.stakes) + p.free_value_fen
    p.condition, p.ready_week = p.quality, model.week
    p.need.week_settled = model.week
    needs.comes_into_use(model, p)


def _score(model: "ReferenceModel", p: "Project", s: "Stake") -> float:
    years = (model.week - p.need.week_arose) / WEEKS_PER_YEAR
    z = standard_logistic(model.random_draw(draws.SCORE, p.id, s.household.id))
    return rules.score(p.quality, years, s.household.deciding.attended, z, model.settings.people)


# acceptance -----------------------------------------------------------------------------------------------------


def _inspect(model: "ReferenceModel", p: "Project") -> None:
    """Inspect when whoever does it has minutes: accept, send back for repair once, or refuse."""
    works = model.settings.works
    office = levels.who_decides(model, p.unit)
    if not model.takes(office, int(model.settings.offices.inspect_minutes), "inspecting"):
        return
    promised = p.promise_fen > 0
    chance = levels.accepts(model, rules.accepts(p.quality, works.acceptance_error, works))
    if model.random_draw(draws.INSPECT, p.id, int(p.repaired)) < chance:
        p.accepted, p.week_accepted = 1, model.week
        if not promised:
            _close(model, p)
    elif promised and not p.repaired:
        p.repaired = True
        contracts.repair(model, p)
    else:
        p.accepted = 0
        if promised:
            _break_promise(model, p)
        _close(model, p)


def _break_promise(model: "ReferenceModel", p: "Project") -> None:
    """Nothing more is paid; who has lent, worked or advanced against it loses that."""
    cash.release(model, p, p.promise_fen)
    p.promise_fen = 0
    claims.lose(model, p)
    model.note_promise(p, kept=False)


# the reward -----------------------------------------------------------------------------------------------------


def _pay_reward(model: "ReferenceModel", p: "Project") -> None:
    """Pay after the delay along the waterfall; without a reserve wait for free budget, at most a year."""
    rule, promise = model.terms_of(p).payment, p.promise_fen
    reward = int(payment.tier_share(rule, p.score) * promise)
    if not arrears.has_come(model, p, p.week_accepted):
        return
    if not cash.may_pay(model, p, reward):
        due = p.week_accepted + rule.delay_weeks + arrears.weeks_late(model, p)
        if model.week > due + WEEKS_PER_YEAR:
            _break_promise(model, p)
            _close(model, p)
        return
    cash.release(model, p, promise)
    p.promise_fen, p.week_paid = 0, model.week
    cash.pay_public(model, p, reward, "reward")
    _pour(model, p, reward)
    if reward < promise:
        claims.lose(model, p)
    model.note_promise(p, kept=True)
    _close(model, p)


def _pour(model: "ReferenceModel", p: "Project", reward: int) -> None:
    """Along the waterfall; a fund takes all that is left when it stands at the end."""
    order = list(model.terms_of(p).payment.waterfall)
    last = order.pop() if order and order[-1] in FUNDS else None
    claims.pour(model, p, reward, [name for name in order if name not in FUNDS], last)


def _close(model: "ReferenceModel", p: "Project") -> None:
    """Fee and builder are paid; what is left, but for the retention, goes to the unit's upkeep fund."""
    if p.loan_limit_fen > 0:
        model.move(p.escrow, "fees", min(p.fee_fen, model.accounts.fen[p.escrow]), "fee")
    contracts.settle(model, p, 0)
    contracts.retain(model, p)
    model.move(p.escrow, f"upkeep_fund:{p.unit.id}", model.accounts.fen[p.escrow] - p.retention_fen, "left over")
    p.enter("use", model.week)
