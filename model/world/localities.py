"""Where each unit lies and how poor it is at the start: what terms by place and income ask (ODD 7.10)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dizao.model.mechanisms.terms import Locality
from dizao.model.world.groups import Group
from dizao.model.world.place import Units
from dizao.model.world.population import unit_income


def localities_of(seed: int, units: Units, groups: Sequence[Group]) -> tuple[Locality, ...]:
    """Return the locality of each unit.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    units
        The units that are simulated.
    groups
        Groups of places.

    Returns
    -------
    In the order of the units.
    """
    incomes = _mean_incomes(seed, units, groups)
    before = np.empty(len(incomes), dtype=np.int64)
    before[np.argsort(incomes, kind="stable")] = np.arange(len(incomes))
    of_units = [groups[g] for g in units.group.tolist()]
    return tuple(
        Locality(group.name, group.kind, income, poorer / len(incomes))
        for group, income, poorer in zip(of_units, incomes.tolist(), before.tolist(), strict=True)
    )


def _mean_incomes(seed: int, units: Units, groups: Sequence[Group]) -> NDArray[np.float64]:
    """Return the mean income a head of each unit, yuan a year: that of the law of its households' incomes (ODD 5)."""
    places = [groups[g].place for g in units.group.tolist()]
    return np.array(
        [
            place.income_yuan_per_head * unit_income(seed, unit, place.unit_income_spread)
            for unit, place in zip(units.id.tolist(), places, strict=True)
        ],
        dtype=np.float64,
    )
