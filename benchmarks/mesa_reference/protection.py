"""Protection and incentive (ODD 7.10).

Insured contributions, bonuses where it fails, goods for points where it starts.
"""

from typing import TYPE_CHECKING

from . import cash, financing

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project


def _payer_pays(model: "ReferenceModel", p: "Project", wanted: int, why: str) -> int:
    """Whoever protects givers pays into the escrow, as far as there is money; return what came."""
    payer = model.terms_of(p).protection.payer
    if payer == "county":
        fen = min(wanted, model.free_for(p))
        cash.pay_public(model, p, fen, why)
        return fen
    account = f"{payer}:{p.unit.id}"
    fen = min(wanted, model.accounts.fen[account])
    model.move(account, p.escrow, fen, why)
    if payer == "organizations":
        p.organizations_fen += fen
    return fen


def refund(model: "ReferenceModel", p: "Project") -> None:
    """The insured part of contributions lost with an abandoned project is made good."""
    wanted = int(model.terms_of(p).protection.refund_share * p.residents_fen)
    fen = _payer_pays(model, p, wanted, "refund")
    p.residents_fen -= cash.to_households(model, p, fen, "refund", "paid_fen")


def pay_bonus(model: "ReferenceModel", p: "Project", given: int) -> None:
    """A bonus on what was given goes to all who pledged, in proportion to their pledges."""
    if given <= 0 or p.pledged_fen == 0:
        return
    wanted = int(model.terms_of(p).protection.bonus_share * given)
    fen = _payer_pays(model, p, wanted, "refund bonus")
    for s, part in zip(p.stakes, cash.parts(fen, [s.pledged_fen for s in p.stakes]), strict=True):
        s.household.savings_fen += part
    model.move(p.escrow, f"households:{p.unit.id}", fen, "refund bonus")
    p.bonus_fen += fen


def pay_points(model: "ReferenceModel", p: "Project") -> None:
    """Goods for contributions and labour, paid by the county as far as it is free; less is a promise broken."""
    incentive = model.terms_of(p).incentive
    if incentive.kind != "points":
        return
    given = p.residents_fen + financing.labour_value(model, p.pledged_minutes)
    wanted = int(incentive.points_share * given)
    fen = min(wanted, model.free_for(p))
    cash.pay_public(model, p, fen, "points")
    model.move(p.escrow, "goods", fen, "points")
    p.points_fen += fen
    if fen < wanted:
        model.note_promise(p, kept=False)
