"""How far a set of runs is, on stderr: runs finished and time left, for whatever takes over two seconds."""

import time
from collections.abc import Sequence
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from dizao.agents.compiled import cache_folder, compiled
from dizao.scenarios.execution.replicates import Task

SHOWN_AFTER = 2.0
TERMINAL_SECONDS, FILE_SECONDS = 0.2, 20.0
"""Seconds between two updates of the bar, and between two lines where stderr is not a terminal."""


class RunsProgress:
    """A bar of the weeks finished, written as runs finished and time left.

    It is drawn only when told of progress: no thread runs beside the model's own.

    Parameters
    ----------
    tasks
        The replicates that will be run.
    console
        Where to write; standard error if not given.
    what
        What they are run for, in front of the text; may be empty.
    """

    def __init__(self, tasks: Sequence[Task], console: Console | None = None, what: str = "") -> None:
        self.tasks, self.what = tasks, f"{what}: " if what else ""
        self.console = console or Console(stderr=True)
        self.start = self.last = time.monotonic()
        self.weeks = sum(task.weeks for task in tasks)
        self.first: tuple[float, int] | None = None
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, finished: Sequence[int]) -> None:
        """Take note of the weeks finished in each replicate, and show them if it is time to."""
        now, done = time.monotonic(), sum(finished)
        if self.first is None and done > 0:
            self.first = (now, done)
        pause = TERMINAL_SECONDS if self.console.is_terminal else FILE_SECONDS
        if now - self.start > SHOWN_AFTER and now - self.last > pause:
            self.last = now
            self.show(done, self.text(finished, now))

    def text(self, finished: Sequence[int], now: float) -> str:
        """Say how many runs are finished, and about how long the rest will take."""
        runs = sum(_runs_finished(task, weeks) for task, weeks in zip(self.tasks, finished, strict=True))
        left = self.seconds_left(sum(finished), now)
        rest = f", about {_duration(left)} left" if left is not None else ""
        return f"{self.what}{runs} of {sum(len(task.mechanisms) for task in self.tasks)} runs finished{rest}"

    def seconds_left(self, done: int, now: float) -> float | None:
        """Estimate the time left by the pace since the first week was seen; None before there is a pace."""
        if self.first is None or done <= self.first[1]:
            return None
        start, before = self.first
        return (now - start) * (self.weeks - done) / (done - before)

    def show(self, done: int, text: str) -> None:
        """Draw the bar, or write a line where there is no terminal."""
        if not self.console.is_terminal:
            self.console.print(text, highlight=False)
            return
        if self.bar is None:
            columns = (BarColumn(bar_width=24), TextColumn("{task.description}"))
            self.bar = Progress(*columns, console=self.console, auto_refresh=False, transient=True)
            self.bar.start()
            self.bar.add_task(text, total=self.weeks)
        self.bar.update(self.bar.task_ids[0], completed=done, description=text, refresh=True)


def _runs_finished(task: Task, weeks: int) -> int:
    return max(0, weeks - task.weeks_before) // task.weeks_each


def _duration(seconds: float) -> str:
    if seconds < 90.0:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60.0)} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"


class WeeksProgress:
    """A bar of weeks on a terminal, for a run that takes over two seconds.

    It is drawn only when told of a week: no thread runs beside the model's own.
    """

    def __init__(self, console: Console, text: str) -> None:
        self.console, self.text = console, text
        self.start = self.last = time.monotonic()
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Take note of the weeks done, and show them if it is time to."""
        now = time.monotonic()
        if self.console.is_terminal and now - self.start > SHOWN_AFTER and now - self.last > TERMINAL_SECONDS:
            self.last = now
            self._show(done, total)

    def _show(self, done: int, total: int) -> None:
        if self.bar is None:
            columns = (
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("week {task.completed} of {task.total}"),
            )
            self.bar = Progress(
                *columns, TimeRemainingColumn(), console=self.console, auto_refresh=False, transient=True
            )
            self.bar.start()
            self.bar.add_task(self.text, total=total)
        self.bar.update(self.bar.task_ids[0], completed=done, refresh=True)


def say_compiling(console: Console) -> None:
    """Say that the first run compiles, if no machine code of these sources is there yet."""
    if compiled and not any(cache_folder().rglob("*.nbi")):
        console.print("compiling the model's rules, once: about 20 s", highlight=False)
