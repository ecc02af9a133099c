"""Random numbers for the systems of ODD 7.12 to 7.14: platforms, the party chain, members' duties and posts.

Each function switches one system on in a small world. Numbers come from a few values, so that everything that the
system can do does happen in some world.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from dizao.model.settings import Settings

type Lively = dict[str, list[Any]]

PLATFORMS: Lively = {
    "offices__give_up_tries": [0, 2, 4],
    "platforms__calendar": ["cycle", "fours"],
    "platforms__hour": ["any", "day", "evening"],
    "platforms__working_hours": [0.5, 1.2, 3.0],
    "platforms__dark": [0.4, 2.0],
    "platforms__hearing": [0.2, 1.0, 3.0],
    "platforms__ease": [-1.0, 0.0, 2.0],
    "platforms__convenor": ["council", "member", "member", "station", "station"],
    "platforms__convenor_weight": [0.0, 0.4, 1.5],
    "platforms__convenor_mediates": [0.0, 0.4, 1.5],
    "platforms__station_standing": [0.5, 1.0],
    "platforms__convening_minutes": [0.0, 180.0, 600.0],
    "platforms__representatives_share": [0.0, 0.0, 0.2],
    "platforms__representatives_duty": [1.5, 4.0],
    "platforms__represents": [1.0, 2.0, 10.0],
    "platforms__legitimacy_loss": [0.5, 2.0],
    "works__settle_turnout": [0.4, 2.0],
}


def with_platforms(luck: np.random.Generator, world: Settings) -> Settings:
    """Meet on other days, at other hours and places, called by others; in some worlds representatives meet."""
    return _with(luck, world, PLATFORMS)


def _with(luck: np.random.Generator, world: Settings, lively: Lively) -> Settings:
    return world.with_values(**{name: values[luck.integers(len(values))] for name, values in lively.items()})


SYSTEMS: dict[str, Callable[[np.random.Generator, Settings], Settings]] = {
    "platforms": with_platforms,
}
"""What switches each system on."""

FEW = {
    "platforms": (2, 13, 33, 8, 38),
}
"""For each system a few worlds, small, in which everything that it can do does happen."""
