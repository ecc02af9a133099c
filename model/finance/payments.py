"""A project's cash: purses that are opened, contributions that go back, money that is no longer needed (ODD 7.6).

Every fen moves through the ledger; the households' savings are the sub-ledger of their unit's account.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import Households, accrued
from dizao.model.core.ledger import BEARERS
from dizao.model.world.make import Records
from dizao.model.world.projects import UNFUNDED, Block, Stakes

if TYPE_CHECKING:
    from dizao.model.state import State


@rule
def open_purse(h: int, week: int, households: Households, most_weeks: float) -> int:
    """Bring a household's savings up to date (ODD 7.6).

    Parameters
    ----------
    h
        Row of the household.
    week
        Week.
    households
        Households, as records; savings are changed.
    most_weeks
        Weeks of spare money at which savings stop.

    Returns
    -------
    Spare money that came in, fen.
    """
    came = accrued(households.savings_fen[h], households.spare_fen[h], week - households.savings_week[h], most_weeks)
    households.savings_fen[h] += came
    households.savings_week[h] = week
    return came


@kernel
def _release_pledges(block: Block, households: Households, stakes: Stakes) -> None:
    """Free what households still held back for their pledges."""
    for k in range(block.end - block.start):
        households.committed_fen[block.start + k] -= stakes.pledged_fen[block.first + k]


def void_pledges(state: "State", p: int) -> None:
    """Free the money that households held back for a project.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    if not state.world.projects.pledges_freed[p]:
        _release_pledges(state.block_of(p), state.records.households, state.records.stakes)
        state.world.projects.pledges_freed[p] = 1


def book_household_money(state: "State", p: int, income: int, paid: int, why: str) -> None:
    """Book spare money that came in, and what households of the project's unit paid into its escrow.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    income
        Spare money that came in, fen.
    paid
        What was paid into the escrow, fen.
    why
        Name of the booking in the ledger.
    """
    ledger, unit = state.ledger, state.world.projects.unit[p]
    households = ledger.account("households", unit)
    ledger.post(state.week, ledger.account("income"), households, income, "spare money")
    ledger.post(state.week, households, ledger.account("escrow", p), paid, why)
    state.count("residents_fen", paid)


def release(state: "State", p: int, fen: int) -> None:
    """Give back to the county's free budget what was set aside for a project and is no longer needed.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    fen
        Fen.
    """
    terms = state.world.projects.terms[p]
    if terms >= 0 and state.terms[terms].allocation.reserve == "application":
        state.reserved_fen[state.pot_of(p)] -= fen


def pay_public(state: "State", p: int, fen: int, why: str) -> None:
    """Pay public money into a project's escrow.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    fen
        Fen.
    why
        Name of the booking in the ledger.
    """
    ledger = state.ledger
    county = ledger.account("county", state.pot_of(p))
    ledger.post(state.week, county, ledger.account("escrow", p), fen, why)
    state.world.projects.public_fen[p] += fen
    state.count("public_fen", fen)


def give_up(state: "State", p: int) -> None:
    """Give a project up before anything was spent: pledges are void, and all money goes back whole.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects = state.world.projects
    void_pledges(state, p)
    return_everything(state, p)
    release(state, p, int(projects.grant_fen[p] + projects.promise_fen[p]))
    projects.grant_fen[p] = projects.promise_fen[p] = 0
    state.enter(np.array([p]), UNFUNDED)
    state.count("unfunded", 1)


def lose(state: "State", p: int, bearer: str, fen: int) -> None:
    """Book the sunk cost of a project to whoever bears it, from the bearer's line to the losses.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    bearer
        Who bears it: a line of the ledger.
    fen
        Fen.
    """
    ledger, projects = state.ledger, state.world.projects
    row = BEARERS.index(bearer)
    ledger.post(state.week, ledger.account("loss_borne", row), ledger.account("losses"), fen, f"lost by {bearer}")
    projects.lost_fen[p] += fen
    state.count("lost_fen", fen)


# money that goes back -------------------------------------------------------------------------------------------


@kernel
def pay_back(block: Block, amount: int, advances: bool, tables: Records) -> int:
    """Give households back part of their contributions (or advances), in proportion, exact to the fen (ODD 7.6).

    Parameters
    ----------
    block
        Who the project concerns.
    amount
        What goes back, fen; no more than is owed.
    advances
        Whether advances go back, not contributions.
    tables
        Savings and stakes are changed.

    Returns
    -------
    The sum that went back, fen.
    """
    owed = tables.stakes.advanced_fen if advances else tables.stakes.paid_fen
    total, before, given = 0, 0, 0
    for k in range(block.end - block.start):
        total += owed[block.first + k]
    amount = min(amount, total)
    for k in range(block.end - block.start):
        before += owed[block.first + k]
        back = (amount * before // total - given) if total > 0 else 0
        given += back
        owed[block.first + k] -= back
        tables.households.savings_fen[block.start + k] += back
    return given


def to_households(state: "State", p: int, source: NDArray[np.int64], fen: int, why: str, *, advances: bool) -> int:
    """Pay fen from an account to the households that gave (or advanced) them, in proportion; return what was paid.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    source
        Account of the ledger.
    fen
        Fen.
    why
        Name of the booking in the ledger.
    advances
        Whether advances are repaid, not contributions.

    Returns
    -------
    Fen that were paid.
    """
    ledger, unit = state.ledger, state.world.projects.unit[p]
    paid = int(pay_back(state.block_of(p), fen, advances, state.records))
    ledger.post(state.week, source, ledger.account("households", unit), paid, why)
    return paid


def return_everything(state: "State", p: int) -> None:
    """Return all money in a project's escrow to those who paid it in, in proportion to what each paid.

    Nobody pays twice for the same yuan: what builders have already received is gone, and is shown as lost.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.
    """
    projects, ledger = state.world.projects, state.ledger
    escrow = ledger.account("escrow", p)
    left = int(ledger.balance("escrow", p)[0])
    shares = {
        "contributions": int(projects.residents_fen[p]),
        "advances": int(projects.advances_fen[p]),
        "sponsor": int(projects.sponsor_fen[p]),
        "lender": int(projects.loan_fen[p]),
        "collective": int(projects.collective_fen[p]),
        "county": int(projects.public_fen[p] - projects.points_fen[p]),
    }
    total, before, given = max(1, sum(shares.values())), 0, 0
    for name, own in shares.items():
        before += own
        back = left * before // total - given
        given += back
        if name in ("contributions", "advances"):
            to_households(state, p, escrow, back, "returned", advances=name == "advances")
        else:
            rows = {"sponsor": projects.unit[p], "lender": p, "collective": p, "county": state.pot_of(p)}
            account, row = "organizations" if name == "sponsor" else name, rows[name]
            ledger.post(state.week, escrow, ledger.account(account, row), back, "returned")
        _book_return(state, p, name, back)


def _book_return(state: "State", p: int, name: str, back: int) -> None:
    projects = state.world.projects
    column = {
        "contributions": projects.residents_fen,
        "advances": projects.advances_fen,
        "sponsor": projects.organizations_fen,
        "lender": projects.loan_fen,
        "collective": projects.collective_fen,
        "county": projects.public_fen,
    }[name]
    column[p] -= back
