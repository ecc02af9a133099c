"""One run of a scenario under one mechanism: made, watched, and written to a folder."""

import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

from dizao.agents.compiled import cache_folder, compiled, set_threads, threads
from dizao.model.engine import Engine
from dizao.model.mechanisms.participatory import Vote
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.settings import Settings
from dizao.scenarios.commands.columns import TABLES
from dizao.scenarios.execution.executor import Item, Report, Serial, Watch
from dizao.scenarios.execution.replicates import peak_memory_mb
from dizao.scenarios.execution.store import MANIFEST, prepare_folder, replacing, telling, write_json, write_table
from dizao.scenarios.loading.ballots import BALLOTS, file_name, pabulib_text
from dizao.scenarios.loading.checks import check_memory, world_errors_explained
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import OWN, Scenario
from dizao.scenarios.reports.numbers import amount
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.run_figures import FIGURES, figure_files
from dizao.scenarios.reports.style import mark
from dizao.scenarios.reports.texts import Language, Voice, say

LIBRARIES = ("dizao", "numpy", "numba", "mesa", "pandas", "pyarrow")

Tables = dict[str, dict[str, np.ndarray]]


class Run(NamedTuple):
    """What a run leaves behind."""

    scenario: Scenario
    mechanism: str
    seed: int
    threads: int
    tables: Tables
    outcomes: dict[str, float]
    seconds: float
    seconds_per_stage: dict[str, float]
    peak_memory_bytes: int | None
    votes: tuple[Vote, ...] = ()


def run_scenario(scenario: Scenario, mechanism: str | None = None, seed: int = 0, watch: Watch | None = None) -> Run:
    """Run a scenario from its first week to its last.

    Parameters
    ----------
    scenario
        What to run.
    mechanism
        Name of the mechanism; None is the scenario's own.
    seed
        A whole number in [0, 2**63); the same seed gives the same tables, to the byte.
    watch
        Is told how far it is.

    Raises
    ------
    ScenarioError
        If the mechanism is unknown, or the run would not fit into memory.
    """
    settings = scenario.settings(mechanism)
    check_memory(settings)
    (run,) = Serial().in_order(_lived, [Item.run_of(settings, (scenario, settings, seed))], watch)
    return run


def _lived(task: Item[tuple[Scenario, Settings, int]], report: Report) -> Run:
    scenario, settings, seed = task.given
    start = time.perf_counter()
    with world_errors_explained(settings):
        engine = Engine(settings, seed)
    first = engine.week
    engine.run(lambda week: report(week - first + 1))
    tables, outcomes = engine.tables(), engine.outcomes()
    about = (time.perf_counter() - start, dict(engine.seconds), _peak_memory())
    return Run(scenario, settings.mechanism_name, seed, threads(), tables, outcomes, *about, tuple(engine.votes))


def _peak_memory() -> int | None:
    peak = peak_memory_mb()
    return None if peak != peak else round(peak * 2**20)


def use_threads(number: int | None) -> None:
    """Set the number of threads of the model's kernels; results do not depend on it.

    Raises
    ------
    ScenarioError
        If there are not so many cores.
    """
    if number is None:
        return
    if not 1 <= number <= threads():
        raise ScenarioError("--threads", "", f"must be between 1 and {threads()}, got {number}")
    set_threads(number)


def manifest(run: Run, command: str) -> dict[str, Any]:
    """Return what has to be known about a run besides its tables."""
    return {
        "kind": "run",
        "scenario": {"name": run.scenario.name, **run.scenario.table()},
        "mechanism": {"name": run.mechanism, **_about(run)},
        "seed": run.seed,
        "command": command,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "threads": run.threads,
        "seconds": run.seconds,
        "seconds_per_stage": run.seconds_per_stage,
        "peak_memory_bytes": run.peak_memory_bytes,
        "rows": {name: len(next(iter(columns.values()), ())) for name, columns in run.tables.items()},
        "outcomes": run.outcomes,
    }


def _about(run: Run) -> dict[str, Any]:
    parts = run.scenario.mechanism(run.mechanism)._asdict()
    preset = presets().get(run.mechanism)
    return {"grade": preset.grade if preset else "C", **{name: part._asdict() for name, part in parts.items()}}


def results(run: Run, language: Language = "en") -> Results:
    """Return what the figures of a run are made from, in a language."""
    called, weeks = voice(run.scenario, language).called(run.mechanism), run.scenario.base.calendar.programme_weeks
    about = (run.scenario.name, called, run.seed, weeks, language, mark(run.mechanism).colour)
    return Results(run.tables, run.outcomes, *about)


def voice(scenario: Scenario, language: Language) -> Voice:
    """Return how results are told: in English mechanisms go by their names, in Chinese by their titles."""
    if language == "en":
        return Voice()
    named = {name: preset.title_zh for name, preset in scenario.presets.items()}
    return Voice(language, named | {OWN: say(language, "mechanism.own")})


def save(run: Run, folder: Path, command: str = "", language: Language = "en") -> None:
    """Write a run's tables and figures and, last, its manifest; an older manifest goes first.

    So it never speaks for files of another run.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    prepare_folder(folder)
    with telling(folder / MANIFEST):
        (folder / MANIFEST).unlink(missing_ok=True)
        for older in folder.glob(BALLOTS):
            older.unlink()
    for name, columns in run.tables.items():
        write_table(folder / f"{name}.parquet", columns, TABLES.get(name))
    for name, content in figure_files(results(run, language)):
        with replacing(folder / name) as temporary:
            temporary.write_bytes(content)
    for vote in run.votes:
        with replacing(folder / file_name(vote)) as temporary:
            temporary.write_text(pabulib_text(vote, run.scenario.title), encoding="utf-8", newline="\n")
    write_json(folder / MANIFEST, manifest(run, command))


def say_compiling(console: Console) -> None:
    """Say that the first run compiles, if no machine code of these sources is there yet."""
    if compiled and not any(cache_folder().rglob("*.nbi")):
        console.print("compiling the model's rules, once: about 20 s", highlight=False)


def print_summary(run: Run, folder: Path, console: Console | None = None, language: Language = "en") -> None:
    """Print the headline outcomes with their units, and where the files are."""
    console, told = console or Console(highlight=False), voice(run.scenario, language)
    console.print(_headline(run, told), soft_wrap=True, markup=False)
    grid = Table.grid(padding=(0, 2))
    for name, outcome in OUTCOMES.items():
        if outcome.headline:
            grid.add_row("", told.title(name), amount(run.outcomes[name], outcome.unit, language))
    console.print(grid)
    files = ", ".join([MANIFEST, *(f"{name}.parquet" for name in run.tables), f"{', '.join(FIGURES)} (png, svg)"])
    written = told.say("summary.written", seconds=f"{run.seconds:.1f}", folder=folder, files=files)
    console.print(written, soft_wrap=True, markup=False)


def _headline(run: Run, told: Voice) -> str:
    """Return what was run, in a line."""
    base, title = run.scenario.base, run.scenario.title_in(told.language)
    scale = told.say("summary.scale", scale=f"{base.scale:g}") if base.scale < 1.0 else ""
    weeks = {"weeks": base.calendar.programme_weeks, "follow_up": base.calendar.follow_up_weeks}
    about = {"mechanism": told.called(run.mechanism), "seed": run.seed, **weeks}
    return told.say("summary.head", scenario=title, scale=scale, **about)
