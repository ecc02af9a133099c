"""Powers: at which level a need lies, how surely it is settled there, and when it goes up (ODD 7.24)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import settled_nearer
from dizao.model.core.draws import draw
from dizao.model.systems.levels import LEVELS_POWER, SYSTEM
from dizao.model.world.projects import NEVER, STREET_LEVEL, UNIT_LEVEL

if TYPE_CHECKING:
    from dizao.model.state import State

type OnTheWay = dict[int, int]
"""Matters (rows) that are on their way up, and the week in which the level above takes each up."""


def begin(state: "State") -> OnTheWay:
    """Return that nothing is on its way.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    No matters.
    """
    return {}


@kernel
def _go_down(seed: int, ids: NDArray[np.int64], powers: float, levels: NDArray[np.int8]) -> None:
    """Let each need go down from its level, for as long as the level below may settle it."""
    for k in range(len(ids)):
        while levels[k] > UNIT_LEVEL and draw(seed, LEVELS_POWER, ids[k], levels[k], 0) < powers:
            levels[k] -= 1


def lies(state: "State", rows: NDArray[np.int64], levels: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the levels with the power to settle some needs, after powers have moved down.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    levels
        Levels of their categories, shape (n,).

    Returns
    -------
    Levels, shape (n,).
    """
    levels = levels.copy()
    _go_down(state.seed, state.world.needs.id[rows], state.settings.levels.powers, levels)
    return levels


@kernel
def _tilt(steps: NDArray[np.int64], knows: float, errs: float, chances: NDArray[np.float64]) -> None:
    """Add what those who are nearer know, and take what is captured."""
    for k in range(len(chances)):
        if steps[k] > 0:
            chances[k] = settled_nearer(chances[k], steps[k], knows, errs)


def tried(state: "State", rows: NDArray[np.int64], chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chances that tries settle matters: other below the level that had the power before.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of the needs, shape (n,).
    chances
        Chances of tries at a level that has the power anyway, shape (n,).

    Returns
    -------
    Chances, shape (n,).
    """
    needs, rules = state.world.needs, state.settings.levels
    steps = state.world.kinds.level[needs.category[rows]].astype(np.int64) - needs.level[rows]
    chances = chances.copy()
    _tilt(steps, rules.knows, rules.errs, chances)
    return chances


def goes_up(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the matters that go up at once; with an answer that takes weeks they set out, and none does.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Rows of matters that were tried too often, shape (n,).

    Returns
    -------
    Rows of those that the level above has from now on.
    """
    rules, on_the_way = state.settings.levels, state.systems[SYSTEM.name]
    if rules.linkage == "stays":
        return rows[:0]
    if rules.answer_weeks == 0:
        return rows
    for n in rows[state.world.needs.level[rows] < STREET_LEVEL].tolist():
        on_the_way.setdefault(n, state.week + 1 + int(rules.answer_weeks))
    return rows[:0]


def take_up(state: "State") -> None:
    """Let the level above take up the matters that have come to it, unless they were settled meanwhile.

    Parameters
    ----------
    state
        The state of the run.
    """
    needs, on_the_way = state.world.needs, state.systems[SYSTEM.name]
    for n in [n for n, week in on_the_way.items() if week <= state.week]:
        del on_the_way[n]
        if needs.week_settled[n] == NEVER:
            needs.level[n] += 1
