"""Which few numbers decide about a pair: screening by elementary effects, then Sobol indices of what matters most."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.model.core.generator import generator, positive_seed
from dizao.scenarios.analysis.uncertainty.enough import rows_needed
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS, LEVELS, OTHERS, Points, problem_of
from dizao.scenarios.analysis.uncertainty.regression import foretold

Floats = npt.NDArray[np.float64]

MORRIS, SOBOL, REGRESSION = "morris", "sobol", "regression"

OF_EFFECTS, OF_INDICES, OF_EXPLAINED = 4, 5, 8
"""Purposes of the bootstraps' random numbers; 1 to 3 are those of the designs."""

RESAMPLES = 1000
"""Bootstrap samples of trajectories or base rows."""

WITHIN = (0.025, 0.975)
"""Quantiles of bootstrap samples that are the ends of an interval."""

DRAWN_IN = (5.0, 95.0)
"""Percentiles to which differences beyond them are drawn in: else one extreme world in a hundred would decide."""

COLUMNS = [
    *("key", "first", "first_low", "first_high", "total", "total_low", "total_high", "method"),
    *("first_needs", "total_needs"),
]
KINDS = ("first", "total")
"""Indices: of a number alone, and with all it acts with."""

BASE = [0, -1]
"""Places of the two independent rows in a block of Saltelli's design; between them lie the rows that mix the two."""

NEEDS = {f"{kind}_needs": "Int64" for kind in KINDS}
"""Columns of the draws that indices take, missing where there are enough."""


def drawn_in(values: Floats) -> Floats:
    """Return values of which the outermost tenth is drawn in.

    Parameters
    ----------
    values
        Differences of a pair, one a point.

    Returns
    -------
    Values of the same shape; what lies beyond the percentiles `DRAWN_IN` is put on them.
    """
    return np.asarray(np.clip(values, *np.percentile(values, DRAWN_IN)))


def screen(groups: Sequence[str], points: Points, values: Floats, seed: int) -> pd.DataFrame:
    """Return the mean absolute elementary effects of all groups, the largest first.

    Parameters
    ----------
    groups
        The name under which each column is reported.
    points
        Trajectories (`dizao.scenarios.studies.uncertainty.design.trajectories`).
    values
        The paired difference at each point.
    seed
        Of the bootstrap.

    Returns
    -------
    Columns `COLUMNS`, one row a group: its effect stands under ``total``, in the unit of `values`; what only Sobol
    indices have is missing.
    """
    from SALib.analyze import morris

    bootstrap = generator(seed, OF_EFFECTS)
    found = morris.analyze(
        problem_of(groups), points.positions, values, num_resamples=RESAMPLES, num_levels=LEVELS, seed=bootstrap
    )
    rows = []
    for key, size, room in zip(found["names"], found["mu_star"], found["mu_star_conf"], strict=True):
        effect, error = float(size), float(room)
        rows.append((key, math.nan, math.nan, math.nan, effect, max(0.0, effect - error), effect + error, MORRIS))
    return _sorted(pd.DataFrame(rows, columns=COLUMNS[: -len(NEEDS)]).assign(first_needs=None, total_needs=None))


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the largest total first."""
    return table.astype(NEEDS).sort_values("total", ascending=False, kind="stable", ignore_index=True)


def indices(groups: Sequence[str], values: Floats, seed: int) -> pd.DataFrame:
    """Return first and total Sobol indices of all groups with bootstrap intervals, the largest total first.

    Indices of a kind that the design was too small for are missing, and ``first_needs`` or ``total_needs`` says how
    many draws they take (`dizao.scenarios.analysis.uncertainty.enough`); their order is still that of the estimates.

    Parameters
    ----------
    groups
        The name under which each column is reported.
    values
        The paired difference at each point of a `saltelli` design.
    seed
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        Empty where the difference is the same in all base rows: then there is no variance to be shared.
    """
    from SALib.analyze import sobol

    keys = list(dict.fromkeys(groups))
    rows = len(values) // (len(keys) + 2)
    if float(np.ptp(values.reshape(rows, -1)[:, BASE])) == 0.0:
        return pd.DataFrame(columns=COLUMNS).astype(NEEDS)
    # SALib takes 0 for unseeded here, and then draws from NumPy's own stream.
    bootstrap = positive_seed(seed, OF_INDICES)
    found = sobol.analyze(problem_of(groups), values, calc_second_order=False, num_resamples=RESAMPLES, seed=bootstrap)
    table = pd.DataFrame({"key": keys})
    for kind, name in zip(KINDS, ("S1", "ST"), strict=True):
        share, room = (np.asarray(found[part], dtype=np.float64) for part in (name, f"{name}_conf"))
        table[kind], table[f"{kind}_low"], table[f"{kind}_high"] = share, share - room, share + room
    table["method"] = SOBOL
    return _without_what_takes_more(table, rows)


def _without_what_takes_more(table: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return indices, the largest total first, without those that so many base rows cannot give."""
    needs = {kind: rows_needed(rows, float((table[f"{kind}_high"] - table[f"{kind}_low"]).max())) for kind in KINDS}
    ordered = _sorted(table.assign(**{f"{kind}_needs": needed for kind, needed in needs.items()})[COLUMNS])
    hidden = [f"{kind}{part}" for kind in KINDS if needs[kind] is not None for part in ("", "_low", "_high")]
    return ordered.assign(**dict.fromkeys(hidden, math.nan))


def explained(groups: Sequence[str], positions: Floats, values: Floats, seed: int) -> pd.DataFrame:
    """Return the share of the variance that each group alone foretells in draws that it was not fitted to.

    Parameters
    ----------
    groups
        The name under which each column is reported.
    positions : ndarray of shape (draws, numbers)
        Places in the ranges.
    values : ndarray of shape (draws,)
        The paired difference in each draw.
    seed
        Of the bootstrap over draws.

    Returns
    -------
    Columns `COLUMNS`, one row a group, the largest share first; the share stands under ``first``, what only Sobol
    indices have is missing. No rows where the difference never varies.
    """
    if float(np.ptp(values)) == 0.0:
        return pd.DataFrame(columns=COLUMNS).astype(NEEDS)
    around = (values - values.mean()) ** 2
    samples = generator(seed, OF_EXPLAINED).integers(len(values), size=(RESAMPLES, len(values)))
    below = around[samples].sum(axis=1)
    rows = []
    for key in dict.fromkeys(groups):
        columns = positions[:, [k for k, name in enumerate(groups) if name == key]]
        columns = columns[:, np.ptp(columns, axis=0) > 0.0]
        if columns.shape[1]:
            missed = (values - foretold(columns, values[:, None])[:, 0]) ** 2
            low, high = np.quantile(1.0 - missed[samples].sum(axis=1) / below, WITHIN)
            rows.append((key, 1.0 - float(missed.sum() / around.sum()), float(low), float(high)))
    table = pd.DataFrame(rows, columns=["key", "first", "first_low", "first_high"])
    table = table.assign(total=math.nan, total_low=math.nan, total_high=math.nan, method=REGRESSION)
    ordered = table.assign(first_needs=None, total_needs=None)[COLUMNS].astype(NEEDS)
    return ordered.sort_values("first", ascending=False, kind="stable", ignore_index=True)


def few(screenings: Sequence[pd.DataFrame], counts: Sequence[int]) -> list[str]:
    """Return the keys of the few that matter most: so many of the first pair, then of the second, none twice.

    Parameters
    ----------
    screenings
        What `screen` returns, one table a pair.
    counts
        How many keys to take from each.

    Returns
    -------
    Keys, each once; fewer than `counts` add up to where the tables are short.
    """
    chosen: list[str] = []
    for table, count in zip(screenings, counts, strict=False):
        fresh = [str(key) for key in table["key"] if key not in chosen]
        chosen += fresh[:count]
    return chosen


def two_that_matter(table: pd.DataFrame) -> tuple[str, str] | None:
    """Return the two single numbers with the largest totals; None where there are fewer.

    Parameters
    ----------
    table
        What `screen` or `indices` returns, the largest total first.

    Returns
    -------
    Keys, that of the larger total first; what stands for many numbers together is passed over.
    """
    single = [str(key) for key in table["key"] if key not in (OTHERS, DISPOSITIONS)]
    return (single[0], single[1]) if len(single) >= 2 else None
