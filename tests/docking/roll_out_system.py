"""Random worlds for the roll-out in phases (ODD 7.29): a few values each, so that all that it can do does happen."""

from typing import Any

import numpy as np

from dizao.model.settings import Settings
from tests.docking.worlds import world_of

SERIES = 7
"""Random draws of its own, so that the worlds of other series stay what they are."""

ROLL_OUT: dict[str, list[Any]] = {
    "roll_out__pilots": [0.0, 0.3, 0.5, 0.5, 1.0],
    "roll_out__pilot_streets": [0.0, 0.5, 1.0],
    "roll_out__street_week": [3, 8],
    "roll_out__all_week": [5, 12, 20, 520],
    "roll_out__willing": [-2.0, 0.0, 2.0],
    "roll_out__poor": [-2.0, 0.0, 2.0],
    "roll_out__former_meeting_every_weeks": [0, 1, 3, 7],
    "roll_out__money_moved": [0.0, 0.3, 1.0],
    "roll_out__minutes_moved": [0.0, 0.4, 1.0],
    "roll_out__spill_over": [0.0, 0.3, 1.0],
    "place__unit_income_spread": [0.0, 0.4],
    "offices__community_minutes": [100.0, 2_400.0],
}

PLACES: dict[str, Any] = {"place__streets": 2, "place__communities": 4, "place__units": 5}
"""So that there are some to choose from, and neighbours who hear of it."""

FEW = (2, 5, 13)
"""Small worlds in which everything that it can do does happen."""


def with_roll_out(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let the programme come in phases, or neighbours learn from it, in a world of some streets and communities."""
    numbers = {name: values[random_draw.integers(len(values))] for name, values in ROLL_OUT.items()}
    households = max(30, world.place.households)
    sizes = PLACES | {"place__households": households, "place__residents": max(2 * households, world.place.residents)}
    # Ties that are said belong to units of another size.
    return world._replace(ties=()).with_values(**numbers, **sizes)


def roll_out_world_of(number: int) -> tuple[Settings, int]:
    """Make a small world out of a number in which the programme comes in phases, or neighbours learn from it."""
    world, seed = world_of(number)
    return with_roll_out(np.random.default_rng([SERIES, number]), world), seed
