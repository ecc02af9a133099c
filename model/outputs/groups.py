"""Who wins, who loses: how households fare in a run, summed by group (docs/outputs.md, groups)."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.resident import MIDDLE, OLDER, YOUNG
from dizao.model.outputs.results import age_of_deciding, cohort_of
from dizao.model.outputs.welfare import household_nets
from dizao.model.outputs.whole_lives import WholeLives
from dizao.model.parameters import FEN_PER_YUAN
from dizao.model.world.place import slice_of_each

if TYPE_CHECKING:
    from dizao.model.state import State

AGES = {YOUNG: "young", MIDDLE: "middle", OLDER: "older"}
TENURES = {1: "owner", 0: "tenant"}
FIFTHS = 5

type Groups = dict[str, dict[str, tuple[int, float]]]
"""By kind and name of a group: its households, and their net gain together over whole lives, yuan in week 0."""


def groups(state: "State", lives: WholeLives) -> Groups:
    """Return how households fare, summed by unit, kind of unit, income, age of the deciding adult, tenure, and place.

    A unit's number stands for another place in every world; its fifth by size or by income does not.

    Parameters
    ----------
    state
        The state of the run.
    lives
        What projects have brought and taken up over their whole lives.

    Returns
    -------
    By way of grouping and name of the group: households, and the sum of their net gains (ODD 7.19), yuan.
    """
    world, net = state.world, household_nets(state, cohort_of(state), lives) / FEN_PER_YUAN
    of_unit, households = slice_of_each(world.units.first_household), np.diff(world.units.first_household)
    # Spare money is a part of income that may differ between groups of places.
    share = state.of_units("spare_money_share", of_unit)
    money = world.households.spare_fen / (share / max(1e-12, share.max(initial=0.0)))
    income = np.bincount(of_unit, weights=money) / np.maximum(1, households)
    fifths = {number: str(number + 1) for number in range(FIFTHS)}
    places = {g: group.name for g, group in enumerate(state.groups) if group.name}
    return {
        "unit": _summed(of_unit, net, {row: str(number) for row, number in enumerate(world.units.id)}),
        "unit_size": _summed(_fifth_of(households)[of_unit], net, fifths),
        "unit_income": _summed(_fifth_of(income)[of_unit], net, fifths),
        "income": _summed(world.households.income_group, net, fifths),
        "age": _summed(age_of_deciding(state), net, AGES),
        "tenure": _summed(world.households.owner, net, TENURES),
        **({"place": _summed(world.units.group[of_unit], net, places)} if places else {}),
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
