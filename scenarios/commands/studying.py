"""Systems of the field for the command line: run in a folder, watched, written and told."""

import time
from collections.abc import Mapping

from rich.console import Console

from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.kinds import check_kind
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import results_folder, write_text
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.folder import save
from dizao.scenarios.reports.systems import MARKDOWN, markdown_table, print_overview, print_study, save_overview
from dizao.scenarios.studies.systems import REPLICATES, Study, enough, found_of, load_variants, tasks_of
from dizao.scenarios.studies.systems_overview import Overview

type Loaded = tuple[Scenario, Mapping[str, Scenario]]
"""A scenario and its variants by name."""


def _run_kept(loaded: Loaded, replicates: int | None, seed: int, job: Job) -> Study:
    """Run what is not kept in a folder yet, show how far it is, and keep each run as it ends.

    Where no number of replicates is asked for, a first batch says how many the judged outcome needs.
    """
    scenario, variants = loaded
    session, results = Session(job.out, job.workers, Console(stderr=True, highlight=False)), list[Result]()

    def run(first: int, end: int) -> Study:
        tasks = tasks_of(variants, end, seed)[first * len(variants) :]
        session.run(tasks, results, scenario.name if first == 0 else f"{scenario.name}, up to {end} replicates")
        return found_of(scenario, variants, seed, end, results, job.language)

    try:
        if replicates is not None:
            return run(0, replicates)
        found = run(0, REPLICATES)
        return run(REPLICATES, more) if (more := enough(found)) > REPLICATES else found
    except KeyboardInterrupt:
        session.say(f"stopped; finished runs are in {job.out}; the same command goes on from there")
        raise


def run_study(loaded: Loaded, replicates: int | None, seed: int, job: Job) -> None:
    """Run all variants of a system, write the files and print what was found.

    Parameters
    ----------
    loaded
        What `load_variants` returns.
    replicates
        Worlds; None: as many as the judged outcome needs for a half-width of 5%, at least `REPLICATES` and at most
        `MOST_REPLICATES`.
    seed
        Of the first replicate.
    job
        Where the results go, and how they are told.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, what is complete is kept.
    """
    start = time.perf_counter()
    with results_folder(job.out, "system"):
        found = _run_kept(loaded, replicates, seed, job)
        system = found.system.table()
        about = {"kind": "system", "system": system, "command": job.command, "seconds": time.perf_counter() - start}
        write_text(job.out / MARKDOWN, markdown_table(found))
        save(found, job.out, about)
    print_study(found, job.out)


def run_overview(numbers: Mapping[str, int], replicates: int | None, seed: int, job: Job) -> None:
    """Run every system with it and without, write the table and the figure, and print what was found.

    Finished runs are kept in a folder for each system, where ``dizao systems NAME`` keeps its own.

    Parameters
    ----------
    numbers
        Scenarios of the library by name, with the numbers of their systems.
    replicates, seed, job
        As for `run_study`.
    """
    start, studies = time.perf_counter(), []
    loaded = {name: load_variants(name, ends=True) for name in numbers}
    check_kind(job.out, "systems")
    for name, scenarios in loaded.items():
        with results_folder(job.out / name, "system"):
            studies.append(_run_kept(scenarios, replicates, seed, job._replace(out=job.out / name)))
    overview = Overview(tuple(studies), job.language)
    with results_folder(job.out, "systems"):
        about = {"seed": seed, "command": job.command, "seconds": time.perf_counter() - start}
        save_overview(overview, job.out, about)
    print_overview(overview, job.out)
