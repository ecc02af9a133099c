"""Rankings under equal budgets and under equal spending, and the pairs of mechanisms that change places."""

import math
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.intervals import LEVEL, interval

BOTH = 2
"""A pair has an interval under equal budgets and one under equal spending."""


class Flip(NamedTuple):
    """Two mechanisms of which the one that comes first under equal budgets comes second under equal spending.

    Attributes
    ----------
    first, second
        Names, in the order under equal budgets.
    budget, budget_low, budget_high
        Net present value of the first less that of the second under equal budgets, yuan, with its interval.
    spend, spend_low, spend_high
        The same under equal spending.
    beyond
        Whether both intervals leave out 0. They are Bonferroni's over all pairs, twice, so that together they hold in
        95%, whichever pairs turn out to have changed places.
    """

    first: str
    second: str
    budget: float
    budget_low: float
    budget_high: float
    spend: float
    spend_low: float
    spend_high: float
    beyond: bool


def ranking(runs: pd.DataFrame) -> "pd.Series[float]":
    """Return the mean net present value of each mechanism, the highest first; ties in the order of `runs`.

    Parameters
    ----------
    runs
        Outcomes of every run: mechanism, replicate, outcome, value.

    Returns
    -------
    Mean net present value, yuan, by mechanism.
    """
    means = runs[runs["outcome"] == HEADLINE].groupby("mechanism", sort=False)["value"].mean()
    return means.sort_values(ascending=False, kind="stable")


def flips(budget: pd.DataFrame, spend: pd.DataFrame, mechanisms: list[str]) -> list[Flip]:
    """Find the pairs that change places.

    Parameters
    ----------
    budget, spend
        Every outcome of every run under equal budgets and under equal spending.
    mechanisms
        Those that can be compared under both: the baseline, and those that spend what it spends.

    Returns
    -------
    Pairs in the order under equal budgets; empty where every pair keeps its places.
    """
    order = [str(name) for name in ranking(budget).index if name in mechanisms]
    values = [_values(runs) for runs in (budget, spend)]
    pairs = list(combinations(order, 2))
    level = 1.0 - (1.0 - LEVEL) / max(1, BOTH * len(pairs))
    found = []
    for first, second in pairs:
        differences = [(v[first] - v[second]).to_numpy(dtype=np.float64) for v in values]
        before, after = (interval(one, level, alone=math.inf) for one in differences)
        if before[0] > 0.0 > after[0]:
            found.append(Flip(first, second, *before, *after, beyond=before[1] > 0.0 > after[2]))
    return found


def _values(runs: pd.DataFrame) -> pd.DataFrame:
    rows = runs[runs["outcome"] == HEADLINE]
    return rows.pivot(index="replicate", columns="mechanism", values="value")  # noqa: PD010


def ranking_table(budget: pd.DataFrame, spend: pd.DataFrame, reached: dict[str, bool]) -> pd.DataFrame:
    """Return ``ranking.csv``: mean net present value and place of each mechanism under both, by the first.

    Parameters
    ----------
    budget, spend
        Outcomes of every run under equal budgets and under equal spending: mechanism, replicate, outcome, value.
    reached
        Whether a mechanism, by name, could be brought to spend what the baseline spends; true for one that is not
        named.

    Returns
    -------
    Columns ``mechanism``, for each of ``budget`` and ``spend`` the mean in yuan and the rank from 1, and ``reached``.
    """
    columns: dict[str, pd.Series[Any]] = {}
    for name, runs in (("budget", budget), ("spend", spend)):
        means = ranking(runs)
        columns[f"{name}_{HEADLINE}"] = means
        columns[f"{name}_rank"] = pd.Series(range(1, len(means) + 1), index=means.index)
    table = pd.DataFrame(columns).sort_values("budget_rank").rename_axis("mechanism").reset_index()
    table["reached"] = [reached.get(str(name), True) for name in table["mechanism"]]
    return table


def flips_table(found: list[Flip]) -> pd.DataFrame:
    """Return ``flips.csv``.

    Parameters
    ----------
    found
        What `flips` returns.

    Returns
    -------
    One row a pair, with the columns of `Flip`.
    """
    return pd.DataFrame(found, columns=list(Flip._fields))
