"""Tables of columns as pandas frames."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from dizao.model.engine import Engine
    from dizao.model.outputs.results import Columns


def frame(columns: "Columns") -> pd.DataFrame:
    """Turn a table of columns into a frame; what is missing becomes ``pd.NA`` in a nullable column.

    Parameters
    ----------
    columns
        Columns by name, shape (rows,), masked where something is missing.

    Returns
    -------
    A frame with these columns.
    """
    return pd.DataFrame({name: _series(column) for name, column in columns.items()})


def _series(column: Any) -> Any:
    if not isinstance(column, np.ma.MaskedArray):
        return column
    plain = pd.Series(column.data).convert_dtypes()
    return plain.mask(np.ma.getmaskarray(column), pd.NA)


class Tables:
    """The tables of a run as frames, made when asked for (docs/outputs.md has every column).

    Parameters
    ----------
    engine
        The engine of the run.
    """

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    @property
    def weekly(self) -> pd.DataFrame:
        """Totals of each week."""
        return self._frame("weekly")

    @property
    def needs(self) -> pd.DataFrame:
        """Every need that has arisen."""
        return self._frame("needs")

    @property
    def projects(self) -> pd.DataFrame:
        """Every need that wants a project, and what became of it."""
        return self._frame("projects")

    @property
    def units(self) -> pd.DataFrame:
        """The governance units."""
        return self._frame("units")

    @property
    def places(self) -> pd.DataFrame:
        """Groups of places, and all of them together."""
        return self._frame("places")

    @property
    def ledger(self) -> pd.DataFrame:
        """Everything that moved between accounts: fen or minutes."""
        return self._frame("ledger")

    def _frame(self, name: str) -> pd.DataFrame:
        return frame(self._engine.table(name))
