"""The estimate of dispositions whole: numbers with errors, correlations, alternatives, and what is not identified.

``scenarios/evidence/dispositions.toml`` holds it; ``dizao calibrate dispositions`` makes that file anew.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.scenarios.calibration import beliefs
from dizao.scenarios.calibration.dispositions import (
    DILEMMA,
    FORMS,
    HELD,
    THRESHOLD,
    Fitted,
    Form,
    Values,
    Weights,
    everybody,
    fit,
    folds,
    held_out,
    resampled,
)
from dizao.scenarios.execution.executor import Executor, Item, Report
from dizao.scenarios.execution.progress import WorkProgress

LABORATORY = "laboratory"
MAIN = "conditional"
INTERCEPT, SPREAD = "giving_intercept", "study_spread"
FOLDS = 5
DIGITS = 4
"""Significant digits in the file; defaults in `dizao.agents.parameters` are rounded to two."""

HELD_AT = {"reciprocity_mean": (0.6, 0.7, 0.85, 1.0, 1.2), "reciprocity_recovery": (0.0, 0.1, 0.2, 0.3)}
"""Values at which the two numbers that the data leave open are held, each with all others fitted anew."""

INTERVAL = (2.5, 97.5)

Array = NDArray[np.float64]


class Alternative(NamedTuple):
    """How well a form fits: free numbers, log-likelihood, AIC, and the log-likelihood of subjects held out."""

    name: str
    parameters: int
    log_likelihood: float
    aic: float
    held_out: float


class Posterior(NamedTuple):
    """Estimates, their bootstrap draws (replicates, numbers), alternatives, and profiles of what is not identified."""

    values: Values
    draws: Array
    alternatives: list[Alternative]
    profiles: dict[str, list[tuple[float, float]]]
    seed: int

    @property
    def errors(self) -> Values:
        """Return the standard errors, from the bootstrap over subjects."""
        # The deviations of what is held are 0; summed they would be not quite.
        return dict(zip(self.values, np.std(self.draws - self.draws[0], axis=0, ddof=1).tolist(), strict=True))

    @property
    def correlations(self) -> Array:
        """Return the correlations of the draws; what is held has none."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.nan_to_num(np.corrcoef(self.draws - self.draws[0], rowvar=False))


def pooled(values: Values, errors: tuple[float, float]) -> Values:
    """Return the numbers with the mean of the two studies' intercepts, and how far studies differ.

    The spread is what the difference of the two exceeds their own errors by; the mean weighs each study by both.

    Parameters
    ----------
    values
        Numbers by name, the two studies' intercepts among them (log-odds).
    errors
        Standard errors of the intercepts of dilemma and threshold games, log-odds.

    Returns
    -------
    The numbers, with mean (`INTERCEPT`) and spread (`SPREAD`) in front, log-odds.
    """
    first, second = values[DILEMMA], values[THRESHOLD]
    spread = max(0.0, 0.5 * ((first - second) ** 2 - errors[0] ** 2 - errors[1] ** 2)) ** 0.5
    weights = np.array([1.0 / (spread**2 + error**2) for error in errors])
    mean = float(weights @ [first, second] / weights.sum())
    return {INTERCEPT: mean, SPREAD: spread, **values}


def estimate(replicates: int, seed: int, execute: Executor, progress: WorkProgress, compare: bool = True) -> Posterior:
    """Estimate dispositions and beliefs on both data sets.

    Parameters
    ----------
    replicates
        Bootstrap replicates, at least 2.
    seed
        Seed of bootstrap and folds.
    execute
        Where fits are made.
    progress
        Is told how far it is.
    compare
        Whether alternatives are fitted and profiles drawn.

    Returns
    -------
    Estimates with their bootstrap draws; alternatives and profiles are empty unless they are compared.
    """
    best = fit(FORMS[MAIN], everybody())
    values = _numbers(best.numbers, everybody())
    tasks = [Item(LABORATORY, 1, (seed, replicate, best)) for replicate in range(replicates)]
    drawn = execute.in_order(_bootstrapped, tasks, progress.of("bootstrap"))
    table = np.array([[found[name] for name in values] for found in drawn])
    errors = {name: float(np.std(table[:, k], ddof=1)) for k, name in enumerate(values)}
    both = (errors[DILEMMA], errors[THRESHOLD])
    complete = [list(pooled(dict(zip(values, row, strict=True)), both).values()) for row in table]
    alternatives, profiles = _compared(best, seed, execute, progress) if compare else ([], {})
    return Posterior(pooled(values, both), np.array(complete), alternatives, profiles, seed)


def _numbers(fitted: Values, weights: Weights) -> Values:
    """Return all numbers: those of a fit, what is held, and those of beliefs."""
    found = {**fitted, **HELD, **beliefs.first_beliefs(weights), **beliefs.learning(weights)}
    del found["reciprocity_recovery"]
    return found


def _bootstrapped(task: Item[tuple[int, int, Fitted]], report: Report) -> Values:
    seed, replicate, best = task.given
    weights = resampled(seed, replicate)
    return _numbers(fit(FORMS[MAIN], weights, best).numbers, weights)


def _compared(
    best: Fitted, seed: int, execute: Executor, progress: WorkProgress
) -> tuple[list[Alternative], dict[str, list[tuple[float, float]]]]:
    """Return the other forms, and the log-likelihood at values of what is held, all others fitted anew."""
    forms = [Item(LABORATORY, 1, (name, best, seed)) for name in FORMS]
    alternatives = execute.in_order(_alternative, forms, progress.of("forms"))
    held = [Item(LABORATORY, 1, (name, value, best)) for name, points in HELD_AT.items() for value in points]
    profiles: dict[str, list[tuple[float, float]]] = {name: [] for name in HELD_AT}
    for task, found in zip(held, execute.in_order(_profiled, held, progress.of("profiles")), strict=True):
        name, value, _ = task.given
        profiles[name].append((value, found))
    return alternatives, profiles


def _alternative(task: Item[tuple[str, Fitted, int]], report: Report) -> Alternative:
    name, best, seed = task.given
    form = FORMS[name]
    whole = best if name == MAIN else fit(form, everybody())
    apart = held_out(form, whole, folds(seed, FOLDS))
    number = len(form.start)
    return Alternative(name, number, whole.log_likelihood, 2.0 * number - 2.0 * whole.log_likelihood, apart)


def _profiled(task: Item[tuple[str, float, Fitted]], report: Report) -> float:
    name, value, best = task.given
    start = dict(best.numbers)
    if name == "reciprocity_mean":
        # Giving to others' giving is the product: the search begins with the same one.
        ratio = value / HELD[name]
        start["belief_slope"] /= ratio
        start["reciprocity_sd"] *= ratio
    return fit(Form(start, {**HELD, name: value}), everybody()).log_likelihood


# the file -------------------------------------------------------------------------------------------------------


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def as_toml(posterior: Posterior) -> str:
    """Return the posterior as a TOML file.

    Parameters
    ----------
    posterior
        What was estimated.

    Returns
    -------
    Text of ``dispositions.toml``, four significant digits.
    """
    low, high = np.percentile(posterior.draws, INTERVAL, axis=0)
    lines = [
        "# Made by `dizao calibrate dispositions`; do not edit.",
        'data = ["threshold_game_mori2024.csv", "repeated_dilemma_andreozzi2020.csv"]',
        'method = "maximum likelihood over subjects; errors, intervals and correlations by bootstrap over subjects"',
        f"replicates = {len(posterior.draws)}",
        f"seed = {posterior.seed}",
    ]
    errors = posterior.errors
    for k, (name, value) in enumerate(posterior.values.items()):
        lines += ["", f"[estimates.{name}]", f"value = {_short(value)}", f"error = {_short(errors[name])}"]
        lines.append(f"interval = [{_short(low[k])}, {_short(high[k])}]")
        if name in HELD:
            lines.append("held = true")
    lines += ["", "[correlations]", f"names = {_listed(posterior.values)}", "rows = ["]
    table = posterior.correlations
    lines += [f"  [{', '.join(f'{x:.2f}' for x in row)}]," for row in table] + ["]"]
    for one in posterior.alternatives:
        lines += ["", f"[alternatives.{one.name}]", f"parameters = {one.parameters}"]
        lines += [f"{key} = {getattr(one, key):.1f}" for key in ("log_likelihood", "aic", "held_out")]
    for name, points in posterior.profiles.items():
        lines += ["", f"[profiles.{name}]", f"at = [{', '.join(f'{x:g}' for x, _ in points)}]"]
        lines.append(f"log_likelihood = [{', '.join(f'{y:.1f}' for _, y in points)}]")
    return "\n".join(lines) + "\n"


def _listed(names: Any) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
