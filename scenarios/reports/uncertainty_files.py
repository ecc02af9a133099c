"""The files of a ranking under uncertainty, in the folder of a comparison."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.uncertainty.found import Flip, Uncertain, Uncertainty
from dizao.scenarios.reports.names import NAMES, names_of_parts

TABLES = (
    "uncertain.csv",
    "draws.parquet",
    "draw_runs.parquet",
    "best.csv",
    "beats.csv",
    "decisive.csv",
    "conditions.csv",
    "bands.csv",
    "information.csv",
    "lookup.csv",
    "flip.csv",
    "flip_runs.parquet",
)

FLIP_COLUMNS = ["first", "second", "x_key", "x", "y_key", "y", "probability"]
FLIP_RUN_COLUMNS = ["x", "y", "difference", "block"]


def tables(found: Uncertainty) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield all tables with the names of their files.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.

    Yields
    ------
    The name of the file with its ending, and the table, in the order of `TABLES`.
    """
    drawn = pd.DataFrame(found.uncertain, columns=Uncertain._fields)
    names = NAMES | names_of_parts(found.scenario)
    for place, title in enumerate(("title", "title_zh")):
        drawn.insert(1 + place, title, [names[key][place] for key in drawn["key"]])
    orders = (found.best, found.beats, found.decisive, found.conditions, found.bands, found.information, found.lookup)
    plain = (drawn, found.draws, found.runs, *orders)
    yield from zip(TABLES, (*plain, flip_table(found), flip_runs(found.flip)), strict=True)


def flip_table(found: Uncertainty) -> pd.DataFrame:
    """Return the map of where the headline's pair changes places, one row a point of the grid.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.

    Returns
    -------
    The table, with the columns `FLIP_COLUMNS`; no rows where there is no map.
    """
    flip = found.flip
    if flip is None:
        return pd.DataFrame(columns=FLIP_COLUMNS)
    across, up = np.meshgrid(flip.x, flip.y)
    x, y, chance = across.ravel(), up.ravel(), flip.probability.ravel()
    rows = zip(x, y, chance, strict=True)
    named = [(*found.pair, flip.x_key, one, flip.y_key, other, share) for one, other, share in rows]
    return pd.DataFrame(named, columns=FLIP_COLUMNS)


def flip_runs(flip: Flip | None) -> pd.DataFrame:
    """Return the runs that the map was fitted on.

    Parameters
    ----------
    flip
        The map; None where there is none.

    Returns
    -------
    The table, with the columns `FLIP_RUN_COLUMNS`; no rows where there is no map.
    """
    return pd.DataFrame(columns=FLIP_RUN_COLUMNS, dtype=float) if flip is None else flip.points[FLIP_RUN_COLUMNS]
