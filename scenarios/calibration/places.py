"""What reports of finished projects say of uncertain parameters: approximate Bayesian computation (ODD 8.6).

``scenarios/evidence/places.toml`` holds the answer; ``dizao calibrate places`` makes that file anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.core.generator import generator
from dizao.scenarios.calibration.particles import Generation, Particles
from dizao.scenarios.calibration.reported import FITTED, TRIES, Target, dataset, default_of, observed, priors
from dizao.scenarios.execution.executor import Executor, Item, Report
from dizao.scenarios.execution.progress import WorkProgress

FILE, PLACE = "places.toml", "field cases"
PARTICLES, GENERATIONS = 100, 4
PRIOR_DRAWS, PREDICTED = 400, 100
"""Datasets at numbers from the prior, and at numbers from the posterior."""

NEAREST = 0.15
"""Share of the prior's draws that is kept as near, when one of them plays what was observed."""

LEAST_SCALE = 0.05
"""Log-ratio below which two numbers count as equal."""

LEAST_CONTRACTION = 0.3
"""Part of the variance over what is possible that must be gone for a number to count as moved."""

MASS = (0.05, 0.5, 0.95)
DIGITS = 3
DRAWS, PREDICTING = 1, 2
"""Purposes of random draws beside that of the particles."""

Array = NDArray[np.float64]
Values = dict[str, float]
Dataset = Mapping[str, float]


@dataclass(frozen=True)
class Distance:
    """How far a dataset is from the targets: the mean gap, each in units of what the prior leaves open."""

    targets: dict[str, Target]
    scales: dict[str, float]

    def __call__(self, simulated: Dataset) -> float:
        """Return it; infinite where a case was never finished."""
        gaps = [target.gap(simulated[name]) / self.scales[name] for name, target in self.targets.items()]
        return float(np.mean(gaps))


class Recovery(NamedTuple):
    """How well numbers are found again that are known, because they made the data.

    Attributes
    ----------
    explained
        Part of the prior's variance that the mean of what is near explains: 0 nothing, 1 all.
    covered
        How often the 90% interval of what is near holds the true number.
    """

    explained: float
    covered: float


class Found(NamedTuple):
    """What was found, and by which version of pyabc.

    Attributes
    ----------
    particles
        The last generation.
    rejected
        Share of the prior's draws at which some case was never finished.
    possible
        The other draws; shape (draws, numbers).
    before, after
        Datasets of the prior and of the posterior.
    recovery
        The check on made data.
    """

    version: str
    seed: int
    particles: Particles
    rejected: float
    possible: Array
    before: list[Dataset]
    after: list[Dataset]
    recovery: dict[str, Recovery]


def estimate(particles: int, seed: int, execute: Executor, progress: WorkProgress) -> Found:
    """Estimate uncertain parameters on the field cases, and check on made data how well they are found again.

    Parameters
    ----------
    particles
        Of each generation.
    seed
        Of all random draws.
    execute
        Where the cases are followed.
    progress
        Is told how far it is.

    Returns
    -------
    What was found, for `as_toml`.
    """
    from dizao.scenarios.calibration.smc import VERSION, Search, sample

    # What is not compiled yet is compiled here once, so that workers load it instead of each making it.
    dataset(({}, seed))
    drawn = _from_prior(PRIOR_DRAWS, seed)
    tasks = list(zip(drawn, _seeds(seed, DRAWS, len(drawn)), strict=True))
    made = _datasets(tasks, execute, progress.of("prior"))
    ends = priors()
    good = [k for k, one in enumerate(made) if not np.isnan(list(one.values())).any()]
    known, data = [drawn[k] for k in good], [made[k] for k in good]
    distance = Distance(observed(), scales_of(data))
    first = float(np.median([distance(one) for one in data]))
    search = Search(_simulate, distance, ends, first, particles, GENERATIONS, seed)
    found = sample(search, execute, progress)
    after = _datasets(_resampled(found, seed), execute, progress.of("posterior"))
    rejected, possible = 1.0 - len(good) / len(drawn), np.array([list(one.values()) for one in known])
    return Found(VERSION, seed, found, rejected, possible, data, after, recovered(known, data, distance.scales))


def _simulate(values: Mapping[str, float], seed: int) -> dict[str, float]:
    return dataset((values, seed))


def _datasets(tasks: Sequence[tuple[Values, int]], execute: Executor, progress: WorkProgress) -> list[Dataset]:
    return execute.in_order(_dataset, [Item(PLACE, 1, one) for one in tasks], progress)


def _dataset(task: Item[tuple[Values, int]], report: Report) -> Dataset:
    return dataset(task.given)


def _from_prior(number: int, seed: int) -> list[Values]:
    """Return numbers from the prior: uniform, independent."""
    rng = generator(seed, DRAWS, DRAWS)
    return [{key: float(rng.uniform(low, high)) for key, (low, high) in priors().items()} for _ in range(number)]


def _seeds(seed: int, purpose: int, number: int) -> list[int]:
    return [int(one) for one in generator(seed, purpose).integers(2**31, size=number)]


def _resampled(found: Particles, seed: int) -> list[tuple[Values, int]]:
    """Return numbers from the posterior, each as often as its weight says, with fresh random draws."""
    rng = generator(seed, PREDICTING, PREDICTING)
    rows = rng.choice(len(found.weights), size=PREDICTED, p=found.weights)
    values = [dict(zip(found.names, found.values[row].tolist(), strict=True)) for row in rows]
    return list(zip(values, _seeds(seed, PREDICTING, PREDICTED), strict=True))


def scales_of(data: list[Dataset]) -> dict[str, float]:
    """Return how much each number of a dataset varies under the prior: median deviation of its logarithm.

    Parameters
    ----------
    data
        Datasets of the prior, at least one; in each every case was finished.

    Returns
    -------
    By name of the target, natural logarithm, at least `LEAST_SCALE`.
    """
    logs = {name: np.log([one[name] for one in data]) for name in observed()}
    return {name: max(LEAST_SCALE, float(np.median(np.abs(x - np.median(x))))) for name, x in logs.items()}


# the check on made data -----------------------------------------------------------------------------------------


def recovered(known: list[Values], data: list[Dataset], scales: Mapping[str, float]) -> dict[str, Recovery]:
    """Let each dataset of the prior play what was observed, and find its numbers by those near it.

    Parameters
    ----------
    known
        The numbers that made each dataset.
    data
        As many datasets, in the same order; in each every case was finished.
    scales
        How much each number of a dataset varies under the prior, as `scales_of` returns it.

    Returns
    -------
    By name of the number that was sought.
    """
    names = list(known[0])
    truth = np.array([list(one.values()) for one in known])
    logs = np.array([[np.log(one[name]) / scale for name, scale in scales.items()] for one in data])
    number = max(2, round(NEAREST * len(known)))
    errors, inside = np.empty_like(truth), np.empty_like(truth)
    for k in range(len(known)):
        far = np.abs(logs - logs[k]).mean(axis=1)
        far[k] = np.inf
        near = truth[np.argsort(far, kind="stable")[:number]]
        low, _, high = np.quantile(near, MASS, axis=0)
        errors[k], inside[k] = near.mean(axis=0) - truth[k], (low <= truth[k]) & (truth[k] <= high)
    explained = 1.0 - (errors**2).mean(axis=0) / truth.var(axis=0)
    covered = inside.mean(axis=0)
    return {name: Recovery(float(explained[j]), float(covered[j])) for j, name in enumerate(names)}


# the file -------------------------------------------------------------------------------------------------------


def weighted(values: Array, weights: Array, shares: tuple[float, ...]) -> list[float]:
    """Return quantiles of weighted values.

    Parameters
    ----------
    values
        Values in any order, shape (values,).
    weights
        Their weights, which sum to 1; same shape.
    shares
        Which quantiles: shares of the weight that lie below.

    Returns
    -------
    Quantiles, in the unit of the values.
    """
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(x) for x in np.interp(shares, below, values[order])]


def _short(value: float) -> str:
    return f"{float(f'{value:.{DIGITS}g}'):g}" if np.isfinite(value) else str(float(value))


def _float(value: float) -> str:
    text = _short(value)
    return text if any(sign in text for sign in ".en") else f"{text}.0"


def _listed(values: Any) -> str:
    return "[" + ", ".join(_float(float(value)) for value in values) + "]"


def as_toml(found: Found) -> str:
    """Return what was found as a TOML file.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    Text of ``places.toml``, three significant digits.
    """
    last = found.particles.generations[-1]
    lines = [
        "# Made by `dizao calibrate places`; do not edit.",
        f'data = "field_cases.csv: {", ".join(FITTED)}"',
        f'method = "ABC-SMC (pyabc {found.version}): uniform priors, mean distance of logarithms; '
        f'a dataset is the first of {TRIES} tries in which each case was finished"',
        f"particles = {len(found.particles.weights)}",
        f"seed = {found.seed}",
        f"effective_sample_size = {_float(last.effective)}",
        f"never_finished = {_float(found.rejected)} # of points of the prior: some case was not; they are left out",
    ]
    for k, key in enumerate(found.particles.names):
        lines += _estimate(found, k, key)
    lines += ["", "[generations]"]
    lines += [
        f"{name} = {_listed(getattr(g, name) for g in found.particles.generations)}" for name in Generation._fields
    ]
    for name, target in observed().items():
        lines += ["", f'[targets."{name}"]', f"observed = {_listed(target)}"]
        lines.append(f"prior = {_listed(_quantiles(found.before, name))}")
        lines.append(f"posterior = {_listed(_quantiles(found.after, name))}")
    return "\n".join(lines) + "\n"


def _estimate(found: Found, k: int, key: str) -> list[str]:
    values, weights = found.particles.values[:, k], found.particles.weights
    (low, high), mean = priors()[key], float(weights @ values)
    variance = float(weights @ (values - mean) ** 2)
    possible = found.possible[:, k]
    contraction = 1.0 - variance / float(possible.var())
    quantiles = weighted(values, weights, MASS)
    lines = [
        "", f'[estimates."{key}"]',
        f"prior = {_listed((low, high))}",
        f"possible = {_listed(np.quantile(possible, MASS))}",
        f"value = {_float(mean)}",
        f"error = {_float(variance**0.5)}",
        f"quantiles = {_listed(quantiles)}",
        f"contraction = {_float(contraction)}",
        f"moved = {str(contraction >= LEAST_CONTRACTION).lower()}",
    ]  # fmt: skip
    default = default_of(key)
    if default is not None:
        lines += [
            f"default = {_float(default)}",
            f"holds_default = {str(quantiles[0] <= default <= quantiles[-1]).lower()}",
        ]
    check = found.recovery[key]
    return [*lines, f"explained = {_float(check.explained)}", f"covered = {_float(check.covered)}"]


def _quantiles(data: list[Dataset], name: str) -> list[float]:
    known = np.array([one[name] for one in data if not np.isnan(one[name])])
    return [float(x) for x in np.quantile(known, MASS)] if len(known) else [float("nan")] * len(MASS)
