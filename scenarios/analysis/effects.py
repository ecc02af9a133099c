"""Effects with intervals: what a mechanism changes against the baseline, paired by replicate.

Intervals of one outcome hold for all mechanisms at once (`dizao.scenarios.analysis.simultaneous`).
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.intervals import LEVEL, Floats, half_width
from dizao.scenarios.analysis.simultaneous import level_of_each

HALF_WIDTH = 0.05
"""Half-width that `replicates_needed` aims at, as a share of the larger of the two means."""


class Effect(NamedTuple):
    """One row of ``effects.csv``: an outcome under a mechanism and under the baseline, over the pairs that have both.

    Attributes
    ----------
    outcome, mechanism, baseline
        Names.
    mean, baseline_mean, difference
        Means over the pairs, in the outcome's unit; ``difference`` is ``mean - baseline_mean``.
    ci_low, ci_high
        The t interval of the paired difference, at `level`; nan with fewer than two pairs.
    level
        Of this interval on its own, so that those of all mechanisms together hold in 95%.
    n
        Pairs in which both values exist.
    sd_difference
        Standard deviation of the paired difference.
    correlation
        Pearson's, between the two members of a pair; nan where one of them never varies.
    variance_reduction
        ``1 - var(difference) / (var + baseline var)``: what pairing saved against two independent samples. Negative
        where pairing did harm.
    replicates_needed
        See `replicates_needed`; None where undefined.
    """

    outcome: str
    mechanism: str
    baseline: str
    mean: float
    baseline_mean: float
    difference: float
    ci_low: float
    ci_high: float
    level: float
    n: int
    sd_difference: float
    correlation: float
    variance_reduction: float
    replicates_needed: int | None


def replicates_needed(
    sd: float, mean: float, baseline_mean: float, share: float = HALF_WIDTH, level: float = LEVEL
) -> int | None:
    """Return the smallest number of replicates that makes the interval narrow enough.

    Parameters
    ----------
    sd
        Standard deviation of the paired difference, taken as known.
    mean, baseline_mean
        The two means.
    share
        Largest half-width, as a share of ``max(|mean|, |baseline_mean|)``.
    level
        Of the interval on its own; it is taken to stay what it is.

    Returns
    -------
    int or None
        At least 2; None where `sd` is nan or both means are 0, so that no share of them can be reached.
    """
    target = share * max(abs(mean), abs(baseline_mean))
    if not (math.isfinite(sd) and math.isfinite(target) and target > 0.0):
        return None
    few, enough = 1, 2
    while half_width(sd, enough, level) > target:
        few, enough = enough, 2 * enough
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (middle, enough) if half_width(sd, middle, level) > target else (few, middle)
    return enough


def _sd(values: Floats) -> float:
    """Return the sample's standard deviation, exactly 0 where all values are the same to the bit."""
    if len(values) < 2:
        return math.nan
    return 0.0 if bool(np.all(values == values[0])) else float(np.std(values, ddof=1))


def _mean(values: Floats) -> float:
    if len(values) == 0:
        return math.nan
    return float(values[0]) if bool(np.all(values == values[0])) else float(np.mean(values))


def _correlation(values: Floats, others: Floats) -> float:
    spread = _sd(values) * _sd(others)
    if not spread > 0.0:
        return math.nan
    covariance = float(np.dot(values - values.mean(), others - others.mean())) / (len(values) - 1)
    return min(1.0, max(-1.0, covariance / spread))


def _variance_reduction(sd_difference: float, sd: float, baseline_sd: float) -> float:
    unpaired = sd**2 + baseline_sd**2
    return 1.0 - sd_difference**2 / unpaired if unpaired > 0.0 else math.nan


def effect(
    outcome: str,
    mechanism: str,
    baseline: str,
    values: Floats,
    baseline_values: Floats,
    level: float = LEVEL,
    share: float = HALF_WIDTH,
) -> Effect:
    """Compare two columns of values, paired by position; pairs with a nan are left out.

    Parameters
    ----------
    outcome, mechanism, baseline
        Names, passed on.
    values, baseline_values : ndarray of shape (replicates,)
        The outcome under the mechanism and under the baseline, in the same replicates.
    level
        Of the interval.
    share
        See `replicates_needed`.

    Returns
    -------
    The row, over the pairs that have both values; its numbers are nan where there are too few.
    """
    both = ~(np.isnan(values) | np.isnan(baseline_values))
    ours, theirs = values[both], baseline_values[both]
    differences = ours - theirs
    n, difference, sd = len(differences), _mean(differences), _sd(differences)
    around = half_width(sd, n, level) if n >= 2 else math.nan
    return Effect(
        outcome,
        mechanism,
        baseline,
        mean=_mean(ours),
        baseline_mean=_mean(theirs),
        difference=difference,
        ci_low=difference - around,
        ci_high=difference + around,
        level=level,
        n=n,
        sd_difference=sd,
        correlation=_correlation(ours, theirs),
        variance_reduction=_variance_reduction(sd, _sd(ours), _sd(theirs)),
        replicates_needed=replicates_needed(sd, _mean(ours), _mean(theirs), share, level),
    )


def _all_effects(runs: pd.DataFrame, baseline: str, share: float) -> Iterator[Effect]:
    # Not pivot_table: a run that stands there twice must be an error, not an average.
    wide = runs.pivot(index="replicate", columns=["outcome", "mechanism"], values="value")  # noqa: PD010
    mechanisms = [name for name in runs["mechanism"].drop_duplicates() if name != baseline]
    found = list(runs["outcome"].drop_duplicates())
    known = [name for name in OUTCOMES if name in found] + [name for name in found if name not in OUTCOMES]
    # Columns by their places: to look them up by two names each takes longer than all that follows.
    columns: Floats = wide.to_numpy(dtype=np.float64)
    at: dict[Any, int] = {names: place for place, names in enumerate(wide.columns)}
    for outcome in known:
        theirs = columns[:, at[outcome, baseline]]
        ours = columns[:, [at[outcome, mechanism] for mechanism in mechanisms]]
        level = level_of_each(ours - theirs[:, None], LEVEL)
        for mechanism, values in zip(mechanisms, ours.T, strict=True):
            yield effect(outcome, mechanism, baseline, values, theirs, level, share)


def effects(runs: pd.DataFrame, baseline: str, share: float = HALF_WIDTH) -> pd.DataFrame:
    """Compare every mechanism with the baseline, outcome by outcome.

    Parameters
    ----------
    runs
        Columns ``mechanism``, ``replicate``, ``outcome``, ``value``, one row each.
    baseline
        Name of the mechanism that the others are compared with.
    share
        See `replicates_needed`.

    Returns
    -------
    DataFrame
        One row an outcome and mechanism, with the columns of `Effect`, in the order of
        `dizao.model.outputs.outcomes.OUTCOMES`, then of the mechanisms in `runs`. What is undefined is nan (or NA).

    Raises
    ------
    ValueError
        If no run is under `baseline`.
    """
    if baseline not in set(runs["mechanism"]):
        raise ValueError(f"no run is under the baseline {baseline}")
    table = pd.DataFrame(list(_all_effects(runs, baseline, share)), columns=list(Effect._fields))
    return table.astype({"n": "int64", "replicates_needed": "Int64"})


def needs_more(effects_table: pd.DataFrame) -> "pd.Series[bool]":
    """Say row by row whether fewer pairs were run than `replicates_needed`; False where that is undefined.

    Parameters
    ----------
    effects_table
        What `effects` returns.

    Returns
    -------
    Whether each row needs more, with the table's index.
    """
    return (effects_table["n"] < effects_table["replicates_needed"]).fillna(False).astype(bool)


def headline(effects_table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the outcomes that stand in the first table.

    Parameters
    ----------
    effects_table
        What `effects` returns.

    Returns
    -------
    Rows of the table, with all its columns.
    """
    names = [name for name, outcome in OUTCOMES.items() if outcome.headline]
    return effects_table[effects_table["outcome"].isin(names)]


def chosen(effects_table: pd.DataFrame, outcomes: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows of some outcomes in their order; those of the headline ones where none is named.

    Parameters
    ----------
    effects_table
        What `effects` returns.
    outcomes
        Names, in the order that is wanted; one that the table lacks gives no row.

    Returns
    -------
    Rows of the table, with all its columns.
    """
    if not outcomes:
        return headline(effects_table)
    return pd.concat([effects_table[effects_table["outcome"] == name] for name in outcomes])


def needed(effects_table: pd.DataFrame) -> dict[str, int]:
    """Return the outcomes that need more replicates than they have, with the most that any mechanism needs.

    Parameters
    ----------
    effects_table
        What `effects` returns.

    Returns
    -------
    Replicates by outcome, in the order of the table; empty where all have enough.
    """
    return {
        str(outcome): int(rows["replicates_needed"].max())
        for outcome, rows in effects_table[needs_more(effects_table)].groupby("outcome", sort=False)
    }
