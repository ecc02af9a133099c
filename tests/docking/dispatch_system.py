"""Random numbers for the system of ODD 7.25: opinion collection and dispatch.

Numbers come from a few values, so that everything that the system can do does happen in some world.
"""

import numpy as np

from dizao.model.settings import Settings
from tests.docking.party_systems import Lively, System

DISPATCH: Lively = {
    "dispatch__informal": [0.3, 0.8, 1.0],
    "dispatch__hand_overs": [0, 1, 3, 3, 6],
    "dispatch__hand_over_weeks": [0.0, 1.0, 2.0, 8.0],
    "dispatch__hand_over_loss": [0.0, 0.2, 0.5],
    "dispatch__recorded": ["no", "yes"],
    "dispatch__routed": ["no", "no", "yes"],
    "dispatch__dated": ["no", "yes"],
    "dispatch__answered": ["no", "yes"],
    "dispatch__deadline_weeks": [1, 2, 6],
    "dispatch__look_minutes": [5.0, 30.0, 120.0],
    "dispatch__answer_minutes": [5.0, 60.0],
    "offices__community_minutes": [60.0, 200.0, 2_400.0],
    "people__voice_intercept": [-7.0, -5.0],
}


def with_dispatch(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let needs be told to whoever is met; some repairs are there."""
    return world.with_values(**{name: values[random_draw.integers(len(values))] for name, values in DISPATCH.items()})


SYSTEMS: dict[str, System] = {"dispatch": with_dispatch}
"""What switches the system on."""

FEW = (1, 9, 7, 14, 20)
"""A few worlds, small, in which everything that it can do does happen."""

FEWEST = FEW[:2]
"""Those that are lived beside the reference each time; the others are with all worlds."""
