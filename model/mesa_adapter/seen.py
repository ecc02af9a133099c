"""What sets of agents need of the model that they belong to (`dizao.model.mesa_adapter.cocreation`)."""

from random import Random
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dizao.model.engine import Engine


class SeenModel(Protocol):
    """A model as its agents see it.

    Attributes
    ----------
    engine
        The engine whose columns they read.
    random
        Mesa's generator, for shuffling and choosing among agents.
    sample_rows
        Rows of the residents in the model's sample.
    """

    engine: Engine
    random: Random
    sample_rows: NDArray[np.int64]

    def columns_of(self, name: str) -> dict[str, NDArray[Any]]:
        """Return a table of results as columns."""

    def forget_tables(self) -> None:
        """Let tables of results be made anew, since a column has changed."""

    def outcomes(self) -> dict[str, float]:
        """Return every outcome; nan where it is undefined."""
