"""Runs in the folder of a comparison: kept as they end, never made twice, watched on standard error."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console

from dizao.scenarios.execution.executor import available_cores
from dizao.scenarios.execution.kept_runs import Found, KeptRuns
from dizao.scenarios.execution.progress import WorkProgress, say_compiling
from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.loading.checks import check_memory, memory_available, memory_needed

WORLDS_AT_ONCE = 2
"""Copies of a world that one process holds: the warmed-up one, and the one that a mechanism goes on with."""


class Session:
    """Makes the runs that are asked for and are not kept yet.

    Parameters
    ----------
    folder
        Of the comparison.
    workers
        Processes; None for as many as there are cores and as memory holds worlds.
    console
        Where to say how far it is.
    """

    def __init__(self, folder: Path, workers: int | None, console: Console) -> None:
        self.kept, self.asked, self.console = KeptRuns(folder), workers, console
        self.workers, self.replicates = 1, 0

    def run(self, tasks: Sequence[Task], results: list[Result], what: str = "") -> None:
        """Run what is left of some replicates, and add each to `results` once it is complete.

        Parameters
        ----------
        tasks
            Replicates, each with all of its mechanisms.
        results
            Gets each replicate that is complete, those that were kept among them.
        what
            What the runs are for, in front of what is said; may be empty.

        Raises
        ------
        ScenarioError
            If the worlds would not fit into memory.
        FailedError
            If the machine refuses something.
        """
        found = self.kept.found(tasks)
        self.replicates = max(self.replicates, *(task.replicate + 1 for task in tasks))
        self._say_found(found, f"{what}: " if what else "")
        results.extend(found.complete())
        if not found.left:
            return
        workers = max(1, min(self.asked or _workers_that_fit(found.left[0]), len(found.left)))
        check_memory(found.left[0].settings, WORLDS_AT_ONCE * workers)
        self.workers = max(workers, self.workers)
        self._run_left(found, workers, results, what)

    def _run_left(self, found: Found, workers: int, results: list[Result], what: str) -> None:
        say_compiling(self.console)
        progress = WorkProgress(self.console, what)
        with closing(run_replicates(found.left, workers, progress, self.kept.keep)) as complete:
            for result in complete:
                results.append(found.completed(result))

    def _say_found(self, found: Found, what: str) -> None:
        """Say how many runs are there already, and that damaged ones are made again."""
        runs = found.runs + sum(len(task.mechanisms) for task in found.left)
        if found.runs:
            self.say(f"{what}{found.runs} of {runs} runs are there already")
        if found.damaged:
            more = f" and {len(found.damaged) - 1} more" if len(found.damaged) > 1 else ""
            self.say(f"{found.damaged[0]}{more}: damaged, to be run again")

    def say(self, text: str) -> None:
        """Write a line where progress is shown.

        Parameters
        ----------
        text
            One line, without its end.
        """
        self.console.print(text, markup=False, soft_wrap=True)


def _workers_that_fit(task: Task) -> int:
    """Return the number of cores, or less where memory does not hold so many worlds."""
    free = memory_available()
    fitting = available_cores() if free is None else int(free // (WORLDS_AT_ONCE * memory_needed(task.settings)))
    return max(1, min(available_cores(), fitting))
