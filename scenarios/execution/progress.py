"""How far work is, on standard error: runs finished and time left, for whatever takes over two seconds."""

import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from dizao.agents.compiled import compiled
from dizao.agents.machine_code import cache_folder, code_can_be_kept
from dizao.scenarios.execution.executor import Work

SHOWN_AFTER = 2.0
TERMINAL_SECONDS, FILE_SECONDS = 0.2, 20.0
"""Seconds between two updates of the bar, and between two lines where stderr is not a terminal."""


class WorkProgress:
    """A bar of the weeks finished, written as runs finished and time left; a single run's as weeks.

    It is drawn only when told of progress: no thread runs beside the model's own.

    Parameters
    ----------
    console
        Where to write; standard error if not given.
    what
        What the work is for, in front of the text; may be empty.
    """

    def __init__(self, console: Console | None = None, what: str = "") -> None:
        self.console, self.what = console or Console(stderr=True), what
        self.tasks: Sequence[Work] = ()
        self.bar: Progress | None = None

    def of(self, what: str) -> "WorkProgress":
        """Return the progress of another piece of work, on the same console.

        Parameters
        ----------
        what
            What the work is for, in front of the text; may be empty.

        Returns
        -------
        The other progress, not yet started.
        """
        return WorkProgress(self.console, what)

    def start(self, tasks: Sequence[Work]) -> None:
        """Take note of what is to be done.

        Parameters
        ----------
        tasks
            All tasks that are handed out.
        """
        self.tasks = tasks
        self.begun = self.last = time.monotonic()
        self.weeks = sum(task.weeks for task in tasks)
        self.runs = sum(task.runs_after(task.weeks) for task in tasks)
        self.first: tuple[float, int] | None = None

    def stop(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()
            self.bar = None

    def tell(self, finished: Sequence[int]) -> None:
        """Take note of the weeks finished of each task, and show them if it is time to.

        Parameters
        ----------
        finished
            Weeks, one number a task, in the order of the tasks.
        """
        now, done = time.monotonic(), sum(finished)
        if self.first is None and done > 0:
            self.first = (now, done)
        pause = TERMINAL_SECONDS if self.console.is_terminal else FILE_SECONDS
        if now - self.begun > SHOWN_AFTER and now - self.last > pause:
            self.last = now
            self._show(done, self.text(finished, now))

    def text(self, finished: Sequence[int], now: float) -> str:
        """Say how much is finished, and about how long the rest will take.

        Parameters
        ----------
        finished
            Weeks, one number a task, in the order of the tasks.
        now
            Seconds of the monotonic clock.

        Returns
        -------
        The text, one line.
        """
        done = sum(finished)
        left = self.seconds_left(done, now)
        rest = f", about {_duration(left)} left" if left is not None else ""
        what = f"{self.what}: " if self.what else ""
        if self.runs == 1:
            return f"{what}week {done} of {self.weeks}{rest}"
        runs = sum(task.runs_after(weeks) for task, weeks in zip(self.tasks, finished, strict=True))
        return f"{what}{runs} of {self.runs} runs finished{rest}"

    def seconds_left(self, done: int, now: float) -> float | None:
        """Estimate the time left by the pace since the first week was seen; None before there is a pace.

        Parameters
        ----------
        done
            Weeks finished of all tasks together.
        now
            Seconds of the monotonic clock.

        Returns
        -------
        Seconds, or None.
        """
        if self.first is None or done <= self.first[1]:
            return None
        start, before = self.first
        return (now - start) * (self.weeks - done) / (done - before)

    def _show(self, done: int, text: str) -> None:
        """Draw the bar, or write a line where there is no terminal."""
        if not self.console.is_terminal:
            self.console.print(text, highlight=False, markup=False)
            return
        if self.bar is None:
            columns = (BarColumn(bar_width=24), TextColumn("{task.description}", markup=False))
            self.bar = Progress(*columns, console=self.console, auto_refresh=False, transient=True)
            self.bar.start()
            self.bar.add_task(text, total=self.weeks)
        self.bar.update(self.bar.task_ids[0], completed=done, description=text, refresh=True)


def _duration(seconds: float) -> str:
    if seconds < 90.0:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60.0)} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"


def say_compiling(console: Console) -> None:
    """Say that the first run compiles, if no machine code of these sources is there yet, and can be kept.

    Parameters
    ----------
    console
        Where to say it.
    """
    if compiled and not any(cache_folder().rglob("*.nbi")) and code_can_be_kept():
        console.print("compiling the model's rules, once: about 20 s", highlight=False)
