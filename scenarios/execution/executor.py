"""Where work is executed: in this process or in worker processes, with the same results either way.

Every study hands its work out through `Executor`, and none asks where it is done. Workers are started fresh (``spawn``:
a process that has threads cannot be forked safely), use one thread each, and end when the process that started them
does.
"""

import multiprocessing
import os
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import connection
from typing import Any, NamedTuple, Protocol, Self

from dizao.agents.compiled import set_threads
from dizao.agents.machine_code import said_by, was_said
from dizao.model.settings import Settings
from dizao.scenarios.execution.interrupts import PARENTS, deferred, left_to_the_parent
from dizao.scenarios.loading.errors import FailedError

POLL_SECONDS = 0.2
LOST = "a worker was killed, most likely because memory ran out; try fewer workers"

WEEK_BITS = 32
"""Of the number in which a worker writes its task and the weeks finished of it, so that both change at once."""

Report = Callable[[int], None]
"""Is told, where a task is done, how many weeks of it are finished."""


class Work(Protocol):
    """A task, a record that can be pickled: which place it is of, how much work it is, and how many runs.

    Attributes
    ----------
    place
        Name of the scenario, case or game.
    weeks
        Weeks to be lived, or whatever other steps it has.
    """

    @property
    def place(self) -> str: ...  # noqa: D102

    @property
    def weeks(self) -> int: ...  # noqa: D102

    def runs_after(self, weeks: int) -> int:
        """Return how many of its runs are finished after so many weeks.

        Parameters
        ----------
        weeks
            Weeks of it that are finished.

        Returns
        -------
        Runs, from 0 to all that it has.
        """


class Item[Given](NamedTuple):
    """A task of one run: its place, its weeks, and what the function is to know."""

    place: str
    weeks: int
    given: Given

    def runs_after(self, weeks: int) -> int:
        """Return 1 once all weeks are finished.

        Parameters
        ----------
        weeks
            Weeks of it that are finished.

        Returns
        -------
        0 or 1.
        """
        return int(weeks >= self.weeks)

    @classmethod
    def run_of(cls, settings: Settings, given: Given) -> Self:
        """Return the task of living all weeks of a world.

        Parameters
        ----------
        settings
            Of the world, whose calendar says how many weeks there are.
        given
            What the function is to know.

        Returns
        -------
        The task, under the scenario's name.
        """
        calendar = settings.calendar
        return cls(settings.name, calendar.warm_up_weeks + calendar.programme_weeks + calendar.follow_up_weeks, given)


class Watch(Protocol):
    """Is told how far work is, in the process that hands it out."""

    def start(self, tasks: Sequence[Work]) -> None:
        """Take note of what is to be done.

        Parameters
        ----------
        tasks
            All tasks that are handed out.
        """

    def tell(self, finished: Sequence[int]) -> None:
        """Take note of the weeks finished of each task.

        Parameters
        ----------
        finished
            Weeks, one number a task, in the order of the tasks.
        """

    def stop(self) -> None:
        """Take note that nothing more is done, for whatever reason."""


class WorkerLostError(FailedError):
    """A worker process ended without a result."""


class Executor(ABC):
    """Does tasks; to be used as a context, at the end of which nothing of it is left."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """End whatever was started."""

    def map[Task: Work, Result](
        self, function: Callable[[Task, Report], Result], tasks: Sequence[Task], watch: Watch | None = None
    ) -> Generator[tuple[int, Result], None, None]:
        """Do all tasks and yield the number of each with its result as it is complete, in any order.

        Parameters
        ----------
        function
            Picklable and without memory; reports the weeks finished, if it can.
        tasks
            What to do.
        watch
            Is told how far it is.

        Yields
        ------
        Place of the task among `tasks`, and what the function returned for it.

        Raises
        ------
        WorkerLostError
            If a worker was killed, most likely because memory ran out. What was yielded before is good.
        """
        if watch is not None:
            watch.start(tasks)
        try:
            yield from self._map(function, tasks, (lambda finished: None) if watch is None else watch.tell)
        finally:
            if watch is not None:
                watch.stop()

    @abstractmethod
    def _map(
        self, function: Callable[[Any, Report], Any], tasks: Sequence[Any], tell: Callable[[Sequence[int]], None]
    ) -> Generator[tuple[int, Any], None, None]: ...

    def in_order[Task: Work, Result](
        self, function: Callable[[Task, Report], Result], tasks: Sequence[Task], watch: Watch | None = None
    ) -> list[Result]:
        """Do all tasks, and return their results in the tasks' order; otherwise as `map`.

        Parameters
        ----------
        function
            Picklable and without memory; reports the weeks finished, if it can.
        tasks
            What to do.
        watch
            Is told how far it is.

        Returns
        -------
        What the function returned for each task.
        """
        with closing(self.map(function, tasks, watch)) as complete:
            return [result for _, result in sorted(complete, key=lambda one: one[0])]


class Serial(Executor):
    """Does one task after another in this process, with as many threads as it has."""

    def close(self) -> None:
        """Do nothing: nothing was started."""

    def _map(
        self, function: Callable[[Any, Report], Any], tasks: Sequence[Any], tell: Callable[[Sequence[int]], None]
    ) -> Generator[tuple[int, Any], None, None]:
        finished = [0] * len(tasks)

        def report(weeks: int) -> None:
            finished[number] = weeks
            tell(finished)

        for number, task in enumerate(tasks):
            yield number, function(task, report)
            if finished[number] != task.weeks:
                report(task.weeks)


class Processes(Executor):
    """Does tasks in worker processes, which are started when they are needed and kept until the end.

    Parameters
    ----------
    workers
        Number of processes at most.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool: ProcessPoolExecutor | None = None
        self.context = multiprocessing.get_context("spawn")
        self.cells: Any = self.context.RawArray("q", workers)
        self.older = set[Any]()

    def close(self) -> None:
        """End the workers."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
            self.pool = None

    def _map(
        self, function: Callable[[Any, Report], Any], tasks: Sequence[Any], tell: Callable[[Sequence[int]], None]
    ) -> Generator[tuple[int, Any], None, None]:
        finished, numbers, complete = [0] * len(tasks), dict[Future[Any], int](), False
        try:
            with deferred():
                # The first counter shared also starts the tracker of such things, which unblocks what it blocks.
                with left_to_the_parent():
                    pool = self._open()
                with left_to_the_parent():
                    for number, task in enumerate(tasks):
                        numbers[pool.submit(_work, function, number, task)] = number
            waiting = set(numbers)
            while waiting:
                with deferred():
                    done, waiting = wait(waiting, POLL_SECONDS, FIRST_COMPLETED)
                for future in done:
                    yield numbers[future], future.result()
                    finished[numbers[future]] = tasks[numbers[future]].weeks
                self._read(finished)
                tell(finished)
            complete = True
        except BrokenProcessPool as error:
            raise WorkerLostError(LOST) from error
        finally:
            if not complete:
                for process in set(multiprocessing.active_children()) - self.older:
                    process.terminate()
                self.close()

    def _open(self) -> ProcessPoolExecutor:
        if self.pool is None:
            self.older = set(multiprocessing.active_children())
            started = self.context.Value("q", 0)
            said = self.context.Value("q", int(was_said()))
            self.pool = ProcessPoolExecutor(self.workers, self.context, _start, (self.cells, started, said))
        # What a worker wrote of earlier tasks is not about these.
        self.cells[:] = [-1] * self.workers
        return self.pool

    def _read(self, finished: list[int]) -> None:
        """Take over what the workers have written; of a task that is done all weeks are finished already."""
        for cell in self.cells:
            if cell >= 0:
                number = cell >> WEEK_BITS
                finished[number] = max(finished[number], cell & ((1 << WEEK_BITS) - 1))


def executor(workers: int) -> Executor:
    """Return what does work in so many processes; with one, in this.

    Parameters
    ----------
    workers
        Processes at most; 1 or less: none beside this one.

    Returns
    -------
    The executor, to be used as a context.
    """
    return Serial() if workers <= 1 else Processes(workers)


def available_cores() -> int:
    """Return the number of cores that this process may use.

    Returns
    -------
    Cores, at least 1.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# in a worker ----------------------------------------------------------------------------------------------------

_cells: Any = None
"""The array that all workers share: what each is at."""

_mine = 0
"""This worker's place in it."""


def _start(cells: Any, started: Any, said: Any) -> None:
    """Make this process a worker: one thread, an interrupt is the parent's business, and its end is this one's.

    What all workers would say of the disk is said by one of them, if the parent has not.
    """
    global _cells, _mine
    for number in PARENTS:
        signal.signal(number, signal.SIG_IGN)
    set_threads(1)
    said_by(said)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with started.get_lock():
        _cells, _mine = cells, started.value
        started.value += 1


def _end_with_parent() -> None:
    """End this process as soon as its parent does; a pool's workers would else wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(function: Callable[[Any, Report], Any], number: int, task: Any) -> Any:
    def report(weeks: int) -> None:
        _cells[_mine] = number << WEEK_BITS | weeks

    return function(task, report)
