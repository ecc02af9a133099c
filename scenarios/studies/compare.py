"""Mechanisms compared in the same worlds.

The same needs, the same people, the same random draws, replicate by replicate.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import StoreError, results_folder
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.ranking import about_spending
from dizao.scenarios.reports.tables import effect_table, losing, notes, until_note
from dizao.scenarios.reports.texts import Language
from dizao.scenarios.reports.unless import print_uncertainty
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import (
    BASELINE,
    BY_BUDGET,
    COMPARED,
    SEEDS,
    Design,
    check_design,
    run_batches,
)
from dizao.scenarios.studies.equalise import check_spending, equalised
from dizao.scenarios.studies.folder import files, save
from dizao.scenarios.studies.uncertainty.rank import Question, Ranking, Sampling, check_sampling

DRAWS_STOPPED = "; the draws are not complete"

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


def _planned(
    scenario: Scenario, mechanisms: Sequence[str], baseline: str, replicates: int, seed: int, design: Design
) -> tuple[tuple[str, ...], str, list[Task]]:
    """Check a design and plan as many replicates as it may come to."""
    check_design(design, replicates)
    if design.equal == "spend":
        check_spending(scenario, scenario.canonical(baseline))
    return plan(scenario, mechanisms, baseline, replicates if design.until is None else design.most, seed)


def compare(
    scenario: Scenario,
    mechanisms: Sequence[str] = COMPARED,
    baseline: str = BASELINE,
    replicates: int = 10,
    workers: int = 1,
    seed: int = 0,
    design: Design = BY_BUDGET,
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
    design
        What is held equal, and whether replicates are added until intervals are narrow enough.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or a number is not allowed.
    """
    names, baseline, tasks = _planned(scenario, mechanisms, baseline, replicates, seed, design)

    def run(some: Sequence[Task], complete: list[Result], what: str) -> None:
        complete.extend(run_replicates(some, workers))

    def found(complete: Sequence[Result]) -> Comparison:
        return Comparison(scenario, names, baseline, seed, len(complete), tuple(sorted(complete)), design=design)

    results: list[Result] = []
    run_batches(tasks, replicates, design, results, run, lambda complete: found(complete).wanting)
    comparison = found(results)
    return comparison if design.equal == "budget" else equalised(comparison, tasks[: len(results)], run)


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
    design: Design = BY_BUDGET,
    sampling: Sampling | None = None,
    report: bool = False,
) -> None:
    """Compare mechanisms, show how far it is, write the files and print what was found.

    Each finished run is kept in the folder; runs that are kept there are not made again (`KeptRuns`).

    Parameters
    ----------
    scenario, mechanisms, baseline, replicates, seed, design
        As for `compare`.
    workers
        Processes; None for as many as there are cores and as memory holds worlds.
    out
        Folder of the results.
    command
        What the user wrote, for the manifest.
    language
        Of the figures, of the report, and of what is printed at the end.
    sampling
        Draws of the uncertain parameters, over which mechanisms are ranked too; None: no draws.
    report
        Whether to write the report; what is stopped before its end has none.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, what is complete is kept.
    """
    start, errors = time.perf_counter(), Console(stderr=True, highlight=False)
    if sampling is not None:
        check_sampling(sampling, seed)
    names, baseline, tasks = _planned(scenario, mechanisms, baseline, replicates, seed, design)
    results: list[Result] = []
    ranking: Ranking | None = None

    def found() -> Comparison:
        complete = tuple(sorted(results))
        made = Comparison(scenario, names, baseline, seed, session.replicates, complete, language, design)
        return replace(made, uncertainty=ranking.found if ranking else None)

    def write(comparison: Comparison, report: bool = False) -> None:
        about = {"workers": session.workers, "command": command, "seconds": time.perf_counter() - start}
        save(comparison, out, about, report)

    def wanting(complete: Sequence[Result]) -> dict[str, int]:
        comparison = found()
        session.say(_so_far(comparison))
        return comparison.wanting

    with results_folder(out):
        session = Session(out, workers, errors)
        try:
            run_batches(tasks, replicates, design, results, session.run, wanting)
            comparison = found()
            if design.equal == "spend":
                comparison = equalised(comparison, tasks[: len(results)], session.run)
            if sampling is not None:
                asked = Question(scenario, names, baseline, seed, sampling, language)
                ranking = Ranking(asked, comparison.runs, Session(out, workers, errors).run)
                comparison = replace(comparison, uncertainty=ranking.rank())
        except (StoreError, ScenarioError):
            raise  # where there is no room for a run there is none for tables
        except BaseException:
            if len(results) >= min(2, replicates):
                write(found())
            session.say(_stopped(len(results), session.replicates, out) + ("" if ranking is None else DRAWS_STOPPED))
            raise
        write(comparison, report)
    print_report(comparison, out, report=report)


def _so_far(comparison: Comparison) -> str:
    """Say after a batch what is not narrow enough yet."""
    replicates, share = len(comparison.results), f"{100.0 * comparison.design.share:g}%"
    if not comparison.wanting:
        return f"{replicates} replicates: every headline interval is within {share}"
    listed = ", ".join(f"{name} ({count:,})" for name, count in comparison.wanting.items())
    return f"{replicates} replicates: not within {share} yet: {listed}"


def _stopped(complete: int, asked: int, out: Path) -> str:
    shown = "too few for a table" if complete < min(2, asked) else f"what they show is in {out}"
    return f"stopped after {complete} of {asked} replicates; {shown}; the same command goes on from there"


def print_report(comparison: Comparison, out: Path, console: Console | None = None, report: bool = False) -> None:
    """Print the table, what is the same, three sentences, and where the files are."""
    console = console or Console(highlight=False)
    console = Console(file=console.file, width=min(console.width, WIDEST), highlight=False)
    voice = comparison.voice
    named = voice.say("list.comma").join(voice.called(name) for name in comparison.mechanisms)
    about = {"scenario": comparison.scenario.name, "mechanisms": named, "replicates": len(comparison.results)}
    if comparison.uncertainty is not None:
        print_uncertainty(comparison.uncertainty, console)
    console.print(voice.say(f"table.head.{comparison.design.equal}", **about) + "\n", markup=False)
    console.print(effect_table(comparison.effects, console.width, voice))
    console.print()
    explained = notes(comparison.effects, voice, comparison.design.share)
    lost = losing(comparison.losers, comparison.baseline, voice)
    for text in (explained, until_note(comparison), lost, about_spending(comparison), *comparison.sentences):
        if text:
            console.print(text, markup=False)
            console.print()
    listed = ", ".join(files(comparison, report))
    console.print(voice.say("table.written", folder=out, files=listed), markup=False, soft_wrap=True)
