"""The region that emulators leave, wave by wave, and points drawn uniformly from it."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from dizao.scenarios.analysis.matching.emulator import Emulator, surely_undefined
from dizao.scenarios.analysis.matching.implausibility import CUT, RANK

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

CANDIDATES = 40_000
"""Points of the prior that are looked at for a wave, at most."""

CHUNK_BITS = 11
"""Candidates are looked at in powers of two of this size."""

FEWEST_ALLOWED = 20
"""Allowed candidates from which on they say what part of the prior is left; with fewer the last wave's points do."""

STEPS = 60
"""Moves of a chain between where it starts and the point that is taken."""

TENTH = 0.1
"""Share of the numbers that a move redraws, every other time."""

FEW = 2
"""Active numbers that a move redraws, every other time."""


class Target(NamedTuple):
    """An observation, with all of its variance that is no emulator's.

    Attributes
    ----------
    value
        On the fact's scale.
    variance
        Of the observation, of the discrepancy, and of simulated outcomes between worlds.
    """

    value: float
    variance: float


class Wave(NamedTuple):
    """What was learnt in a wave.

    Attributes
    ----------
    emulators
        One a fact; None where there is none.
    targets
        What each is compared with.
    trees
        A forest for where outcomes are undefined, or None.
    """

    emulators: tuple[Emulator | None, ...]
    targets: tuple[Target, ...]
    trees: Any = None

    @property
    def active(self) -> Counts:
        """Numbers that any emulator looks at."""
        return np.unique(np.concatenate([one.columns for one in self.emulators if one is not None] or [np.array([0])]))

    def allowed(self, positions: Floats) -> npt.NDArray[np.bool_]:
        """Return which points are not ruled out by this wave's emulators and forest.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Anywhere in the cube.

        Returns
        -------
        One truth value a point.
        """
        left, rank = np.arange(len(positions)), min(RANK, len(self.targets))
        beyond = np.zeros(len(positions), dtype=np.int64)
        for emulator, target in zip(self.emulators, self.targets, strict=True):
            if emulator is None or not len(left):
                continue
            mean, variance = emulator.predict(positions[left])
            beyond[left] += np.abs(target.value - mean) > CUT * np.sqrt(variance + target.variance)
            left = left[beyond[left] < rank]
        if self.trees is not None and len(left):
            left = left[~surely_undefined(self.trees, positions[left])]
        found = np.zeros(len(positions), dtype=np.bool_)
        found[left] = True
        return found


@dataclass
class Region:
    """What is left of the cube after some waves.

    Attributes
    ----------
    waves
        In order.
    shares
        Part of the prior that is left before each wave, and after the last: 1 at first.
    """

    waves: list[Wave] = field(default_factory=list)
    shares: list[float] = field(default_factory=lambda: [1.0])

    def refused_by(self, positions: Floats) -> Counts:
        """Return the number of the first wave that rules a point out; the number of waves where none does.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Anywhere in the cube.

        Returns
        -------
        One number a point, from 0.
        """
        found, left = np.full(len(positions), len(self.waves)), np.arange(len(positions))
        for number, wave in enumerate(self.waves):
            kept = wave.allowed(positions[left])
            found[left[~kept]] = number
            left = left[kept]
        return found

    def allowed(self, positions: Floats) -> npt.NDArray[np.bool_]:
        """Return which points no wave rules out.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Anywhere in the cube.

        Returns
        -------
        One truth value a point.
        """
        return np.asarray(self.refused_by(positions) == len(self.waves))

    def add(self, wave: Wave, design: Floats) -> None:
        """Add a wave, and estimate what it leaves.

        Parameters
        ----------
        wave
            What was learnt.
        design : ndarray of shape (points, numbers)
            Points that were drawn uniformly from what was left before: the part of them that is still allowed is the
            part of it that is left, until candidates of the prior tell more.
        """
        self.waves.append(wave)
        self.shares.append(self.shares[-1] * max(1, int(wave.allowed(design).sum())) / len(design))


class Drawn(NamedTuple):
    """Points of a wave.

    Attributes
    ----------
    positions
        Of shape (points, numbers); fewer than were asked for where hardly anything is left.
    candidates
        Points of the prior that were looked at.
    walked
        How many of the points come from chains.
    """

    positions: Floats
    candidates: int
    walked: int


def drawn(region: Region, count: int, numbers: int, known: Floats, rng: np.random.Generator) -> Drawn:
    """Draw points uniformly from what a region leaves, and put the part of the prior that it is into its shares.

    Parameters
    ----------
    region
        What is left.
    count
        How many points.
    numbers
        Of the cube.
    known : ndarray of shape (points, numbers)
        Points from which chains may start besides those that were found; what the region rules out is left out.
    rng
        Random numbers.

    Returns
    -------
    Points.
    """
    sequence, kept, looked = qmc.Sobol(numbers, scramble=True, rng=rng), [np.empty((0, numbers))], 0
    while sum(map(len, kept)) < count and looked < CANDIDATES:
        some = sequence.random_base2(CHUNK_BITS) if looked == 0 else sequence.random(1 << CHUNK_BITS)
        kept.append(some[region.allowed(some)] if region.waves else some)
        looked += len(some)
    found = np.concatenate(kept)
    if region.waves and len(found) >= FEWEST_ALLOWED:
        region.shares[-1] = min(region.shares[-2], len(found) / looked)
    if len(found) >= count:
        return Drawn(found[:count], looked, 0)
    starts = np.concatenate([found, known[region.allowed(known)]]) if len(known) else found
    if not len(starts):
        return Drawn(found, looked, 0)
    walked = _walked(region, starts, count - len(found), rng)
    return Drawn(np.concatenate([found, walked]), looked, len(walked))


def _walked(region: Region, starts: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Return the ends of Markov chains of which the uniform distribution over the region is the stationary one."""
    chains = starts[rng.permutation(max(count, len(starts)))[:count] % len(starts)].copy()
    numbers, some = chains.shape[1], np.unique(np.concatenate([wave.active for wave in region.waves]))
    for step in range(STEPS):
        moved = rng.random(chains.shape) < TENTH
        if step % 2:
            moved = np.zeros(chains.shape, dtype=np.bool_)
            chosen = rng.permuted(np.tile(some, (count, 1)), axis=1)[:, : min(FEW, len(some))]
            np.put_along_axis(moved, chosen, True, axis=1)
        tried = np.where(moved, rng.random((count, numbers)), chains)
        kept = region.allowed(tried)
        chains[kept] = tried[kept]
    return chains


def densities(region: Region, refused_by: Counts, sizes: Counts) -> Floats:
    """Return the density with which points of all waves together could have been drawn where each of them lies.

    Points of a wave are uniform over what earlier waves leave; together they are a mixture. One over its density is the
    weight with which a point stands for a uniform distribution over whatever part of the cube is looked at.

    Parameters
    ----------
    region
        With all waves, and the share of the prior that is left before each.
    refused_by
        First wave that rules each point out (`Region.refused_by`).
    sizes
        Points of each wave; a wave is drawn from what all waves before it leave.

    Returns
    -------
    One a point, in points of the unit cube.
    """
    drawn_from = np.arange(len(sizes))[None, :] <= refused_by[:, None]
    return np.asarray((drawn_from * (sizes / np.array(region.shares[: len(sizes)]))[None, :]).sum(axis=1))
