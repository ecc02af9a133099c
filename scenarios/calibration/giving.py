"""Rules of giving, each estimated whole on three games: threshold, repeated dilemma, linear with beliefs (ODD 8.7).

A subject's type is not observed: selfish, hump-shaped, or of some reciprocity; the likelihood sums over them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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

MOST_STEPS = 60
ENOUGH = 1e-3
"""Half of it is about what the log-likelihood could still gain where a search ends."""

RISE, SMALLEST_PART = 0.1, 1e-3
"""A step is halved until it gains this part of what it promised; smaller ones end the search."""

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

    start: dict[str, float]
    fixed: dict[str, float]
    terms: Mapping[str, Term]


NOISE = dict.fromkeys(INTERCEPTS, -2.5) | {"corner_share": 0.2, "draw_persistence": 0.4}
SPREAD = {"reciprocity_sd": 0.4, "reciprocity_erosion": 0.15}
HUMP = {"hump_slope": 2.5, "hump_share": 0.08}
SELFISH = {"selfish_share": 0.1}
HELD = {"reciprocity_mean": 0.85, "reciprocity_recovery": 0.0, "return_weight": 0.0, "hump_share": 0.0}
"""Held where a rule has nothing else; as in `dispositions.HELD`."""

NEAR_INEQUALITY = {
    "intercept_dilemma": -3.2, "intercept_threshold": -0.3, "intercept_linear": -0.3,
    "corner_share": 0.15, "draw_persistence": 0.33, "reciprocity_sd": 0.34, "reciprocity_erosion": 0.23,
    "hump_slope": 2.9, "hump_share": 0.05,
}  # fmt: skip
"""First values nearer to the end: from those of the other rules the search ends 1.2 lower, without selfish people."""

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
        NOISE | SPREAD | HUMP | SELFISH | {"return_weight": 1.2, "guilt": 1.8, "envy": 0.1} | NEAR_INEQUALITY,
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
    start = {key: value for key, value in start.items() if key not in changed.off} | dict(changed.on)
    if changed.one_intercept:
        start = {INTERCEPT: start[INTERCEPTS[0]]} | {k: v for k, v in start.items() if k not in INTERCEPTS}
    return Form(name, start, HELD | one.fixed | dict(changed.off))


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


class Scores(NamedTuple):
    """The log-likelihood at some numbers, and its derivatives there: sum, and outer products of the subjects'."""

    log_likelihood: float
    gradient: Array
    information: Array


def _scores(form: Form, free: Array, weights: Weights) -> Scores:
    """Return the scores, by central differences on the scale on which numbers are free."""

    def each(at: Array) -> Array:
        return np.concatenate(log_likelihoods(from_free(form.start, at), form))

    columns, shift, counts = [], STEP**0.5, np.concatenate(weights)
    for k in range(len(free)):
        move = np.zeros(len(free))
        move[k] = shift
        columns.append((each(free + move) - each(free - move)) / (2.0 * shift))
    scores = np.column_stack(columns)
    return Scores(float(counts @ each(free)), counts @ scores, (scores.T * counts) @ scores)


def _inverse(information: Array) -> Array:
    """Return the inverse of the information, with a little added so that there is one."""
    ridge = 1e-6 * np.trace(information) / len(information) * np.eye(len(information))
    return np.asarray(np.linalg.inv(information + ridge))


def fit(form: Form, weights: Weights, start: Mapping[str, float] | None = None) -> Fitted:
    """Return the numbers that make what the subjects did likeliest (Berndt, Hall, Hall & Hausman 1974).

    Parameters
    ----------
    form
        What is free, and what is held fast.
    weights
        How often each subject counts.
    start
        Numbers near the end; None: the form's own first values.

    Returns
    -------
    The numbers, the weighted log-likelihood, and the inverse of the information there.
    """
    free = to_free(form.start if start is None else start)
    here = _scores(form, free, weights)
    for _ in range(MOST_STEPS):
        step = _inverse(here.information) @ here.gradient
        gain = float(here.gradient @ step)
        if gain < ENOUGH:
            break
        part = 1.0
        while part > SMALLEST_PART and not _rises(form, free + part * step, weights, here, RISE * part * gain):
            part *= 0.5
        if part <= SMALLEST_PART:
            break
        free = free + part * step
        here = _scores(form, free, weights)
    return Fitted(from_free(form.start, free), here.log_likelihood, _inverse(here.information))


def _rises(form: Form, free: Array, weights: Weights, here: Scores, least: float) -> bool:
    """Return whether the log-likelihood is higher there by at least so much."""
    with np.errstate(all="ignore"):
        found = total(log_likelihoods(from_free(form.start, free), form), weights)
    return bool(np.isfinite(found)) and found >= here.log_likelihood + least


def errors(best: Fitted) -> Values:
    """Return standard errors from the outer products of scores.

    Parameters
    ----------
    best
        A fit on all subjects.

    Returns
    -------
    By name, each in its number's unit; large where the data do not say.
    """
    free, deviations, found = to_free(best.numbers), np.sqrt(np.diag(best.scale)), {}
    for k, name in enumerate(best.numbers):
        shift = np.zeros(len(free))
        shift[k] = STEP
        above, below = (from_free(best.numbers, free + sign * shift)[name] for sign in (1.0, -1.0))
        found[name] = abs(above - below) / (2.0 * STEP) * float(deviations[k])
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
        found = log_likelihoods(fit(form, others, start.numbers).numbers, form)
        for study, weight, one in zip(STUDIES, part, found, strict=True):
            sums[study] += float(weight @ one)
    return sums
