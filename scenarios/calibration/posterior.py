"""The estimate of dispositions whole: numbers with errors, correlations, alternatives, and what is not identified.

``scenarios/evidence/dispositions.toml`` holds it; ``dizao calibrate dispositions`` makes that file anew.
"""

import tomllib
from importlib.resources import files
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
    Tick,
    Values,
    everybody,
    fit,
    folds,
    held_out,
    resampled,
)

FILE = "dispositions.toml"
MAIN = "conditional"
INTERCEPT, SPREAD = "giving_intercept", "study_spread"
FOLDS = 5
DIGITS = 4
"""Significant digits in the file; defaults in `dizao.agents.parameters` are rounded to two."""

SCALES = (0.6, 0.7, 0.85, 1.0, 1.2)
RECOVERIES = (0.0, 0.1, 0.2, 0.3)
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
    """
    first, second = values[DILEMMA], values[THRESHOLD]
    spread = max(0.0, 0.5 * ((first - second) ** 2 - errors[0] ** 2 - errors[1] ** 2)) ** 0.5
    weights = np.array([1.0 / (spread**2 + error**2) for error in errors])
    mean = float(weights @ [first, second] / weights.sum())
    return {INTERCEPT: mean, SPREAD: spread, **values}


def estimate(replicates: int, seed: int, tick: Tick, compare: bool = True) -> Posterior:
    """Estimate everything.

    Parameters
    ----------
    replicates
        Bootstrap replicates, at least 2.
    seed
        Seed of bootstrap and folds.
    tick
        Is told what comes next.
    compare
        Whether alternatives are fitted and profiles drawn.
    """
    all_agents = everybody()
    tick("estimates")
    best = fit(FORMS[MAIN], all_agents)
    values = {**best.numbers, **HELD, **beliefs.first_beliefs(all_agents), **beliefs.learning(all_agents)}
    del values["reciprocity_recovery"]
    drawn = []
    for replicate in range(replicates):
        tick(f"bootstrap {replicate + 1} of {replicates}")
        weights = resampled(seed, replicate)
        again = fit(FORMS[MAIN], weights, best).numbers
        found = {**again, **HELD, **beliefs.first_beliefs(weights), **beliefs.learning(weights)}
        drawn.append([found[name] for name in values])
    table = np.array(drawn)
    errors = {name: float(np.std(table[:, k], ddof=1)) for k, name in enumerate(values)}
    both = (errors[DILEMMA], errors[THRESHOLD])
    complete = [list(pooled(dict(zip(values, row, strict=True)), both).values()) for row in table]
    alternatives = [_alternative(name, form, best, seed, tick) for name, form in FORMS.items()] if compare else []
    profiles = _profiles(best, tick) if compare else {}
    return Posterior(pooled(values, both), np.array(complete), alternatives, profiles, seed)


def _alternative(name: str, form: Form, best: Fitted, seed: int, tick: Tick) -> Alternative:
    tick(f"form {name}")
    whole = best if name == MAIN else fit(form, everybody())
    apart = held_out(form, whole, folds(seed, FOLDS))
    number = len(form.start)
    return Alternative(name, number, whole.log_likelihood, 2.0 * number - 2.0 * whole.log_likelihood, apart)


def _profiles(best: Fitted, tick: Tick) -> dict[str, list[tuple[float, float]]]:
    """Return the log-likelihood at values of what is held, all others fitted anew."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name, points in (("reciprocity_mean", SCALES), ("reciprocity_recovery", RECOVERIES)):
        found[name] = []
        for value in points:
            tick(f"{name} held at {value}")
            start = dict(best.numbers)
            if name == "reciprocity_mean":
                # Giving to others' giving is the product: the search begins with the same one.
                ratio = value / HELD[name]
                start["belief_slope"], start["reciprocity_sd"] = (
                    start["belief_slope"] / ratio,
                    start["reciprocity_sd"] * ratio,
                )
            form = Form(start, {**HELD, name: value})
            found[name].append((value, fit(form, everybody()).log_likelihood))
    return found


# the file -------------------------------------------------------------------------------------------------------


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def as_toml(posterior: Posterior) -> str:
    """Return the posterior as a TOML file."""
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


def kept() -> dict[str, Any]:
    """Return the posterior that comes with the package."""
    return tomllib.loads(files("dizao.scenarios").joinpath("evidence", FILE).read_text(encoding="utf-8"))
