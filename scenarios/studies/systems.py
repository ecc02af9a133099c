"""A system of the field, with it and without: variants of one scenario in the same worlds, and what that changes.

Variants take the place that mechanisms have in a comparison. Each has a world of its own from the same seed, with its
own numbers from the first week of the warm-up on: the same needs, people and random draws, replicate by replicate.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import Effect
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.interaction import SHARE, Cells, Interaction, Scale, interaction
from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.members import Members
from dizao.scenarios.loading.scenario import Asked, Scenario
from dizao.scenarios.loading.scenario_file import layers_of, name_of, resolve
from dizao.scenarios.loading.set_values import listed, values_layer
from dizao.scenarios.loading.system import System
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import check_seeds, check_worlds
from dizao.scenarios.studies.systems_drawn import drawn_settings

REPLICATES = 20
"""Of the first batch, and all where no number is asked for and they are enough."""

MOST_REPLICATES = 60
"""Where no number is asked for."""


@dataclass(frozen=True, eq=False)
class Study(Comparison):
    """What a system changes: a comparison whose mechanisms are the variants of a scenario.

    Attributes
    ----------
    variants
        The scenario as each variant has it, by name; the first is the baseline.
    members
        Parameter sets of which each replicate has another; None: all have the scenario's own numbers.
    """

    variants: Mapping[str, Scenario] = field(default_factory=dict, repr=False)
    members: Members | None = None

    @property
    def system(self) -> System:
        """What the scenario says about its system."""
        return system_of(self.scenario)

    @property
    def shown(self) -> tuple[str, ...]:
        """The outcomes of the table: the one that the system is judged by, the other headline ones, its own."""
        headline = [name for name, outcome in OUTCOMES.items() if outcome.headline]
        return tuple(dict.fromkeys([self.system.judged_by, *headline, *self.system.also]))

    @property
    def judged(self) -> Effect:
        """What the whole system does to the outcome that it is judged by."""
        outcome, mechanism = self.effects["outcome"], self.effects["mechanism"]
        return Effect(*self.effects[(outcome == self.system.judged_by) & (mechanism == self.mechanisms[-1])].iloc[0])

    @property
    def interactions(self) -> list[Interaction]:
        """Whether the halves of a 2 x 2 need each other: the net present value, then the judged outcome."""
        if not self.system.crossed:
            return []
        cells = (self.mechanisms[0], *self.system.crossed, self.mechanisms[-1])
        rows = []
        for name in dict.fromkeys([HEADLINE, self.system.judged_by]):
            values = [[result.outcomes[cell][name] for result in self.results] for cell in cells]
            found = Cells(*(np.array(one, dtype=np.float64) for one in values))
            scales: tuple[Scale, ...] = ("difference", "log_odds") if OUTCOMES[name].unit == SHARE else ("difference",)
            rows += [interaction(name, found, scale) for scale in scales]
        return rows

    def rules(self, mechanism: str) -> Mechanism:
        """Return the rules of public money of a variant.

        Parameters
        ----------
        mechanism
            Name of the variant.

        Returns
        -------
        Rules of the variant's own mechanism.
        """
        return self.variants[mechanism].mechanism()

    @property
    def titles(self) -> dict[str, str]:
        """What variants are called in the language in which it is told."""
        chinese = self.language == "zh"
        return {one.name: one.title_zh if chinese else one.title for one in self.system.variants}


def system_of(scenario: Scenario) -> System:
    """Return the system that a scenario is made for.

    Parameters
    ----------
    scenario
        A loaded scenario.

    Returns
    -------
    What its table ``system`` says.

    Raises
    ------
    ScenarioError
        If it is made for none.
    """
    if scenario.system is None:
        raise ScenarioError(scenario.name, "system", "missing; must be a table that says what the system is judged by")
    return scenario.system


def load_variants(
    name_or_path: str | Path, overrides: Iterable[str] = (), scale: float | None = None, ends: bool = False
) -> tuple[Scenario, dict[str, Scenario]]:
    """Load a scenario and each of its variants (with `ends`, the first and the last only).

    What a variant sets goes before what `overrides` say of the scenario.

    Parameters
    ----------
    name_or_path, overrides, scale
        As for `dizao.scenarios.load`.
    ends
        Whether only the variants without the system and with all of it are wanted.

    Returns
    -------
    The scenario without any variant's changes, and the scenario as each variant has it, by name, the one without the
    system first.

    Raises
    ------
    ScenarioError
        If anything about it is wrong, or it is made for no system.
    """
    asked = Asked(str(name_or_path), tuple(listed(overrides)), scale)
    layers, name = layers_of(*asked), name_of(name_or_path)
    scenario = replace(resolve(name, layers), asked=asked)
    system, file = system_of(scenario), next(x.label for x in reversed(layers) if "system" in x.table)
    variants = {}
    for one in (system.off, system.on) if ends else system.variants:
        changes = values_layer(f"{file}, variant {one.name}", one.changes.items())
        variants[one.name] = replace(resolve(name, [*layers, changes]), asked=asked)
    return scenario, variants


def tasks_of(
    variants: Mapping[str, Scenario], replicates: int, seed: int, members: Members | None = None
) -> list[Task]:
    """Return one task for each replicate and variant, numbered through, so that each makes its own world.

    Parameters
    ----------
    variants
        The scenario as each variant has it, by name.
    replicates
        Worlds; replicate r has seed ``seed + r``.
    seed
        Seed of the first replicate.
    members
        Parameter sets of which each replicate has another, the same in all variants; None: the scenario's own numbers.

    Returns
    -------
    Tasks by replicate, then by variant; of V variants, variant k of replicate r has number ``r * V + k``.

    Raises
    ------
    ScenarioError
        If replicates are none or too many, a seed leaves [0, 2**63), or there are fewer sets than replicates.
    """
    check_worlds(replicates)
    check_seeds(seed, replicates)
    if members is None:
        settings = {name: [one.settings()] * replicates for name, one in variants.items()}
    else:
        settings = drawn_settings(variants, members, replicates, seed)
    return [
        Task(r * len(variants) + k, seed + r, settings[name][r], ((name, one.mechanism()),))
        for r in range(replicates)
        for k, (name, one) in enumerate(variants.items())
    ]


def by_replicate(results: Iterable[Result], variants: Sequence[str]) -> tuple[Result, ...]:
    """Return the replicates of which all variants were run, each as one result.

    Parameters
    ----------
    results
        Results of `tasks_of`, in any order.
    variants
        Names of all variants.

    Returns
    -------
    Results in the order of the replicates, with the sum of their parts' seconds and the largest of their peak memories.
    """
    found: dict[int, list[Result]] = {}
    for result in sorted(results, key=lambda one: one.replicate):
        found.setdefault(result.replicate // len(variants), []).append(result)
    return tuple(_together(r, parts) for r, parts in sorted(found.items()) if len(parts) == len(variants))


def _together(replicate: int, parts: Sequence[Result]) -> Result:
    seconds: Counter[str] = Counter()
    for part in parts:
        seconds.update(part.stage_seconds)
    runs = {name: run for part in parts for name, run in part.runs.items()}
    peak, reused = max(part.peak_memory_mb for part in parts), tuple(name for part in parts for name in part.reused)
    return Result(replicate, runs, sum(part.seconds for part in parts), dict(seconds), peak, reused)


def study(
    name_or_path: str | Path,
    overrides: Iterable[str] = (),
    replicates: int = REPLICATES,
    workers: int = 1,
    seed: int = 0,
    members: Members | None = None,
) -> Study:
    """Run all variants of a system in the same worlds, without a word and without a file.

    Parameters
    ----------
    name_or_path, overrides
        As for `dizao.scenarios.load`.
    replicates, workers, seed
        As for `dizao.scenarios.studies.compare.compare`.
    members
        Parameter sets of which each replicate has another (`dizao.scenarios.loading.members.shipped_members`); None:
        all have the scenario's own numbers.

    Returns
    -------
    The study of all replicates.

    Raises
    ------
    ScenarioError
        If the scenario is wrong or made for no system, or a number is not allowed.
    """
    scenario, variants = load_variants(name_or_path, overrides)
    tasks = tasks_of(variants, replicates, seed, members)
    found = found_of(scenario, variants, seed, replicates, list(run_replicates(tasks, workers)))
    return replace(found, members=members)


def found_of(
    scenario: Scenario,
    variants: Mapping[str, Scenario],
    seed: int,
    replicates: int,
    results: Sequence[Result],
    language: Language = "en",
) -> Study:
    """Return the study of the replicates of which all variants were run.

    Parameters
    ----------
    scenario
        The scenario without any variant's changes.
    variants
        The scenario as each variant has it, by name; the first is the baseline.
    seed
        Seed of the first replicate.
    replicates
        Replicates that were asked for.
    results
        Results of `tasks_of`, in any order; some may be missing.
    language
        In which it is told.

    Returns
    -------
    The study, with the complete replicates in order.
    """
    names = tuple(variants)
    complete = by_replicate(results, names)
    return Study(scenario, names, names[0], seed, replicates, complete, language, variants=variants)


def enough(found: Study) -> int:
    """Return the replicates that the judged outcome needs, by those that were run; `MOST_REPLICATES` at most.

    Parameters
    ----------
    found
        The study of a first batch.

    Returns
    -------
    Replicates in all, never fewer than were run; as many as were run where the need is undefined.
    """
    ran, needed = len(found.results), found.judged.replicates_needed
    return ran if needed is None or pd.isna(needed) else max(ran, min(int(needed), MOST_REPLICATES))
