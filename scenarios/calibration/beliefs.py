"""What people believe of others before they have seen anything, and how they learn, from stated beliefs (ODD 8).

First beliefs are logit-normal around a middle that rises with the share that must give; a stated belief stands for
all within half a step of its scale. Later beliefs follow what was seen, and are stated with an error.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logit, ndtr

from dizao.agents.parameters import People
from dizao.scenarios.calibration import evidence
from dizao.scenarios.calibration.dispositions import Values, Weights

HALF_STEP = 1.0 / 60.0
"""Beliefs were stated in steps of a thirtieth or finer."""

REQUIRED = np.array([0.4, 0.8])
"""Share of full contributions that thresholds of 2 and 4 take."""

SEARCH = {"maxiter": 5000, "maxfev": 5000, "xatol": 1e-6, "fatol": 1e-6}
TINY = 1e-300

Array = NDArray[np.float64]


def first_beliefs(weights: Weights) -> Values:
    """Return the middle, slope and spread of first beliefs, and the share as which a game without threshold is read.

    Parameters
    ----------
    weights
        How often each subject counts.

    Returns
    -------
    By name: `laboratory_belief`, log-odds; `prior_required_slope`, log-odds per unit of the share; `unneeded_share`, a
    share; `prior_sd`, log-odds.
    """
    reference = People().prior_required_reference
    asked, plain = evidence.thresholds().belief, evidence.dilemma().belief[:, 0]

    def loss(free: Array) -> float:
        middle, slope, unneeded, log_spread = free
        spread = math.exp(log_spread)
        with_threshold = _log_chance(asked, middle + slope * (REQUIRED - reference), spread).sum(axis=1)
        without = _log_chance(plain, middle + slope * (unneeded - reference), spread)
        return -float(weights.thresholds @ with_threshold + weights.dilemma @ without)

    found = minimize(loss, np.array([0.4, 2.0, 0.3, 0.1]), method="Nelder-Mead", options=SEARCH).x
    names = ("laboratory_belief", "prior_required_slope", "unneeded_share")
    return {name: float(value) for name, value in zip(names, found[:3], strict=True)} | {"prior_sd": math.exp(found[3])}


def _log_chance(belief: Array, middle: Array | float, spread: float) -> Array:
    """Return the log of the chance that a logit-normal belief lies within half a step of the one stated."""
    with np.errstate(divide="ignore"):
        low, high = logit(np.clip(belief - HALF_STEP, 0.0, 1.0)), logit(np.clip(belief + HALF_STEP, 0.0, 1.0))
    chance = ndtr((high - middle) / spread) - ndtr((low - middle) / spread)
    return np.asarray(np.log(np.maximum(chance, TINY)))


def learning(weights: Weights) -> Values:
    """Return the step of beliefs towards what was seen: a filter that knows beliefs to be stated with an error.

    Parameters
    ----------
    weights
        How often each subject counts; only those of the dilemma are read.

    Returns
    -------
    `belief_learning`: the part of the way to what was seen that a belief moves in a round.
    """
    data = evidence.dilemma()

    def loss(free: Array) -> float:
        return -float(weights.dilemma @ _filtered(data.belief, data.seen, free))

    start = np.array([0.2, 0.45, -1.6, -2.3, -2.3])
    return {"belief_learning": float(minimize(loss, start, method="Nelder-Mead", options=SEARCH).x[0])}


def _filtered(belief: Array, seen: Array, free: Array) -> Array:
    """Return each subject's log-likelihood of stated beliefs, by a Kalman filter over the rounds."""
    alpha, mean = free[0], np.full(len(belief), free[1])
    first, stated, drift = np.exp(2.0 * free[2:])
    variance, total = first, np.zeros(len(belief))
    for t in range(belief.shape[1]):
        spread, error = variance + stated, belief[:, t] - mean
        total -= 0.5 * (math.log(2.0 * math.pi * spread) + error**2 / spread)
        mean, variance = mean + variance / spread * error, variance * stated / spread
        mean, variance = mean + alpha * (seen[:, t] - mean), variance * (1.0 - alpha) ** 2 + drift
    return total
