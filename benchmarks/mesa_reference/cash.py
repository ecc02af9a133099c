"""Purses and escrows (ODD 7.6): what households have, what is paid in, and how it goes back."""

from typing import TYPE_CHECKING

from . import arrears

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household
    from .things import Project


def accrued(model: "ReferenceModel", h: "Household") -> int:
    """Spare money since the purse was last opened: savings stop at so many weeks of it, the rest is spent."""
    most = int(h.unit.group.place.savings_weeks * h.spare_fen)
    return min(max(0, most - h.savings_fen), h.spare_fen * (model.week - h.savings_week))


def open_purse(model: "ReferenceModel", h: "Household") -> None:
    """Book the spare money that has come in since the purse was last opened."""
    came = accrued(model, h)
    h.savings_fen += came
    h.savings_week = model.week
    model.move("income", f"households:{h.unit.id}", came, "spare money")


def free_money(model: "ReferenceModel", h: "Household", savings: int) -> int:
    """What a household is ready to part with: savings less pledges less a reserve (ODD 7.5)."""
    reserve = int(model.settings.people.savings_reserve_weeks * h.spare_fen)
    return max(0, savings - h.committed_fen - reserve)


def pay_in(model: "ReferenceModel", p: "Project", h: "Household", fen: int, why: str) -> None:
    """A household pays into a project's escrow."""
    h.savings_fen -= fen
    model.move(f"households:{h.unit.id}", p.escrow, fen, why)


def pay_public(model: "ReferenceModel", p: "Project", fen: int, why: str) -> None:
    """The county pays into a project's escrow."""
    model.move(p.unit.budget, p.escrow, fen, why)
    p.public_fen += fen


def may_pay(model: "ReferenceModel", p: "Project", fen: int) -> bool:
    """Where nothing was set aside the budget must be free now."""
    return model.terms_of(p).allocation.reserve == "application" or model.free_for(p) >= fen


def pay_grant(model: "ReferenceModel", p: "Project") -> None:
    """What was offered up front is paid when its delay is over."""
    if p.grant_fen <= 0 or not arrears.has_come(model, p, p.week_decided):
        return
    if may_pay(model, p, p.grant_fen):
        fen, p.grant_fen = p.grant_fen, 0
        release(model, p, fen)
        pay_public(model, p, fen, "grant")


def release(model: "ReferenceModel", p: "Project", fen: int) -> None:
    """What was set aside for a project and is no longer needed is free again."""
    if p.terms >= 0 and model.rules[p.terms].allocation.reserve == "application":
        model.reserved_fen[p.unit.budget] -= fen


def free_pledges(p: "Project") -> None:
    """Households no longer hold anything back for a project."""
    if not p.pledges_freed:
        p.pledges_freed = True
        for s in p.stakes:
            s.household.committed_fen -= s.pledged_fen


def give_up(model: "ReferenceModel", p: "Project") -> None:
    """Give a project up before anything was spent: pledges are void, and all money goes back whole."""
    free_pledges(p)
    return_everything(model, p)
    release(model, p, p.grant_fen + p.promise_fen)
    p.grant_fen = p.promise_fen = 0
    p.enter("unfunded", model.week)


def lose(model: "ReferenceModel", p: "Project", bearer: str, fen: int) -> None:
    """Book the sunk cost of a project to whoever bears it."""
    model.move(f"loss_borne:{bearer}", "losses", fen, f"lost by {bearer}")
    p.lost_fen += fen


# money that goes back -------------------------------------------------------------------------------------------


def parts(amount: int, weights: list[int]) -> list[int]:
    """Divide by weights, exact to the fen: each running total is rounded down."""
    total, before, given, found = max(1, sum(weights)), 0, 0, []
    for weight in weights:
        before += weight
        found.append(amount * before // total - given)
        given += found[-1]
    return found


def to_households(model: "ReferenceModel", p: "Project", fen: int, why: str, what: str) -> int:
    """Pay from the escrow to households in proportion to ``what`` (paid_fen, advanced_fen); return what they got."""
    owed = [getattr(s, what) for s in p.stakes]
    backs = parts(min(fen, sum(owed)), owed)
    for s, back in zip(p.stakes, backs, strict=True):
        setattr(s, what, getattr(s, what) - back)
        s.household.savings_fen += back
    model.move(p.escrow, f"households:{p.unit.id}", sum(backs), why)
    return sum(backs)


def return_everything(model: "ReferenceModel", p: "Project") -> None:
    """What is in the escrow goes back to all who put it in, in proportion. Goods for points are not in it."""
    put_in = [p.residents_fen, p.advances_fen, p.sponsor_fen, p.loan_fen, p.collective_fen, p.public_fen - p.points_fen]
    contributions, advances, sponsor, loan, collective, public = parts(model.accounts.fen[p.escrow], put_in)
    to_households(model, p, contributions, "returned", "paid_fen")
    to_households(model, p, advances, "returned", "advanced_fen")
    model.move(p.escrow, f"organizations:{p.unit.id}", sponsor, "returned")
    model.move(p.escrow, f"lender:{p.id}", loan, "returned")
    model.move(p.escrow, f"collective:{p.id}", collective, "returned")
    model.move(p.escrow, p.unit.budget, public, "returned")
    p.residents_fen -= contributions
    p.advances_fen -= advances
    p.organizations_fen -= sponsor
    p.loan_fen -= loan
    p.collective_fen -= collective
    p.public_fen -= public
