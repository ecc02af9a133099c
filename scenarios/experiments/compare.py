"""Mechanisms compared in the same worlds: the same needs, the same people, the same luck, replicate by replicate."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console

from dizao.scenarios.checks import check_memory, memory_available, memory_needed
from dizao.scenarios.errors import ScenarioError
from dizao.scenarios.experiments.comparison import FILES, Comparison, save
from dizao.scenarios.experiments.kept import Found, KeptRuns
from dizao.scenarios.experiments.progress import RunsProgress
from dizao.scenarios.experiments.run import say_compiling
from dizao.scenarios.experiments.store import StoreError, results_folder
from dizao.scenarios.experiments.workers import Keep, Result, Task, available_cores, compile_first, run_replicates
from dizao.scenarios.reports.tables import effect_tables, notes
from dizao.scenarios.reports.texts import Language
from dizao.scenarios.scenario import Scenario

SEEDS = 2**63
"""Seeds are whole numbers from 0 to below this."""

COMPARED = ("none", "upfront", "reward")
BASELINE = "upfront"

WORLDS_AT_ONCE = 2
"""Copies of a world that one process holds: the warmed-up one, and the one that a mechanism goes on with."""

WIDEST = 100
"""Characters of a line on screen, at most."""


def plan(
    scenario: Scenario, mechanisms: Sequence[str], baseline: str, replicates: int, seed: int
) -> tuple[tuple[str, ...], str, list[Task]]:
    """Return the names of all that is run, the baseline's name, and one task for each replicate.

    The baseline is run too where it is not among `mechanisms`.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, there is nothing to compare, or a seed leaves [0, 2**63).
    """
    baseline = scenario.canonical(baseline)
    names = tuple(dict.fromkeys([*(scenario.canonical(name) for name in mechanisms), baseline]))
    if len(names) < 2:
        raise ScenarioError("--mechanism", "", f"must name a mechanism besides the baseline, got only {baseline}")
    if replicates < 1:
        raise ScenarioError("--replicates", "", f"must be a whole number of at least 1, got {replicates}")
    if not 0 <= seed <= SEEDS - replicates:
        raise ScenarioError("--seed", "", f"must be between 0 and {SEEDS - replicates}, got {seed}")
    rules = tuple((name, scenario.mechanism(name)) for name in names)
    settings = scenario.settings(baseline)
    return names, baseline, [Task(r, seed + r, settings, rules) for r in range(replicates)]


def compare(
    scenario: Scenario,
    mechanisms: Sequence[str] = COMPARED,
    baseline: str = BASELINE,
    replicates: int = 10,
    workers: int = 1,
    seed: int = 0,
) -> Comparison:
    """Compare mechanisms in the same worlds, without a word and without a file.

    Parameters
    ----------
    scenario
        Where (`dizao.scenarios.load`).
    mechanisms
        Names of presets, or ``"own"`` for the scenario's own mechanism.
    baseline
        What the others are compared with.
    replicates
        Worlds; replicate r has seed ``seed + r``.
    workers
        Processes; with more than one, a script must guard its start with ``if __name__ == "__main__"``.
    seed
        Seed of the first replicate.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or a number is not allowed.
    """
    names, baseline, tasks = plan(scenario, mechanisms, baseline, replicates, seed)
    if workers > 1:
        compile_first(tasks[0])
    results = sorted(run_replicates(tasks, workers))
    return Comparison(scenario, names, baseline, seed, replicates, tuple(results))


def run_comparison(
    scenario: Scenario,
    mechanisms: Sequence[str],
    baseline: str,
    replicates: int,
    workers: int | None,
    seed: int,
    out: Path,
    command: str = "",
    language: Language = "en",
) -> None:
    """Compare mechanisms, show how far it is, write the files and print what was found.

    Each finished run is kept in the folder; runs that are kept there are not made again (`KeptRuns`).

    Parameters
    ----------
    scenario, mechanisms, baseline, replicates, seed
        As for `compare`.
    workers
        Processes; None for as many as there are cores and as memory holds worlds.
    out
        Folder of the results.
    command
        What the user wrote, for the manifest.
    language
        Of the figures and of what is printed at the end.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, what is complete is kept.
    """
    start, errors = time.perf_counter(), Console(stderr=True, highlight=False)
    names, baseline, tasks = plan(scenario, mechanisms, baseline, replicates, seed)
    with results_folder(out):
        kept = KeptRuns(out)
        found = kept.found(tasks)
        _say_found(found, errors)
        workers = max(1, min(workers or _workers_that_fit(tasks[0]), len(found.left)))
        if found.left:
            check_memory(tasks[0].settings, WORLDS_AT_ONCE * workers)
        results = found.complete()

        def save_complete() -> Comparison:
            complete = tuple(sorted(results))
            comparison = Comparison(scenario, names, baseline, seed, replicates, complete, language)
            if len(results) >= min(2, replicates):
                save(comparison, out, {"workers": workers, "command": command, "seconds": time.perf_counter() - start})
            return comparison

        try:
            _run_all(found, workers, errors, kept.keep, results)
        except StoreError:
            raise  # where there is no room for a run there is none for tables
        except BaseException:
            save_complete()
            errors.print(_stopped(len(results), replicates, out), soft_wrap=True)
            raise
        comparison = save_complete()
    print_report(comparison, out)


def _say_found(found: Found, errors: Console) -> None:
    """Say how many runs are there already, and that damaged ones are made again."""
    runs = found.runs + sum(len(task.mechanisms) for task in found.left)
    if found.runs:
        errors.print(f"{found.runs} of {runs} runs are there already", soft_wrap=True)
    if found.damaged:
        more = f" and {len(found.damaged) - 1} more" if len(found.damaged) > 1 else ""
        errors.print(f"{found.damaged[0]}{more}: damaged, to be run again", markup=False, soft_wrap=True)


def _run_all(found: Found, workers: int, errors: Console, keep: Keep, results: list[Result]) -> None:
    """Run what is left of all replicates and add each to `results` once it is complete."""
    tasks = found.left
    if not tasks:
        return
    say_compiling(errors)
    if workers > 1:
        compile_first(tasks[0])
    with RunsProgress(tasks, errors) as progress, closing(run_replicates(tasks, workers, progress, keep)) as complete:
        for result in complete:
            results.append(found.completed(result))


def _workers_that_fit(task: Task) -> int:
    """Return the number of cores, or less where memory does not hold so many worlds."""
    free = memory_available()
    fitting = available_cores() if free is None else int(free // (WORLDS_AT_ONCE * memory_needed(task.settings)))
    return max(1, min(available_cores(), fitting))


def _stopped(complete: int, asked: int, out: Path) -> str:
    shown = "too few for a table" if complete < min(2, asked) else f"what they show is in {out}"
    return f"stopped after {complete} of {asked} replicates; {shown}; the same command goes on from there"


def print_report(comparison: Comparison, out: Path, console: Console | None = None) -> None:
    """Print the table, three sentences, and where the files are."""
    console = console or Console(highlight=False)
    console = Console(file=console.file, width=min(console.width, WIDEST), highlight=False)
    voice = comparison.voice
    named = voice.say("list.comma").join(voice.called(name) for name in comparison.mechanisms)
    about = {"scenario": comparison.scenario.name, "mechanisms": named, "replicates": len(comparison.results)}
    console.print(voice.say("table.head", **about) + "\n", markup=False)
    for table in effect_tables(comparison.effects, console.width, voice):
        console.print(table)
        console.print()
    for text in (notes(comparison.effects, voice), *comparison.sentences):
        console.print(text, markup=False)
        console.print()
    console.print(voice.say("table.written", folder=out, files=", ".join(FILES)), markup=False, soft_wrap=True)
