"""Rules of giving, each estimated whole on three games: threshold, repeated dilemma, linear with beliefs (ODD 8.7).

A subject's type is not observed: selfish, hump-shaped, or of some reciprocity; the likelihood sums over them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.model.core.generator import generator
from dizao.model.laboratory.likelihood import (
    dilemma_log_likelihood,
    linear_log_likelihood,
    thresholds_log_likelihood,
)
from dizao.scenarios.calibration import evidence
from dizao.scenarios.calibration.dispositions import STEP, Fitted, Values, from_free, nodes, to_free

STUDIES = ("dilemma", "threshold", "linear")
INTERCEPT = "giving_intercept"
INTERCEPTS = tuple(f"intercept_{study}" for study in STUDIES)
"""Names of the studies' own intercepts, log-odds."""

MOST_STEPS = 150

Array = NDArray[np.float64]
Weights = tuple[Array, ...]
"""How often each subject counts, an array a study."""


class Term(NamedTuple):
    """A term whose gain is reported: what holds it off, or, where the rule has it not, from where it is free."""

    off: Mapping[str, float] = {}
    on: Mapping[str, float] = {}
    one_intercept: bool = False


class Rule(NamedTuple):
    """What is free in a rule, with first values, what it holds fast, and its terms."""

    start: Mapping[str, float]
    fixed: Mapping[str, float]
    terms: Mapping[str, Term]


NOISE = dict.fromkeys(INTERCEPTS, -2.5) | {"corner_share": 0.2, "draw_persistence": 0.4}
SPREAD = {"reciprocity_sd": 0.4, "reciprocity_erosion": 0.15}
HUMP = {"hump_slope": 2.5, "hump_share": 0.08}
SELFISH = {"selfish_share": 0.1}
HELD = {"reciprocity_mean": 0.85, "reciprocity_recovery": 0.0, "return_weight": 0.0, "hump_share": 0.0}
"""Held where a rule has nothing else; as in `dispositions.HELD`."""

OF_ALL = {"wear": Term({"reciprocity_erosion": 0.0}), "studies": Term(one_intercept=True)}
OF_TYPES = {"selfish": Term({"selfish_share": 0.0}), "hump": Term({"hump_share": 0.0, "hump_slope": 0.0})} | OF_ALL

RULES: dict[str, Rule] = {
    "conditional": Rule(
        NOISE | SPREAD | HUMP | {"belief_slope": 5.3, "return_weight": 1.0},
        {},
        {
            "own": Term({"return_weight": 0.0}),
            "hump": OF_TYPES["hump"],
            "selfish": Term(on=SELFISH),
        }
        | OF_ALL,
    ),
    "causal": Rule(
        NOISE | SPREAD | HUMP | SELFISH | {"belief_slope": 5.0, "return_weight": 0.7, "external_weight": 0.1},
        {},
        {
            "belief": Term({"belief_slope": 0.0}),
            "own": Term({"return_weight": 0.0}),
            "others": Term({"external_weight": 0.0}),
        }
        | OF_TYPES,
    ),
    "pivotal": Rule(
        NOISE | SPREAD | SELFISH | {"belief_slope": 3.0, "return_weight": 1.0},
        {"hump_slope": 0.0},
        {
            "joy": Term({"belief_slope": 0.0}),
            "own": Term({"return_weight": 0.0}),
            "selfish": OF_TYPES["selfish"],
        }
        | OF_ALL,
    ),
    "norm": Rule(
        NOISE | SPREAD | HUMP | SELFISH | {"belief_slope": 4.0, "norm_middle": 0.5, "norm_spread": 0.2},
        {},
        OF_TYPES,
    ),
    "inequality": Rule(
        NOISE | SPREAD | HUMP | SELFISH | {"return_weight": 1.0, "guilt": 1.5, "envy": 0.5},
        {},
        {"guilt": Term({"guilt": 0.0}), "envy": Term({"envy": 0.0})} | OF_TYPES,
    ),
}
"""The rules in the order of their numbers; `start` are first values of the search and no result."""


class Form(NamedTuple):
    """A rule, whole or without a term: its name, what is free with first values, and what is held fast."""

    rule: str
    start: Mapping[str, float]
    fixed: Mapping[str, float]


def form_of(name: str, term: str = "", best: Mapping[str, float] | None = None) -> Form:
    """Return a rule whole, or without one of its terms (with it, where the rule has it not).

    Parameters
    ----------
    name
        Name of the rule.
    term
        Name of a term; empty: the rule whole.
    best
        Numbers from which the search begins; None: those of `RULES`.

    Returns
    -------
    What is free, and what is held fast.
    """
    one = RULES[name]
    start = dict(one.start if best is None else best)
    changed = one.terms[term] if term else Term()
    start = {key: value for key, value in start.items() if key not in changed.off} | changed.on
    if changed.one_intercept:
        start = {INTERCEPT: start[INTERCEPTS[0]]} | {k: v for k, v in start.items() if k not in INTERCEPTS}
    return Form(name, start, HELD | one.fixed | changed.off)


@cache
def _data() -> tuple[Any, Any, Any]:
    return evidence.dilemma(), evidence.thresholds(), evidence.linear()


def everybody() -> Weights:
    """Return weights in which each subject counts once.

    Returns
    -------
    Ones, for the subjects of the dilemma, the threshold games and the linear game.
    """
    dilemma, thresholds, linear = _data()
    return tuple(np.ones(len(one)) for one in (dilemma.contribution, thresholds.gives, linear.step))


def log_likelihoods(values: Mapping[str, float], form: Form) -> tuple[Array, ...]:
    """Return the log-likelihood of each subject of each study.

    Parameters
    ----------
    values
        Free numbers by name.
    form
        The rule, for what it holds fast.

    Returns
    -------
    Natural logarithms, an array a study.
    """
    everything = {**form.fixed, **values}
    named: Any = {"giving_rule": form.rule}
    shared = coded(People()._replace(**named, **{k: v for k, v in everything.items() if k in People._fields}))
    points, found = nodes(everything, False), []
    kernels = (dilemma_log_likelihood, thresholds_log_likelihood, linear_log_likelihood)
    for kernel, data, intercept, weights in zip(kernels, _data(), INTERCEPTS, everybody(), strict=True):
        people = shared._replace(giving_intercept=everything.get(intercept, everything.get(INTERCEPT, 0.0)))
        out = np.empty(len(weights))
        kernel(len(out), data, points, people, out)
        found.append(out)
    return tuple(found)


def total(found: tuple[Array, ...], weights: Weights) -> float:
    """Return a weighted log-likelihood of all subjects.

    Parameters
    ----------
    found
        As `log_likelihoods` returns it.
    weights
        How often each subject counts.

    Returns
    -------
    Natural logarithm.
    """
    return float(sum(weight @ one for weight, one in zip(weights, found, strict=True)))


def fit(form: Form, weights: Weights, start: Fitted | None = None) -> Fitted:
    """Return the numbers that make what the subjects did likeliest.

    Parameters
    ----------
    form
        What is free, and what is held fast.
    weights
        How often each subject counts.
    start
        An earlier fit, whose curvature makes the search short; None: the form's own start, and two searches.

    Returns
    -------
    The numbers, the weighted log-likelihood, and the scale of the search.
    """
    names = form.start
    centre = to_free(form.start if start is None else start.numbers)
    scale = _scale(_information(names, form, centre, weights)) if start is None else start.scale

    def loss(step: Array) -> float:
        return -total(log_likelihoods(from_free(names, centre + scale @ step), form), weights)

    best = minimize(loss, np.zeros(len(centre)), method="L-BFGS-B", options={"eps": STEP, "maxiter": MOST_STEPS})
    numbers = from_free(names, centre + scale @ best.x)
    if start is None:
        # Once more from there: the curvature at the start may be far from that at the end.
        again = _scale(_information(names, form, to_free(numbers), weights))
        return fit(form, weights, Fitted(numbers, -float(best.fun), again))
    return Fitted(numbers, -float(best.fun), scale)


def begun(form: Form) -> Fitted:
    """Return a form at its first values, with the curvature there: from it one search suffices.

    Parameters
    ----------
    form
        What is free, with first values near the end.

    Returns
    -------
    Its first values; they have no log-likelihood yet.
    """
    scale = _scale(_information(form.start, form, to_free(form.start), everybody()))
    return Fitted(dict(form.start), float("nan"), scale)


def _information(names: Mapping[str, Any], form: Form, free: Array, weights: Weights) -> Array:
    """Return the sum of outer products of the subjects' scores, taken by central differences."""
    columns, shift = [], STEP**0.5
    for k in range(len(free)):
        move = np.zeros(len(free))
        move[k] = shift
        above = np.concatenate(log_likelihoods(from_free(names, free + move), form))
        below = np.concatenate(log_likelihoods(from_free(names, free - move), form))
        columns.append((above - below) / (2.0 * shift))
    scores = np.column_stack(columns)
    found: Array = (scores.T * np.concatenate(weights)) @ scores
    return found


def _scale(information: Array) -> Array:
    """Return a matrix that makes the likelihood about equally curved in all directions."""
    ridge = 1e-6 * np.trace(information) / len(information) * np.eye(len(information))
    return np.asarray(np.linalg.cholesky(np.linalg.inv(information + ridge)))


def errors(form: Form, best: Fitted) -> Values:
    """Return standard errors from the outer products of scores.

    Parameters
    ----------
    form
        The form that was fitted.
    best
        Its fit on all subjects.

    Returns
    -------
    By name, each in its number's unit; large where the data do not say.
    """
    free = to_free(best.numbers)
    spread = _scale(_information(best.numbers, form, free, everybody()))
    deviations = np.sqrt(np.sum(spread**2, axis=1))
    found = {}
    for k, name in enumerate(best.numbers):
        shift = np.zeros(len(free))
        shift[k] = STEP
        ends = [from_free(best.numbers, free + sign * shift)[name] for sign in (1.0, -1.0)]
        found[name] = float(abs(ends[0] - ends[1]) / (2.0 * STEP) * deviations[k])
    return found


def folds(seed: int, number: int) -> list[Weights]:
    """Return weights of 1 for who is in each fold and of 0 for all others, subjects of each study at random.

    Parameters
    ----------
    seed
        Seed of the estimate.
    number
        How many folds.

    Returns
    -------
    Weights of each fold; every subject is in one of them.
    """
    rng = generator(seed, number)
    places = [rng.permutation(len(one)) % number for one in everybody()]
    return [tuple((place == k).astype(float) for place in places) for k in range(number)]


def held_out(form: Form, start: Fitted, parts: list[Weights]) -> Values:
    """Return the log-likelihood of each study's subjects under the numbers fitted on the other folds, summed.

    Parameters
    ----------
    form
        Form of the decision.
    start
        Its fit on all subjects, from which searches start.
    parts
        Folds, as `folds` returns them.

    Returns
    -------
    Natural logarithms by study.
    """
    sums = dict.fromkeys(STUDIES, 0.0)
    for part in parts:
        others = tuple(1.0 - one for one in part)
        found = log_likelihoods(fit(form, others, start).numbers, form)
        for study, weight, one in zip(STUDIES, part, found, strict=True):
            sums[study] += float(weight @ one)
    return sums
