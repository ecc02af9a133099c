"""A run that has ended, as its own tables tell it: what is counted afterwards is counted from these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Table = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class RunTables:
    """What a run leaves behind.

    Attributes
    ----------
    tables
        Columns by table and name (docs/outputs.md); masked where missing.
    outcomes
        Outcomes by name.
    programme_weeks
        Length of the window whose needs count, weeks.
    """

    tables: Mapping[str, Table]
    outcomes: Mapping[str, float]
    programme_weeks: int

    def in_window(self) -> NDArray[np.bool_]:
        """Return which needs arose in the programme window.

        Returns
        -------
        Shape (needs,).
        """
        weeks = self.tables["needs"]["week_arose"]
        return np.asarray((weeks >= 0) & (weeks < self.programme_weeks))

    def cohort(self) -> NDArray[np.bool_]:
        """Return which projects belong to needs of the programme window: the denominator of everything.

        Returns
        -------
        Shape (projects,).
        """
        return np.isin(self.tables["projects"]["id"], self.tables["needs"]["id"][self.in_window()])


def happened(column: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a column of weeks is not missing.

    Parameters
    ----------
    column
        Weeks, masked where missing, shape (n,).

    Returns
    -------
    Shape (n,).
    """
    return ~np.ma.getmaskarray(column)
