"""How the groups of places of a county fare, and what they cost, on screen: a line for each under each mechanism."""

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from dizao.model.outputs.budget_years import COMMON
from dizao.model.parameters import FEN_PER_YUAN, PlaceGroup
from dizao.scenarios.analysis.money import CHANCE, COST, of_year
from dizao.scenarios.analysis.process import process_means
from dizao.scenarios.reports.budget import years_of
from dizao.scenarios.reports.numbers import MISSING, Scale, amount, scale_for
from dizao.scenarios.reports.place_titles import budget_titles, place_titles
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import Voice

SHOWN = {
    "completed": "projects",
    "served_share": "share",
    "served_share_poorest_units": "share",
    "served_share_poorest_households": "share",
    "benefit_fen_a_household": "yuan",
    "contributions_of_income": "share",
}
"""Columns of the table of places that are shown, and the unit in which."""

PLACE_CHARACTERS = 18
"""Length of a line of a place's title."""


def county_table(processes: pd.DataFrame, places: tuple[PlaceGroup, ...], voice: Voice) -> Table:
    """Return means over worlds of how each group of places fares under each mechanism, and all of them together.

    Parameters
    ----------
    processes
        What happened on the way of all runs (`dizao.scenarios.analysis.process.process_table`).
    places
        Groups of places.
    voice
        How it is told.

    Returns
    -------
    The table; money in yuan.
    """
    means = process_means(processes[processes["kind"] == "places"])
    found = means.set_index(["mechanism", "name"])["mean"].to_dict()
    table = _table([voice.say(f"county.{name}") for name in SHOWN], voice)
    for place, title in place_titles(places, voice).items():
        table.add_row(Text(title, "bold"))
        for mechanism in means["mechanism"].drop_duplicates():
            values = (found.get((mechanism, f"{place}.{name}"), math.nan) for name in SHOWN)
            cells = [_cell(value, unit, voice) for value, unit in zip(values, SHOWN.values(), strict=True)]
            table.add_row(f"  {voice.called(str(mechanism))}", *cells)
    return table


def budget_table(money: pd.DataFrame, places: tuple[PlaceGroup, ...], voice: Voice) -> Table:
    """Return what each budget year costs in each group of places, and how often its budget runs out.

    Parameters
    ----------
    money
        What `dizao.scenarios.analysis.money.money_by_year` has found.
    places
        Groups of places.
    voice
        How it is told.

    Returns
    -------
    The table, a column a year; means over worlds.
    """
    years = years_of(money)
    costs = money[(money["item"] == COST) & money["year"].isin(years)]["mean"]
    scale = scale_for("yuan", costs.tolist(), voice.language)
    table = _table([voice.say("county.year", year=year, unit=scale.unit) for year in years], voice)
    for place, title in budget_titles(places, voice).items():
        if place == COMMON:
            continue
        table.add_row(Text(title, "bold"))
        for mechanism in money["mechanism"].drop_duplicates():
            cells = [_year(money, (str(mechanism), year, place), scale) for year in years]
            table.add_row(f"  {voice.called(str(mechanism))}", *cells)
    return table


def _year(money: pd.DataFrame, key: tuple[str, int, str], scale: Scale) -> str:
    """Return what a year costs, and behind it in how many of a hundred worlds the budget runs out."""
    mechanism, year, place = key
    cost, chance = (of_year(money, mechanism, year, item, place) for item in (COST, CHANCE))
    if cost is None:
        return MISSING
    share = "" if chance is None else f" ({100.0 * float(chance['mean']):.0f}%)"
    return scale.number(float(cost["mean"])) + share


def _table(heads: list[str], voice: Voice) -> Table:
    """Return a table without rows; titles of places take more than one line rather than the room of numbers."""
    table = plain_table([voice.say("county.place"), *heads])
    table.columns[0].width = PLACE_CHARACTERS
    for column in table.columns:
        column.overflow = "fold"
    return table


def _cell(value: float, unit: str, voice: Voice) -> str:
    if unit == "share":
        return amount(value, unit, voice.language)
    return f"{value:.1f}" if unit == "projects" else f"{value / FEN_PER_YUAN:,.0f}"
