"""Matters (小事): what one try to settle them does, at a meeting or in an office (ODD 7.2, 7.3)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model import draws
from dizao.model.draws import draw
from dizao.model.mechanisms.payment import discount
from dizao.model.projects import NEVER, STREET_LEVEL

if TYPE_CHECKING:
    from dizao.model.engine import Engine


def try_to_settle(engine: "Engine", need: int, chance: float) -> None:
    """Settle a matter with a chance, or count the try and pass it up after too many (not beyond the street)."""
    needs = engine.world.needs
    if draw(engine.seed, draws.SETTLE, needs.id[need], engine.week, 0) < chance:
        settle(engine, np.array([need]))
    needs.tries[need] = min(needs.tries[need] + 1, 100)
    if needs.tries[need] % engine.settings.works.settle_tries == 0 and needs.week_settled[need] == NEVER:
        needs.level[need] = min(STREET_LEVEL, needs.level[need] + 1)


def settle(engine: "Engine", rows: NDArray[np.int64]) -> None:
    """Book matters as settled this week: their value flows until they are expected to come back."""
    needs, works = engine.world.needs, engine.settings.works
    needs.week_settled[rows] = engine.week
    years = engine.world.kinds.present_years[needs.category[rows]]
    households = needs.end_household[rows] - needs.first_household[rows]
    needs.benefit_fen[rows] = needs.value_fen[rows] * households * years * discount(works.discount_rate, engine.week)
    engine.unsettled = engine.unsettled[needs.week_settled[engine.unsettled] == NEVER]
    engine.count("settled", len(rows))
