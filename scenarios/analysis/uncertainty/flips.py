"""Where a pair changes places: over the two parameters with the largest effects, and by thirds of each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.uncertainty.box import Box, box_of
from dizao.scenarios.analysis.uncertainty.chance import fitted
from dizao.scenarios.analysis.uncertainty.found import Bound, Flip, Uncertain
from dizao.scenarios.analysis.uncertainty.points import position_of, value_at
from dizao.scenarios.analysis.uncertainty.ranks import thirds

Floats = npt.NDArray[np.float64]

GRID = 41
"""Points of the map along each number."""

FEWEST_POINTS = 20
"""Runs in which a pair differs, from which on there is a map."""

CONDITIONS = ["key", "third", "from", "to", "share", "low", "high", "n"]


class PairRuns(NamedTuple):
    """Runs of a pair: where they were made, what they differ by, and what belongs together.

    Attributes
    ----------
    numbers
        Values of all numbers, one row a run.
    difference
        Outcome of the first less that of the second, better being more.
    blocks
        Runs of a block are not independent of each other.
    """

    numbers: Floats
    difference: Floats
    blocks: npt.NDArray[np.int64]

    def telling(self) -> "PairRuns":
        """Return those in which the two are not equal.

        Returns
        -------
        Runs in which they differ by more than `LEAST_YUAN`.
        """
        return self.some(np.flatnonzero(np.abs(self.difference) > LEAST_YUAN))

    def some(self, rows: npt.NDArray[np.int64]) -> "PairRuns":
        """Return some of them.

        Parameters
        ----------
        rows
            Their rows.

        Returns
        -------
        The runs of these rows, in their order.
        """
        return PairRuns(self.numbers[rows], self.difference[rows], self.blocks[rows])


def joined(parts: Sequence[PairRuns]) -> PairRuns:
    """Put runs of several designs together; their blocks stay apart.

    Parameters
    ----------
    parts
        Runs of one pair, design by design, with the same columns of numbers.

    Returns
    -------
    All runs, with blocks numbered through.
    """
    start, blocks = 0, []
    for part in parts:
        blocks.append(part.blocks + start)
        start += int(part.blocks.max()) + 1
    numbers, difference = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    return PairRuns(numbers, difference, np.concatenate(blocks))


def positions_in(numbers: Sequence[Uncertain], runs: PairRuns, keys: Sequence[str]) -> pd.DataFrame:
    """Return where runs lie in the ranges of some numbers.

    Parameters
    ----------
    numbers
        What was drawn, in the order of the columns of `runs`.
    runs
        Runs of a pair.
    keys
        Which numbers to look at.

    Returns
    -------
    Positions from 0 to 1, one column a key, one row a run.
    """
    at = {one.key: k for k, one in enumerate(numbers)}
    return pd.DataFrame({key: position_of(numbers[at[key]], runs.numbers[:, at[key]]) for key in keys})


def conditions(numbers: Sequence[Uncertain], runs: PairRuns, keys: Sequence[str]) -> pd.DataFrame:
    """Return how often the first of a pair is better in each third of the range of some numbers.

    `runs` should be independent of each other, or the intervals are too narrow.

    Parameters
    ----------
    numbers
        What was drawn, in the order of the columns of `runs`.
    runs
        Runs of a pair; those in which both are equal are left out.
    keys
        Which numbers to look at.

    Returns
    -------
    Columns `CONDITIONS`, three rows a key, from its lowest third up.
    """
    told = runs.telling()
    positions, by_key = positions_in(numbers, told, keys), {one.key: one for one in numbers}
    rows = []
    for key in keys:
        ends = value_at(by_key[key], np.linspace(0.0, 1.0, 4))
        found = thirds(positions[key].to_numpy(), told.difference > 0.0)
        for third, (share, low, high, n) in enumerate(found, start=1):
            rows.append((key, third, float(ends[third - 1]), float(ends[third]), share, low, high, n))
    return pd.DataFrame(rows, columns=CONDITIONS)


def flip_of(numbers: Sequence[Uncertain], runs: PairRuns, keys: tuple[str, str], few: Sequence[str]) -> Flip | None:
    """Return the map of a pair over two numbers, and the box over the few; None where it differs in too few runs.

    Parameters
    ----------
    numbers
        What was drawn.
    runs
        All runs of the pair; those in which both are equal are left out.
    keys
        The two numbers of the map.
    few
        The numbers that conditions may be about.

    Returns
    -------
    The map, with the chance that the first is better, and the box as values; None with fewer than `FEWEST_POINTS` runs
    in which the pair differs.
    """
    told = runs.telling()
    if len(told.difference) < FEWEST_POINTS:
        return None
    won, by_key = told.difference > 0.0, {one.key: one for one in numbers}
    positions = positions_in(numbers, told, list(dict.fromkeys([*keys, *few])))
    x, y = (positions[key].to_numpy() for key in keys)
    chance, tested = fitted(x, y, won, told.blocks)
    grid = np.linspace(0.0, 1.0, GRID)
    across, up = np.meshgrid(grid, grid)
    probability = chance.at(across, up).reshape(across.shape)
    box = box_of(positions, ~won, told.blocks)
    return Flip(
        x_key=keys[0],
        y_key=keys[1],
        x=value_at(by_key[keys[0]], grid),
        y=value_at(by_key[keys[1]], grid),
        probability=probability,
        points=_points(numbers, told, keys),
        **tested._asdict(),
        box=_bounds(box, numbers),
        box_share=box.share,
        box_density=box.density,
        box_coverage=box.coverage,
        note=box.note,
    )


def _points(numbers: Sequence[Uncertain], runs: PairRuns, keys: tuple[str, str]) -> pd.DataFrame:
    drawn = [one.key for one in numbers]
    at = [drawn.index(key) for key in keys]
    columns = {"x": runs.numbers[:, at[0]], "y": runs.numbers[:, at[1]]}
    return pd.DataFrame({**columns, "difference": runs.difference, "block": runs.blocks})


def _bounds(box: Box, numbers: Sequence[Uncertain]) -> tuple[Bound, ...]:
    """Return the conditions of a box as values."""
    by_key = {one.key: one for one in numbers}
    found = []
    for side in box.sides:
        low, high = value_at(by_key[side.key], np.array([side.low, side.high])).tolist()
        found.append(Bound(side.key, low, high))
    return tuple(found)
