"""Sequential approximate Bayesian computation with pyabc, so that the same seed gives the same particles.

pyabc is the extra ``dizao[calibrate]``: nothing but an estimate imports this file.
"""

import logging
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import cloudpickle
import numpy as np
import pyabc
from pyabc.sampler import Sampler

from dizao.model.core.generator import words
from dizao.scenarios.calibration.particles import Generation, Particles
from dizao.scenarios.execution.executor import Executor, Item, Report
from dizao.scenarios.execution.progress import WorkProgress

VERSION = str(pyabc.__version__)

BATCH = 8
"""Evaluations that are given out together; fixed, so that results do not depend on the number of workers."""

HALF = 0.5
"""The next generation's distance is the median of this one's."""

LOWEST_ACCEPTANCE = 0.05
"""Share of accepted evaluations below which the search ends."""

SEEDS = 2**31
"""Seeds of simulations are below this."""

Simulate = Callable[[Mapping[str, float], int], dict[str, float]]
Distance = Callable[[Mapping[str, float]], float]


class Search(NamedTuple):
    """What is looked for, and how thoroughly.

    Attributes
    ----------
    simulate
        From numbers and a seed to statistics; picklable.
    distance
        Of statistics from what was observed; picklable.
    priors
        Ends of the uniform prior of each number.
    first
        Distance that the first generation allows.
    particles, generations
        How many; it ends earlier where hardly anything is accepted.
    seed
        Of all random draws.
    """

    simulate: Simulate
    distance: Distance
    priors: Mapping[str, tuple[float, float]]
    first: float
    particles: int
    generations: int
    seed: int


class InOrder(Sampler):  # type: ignore[misc]
    """Takes the first accepted evaluations in the order of their numbers, each with random draws of its own.

    Parameters
    ----------
    execute
        Where evaluations are made.
    search
        How many generations there are at most, and the seed of all evaluations.
    progress
        Is told how many particles of a generation are there.
    """

    def __init__(self, execute: Executor, search: Search, progress: WorkProgress) -> None:
        super().__init__()
        self.execute, self.search, self.progress = execute, search, progress

    def sample_until_n_accepted(
        self,
        n: int,
        simulate_one: Callable[[], Any],
        t: int,
        *,
        max_eval: float = np.inf,
        all_accepted: bool = False,
        ana_vars: Any = None,
    ) -> Any:
        """Return a sample in which so many evaluations are accepted, as pyabc asks for one.

        Parameters
        ----------
        n
            How many are to be accepted.
        simulate_one
            Makes one particle: draws numbers, simulates, and says whether it is accepted.
        t
            Number of the generation, from 0.
        max_eval
            Evaluations after which it ends all the same.
        all_accepted, ana_vars
            Of pyabc, not read.

        Returns
        -------
        A sample of pyabc, whose `ok` says whether there are enough.
        """
        packed, sample, done = cloudpickle.dumps(simulate_one), self._create_empty_sample(), 0
        progress = self.progress.of(f"generation {t + 1} of {self.search.generations}")
        progress.start([Item("particles", 1, None)] * n)
        try:
            while sample.n_accepted < n and done < max_eval:
                draws = [words(self.search.seed, t + 1, done + k) for k in range(BATCH)]
                tasks = [Item("particles", 1, (packed, draw)) for draw in draws]
                for particle in self.execute.in_order(_evaluate, tasks):
                    if sample.n_accepted < n:
                        sample.append(particle)
                        done += 1
                progress.tell([int(k < sample.n_accepted) for k in range(n)])
        finally:
            progress.stop()
        self.nr_evaluations_ = done
        sample.ok = sample.n_accepted == n
        return sample


def _evaluate(task: Item[tuple[bytes, list[int]]], report: Report) -> Any:
    packed, random_draw = task.given
    # pyabc draws from NumPy's own stream, which is left as it was found.
    before = np.random.get_state()
    np.random.seed(random_draw)
    try:
        return _unpacked(packed)()
    finally:
        np.random.set_state(before)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Callable[[], Any]:
    """Return what a generation evaluates with; a worker unpacks it once."""
    unpacked: Callable[[], Any] = cloudpickle.loads(packed)
    return unpacked


class _Model:
    """What pyabc simulates with: numbers in, statistics out; its draws come from the stream that was just seeded.

    In pyabc numbers are called x0, x1, ...: a dot in a name has a meaning there.
    """

    def __init__(self, simulate: Simulate, names: list[str]) -> None:
        self.simulate, self.names = simulate, names

    def __call__(self, values: Mapping[str, float]) -> dict[str, float]:
        named = {name: float(values[f"x{k}"]) for k, name in enumerate(self.names)}
        return self.simulate(named, int(np.random.randint(SEEDS)))


class _Distance:
    """How far simulated statistics are from the observed ones, which the function knows."""

    def __init__(self, distance: Distance) -> None:
        self.distance = distance

    def __call__(self, simulated: Mapping[str, float], _: Mapping[str, float]) -> float:
        return self.distance(simulated)


def sample(search: Search, execute: Executor, progress: WorkProgress) -> Particles:
    """Return particles from the posterior.

    Parameters
    ----------
    search
        What is looked for.
    execute
        Where evaluations are made.
    progress
        Is told how far each generation is.

    Returns
    -------
    The last generation, and how all went.
    """
    logging.getLogger("ABC").setLevel(logging.ERROR)
    names, ends = list(search.priors), enumerate(search.priors.values())
    made = pyabc.ABCSMC(
        _Model(search.simulate, names),
        pyabc.Distribution(**{f"x{k}": pyabc.RV("uniform", low, high - low) for k, (low, high) in ends}),
        _Distance(search.distance),
        population_size=search.particles,
        eps=pyabc.QuantileEpsilon(initial_epsilon=search.first, alpha=HALF),
        sampler=InOrder(execute, search, progress),
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made.new(f"sqlite:///{Path(folder) / 'particles.db'}", {"observed": 0.0})
        history = made.run(max_nr_populations=search.generations, min_acceptance_rate=LOWEST_ACCEPTANCE)
        table, weights = history.get_distribution()
        values = table[[f"x{k}" for k in range(len(names))]].to_numpy()
        return Particles(names, values, np.asarray(weights), _generations(history))


def _generations(history: Any) -> list[Generation]:
    found = []
    for row in history.get_all_populations().to_dict("records"):
        if row["t"] < 0:
            continue
        weights = history.get_distribution(t=row["t"])[1]
        share = len(weights) / row["samples"]
        found.append(Generation(row["epsilon"], int(row["samples"]), share, float(1.0 / np.sum(weights**2))))
    return found
