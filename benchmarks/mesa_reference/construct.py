"""Works go on with real cash, are watched, wait, or are abandoned (ODD 7.6)."""

from typing import TYPE_CHECKING

from dizao.model.core import draws
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.world.projects import NEVER

from . import arrears, cash, claims, contracts, levels, partners, payment, posts, prefinance, protection
from .rules import supervises

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Resident
    from .things import Project, Stake


def run(model: "ReferenceModel") -> None:
    """Live a week on every site."""
    for p in model.in_stage("build"):
        cash.pay_grant(model, p)
        _pay_milestone(model, p)
        if partners.is_lost(p):
            _abandon(model, p)
        elif not partners.stands_still(model, p):
            _work(model, p)


# public money while works go on ---------------------------------------------------------------------------------


def _pay_milestone(model: "ReferenceModel", p: "Project") -> None:
    """A part of a promise is paid when its part of the works is done, the office has looked, and the delay is over."""
    terms = model.terms_of(p)
    number = payment.parts(terms.payment)
    if p.milestones >= number - 1 or p.progress * number // p.kind.build_weeks <= p.milestones:
        return
    if p.milestone_week == NEVER:
        office = levels.who_decides(model, p.unit)
        if not model.takes(office, int(model.settings.offices.inspect_minutes), "inspecting"):
            return
        p.milestone_week = model.week
    part = p.promise_fen // (number - p.milestones)
    if arrears.has_come(model, p, p.milestone_week) and cash.may_pay(model, p, part):
        cash.release(model, p, part)
        p.promise_fen -= part
        p.milestones += 1
        p.milestone_week = NEVER
        cash.pay_public(model, p, part, "milestone")
        claims.pour(model, p, part, [name for name in terms.payment.waterfall if name in claims.FIXED])


# works ----------------------------------------------------------------------------------------------------------


def _work(model: "ReferenceModel", p: "Project") -> None:
    """Do a week's works if they can be paid or carried, all or nothing; else the site waits."""
    weeks = p.kind.build_weeks
    due = p.bill_fen * (p.progress + 1) // weeks - p.done_fen
    if not _cover(model, p, due):
        _wait(model, p)
        return
    p.done_fen += due
    _labour(model, p)
    if p.progress % WEEKS_PER_MONTH == 0:
        _supervise(model, p)
    p.progress += 1
    if p.progress == weeks:
        p.enter("evaluate", model.week)
        model.outcomes.append((p, True))
        if p.offer_fen > 0 and p.promise_fen == p.grant_fen == 0:
            model.note_promise(p, kept=True)


def _cover(model: "ReferenceModel", p: "Project", due: int) -> bool:
    """Pay what is paid at once: from the escrow, the collective, the loan, on credit; the rest is owed (7.20)."""
    now = contracts.paid_on_the_way(model, p.done_fen + due) - contracts.paid_on_the_way(model, p.done_fen)
    in_escrow = min(now, max(0, model.accounts.fen[p.escrow] - p.fee_fen))
    collective = min(now - in_escrow, prefinance.collective_room(p))
    loan = min(now - in_escrow - collective, prefinance.loan_room(p))
    credit = min(now - in_escrow - collective - loan, prefinance.credit_room(model, p))
    if in_escrow + collective + loan + credit < now:
        return False
    model.move(f"collective:{p.id}", p.escrow, collective, "collective's advance")
    model.move(f"lender:{p.id}", p.escrow, loan, "loan")
    model.move(p.escrow, "contractor", in_escrow + collective + loan, "works")
    model.move(f"contractor_claims:{p.id}", "contractor", credit, "works on credit")
    model.move(f"contractor_claims:{p.id}", "contractor", due - now, "works owed")
    p.collective_fen += collective
    p.loan_fen += loan
    p.credit_fen += credit
    p.owed_fen += due - now
    return True


def _labour(model: "ReferenceModel", p: "Project") -> None:
    """Book the week's part of the labour that was pledged."""
    minutes = p.pledged_minutes * (p.progress + 1) // p.kind.build_weeks
    model.spend_time(f"time_residents:{p.unit.id}", minutes - p.labour_minutes, "labour")
    p.labour_minutes = minutes


def _supervise(model: "ReferenceModel", p: "Project") -> None:
    """Adults concerned watch; so many are useful, more do not help."""
    works = model.settings.works
    number = sum(_supervises(model, p, s, r) for s in p.stakes for r in s.household.residents if r.is_adult)
    watching = posts.watch(model, p)
    p.supervision += min(1.0, (number + watching) / works.supervisors_useful)
    p.supervised_months += 1
    minutes = int(number * works.supervision_minutes)
    model.spend_time(f"time_residents:{p.unit.id}", minutes, "supervision")
    p.supervision_minutes += minutes


def _supervises(model: "ReferenceModel", p: "Project", s: "Stake", r: "Resident") -> bool:
    people = model.settings.people
    contact = s.household.talked_with(model.week, people.contact_memory_weeks)
    chance = supervises(s.gave, r.spare_minutes / p.unit.group.place.spare_minutes_per_week, contact, people)
    return model.random_draw(draws.SUPERVISE, p.id, r.id, model.week) < chance


# waiting and failing --------------------------------------------------------------------------------------------


def _wait(model: "ReferenceModel", p: "Project") -> None:
    """Wait for cash, asking givers once a month; abandon the site when patience ends, which overdue money leaves."""
    if arrears.is_overdue(model, p):
        return
    if p.waited % WEEKS_PER_MONTH == 0:
        prefinance.ask_advances(model, p, prefinance.still_paid(model, p))
    p.waited += 1
    if p.waited > model.settings.works.patience_weeks:
        _abandon(model, p)


def _abandon(model: "ReferenceModel", p: "Project") -> None:
    """The builder is paid, what is left goes back, contributions are made good as far as insured, the rest is lost."""
    cash.release(model, p, p.grant_fen + p.promise_fen)
    p.grant_fen = p.promise_fen = 0
    given = p.residents_fen + p.advances_fen
    contracts.pay(model, p, min(p.owed_fen, contracts.held(model, p, 0)), "final payment")
    cash.return_everything(model, p)
    protection.refund(model, p)
    cash.lose(model, p, "residents", p.residents_fen + p.advances_fen)
    cash.lose(model, p, "organizations", p.organizations_fen)
    cash.lose(model, p, "lender", p.loan_fen)
    cash.lose(model, p, "collective", p.collective_fen)
    cash.lose(model, p, "contractor", p.credit_fen + p.owed_fen)
    cash.lose(model, p, "county", p.public_fen - p.points_fen)
    protection.pay_bonus(model, p, given)
    p.enter("abandoned", model.week)
    model.outcomes.append((p, False))
    model.note_promise(p, kept=False)
