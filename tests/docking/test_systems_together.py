"""Engine and reference are the same where several systems of the field are on at once (ODD 7.12 to 7.17, 7.24 on)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dizao.model.settings import Settings
from tests.docking import club_systems, data_pool_system, desk_systems, dispatch_system, party_systems
from tests.docking.docking import first_difference
from tests.docking.levels_system import with_levels
from tests.docking.roll_out_system import with_roll_out

LATER = dispatch_system.SYSTEMS | desk_systems.SYSTEMS | data_pool_system.SYSTEMS
SYSTEMS = party_systems.SYSTEMS | club_systems.SYSTEMS | {"levels": with_levels, "roll_out": with_roll_out} | LATER

WORLDS = 60
"""How many are lived in all."""

FEW = (14, 28)
"""A few of them, small."""


def world_of_all(number: int) -> tuple[Settings, int]:
    """Make a small world in which one system is on for sure, and each other at random."""
    return party_systems.world_with(SYSTEMS, list(SYSTEMS)[number % len(SYSTEMS)], number)


@pytest.mark.parametrize("number", FEW)
def test_systems_together_are_the_same_in_a_few_worlds(number: int) -> None:
    difference = first_difference(*world_of_all(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
@given(st.integers(0, WORLDS - 1))
@settings(max_examples=WORLDS)
def test_systems_together_are_the_same_in_all_worlds(number: int) -> None:
    difference = first_difference(*world_of_all(number))
    assert difference is None, f"world {number}: {difference}"
