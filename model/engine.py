"""The engine: a state, and the schedule of its week, without Mesa and without pandas.

`Engine.step` reads as the schedule of the ODD.
"""

import copy
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from dizao.model.core.rule_override import own_rules, with_rules
from dizao.model.core.tables import copied
from dizao.model.documented_cases import progress
from dizao.model.finance import expectations
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs import results
from dizao.model.outputs.budget_years import close_year
from dizao.model.outputs.places import places_table
from dizao.model.outputs.whole_lives import WholeLives, whole_lives_of
from dizao.model.points import act
from dizao.model.settings import Settings
from dizao.model.stages import apply, build, evaluate, hear, manage, needs, observe, plan, share
from dizao.model.state import State
from dizao.model.system import points_of
from dizao.model.systems.registry import SYSTEMS
from dizao.model.world.make import World, records_of
from dizao.model.world.projects import EVALUATING, IN_USE

STAGES_OF_THE_WEEK: tuple[ModuleType, ...] = (needs, hear, plan, apply, build, evaluate, manage, share, observe)

TABLES: dict[str, Callable[[State], results.Columns]] = {**results.TABLES, "places": places_table}
"""All tables of a run by the name of their file."""

AFTERWARDS = ("evaluate", "manage", "share")
"""Stages that go on when nothing new is begun: what is in use is settled, kept up, wears out and is enjoyed."""

SHARED = (
    "rules", "stages", "active_systems", "extra_counts", "points", "seed", "needs_by_week", "weeks_of_needs",
    "office_rows", "household_share", "meeting_phase", "groups", "start_weeks", "localities", "pots", "pot_shares",
    "pot_owners", "pot_names", "deciding_offices",
)  # fmt: skip
"""Attributes that a twin shares with its original, since nothing changes them once a run has begun."""

SHARED_TABLES = ("ties", "kinds", "memberships", "worth")
"""Tables of the world of which the same holds."""


class Engine(State):
    """A world that lives week by week.

    Parameters
    ----------
    settings
        The scenario's numbers and mechanism.
    seed
        In [0, 2**63). The same settings and seed give the same tables, to the byte.
    rules
        Functions that replace decisions of agents in this run, by the decision's name (docs/how-to/change-a-rule.md).

    Attributes
    ----------
    seconds
        Time spent in each stage, and on making the world.
    stages
        The stages of the week in order, with the rules of this run.
    within_week
        Whether a week has begun and not ended.

    Raises
    ------
    TypeError
        If the seed is no whole number.
    ValueError
        If the seed is out of bounds, or a rule replaces no decision or cannot.
    """

    def __init__(self, settings: Settings, seed: int, rules: Mapping[str, Callable[..., Any]] | None = None) -> None:
        began = time.perf_counter()
        self.rules = own_rules(rules)
        self.seconds: dict[str, float] = {}
        self.within_week = False
        present = tuple(system.loaded() for system in SYSTEMS if system.is_in(settings))
        self.stages, systems = with_rules(self.rules, STAGES_OF_THE_WEEK, present)
        super().__init__(settings, seed, systems, tuple(name for system in SYSTEMS for name in system.counts))
        expectations.begin(self)
        self.followed_cases = progress.begin(self)
        self._lives: tuple[int, WholeLives] | None = None
        self.seconds["world"] = time.perf_counter() - began

    # the week ---------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Live one week: needs, hear, plan, apply, build, evaluate, manage, share, observe.

        Raises
        ------
        RuntimeError
            If the last week is over, or the week has begun already: an error or an interrupt has broken it off, or it
            is lived in another thread. What is half done can neither be finished nor be done again.
        """
        if self.week >= self.end_week:
            raise RuntimeError(f"week {self.week}: the run is over; its last week was {self.end_week - 1}")
        if self.within_week:
            raise RuntimeError(f"week {self.week}: was broken off, or is lived in another thread; begin a run anew")
        self.within_week = True
        self.counts = {}
        if self.week == 0:
            act(self.points.programme_begins, self)
            # Who takes part is counted from the first week of the programme.
            self.world.residents.took_part[:] = 0
        for stage in self.stages:
            began = time.perf_counter()
            stage.run(self)
            name = stage.__name__.rpartition(".")[2]
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        close_year(self)
        self.week += 1
        self.within_week = False

    def warm_up(self) -> None:
        """Live until the programme begins."""
        while self.week < 0:
            self.step()

    def run(self, tick: Callable[[int], None] | None = None) -> None:
        """Live to the end of the follow-up period.

        Parameters
        ----------
        tick
            Called with each week when it is over.
        """
        while self.week < self.end_week:
            self.step()
            if tick is not None:
                tick(self.week - 1)

    def fork(self, name: str, mechanism: Mechanism) -> "Engine":
        """Return an independent copy that goes on under another mechanism, with the same past and random draws.

        Everything is copied unless it is named as shared (`SHARED`, `SHARED_TABLES`), so that new state cannot leak.

        Parameters
        ----------
        name
            Name of the other mechanism.
        mechanism
            Its rules, in force from week 0.

        Returns
        -------
        The copy, in the same week.
        """
        twin = object.__new__(Engine)
        apart = ("world", "records", "systems", "ledger", "settings")
        for key, value in vars(self).items():
            if key not in apart:
                twin.__dict__[key] = value if key in SHARED else copy.deepcopy(value)
        tables: dict[str, Any] = {
            key: copied(getattr(self.world, key)) for key in World._fields if key not in SHARED_TABLES
        }
        twin.world = self.world._replace(**tables)
        twin.records = records_of(twin.world)
        twin.ledger = self.ledger.copy()
        twin.systems = {one.name: one.copied(self.systems[one.name]) for one in self.active_systems if one.begin}
        twin.settings = self.settings._replace(mechanism_name=name, mechanism=mechanism)
        twin.terms, twin.term_names = [self.settings.former, mechanism], ["former", name]
        return twin

    def __copy__(self) -> NoReturn:
        """Refuse: a shallow copy would live on in the original's tables.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("an engine is copied whole: copy.deepcopy(engine), or engine.fork(...) for another mechanism")

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy is made from; stages, points and records follow from it."""
        state = super().__getstate__()
        return {name: value for name, value in state.items() if name not in ("stages", "points", "active_systems")}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__setstate__(state)
        present = tuple(system.loaded() for system in SYSTEMS if system.is_in(self.settings))
        self.stages, self.active_systems = with_rules(self.rules, STAGES_OF_THE_WEEK, present)
        self.points = points_of(self.active_systems)

    # results ----------------------------------------------------------------------------------------------------

    def tables(self) -> dict[str, dict[str, NDArray[np.generic]]]:
        """Return all tables of the run (docs/outputs.md).

        Returns
        -------
        Weekly, needs, projects, units, places and ledger by name, each as columns by name.
        """
        return {name: make(self) for name, make in TABLES.items()}

    def table(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return one of the tables by name, as columns.

        Parameters
        ----------
        name
            One of weekly, needs, projects, units, places and ledger.

        Returns
        -------
        Columns by name.
        """
        return TABLES[name](self)

    def whole_lives(self) -> WholeLives:
        """Return what becomes of everything in use until its end of life, if nothing new is begun (ODD 7.19).

        It is followed in a copy, week by week, under the upkeep that it gets; this world stays as it is.

        Returns
        -------
        What each project has brought and taken up over its whole life.
        """
        if self._lives is None or self._lives[0] != self.week:
            twin = self.fork(self.settings.mechanism_name, self.settings.mechanism)
            stages = [stage for stage in self.stages if stage.__name__.rpartition(".")[2] in AFTERWARDS]
            while len(twin.in_stage(EVALUATING, IN_USE)):
                twin.counts = {}
                twin.fill_offices()
                for stage in stages:
                    stage.run(twin)
                twin.week += 1
            self._lives = (self.week, whole_lives_of(twin))
        return self._lives[1]

    def outcomes(self, *, whole_lives: bool = True) -> dict[str, float]:
        """Return every outcome of `dizao.model.outputs.outcomes.OUTCOMES`; nan where it is undefined.

        Parameters
        ----------
        whole_lives
            Whether things are followed to their ends of life; without, what hangs on that is nan.

        Returns
        -------
        By name.
        """
        return results.outcomes(self, self.whole_lives() if whole_lives else None)
