"""What it means that a need was voiced and recorded, whoever has brought it (ODD 7.2, 7.13)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.points import passed
from dizao.model.world.projects import MATTER, NEVER, RECORDED, VOICED

if TYPE_CHECKING:
    from dizao.model.state import State


def note_voiced(state: "State", rows: NDArray[np.int64]) -> None:
    """Note that needs are voiced this week: they wait for the community's office to record them.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    """
    needs = state.world.needs
    needs.week_voiced[rows] = state.week
    state.enter(state.project_of(rows), VOICED)
    state.unvoiced = state.unvoiced[needs.week_voiced[state.unvoiced] == NEVER]
    state.unrecorded = np.concatenate([state.unrecorded, rows])
    state.count("voiced", len(rows))


def note_recorded(state: "State", rows: NDArray[np.int64]) -> None:
    """Note that needs are recorded this week, at the lowest level with the power to settle them.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    """
    needs = state.world.needs
    needs.week_recorded[rows] = state.week
    needs.level[rows] = power_levels(state, rows)
    state.enter(state.project_of(rows), RECORDED)
    state.unrecorded = state.unrecorded[needs.week_recorded[state.unrecorded] == NEVER]
    state.unsettled = np.concatenate([state.unsettled, rows[needs.kind[rows] == MATTER]])


def power_levels(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return the lowest levels with the power to settle some needs.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).

    Returns
    -------
    Levels, shape (n,).
    """
    levels = state.world.kinds.level[state.world.needs.category[rows]]
    return passed(state.points.power_lies, state, rows, value=levels)
