"""The county's budget year by year: what came in, went out, is bound, owed and left, and in which places (ODD 7.10)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.parameters import MONTHS_PER_YEAR
from dizao.model.finance.public_arrears import overdue_fen
from dizao.model.outputs.places import ALL
from dizao.model.parameters import WEEKS_PER_YEAR
from dizao.model.state import YearEnd, pots_of

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

COMMON = "common"
"""Name of the part of the budget that is shared by all groups of places without one of their own."""

RUNS_OUT = "runs_out"
"""Name of the month, from 1, in which the budget of a year runs out; 0 where it does not."""


class Moved(NamedTuple):
    """All that moved: week, numbers of the accounts that it left and at which it arrived, fen; shape (entries,)."""

    week: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    fen: NDArray[np.int64]


type Columns = dict[str, NDArray[np.int64]]


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
        committed = np.where(projects.terms >= 0, projects.grant_fen + projects.promise_fen, 0)
        state.year_ends.append(YearEnd(_by_group(state, committed), _by_group(state, overdue_fen(state))))


def _by_group(state: "State", fen: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the sums of what projects have, by group of places."""
    sums = np.zeros(len(state.groups), dtype=np.int64)
    np.add.at(sums, state.world.units.group[state.world.projects.unit], fen)
    return tuple(sums.tolist())


def budget_years(state: "State") -> list[BudgetYear]:
    """Return the budget years of a programme that have ended, the last one as far as the run goes.

    Parameters
    ----------
    state
        The state of a run.

    Returns
    -------
    One a year, of the whole county, the first from week 0 on.
    """
    county = budget_by_place(state)[ALL]
    names = [name.removesuffix("_fen") for name in BudgetYear._fields]
    return [BudgetYear(*(int(county[name][year]) for name in names)) for year in range(len(state.year_ends))]


def budget_by_place(state: "State") -> dict[str, Columns]:
    """Return the budget years of the county, and of each of its groups of places where there are any.

    Every amount of the county stands in exactly one of its places: what is of projects in their group; what is of a
    part of the budget in the group to which that belongs alone, or in `COMMON`. So places add up to the county.

    Parameters
    ----------
    state
        The state of a run.

    Returns
    -------
    By place, `ALL` first, and by name as in `BudgetYear` without its unit: fen, shape (years,), and `RUNS_OUT`, in
    which a group has the shortages of its own projects.
    """
    moved = Moved(*state.ledger.money_moved())
    of_pots, of_groups = _of_pots(state, moved), _of_groups(state, moved)
    appropriated = of_pots["appropriated"]
    pot_of_group = pots_of([group.budget_share for group in state.groups])[0]
    every = np.arange(len(state.groups))
    sums = {name: amounts.sum(axis=0) for name, amounts in {**of_pots, **of_groups}.items()}
    found = {ALL: _in_order(sums, _months_of_shortage(state, every, appropriated.sum(axis=0)))}
    named = [(g, group) for g, group in enumerate(state.groups) if group.name]
    for g, group in named:
        own = {name: amounts[g] for name, amounts in of_groups.items()}
        if group.budget_share is not None:
            own |= {name: amounts[pot_of_group[g]] for name, amounts in of_pots.items()}
        months = _months_of_shortage(state, every[[g]], appropriated[pot_of_group[g]])
        found[group.name] = _in_order(own, months)
    sharing = np.flatnonzero(pot_of_group == 0)
    # Where shares do not add up to 1 to the last digit, the common part has what is lacking.
    if named and (len(sharing) or appropriated[0].any()):
        months = _months_of_shortage(state, sharing, appropriated[0])
        found[COMMON] = _in_order({name: amounts[0] for name, amounts in of_pots.items()}, months)
    return found


def _in_order(amounts: Columns, months: NDArray[np.int64]) -> Columns:
    return {**{name: amounts[name] for name in MONEY if name in amounts}, RUNS_OUT: months}


def _of_groups(state: "State", moved: Moved) -> Columns:
    """Return what was paid for the projects of each group and came back from them, bound and owed, (groups, years)."""
    ledger, years = state.ledger, len(state.year_ends)
    group_of = state.world.units.group[state.world.projects.unit]
    found = {}
    for name, escrow, county in (("returned", moved.source, moved.target), ("paid", moved.target, moved.source)):
        rows = ledger.is_of(escrow, "escrow") & ledger.is_of(county, "county")
        groups = group_of[escrow[rows] - ledger.first["escrow"]]
        found[name] = _sums(groups, moved.week[rows] // WEEKS_PER_YEAR, moved.fen[rows], (len(state.groups), years))
    for name, ends in (
        ("committed", [end.committed_fen for end in state.year_ends]),
        ("arrears", [end.overdue_fen for end in state.year_ends]),
    ):
        found[name] = np.array(ends, dtype=np.int64).reshape(years, len(state.groups)).T
    return found


def _of_pots(state: "State", moved: Moved) -> Columns:
    """Return what came into what each group has alone and all others share, lapsed and was left, (parts, years)."""
    ledger, years = state.ledger, len(state.year_ends)
    pots = len(pots_of([group.budget_share for group in state.groups])[1])
    out, into = ledger.is_of(moved.source, "county"), ledger.is_of(moved.target, "county")
    lapsed, appropriated = out & ledger.is_of(moved.target, "treasury"), into & ledger.is_of(moved.source, "treasury")
    # What lapsed when a year was opened belongs to the year before.
    year = moved.week // WEEKS_PER_YEAR - lapsed
    account = np.where(out, moved.source, moved.target) - ledger.first["county"]
    pot = state.pot_owners[np.where(out | into, account, 0)]

    def flow(rows: NDArray[np.bool_], fen: NDArray[np.int64] = moved.fen) -> NDArray[np.int64]:
        return _sums(pot[rows], year[rows], fen[rows], (pots, years))

    change, before = moved.fen * (into.astype(np.int64) - out), (into | out) & (year < 0)
    start = np.zeros((pots, 1), dtype=np.int64)
    np.add.at(start[:, 0], pot[before], change[before])
    left = start + np.cumsum(flow(into | out, change), axis=1)
    ends = {"carried_in": np.hstack([start, left])[:, :years], "carried_over": left}
    return ends | {"appropriated": flow(appropriated), "lapsed": flow(lapsed)}


def _sums(
    rows: NDArray[np.int64], years: NDArray[np.int64], fen: NDArray[np.int64], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Return the sums of fen by row and year, those of other years left out."""
    sums, within = np.zeros(shape, dtype=np.int64), (years >= 0) & (years < shape[1])
    np.add.at(sums, (rows[within], years[within]), fen[within])
    return sums


def _months_of_shortage(
    state: "State", groups: NDArray[np.int64], appropriated: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the month of each year in which a project of some groups met a budget that did not cover it."""
    months = np.zeros(len(appropriated), dtype=np.int64)
    for week, group in reversed(state.shortages):
        year = week // WEEKS_PER_YEAR
        if group in groups and 0 <= year < len(months) and appropriated[year] > 0:
            months[year] = (week % WEEKS_PER_YEAR) * MONTHS_PER_YEAR // WEEKS_PER_YEAR + 1
    return months
