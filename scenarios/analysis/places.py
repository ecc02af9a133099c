"""How groups of places fare under each mechanism against the baseline, paired by replicate."""

import pandas as pd

from dizao.scenarios.analysis.effects import HALF_WIDTH, Effect, effects

PLACES = "places"
"""Kind of the numbers of a run's table of places, named ``GROUP.COLUMN``."""

POOR_UNITS = "served_share_poorest_units"
"""Share of households served in the fifth of a group's units with the lowest incomes a head."""


def place_effects(processes: pd.DataFrame, baseline: str, share: float = HALF_WIDTH) -> pd.DataFrame:
    """Compare every mechanism with the baseline in how each group of places fares.

    Parameters
    ----------
    processes
        What `dizao.scenarios.analysis.process.process_table` returns.
    baseline
        Name of the mechanism that the others are compared with.
    share
        See `dizao.scenarios.analysis.effects.replicates_needed`.

    Returns
    -------
    The columns of `Effect`; the outcome is ``GROUP.COLUMN``. Without groups there are no rows. A number that is
    undefined in all worlds under some mechanism has none.
    """
    rows = processes[processes["kind"] == PLACES].rename(columns={"name": "outcome"})
    known = rows.groupby("outcome")["mechanism"].nunique()
    rows = rows[rows["outcome"].isin(known.index[known == rows["mechanism"].nunique()])]
    if rows.empty:
        return pd.DataFrame(columns=list(Effect._fields))
    return effects(rows[["mechanism", "replicate", "outcome", "value"]], baseline, share)


def of_place(table: pd.DataFrame, place: str, column: str, mechanism: str) -> "pd.Series | None":
    """Return the row of a number of a place under a mechanism, or None where there is none.

    Parameters
    ----------
    table
        What `place_effects` returns.
    place, column
        A group of places or ``all``, and a column of the table of places.
    mechanism
        Its name, not the baseline's.

    Returns
    -------
    The row, with the columns of `Effect`.
    """
    found = table[(table["outcome"] == f"{place}.{column}") & (table["mechanism"] == mechanism)]
    return found.iloc[0] if len(found) else None
