"""Systems of the field for the command line: run in a folder, watched, written and told."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from rich.console import Console

from dizao.scenarios.analysis.interaction import interaction_table
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.kinds import check_kind
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.execution.session import Session
from dizao.scenarios.execution.store import discard, results_folder, write_csv, write_text
from dizao.scenarios.loading.members import Members, shipped_members
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.reports.folder import save
from dizao.scenarios.reports.interaction import INTERACTION
from dizao.scenarios.reports.systems import MARKDOWN, markdown_table, print_overview, print_study, save_overview
from dizao.scenarios.studies.systems import REPLICATES, Study, enough, found_of, load_variants, tasks_of
from dizao.scenarios.studies.systems_overview import Overview
from dizao.scenarios.studies.uncertainty.design import check_count

type Loaded = tuple[Scenario, Mapping[str, Scenario]]
"""A scenario and its variants by name."""


class Worlds(NamedTuple):
    """The worlds in which variants are compared.

    Attributes
    ----------
    replicates
        How many; None: as many as the judged outcome needs for a half-width of 5%, at least `REPLICATES` and at most
        `MOST_REPLICATES`.
    seed
        Of the first.
    members
        Parameter sets of which each has another; None: all have the scenario's own numbers.
    """

    replicates: int | None = None
    seed: int = 0
    members: Members | None = None

    @classmethod
    def asked(cls, replicates: int | None, seed: int, draws: int) -> "Worlds":
        """Return the worlds that somebody asks for.

        Parameters
        ----------
        replicates, seed
            Those of `Worlds`.
        draws
            Worlds with a parameter set each, of those that come with the package; 0: none has one.

        Returns
        -------
        The worlds.

        Raises
        ------
        ScenarioError
            If there are fewer parameter sets.
        """
        if not draws:
            return cls(replicates, seed)
        check_count(shipped_members(), draws)
        return cls(draws, seed, shipped_members())


def _run_kept(loaded: Loaded, worlds: Worlds, job: Job) -> Study:
    """Run what is not kept in a folder yet, show how far it is, and keep each run as it ends.

    Where no number of replicates is asked for, a first batch says how many the judged outcome needs.
    """
    scenario, variants = loaded
    replicates, seed, members = worlds
    session, results = Session(job.out, job.workers, Console(stderr=True, highlight=False)), list[Result]()

    def run(first: int, end: int) -> Study:
        tasks = tasks_of(variants, end, seed, members)[first * len(variants) :]
        session.run(tasks, results, scenario.name if first == 0 else f"{scenario.name}, up to {end} replicates")
        return replace(found_of(scenario, variants, seed, end, results, job.language), members=members)

    try:
        if replicates is not None:
            return run(0, replicates)
        found = run(0, REPLICATES)
        return run(REPLICATES, more) if (more := enough(found)) > REPLICATES else found
    except KeyboardInterrupt:
        session.say(f"stopped; finished runs are in {job.out}; the same command goes on from there")
        raise


def run_study(loaded: Loaded, worlds: Worlds, job: Job) -> None:
    """Run all variants of a system, write the files and print what was found.

    Parameters
    ----------
    loaded
        What `load_variants` returns.
    worlds
        In which they are compared.
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
        found = _run_kept(loaded, worlds, job)
        system = found.system.table()
        about = {"kind": "system", "system": system, "command": job.command, "seconds": time.perf_counter() - start}
        about |= _drawn_from(worlds)
        write_text(job.out / MARKDOWN, markdown_table(found))
        discard(job.out / INTERACTION)
        if found.system.crossed:
            write_csv(job.out / INTERACTION, interaction_table(found.interactions))
        save(found, job.out, about)
    print_study(found, job.out)


def _drawn_from(worlds: Worlds) -> dict[str, object]:
    """Return what the manifest says of parameter sets; nothing where all worlds have the scenario's own numbers."""
    if worlds.members is None:
        return {}
    return {"members": {"source": worlds.members.source, "sha256": worlds.members.sha256}}


def run_overview(numbers: Mapping[str, int], worlds: Worlds, job: Job) -> None:
    """Run every system with it and without, write the table and the figure, and print what was found.

    Finished runs are kept in a folder for each system, where ``dizao systems NAME`` keeps its own.

    Parameters
    ----------
    numbers
        Scenarios of the library by name, with the numbers of their systems.
    worlds, job
        As for `run_study`.
    """
    start, studies = time.perf_counter(), []
    loaded = {name: load_variants(name, ends=True) for name in numbers}
    check_kind(job.out, "systems")
    for name, scenarios in loaded.items():
        with results_folder(job.out / name, "system"):
            studies.append(_run_kept(scenarios, worlds, job._replace(out=job.out / name)))
    overview = Overview(tuple(studies), job.language)
    with results_folder(job.out, "systems"):
        about = {"seed": worlds.seed, "command": job.command, "seconds": time.perf_counter() - start}
        about |= _drawn_from(worlds)
        save_overview(overview, job.out, about)
    print_overview(overview, job.out)
