"""The box of "A beats B unless ...": few conditions under which B wins most of the time, found by PRIM.

PRIM (Friedman and Fisher 1999) peels off thin slices of the runs until what is left is dense in what is looked for. Of
the boxes on its way we take the one that makes the sentence right most often. What is said of the box is measured on
runs that it was not found on. It needs the extra ``explore``.
"""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.analysis.uncertainty.chance import folds_of
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD

Bools = npt.NDArray[np.bool_]

MOST_CONDITIONS = 3
"""Conditions of a box, at most: nobody remembers more."""

FEWEST_INSIDE = 10
"""Runs, left out when it was looked for, that a box must hold."""

LARGEST_SHARE = 0.5
"""Share of the runs that a box holds at most: what holds for more is no exception."""

SMALLEST = 0.05
"""Share of the runs below which PRIM peels no more."""

WORTH_A_CONDITION = 0.05
"""Part of what a box gains that a condition must bring, or it is left out."""

FOLDS = 5

NO_EXTRA, NO_BOX, NEVER, FEW = "flip.no_extra", "flip.no_box", "flip.never", "flip.few"
"""Keys of texts that say why there is no box: the extra is missing, none holds up, the pair never changes places, there
are too few independent runs."""


class Side(NamedTuple):
    """One condition: positions of a number, from 0 to 1; an end of 0 or 1 binds nothing."""

    key: str
    low: float
    high: float


class Box(NamedTuple):
    """A box, and how it does on runs that it was not found on; or the key of a text that says why there is none."""

    sides: tuple[Side, ...] = ()
    share: float = float("nan")
    density: float = float("nan")
    coverage: float = float("nan")
    note: str = ""


def box_of(positions: pd.DataFrame, hit: Bools, blocks: npt.NDArray[np.int64]) -> Box:
    """Find the box in which hits are most of the runs.

    Parameters
    ----------
    positions
        One column a number, positions from 0 to 1.
    hit
        What is looked for: the runs that the pair's usual loser wins.
    blocks
        What is left out together.

    Returns
    -------
    The box; without sides, and with a note, where the pair never changes places, there are fewer than
    `FEWEST_DRAWS_TOLD` blocks, none holds up or the extra is missing.
    """
    if not hit.any() or hit.all():
        return Box(note=NEVER)
    if len(np.unique(blocks)) < FEWEST_DRAWS_TOLD:
        return Box(note=FEW)
    try:
        with _quiet():
            sides = _peeled(positions, hit)
            inside = _left_out(positions, hit, blocks)
    except ImportError:
        return Box(note=NO_EXTRA)
    count, hits = int(inside.sum()), int((inside & hit).sum())
    fits = FEWEST_INSIDE <= count <= LARGEST_SHARE * len(hit)
    if not sides or not fits or 2 * hits <= count:
        return Box(note=NO_BOX)
    return Box(sides, count / len(hit), hits / count, hits / int(hit.sum()))


def _left_out(positions: pd.DataFrame, hit: Bools, blocks: npt.NDArray[np.int64]) -> Bools:
    """Return which runs lie in the box that is found without them."""
    inside, fold = np.zeros(len(hit), dtype=np.bool_), folds_of(blocks, FOLDS)
    for k in np.unique(fold):
        out = fold == k
        if hit[~out].any():
            inside[out] = within(_peeled(positions[~out], hit[~out]), positions[out])
    return inside


def within(sides: Sequence[Side], positions: pd.DataFrame) -> Bools:
    """Return which runs lie in a box; none do in one without sides.

    Parameters
    ----------
    sides
        Conditions of the box, of which all must hold; their ends belong to it.
    positions
        One column a number, positions from 0 to 1; one row a run.

    Returns
    -------
    Whether each run does, of shape (runs,).
    """
    inside = np.full(len(positions), bool(sides))
    for side in sides:
        inside &= positions[side.key].between(side.low, side.high).to_numpy()
    return inside


def _peeled(positions: pd.DataFrame, hit: Bools) -> tuple[Side, ...]:
    """Return the box of the way that gains most; no sides where none has more hits than misses."""
    from ema_workbench.analysis import prim

    found = prim.Prim(positions.reset_index(drop=True), hit.copy(), mass_min=SMALLEST).find_box()
    tried = [_pruned(_sides(limits, positions), positions, hit) for limits in found.box_lims] if found else []
    return max(tried, key=lambda sides: _gain(sides, positions, hit), default=())


def _gain(sides: Sequence[Side], positions: pd.DataFrame, hit: Bools) -> float:
    """Return how much more often one is right who says that the other wins in a box; 0 where it is none of ours."""
    inside = within(sides, positions)
    if len(sides) > MOST_CONDITIONS or inside.mean() > LARGEST_SHARE:
        return 0.0
    return 2.0 * float((inside & hit).sum()) - float(inside.sum())


def _pruned(sides: tuple[Side, ...], positions: pd.DataFrame, hit: Bools) -> tuple[Side, ...]:
    """Leave out conditions, the least useful first, that bring next to nothing."""
    while len(sides) > 1:
        fewer = [tuple(side for side in sides if side != left) for left in sides]
        best = max(fewer, key=lambda some: _gain(some, positions, hit))
        if len(sides) <= MOST_CONDITIONS and _gain(best, positions, hit) < (1.0 - WORTH_A_CONDITION) * _gain(
            sides, positions, hit
        ):
            break
        sides = best
    return sides if _gain(sides, positions, hit) > 0.0 else ()


def _sides(limits: pd.DataFrame, positions: pd.DataFrame) -> tuple[Side, ...]:
    """Return the conditions of a box; what ends where the runs end is open there."""
    sides = []
    for key in positions:
        low, high = (float(end) for end in limits[key])
        low = 0.0 if low <= positions[key].min() else low
        high = 1.0 if high >= positions[key].max() else high
        if (low, high) != (0.0, 1.0):
            sides.append(Side(str(key), low, high))
    return tuple(sides)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep ema_workbench from writing how it fares, and from saying what it could do with more packages."""
    logger = logging.getLogger("EMA")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
