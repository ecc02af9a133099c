"""A history match: a screening, then waves, until enough members are kept (ODD 9.1)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dizao.model.core.generator import generator, positive_seed
from dizao.scenarios.analysis.matching.active import active, correlated, elementary_effects, screened
from dizao.scenarios.analysis.matching.emulator import Checked, Emulator, fitted, forest
from dizao.scenarios.analysis.matching.implausibility import RANK, not_ruled_out
from dizao.scenarios.analysis.matching.region import Drawn, Region, Target, Wave, densities, drawn
from dizao.scenarios.calibration.plausible.cube import Cube
from dizao.scenarios.calibration.plausible.facts import Fact, simulated_facts
from dizao.scenarios.calibration.plausible.outcomes import Outcomes, implausibilities, outcomes_of
from dizao.scenarios.calibration.plausible.runs import columns
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.design import check_seeds
from dizao.scenarios.studies.uncertainty.design import trajectories

Floats = npt.NDArray[np.float64]
Seeds = npt.NDArray[np.int64]

DESIGN, WORLDS, SCREENED, TREES = 41, 42, 43, 44
"""Purposes of random numbers, beside the seed: points of a wave, seeds of its worlds and of trajectories, forests."""

LARGEST_WORLD = 2**62
"""Seeds of worlds are below this."""

TRAINING = 400
"""Simulated sets that an emulator is fitted to, at most: the last ones."""

MEMBERS, REPLICATES, WAVE_SIZE, WAVES, TRAJECTORIES = 500, 2, 400, 8, 2

FEWEST_REPLICATES, FEWEST_SETS = 2, 4
"""With fewer replicates there is no variance between worlds."""

MOST_SETS = 20_000


class Size(NamedTuple):
    """How large a history match is.

    Attributes
    ----------
    members
        Sets that are to be kept.
    replicates
        Worlds of each kind for each set.
    wave_size, waves
        Sets of a wave, and waves at most.
    trajectories
        Of the screening; 0: rank correlations in the waves alone say which numbers are active.
    """

    members: int = MEMBERS
    replicates: int = REPLICATES
    wave_size: int = WAVE_SIZE
    waves: int = WAVES
    trajectories: int = TRAJECTORIES


class Asked(NamedTuple):
    """What is asked: of which scenario, from which seed, how large."""

    scenario: Scenario
    seed: int
    size: Size


Simulate = Callable[[Floats, Seeds, str], Floats]
"""From places, seeds and what they are for to ratios (`dizao.scenarios.calibration.plausible.runs.Runs.ratios`)."""


class WaveFound(NamedTuple):
    """How a wave went.

    Attributes
    ----------
    drawn
        Its sets.
    share
        Part of the prior that was left before it.
    checked
        By fact: leave-one-out errors of its emulator; None where there is none.
    """

    drawn: Drawn
    share: float
    checked: dict[str, Checked | None]


@dataclass(frozen=True, eq=False)
class Found:
    """What a history match found.

    Attributes
    ----------
    asked
        What was asked.
    cube
        Of the parameter sets.
    facts
        Those that condition, then the tests.
    positions : ndarray of shape (sets, numbers)
        All sets of all waves.
    wave : ndarray of shape (sets,)
        Of each set, from 0.
    outcomes
        Of each set.
    implausibilities : ndarray of shape (sets, facts)
        By all facts, tests among them.
    kept : ndarray of shape (sets,)
        Which sets simulation does not rule out.
    densities : ndarray of shape (sets,)
        With which each set could have been drawn: one over it is its weight in whatever part of the prior is looked at.
    waves
        How each wave went.
    """

    asked: Asked
    cube: Cube
    facts: tuple[Fact, ...]
    positions: Floats
    wave: npt.NDArray[np.int64]
    outcomes: Outcomes
    implausibilities: Floats
    kept: npt.NDArray[np.bool_]
    densities: Floats
    waves: tuple[WaveFound, ...]

    @property
    def conditions(self) -> int:
        """Number of facts that condition: the first columns."""
        return sum(fact.use == "condition" for fact in self.facts)

    @property
    def weights(self) -> Floats:
        """Weights of the sets that are kept, 0 elsewhere; they sum to 1 if any is kept."""
        return self.weights_of(self.kept)

    @property
    def prior(self) -> npt.NDArray[np.bool_]:
        """Which sets are a sample of the whole prior: those of the first wave."""
        return np.asarray(self.wave == 0)

    def weights_of(self, some: npt.NDArray[np.bool_]) -> Floats:
        """Return weights with which some sets stand for the uniform distribution over where they lie.

        Parameters
        ----------
        some : ndarray of shape (sets,)
            Which sets.

        Returns
        -------
        Weights, 0 elsewhere; they sum to 1 if there is any.
        """
        found = np.where(some, 1.0 / self.densities, 0.0)
        return found / found.sum() if some.any() else found


def check_size(asked: Asked) -> None:
    """Check what a user wants.

    Parameters
    ----------
    asked
        The seed and the size.

    Raises
    ------
    ScenarioError
        If a number is not allowed.
    """
    size = asked.size
    check_seeds(asked.seed, 1)
    for option, value, least, most in (
        ("--members", size.members, 1, MOST_SETS),
        ("--replicates", size.replicates, FEWEST_REPLICATES, MOST_SETS),
        ("--wave-size", size.wave_size, FEWEST_SETS, MOST_SETS),
        ("--waves", size.waves, 1, MOST_SETS),
        ("--trajectories", size.trajectories, 0, MOST_SETS),
    ):
        if not least <= value <= most:
            raise ScenarioError(option, "", f"must be a whole number between {least} and {most}, got {value}")


class Match:
    """Makes the waves; what is known so far stands in its fields.

    Parameters
    ----------
    asked
        What is asked.
    simulate
        Makes runs.
    facts
        Those that condition, then the tests; None: those of the table.
    """

    def __init__(self, asked: Asked, simulate: Simulate, facts: tuple[Fact, ...] | None = None) -> None:
        check_size(asked)
        self.asked, self.simulate = asked, simulate
        self.facts = simulated_facts() if facts is None else facts
        self.conditions = [fact for fact in self.facts if fact.use == "condition"]
        self.cube = Cube.of(asked.scenario)
        self.effects: list[list[int]] = []
        self.region, self.waves = Region(), list[WaveFound]()
        self.positions = np.empty((0, len(self.cube.keys)))
        self.ratios = np.empty((0, asked.size.replicates, len(columns()), 2))
        self.wave = np.empty(0, dtype=np.int64)

    def run(self) -> Found:
        """Screen, and run waves until enough members are kept.

        Returns
        -------
        What was found.
        """
        self.screen()
        size = self.asked.size
        for number in range(size.waves):
            known = self.positions[self.kept()]
            rng = generator(self.asked.seed, DESIGN, number)
            some = drawn(self.region, size.wave_size, len(self.cube.keys), known, rng)
            if not len(some.positions):
                break
            self._simulate(some, number)
            if self.kept().sum() >= size.members:
                break
            if number + 1 < size.waves:
                self._learn(some, number)
        return self.found()

    def first_wave(self) -> None:
        """Make the first wave alone, and fit emulators to it."""
        rng = generator(self.asked.seed, DESIGN)
        some = drawn(self.region, self.asked.size.wave_size, len(self.cube.keys), self.positions, rng)
        self._simulate(some, 0)
        self._learn(some, 0)

    def screen(self) -> None:
        """Find which numbers move each outcome, by Morris trajectories."""
        if not self.asked.size.trajectories:
            self.effects = [[] for _ in self.conditions]
            return
        seed, groups = self.asked.seed, self.cube.groups
        points = trajectories(groups, self.asked.size.trajectories, seed)
        worlds = generator(seed, SCREENED).integers(LARGEST_WORLD, size=self.asked.size.trajectories)
        ratios = self.simulate(points.positions, worlds[points.blocks][:, None], "which numbers matter")
        values = outcomes_of(self.conditions, ratios, columns()).measured
        self.effects = [screened(groups, elementary_effects(groups, points, one)) for one in values.T]

    def _simulate(self, some: Drawn, number: int) -> None:
        seeds = generator(self.asked.seed, WORLDS, number).integers(
            LARGEST_WORLD, size=(len(some.positions), self.asked.size.replicates)
        )
        ratios = self.simulate(some.positions, seeds, f"wave {number + 1} of {self.asked.size.waves} at most")
        self.positions = np.concatenate([self.positions, some.positions])
        self.ratios = np.concatenate([self.ratios, ratios])
        self.wave = np.concatenate([self.wave, np.full(len(ratios), number)])
        self.waves.append(WaveFound(some, self.region.shares[-1], {}))

    def kept(self) -> npt.NDArray[np.bool_]:
        """Return which of the sets so far simulation does not rule out.

        Returns
        -------
        One truth value a set.
        """
        if not len(self.positions):
            return np.empty(0, dtype=np.bool_)
        found = outcomes_of(self.conditions, self.ratios, columns())
        return not_ruled_out(implausibilities(self.conditions, found))

    def _learn(self, some: Drawn, number: int) -> None:
        """Fit emulators to what earlier waves leave, and rule out by them."""
        found = outcomes_of(self.conditions, self.ratios, columns())
        undefined = np.isnan(found.measured).sum(axis=1) >= RANK
        trees = forest(self.positions, undefined, positive_seed(self.asked.seed, TREES, number) % 2**32)
        used = np.flatnonzero(self.region.allowed(self.positions))[-TRAINING:]
        emulators, targets = list[Emulator | None](), list[Target]()
        for j, fact in enumerate(self.conditions):
            values, noise = found.measured[used, j], found.variances[used, j]
            known = ~np.isnan(values)
            clear = correlated(self.positions[used][known], values[known]) if known.any() else []
            emulators.append(fitted(self.positions[used], values, noise, active(self.effects[j], clear)))
            between = float(np.median(noise[known])) if known.any() else 0.0
            targets.append(Target(fact.observed, fact.variance + between))
        self.region.add(Wave(tuple(emulators), tuple(targets), trees), some.positions)
        names = [fact.name for fact in self.conditions]
        checked = {name: None if one is None else one.checked for name, one in zip(names, emulators, strict=True)}
        self.waves[-1] = self.waves[-1]._replace(checked=checked)

    def found(self) -> Found:
        """Return what is known so far.

        Returns
        -------
        Sets, outcomes, what is kept, weights.
        """
        outcomes = outcomes_of(self.facts, self.ratios, columns())
        by_fact = implausibilities(self.facts, outcomes)
        kept = not_ruled_out(by_fact[:, : len(self.conditions)])
        sizes = np.bincount(self.wave, minlength=len(self.waves))
        drawn_with = densities(self.region, self.region.refused_by(self.positions), sizes)
        return Found(
            self.asked,
            self.cube,
            self.facts,
            self.positions,
            self.wave,
            outcomes,
            by_fact,
            kept,
            drawn_with,
            tuple(self.waves),
        )
