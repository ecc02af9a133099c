"""Modelling choices switched for the command line: run in a folder, watched, written and told."""

import time
from collections.abc import Sequence

from rich.console import Console

from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import results_folder
from dizao.scenarios.loading.choices import Choice
from dizao.scenarios.reports.artefacts import NAME, print_artefacts, save
from dizao.scenarios.studies.artefacts import Artefacts, Switched, tasks_of

type Asked = tuple[Sequence[Switched], Sequence[Choice]]
"""Scenarios with all their ends, and the choices that these are of."""


def run_artefacts(asked: Asked, replicates: int, seed: int, job: Job) -> None:
    """Run every end that is not kept yet, write the files and print what was found.

    Parameters
    ----------
    asked
        What is switched, and where.
    replicates
        Worlds of each end.
    seed
        Of the first replicate.
    job
        Where the results go, and how they are told.

    Raises
    ------
    ScenarioError
        If the user can put something right.
    FailedError
        If the machine refuses something. As after Ctrl-C, finished runs are kept.
    """
    start, (places, switched) = time.perf_counter(), asked
    tasks = {place.scenario.name: tasks_of(place, replicates, seed) for place in places}
    with results_folder(job.out, NAME):
        session = Session(job.out, job.workers, Console(stderr=True, highlight=False))
        results: dict[str, list[Result]] = {name: [] for name in tasks}
        try:
            for name, some in tasks.items():
                session.run(some, results[name], name)
        except KeyboardInterrupt:
            session.say(f"stopped; finished runs are in {job.out}; the same command goes on from there")
            raise
        found = Artefacts(tuple(places), tuple(switched), seed, replicates, results, job.language)
        about = {"workers": session.workers, "command": job.command, "seconds": time.perf_counter() - start}
        save(found, job.out, about)
    print_artefacts(found, job.out)
