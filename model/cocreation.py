"""The engine's Mesa face: a ``mesa.Model`` whose step is the engine's week, and tables as pandas frames.

Importing this module imports Mesa and pandas, which takes a second; nothing else in dizao does.
"""

from typing import TYPE_CHECKING, Any, Protocol

import mesa
import numpy as np
import pandas as pd

from dizao.model.engine import Engine
from dizao.model.graphs import Network
from dizao.model.settings import Settings

if TYPE_CHECKING:
    from dizao.model.results import Columns

LARGEST_SEED = 2**63 - 1


class HasSettings(Protocol):
    """What has numbers for a run: a `dizao.scenarios.Scenario`."""

    def settings(self, mechanism_name: str | None = None) -> Settings:
        """Return the numbers of a run under a mechanism."""


def frame(columns: "Columns") -> pd.DataFrame:
    """Turn a table of columns into a frame; what is missing becomes ``pd.NA`` in a nullable column."""
    return pd.DataFrame({name: _series(column) for name, column in columns.items()})


def _series(column: Any) -> Any:
    if not isinstance(column, np.ma.MaskedArray):
        return column
    plain = pd.Series(column.data).convert_dtypes()
    return plain.mask(np.ma.getmaskarray(column), pd.NA)


class CoCreationModel(mesa.Model):
    """A world of neighbours, party members and organizations that lives week by week (`dizao.model.engine.Engine`).

    Parameters
    ----------
    scenario
        A scenario (``dizao.scenarios.load("taoyuan")``), or the `Settings` of one.
    mechanism
        Name of a mechanism that the scenario knows; None: its own. Not with `Settings`, which have one.
    rng
        Seed in [0, 2**63), or a NumPy generator from which one is drawn; None draws one from the system. The same
        scenario and seed give the same tables, to the byte.

    Attributes
    ----------
    engine
        The engine that does the work; ``engine.world`` has every column of every agent.
    seed
        The seed in use.

    Raises
    ------
    ValueError
        If the seed is out of range, or a mechanism is named beside `Settings`.

    Examples
    --------
    >>> from dizao.model import CoCreationModel
    >>> from dizao.scenarios import load
    >>> model = CoCreationModel(load("taoyuan"), rng=1)
    >>> model.run()
    >>> model.projects[["category", "stage", "public_fen"]]  # doctest: +SKIP
    """

    def __init__(
        self,
        scenario: HasSettings | Settings,
        *,
        mechanism: str | None = None,
        rng: int | np.random.Generator | None = None,
    ) -> None:
        super().__init__(rng=rng)
        whole = isinstance(rng, (int, np.integer))
        self.seed: int = int(rng) if whole else int(self.rng.integers(LARGEST_SEED))  # type: ignore[arg-type]
        if isinstance(scenario, Settings):
            if mechanism is not None:
                raise ValueError("mechanism: settings already have one; change settings.mechanism instead")
            settings = scenario
        else:
            settings = scenario.settings(mechanism)
        self.engine = Engine(settings, self.seed)

    def step(self) -> None:
        """Live one week; ``model.week`` says which comes next, and ``model.running`` whether there is one."""
        if self.engine.week < self.engine.end_week:
            self.engine.step()
        self.running = self.engine.week < self.engine.end_week

    def run(self) -> "CoCreationModel":
        """Live all weeks that are left and return the model."""
        while self.running:
            self.step()
        return self

    @property
    def week(self) -> int:
        """The week that comes next: negative in the warm-up, 0 the first of the programme."""
        return self.engine.week

    @property
    def network(self) -> Network:
        """The ties; ``model.network.to_networkx(unit=1)`` gives those of a unit as a graph."""
        return Network(self.engine.world)

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
    def ledger(self) -> pd.DataFrame:
        """Everything that moved between accounts: fen or minutes."""
        return self._frame("ledger")

    def outcomes(self) -> pd.Series:
        """Every outcome by name (`dizao.model.outcomes.OUTCOMES`); NaN where it is undefined."""
        return pd.Series(self.engine.outcomes(), name=self.engine.settings.mechanism_name)

    def _frame(self, name: str) -> pd.DataFrame:
        return frame(self.engine.table(name))
