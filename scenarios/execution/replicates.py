"""Replicates, one after another or in worker processes: the same results either way.

The unit of work is a replicate: its world and warm-up are made once, and each mechanism goes on from a copy. Workers
are started fresh (``spawn``: a process that has threads cannot be forked safely), use one thread each, and end when
the process that started them does.
"""

import math
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from itertools import count
from multiprocessing import connection
from typing import Any, NamedTuple

from dizao.agents.compiled import cache_folder, compiled, set_threads
from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.groups import Groups, groups
from dizao.model.settings import Settings
from dizao.scenarios.execution.run_process import NO_PROCESS, Process, process
from dizao.scenarios.loading.checks import world_errors_explained
from dizao.scenarios.loading.errors import FailedError

POLL_SECONDS = 0.2

MANY_NEEDS = 10.0
"""Needs of each category a year and 1000 households, in the replicate that only compiles."""

Watch = Callable[[Sequence[int]], None]
"""Is told, now and then, how many weeks of each replicate are finished."""

Outcomes = dict[str, float]
"""What a run ends with, by the names of `dizao.model.outputs.outcomes.OUTCOMES`; nan where undefined."""


class Ended(NamedTuple):
    """What is kept of a finished run: its outcomes, how households fared, group by group, and how it came to that."""

    outcomes: Outcomes
    groups: Groups
    process: Process = NO_PROCESS


Keep = Callable[["Task", str, Ended], None]
"""Is given, where a run was made, its replicate, its mechanism and what it ended with, as soon as it is finished."""


class WorkerLostError(FailedError):
    """A worker process ended without a result."""


class Task(NamedTuple):
    """One replicate to run: a seed, the numbers of its world, and the mechanisms that share it."""

    replicate: int
    seed: int
    settings: Settings
    mechanisms: tuple[tuple[str, Mechanism], ...]

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


def run_replicate(task: Task, report: Callable[[int], None], keep: Keep | None = None) -> Result:
    """Make the world of a replicate, warm it up once, and run every mechanism from there.

    Parameters
    ----------
    task
        What to run.
    report
        Is told the weeks finished so far.
    keep
        Is given what each run ends with.
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
        runs[name] = Ended(outcomes, groups(run), process(run, outcomes))
        if keep is not None:
            keep(task, name, runs[name])
        weeks += task.weeks_each
        for stage, spent in run.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent - world.seconds.get(stage, 0.0)
    return Result(task.replicate, runs, time.perf_counter() - start, seconds, peak_memory_mb())


def _finite(value: float) -> float:
    """Return a plain float, and one and the same nan for all that is undefined, so that bytes do not differ."""
    return float(value) if math.isfinite(value) else math.nan


def _counting_from(weeks: int, report: Callable[[int], None]) -> Callable[[int], None]:
    """Return what an engine is to call after each week, so that the weeks of all runs are counted through."""
    finished = count(weeks + 1)
    return lambda week: report(next(finished))


def peak_memory_mb() -> float:
    """Return the most memory that this process has held, in MB; nan where the system does not say."""
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


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_replicates(
    tasks: Sequence[Task], workers: int, watch: Watch | None = None, keep: Keep | None = None
) -> Generator[Result, None, None]:
    """Run all replicates and yield each result as it is complete, in any order.

    Parameters
    ----------
    tasks
        One a replicate.
    workers
        Number of processes; with 1 everything runs in this one, with as many threads as it has.
    watch
        Is told the progress, from this process.
    keep
        Is given what each run ends with, in the process where it ends; must be picklable.

    Raises
    ------
    WorkerLostError
        If a worker was killed, most likely because memory ran out. What was yielded before is good.
    """
    if workers > 1:
        yield from _in_workers(tasks, workers, watch, keep)
        return
    finished = [0] * len(tasks)

    def report(index: int, weeks: int) -> None:
        finished[index] = weeks
        if watch is not None:
            watch(finished)

    for index, task in enumerate(tasks):
        yield run_replicate(task, partial(report, index), keep)


def _in_workers(
    tasks: Sequence[Task], workers: int, watch: Watch | None, keep: Keep | None
) -> Generator[Result, None, None]:
    context = multiprocessing.get_context("spawn")
    finished: Any = context.RawArray("q", len(tasks))
    older = set(multiprocessing.active_children())
    waiting: set[Future[Result]] = set()
    pool = ProcessPoolExecutor(min(workers, len(tasks)), context, _start_worker, (finished,))
    try:
        with interrupts_ignored():
            waiting = {pool.submit(_work, index, task, keep) for index, task in enumerate(tasks)}
        while waiting:
            done, waiting = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
            for future in done:
                yield future.result()
            if watch is not None:
                watch(finished)
    except BrokenProcessPool as error:
        raise WorkerLostError("a worker was killed, most likely because memory ran out; try fewer workers") from error
    finally:
        if waiting:
            _end(set(multiprocessing.active_children()) - older)
        pool.shutdown(cancel_futures=True)


_finished: Any = None
"""In a worker: the shared array of weeks finished, one number a replicate."""


def _start_worker(finished: Any) -> None:
    """Prepare a worker of replicates, which tells how far it is."""
    global _finished
    _finished = finished
    work_alone()


def work_alone() -> None:
    """Make this process a worker: one thread, an interrupt is the parent's business, and its end is this one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process as soon as its parent does; a pool's workers would else wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(index: int, task: Task, keep: Keep | None) -> Result:
    def report(weeks: int) -> None:
        _finished[index] = weeks

    return run_replicate(task, report, keep)


def _end(processes: set[Any]) -> None:
    for one in processes:
        one.terminate()


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Let processes started inside inherit that they ignore Ctrl-C, so that none dies noisily while it starts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def compile_first(task: Task) -> None:
    """Compile in this process whatever is not compiled yet, so that workers load it instead of each making it."""
    stamp = cache_folder() / "complete"
    if not compiled or stamp.exists():
        return
    run_replicate(tiny(task), lambda weeks: None)
    if cache_folder().is_dir():
        stamp.touch()


def tiny(task: Task) -> Task:
    """Return a replicate of a moment that goes through every stage under every preset: many needs, money enough."""
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
    settings = settings._replace(scale=1.0, categories=categories, pinned_projects=pins)
    return task._replace(settings=settings, mechanisms=tuple(rules.items()))
