"""Which numbers move an outcome: elementary effects along trajectories, and rank correlations in the waves."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from dizao.scenarios.analysis.uncertainty.points import Points

Floats = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int64]

EXPLAINED = 0.9
"""Share of the sum of squared mean effects that active numbers make up."""

CLEAR = 3.0
"""Rank correlations beyond so many times 1/sqrt(points) are not there by chance."""

MOST_ACTIVE = 14
"""Numbers that an emulator has a length scale for: more than can be told of from some hundred points."""

LEAST_MOVE = 1e-9


def elementary_effects(groups: Sequence[str], points: Points, values: Floats) -> dict[str, float]:
    """Return the mean absolute elementary effect of each group, over the steps at both ends of which there is a value.

    Parameters
    ----------
    groups
        For each column the name under which it is reported; columns of one name move together.
    points
        Trajectories (`dizao.scenarios.studies.uncertainty.design.trajectories`).
    values : ndarray of shape (points,)
        An outcome at each point; nan where undefined.

    Returns
    -------
    Effects by group, in the outcome's unit over the whole range; 0 where no step has two values.
    """
    moved = np.diff(points.positions, axis=0)
    steps, same = np.abs(np.diff(values)), np.diff(points.blocks) == 0
    names, of_group = np.array(groups), {}
    for name in dict.fromkeys(groups):
        size = np.abs(moved[:, names == name]).max(axis=1)
        used = same & (size > LEAST_MOVE) & ~np.isnan(steps)
        of_group[name] = float(np.mean(steps[used] / size[used])) if used.any() else 0.0
    return of_group


def screened(groups: Sequence[str], effects: dict[str, float]) -> list[int]:
    """Return the columns of the groups that make up most of all effects, the largest effect first.

    Parameters
    ----------
    groups
        For each column the name under which it is reported.
    effects
        What `elementary_effects` returns.

    Returns
    -------
    Columns; none where nothing has an effect.
    """
    order = sorted(effects, key=lambda name: -effects[name])
    squares = np.array([effects[name] ** 2 for name in order])
    if squares.sum() == 0.0:
        return []
    enough = int(np.searchsorted(np.cumsum(squares) / squares.sum(), EXPLAINED)) + 1
    return [k for name in order[:enough] for k, group in enumerate(groups) if group == name]


def correlated(positions: Floats, values: Floats) -> list[int]:
    """Return the columns of which the rank correlation with an outcome is clear, the largest first.

    Parameters
    ----------
    positions : ndarray of shape (points, numbers)
        Places in the ranges.
    values : ndarray of shape (points,)
        The outcome at each, defined.

    Returns
    -------
    Columns.
    """
    ranks = rankdata(positions, axis=0)
    ranks -= ranks.mean(axis=0)
    told = rankdata(values)
    told -= told.mean()
    size = np.sqrt((ranks**2).sum(axis=0) * (told**2).sum())
    found = np.abs(np.divide(told @ ranks, size, out=np.zeros_like(size), where=size > 0.0))
    order = np.argsort(-found, kind="stable")
    return [int(k) for k in order if found[k] > CLEAR / np.sqrt(len(values))]


def active(by_effects: Sequence[int], by_correlation: Sequence[int]) -> Columns:
    """Return the active columns: in turn one by its effect and one by its correlation, at most `MOST_ACTIVE`.

    Parameters
    ----------
    by_effects, by_correlation
        Columns, the most important first.

    Returns
    -------
    Columns in ascending order.
    """
    both: list[int] = []
    for place in range(max(len(by_effects), len(by_correlation))):
        both += [some[place] for some in (by_correlation, by_effects) if place < len(some)]
    return np.array(sorted(list(dict.fromkeys(both))[:MOST_ACTIVE]), dtype=np.int64)
