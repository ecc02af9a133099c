"""Replicates: the unit of work of comparisons, rankings and systems.

The world and the warm-up of a replicate are made once, and each mechanism goes on from a copy.
"""

import math
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from typing import NamedTuple

from dizao.agents.compiled import compiled
from dizao.agents.machine_code import code_can_be_kept, is_complete, mark_complete, was_said
from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.groups import Groups, groups
from dizao.model.settings import Settings
from dizao.scenarios.execution.executor import Report, Watch, executor
from dizao.scenarios.execution.run_process import NO_PROCESS, Process, process
from dizao.scenarios.loading.checks import world_errors_explained

MANY_NEEDS = 10.0
"""Needs of each category a year and 1000 households, in the replicate that only compiles."""

Outcomes = dict[str, float]
"""What a run ends with, by the names of `dizao.model.outputs.outcomes.OUTCOMES`; nan where undefined."""


class Ended(NamedTuple):
    """What is kept of a finished run: its outcomes, how households fared, group by group, and how it came to that."""

    outcomes: Outcomes
    groups: Groups
    process: Process = NO_PROCESS


Keep = Callable[["Task", str, Ended], None]
"""Is given, where a run was made, its replicate, its mechanism and what it ended with, as soon as it is finished."""


class Task(NamedTuple):
    """One replicate to run: a seed, the numbers of its world, and the mechanisms that share it."""

    replicate: int
    seed: int
    settings: Settings
    mechanisms: tuple[tuple[str, Mechanism], ...]

    @property
    def place(self) -> str:
        """Name of the scenario."""
        return self.settings.name

    @property
    def weeks_before(self) -> int:
        """Weeks of warm-up, run once."""
        return self.settings.calendar.warm_up_weeks

    @property
    def weeks_each(self) -> int:
        """Weeks of one mechanism's run."""
        return self.settings.calendar.programme_weeks + self.settings.calendar.follow_up_weeks

    @property
    def weeks(self) -> int:
        """All weeks of the replicate."""
        return self.weeks_before + self.weeks_each * len(self.mechanisms)

    def runs_after(self, weeks: int) -> int:
        """Return how many mechanisms' runs are finished after so many weeks.

        Parameters
        ----------
        weeks
            Weeks of the replicate that are finished, those of the warm-up among them.

        Returns
        -------
        Runs, from 0 to the number of mechanisms.
        """
        return max(0, weeks - self.weeks_before) // self.weeks_each


class Result(NamedTuple):
    """What a replicate ends with: each mechanism's run, seconds in all and by stage, its process's peak memory.

    ``reused`` names the mechanisms of which finished runs were there; they took no time.
    """

    replicate: int
    runs: dict[str, Ended]
    seconds: float
    stage_seconds: dict[str, float]
    peak_memory_mb: float
    reused: tuple[str, ...] = ()

    @property
    def outcomes(self) -> dict[str, Outcomes]:
        """The outcomes of each mechanism's run."""
        return {name: run.outcomes for name, run in self.runs.items()}


def run_replicate(task: Task, report: Report, keep: Keep | None = None) -> Result:
    """Make the world of a replicate, warm it up once, and run every mechanism from there.

    Parameters
    ----------
    task
        What to run.
    report
        Is told the weeks finished so far.
    keep
        Is given what each run ends with.

    Returns
    -------
    What all mechanisms' runs ended with, and what the replicate took.
    """
    start, weeks = time.perf_counter(), task.weeks_before
    runs: dict[str, Ended] = {}
    with world_errors_explained(task.settings):
        world = Engine(task.settings, task.seed)
    world.warm_up()
    seconds = dict(world.seconds)
    report(weeks)
    for name, mechanism in task.mechanisms:
        run = world.fork(name, mechanism)
        run.run(_counting_from(weeks, report))
        outcomes = {key: _finite(value) for key, value in run.outcomes().items()}
        runs[name] = Ended(outcomes, groups(run, run.whole_lives()), process(run, outcomes))
        if keep is not None:
            keep(task, name, runs[name])
        weeks += task.weeks_each
        for stage, spent in run.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent - world.seconds.get(stage, 0.0)
    return Result(task.replicate, runs, time.perf_counter() - start, seconds, peak_memory_mb())


def _finite(value: float) -> float:
    """Return a plain float, and one and the same nan for all that is undefined, so that bytes do not differ."""
    return float(value) if math.isfinite(value) else math.nan


def _counting_from(weeks: int, report: Report) -> Callable[[int], None]:
    """Return what an engine is to call after each week, so that the weeks of all runs are counted through."""
    finished = count(weeks + 1)
    return lambda week: report(next(finished))


def run_counted(engine: Engine, report: Report) -> None:
    """Run an engine to its end.

    Parameters
    ----------
    engine
        A world, in whichever week.
    report
        Is told how many weeks are finished.
    """
    first = engine.week
    engine.run(lambda week: report(week - first + 1))


def peak_memory_mb() -> float:
    """Return the most memory that this process has held, in MB; nan where the system does not say.

    Returns
    -------
    Mebibytes, the most since the process began.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024.0 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0**2


def run_replicates(
    tasks: Sequence[Task], workers: int, watch: Watch | None = None, keep: Keep | None = None
) -> Generator[Result, None, None]:
    """Run all replicates and yield each result as it is complete, in any order.

    Parameters
    ----------
    tasks
        One a replicate.
    workers
        Number of processes (`executor`); what is not compiled yet is compiled before there are more than one.
    watch
        Is told the progress, from this process.
    keep
        Is given what each run ends with, in the process where it ends; must be picklable.

    Yields
    ------
    What a replicate ended with.

    Raises
    ------
    WorkerLostError
        If a worker was killed, most likely because memory ran out. What was yielded before is good.
    """
    if workers > 1:
        compile_first(tasks[0])
    with (
        executor(workers) as execute,
        closing(execute.map(partial(run_replicate, keep=keep), tasks, watch)) as complete,
    ):
        for _, result in complete:
            yield result


def compile_first(task: Task) -> None:
    """Compile in this process whatever is not compiled yet, so that workers load it instead of each making it.

    Parameters
    ----------
    task
        A replicate of the work that is to be done; its mechanisms are compiled for too.
    """
    if not compiled or is_complete() or not code_can_be_kept():
        return
    run_replicate(tiny(task), lambda weeks: None)
    if not was_said():
        mark_complete()


def tiny(task: Task) -> Task:
    """Return a replicate of a moment that goes through every stage under every preset: many needs, money enough.

    Parameters
    ----------
    task
        A replicate of the work that is to be done.

    Returns
    -------
    The same seed and categories in a place of two units, under all presets and its own mechanisms.
    """
    settings = task.settings.with_values(
        calendar__backlog_weeks=8,
        calendar__warm_up_weeks=26,
        calendar__programme_weeks=52,
        calendar__follow_up_weeks=26,
        place__streets=1,
        place__communities=1,
        place__units=2,
        place__residents=1000,
        place__households=400,
        place__party_members=50,
        place__stations=1,
        budget__yuan_per_year=1e7,
        budget__warm_up_yuan_per_year=1e7,
        offices__county_minutes_per_unit=1e5,
    )
    categories = {name: kind._replace(rate=MANY_NEEDS) for name, kind in settings.categories.items()}
    rules = {name: preset.mechanism for name, preset in presets().items()} | dict(task.mechanisms)
    # What is pinned may lie in weeks and buildings that so small a world has not.
    pins = tuple(
        pin._replace(week=0, unit=1, building=0, partner=2 if pin.partner else 0)
        for pin in settings.pinned_projects[:1]
    )
    settings = settings._replace(scale=1.0, places=(), categories=categories, pinned_projects=pins)
    return task._replace(settings=settings, mechanisms=tuple(rules.items()))
