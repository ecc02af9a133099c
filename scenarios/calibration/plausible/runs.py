"""Runs of parameter sets: all worlds in some replicates, kept in a folder as they end, never made twice."""

import json
import platform
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rich.console import Console

from dizao.model.settings import Settings
from dizao.scenarios.calibration.plausible.cube import keys_of_worlds, settings_at
from dizao.scenarios.calibration.plausible.facts import simulated_facts
from dizao.scenarios.calibration.plausible.summaries import SUMMARIES, lived
from dizao.scenarios.execution.executor import Executor, Item, Report, available_cores, executor
from dizao.scenarios.execution.kept_runs import SOURCES, check_sum, short_hash
from dizao.scenarios.execution.kinds import RUNS
from dizao.scenarios.execution.progress import WorkProgress, say_compiling
from dizao.scenarios.execution.replicates import Task, compile_first
from dizao.scenarios.execution.store import telling, write_json

Floats = npt.NDArray[np.float64]
Seeds = npt.NDArray[np.int64]

FORMAT = 1
"""Number of the form of kept files and of what outcomes mean; another one is another name."""

PLACE = "worlds of facts"


def columns() -> list[tuple[str, str]]:
    """Return what is kept of a run: each outcome of each world that a fact bears on.

    Returns
    -------
    Pairs of world and outcome, in the order of the facts.
    """
    return list(dict.fromkeys((fact.world, fact.outcome) for fact in simulated_facts()))


class Point(NamedTuple):
    """A parameter set to be run: its place in the cube of the worlds, and the seeds of its replicates."""

    place: tuple[float, ...]
    seeds: tuple[int, ...]


class Runs:
    """Makes runs that are asked for and not kept yet; a context, at whose end no worker is left.

    Parameters
    ----------
    folder
        Where finished runs are kept.
    workers
        Processes; None for as many as there are cores.
    console
        Where to say how far it is.
    """

    def __init__(self, folder: Path, workers: int | None, console: Console) -> None:
        self.folder, self.console = folder / RUNS, console
        self.workers = workers or available_cores()
        self.execute: Executor = executor(self.workers)
        self.prepared = False

    def __enter__(self) -> "Runs":
        return self

    def __exit__(self, *error: object) -> None:
        self.execute.close()

    def ratios(self, positions: Floats, seeds: Seeds, what: str) -> Floats:
        """Run parameter sets and return what their outcomes are made of.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Places in the cube.
        seeds : ndarray of shape (points, replicates)
            Of all worlds of each replicate.
        what
            What the runs are for, in front of what is said.

        Returns
        -------
        Amounts, and what they are of: shape (points, replicates, columns, 2), as `columns` orders them.
        """
        places = positions[:, : len(keys_of_worlds())]
        points = [Point(tuple(place), tuple(some)) for place, some in zip(places.tolist(), seeds.tolist(), strict=True)]
        settings = settings_at(places)
        paths = [self._path(point, one) for point, one in zip(points, settings, strict=True)]
        found = {k: kept for k, path in enumerate(paths) if (kept := _kept(path)) is not None}
        damaged = [path for k, path in enumerate(paths) if k not in found and path.exists()]
        if damaged:
            self.say(f"{what}: {len(damaged)} damaged, to be run again: {damaged[0]}")
        if found:
            self.say(f"{what}: {len(found)} of {len(points)} are there already")
        left = [k for k in range(len(points)) if k not in found]
        if left:
            self._prepare(settings[left[0]])
        tasks = [Item(PLACE, _weeks(settings[k]) * seeds.shape[1], points[k]) for k in left]
        with closing(self.execute.map(_lived, tasks, WorkProgress(self.console, what))) as complete:
            for number, ratios in complete:
                self._keep(paths[left[number]], points[left[number]], ratios)
                found[left[number]] = ratios
        return np.array([found[k] for k in range(len(points))])

    def say(self, text: str) -> None:
        """Write a line where progress is shown.

        Parameters
        ----------
        text
            One line, without its end.
        """
        self.console.print(text, markup=False, soft_wrap=True)

    def _prepare(self, settings: dict[str, Settings]) -> None:
        """Compile what is not compiled yet in this process, before there are others."""
        if not self.prepared:
            say_compiling(self.console)
            if self.workers > 1:
                first = next(iter(settings.values()))
                compile_first(Task(0, 0, first, ((first.mechanism_name, first.mechanism),)))
            self.prepared = True

    def _path(self, point: Point, settings: dict[str, Settings]) -> Path:
        machine = f"{platform.system()} {platform.machine()}"
        made_from = f"{FORMAT} {SOURCES} {machine} {point.seeds} {columns()} {settings!r}"
        return self.folder / f"set-{short_hash(made_from)}.json"

    def _keep(self, path: Path, point: Point, ratios: list[Any]) -> None:
        with telling(path):
            path.parent.mkdir(exist_ok=True)
        content = {"set": path.stem, "seeds": list(point.seeds), "ratios": ratios}
        write_json(path, {"check": check_sum(content), **content})


def _weeks(settings: dict[str, Settings]) -> int:
    return sum(Item.run_of(one, None).weeks for one in settings.values())


def _kept(path: Path) -> list[Any] | None:
    """Return what a file keeps; None where it is not there, or damaged: then it is run again."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.pop("check", None) != check_sum(content) or content["set"] != path.stem:
        return None
    return list(content["ratios"])


def _lived(task: Item[Point], report: Report) -> list[Any]:
    """Return for each replicate the ratios of all columns."""
    [settings] = settings_at(np.array([task.given.place]))
    weeks = 0
    found = []
    for seed in task.given.seeds:
        named = {}
        for world, one in settings.items():
            named[world] = lived(one, seed)
            weeks += Item.run_of(one, None).weeks
            report(weeks)
        found.append([list(ratio) for ratio in _ratios(named)])
    return found


def _ratios(named: dict[str, Any]) -> Iterator[Sequence[float]]:
    for world, outcome in columns():
        yield SUMMARIES[outcome](named[world])
