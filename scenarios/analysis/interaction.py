"""Whether two things need each other: the interaction of a 2 x 2 of worlds, in yuan and on the log-odds scale.

In every world the four cells are lived with the same random draws. With y(a, b) the outcome,

    interaction = y(1, 1) - y(1, 0) - y(0, 1) + y(0, 0).

Above 0 each does more where the other is there (complements), below 0 less (substitutes). A rule that is a logit makes
interactions of shares by itself: what moves a share from 10% to 30% moves it from 90% by less. For shares it is
therefore stated as well with y the log-odds ln(share / (1 - share)), where effects that only add up have none.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.intervals import LEVEL, Floats, interval, wilson

type Scale = Literal["difference", "log_odds"]

SHARE = "share"
"""Unit of the outcomes that are stated on the log-odds scale as well."""


class Cells(NamedTuple):
    """An outcome in the four cells, each of shape (worlds,), paired by position."""

    neither: Floats
    one: Floats
    other: Floats
    both: Floats


class Interaction(NamedTuple):
    """One row of ``interaction.csv``.

    Attributes
    ----------
    outcome, scale
        Its name, and whether differences are of the outcome itself or of its log-odds.
    one, other
        What each adds by itself: means over the worlds.
    interaction, ci_low, ci_high
        Mean interaction and the ends of its 95% t interval; nan for what does not exist.
    n
        Worlds in which all four cells are defined: on the log-odds scale shares strictly between 0 and 1.
    undefined
        The other worlds.
    above, below
        Worlds in which the interaction is above 0, and below 0.
    above_low, above_high
        Wilson's 95% interval of the share of worlds above 0 among those that are not 0.
    """

    outcome: str
    scale: Scale
    one: float
    other: float
    interaction: float
    ci_low: float
    ci_high: float
    n: int
    undefined: int
    above: int
    below: int
    above_low: float
    above_high: float

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves 0 out, else 0."""
        return int(self.ci_low > 0.0) - int(self.ci_high < 0.0)


def log_odds(shares: Floats) -> Floats:
    """Return the log-odds of shares.

    Parameters
    ----------
    shares : ndarray
        Shares, in [0, 1].

    Returns
    -------
    ndarray of the same shape; nan where a share is 0 or 1, which has no finite log-odds.
    """
    inside = (shares > 0.0) & (shares < 1.0)
    known = np.where(inside, shares, 0.5)
    return np.where(inside, np.log(known / (1.0 - known)), np.nan)


def interaction(outcome: str, cells: Cells, scale: Scale = "difference", level: float = LEVEL) -> Interaction:
    """Return the interaction of one outcome.

    Parameters
    ----------
    outcome
        Its name.
    cells
        The outcome in the four cells.
    scale
        ``"log_odds"``: of the log-odds of shares.
    level
        Of the intervals.

    Returns
    -------
    Its mean over the worlds in which it is defined, with an interval and in how many it has which sign.
    """
    values = np.column_stack([log_odds(one) if scale == "log_odds" else one for one in cells])
    known = ~np.isnan(values).any(axis=1)
    neither, one, other, both = values[known].T
    each = both - one - other + neither
    found = interval(each, level)
    above, below = int(np.sum(each > 0.0)), int(np.sum(each < 0.0))
    n = int(known.sum())
    return Interaction(
        outcome, scale, _mean(one - neither), _mean(other - neither), *found,
        n, len(known) - n, above, below, *wilson(above, above + below, level),
    )  # fmt: skip


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan


def interaction_table(rows: Sequence[Interaction]) -> pd.DataFrame:
    """Return interactions as a table.

    Parameters
    ----------
    rows
        One an outcome and scale.

    Returns
    -------
    A row each, with the columns of `Interaction`.
    """
    return pd.DataFrame(rows, columns=list(Interaction._fields))
