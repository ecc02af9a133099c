"""What people are like, estimated by likelihood on two published data sets (ODD 8, calibration).

Choices given stated beliefs and seen contributions make one likelihood (`dizao.model.laboratory.likelihood`), stated
beliefs another (`dizao.scenarios.calibration.beliefs`): they have no parameter in common.
"""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import binom

from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.model.core.generator import generator
from dizao.model.laboratory.likelihood import Nodes, dilemma_log_likelihood, thresholds_log_likelihood
from dizao.scenarios.calibration import evidence

RHO_NODES, DRAW_NODES = 25, 9
"""Points of Gauss-Hermite quadrature over reciprocity and over the persistent random term."""

STEP = 1e-5
"""Step of numerical derivatives, on the scale on which parameters are free."""

DILEMMA, THRESHOLD = "intercept_dilemma", "intercept_threshold"
"""Names of the two studies' own intercepts."""

Values = dict[str, float]
Array = NDArray[np.float64]


class Form(NamedTuple):
    """A form of the decision: what is free, and from where the search starts.

    Attributes
    ----------
    start
        Free numbers and their first values.
    fixed
        Numbers of `People` that this form holds fast.
    types
        Whether reciprocity is 0 or 1 (``selfish_share``) instead of normal.
    """

    start: Mapping[str, float]
    fixed: Mapping[str, float] = {}
    types: bool = False


COMMON = {DILEMMA: -2.3, THRESHOLD: -2.3, "belief_slope": 5.3, "corner_share": 0.2, "draw_persistence": 0.4}
RETURNS = {"return_weight": 1.07, "hump_slope": 3.31, "hump_share": 0.08}
SPREAD = {"reciprocity_sd": 0.38, "reciprocity_erosion": 0.13}

HELD = {"reciprocity_mean": 0.85, "reciprocity_recovery": 0.0}
"""What the data do not identify: the scale of reciprocity, held at the specification's, and whether it recovers.

The model's own recovery is another (ODD 7.9, 8.4): the fits were made at 0, and the likelihood hardly moves up to .2.
"""

NO_WEAR = HELD | {"reciprocity_erosion": 0.0}

FORMS: dict[str, Form] = {
    "conditional": Form(COMMON | RETURNS | SPREAD, HELD),
    "plain_logit": Form(
        COMMON, NO_WEAR | {"return_weight": 0.0, "hump_share": 0.0, "reciprocity_mean": 1.0, "reciprocity_sd": 0.0}
    ),
    "fixed_types": Form(COMMON | RETURNS | {"selfish_share": 0.3}, NO_WEAR, types=True),
    "success_probability": Form(COMMON | RETURNS | SPREAD | {"success_weight": 0.0}, HELD),
}
"""The form of the model, and those that it is compared with; starting values are the specification's."""

SHARES = {"corner_share", "draw_persistence", "hump_share", "selfish_share"}
POSITIVE = {"reciprocity_sd", "norm_spread"}


def to_free(values: Mapping[str, float]) -> Array:
    """Return numbers on the scale on which they are free: shares as log-odds, spreads as logarithms.

    Parameters
    ----------
    values
        Numbers by name.

    Returns
    -------
    The same in the same order, free of limits; shape (numbers,).
    """
    return np.array([_free(name, value) for name, value in values.items()])


def _free(name: str, value: float) -> float:
    if name in SHARES:
        return math.log(value / (1.0 - value))
    return math.log(value) if name in POSITIVE else value


def from_free(names: Mapping[str, Any], free: Array) -> Values:
    """Return numbers from the scale on which they are free.

    Parameters
    ----------
    names
        Names in the order of the numbers; of a mapping only the keys are read.
    free
        Numbers as `to_free` returns them, shape (numbers,).

    Returns
    -------
    Numbers by name.
    """
    return {name: _bound(name, float(value)) for name, value in zip(names, free, strict=True)}


def _bound(name: str, value: float) -> float:
    if name in SHARES:
        return 1.0 / (1.0 + math.exp(-value))
    return math.exp(value) if name in POSITIVE else value


def nodes(values: Mapping[str, float], types: bool) -> Nodes:
    """Return where reciprocity and the random term are summed: points of Gauss-Hermite quadrature.

    Parameters
    ----------
    values
        Numbers by name, among them mean and spread of reciprocity, or the share of the selfish.
    types
        Whether reciprocity is 0 or 1 instead of normal.

    Returns
    -------
    Points and their weights; reciprocity is kept between 0 and 2.
    """
    random_draw, draw_weight = np.polynomial.hermite_e.hermegauss(DRAW_NODES)
    if types:
        rho, weight = np.array([0.0, 1.0]), np.array([values["selfish_share"], 1.0 - values["selfish_share"]])
    else:
        z, weight = np.polynomial.hermite_e.hermegauss(RHO_NODES)
        rho = np.clip(values["reciprocity_mean"] + values["reciprocity_sd"] * z, 0.0, 2.0)
    return Nodes(rho, weight / weight.sum(), random_draw, draw_weight / draw_weight.sum())


def log_likelihoods(values: Mapping[str, float], form: Form) -> tuple[Array, Array]:
    """Return the log-likelihood of each subject of the dilemma and of the threshold games.

    Parameters
    ----------
    values
        Free numbers by name, the two studies' intercepts among them.
    form
        Form of the decision, for what it holds fast.

    Returns
    -------
    Natural logarithms, shapes (subjects of the dilemma,) and (subjects of the threshold games,).
    """
    everything = {**form.fixed, **values}
    shared = coded(People())._replace(**{k: v for k, v in everything.items() if k in People._fields})
    points = nodes(everything, form.types)
    dilemma, thresholds = evidence.dilemma(), evidence.thresholds()
    if "success_weight" in everything:
        field = everything["success_weight"] * chance_of_success(thresholds.belief)
        thresholds = thresholds._replace(field=field)
    first, second = np.empty(len(dilemma.contribution)), np.empty(len(thresholds.gives))
    of_dilemma = shared._replace(giving_intercept=everything[DILEMMA])
    of_thresholds = shared._replace(giving_intercept=everything[THRESHOLD])
    dilemma_log_likelihood(len(first), dilemma, points, of_dilemma, first)
    thresholds_log_likelihood(len(second), thresholds, points, of_thresholds, second)
    return first, second


def chance_of_success(belief: Array) -> Array:
    """Return the chance that, with one's own part, 2 and 4 of 5 give, if each other does with the believed share.

    Parameters
    ----------
    belief
        Believed share of others who give, shape (subjects, 2): in the game with threshold 2, and with 4.

    Returns
    -------
    Probabilities, same shape.
    """
    others_needed = np.array([1, 3])
    return np.asarray(1.0 - binom.cdf(others_needed - 1, evidence.GROUP - 1, belief))


class Fitted(NamedTuple):
    """A form at its best: its numbers, the log-likelihood, and how its free numbers curve it."""

    numbers: Values
    log_likelihood: float
    scale: Array


class Weights(NamedTuple):
    """How often each subject counts."""

    dilemma: Array
    thresholds: Array


def everybody() -> Weights:
    """Return weights in which each subject counts once.

    Returns
    -------
    Ones, for the subjects of both studies.
    """
    return Weights(np.ones(len(evidence.dilemma().contribution)), np.ones(len(evidence.thresholds().gives)))


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
    scale = _scale(_scores(names, form, centre), weights) if start is None else start.scale

    def loss(step: Array) -> float:
        found = log_likelihoods(from_free(names, centre + scale @ step), form)
        return -float(weights.dilemma @ found[0] + weights.thresholds @ found[1])

    best = minimize(loss, np.zeros(len(centre)), method="L-BFGS-B", options={"eps": STEP, "maxiter": 200})
    found = centre + scale @ best.x
    if start is None:
        # Once more from there: the curvature at the start may be far from that at the end.
        again = Fitted(from_free(names, found), -float(best.fun), _scale(_scores(names, form, found), weights))
        return fit(form, weights, again)._replace(scale=again.scale)
    return Fitted(from_free(names, found), -float(best.fun), scale)


def _scores(names: Mapping[str, Any], form: Form, free: Array) -> tuple[Array, Array]:
    """Return each subject's derivatives of the log-likelihood, by central differences."""
    columns = []
    for k in range(len(free)):
        shift = np.zeros(len(free))
        shift[k] = math.sqrt(STEP)
        above = log_likelihoods(from_free(names, free + shift), form)
        below = log_likelihoods(from_free(names, free - shift), form)
        columns.append([(a - b) / (2.0 * shift[k]) for a, b in zip(above, below, strict=True)])
    first, second = (np.column_stack([column[part] for column in columns]) for part in (0, 1))
    return first, second


def _scale(scores: tuple[Array, Array], weights: Weights) -> Array:
    """Return a matrix that makes the likelihood about equally curved in all directions (from the outer products)."""
    information = (scores[0].T * weights.dilemma) @ scores[0] + (scores[1].T * weights.thresholds) @ scores[1]
    ridge = 1e-6 * np.trace(information) / len(information) * np.eye(len(information))
    lower = np.linalg.cholesky(np.linalg.inv(information + ridge))
    return np.asarray(lower)


# uncertainty and comparison -------------------------------------------------------------------------------------


def resampled(seed: int, replicate: int) -> Weights:
    """Return weights of a bootstrap over subjects, each study on its own.

    Parameters
    ----------
    seed
        Seed of the estimate.
    replicate
        Number of the bootstrap replicate, from 0.

    Returns
    -------
    Whole numbers: how often each subject was drawn, as many in all as there are subjects.
    """
    rng = generator(seed, replicate)
    sizes = [len(one) for one in everybody()]
    counts = [np.bincount(rng.integers(0, size, size), minlength=size).astype(float) for size in sizes]
    return Weights(*counts)


def folds(seed: int, number: int) -> list[Weights]:
    """Return weights of 1 for who is in each fold and of 0 for all others, subjects of both studies at random.

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
    return [Weights(*((place == k).astype(float) for place in places)) for k in range(number)]


def held_out(form: Form, start: Fitted, parts: list[Weights]) -> float:
    """Return the log-likelihood of each fold under the numbers fitted on all others, summed.

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
    Natural logarithm of the likelihood, summed over all subjects.
    """
    total = 0.0
    for part in parts:
        others = Weights(1.0 - part.dilemma, 1.0 - part.thresholds)
        found = log_likelihoods(fit(form, others, start).numbers, form)
        total += float(part.dilemma @ found[0] + part.thresholds @ found[1])
    return total
