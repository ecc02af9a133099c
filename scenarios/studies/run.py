"""One run of a scenario under one mechanism."""

import time
from typing import NamedTuple

import numpy as np

from dizao.agents.compiled import set_threads, threads
from dizao.model.engine import Engine
from dizao.model.mechanisms.participatory import Vote
from dizao.model.settings import Settings
from dizao.scenarios.execution.executor import Item, Report, Serial, Watch
from dizao.scenarios.execution.replicates import peak_memory_mb, run_counted
from dizao.scenarios.loading.checks import check_memory, world_errors_explained
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario

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

    Returns
    -------
    The tables and outcomes of the run, and what it took.

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
    run_counted(engine, report)
    tables, outcomes = engine.tables(), engine.outcomes()
    about = (time.perf_counter() - start, dict(engine.seconds), _peak_memory())
    return Run(scenario, settings.mechanism_name, seed, threads(), tables, outcomes, *about, tuple(engine.votes))


def _peak_memory() -> int | None:
    peak = peak_memory_mb()
    return None if peak != peak else round(peak * 2**20)


def use_threads(number: int | None) -> None:
    """Set the number of threads of the model's kernels; results do not depend on it.

    Parameters
    ----------
    number
        Threads, from 1 on; None changes nothing.

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
