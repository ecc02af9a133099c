"""Docking worlds with burden reduction and cadre visits (ODD 7.26, 7.28), beside any of the other systems."""

from typing import Any

import numpy as np

from dizao.model.settings import Settings
from tests.docking import club_systems, party_systems
from tests.docking.party_systems import System

BURDEN: dict[str, list[Any]] = {
    "burden__meetings_cut": [0, 22, 100],
    "burden__groups_cut": [0, 117, 500],
    "burden__signs_cut": [184],
    "burden__meeting_people": [10, 60, 150],
    "burden__meeting_hours": [1.0, 3.0, 8.0],
    "burden__group_minutes": [10.0, 60.0],
    "burden__sign_minutes": [30.0, 120.0],
    "burden__offices": [40, 80, 150],
    "burden__pass_through": [0.0, 0.5, 1.0, 1.0],
    "offices__community_minutes": [100.0, 400.0, 2_400.0],
    "offices__street_minutes": [300.0, 4_800.0],
    "offices__formalities_share": [0.1, 0.35, 0.7],
}
"""Cuts of all three kinds, in offices that are busy or not; in some they free more than there is."""


def with_burden(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Cut formalities."""
    return world.with_values(**{name: values[random_draw.integers(len(values))] for name, values in BURDEN.items()})


SYSTEMS: dict[str, System] = {"burden": with_burden}
"""What switches each system on."""

BESIDE = party_systems.SYSTEMS | club_systems.SYSTEMS | SYSTEMS
"""All systems that may be on at once."""

FEW = {"burden": (7, 10)}
"""For each system a few worlds, small, in which everything that it can do does happen."""


def desk_world(name: str, number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which a system is on, in some worlds others too."""
    return party_systems.world_with(BESIDE, name, number)
