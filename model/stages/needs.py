"""Stage 1, needs: they arise by themselves, the same under every mechanism (ODD 7.1)."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.model.documented_cases.progress import has_begun
from dizao.model.points import passed
from dizao.model.world.projects import PROJECT

if TYPE_CHECKING:
    from dizao.model.state import State


def run(engine: "State") -> None:
    """Let this week's needs arise; what something functioning already serves is met and will not be voiced."""
    rows = passed(engine.points.needs_arise, engine, value=engine.needs_arising())
    rows = rows[~has_begun(engine, rows)]
    needs = engine.world.needs
    for n in rows[needs.kind[rows] == PROJECT]:
        needs.met[n] = engine.place_of(n) in engine.functioning
    engine.unvoiced = np.concatenate([engine.unvoiced, rows])
    engine.count("arose", len(rows))
