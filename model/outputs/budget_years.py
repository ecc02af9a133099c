"""The county's budget year by year: what came in, what went out, what is bound, owed and left (ODD 7.10)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.parameters import MONTHS_PER_YEAR
from dizao.model.finance.public_arrears import overdue_fen
from dizao.model.parameters import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from dizao.model.state import State


class BudgetYear(NamedTuple):
    """A budget year of the whole county; years count from the start of the programme.

    carried_in + appropriated + returned = paid + lapsed + carried_over, to the fen.

    Attributes
    ----------
    carried_in_fen
        In the county's account at its start, without what lapsed then.
    appropriated_fen, returned_fen
        From the treasury; back from projects that were given up.
    paid_fen
        For projects, and to givers.
    lapsed_fen
        Back to the treasury at its end.
    carried_over_fen
        Left in the account after that.
    committed_fen
        Offered to projects and not paid by its end; where offers are set aside it lies within the account.
    arrears_fen
        Of it, what was due by its end.
    runs_out
        Month of the year, from 1, in which the budget could not cover an offer or a payment for the first time; 0 where
        it always could, or nothing was appropriated.
    """

    carried_in_fen: int
    appropriated_fen: int
    returned_fen: int
    paid_fen: int
    lapsed_fen: int
    carried_over_fen: int
    committed_fen: int
    arrears_fen: int
    runs_out: int


MONEY = tuple(name.removesuffix("_fen") for name in BudgetYear._fields if name.endswith("_fen"))
"""What is an amount of money in a budget year, without its unit."""


def close_year(state: "State") -> None:
    """Note what is bound and overdue if a budget year of the programme, or the run, ends with this week.

    Parameters
    ----------
    state
        The state of the run after all stages of the week.
    """
    after = state.week + 1
    if after > 0 and (after % WEEKS_PER_YEAR == 0 or after == state.end_week):
        projects = state.world.projects
        bound = projects.terms >= 0
        committed = int((projects.grant_fen[bound] + projects.promise_fen[bound]).sum())
        state.year_ends.append((committed, overdue_fen(state)))


def budget_years(state: "State") -> list[BudgetYear]:
    """Return the budget years of a programme that have ended, the last one as far as the run goes.

    Parameters
    ----------
    state
        The state of a run.

    Returns
    -------
    One a year, the first from week 0 on.
    """
    flows = _flows(state, len(state.year_ends))
    balance = flows.pop("before")[0]
    years = []
    for k, (committed, arrears) in enumerate(state.year_ends):
        moved = {name: int(sums[k]) for name, sums in flows.items()}
        left = balance + moved["appropriated"] + moved["returned"] - moved["paid"] - moved["lapsed"]
        years.append(
            BudgetYear(
                int(balance),
                moved["appropriated"],
                moved["returned"],
                moved["paid"],
                moved["lapsed"],
                int(left),
                committed,
                arrears,
                _month_of_shortage(state, k) if moved["appropriated"] else 0,
            )
        )
        balance = left
    return years


def _flows(state: "State", years: int) -> dict[str, NDArray[np.int64]]:
    """Return what moved in and out of the county's account, fen by year; what lapsed belongs to the year before."""
    ledger = state.ledger
    weeks, source, target, fen = ledger.money_moved()
    out, into = ledger.is_of(source, "county"), ledger.is_of(target, "county")
    to_treasury, from_treasury = ledger.is_of(target, "treasury"), ledger.is_of(source, "treasury")
    lapsed = out & to_treasury
    year = np.where(lapsed, weeks // WEEKS_PER_YEAR - 1, weeks // WEEKS_PER_YEAR)
    kinds = {
        "appropriated": into & from_treasury,
        "returned": into & ~from_treasury,
        "paid": out & ~to_treasury,
        "lapsed": lapsed,
    }
    sums = {name: np.zeros(years, dtype=np.int64) for name in kinds}
    for name, picked in kinds.items():
        within = picked & (year >= 0) & (year < years)
        np.add.at(sums[name], year[within], fen[within])
    before = int(fen[into & (year < 0)].sum()) - int(fen[out & (year < 0)].sum())
    return {**sums, "before": np.array([before])}


def _month_of_shortage(state: "State", year: int) -> int:
    weeks = [week - year * WEEKS_PER_YEAR for week in state.short_weeks if week // WEEKS_PER_YEAR == year]
    return weeks[0] * MONTHS_PER_YEAR // WEEKS_PER_YEAR + 1 if weeks else 0
