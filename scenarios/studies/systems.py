"""A system of the field, with it and without: variants of one scenario in the same worlds, and what that changes.

Variants take the place that mechanisms have in a comparison. Each has a world of its own from the same seed, with its
own numbers from the first week of the warm-up on: the same needs, people and random draws, replicate by replicate.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from rich.console import Console

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import Effect
from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import results_folder, write_text
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import values_layer
from dizao.scenarios.loading.scenario import Scenario, layers_of, name_of, resolve
from dizao.scenarios.loading.system import System
from dizao.scenarios.reports.texts import Language, Voice
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import SEEDS
from dizao.scenarios.studies.folder import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from dizao.scenarios.reports.figures import Caption

FIGURES = ("effects", "groups")
MARKDOWN = "table.md"
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
    """

    variants: Mapping[str, Scenario] = field(default_factory=dict, repr=False)

    @property
    def system(self) -> System:
        """What the scenario says about its system."""
        return system_of(self.scenario)

    @property
    def shown(self) -> list[str]:
        """The outcomes of the table: the one that the system is judged by, the other headline ones, its own."""
        headline = [name for name, outcome in OUTCOMES.items() if outcome.headline]
        return list(dict.fromkeys([self.system.judged_by, *headline, *self.system.also]))

    @property
    def judged(self) -> Effect:
        """What the whole system does to the outcome that it is judged by."""
        outcome, mechanism = self.effects["outcome"], self.effects["mechanism"]
        return Effect(*self.effects[(outcome == self.system.judged_by) & (mechanism == self.mechanisms[-1])].iloc[0])

    def rules(self, mechanism: str) -> Mechanism:
        """Return the rules of public money of a variant."""
        return self.variants[mechanism].mechanism()

    @property
    def voice(self) -> Voice:
        """How it is told: variants go by their titles."""
        chinese = self.language == "zh"
        titles = {one.name: one.title_zh if chinese else one.title for one in self.system.variants}
        return Voice(self.language, titles)

    def figure(self) -> "Figure":
        """Draw the effects on the outcomes of the table."""
        from dizao.scenarios.reports.figures import effects_figure

        return effects_figure(self.effects, self.caption, self.shown)

    def figures(self) -> "Iterator[tuple[str, Figure]]":
        """Yield all figures with the names of their files."""
        for name, make in zip(FIGURES, (self.figure, self.groups_figure), strict=True):
            yield name, make()

    @property
    def caption(self) -> "Caption":
        """What the figures say about where their numbers come from."""
        from dizao.scenarios.reports.systems import SystemCaption

        return SystemCaption.of(self)


def system_of(scenario: Scenario) -> System:
    """Return the system that a scenario is made for.

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

    Raises
    ------
    ScenarioError
        If anything about it is wrong, or it is made for no system.
    """
    layers, name = layers_of(name_or_path, overrides, scale), name_of(name_or_path)
    scenario = resolve(name, layers)
    system, file = system_of(scenario), next(x.label for x in reversed(layers) if "system" in x.table)
    variants = {}
    for one in (system.off, system.on) if ends else system.variants:
        changes = values_layer(f"{file}, variant {one.name}", one.changes.items())
        variants[one.name] = resolve(name, [*layers, changes])
    return scenario, variants


def tasks_of(variants: Mapping[str, Scenario], replicates: int, seed: int) -> list[Task]:
    """Return one task for each replicate and variant, numbered through, so that each makes its own world.

    Raises
    ------
    ScenarioError
        If a seed leaves [0, 2**63).
    """
    if not 0 <= seed <= SEEDS - replicates:
        raise ScenarioError("--seed", "", f"must be between 0 and {SEEDS - replicates}, got {seed}")
    return [
        Task(r * len(variants) + k, seed + r, one.settings(), ((name, one.mechanism()),))
        for r in range(replicates)
        for k, (name, one) in enumerate(variants.items())
    ]


def by_replicate(results: Iterable[Result], variants: Sequence[str]) -> tuple[Result, ...]:
    """Return the replicates of which all variants were run, each as one result."""
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
) -> Study:
    """Run all variants of a system in the same worlds, without a word and without a file.

    Parameters
    ----------
    name_or_path, overrides
        As for `dizao.scenarios.load`.
    replicates, workers, seed
        As for `dizao.scenarios.studies.compare.compare`.

    Raises
    ------
    ScenarioError
        If the scenario is wrong or made for no system, or a number is not allowed.
    """
    scenario, variants = load_variants(name_or_path, overrides)
    tasks = tasks_of(variants, replicates, seed)
    return _found(scenario, variants, seed, replicates, list(run_replicates(tasks, workers)))


def _found(
    scenario: Scenario,
    variants: Mapping[str, Scenario],
    seed: int,
    replicates: int,
    results: Sequence[Result],
    language: Language = "en",
) -> Study:
    names = tuple(variants)
    complete = by_replicate(results, names)
    return Study(scenario, names, names[0], seed, replicates, complete, language, variants=variants)


def run_kept(
    loaded: tuple[Scenario, Mapping[str, Scenario]],
    replicates: int | None,
    workers: int | None,
    seed: int,
    out: Path,
    language: Language,
) -> Study:
    """Run what is not kept in a folder yet, show how far it is, and keep each run as it ends.

    Where no number of replicates is asked for, a first batch says how many the judged outcome needs.
    """
    scenario, variants = loaded
    session, results = Session(out, workers, Console(stderr=True, highlight=False)), list[Result]()

    def run(first: int, end: int) -> Study:
        tasks = tasks_of(variants, end, seed)[first * len(variants) :]
        session.run(tasks, results, scenario.name if first == 0 else f"{scenario.name}, up to {end} replicates")
        return _found(scenario, variants, seed, end, results, language)

    try:
        if replicates is not None:
            return run(0, replicates)
        found = run(0, REPLICATES)
        return run(REPLICATES, more) if (more := enough(found)) > REPLICATES else found
    except KeyboardInterrupt:
        session.say(f"stopped; finished runs are in {out}; the same command goes on from there")
        raise


def enough(found: Study) -> int:
    """Return the replicates that the judged outcome needs, by those that were run; `MOST_REPLICATES` at most."""
    ran, needed = len(found.results), found.judged.replicates_needed
    return ran if needed is None or pd.isna(needed) else max(ran, min(int(needed), MOST_REPLICATES))


def run_study(
    loaded: tuple[Scenario, Mapping[str, Scenario]],
    replicates: int | None,
    workers: int | None,
    seed: int,
    out: Path,
    command: str = "",
    language: Language = "en",
) -> None:
    """Run all variants of a system, write the files and print what was found.

    Parameters
    ----------
    loaded
        What `load_variants` returns.
    replicates
        Worlds; None: as many as the judged outcome needs for a half-width of 5%, at least `REPLICATES` and at most
        `MOST_REPLICATES`.
    workers, seed, out, command, language
        As for `dizao.scenarios.studies.compare.run_comparison`.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, what is complete is kept.
    """
    from dizao.scenarios.reports.systems import markdown_table, print_study

    start = time.perf_counter()
    with results_folder(out):
        found = run_kept(loaded, replicates, workers, seed, out, language)
        system = found.system.table()
        about = {"kind": "system", "system": system, "command": command, "seconds": time.perf_counter() - start}
        write_text(out / MARKDOWN, markdown_table(found))
        save(found, out, about)
    print_study(found, out)
