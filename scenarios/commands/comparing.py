"""A comparison for the command line: run in a folder, watched, written and told."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import StoreError, results_folder
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.folder import save
from dizao.scenarios.reports.screen import print_report
from dizao.scenarios.studies.compare import Asked, planned
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import run_batches
from dizao.scenarios.studies.equalise import equalised
from dizao.scenarios.studies.uncertainty.rank import Question, Ranking, space_of
from dizao.scenarios.studies.uncertainty.sampling import Sampling, check_sampling

DRAWS_STOPPED = "; the draws are not complete"


def run_comparison(asked: Asked, job: Job, sampling: Sampling | None = None, report: bool = False) -> None:
    """Compare mechanisms, show how far it is, write the files and print what was found.

    Each finished run is kept in the folder; runs that are kept there are not made again (`KeptRuns`).

    Parameters
    ----------
    asked
        What is compared.
    job
        Where the results go, and how they are told.
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
        check_sampling(sampling, asked.seed)
        space_of(asked.scenario)
    names, baseline, tasks = planned(asked)
    results: list[Result] = []
    ranking: Ranking | None = None

    def found() -> Comparison:
        complete = tuple(sorted(results))
        made = Comparison(
            asked.scenario, names, baseline, asked.seed, session.replicates, complete, job.language, asked.design
        )
        return replace(made, uncertainty=ranking.found if ranking else None)

    def write(comparison: Comparison, report: bool = False) -> None:
        about = {"workers": session.workers, "command": job.command, "seconds": time.perf_counter() - start}
        save(comparison, job.out, about, report)

    def wanting(complete: Sequence[Result]) -> dict[str, int]:
        comparison = found()
        session.say(_so_far(comparison))
        return comparison.wanting

    with results_folder(job.out, "comparison"):
        session = Session(job.out, job.workers, errors)
        try:
            run_batches(tasks, asked.replicates, asked.design, results, session.run, wanting)
            comparison = found()
            if asked.design.equal == "spend":
                comparison = equalised(comparison, tasks[: len(results)], session.run)
            if sampling is not None:
                question = Question(asked.scenario, names, baseline, asked.seed, sampling)
                ranking = Ranking(question, comparison.runs, Session(job.out, job.workers, errors).run)
                comparison = replace(comparison, uncertainty=ranking.rank())
            write(comparison, report)
        except (StoreError, ScenarioError):
            raise  # where there is no room for a run there is none for tables
        except BaseException:
            if len(results) >= min(2, asked.replicates):
                write(found())
            session.say(
                _stopped(len(results), session.replicates, job.out) + ("" if ranking is None else DRAWS_STOPPED)
            )
            raise
    print_report(comparison, job.out, report=report)


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
