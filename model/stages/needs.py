"""Stage 1, needs: they arise by themselves, the same under every mechanism (ODD 7.1)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.model.documented_cases.progress import has_begun
from dizao.model.points import passed
from dizao.model.world.projects import PROJECT

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Let this week's needs arise; what something functioning already serves is met and will not be voiced.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    rows = passed(state.points.needs_arise, state, value=state.needs_arising())
    rows = rows[~has_begun(state, rows)]
    needs = state.world.needs
    for n in rows[needs.kind[rows] == PROJECT]:
        needs.met[n] = state.place_of(n) in state.functioning
    state.unvoiced = np.concatenate([state.unvoiced, rows])
    state.count("arose", len(rows))
