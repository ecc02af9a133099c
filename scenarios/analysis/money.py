"""The county's budget year by year and by place group, over worlds: amounts, and the chance that it runs out."""

from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from dizao.model.outputs.budget_years import COMMON, RUNS_OUT
from dizao.model.outputs.places import ALL
from dizao.scenarios.analysis.intervals import interval, wilson
from dizao.scenarios.analysis.process import BUDGET

COST = "cost"
"""What a year costs: paid in it, less what came back."""

CHANCE = "runs_out_chance"
"""Share of worlds in which the budget of a year runs out."""

MONTH = "runs_out_month"
"""Median month, from 1, in which it does, of the worlds in which it does."""

NO_APPROPRIATION = 0.0


class Row(NamedTuple):
    """A row of ``money_by_year.csv``.

    Attributes
    ----------
    mechanism, place
        Whose money: under which rules, and where: ``all`` is the whole county, else a group of places, or ``common``,
        the part of the budget that is nobody's alone (`dizao.model.outputs.budget_years.budget_by_place`).
    year
        Budget year, 1 from the start of the programme.
    item
        ``carried_in`` and what else `dizao.model.outputs.budget_years.BudgetYear` has, `COST`, `CHANCE` or `MONTH`.
    unit
        yuan, share or month.
    mean, ci_low, ci_high
        Over worlds with the t interval of this one mean; of `CHANCE` Wilson's interval; of `MONTH` the median with the
        earliest and the latest.
    n
        Worlds.
    """

    mechanism: str
    place: str
    year: int
    item: str
    unit: str
    mean: float
    ci_low: float
    ci_high: float
    n: int


def money_by_year(processes: pd.DataFrame) -> pd.DataFrame:
    """Return ``money_by_year.csv``.

    Parameters
    ----------
    processes
        What `dizao.scenarios.analysis.process.process_table` returns.

    Returns
    -------
    DataFrame
        The columns of `Row`; by mechanism, then by place and year. A year without an appropriation has no chance to
        run out. Where there are groups, all places but ``all`` add up to it, item by item.
    """
    rows = processes[processes["kind"] == BUDGET]
    parts = [str(name).rpartition(".") for name in rows["name"]]
    rows = rows.assign(place=[place or ALL for place, _, _ in parts], item=[item for _, _, item in parts])
    found: list[Row] = []
    for found_key, each in rows.groupby(["mechanism", "place", "at"], sort=False):
        mechanism, place, year = cast("tuple[str, str, float]", found_key)
        values = {str(name): one["value"].to_numpy(np.float64) for name, one in each.groupby("item", sort=False)}
        months, key = values.pop(RUNS_OUT), (str(mechanism), str(place), int(year))
        if "paid" in values:
            values[COST] = values["paid"] - values["returned"]
        found += [Row(*key, name, "yuan", *interval(worlds), len(worlds)) for name, worlds in values.items()]
        there = _appropriated(rows, mechanism, year) if "appropriated" not in values else values["appropriated"]
        if there.max() > NO_APPROPRIATION:
            found += _runs_out(key, months[there > NO_APPROPRIATION])
    return pd.DataFrame(found, columns=list(Row._fields))


def _appropriated(rows: pd.DataFrame, mechanism: str, year: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return what was appropriated for those who share the budget's common part, world by world."""
    own = rows[(rows["mechanism"] == mechanism) & (rows["at"] == year)]
    return own[(own["place"] == COMMON) & (own["item"] == "appropriated")]["value"].to_numpy(np.float64)


def _runs_out(key: tuple[str, str, int], months: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[Row]:
    """Return the chance that a budget runs out, and when it does: median, earliest and latest month."""
    short, n = months[months > 0.0], len(months)
    chance = Row(*key, CHANCE, "share", len(short) / n, *wilson(len(short), n), n)
    if not len(short):
        return [chance]
    ends = (float(np.median(short)), float(short.min()), float(short.max()))
    return [chance, Row(*key, MONTH, "month", *ends, len(short))]


def of_year(money: pd.DataFrame, mechanism: str, year: int, item: str = COST, place: str = ALL) -> "pd.Series | None":
    """Return the row of an item in a year, or None where there is none.

    Parameters
    ----------
    money
        What `money_by_year` returns.
    mechanism
        Its name.
    year
        Budget year, from 1.
    item
        Name of the item.
    place
        Of which place; the whole county unless said.

    Returns
    -------
    The row, with the columns of `Row`.
    """
    found = money[(money["mechanism"] == mechanism) & (money["place"] == place)]
    found = found[(found["year"] == year) & (found["item"] == item)]
    return found.iloc[0] if len(found) else None
