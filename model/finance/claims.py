"""Claims on a reward: who has lent, worked or advanced against it, is paid out of it or loses it (ODD 7.7)."""

from typing import TYPE_CHECKING

from dizao.model.finance.contracts import uncovered
from dizao.model.finance.payments import lose, to_households
from dizao.model.mechanisms.payment import divide
from dizao.model.world.projects import NEVER

if TYPE_CHECKING:
    from dizao.model.state import State

CLAIMS = ("lender", "collective", "contractor", "advances")
"""Those of a waterfall who are owed a fixed sum."""

WORKS = "works"
"""Stands in an order for the project itself: what comes to it stays in the escrow."""


def pour(state: "State", p: int, fen: int, order: tuple[str, ...]) -> None:
    """Pay everybody along an order what they are owed out of the escrow, which the money has come into.

    The last takes the rest. What a builder is owed by contract after the takeover stays in the escrow for him.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    fen
        Fen.
    order
        Names of those who are owed, first to last.
    """
    projects, ledger, week = state.world.projects, state.ledger, state.week
    escrow, unit = ledger.account("escrow", p), projects.unit[p]
    credit, taken_over = int(projects.credit_fen[p]), projects.week_taken_over[p] > NEVER
    owed = {
        "lender": int(projects.loan_fen[p]),
        "collective": int(projects.collective_fen[p]),
        "contractor": credit + (uncovered(state, p, fen + int(projects.fee_fen[p])) if taken_over else 0),
        "advances": int(projects.advances_fen[p]),
        "givers": int(projects.residents_fen[p]),
    }
    for name, part in divide(fen, order, owed).items():
        if name == "lender":
            ledger.post(week, escrow, ledger.account("lender", p), min(part, owed[name]), "repaid")
            projects.loan_fen[p] -= min(part, owed[name])
        elif name == "collective":
            ledger.post(week, escrow, ledger.account("collective", p), min(part, owed[name]), "repaid")
            projects.collective_fen[p] -= min(part, owed[name])
        elif name == "contractor":
            ledger.post(week, escrow, ledger.account("contractor_claims", p), min(part, credit), "repaid")
            projects.credit_fen[p] -= min(part, credit)
        elif name == "advances":
            projects.advances_fen[p] -= to_households(state, p, escrow, part, "repaid", advances=True)
        elif name == "givers":
            projects.residents_fen[p] -= to_households(state, p, escrow, part, "repaid", advances=False)
        elif name != WORKS:
            ledger.post(week, escrow, ledger.account(name, unit), part, "rest of the reward")


def lose_claims(state: "State", p: int) -> None:
    """Book as lost what is still owed on a project: no more will come.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects = state.world.projects
    lose(state, p, "lender", int(projects.loan_fen[p]))
    lose(state, p, "collective", int(projects.collective_fen[p]))
    lose(state, p, "contractor", int(projects.credit_fen[p]))
    lose(state, p, "residents", int(projects.advances_fen[p]))
