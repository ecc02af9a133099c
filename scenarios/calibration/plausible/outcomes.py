"""From the ratios of replicates to outcomes on the facts' scales, with their variance between worlds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dizao.scenarios.analysis.matching.implausibility import implausibility
from dizao.scenarios.calibration.plausible.facts import Fact, ratio_on_scale

Floats = npt.NDArray[np.float64]


LEAST_AMOUNT = 1e-9
"""Stands for nothing where variances are divided by what a ratio is of; such a ratio is undefined anyway."""


class Outcomes(NamedTuple):
    """Outcomes of simulated parameter sets.

    Attributes
    ----------
    measured : ndarray of shape (points, facts)
        On each fact's scale, of all replicates together; nan where undefined.
    variances : ndarray of shape (points, facts)
        Between worlds, of that.
    """

    measured: Floats
    variances: Floats


def outcomes_of(facts: Sequence[Fact], ratios: Floats, columns: Sequence[tuple[str, str]]) -> Outcomes:
    """Return outcomes with the variance that they have between worlds.

    Parameters
    ----------
    facts
        Those that have an outcome.
    ratios : ndarray of shape (points, replicates, columns, 2)
        Amounts, and what they are of.
    columns
        World and outcome of each column.

    Returns
    -------
    Outcomes. The variance of a set falls with the amount that its ratio is of; the constant is the mean over all sets
    of that amount times the jackknife variance. 0 with one replicate.
    """
    values, variances = [], []
    for fact in facts:
        some = ratios[:, :, columns.index((fact.world, fact.outcome)), :]
        whole = some.sum(axis=1)
        of = np.maximum(whole[:, 1], LEAST_AMOUNT)
        values.append(ratio_on_scale(fact.scale, whole[:, 0], whole[:, 1]))
        variances.append(_constant(fact, some, of) / of)
    return Outcomes(np.column_stack(values), np.column_stack(variances))


def _constant(fact: Fact, some: Floats, of: Floats) -> float:
    """Return the mean of the jackknife variance over replicates times what ratios are of."""
    replicates = some.shape[1]
    if replicates == 1:
        return 0.0
    without = some.sum(axis=1, keepdims=True) - some
    left = ratio_on_scale(fact.scale, without[..., 0], without[..., 1])
    known = ~np.isnan(left).any(axis=1)
    if not known.any():
        return 0.0
    jackknife = (replicates - 1) * left[known].var(axis=1)
    return float(np.mean(jackknife * of[known]))


def implausibilities(facts: Sequence[Fact], found: Outcomes) -> Floats:
    """Return the implausibility of each set by each fact.

    Parameters
    ----------
    facts
        Those that the columns of the outcomes stand for.
    found
        Outcomes.

    Returns
    -------
    Of shape (points, facts).
    """
    return np.column_stack(
        [
            implausibility(fact.observed, found.measured[:, j], found.variances[:, j] + fact.variance)
            for j, fact in enumerate(facts)
        ]
    )
