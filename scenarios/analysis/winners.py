"""Who wins, who loses: paired differences to the baseline by group of households, and units that lose."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.intervals import LEVEL, Floats, interval
from dizao.scenarios.analysis.simultaneous import level_of_each
from dizao.scenarios.execution.replicates import Result

UNIT = "unit"
"""The kind whose groups are single units; they are other places in every world."""


class Winner(NamedTuple):
    """One row of ``winners.parquet``: how a group of households fares under a mechanism against the baseline.

    Attributes
    ----------
    mechanism, kind, group
        Names.
    households
        Mean number over the replicates.
    n
        Replicates in which the group has households.
    difference
        Mean over the replicates of the difference in net gain per household, yuan: benefit from the projects of
        the window less what households gave and advanced for them and did not get back.
    ci_low, ci_high
        Its interval; simultaneous over the mechanisms, but for single units each on its own.
    loses
        Share of the replicates in which the group is worse off.
    """

    mechanism: str
    kind: str
    group: str
    households: float
    n: int
    difference: float
    ci_low: float
    ci_high: float
    loses: float


class Losers(NamedTuple):
    """One row of ``losers.csv``: how many units are worse off under a mechanism than under the baseline.

    Attributes
    ----------
    mechanism
        Its name.
    units
        Units in a world.
    losing, losing_low, losing_high
        Mean number that are worse off, with its interval, simultaneous over the mechanisms.
    gaining, unchanged
        Mean numbers of the others.
    households_losing
        Mean share of all households that live in units that are worse off.
    """

    mechanism: str
    units: float
    losing: float
    losing_low: float
    losing_high: float
    gaining: float
    unchanged: float
    households_losing: float


def groups_table(results: Sequence[Result], mechanisms: Sequence[str]) -> pd.DataFrame:
    """Return ``groups.parquet``: the households of each group and their net gain together, run by run.

    Parameters
    ----------
    results
        Complete replicates.
    mechanisms
        Whose runs to take, in this order.

    Returns
    -------
    Columns ``mechanism``, ``replicate``, ``kind``, ``group``, ``households`` and ``net_gain_yuan``.
    """
    rows = [
        (mechanism, result.replicate, kind, group, households, yuan)
        for result in results
        for mechanism in mechanisms
        for kind, by_name in result.runs[mechanism].groups.items()
        for group, (households, yuan) in by_name.items()
    ]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "kind", "group", "households", "net_gain_yuan"])


class Changes(NamedTuple):
    """Differences to the baseline of one group or kind of groups.

    Attributes
    ----------
    mechanisms
        All but the baseline.
    households : ndarray of shape (replicates,)
        Of the group; nan where it has none.
    yuan : ndarray of shape (replicates, mechanisms)
        Differences in net gain of all its households together.
    """

    mechanisms: list[str]
    households: Floats
    yuan: Floats


def changes_by_group(groups: pd.DataFrame, baseline: str) -> Iterator[tuple[str, str, Changes]]:
    """Yield kind, name and differences of each group, in the order of `groups`.

    Parameters
    ----------
    groups
        What `groups_table` returns.
    baseline
        Name of the mechanism that the others are compared with.

    Yields
    ------
    The kind, the group's name, and its differences in net gain.
    """
    mechanisms = [str(name) for name in groups["mechanism"].drop_duplicates() if name != baseline]
    for (kind, group), rows in groups.groupby(["kind", "group"], sort=False):
        wide = rows.pivot(index="replicate", columns="mechanism", values="net_gain_yuan")  # noqa: PD010
        households = rows[rows["mechanism"] == baseline].set_index("replicate")["households"].loc[wide.index]
        yuan = wide[mechanisms].to_numpy(dtype=np.float64) - wide[[baseline]].to_numpy(dtype=np.float64)
        yield str(kind), str(group), Changes(mechanisms, households.to_numpy(dtype=np.float64), yuan)


def winners(groups: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Return ``winners.parquet``, by mechanism, then kind, then group.

    Parameters
    ----------
    groups
        What `groups_table` returns.
    baseline
        Name of the mechanism that the others are compared with.

    Returns
    -------
    One row a mechanism and group, with the columns of `Winner`.
    """
    rows = [
        row for kind, group, changes in changes_by_group(groups, baseline) for row in _winners(kind, group, changes)
    ]
    table = pd.DataFrame(rows, columns=list(Winner._fields))
    order = {name: place for place, name in enumerate(groups["mechanism"].drop_duplicates())}
    return table.sort_values("mechanism", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _winners(kind: str, group: str, changes: Changes) -> Iterator[Winner]:
    each = changes.yuan / changes.households[:, None]
    level = LEVEL if kind == UNIT else level_of_each(each, LEVEL)
    for mechanism, yuan, values in zip(changes.mechanisms, changes.yuan.T, each.T, strict=True):
        loses, about = float((yuan <= -LEAST_YUAN).mean()), (float(changes.households.mean()), len(values))
        yield Winner(mechanism, kind, group, *about, *interval(values, level), loses)


def losers(groups: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Return ``losers.csv``: one row a mechanism.

    Parameters
    ----------
    groups
        What `groups_table` returns.
    baseline
        Name of the mechanism that the others are compared with.

    Returns
    -------
    One row a mechanism, with the columns of `Losers`.
    """
    changes = unit_changes(groups, baseline)
    losing = np.column_stack([(yuan <= -LEAST_YUAN).sum(axis=1) for yuan in changes.values()]).astype(np.float64)
    level = level_of_each(losing, LEVEL)
    households = _unit_households(groups, baseline)
    rows = []
    for (mechanism, yuan), count in zip(changes.items(), losing.T, strict=True):
        gaining = float((yuan >= LEAST_YUAN).sum(axis=1).mean())
        units, (mean, low, high) = float(yuan.shape[1]), interval(count, level)
        inside = (max(0.0, low), min(units, high)) if len(count) >= 2 else (low, high)
        share = float(((yuan <= -LEAST_YUAN) * households).sum() / households.sum())
        rows.append(Losers(mechanism, units, mean, *inside, gaining, units - mean - gaining, share))
    return pd.DataFrame(rows, columns=list(Losers._fields))


def unit_changes(groups: pd.DataFrame, baseline: str) -> dict[str, Floats]:
    """Return the differences of units by mechanism, yuan of all households together; shape (replicates, units).

    Parameters
    ----------
    groups
        What `groups_table` returns.
    baseline
        Name of the mechanism that the others are compared with.

    Returns
    -------
    Differences by mechanism; the baseline has none.
    """
    wide = _units(groups).pivot(index="replicate", columns=["mechanism", "group"], values="net_gain_yuan")  # noqa: PD010
    names = [str(name) for name in groups["mechanism"].drop_duplicates() if name != baseline]
    return {name: (wide[name] - wide[baseline]).to_numpy(dtype=np.float64) for name in names}


def unit_changes_per_household(groups: pd.DataFrame, baseline: str) -> dict[str, Floats]:
    """Return the same per household, yuan.

    Parameters
    ----------
    groups
        What `groups_table` returns.
    baseline
        Name of the mechanism that the others are compared with.

    Returns
    -------
    Differences by mechanism, of shape (replicates, units); the baseline has none.
    """
    households = _unit_households(groups, baseline)
    return {name: yuan / households for name, yuan in unit_changes(groups, baseline).items()}


def _units(groups: pd.DataFrame) -> pd.DataFrame:
    return groups[groups["kind"] == UNIT]


def _unit_households(groups: pd.DataFrame, baseline: str) -> Floats:
    rows = _units(groups)
    wide = rows[rows["mechanism"] == baseline].pivot(index="replicate", columns="group", values="households")  # noqa: PD010
    return wide.to_numpy(dtype=np.float64)
