"""Intervals that hold for several mechanisms at once: how much wider each must be.

The differences of several mechanisms to one baseline share its random variation, so that their errors are correlated.
A t interval for each alone would be too narrow, and Bonferroni's, which knows nothing of that, too wide. What is
wanted is the value that the largest of the t statistics exceeds once in twenty times, given how the differences go
together (the max-t of Westfall and Young 1993; Hothorn, Bretz and Westfall 2008). It is found by drawing means and
variances of normal differences with the correlations that were observed. Estimated from few replicates these are
larger than they should be, which would make intervals too narrow; they are shrunk towards none, by as much as their own
uncertainty asks for (as Schaefer and Strimmer 2005 do). Differences are taken to be about normal, as in the t interval
of each.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from dizao.model.core.generator import generator

Floats = npt.NDArray[np.float64]

DRAWS = 20_000
"""Drawn data sets."""

SEED = 20_240_607
"""Of these draws: the same differences always give the same intervals."""

DIGITS = 6
"""Of the level, so that it does not depend on the last bit of a sum."""

MOST = 30
"""Mechanisms up to which correlations are used; beyond, the draws take too much memory."""

FEWEST = 3
"""Replicates from which correlations can be estimated; with fewer the level is Bonferroni's."""


def level_of_each(differences: Floats, level: float) -> float:
    """Return the level of each interval with which all of them together hold the truth `level` of the time.

    Parameters
    ----------
    differences : ndarray of shape (replicates, mechanisms)
        Paired differences to the baseline in one outcome; nan where undefined. What never varies, or is defined in
        fewer than two replicates, has no random variation and is left out.
    level
        Share of such families of intervals that hold all their true differences.

    Returns
    -------
    float
        Between `level` (one mechanism) and Bonferroni's ``1 - (1 - level) / mechanisms``.
    """
    columns = [column for column in differences.T if _varies(column)]
    if len(columns) < 2:
        return level
    bonferroni = 1.0 - (1.0 - level) / len(columns)
    together = np.column_stack(columns)
    together = together[~np.isnan(together).any(axis=1)]
    if len(together) < FEWEST or len(columns) > MOST or not all(_varies(column) for column in together.T):
        return bonferroni
    value = _value_for_all(shrunk_correlation(together), len(together) - 1, level)
    each = 2.0 * float(stdtr(len(together) - 1, value)) - 1.0
    return min(bonferroni, max(level, round(each, DIGITS)))


def _varies(values: Floats) -> bool:
    known = values[~np.isnan(values)]
    return len(known) >= 2 and bool(np.any(known != known[0]))


def shrunk_correlation(values: Floats) -> Floats:
    """Estimate the correlation of columns, shrunk towards none by as much as it is uncertain.

    r* = (1 - s) r for every pair, s = sum over pairs of (1 - r^2)^2 / (n - 1), the variance of r, over the sum of r^2,
    at most 1.

    Parameters
    ----------
    values : ndarray of shape (replicates, mechanisms)
        Columns that all vary, without nan; at least two of each.

    Returns
    -------
    Correlations, of shape (mechanisms, mechanisms), with 1 on the diagonal.
    """
    number = values.shape[1]
    found: Floats = np.clip(np.corrcoef(values.T), -1.0, 1.0)
    apart = ~np.eye(number, dtype=bool)
    squares = found[apart] ** 2
    uncertain = float(((1.0 - squares) ** 2).sum()) / (len(values) - 1)
    shrinkage = min(1.0, uncertain / float(squares.sum())) if squares.any() else 1.0
    return np.where(apart, (1.0 - shrinkage) * found, 1.0)


def _value_for_all(correlation: Floats, freedom: int, level: float) -> float:
    """Return the value that the largest of the t statistics stays below with probability `level`.

    The drawn value is divided by that of uncorrelated statistics from the same draws, and multiplied by the exact one,
    which is known for these: that takes most of the random variation out of it.
    """
    number = len(correlation)
    drawn = np.quantile(_largest_statistics(correlation, freedom), level)
    exact = float(stdtrit(freedom, 0.5 * (1.0 + level ** (1.0 / number))))
    return exact * float(drawn / _value_alone(number, freedom, level))


@lru_cache(maxsize=4)
def _value_alone(number: int, freedom: int, level: float) -> float:
    """Return the drawn value of uncorrelated statistics."""
    return float(np.quantile(_largest_statistics(np.eye(number), freedom), level))


def _largest_statistics(correlation: Floats, freedom: int) -> Floats:
    """Draw the largest size of the t statistics of means of correlated normal differences that are truly 0."""
    number = len(correlation)
    means, squares = _standard_draws(number, freedom)
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    rows, columns = np.tril_indices(number)
    pairs = root[:, rows] * root[:, columns]
    variances = squares @ pairs.T / freedom
    return np.abs((means @ root.T) / np.sqrt(variances)).max(axis=1)  # type: ignore[no-any-return]


@lru_cache(maxsize=4)
def _standard_draws(number: int, freedom: int) -> tuple[Floats, Floats]:
    """Draw means of uncorrelated standard normal columns, and the sums of squares and products around them.

    Returns
    -------
    ndarray of shape (DRAWS, number), ndarray of shape (DRAWS, number * (number + 1) / 2)
        Sums are Wishart matrices, made from triangles (Bartlett 1933), however many replicates there are; of each its
        lower triangle, in which what stands twice in the whole is doubled.
    """
    rng = generator(SEED, number, freedom)
    means = rng.standard_normal((DRAWS, number))
    triangles = np.zeros((DRAWS, number, min(number, freedom)))
    for column in range(triangles.shape[2]):
        triangles[:, column, column] = np.sqrt(rng.chisquare(freedom - column, DRAWS))
        triangles[:, column + 1 :, column] = rng.standard_normal((DRAWS, number - column - 1))
    sums = triangles @ triangles.transpose(0, 2, 1)
    rows, columns = np.tril_indices(number)
    return means, sums[:, rows, columns] * np.where(rows == columns, 1.0, 2.0)
