"""Claims on a reward (ODD 7.7): who has lent, worked or advanced against it is paid out of it, or loses it."""

from typing import TYPE_CHECKING

from dizao.model.world.projects import NEVER

from . import cash, contracts

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .things import Project

FIXED = ("lender", "collective", "contractor", "advances")
"""Those of a waterfall who are owed a fixed sum."""


def pour(model: "ReferenceModel", p: "Project", fen: int, order: list[str], last: str | None = None) -> None:
    """Pay everybody in order what they are owed; a fund at the end takes the rest, else it stays in the escrow."""
    lacks = max(0, p.owed_fen - contracts.held(model, p, fen + p.fee_fen)) if p.week_taken_over > NEVER else 0
    for name in order:
        fen -= _pay(model, p, name, fen)
        if name == "contractor":
            # What he is owed by contract stays in the escrow for him.
            fen -= min(fen, lacks)
    if last is not None:
        model.move(p.escrow, f"{last}:{p.unit.id}", fen, "rest of the reward")


def _pay(model: "ReferenceModel", p: "Project", name: str, fen: int) -> int:
    """Pay one of them, at most what is owed; return what was paid."""
    if name == "lender":
        paid = min(fen, p.loan_fen)
        model.move(p.escrow, f"lender:{p.id}", paid, "repaid")
        p.loan_fen -= paid
    elif name == "collective":
        paid = min(fen, p.collective_fen)
        model.move(p.escrow, f"collective:{p.id}", paid, "repaid")
        p.collective_fen -= paid
    elif name == "contractor":
        paid = min(fen, p.credit_fen)
        model.move(p.escrow, f"contractor_claims:{p.id}", paid, "repaid")
        p.credit_fen -= paid
    elif name == "advances":
        paid = cash.to_households(model, p, min(fen, p.advances_fen), "repaid", "advanced_fen")
        p.advances_fen -= paid
    else:
        paid = cash.to_households(model, p, min(fen, p.residents_fen), "repaid", "paid_fen")
        p.residents_fen -= paid
    return paid


def lose(model: "ReferenceModel", p: "Project") -> None:
    """No more will come: what is still owed is lost."""
    cash.lose(model, p, "lender", p.loan_fen)
    cash.lose(model, p, "collective", p.collective_fen)
    cash.lose(model, p, "contractor", p.credit_fen)
    cash.lose(model, p, "residents", p.advances_fen)
