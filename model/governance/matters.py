"""Matters (小事): what one try to settle them does, at a meeting or in an office (ODD 7.2, 7.3)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.model.core import draws
from dizao.model.core.draws import When, draw
from dizao.model.points import passed
from dizao.model.world.projects import NEVER, STREET_LEVEL, Needs

if TYPE_CHECKING:
    from dizao.model.state import State


@kernel
def _by_draw(
    when: When, rows: NDArray[np.int64], chances: NDArray[np.float64], needs: Needs, settled: NDArray[np.bool_]
) -> None:
    for k in range(len(rows)):
        settled[k] = draw(when.seed, draws.SETTLE, needs.id[rows[k]], when.week, 0) < chances[k]


def try_to_settle(state: "State", rows: NDArray[np.int64], chances: NDArray[np.float64]) -> None:
    """Settle matters, each with a chance, or count the try and pass it up after too many (not beyond the street).

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    chances
        Probability that each is settled, shape (n,).
    """
    needs = state.world.needs
    chances = passed(state.points.trying, state, rows, value=chances)
    settled = np.zeros(len(rows), dtype=np.bool_)
    _by_draw(When(state.seed, state.week), rows, chances, state.records.needs, settled)
    settle(state, rows[settled])
    needs.tries[rows] = np.minimum(needs.tries[rows] + 1, 100)
    too_many = needs.tries[rows] % state.settings.works.settle_tries == 0
    passed_up = passed(state.points.going_up, state, value=rows[too_many & ~settled])
    needs.level[passed_up] = np.minimum(STREET_LEVEL, needs.level[passed_up] + 1)


def give_up(state: "State", rows: NDArray[np.int64], tries: int) -> None:
    """Let offices give up those matters that were tried so often; they stay unsettled for good.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    tries
        Tries after which a matter is given up.
    """
    hopeless = rows[state.world.needs.tries[rows] >= tries]
    state.unsettled = state.unsettled[~np.isin(state.unsettled, hopeless)]


def settle(state: "State", rows: NDArray[np.int64]) -> None:
    """Book matters as settled this week: their value flows until they are expected to come back.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    """
    needs = state.world.needs
    needs.week_settled[rows] = state.week
    years = state.world.kinds.present_years[needs.category[rows]]
    households = needs.end_household[rows] - needs.first_household[rows]
    needs.benefit_fen[rows] = needs.value_fen[rows] * households * years * state.present()
    state.unsettled = state.unsettled[needs.week_settled[state.unsettled] == NEVER]
    state.count("settled", len(rows))
