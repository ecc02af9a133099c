"""What it means that a need was voiced and recorded, whoever has brought it (ODD 7.2, 7.13)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.world.projects import MATTER, NEVER, RECORDED, VOICED

if TYPE_CHECKING:
    from dizao.model.state import State


def note_voiced(engine: "State", rows: NDArray[np.int64]) -> None:
    """Note that needs are voiced this week: they wait for the community's office to record them.

    Parameters
    ----------
    engine
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    """
    needs = engine.world.needs
    needs.week_voiced[rows] = engine.week
    engine.enter(engine.project_of(rows), VOICED)
    engine.unvoiced = engine.unvoiced[needs.week_voiced[engine.unvoiced] == NEVER]
    engine.unrecorded = np.concatenate([engine.unrecorded, rows])
    engine.count("voiced", len(rows))


def note_recorded(engine: "State", rows: NDArray[np.int64]) -> None:
    """Note that needs are recorded this week, at the lowest level with the power to settle them.

    Parameters
    ----------
    engine
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    """
    needs = engine.world.needs
    needs.week_recorded[rows] = engine.week
    needs.level[rows] = engine.world.kinds.level[needs.category[rows]]
    engine.enter(engine.project_of(rows), RECORDED)
    engine.unrecorded = engine.unrecorded[needs.week_recorded[engine.unrecorded] == NEVER]
    engine.unsettled = np.concatenate([engine.unsettled, rows[needs.kind[rows] == MATTER]])
