"""Intervals of one mean (Student's t) and of one share (Wilson's)."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
"""How often intervals hold the truth; those of several mechanisms in one outcome, all of them together."""


class Interval(NamedTuple):
    """The mean of some values with the ends of its t interval; nan for what does not exist."""

    mean: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves 0 out, else 0."""
        if self.low > 0.0:
            return 1
        return -1 if self.high < 0.0 else 0


def critical_value(n: int, level: float = LEVEL) -> float:
    """Return the half-width of a t interval of `n` differences, in standard errors (`n` at least 2).

    Parameters
    ----------
    n
        Differences, at least 2.
    level
        How often the interval is to hold the true mean.

    Returns
    -------
    Half-width, in standard errors of the mean.
    """
    return float(stdtrit(n - 1, (1.0 + level) / 2.0))


def half_width(sd: float, n: int, level: float = LEVEL) -> float:
    """Return the half-width of the interval of a mean of `n` differences with standard deviation `sd`.

    Parameters
    ----------
    sd
        Standard deviation of the differences.
    n
        Differences, at least 2.
    level
        How often the interval is to hold the true mean.

    Returns
    -------
    Half-width, in the unit of `sd`.
    """
    return critical_value(n, level) * sd / math.sqrt(n)


def interval(values: Floats, level: float = LEVEL, alone: float = math.nan) -> Interval:
    """Return the mean of some values and the ends of its t interval.

    Parameters
    ----------
    values : ndarray of shape (replicates,)
        Values without nan, in any unit.
    level
        How often the interval is to hold the true mean.
    alone
        Half-width where there is one value only, which says nothing of how values vary: nan, or infinite.

    Returns
    -------
    Mean, lower and upper end, in the same unit; nan without values.
    """
    n = len(values)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(values.mean())
    around = half_width(float(values.std(ddof=1)), n, level) if n >= 2 else alone
    return Interval(mean, mean - around, mean + around)


def wilson(hits: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a share; without ends where there is nothing to share.

    Parameters
    ----------
    hits
        How many there are of what is counted; need not be whole, since ties are shared.
    n
        Among how many.
    level
        How often the interval is to hold the true share.

    Returns
    -------
    Ends of the interval, in [0, 1]; nan where `n` is 0.
    """
    if n <= 0:
        return math.nan, math.nan
    z, share = float(ndtri(0.5 + level / 2.0)), hits / n
    middle, room = share + z * z / (2.0 * n), z * math.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
    return max(0.0, (middle - room) / (1.0 + z * z / n)), min(1.0, (middle + room) / (1.0 + z * z / n))
