"""The estimate of the rules of giving as a file: numbers, held-out scores, and what each term gains.

``scenarios/evidence/giving.toml`` holds it; ``dizao calibrate giving`` makes that file anew.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dizao.agents.parameters import GIVING_RULES, People
from dizao.scenarios.calibration import giving
from dizao.scenarios.calibration.dispositions import Fitted, Values
from dizao.scenarios.calibration.giving import INTERCEPT, INTERCEPTS, RULES, STUDIES, everybody, fit, form_of
from dizao.scenarios.execution.executor import Executor, Item, Report
from dizao.scenarios.execution.progress import WorkProgress

LABORATORY = "laboratory"
TODAYS = GIVING_RULES[0]
FOLDS = 5
DIGITS = 4
"""Significant digits in the file."""


class Estimate(NamedTuple):
    """A rule at its best.

    Attributes
    ----------
    best
        Numbers and log-likelihood on all subjects.
    errors
        Standard errors by name of the number.
    held_out
        Log-likelihood of subjects held out, by study.
    gains
        What each term adds to the log-likelihood, by name.
    """

    best: Fitted
    errors: Values
    held_out: Values
    gains: Values


def estimate(
    parts: int, seed: int, execute: Executor, progress: WorkProgress, names: tuple[str, ...] = GIVING_RULES
) -> dict[str, Estimate]:
    """Estimate rules of giving jointly on three games.

    Parameters
    ----------
    parts
        Folds of held-out subjects, at least 2.
    seed
        Seed of the folds.
    execute
        Where fits are made.
    progress
        Is told how far it is.
    names
        Rules to estimate.

    Returns
    -------
    Estimates by name of the rule.
    """
    whole = execute.in_order(_whole, [Item(LABORATORY, 1, name) for name in names], progress.of("rules"))
    best = dict(zip(names, whole, strict=True))
    folds = [Item(LABORATORY, 1, (name, best[name][0], seed, parts, k)) for name in names for k in range(parts)]
    scored = execute.in_order(_scored, folds, progress.of("folds"))
    terms = [Item(LABORATORY, 1, (name, term, best[name][0])) for name in names for term in RULES[name].terms]
    gained = iter(execute.in_order(_gain, terms, progress.of("terms")))
    found = {}
    for at, name in enumerate(names):
        mine = scored[at * parts : (at + 1) * parts]
        sums = {study: sum(one[study] for one in mine) for study in STUDIES}
        found[name] = Estimate(*best[name], sums, {term: next(gained) for term in RULES[name].terms})
    return found


def _whole(task: Item[str], report: Report) -> tuple[Fitted, Values]:
    form = form_of(task.given)
    best = fit(form, everybody())
    return best, giving.errors(best)


def _scored(task: Item[tuple[str, Fitted, int, int, int]], report: Report) -> Values:
    name, best, seed, parts, k = task.given
    return giving.held_out(form_of(name), best, [giving.folds(seed, parts)[k]])


def _gain(task: Item[tuple[str, str, Fitted]], report: Report) -> float:
    """Return what the log-likelihood loses without a term, or gains with one that the rule has not."""
    name, term, best = task.given
    form = form_of(name, term, best.numbers)
    other = fit(form, everybody()).log_likelihood
    return abs(best.log_likelihood - other) if RULES[name].terms[term].on else best.log_likelihood - other


def pooled(values: Mapping[str, float], errors: Mapping[str, float]) -> tuple[float, float]:
    """Return the mean of the studies' intercepts and how far studies differ (DerSimonian & Laird 1986).

    Parameters
    ----------
    values, errors
        Numbers and standard errors by name, the studies' intercepts among them, log-odds.

    Returns
    -------
    Mean and spread, log-odds.
    """
    found = np.array([values[name] for name in INTERCEPTS])
    variance = np.array([errors[name] for name in INTERCEPTS]) ** 2
    weights = 1.0 / variance
    mean = weights @ found / weights.sum()
    excess = weights @ (found - mean) ** 2 - (len(found) - 1)
    spread = max(0.0, excess / (weights.sum() - weights @ weights / weights.sum()))
    weights = 1.0 / (variance + spread)
    return float(weights @ found / weights.sum()), float(spread**0.5)


# the file -------------------------------------------------------------------------------------------------------


def _short(value: float) -> str:
    return f"{float(f'{value:.{DIGITS}g}')}"


def _people(name: str, one: Estimate) -> Values:
    """Return the numbers of people that make the rule whole: estimated ones, and types that it has not."""
    middle, _ = pooled(one.best.numbers, one.errors)
    known = {key: value for key, value in one.best.numbers.items() if key in People._fields}
    none = {key: 0.0 for key in ("hump_share",) if key not in known}
    return {INTERCEPT: middle} | known | none


def as_toml(found: Mapping[str, Estimate], seed: int, parts: int) -> str:
    """Return the estimates as a TOML file.

    Parameters
    ----------
    found
        Estimates by name of the rule.
    seed, parts
        Seed and number of the folds.

    Returns
    -------
    Text of ``giving.toml``, four significant digits.
    """
    lines = [
        "# Made by `dizao calibrate giving`; do not edit.",
        'data = ["repeated_dilemma_andreozzi2020.csv", "threshold_game_mori2024.csv", "linear_game_drouvelis2024.csv"]',
        'method = "maximum likelihood over subjects of three games; errors from the outer products of scores; '
        'held out: subjects in folds"',
        f"folds = {parts}",
        f"seed = {seed}",
    ]
    for name, one in found.items():
        number, reached = len(one.best.numbers), one.best.log_likelihood
        lines += ["", f"[rules.{name}]", f"parameters = {number}", f"log_likelihood = {reached:.1f}"]
        lines += [f"aic = {2.0 * number - 2.0 * reached:.1f}", f"held_out = {sum(one.held_out.values()):.1f}"]
        lines.append(f"study_spread = {_short(pooled(one.best.numbers, one.errors)[1])}")
        lines += ["", f"[rules.{name}.held_out_by_study]"]
        lines += [f"{study} = {value:.1f}" for study, value in one.held_out.items()]
        lines += ["", f"[rules.{name}.estimates]"]
        for key, value in one.best.numbers.items():
            lines.append(f"{key} = {{ value = {_short(value)}, error = {_short(one.errors[key])} }}")
        lines += ["", f"[rules.{name}.gains]"]
        lines += [f"{term} = {value:.1f}" for term, value in one.gains.items()]
        if name != TODAYS:
            lines += ["", f"[rules.{name}.people]"]
            lines += [f"{key} = {_short(value)}" for key, value in _people(name, one).items()]
    return "\n".join(lines) + "\n"
