"""Worlds whose truth is known: facts are made by a set of the prior, and it is asked whether it is kept (ODD 9.1)."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import qmc

from dizao.model.core.generator import generator
from dizao.scenarios.analysis.matching.emulator import surely_undefined
from dizao.scenarios.analysis.matching.implausibility import CUT, deciding, implausibility
from dizao.scenarios.analysis.matching.region import CHUNK_BITS, Wave
from dizao.scenarios.calibration.plausible.facts import Fact, off_scale
from dizao.scenarios.calibration.plausible.outcomes import Outcomes, implausibilities, outcomes_of
from dizao.scenarios.calibration.plausible.runs import columns
from dizao.scenarios.calibration.plausible.study import LARGEST_WORLD, Match
from dizao.scenarios.loading.errors import FailedError

Floats = npt.NDArray[np.float64]

TRUTHS, TRUE_WORLDS, ERRORS, LOOKED = 45, 46, 47, 48
"""Purposes of random numbers, beside the seed."""

BATCHES = 10
"""How often as many sets are tried as worlds are to be made up, until enough of them have all outcomes."""


class MadeUp(NamedTuple):
    """What became of truths that are known.

    Attributes
    ----------
    table
        One row a made-up world: second-largest implausibility of its truth by emulators (``emulated``) and by
        simulation with other seeds (``simulated``), the part of the prior that the emulators leave (``share``), and
        for each fact the implausibility of the truth, ``emulated.NAME`` and ``simulated.NAME``.
    sets
        Of the wave that emulators were fitted to.
    facts
        Those that condition.
    """

    table: pd.DataFrame
    sets: int
    facts: tuple[Fact, ...]


class Truths(NamedTuple):
    """Sets that make facts: where they lie, and outcomes of two halves of their replicates."""

    positions: Floats
    making: Outcomes
    judged: Outcomes


def made_up(match: Match, count: int) -> MadeUp:
    """Make worlds whose truth is known, and ask of each whether the truth is kept by one wave.

    Parameters
    ----------
    match
        Not yet run: it is screened, and its first wave is made.
    count
        Made-up worlds, at least 1.

    Returns
    -------
    What became of the truths.

    Raises
    ------
    FailedError
        If hardly any set of the prior has all outcomes.
    """
    match.screen()
    match.first_wave()
    [wave], truths = match.region.waves, _truths(match, count)
    sobol = qmc.Sobol(truths.positions.shape[1], scramble=True, rng=generator(match.asked.seed, LOOKED))
    looked = sobol.random_base2(CHUNK_BITS)
    sample, known = _Emulated.of(wave, looked), _Emulated.of(wave, truths.positions)
    rows = []
    for k in range(count):
        facts = _facts(match, truths.making, k)
        judged = Outcomes(truths.judged.measured[[k]], truths.judged.variances[[k]])
        emulated, simulated = known.by_fact(facts)[[k]], implausibilities(facts, judged)
        rows.append(
            {
                "world": k + 1,
                "emulated": float(deciding(emulated)[0]),
                "simulated": float(deciding(simulated)[0]),
                "share": float(np.mean(deciding(sample.by_fact(facts)) <= CUT)),
                **{f"emulated.{fact.name}": float(one) for fact, one in zip(facts, emulated[0], strict=True)},
                **{f"simulated.{fact.name}": float(one) for fact, one in zip(facts, simulated[0], strict=True)},
            }
        )
    return MadeUp(pd.DataFrame(rows), len(match.positions), tuple(match.conditions))


class _Emulated(NamedTuple):
    """What emulators say of some points: means and variances by fact, and where nothing happens."""

    means: Floats
    variances: Floats
    undefined: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, wave: Wave, positions: Floats) -> "_Emulated":
        means, variances = np.zeros((2, len(positions), len(wave.emulators)))
        for j, (emulator, target) in enumerate(zip(wave.emulators, wave.targets, strict=True)):
            if emulator is None:
                means[:, j], variances[:, j] = target.value, np.inf
            else:
                means[:, j], variances[:, j] = emulator.predict(positions)
        nowhere = np.zeros(len(positions), dtype=np.bool_)
        return cls(means, variances, nowhere if wave.trees is None else surely_undefined(wave.trees, positions))

    def by_fact(self, facts: list[Fact]) -> Floats:
        """Return implausibilities of shape (points, facts), infinite where nothing happens."""
        by_fact = [
            implausibility(fact.observed, self.means[:, j], self.variances[:, j] + fact.variance)
            for j, fact in enumerate(facts)
        ]
        return np.where(self.undefined[:, None], np.inf, np.column_stack(by_fact))


def _truths(match: Match, count: int) -> Truths:
    """Simulate sets of the prior until enough have all outcomes in both halves of their replicates."""
    seed, replicates = match.asked.seed, match.asked.size.replicates
    rng = generator(seed, TRUTHS)
    found = list[Truths]()
    for batch in range(BATCHES):
        positions = rng.random((count, len(match.cube.keys)))
        worlds = generator(seed, TRUE_WORLDS, batch).integers(LARGEST_WORLD, size=(count, 2 * replicates))
        ratios = match.simulate(positions, worlds, f"truths, {sum(len(one.positions) for one in found)} of {count}")
        halves = [outcomes_of(match.conditions, half, columns()) for half in np.split(ratios, 2, axis=1)]
        whole = ~np.isnan(np.column_stack([half.measured for half in halves])).any(axis=1)
        found.append(Truths(positions[whole], *(Outcomes(x.measured[whole], x.variances[whole]) for x in halves)))
        if sum(len(one.positions) for one in found) >= count:
            break
    else:
        raise FailedError(f"of {BATCHES * count} sets of the prior fewer than {count} have all outcomes")
    positions = np.concatenate([one.positions for one in found])[:count]
    making, judged = (
        Outcomes(*(np.concatenate([getattr(half, part) for half in some])[:count] for part in Outcomes._fields))
        for some in ([one.making for one in found], [one.judged for one in found])
    )
    return Truths(positions, making, judged)


def _facts(match: Match, making: Outcomes, k: int) -> list[Fact]:
    """Return the facts that a truth makes: its outcomes with error and discrepancy, and its own worlds' variance."""
    errors = generator(match.asked.seed, ERRORS, k).normal(size=len(match.conditions))
    made = []
    for j, fact in enumerate(match.conditions):
        told = making.measured[k, j] + errors[j] * np.sqrt(fact.variance)
        between = float(making.variances[k, j])
        value = float(off_scale(fact.scale, np.array([told]))[0])
        made.append(fact._replace(value=value, error=float(np.sqrt(fact.error**2 + between))))
    return made
