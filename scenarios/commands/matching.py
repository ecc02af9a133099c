"""A history match for the command line: run in a folder, watched, written and told."""

import time
from collections.abc import Callable

from rich.console import Console

from dizao.scenarios.calibration.plausible.made_up import made_up
from dizao.scenarios.calibration.plausible.runs import Runs
from dizao.scenarios.calibration.plausible.study import Asked, Match
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.store import results_folder
from dizao.scenarios.reports.made_up import NAME as MADE_UP
from dizao.scenarios.reports.made_up import print_made_up, save_made_up
from dizao.scenarios.reports.plausible import KIND, print_plausible, save


def run_match(asked: Asked, job: Job) -> None:
    """Run a history match, write the files and print what is left.

    Parameters
    ----------
    asked
        Of which scenario, from which seed, how large.
    job
        Where the results go, and how they are told.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, finished runs are kept.
    """
    start = time.perf_counter()
    with results_folder(job.out, KIND):
        found, workers = _watched(asked, job, Match.run)
        about = {"workers": workers, "command": job.command, "seconds": time.perf_counter() - start}
        save(found, job.out, job.language, about)
    print_plausible(found, job.out, job.language)


def run_made_up(asked: Asked, count: int, job: Job) -> None:
    """Check the method on made-up worlds, write the files and print how many truths are kept.

    Parameters
    ----------
    asked
        Of which scenario, from which seed, how large.
    count
        Made-up worlds.
    job
        Where the results go, and how they are told.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, finished runs are kept.
    """
    start = time.perf_counter()
    with results_folder(job.out, MADE_UP):
        made, workers = _watched(asked, job, lambda match: made_up(match, count))
        about = {"workers": workers, "command": job.command, "seconds": time.perf_counter() - start}
        save_made_up(made, asked, job.out, job.language, about)
    print_made_up(made, job.out, job.language)


def _watched[Result](asked: Asked, job: Job, what: Callable[[Match], Result]) -> tuple[Result, int]:
    """Return what comes of a match, and the number of workers; say where finished runs are if it is stopped."""
    with Runs(job.out, job.workers, Console(stderr=True, highlight=False)) as runs:
        try:
            return what(Match(asked, runs.ratios)), runs.workers
        except KeyboardInterrupt:
            runs.say(f"stopped; finished runs are in {job.out}; the same command goes on from there")
            raise
