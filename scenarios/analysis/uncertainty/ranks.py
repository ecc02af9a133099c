"""How mechanisms rank over draws: who is best how often, regret, who is dominated, and three different bands."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.intervals import Floats, interval, wilson

SPENT = "public_yuan"
"""Beside the outcome, what a mechanism that dominates another must not be worse in."""

HIGH_REGRET = 90.0
"""Percentile of regret, beside its mean and its largest."""

MIDDLE = (2.5, 97.5)
"""Percentiles between which lies the middle 95%."""

THIRDS = 3


def by_draw(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return the mean of an outcome over the replicates of each draw: one row a draw, one column a mechanism.

    Parameters
    ----------
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    outcome
        Its name.

    Returns
    -------
    Means in the outcome's unit; mechanisms in the order of `runs`.
    """
    rows, order = runs[runs["outcome"] == outcome], list(runs["mechanism"].drop_duplicates())
    return rows.groupby(["draw", "mechanism"])["value"].mean().unstack("mechanism")[order]  # noqa: PD010


def best_table(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return how often each mechanism is best, and its regret.

    A draw in which all are equal is a tie and counts for nobody; where some are equally good they share it.

    Parameters
    ----------
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    outcome
        What the best has most of; turned round where less is better.

    Returns
    -------
    One row a mechanism, in the order of `runs`, with the columns of ``best`` in
    `dizao.scenarios.execution.columns_ranking`.
    """
    values = better_is_more(by_draw(runs, outcome), outcome)
    top = values.max(axis=1)
    first = values.ge(top - LEAST_YUAN, axis=0)
    told = first.mean(axis=1) < 1.0
    shares, regret = first[told].div(first[told].sum(axis=1), axis=0), -values.sub(top, axis=0)
    spent, n = by_draw(runs, SPENT), int(told.sum())
    rows = []
    for name in values:
        hits, lost = float(shares[name].sum()), regret[name].to_numpy(dtype=np.float64)
        share = hits / n if n else math.nan
        regrets = (float(lost.mean()), float(np.percentile(lost, HIGH_REGRET)), float(lost.max()))
        rows.append((name, share, *wilson(hits, n), *regrets, dominator(str(name), values, spent), n))
    columns = ["mechanism", "best_share", "low", "high", "mean_regret", "regret_90", "largest_regret", "dominated_by"]
    return pd.DataFrame(rows, columns=[*columns, "draws"])


def better_is_more(values: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Turn values round where less is better.

    Parameters
    ----------
    values
        Values of the outcome.
    outcome
        Its name.

    Returns
    -------
    The values, or their negatives.
    """
    return -values if OUTCOMES[outcome].better == "lower" else values


def dominator(name: str, values: pd.DataFrame, spent: pd.DataFrame) -> str:
    """Return the first mechanism that dominates another; empty if none does.

    It does if in every draw its outcome is at least as good and it spends at most as much public money, and in some
    draw one of the two is better.

    Parameters
    ----------
    name
        The mechanism that may be dominated.
    values
        The outcome, better being more: one row a draw, one column a mechanism.
    spent
        Public money likewise, yuan.

    Returns
    -------
    Name of the mechanism, or an empty text.
    """
    for other in values:
        gain, saved = values[other] - values[name], spent[name] - spent[other]
        never_worse = bool((gain >= -LEAST_YUAN).all() and (saved >= -LEAST_YUAN).all())
        if other != name and never_worse and bool((gain > LEAST_YUAN).any() or (saved > LEAST_YUAN).any()):
            return str(other)
    return ""


def beats_table(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return for every ordered pair the share of draws in which the first is better, and in which both are equal.

    Parameters
    ----------
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    outcome
        What the better one has more of; turned round where less is better.

    Returns
    -------
    Columns ``mechanism``, ``other``, ``share`` with its interval ``low`` to ``high``, ``equal`` and ``draws``.
    """
    values = better_is_more(by_draw(runs, outcome), outcome)
    rows = []
    for name in values:
        for other in values:
            if other != name:
                difference, n = values[name] - values[other], len(values)
                hits, equal = int((difference > LEAST_YUAN).sum()), int((difference.abs() <= LEAST_YUAN).sum())
                rows.append((name, other, hits / n, *wilson(hits, n), equal / n, n))
    return pd.DataFrame(rows, columns=["mechanism", "other", "share", "low", "high", "equal", "draws"])


def bands_table(runs: pd.DataFrame, defaults: pd.DataFrame) -> pd.DataFrame:
    """Return three bands of each outcome: the error of its mean, what the numbers bring, how worlds spread.

    Parameters
    ----------
    runs
        Over the draws.
    defaults
        At the scenario's own numbers: mechanism, replicate, outcome, value.

    Returns
    -------
    Columns `BANDS`, one row a mechanism and outcome, in the outcome's unit.
    """
    return pd.DataFrame(_bands(runs, defaults), columns=BANDS)


BANDS = [
    "mechanism",
    "outcome",
    "mean",
    "monte_carlo_low",
    "monte_carlo_high",
    "parameters_low",
    "parameters_high",
    "spread_low",
    "spread_high",
]


def _bands(runs: pd.DataFrame, defaults: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    means = runs.groupby(["mechanism", "outcome", "draw"], sort=False)["value"].mean()
    drawn: dict[Any, Floats] = {key: _known(rows) for key, rows in means.groupby(level=[0, 1], sort=False)}
    for key, rows in defaults.groupby(["mechanism", "outcome"], sort=False):
        own = _known(rows["value"])
        name, outcome = key
        yield (name, outcome, *interval(own), *_middle(drawn[key]), *_middle(own))


def _known(values: "pd.Series[float]") -> Floats:
    found = values.to_numpy(dtype=np.float64)
    return np.asarray(found[np.isfinite(found)], dtype=np.float64)


def _middle(values: Floats) -> tuple[float, float]:
    if not len(values):
        return math.nan, math.nan
    low, high = np.percentile(values, MIDDLE)
    return float(low), float(high)


def thirds(positions: Floats, won: npt.NDArray[np.bool_]) -> list[tuple[float, float, float, int]]:
    """Return the share won, with Wilson's interval, where a number lies in each third of its range.

    Parameters
    ----------
    positions
        Where it lies in its range, from 0 to 1.
    won
        Whether the first of a pair was better.

    Returns
    -------
    For each third, from the lowest: share, ends of its interval (nan where nothing lies there), and number.
    """
    which = np.minimum((positions * THIRDS).astype(np.int64), THIRDS - 1)
    found = []
    for third in range(THIRDS):
        inside = won[which == third]
        share = float(inside.mean()) if len(inside) else math.nan
        found.append((share, *wilson(float(inside.sum()), len(inside)), len(inside)))
    return found


def headline_pair(best: pd.DataFrame, beats: pd.DataFrame, wanted: Sequence[str]) -> tuple[str, str]:
    """Return the pair of the headline, the one that is better more often first.

    It is the wanted pair where both were run, else the two that are best most often.

    Parameters
    ----------
    best
        What `best_table` returns.
    beats
        What `beats_table` returns.
    wanted
        Names of the wanted pair.

    Returns
    -------
    Names of the one that is better more often, and of the other.
    """
    names = [name for name in wanted if name in set(best["mechanism"])]
    first, second = names if len(names) == 2 else leading(best)
    wins = beats.set_index(["mechanism", "other"])["share"]
    return (first, second) if wins[first, second] >= wins[second, first] else (second, first)


def leading(best: pd.DataFrame) -> tuple[str, str]:
    """Return the two mechanisms that are best most often; of equals the one with less regret.

    Parameters
    ----------
    best
        What `best_table` returns, of two mechanisms at least.

    Returns
    -------
    Their names, the leading one first.
    """
    order = best.sort_values(["best_share", "mean_regret"], ascending=[False, True], kind="stable")
    first, second = order["mechanism"].iloc[:2]
    return str(first), str(second)
