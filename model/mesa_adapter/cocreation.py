"""The Mesa adapter of the engine: a ``mesa.Model`` whose step is the engine's week, and tables as pandas frames.

Importing this module imports Mesa and pandas, which takes a second; nothing else in dizao does.
"""

import math
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

import mesa
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.model.core.generator import LARGEST_SEED, generator
from dizao.model.engine import Engine
from dizao.model.mesa_adapter.agent_sets import MANY_ROWS, Cohort
from dizao.model.mesa_adapter.agents import (
    AGENT_TYPES,
    Household,
    Organization,
    PartyMember,
    Project,
    Resident,
    SampledResident,
    Unit,
)
from dizao.model.mesa_adapter.all_agents import AllAgents
from dizao.model.mesa_adapter.data_collection import Collect
from dizao.model.mesa_adapter.frames import Tables, frame
from dizao.model.mesa_adapter.graphs import Network
from dizao.model.settings import Settings
from dizao.model.state import checked_seed

__all__ = ["CoCreationModel", "Collect", "frame"]

RNG_KINDS = "must be a whole number, a NumPy generator or None"


class HasSettings(Protocol):
    """What has numbers for a run: a `dizao.scenarios.Scenario`."""

    def settings(self, mechanism_name: str | None = None) -> Settings:
        """Return the numbers of a run under a mechanism.

        Parameters
        ----------
        mechanism_name
            Name of a mechanism; None: its own.

        Returns
        -------
        The numbers of the run.
        """


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
    rules
        Functions that replace decisions of agents in this model, by the decision's name: ``{"willingness": my_rule}``
        (docs/how-to/change-a-rule.md).
    collect
        What ``datacollector`` collects, and how often; None: every outcome, after the last week.

    Attributes
    ----------
    engine
        The engine that does the work; ``engine.world`` has every column of every agent.
    datacollector
        A `mesa.DataCollector` that collects by itself. Another may be put in its place, which you then call.

    Raises
    ------
    TypeError
        If the scenario is none, or the seed is no whole number.
    ValueError
        If the seed is out of range, a mechanism is named beside `Settings`, or a rule or what to collect is unknown.

    Notes
    -----
    ``time`` and ``steps`` count from 0, the first week of the warm-up, and end with the last; ``week`` counts from the
    programme's first.
    Mesa's ``rng`` and ``random`` shuffle sets and pick the sample; no decision in the model uses them.

    Examples
    --------
    >>> from dizao.model import CoCreationModel
    >>> from dizao.scenarios import load
    >>> model = CoCreationModel(load("taoyuan"), rng=1)
    >>> model.run()
    >>> model.tables.projects[["category", "stage", "public_fen"]]  # doctest: +SKIP
    >>> model.residents.groupby("unit").agg("trust", np.mean)  # doctest: +SKIP
    """

    def __init__(
        self,
        scenario: HasSettings | Settings,
        *,
        mechanism: str | None = None,
        rng: int | np.random.Generator | None = None,
        rules: Mapping[str, Callable[..., Any]] | None = None,
        collect: Collect | None = None,
    ) -> None:
        settings = _settings_of(scenario, mechanism)
        if rng is None or isinstance(rng, np.random.Generator):
            super().__init__(rng=rng)
            seed = int(self.rng.integers(LARGEST_SEED))
        else:
            seed = checked_seed("rng", rng, RNG_KINDS)
            super().__init__(rng=seed)
        self.engine = Engine(settings, seed, rules)
        self._collect = collect or Collect()
        self._kept: dict[str, tuple[int, Any]] = {}
        sample = min(self._collect.sample, len(self.engine.world.residents.id))
        chosen = generator(seed).choice(len(self.engine.world.residents.id), sample, replace=False)
        self.sample_rows: NDArray[np.int64] = np.sort(chosen)
        self.datacollector = self._own_collector = self._collect.collector(self)

    def step(self) -> None:
        """Live one week; ``model.week`` says which comes next, and ``model.running`` whether there is one."""
        if self.engine.week < self.engine.end_week:
            self.engine.step()
            self._collect_if_due()
        self.running = self.engine.week < self.engine.end_week

    def _advance_time(self, until: float) -> None:
        """Let Mesa's time go on, at most to the end of the last week; every way to run a Mesa model leads here."""
        if math.isnan(until):
            raise ValueError("time: must be a number, got nan")
        weeks_left = self.engine.end_week - self.engine.week
        if weeks_left <= 0:
            self.running = False
            return
        steps, now = self.steps, math.floor(self.time)
        super()._advance_time(min(until, now + weeks_left))
        if self.steps == steps and math.floor(self.time) > now:
            # Mesa schedules a step when the one before has ended, and no other once one has not.
            raise RuntimeError(f"week {self.week}: a step was broken off; begin with a model anew")

    def __copy__(self) -> NoReturn:
        """Refuse: a shallow copy would live on in the original.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("a model is copied whole: copy.deepcopy(model)")

    def _collect_if_due(self) -> None:
        every, last = self._collect.every, self.engine.week == self.engine.end_week
        if self.datacollector is self._own_collector and (last or (every and self.steps % every == 0)):
            self.datacollector.collect(self)

    def run(self) -> "CoCreationModel":
        """Live all weeks that are left and return the model.

        Returns
        -------
        The model itself.
        """
        while self.running:
            self.step()
        return self

    @property
    def seed(self) -> int:
        """The seed in use."""
        return self.engine.seed

    @property
    def week(self) -> int:
        """The week that comes next: negative in the warm-up, 0 the first of the programme."""
        return self.engine.week

    # agents -----------------------------------------------------------------------------------------------------

    @property
    def residents(self) -> Cohort[Resident]:
        """All residents, children included."""
        return Cohort(self, Resident)

    @property
    def households(self) -> Cohort[Household]:
        """All households."""
        return Cohort(self, Household)

    @property
    def party_members(self) -> Cohort[PartyMember]:
        """All party members."""
        return Cohort(self, PartyMember)

    @property
    def organizations(self) -> Cohort[Organization]:
        """All organizations and offices."""
        return Cohort(self, Organization)

    @property
    def units(self) -> Cohort[Unit]:
        """The governance units."""
        return Cohort(self, Unit)

    @property
    def projects(self) -> Cohort[Project]:
        """Every need so far that wants a project."""
        return Cohort(self, Project)

    @property
    def sample(self) -> Cohort[SampledResident]:
        """The residents whom the collector looks at."""
        return Cohort(self, SampledResident)

    @property
    def agents(self) -> AllAgents:
        """All agents as rows, whatever their kind; the sets above take columns, and milliseconds."""
        cohorts = [Cohort(self, kind) for kind in AGENT_TYPES]
        number = sum(map(len, cohorts))
        if number > MANY_ROWS:
            warnings.warn(f"{number:,} agents one by one; model.residents and others take columns", stacklevel=2)
        rows = (kind(self, row) for kind in AGENT_TYPES for row in kind.all_rows(self).tolist())
        return AllAgents([*rows, *self._all_agents], self.random)

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """The sets of agents by the class of their rows, and of agents that somebody has added to the model."""
        return {kind: Cohort(self, kind) for kind in (*AGENT_TYPES, SampledResident)} | self._agents_by_type

    @property
    def agent_types(self) -> list[type]:
        """The classes of the rows."""
        return list(self.agents_by_type)

    # looking ----------------------------------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        """The ties; ``model.network.to_networkx(unit=1)`` gives those of a unit as a graph."""
        return Network(self.engine.world)

    @property
    def tables(self) -> Tables:
        """The tables of the run as frames: ``model.tables.projects`` and others (docs/outputs.md)."""
        return Tables(self.engine)

    def outcomes(self) -> pd.Series:
        """Every outcome by name (`dizao.model.outputs.outcomes.OUTCOMES`); NaN where it is undefined.

        Returns
        -------
        Outcomes by name; the series bears the name of the mechanism.
        """
        values = self._keep("outcomes", self.engine.outcomes)
        return pd.Series(values, name=self.engine.settings.mechanism_name)

    def columns_of(self, table: str) -> dict[str, NDArray[Any]]:
        """Return one of the tables as columns, the same until something happens.

        Parameters
        ----------
        table
            Name of a table (docs/outputs.md).

        Returns
        -------
        Columns by name, shape (rows,).
        """
        return self._keep(table, lambda: self.engine.table(table))  # type: ignore[no-any-return]

    def forget_tables(self) -> None:
        """Make tables anew when they are next asked for: a column was written."""
        self._kept.clear()

    def _keep(self, name: str, make: Callable[[], Any]) -> Any:
        week, found = self._kept.get(name, (None, None))
        if week != self.engine.week:
            found = make()
            self._kept[name] = (self.engine.week, found)
        return found


def _settings_of(scenario: Any, mechanism: str | None) -> Settings:
    if isinstance(scenario, Settings):
        if mechanism is not None:
            raise ValueError("mechanism: settings already have one; change settings.mechanism instead")
        return scenario
    if not callable(getattr(scenario, "settings", None)):
        raise TypeError(f"scenario: must be a scenario, such as dizao.scenarios.load(...) returns, got {scenario!r}")
    return scenario.settings(mechanism)  # type: ignore[no-any-return]
