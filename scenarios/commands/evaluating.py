"""The evaluation of a roll-out for the command line: run in a folder, watched, written and told."""

import time

from rich.console import Console

from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.executor import available_cores, executor
from dizao.scenarios.execution.progress import WorkProgress, say_compiling
from dizao.scenarios.execution.store import results_folder
from dizao.scenarios.loading.checks import check_memory
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.evaluation import NAME, print_evaluation, save
from dizao.scenarios.studies.evaluation import Asked, Evaluation, evaluate, kept

WORLDS_AT_ONCE = 2
"""Copies of a world that one process holds: the warmed-up one, and the one that an arm goes on with."""


def run_evaluation(given: tuple[Scenario, Asked], replicates: int, seed: int, job: Job) -> None:
    """Run every world that is not kept yet, write the files and print what was found.

    Parameters
    ----------
    given
        The scenario, and what is asked of it.
    replicates
        Worlds.
    seed
        Of the first.
    job
        Where the results go, and how they are told.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, records of finished worlds are kept.
    """
    start, (scenario, asked) = time.perf_counter(), given
    console = Console(stderr=True, highlight=False)
    with results_folder(job.out, NAME):
        workers = min(job.workers or available_cores(), replicates)
        check_memory(asked.settings, WORLDS_AT_ONCE * workers)
        there = kept(asked, replicates, seed, job.out)
        if there:
            console.print(f"records of {there} of {replicates} worlds are there already", markup=False)
        say_compiling(console)
        try:
            with executor(workers) as execute:
                progress = WorkProgress(console, scenario.name)
                estimates = evaluate(asked, range(seed, seed + replicates), job.out, execute, progress)
        except KeyboardInterrupt:
            where = f"stopped; finished runs are in {job.out}; the same command goes on from there"
            console.print(where, markup=False, soft_wrap=True)
            raise
        found = Evaluation(scenario, asked, seed, replicates, estimates, job.language)
        save(found, job.out, {"command": job.command, "seconds": time.perf_counter() - start})
    print_evaluation(found, job.out)
