"""Random numbers for the systems of ODD 7.12 to 7.14: platforms, the party chain, members' duties and posts.

Each function switches one system on in a small world. Numbers come from a few values, so that everything that the
system can do does happen in some world.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dizao.model.settings import Settings
from tests.docking.worlds import world_of

SYSTEM_SERIES = 2
"""Which series of random systems."""

FURTHER = 0.25
"""Chance that a system is on beside the one that a world is for."""

type Lively = dict[str, list[Any]]
type System = Callable[[np.random.Generator, Settings], Settings]

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
    "platforms__station_status": [0.5, 1.0],
    "platforms__convening_minutes": [0.0, 180.0, 600.0],
    "platforms__representatives_share": [0.0, 0.0, 0.2],
    "platforms__representatives_duty": [1.5, 4.0],
    "platforms__represents": [1.0, 2.0, 10.0],
    "platforms__legitimacy_loss": [0.5, 2.0],
    "works__settle_turnout": [0.4, 2.0],
}


CHAIN: Lively = {
    "chain__streets": [0.0, 0.5, 1.0, 1.0],
    "chain__communities": [0.0, 0.5, 1.0, 1.0],
    "chain__compounds": [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0],
    "chain__buildings": [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0],
    "chain__households": [0.5, 1.0],
    "chain__households_each": [5, 6, 10, 20],
    "chain__pass_on": [0.5, 0.8, 1.0],
    "chain__delay_weeks": [0, 1, 1, 2, 4],
    "chain__pass_minutes": [5.0, 15.0, 60.0],
    "chain__tell_minutes": [1.0, 4.0, 15.0],
    "offices__community_minutes": [100.0, 2_400.0],
    "offices__member_active_share": [0.4, 0.8],
    "offices__member_minutes": [15.0, 60.0],
    "people__voice_intercept": [-7.0, -5.0],
    "place__building_households": [6.0, 10.0, 48.0],
}


POSTS: Lively = {
    "posts__visits": [0.0, 0.5, 1.0],
    "posts__first_contributions": [0.0, 0.5, 1.0],
    "posts__mediators": [0.0, 0.5, 1.0],
    "posts__watchers": [0.0, 0.5, 1.0, 1.0],
    "posts__building_leaders": [0.0, 0.5, 1.0, 1.0],
    "posts__call_minutes": [3.0, 10.0, 30.0],
    "posts__teams": [0.0, 1.0, 1.0],
    "posts__team_size": [3, 8],
    "posts__volunteer_minutes": [15.0, 40.0],
    "offices__member_active_share": [0.4, 0.8],
    "offices__member_minutes": [15.0, 60.0],
    "place__building_households": [6.0, 10.0, 48.0],
    "works__settle_members": [1.0, 3.0],
    "people__lead_weight": [0.6, 1.5],
}


def with_platforms(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Meet on other days, at other hours and places, called by others; in some worlds representatives meet."""
    return _with(random_draw, world, PLATFORMS)


def with_chain(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let the chain be there, with gaps in some worlds; there are members everywhere."""
    return _with(random_draw, _with_members(random_draw, world), CHAIN)


def with_posts(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Give members posts and let volunteers visit; there are members everywhere."""
    return _with(random_draw, _with_members(random_draw, world), POSTS)


def _with_members(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let there be party members, also where the world had none."""
    members = max(world.place.party_members, int(world.place.residents * random_draw.choice([0.2, 0.4])))
    return world.with_values(place__party_members=members)


def _with(random_draw: np.random.Generator, world: Settings, lively: Lively) -> Settings:
    return world.with_values(**{name: values[random_draw.integers(len(values))] for name, values in lively.items()})


SYSTEMS: dict[str, System] = {
    "platforms": with_platforms,
    "chain": with_chain,
    "posts": with_posts,
}
"""What switches each system on."""

FEW = {
    "platforms": (14, 2, 19, 20),
    "chain": (12, 1, 14),
    "posts": (14, 20, 30, 16, 53),
}
"""For each system a few worlds, small, in which everything that it can do does happen."""


def world_with(systems: Mapping[str, System], name: str, number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which a system is on, in some worlds others too."""
    world, seed = world_of(number)
    for key, system in systems.items():
        random_draw = np.random.default_rng([SYSTEM_SERIES, *key.encode(), number])
        if random_draw.random() < FURTHER or key == name:
            world = system(random_draw, world)
    return world, seed
