"""A second series of docking worlds: those of `tests.docking.worlds`, with systems of the field switched on."""

import numpy as np

from dizao.model.settings import Settings
from tests.docking.club_systems import SYSTEMS
from tests.docking.worlds import world_of

SERIES = 2
"""Random draws of its own, so that the worlds of the base series stay what they are."""


def system_world_of(number: int, *only: str) -> tuple[Settings, int]:
    """Make a world out of a number, with some systems on: a drawn choice of at least one, or those that are named."""
    random_draw = np.random.default_rng([SERIES, number])
    settings, seed = world_of(number)
    chosen = [bool(random_draw.random() < 0.6) for _ in SYSTEMS]
    surely = int(random_draw.integers(len(SYSTEMS)))
    for k, (name, switch_on) in enumerate(SYSTEMS.items()):
        if name in only or (not only and (chosen[k] or k == surely)):
            # Each system has random draws of its own: a new one does not change what the others are like.
            settings = switch_on(np.random.default_rng([SERIES, number, k]), settings)
    return settings, seed
