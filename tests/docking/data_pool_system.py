"""Docking worlds with a data pool (ODD 7.27): forms, tags that err in every way, and offices that lack minutes."""

import numpy as np

from dizao.model.settings import Settings
from tests.docking.party_systems import Lively, world_with

LIVELY: Lively = {
    "data_pool__forms_share": [0.0, 0.3, 1.0],
    "data_pool__pass_through": [0.0, 0.5, 1.0],
    "data_pool__upkeep_minutes": [0.0, 60.0, 600.0],
    "data_pool__recall": [0.3, 0.7, 0.9, 1.0],
    "data_pool__precision": [0.0, 0.5, 0.7, 0.9, 1.0],
    "data_pool__able_from_fifth": [1, 3, 4, 6],
    "offices__community_minutes": [300.0, 2_400.0],
    "offices__member_active_share": [0.4, 0.8],
    "offices__member_minutes": [15.0, 60.0],
    "offices__member_idle_share": [0.3, 1.0],
    "people__voice_intercept": [-8.0, -7.0, -5.0],
    "place__building_households": [6.0, 10.0, 48.0],
}
"""Values that let each part act or cut it; 6 of 5 fifths: nobody is able with money."""


def with_data_pool(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let there be a pool, and members everywhere who visit by its tags."""
    members = max(world.place.party_members, int(world.place.residents * random_draw.choice([0.2, 0.4])))
    values = {name: found[random_draw.integers(len(found))] for name, found in LIVELY.items()}
    return world.with_values(place__party_members=members, **values)


SYSTEMS = {"data_pool": with_data_pool}
"""What switches it on."""

WORLDS = 40
"""How many are lived with a pool alone; half as many beside other systems."""

FEW = (0, 1)
"""A few worlds, small, in which all that it can do happens."""


def world_of_pool(number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which there is a pool."""
    return world_with(SYSTEMS, "data_pool", number)
