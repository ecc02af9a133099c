"""Who carries the cash until a promised reward comes (ODD 7.6): collective, lender, builder, and those who gave."""

from typing import TYPE_CHECKING

from dizao.model.core import draws

from . import cash, contracts, payment, rules

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project, Stake


def open_promise(p: "Project") -> int:
    """What of a promise nobody has lent, worked or advanced against yet."""
    return max(0, p.promise_fen - p.collective_fen - p.loan_fen - p.credit_fen - p.advances_fen)


def collective_room(p: "Project") -> int:
    """What a willing collective would still advance."""
    return max(0, min(p.collective_limit_fen - p.collective_fen, open_promise(p)))


def loan_room(p: "Project") -> int:
    """What a willing lender would still give; the collective, which takes no fee, comes first."""
    return max(0, min(p.loan_limit_fen - p.loan_fen, open_promise(p) - collective_room(p)))


def credit_room(model: "ReferenceModel", p: "Project") -> int:
    """What the builder would still carry until acceptance; collective and loan come first."""
    limit = int(model.settings.works.contractor_credit_share * p.bill_fen)
    return max(0, min(limit - p.credit_fen, open_promise(p) - collective_room(p) - loan_room(p)))


def room_to_carry(model: "ReferenceModel", p: "Project") -> int:
    """What all three would still carry."""
    return collective_room(p) + loan_room(p) + credit_room(model, p)


def covered(model: "ReferenceModel", p: "Project") -> int:
    """What is there or sure to come for the bill; of a promise in parts only the last must be carried."""
    last = p.promise_fen // payment.parts(model.terms_of(p).payment)
    in_escrow = model.accounts.fen[p.escrow] - p.fee_fen
    carried = min(last, room_to_carry(model, p))
    return in_escrow + p.grant_fen + (p.promise_fen - last) + carried


def still_paid(model: "ReferenceModel", p: "Project") -> int:
    """What of the bill is still paid while works go on (ODD 7.20)."""
    return contracts.paid_on_the_way(model, p.bill_fen) - contracts.paid_on_the_way(model, p.done_fen)


def ask_advances(model: "ReferenceModel", p: "Project", missing: int) -> int:
    """Ask givers, in storage order, to advance what a reward will repay; return what came."""
    wanted, came = min(missing, open_promise(p)), 0
    for s in p.stakes:
        if s.paid_fen + s.advanced_fen > 0 and came < wanted and _is_willing(model, p, s):
            came += _advance(model, p, s, wanted - came)
    p.advances_fen += came
    return came


def _is_willing(model: "ReferenceModel", p: "Project", s: "Stake") -> bool:
    """Equation 1 with the expected part of the promise as the return, and trust as the only field term."""
    people, works, who = model.settings.people, model.settings.works, s.household.deciding
    weeks = model.terms_of(p).payment.delay_weeks + p.kind.build_weeks
    m = rules.expected_promise(who.trust, rules.discounted(works.discount_rate, weeks), works)
    field = people.trust_weight * (who.trust - 0.5)
    eta = rules.of_rule(who.reciprocity, who.hump, rules.Prospect(who.belief, m, m, 0.0), field, people)
    return eta + rules.logit(model.random_draw(draws.ADVANCE, p.id, s.household.id)) > 0.0


def _advance(model: "ReferenceModel", p: "Project", s: "Stake", wanted: int) -> int:
    h, works = s.household, model.settings.works
    cash.open_purse(model, h)
    free = cash.free_money(model, h, h.savings_fen)
    fen = min(int(works.advance_share * (s.paid_fen + s.advanced_fen)), free, wanted)
    cash.pay_in(model, p, h, fen, "advances")
    s.advanced_fen += fen
    return fen
