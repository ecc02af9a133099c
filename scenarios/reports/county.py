"""How the groups of places of a county fare, and what they cost, on screen: a line for each under each mechanism."""

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from dizao.model.parameters import FEN_PER_YUAN, PlaceGroup
from dizao.scenarios.analysis.money import CHANCE, COST, of_year
from dizao.scenarios.analysis.process import process_means
from dizao.scenarios.reports.budget import years_of
from dizao.scenarios.reports.numbers import MISSING, amount
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
    table = plain_table([voice.say("county.place"), *(voice.say(f"county.{name}") for name in SHOWN)])
    table.columns[0].no_wrap = True
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
    The table; money in yuan, means over worlds.
    """
    years, items = years_of(money), (COST, CHANCE)
    heads = [voice.say(f"county.{item}", year=year) for item in items for year in years]
    table = plain_table([voice.say("county.place"), *heads])
    table.columns[0].no_wrap = True
    for place, title in budget_titles(places, voice).items():
        table.add_row(Text(title, "bold"))
        for mechanism in money["mechanism"].drop_duplicates():
            rows = [of_year(money, str(mechanism), year, item, place) for item in items for year in years]
            cells = [
                MISSING if row is None else amount(float(row["mean"]), str(row["unit"]), voice.language) for row in rows
            ]
            table.add_row(f"  {voice.called(str(mechanism))}", *cells)
    return table


def _cell(value: float, unit: str, voice: Voice) -> str:
    if unit == "projects":
        return f"{value:.1f}"
    return amount(value / FEN_PER_YUAN if unit == "yuan" else value, unit, voice.language)
