"""Random small worlds with the systems of the field: those of `worlds`, in which one or several systems are on."""

from collections.abc import Callable, Mapping

import numpy as np

from dizao.model.settings import Settings
from tests.docking.worlds import world_of

SYSTEM_SERIES = 2
"""Which series of random systems."""

FURTHER = 0.25
"""Chance that a system is on beside the one that a world is for."""

type System = Callable[[np.random.Generator, Settings], Settings]


def system_world_of(systems: Mapping[str, System], name: str, number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which a system is on, in some worlds others too."""
    world, seed = world_of(number)
    for key, system in systems.items():
        luck = np.random.default_rng([SYSTEM_SERIES, *key.encode(), number])
        if luck.random() < FURTHER or key == name:
            world = system(luck, world)
    return world, seed
