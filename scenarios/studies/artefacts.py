"""Modelling choices switched to each of their ends, and what is left of the difference between two mechanisms.

Each end is the scenario with a few other numbers, in worlds of the same seeds. Ends that come to the same numbers are
run once; one that only reads another outcome is not run at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.artefacts import Artefact, artefact
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.intervals import Floats
from dizao.scenarios.execution.replicates import Result, Task
from dizao.scenarios.loading.choices import Choice, End, changes, choices, layer
from dizao.scenarios.loading.errors import ScenarioError, quoted, suggestion
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.scenario_file import layers_of, load, resolve
from dizao.scenarios.studies.design import BASELINE, FOCUS, check_seeds, check_worlds

SCENARIOS = ("nanhu", "village")
"""Where choices are switched unless it is said otherwise: a street and villages."""

REPLICATES = 30

USUAL = "usual"
"""The end of no choice: the scenario as it stands."""


class Arm(NamedTuple):
    """What one row of the table is of.

    Attributes
    ----------
    choice, end
        Names; no choice for the scenario as it stands.
    settings
        What is set, by dotted key.
    outcome
        What is read.
    world
        Which of the scenario's `worlds` is run.
    """

    choice: str
    end: str
    settings: Mapping[str, Any]
    outcome: str
    world: int


class Switched(NamedTuple):
    """A scenario with all its ends.

    Attributes
    ----------
    scenario
        As it stands.
    arms
        Rows of the table; the first is the scenario as it stands.
    worlds
        The different scenarios that are run; the first is the one as it stands.
    """

    scenario: Scenario
    arms: tuple[Arm, ...]
    worlds: tuple[Scenario, ...]


@dataclass(frozen=True, eq=False)
class Artefacts:
    """What was found.

    Attributes
    ----------
    places
        The scenarios with their ends.
    choices
        What was switched.
    seed, replicates
        Replicate r of each end has seed ``seed + r``.
    results
        By scenario: what was run.
    language
        In which it is told.
    """

    places: tuple[Switched, ...]
    choices: tuple[Choice, ...]
    seed: int
    replicates: int
    results: Mapping[str, Sequence[Result]] = field(repr=False)
    language: Language = "en"

    @cached_property
    def rows(self) -> list[Artefact]:
        """One row an end and scenario, the scenarios as they stand first."""
        return [row for place in self.places for row in self._rows_of(place)]

    def _rows_of(self, place: Switched) -> Iterable[Artefact]:
        runs = {result.replicate: result for result in self.results[place.scenario.name]}
        usual = np.subtract(*self._pair(runs, place.arms[0]))
        for arm in place.arms:
            said = " ".join(f"{key}={value:.12g}" for key, value in arm.settings.items())
            about = (place.scenario.name, arm.choice, arm.end, said, arm.outcome)
            yield artefact(about, self._pair(runs, arm), usual)

    def _pair(self, runs: Mapping[int, Result], arm: Arm) -> tuple[Floats, Floats]:
        """Return the outcome under the reward and up front by replicate; nan where it was not run."""
        found = [runs.get(arm.world * self.replicates + r) for r in range(self.replicates)]
        reward, upfront = (
            np.array([np.nan if one is None else one.outcomes[name][arm.outcome] for one in found], dtype=np.float64)
            for name in (FOCUS, BASELINE)
        )
        return reward, upfront

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return ``artefacts.csv``."""
        return pd.DataFrame(self.rows, columns=list(Artefact._fields))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios."""
        return tuple(place.scenario.name for place in self.places)


def chosen(names: Sequence[str]) -> tuple[Choice, ...]:
    """Return some choices, in the order of the table.

    Parameters
    ----------
    names
        Which; none for all.

    Returns
    -------
    tuple of Choice
        Each once.

    Raises
    ------
    ScenarioError
        If there is none of a name.
    """
    known = [one.name for one in choices()]
    for name in names:
        if name not in known:
            hint = suggestion(name, known) or ";"
            raise ScenarioError("--only", "", f"{quoted(name)}: unknown choice{hint} known: {', '.join(known)}")
    return tuple(one for one in choices() if not names or one.name in names)


def load_places(
    names: Sequence[str | Path], switched: Sequence[Choice], scale: float | None = None
) -> tuple[Switched, ...]:
    """Load scenarios, each with all its ends.

    Parameters
    ----------
    names
        In the library, or paths.
    switched
        The choices.
    scale
        Share of the units to simulate, as for `load`.

    Returns
    -------
    tuple of Switched
        One a scenario.

    Raises
    ------
    ScenarioError
        If a scenario is wrong, an end is not allowed in it, or two have one name.
    """
    scenarios = [load(name, (), scale) for name in names]
    called = [one.name for one in scenarios]
    if twice := [name for name in called if called.count(name) > 1]:
        raise ScenarioError(twice[0], "", "must be named once, since rows bear the names of scenarios")
    return tuple(_switched(one, switched) for one in scenarios)


def _switched(scenario: Scenario, switched: Sequence[Choice]) -> Switched:
    worlds, numbers = [scenario], {_numbers(scenario): 0}
    arms = [Arm("", USUAL, {}, HEADLINE, 0)]
    for end in (end for choice in switched for end in (choice.low, choice.high) if not end.is_usual):
        world = _with(end, scenario)
        number = numbers.setdefault(_numbers(world), len(worlds))
        if number == len(worlds):
            worlds.append(world)
        arms.append(Arm(end.choice, end.name, changes(end, scenario), end.outcome or HEADLINE, number))
    return Switched(scenario, tuple(arms), tuple(worlds))


def _with(end: End, scenario: Scenario) -> Scenario:
    """Return a scenario with a choice switched."""
    asked = scenario.asked
    if asked is None:
        raise ValueError("a scenario that was not loaded from a file has no layers")
    return replace(resolve(scenario.name, [*layers_of(*asked), layer(end, scenario)]), asked=asked)


def _numbers(scenario: Scenario) -> str:
    """Return all numbers of the runs of a scenario: what is the same here need not be run twice."""
    return repr((scenario.settings(BASELINE), scenario.mechanism(FOCUS)))


def tasks_of(place: Switched, replicates: int, seed: int) -> list[Task]:
    """Return one task for each different end and replicate, numbered through, so that each makes its own world.

    Parameters
    ----------
    place
        A scenario with its ends.
    replicates
        Worlds of each.
    seed
        Of the first replicate.

    Returns
    -------
    list of Task
        The scenario as it stands first.

    Raises
    ------
    ScenarioError
        If a seed leaves [0, 2**63), or there are too many worlds.
    """
    check_worlds(replicates)
    check_seeds(seed, replicates)
    tasks = []
    for k, world in enumerate(place.worlds):
        settings = world.settings(BASELINE)
        rules = tuple((name, world.mechanism(name)) for name in (BASELINE, FOCUS))
        tasks += [Task(k * replicates + r, seed + r, settings, rules) for r in range(replicates)]
    return tasks
