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


VISITS: dict[str, list[Any]] = {
    "cadre_visits__visits": [1.5, 2.4, 10.0],
    "cadre_visits__official_minutes": [30.0, 120.0, 480.0],
    "cadre_visits__households": [1, 2, 10],
    "cadre_visits__street_share": [0.0, 0.4, 0.5],
    "cadre_visits__county_share": [0.0, 0.2, 0.5],
    "cadre_visits__from_formalities": [0.0, 0.5, 1.0],
    "cadre_visits__aim": ["broadcast", "targeted", "targeted"],
    "cadre_visits__precision": [0.0, 0.5, 1.0, 1.0],
    "cadre_visits__long_weeks": [1, 1, 13],
    "cadre_visits__ceremonial": [0.0, 0.0, 0.5, 1.0],
    "cadre_visits__asked": [0.0, 2.0, 4.0],
    "cadre_visits__on_the_spot": [0.0, 0.5, 1.0],
    "offices__community_minutes": [100.0, 400.0, 2_400.0],
    "offices__triage_minutes": [15.0, 240.0],
    "offices__settle_minutes": [60.0, 240.0],
    "people__voice_intercept": [-7.0, -5.0],
    "offices__give_up_tries": [0, 1, 3],
}
"""Visits of every kind, of offices that are busy or not; in some worlds only at the door a need is said."""


def with_visits(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let officials visit."""
    return world.with_values(**{name: values[random_draw.integers(len(values))] for name, values in VISITS.items()})


def with_burden(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Cut formalities."""
    return world.with_values(**{name: values[random_draw.integers(len(values))] for name, values in BURDEN.items()})


SYSTEMS: dict[str, System] = {"burden": with_burden, "visits": with_visits}
"""What switches each system on."""

BESIDE = party_systems.SYSTEMS | club_systems.SYSTEMS | SYSTEMS
"""All systems that may be on at once."""

FEW = {"burden": (7, 10), "visits": (7, 10)}
"""For each system a few worlds, small, in which everything that it can do does happen."""


def desk_world(name: str, number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which a system is on, in some worlds others too."""
    return party_systems.world_with(BESIDE, name, number)
