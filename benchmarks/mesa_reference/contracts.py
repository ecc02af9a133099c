"""Works contracts (ODD 7.20): progress payments, completion acceptance, the final payment, and retention."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.world.projects import NEVER

from . import arrears, cash, rules

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def paid_on_the_way(model: "ReferenceModel", done: int) -> int:
    """Of works done so far the builder has been paid min(phi, 1 - R) while they go on."""
    contract = model.settings.contract
    return int(min(contract.progress_share, 1.0 - contract.retention_share) * done)


def retention(model: "ReferenceModel", p: "Project") -> int:
    """What may be kept until the end of defects liability."""
    return min(p.owed_fen, int(model.settings.contract.retention_share * p.bill_fen))


def held(model: "ReferenceModel", p: "Project", for_others: int) -> int:
    """What the escrow holds beyond what is for others."""
    return max(0, model.accounts.fen[p.escrow] - for_others)


def pay(model: "ReferenceModel", p: "Project", fen: int, why: str) -> None:
    """Pay the builder what he is owed by contract."""
    model.move(p.escrow, f"contractor_claims:{p.id}", fen, why)
    p.owed_fen -= fen


# after the works ------------------------------------------------------------------------------------------------


def take_over(model: "ReferenceModel", p: "Project") -> bool:
    """Completion acceptance: a builder who is refused repairs once, or does not. Return whether it is over by now."""
    if p.week_taken_over > NEVER:
        return True
    if model.week < p.ready_week:
        return False
    if p.defects == 0 and not _nothing_is_wrong(model, p, 0):
        if model.random_draw(draws.REPAIR_DUTY, p.id) < model.settings.contract.repair_duty:
            p.defects = 1
            repair(model, p)
            return False
        p.defects = 2
    p.week_taken_over = model.week
    return True


def _nothing_is_wrong(model: "ReferenceModel", p: "Project", look: int) -> bool:
    """Those who ordered the works look, or their engineer does."""
    works = model.settings.works
    error = works.acceptance_error if p.engineer else model.settings.contract.acceptance_error
    return model.random_draw(draws.HANDOVER, p.id, look) < rules.accepts(p.quality, error, works)


def repair(model: "ReferenceModel", p: "Project") -> None:
    """Part of what is lacking is made good; it takes some weeks."""
    works = model.settings.works
    p.ready_week = model.week + works.repair_weeks
    improve(p, works.repair_gain * (1.0 - p.quality))


def improve(p: "Project", gain: float) -> None:
    """Quality and condition rise."""
    p.quality += gain
    p.condition = min(1.0, p.condition + gain)


def wait_for_grant(model: "ReferenceModel", p: "Project") -> bool:
    """Whether a grant is still to come after the works: it is waited for, at most a year after its delay."""
    if p.grant_fen == 0:
        return False
    cash.pay_grant(model, p)
    if p.grant_fen == 0:
        if p.promise_fen == 0:
            model.note_promise(p, kept=True)
    elif model.week > p.weeks["evaluate"] + _latest(model, p):
        cash.release(model, p, p.grant_fen)
        p.grant_fen = 0
        model.note_promise(p, kept=False)
    return p.grant_fen > 0


def _latest(model: "ReferenceModel", p: "Project") -> int:
    """Weeks after the works for which a grant is waited for."""
    return model.terms_of(p).payment.delay_weeks + arrears.weeks_late(model, p) + WEEKS_PER_YEAR


def settle(model: "ReferenceModel", p: "Project", for_others: int) -> None:
    """The final payment: all that is owed but the retention, as far as the escrow holds it."""
    pay(model, p, min(p.owed_fen - retention(model, p), held(model, p, for_others)), "final payment")


def retain(model: "ReferenceModel", p: "Project") -> None:
    """Nothing more is to come: the retention is kept, as far as it is there; the builder loses what else is owed."""
    p.retention_fen = min(retention(model, p), held(model, p, 0))
    cash.lose(model, p, "contractor", p.owed_fen - p.retention_fen)


# defects liability ----------------------------------------------------------------------------------------------


def end_liabilities(model: "ReferenceModel") -> None:
    """Retentions whose time is over are paid; where something is wrong others repair it for them."""
    for p in model.in_stage("use"):
        weeks = 0 if p.defects == 2 else model.settings.contract.retention_weeks
        if p.retention_fen > 0 and model.week >= p.week_taken_over + weeks:
            wrong = p.defects == 2 or not _nothing_is_wrong(model, p, 1)
            lacking = model.settings.works.repair_gain * (1.0 - p.quality) * p.bill_fen
            spent = min(p.retention_fen, int(lacking)) if wrong else 0
            model.move(p.escrow, "upkeep_works", spent, "repair")
            cash.lose(model, p, "contractor", spent)
            pay(model, p, p.retention_fen - spent, "retention")
            p.retention_fen = 0
            improve(p, spent / max(1, p.bill_fen))
