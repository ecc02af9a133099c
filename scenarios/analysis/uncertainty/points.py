"""Points of a design, and what their places in the ranges of numbers mean."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dizao.scenarios.analysis.uncertainty.found import Uncertain

Floats = npt.NDArray[np.float64]

LEVELS = 4
"""Levels of a screening trajectory, evenly over the range."""

OTHERS = "others"
"""Stands for all parameters but those that are reported singly."""

DISPOSITIONS = "dispositions"
"""Stands for all that is estimated from the laboratory, jointly."""


class Points(NamedTuple):
    """Points of a design.

    Attributes
    ----------
    positions
        One row a point.
    blocks
        For each point the trajectory or base row it belongs to; points of a block share their worlds' seed.
    """

    positions: Floats
    blocks: npt.NDArray[np.int64]


def value_at(one: Uncertain, position: Floats) -> Floats:
    """Return the values at positions in the range of a number.

    Parameters
    ----------
    one
        The number, with its range and whether it is drawn evenly in proportions.
    position
        From 0 at the lower to 1 at the upper end; of any shape.

    Returns
    -------
    Values in the number's unit, of the same shape; not rounded where it is a whole number.
    """
    if one.log:
        return np.asarray(one.low * (one.high / one.low) ** position)
    return np.asarray(one.low + (one.high - one.low) * position)


def position_of(one: Uncertain, values: Floats) -> Floats:
    """Return where values lie in the range of a number, 0 at its lower and 1 at its upper end.

    Parameters
    ----------
    one
        The number, with its range and whether it is drawn evenly in proportions.
    values
        In the number's unit; of any shape.

    Returns
    -------
    Positions, of the same shape; 0.5 where the range has no width.
    """
    if one.low == one.high:
        return np.full(np.shape(values), 0.5)
    if one.log:
        return np.asarray(np.log(values / one.low) / np.log(one.high / one.low))
    return np.asarray((values - one.low) / (one.high - one.low))


def problem_of(groups: Sequence[str]) -> dict[str, Any]:
    """Return what SALib calls a problem: positions from 0 to 1, in groups.

    Parameters
    ----------
    groups
        For each column of the design the name under which it is reported.

    Returns
    -------
    The problem, with the keys ``num_vars``, ``names``, ``bounds`` and ``groups``.
    """
    names = [str(k) for k in range(len(groups))]
    return {"num_vars": len(groups), "names": names, "bounds": [[0.0, 1.0]] * len(groups), "groups": list(groups)}
