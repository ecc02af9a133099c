"""How far simulated outcomes are from what was observed, and what that rules out."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

CUT = 3.0
"""Standard deviations beyond which 5% at most of any distribution with one peak lies (Pukelsheim 1994)."""

RANK = 2
"""Ruled out is by the second-largest implausibility: one fact that is wrong rules out nothing."""


def implausibility(observed: float, outcomes: Floats, variances: Floats) -> Floats:
    """Return how many standard deviations outcomes are from an observation.

    Parameters
    ----------
    observed
        On the fact's scale.
    outcomes : ndarray of shape (points,)
        On the same scale; nan where undefined.
    variances : ndarray of shape (points,)
        All that separates an outcome from the observation, on the same scale, squared.

    Returns
    -------
    Implausibilities, at least 0; infinite where the outcome is undefined, since something was observed.
    """
    with np.errstate(invalid="ignore"):
        found = np.abs(observed - outcomes) / np.sqrt(variances)
    return np.asarray(np.where(np.isnan(outcomes), np.inf, found))


def deciding(implausibilities: Floats) -> Floats:
    """Return the implausibility by which a point is judged: the second-largest of all facts.

    Parameters
    ----------
    implausibilities : ndarray of shape (points, facts)
        One column a fact, at least one.

    Returns
    -------
    One number a point; with one fact it is the fact's own.
    """
    rank = min(RANK, implausibilities.shape[1])
    return np.asarray(np.sort(implausibilities, axis=1)[:, -rank])


def not_ruled_out(implausibilities: Floats) -> Mask:
    """Return which points are not ruled out.

    Parameters
    ----------
    implausibilities : ndarray of shape (points, facts)
        One column a fact.

    Returns
    -------
    One truth value a point.
    """
    return np.asarray(deciding(implausibilities) <= CUT)


def ruled_out_last(implausibilities: Floats) -> Mask:
    """Return which points each fact rules out that would be kept without it.

    Parameters
    ----------
    implausibilities : ndarray of shape (points, facts)
        One column a fact, at least two.

    Returns
    -------
    Truth values of the same shape.
    """
    refused = ~not_ruled_out(implausibilities)
    without = [not_ruled_out(np.delete(implausibilities, j, axis=1)) for j in range(implausibilities.shape[1])]
    return np.asarray(np.column_stack(without) & refused[:, None])


def never_together(implausibilities: Floats) -> list[tuple[int, int]]:
    """Return pairs of facts that no point meets together though some point meets each.

    Parameters
    ----------
    implausibilities : ndarray of shape (points, facts)
        One column a fact.

    Returns
    -------
    Columns of the two facts, the lower one first.
    """
    met = implausibilities <= CUT
    count = met.shape[1]
    return [
        (i, j)
        for i in range(count)
        for j in range(i + 1, count)
        if met[:, i].any() and met[:, j].any() and not (met[:, i] & met[:, j]).any()
    ]
