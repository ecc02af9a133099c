"""Variants of a system over parameter sets that the field has not ruled out: replicate r has the r-th (ODD 9)."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dizao.model.settings import Settings
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.loading.members import Members
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.uncertainty.design import Space, draws_of_members
from dizao.scenarios.studies.uncertainty.rank import space_of


def drawn_settings(
    variants: Mapping[str, Scenario], members: Members, count: int, seed: int
) -> dict[str, list[Settings]]:
    """Return the numbers of every replicate of every variant.

    A number has the same value in all variants of a replicate, also one that acts in some of them only. What a variant
    sets is what it is: it is not drawn in any.

    Parameters
    ----------
    variants
        The scenario as each variant has it, by name.
    members
        Parameter sets that the field has not ruled out.
    count
        Replicates, at most as many as there are sets.
    seed
        Of the order of the sets, and of numbers that they do not have.

    Returns
    -------
    Settings by variant, one a replicate.

    Raises
    ------
    ScenarioError
        If there are fewer sets, too few numbers are drawn, or a set contradicts the scenario.
    """
    spaces = {name: _without_what_is_set(space_of(one), one) for name, one in variants.items()}
    numbers: dict[str, Uncertain] = {one.key: one for space in spaces.values() for one in space.numbers}
    ranged = frozenset().union(*(space.ranged for space in spaces.values()))
    whole = replace(next(iter(spaces.values())), numbers=tuple(numbers.values()), ranged=ranged)
    positions, at = draws_of_members(whole, members, count, seed), {key: k for k, key in enumerate(whole.keys)}
    found = {}
    for name, space in spaces.items():
        columns = np.array([at[key] for key in space.keys], dtype=np.int64)
        found[name] = space.checked(space.values(positions[:, columns]))
    return found


def _without_what_is_set(space: Space, scenario: Scenario) -> Space:
    """Leave out the numbers that any variant sets."""
    assert scenario.system is not None
    set_by_any = {key for variant in scenario.system.variants for key in variant.changes}
    return replace(space, numbers=tuple(one for one in space.numbers if one.key not in set_by_any))
