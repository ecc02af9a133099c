"""Finished runs, kept in the folder of a comparison: what is there is never computed twice.

A run's name is made of all that its outcomes follow from: the resolved scenario with its mechanism, the seed, the
sources of the model, the kind of machine. After any change there it is another run, under another name. A file is
written whole or not at all, bears its own check sum, and says the same whoever writes it.
"""

import hashlib
import json
import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dizao.agents.machine_code import cache_folder
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.execution.kinds import RUNS
from dizao.scenarios.execution.replicates import Ended, Result, Task
from dizao.scenarios.execution.run_process import process_from
from dizao.scenarios.execution.store import plain, telling, write_json
from dizao.scenarios.loading.errors import FailedError

FORMAT = 4
"""Number of the form of these files; another one is another name."""

SOURCES = cache_folder().name
"""Names the sources of agents and model, and the libraries that compile them, as they were when they were loaded."""

HASH_LENGTH = 20
"""Hexadecimal digits of a hash, in the name of a file and inside it."""


class Found(NamedTuple):
    """What is kept of a comparison, and what is missing.

    Attributes
    ----------
    kept
        By replicate, then by mechanism; a replicate of which nothing is kept is missing.
    left
        Replicates still to be run, with those of their mechanisms that are.
    damaged
        Files that do not hold what they should.
    """

    kept: dict[int, dict[str, Ended]]
    left: list[Task]
    damaged: list[Path]

    @property
    def runs(self) -> int:
        """Number of runs that are kept."""
        return sum(len(by_mechanism) for by_mechanism in self.kept.values())

    def complete(self) -> list[Result]:
        """Return the replicates of which nothing is left to run.

        Returns
        -------
        Results in the order of the tasks; they took no time and no memory.
        """
        begun = {task.replicate for task in self.left}
        whole = {replicate: runs for replicate, runs in self.kept.items() if replicate not in begun}
        return [Result(replicate, runs, 0.0, {}, 0.0, tuple(runs)) for replicate, runs in whole.items()]

    def completed(self, result: Result) -> Result:
        """Return a replicate that was run, with those of its mechanisms that were kept.

        Parameters
        ----------
        result
            The replicate as it was run, with the mechanisms that were missing.

        Returns
        -------
        The whole replicate; ``reused`` names what was kept.
        """
        kept = self.kept.get(result.replicate, {})
        return result._replace(runs=kept | result.runs, reused=tuple(kept))


@dataclass(frozen=True)
class KeptRuns:
    """The finished runs in the folder of a comparison.

    Attributes
    ----------
    folder
        That of the comparison.
    sources
        Names the model that the runs are made by.
    """

    folder: Path
    sources: str = field(default_factory=lambda: SOURCES)

    def path(self, task: Task, mechanism: str) -> Path:
        """Return where the outcomes of a replicate under a mechanism are, or would be.

        Parameters
        ----------
        task
            The replicate.
        mechanism
            Name of one of its mechanisms.

        Returns
        -------
        The file; other numbers, sources or machines have other names.
        """
        return self.folder / RUNS / f"{mechanism}-{task.seed}-{short_hash(self._made_from(task, mechanism))}.json"

    def _made_from(self, task: Task, mechanism: str) -> str:
        # Settings are tuples of plain numbers: repr has every name in order, and every digit.
        settings = task.settings._replace(mechanism_name=mechanism, mechanism=dict(task.mechanisms)[mechanism])
        return f"{FORMAT} {self.sources} {platform.system()} {platform.machine()} {task.seed} {settings!r}"

    def keep(self, task: Task, mechanism: str, run: Ended) -> None:
        """Write down what a run ended with.

        Parameters
        ----------
        task
            The replicate.
        mechanism
            Name of one of its mechanisms.
        run
            What the run ended with.

        Raises
        ------
        StoreError
            If it cannot be written; no half file stays behind.
        FailedError
            If this process was started after an edit of the sources: it would mix two models in one table.
        """
        if self.sources != SOURCES:
            raise FailedError("the model's sources were changed meanwhile; the same command begins anew with them")
        path = self.path(task, mechanism)
        with telling(path):
            path.parent.mkdir(exist_ok=True)
        held = {"run": path.stem, "scenario": task.settings.name, "mechanism": mechanism, "seed": task.seed}
        ended = {"groups": run.groups, "process": run.process._asdict()}
        content = held | {"outcomes": {name: run.outcomes[name] for name in OUTCOMES}, **ended}
        write_json(path, {"check": check_sum(content), **content})

    def ended(self, task: Task, mechanism: str) -> Ended | None:
        """Return what a run ended with, or None where it is not kept.

        Parameters
        ----------
        task
            The replicate.
        mechanism
            Name of one of its mechanisms.

        Returns
        -------
        The run; an outcome that is undefined is nan.

        Raises
        ------
        ValueError
            If there is a file that does not hold it, whole and unchanged.
        """
        path = self.path(task, mechanism)
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, RecursionError) as error:
            raise ValueError(f"{path}: cannot be read") from error
        return _checked(content, path)

    def found(self, tasks: Sequence[Task]) -> Found:
        """Look up all runs of a comparison.

        Parameters
        ----------
        tasks
            All replicates, each with all of its mechanisms.

        Returns
        -------
        What is kept and what is left; a damaged file's run is left, and nothing is raised.
        """
        found = Found({}, [], [])
        for task in tasks:
            missing = []
            for mechanism, rules in task.mechanisms:
                run = self._unless_damaged(task, mechanism, found.damaged)
                if run is None:
                    missing.append((mechanism, rules))
                else:
                    found.kept.setdefault(task.replicate, {})[mechanism] = run
            if missing:
                found.left.append(task._replace(mechanisms=tuple(missing)))
        return found

    def _unless_damaged(self, task: Task, mechanism: str, damaged: list[Path]) -> Ended | None:
        try:
            return self.ended(task, mechanism)
        except ValueError:
            damaged.append(self.path(task, mechanism))
            return None


def _checked(content: Any, path: Path) -> Ended:
    """Return what a file holds; a null among the outcomes is nan.

    Raises
    ------
    ValueError
        If it is not what `KeptRuns.keep` wrote there.
    """
    if not isinstance(content, dict) or content.pop("check", None) != check_sum(content) or content["run"] != path.stem:
        raise ValueError(f"{path}: damaged")
    found = content["outcomes"]
    outcomes = {name: math.nan if found[name] is None else found[name] for name in OUTCOMES}
    groups = {
        kind: {name: tuple(sums) for name, sums in by_name.items()} for kind, by_name in content["groups"].items()
    }
    return Ended(outcomes, groups, process_from(content["process"]))


def check_sum(content: Mapping[str, Any]) -> str:
    """Return a check sum of what stands in a file, whatever its spacing.

    Parameters
    ----------
    content
        What JSON knows, or `plain` can turn into it.

    Returns
    -------
    Hexadecimal digits, `HASH_LENGTH` of them.
    """
    return short_hash(json.dumps(plain(content)))


def short_hash(text: str) -> str:
    """Return a hash that names a file or checks what stands in it.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Hexadecimal digits, `HASH_LENGTH` of them.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
