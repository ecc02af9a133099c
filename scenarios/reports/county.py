"""How the groups of places of a county fare, on screen: a line for each group under each mechanism."""

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from dizao.model.outputs.places import ALL
from dizao.model.parameters import FEN_PER_YUAN, PlaceGroup
from dizao.scenarios.analysis.process import process_means
from dizao.scenarios.reports.numbers import amount
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
    names = {one.name: one.title_zh if voice.language == "zh" else one.title for one in places}
    for place, title in {**names, ALL: voice.say("county.all")}.items():
        table.add_row(Text(title, "bold"))
        for mechanism in means["mechanism"].drop_duplicates():
            values = (found.get((mechanism, f"{place}.{name}"), math.nan) for name in SHOWN)
            cells = [_cell(value, unit, voice) for value, unit in zip(values, SHOWN.values(), strict=True)]
            table.add_row(f"  {voice.called(str(mechanism))}", *cells)
    return table


def _cell(value: float, unit: str, voice: Voice) -> str:
    if unit == "projects":
        return f"{value:.1f}"
    return amount(value / FEN_PER_YUAN if unit == "yuan" else value, unit, voice.language)
