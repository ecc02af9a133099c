"""Who wins, who loses: how households fare in a run, summed by group (docs/outputs.md, groups)."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.resident import MIDDLE, OLDER, YOUNG
from dizao.model.outputs.results import age_of_deciding, cohort_of, household_benefits
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR
from dizao.model.world.make import Records
from dizao.model.world.place import slice_of_each

if TYPE_CHECKING:
    from dizao.model.state import State

AGES = {YOUNG: "young", MIDDLE: "middle", OLDER: "older"}
TENURES = {1: "owner", 0: "tenant"}
FIFTHS = 5

type Groups = dict[str, dict[str, tuple[int, float]]]
"""By kind and name of a group: its households, and their net benefit together, yuan."""


@kernel
def _money_by_household(
    rows: NDArray[np.int64], fen_a_minute: float, tables: Records, money: NDArray[np.float64]
) -> None:
    """Add to each household what some projects cost it, below zero, and what it got for taking part, fen.

    Contributions and advances that did not come back are its cost. A refund bonus goes by pledges; goods for points go
    by contributions and labour, and are worth what they cost.
    """
    needs, projects, stakes = tables.needs, tables.projects, tables.stakes
    for p in rows:
        n, first = projects.need[p], projects.first_stake[p]
        start, number = needs.first_household[n], needs.end_household[n] - needs.first_household[n]
        pledged, given = 0.0, 0.0
        for k in range(first, first + number):
            pledged += stakes.pledged_fen[k]
            given += stakes.paid_fen[k] + stakes.advanced_fen[k] + fen_a_minute * stakes.labour_minutes[k]
        for k in range(number):
            row = first + k
            own = stakes.paid_fen[row] + stakes.advanced_fen[row]
            money[start + k] -= own
            if pledged > 0.0:
                money[start + k] += projects.bonus_fen[p] * stakes.pledged_fen[row] / pledged
            if given > 0.0:
                money[start + k] += projects.points_fen[p] * (own + fen_a_minute * stakes.labour_minutes[row]) / given


def household_net_benefits(state: "State") -> NDArray[np.float64]:
    """Return each household's benefit from the window's projects less what it is out of pocket for them, fen.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Fen, shape (households,).
    """
    net, _ = household_benefits(state)
    fen_a_minute = state.settings.works.labour_wage * FEN_PER_YUAN / MINUTES_PER_HOUR
    rows = cohort_of(state)
    # Without a proposal there are no stakes, and none may be looked for.
    rows = rows[state.world.projects.first_stake[rows] >= 0]
    _money_by_household(rows, fen_a_minute, state.records, net)
    return net


def groups(state: "State") -> Groups:
    """Return how households fare, summed by unit, kind of unit, income, age of the deciding adult, and tenure.

    A unit's number stands for another place in every world; its fifth by size or by income does not.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    By way of grouping and name of the group: households, and the sum of their net benefits, yuan.
    """
    world, net = state.world, household_net_benefits(state) / FEN_PER_YUAN
    of_unit, households = slice_of_each(world.units.first_household), np.diff(world.units.first_household)
    income = np.bincount(of_unit, weights=world.households.spare_fen) / np.maximum(1, households)
    fifths = {number: str(number + 1) for number in range(FIFTHS)}
    return {
        "unit": _summed(of_unit, net, {row: str(number) for row, number in enumerate(world.units.id)}),
        "unit_size": _summed(_fifth_of(households)[of_unit], net, fifths),
        "unit_income": _summed(_fifth_of(income)[of_unit], net, fifths),
        "income": _summed(world.households.income_group, net, fifths),
        "age": _summed(age_of_deciding(state), net, AGES),
        "tenure": _summed(world.households.owner, net, TENURES),
    }


def _fifth_of(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return in which fifth of all units each lies, 0 the lowest; equal ones in the order of their numbers."""
    place = np.empty(len(values), dtype=np.int64)
    place[np.argsort(values, kind="stable")] = np.arange(len(values))
    return place * FIFTHS // max(1, len(values))


def _summed(group: NDArray[Any], net: NDArray[np.float64], names: dict[int, str]) -> dict[str, tuple[int, float]]:
    sizes = np.bincount(group, minlength=max(names) + 1)
    sums = np.bincount(group, weights=net, minlength=max(names) + 1)
    return {name: (int(sizes[code]), float(sums[code])) for code, name in names.items() if sizes[code]}
