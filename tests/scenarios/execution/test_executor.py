"""Work is done the same wherever it is done, and how far it is can be seen."""

import multiprocessing
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dizao.scenarios.execution.executor import (
    Executor,
    Item,
    Processes,
    Report,
    Serial,
    Work,
    WorkerLostError,
    executor,
)

ROOT = Path(__file__).parents[3]
TASKS = [Item("somewhere", 2, number) for number in range(5)]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers, which are told this process's path, find the functions of this file."""
    monkeypatch.syspath_prepend(ROOT)


def squared(task: Item[int], report: Report) -> int:
    report(1)
    # Later tasks are complete earlier.
    time.sleep(0.02 * (len(TASKS) - task.given))
    return task.given**2


def who(task: Item[int], report: Report) -> int:
    return os.getpid()


def half_done(task: Item[int], report: Report) -> None:
    report(1)
    time.sleep(1.5)


def failing(task: Item[int], report: Report) -> None:
    raise ZeroDivisionError(f"task {task.given}")


class Told:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.asked: Sequence[Work] = ()
        self.told: list[list[int]] = []
        self.stopped = 0

    def start(self, tasks: Sequence[Work]) -> None:
        self.asked = tasks

    def tell(self, finished: Sequence[int]) -> None:
        self.told.append(list(finished))

    def stop(self) -> None:
        self.stopped += 1


@pytest.mark.small
def test_one_worker_is_this_process() -> None:
    assert isinstance(executor(1), Serial)
    assert isinstance(executor(2), Processes)
    with executor(1) as execute:
        assert execute.in_order(who, TASKS) == [os.getpid()] * len(TASKS)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_stand_in_order_and_all_weeks_are_told(workers: int) -> None:
    watch = Told()
    with executor(workers) as execute:
        assert execute.in_order(squared, TASKS, watch) == [0, 1, 4, 9, 16]
    assert (watch.asked, watch.stopped) == (TASKS, 1)
    assert watch.told[-1] == [2] * len(TASKS)
    assert multiprocessing.active_children() == []


def test_workers_are_kept_and_tell_of_a_task_that_is_not_done() -> None:
    watch = Told()
    with executor(2) as execute:
        first = execute.in_order(who, TASKS)
        execute.in_order(half_done, TASKS[:2], watch)
        again = execute.in_order(who, TASKS)
    assert os.getpid() not in first
    assert len(set(first) | set(again)) <= 2
    # What an earlier task had finished is not taken for theirs.
    assert all(weeks <= 2 for told in watch.told for weeks in told)
    assert any(1 in told for told in watch.told)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_comes_through_and_leaves_no_process(workers: int) -> None:
    watch, execute = Told(), executor(workers)
    with pytest.raises(ZeroDivisionError, match="task"):
        execute.in_order(failing, TASKS, watch)
    assert watch.stopped == 1
    assert multiprocessing.active_children() == []
    # It can be used again.
    assert execute.in_order(squared, TASKS) == [0, 1, 4, 9, 16]
    execute.close()
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_is_an_error_and_leaves_no_process() -> None:
    with executor(2) as execute:
        results = execute.map(squared, TASKS * 40)
        next(results)
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)
        with pytest.raises(WorkerLostError, match="memory"):
            list(results)
        assert multiprocessing.active_children() == []


def test_leaving_early_ends_the_workers() -> None:
    with executor(2) as execute:
        results = execute.map(squared, TASKS * 40)
        next(results)
        results.close()
        assert multiprocessing.active_children() == []


@pytest.mark.small
def test_leaving_early_stops_the_watch() -> None:
    watch: Told = Told()
    execute: Executor = Serial()
    results = execute.map(squared, TASKS, watch)
    assert next(results) == (0, 0)
    results.close()
    assert watch.stopped == 1
