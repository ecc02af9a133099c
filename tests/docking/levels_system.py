"""Docking worlds in which powers, money and minutes have moved down (ODD 7.24)."""

from typing import Any

import numpy as np

from dizao.model.settings import Settings
from tests.docking import club_systems, party_systems
from tests.docking.worlds import world_of

SERIES = 3
"""Which series of random systems."""

FURTHER = 0.25
"""Chance that another system is on in such a world."""

FEW = (2, 14, 7, 1, 4, 8)
"""A few of these worlds, small, in which powers, money and what goes up all move."""

LEVELS: dict[str, list[Any]] = {
    "levels__powers": [0.0, 0.5, 1.0],
    "levels__money": ["county", "street", "community", "unit"],
    "levels__knows": [0.0, 0.5, 1.0],
    "levels__errs": [0.0, 0.1, 0.6],
    "levels__linkage": ["goes_up", "goes_up", "stays"],
    "levels__answer_weeks": [0, 2, 8],
    "budget__yuan_per_year": [3_000.0, 30_000.0, 1e7],
    "offices__community_minutes": [300.0, 2_400.0],
    "offices__county_minutes_per_unit": [60.0, 1_000.0],
    "works__settle_tries": [1, 2, 4],
    "works__acceptance_threshold": [0.45, 0.9],
}
"""Values at which everything moves, or one thing stays where it was."""


def with_levels(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Move powers and money down; there are as many streets as communities, at most two."""
    numbers = {name: values[random_draw.integers(len(values))] for name, values in LEVELS.items()}
    return world.with_values(**numbers, place__streets=min(2, world.place.communities))


def world_with_levels(number: int) -> tuple[Settings, int]:
    """Make a small world out of a number, in some worlds with other systems on."""
    world, seed = world_of(number)
    for name, system in (party_systems.SYSTEMS | club_systems.SYSTEMS).items():
        random_draw = np.random.default_rng([SERIES, *name.encode(), number])
        if random_draw.random() < FURTHER:
            world = system(random_draw, world)
    return with_levels(np.random.default_rng([SERIES, number]), world), seed
