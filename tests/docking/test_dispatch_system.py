"""Engine and reference are the same where needs are told to whoever is met, to the week and the minute (ODD 7.25)."""

import pytest

from dizao.model.settings import Settings
from tests.docking import club_systems, dispatch_system, party_systems
from tests.docking.docking import first_difference

WORLDS = 60
"""How many are lived in all."""

SYSTEMS = dispatch_system.SYSTEMS | party_systems.SYSTEMS | club_systems.SYSTEMS


def world_of_dispatch(number: int) -> tuple[Settings, int]:
    """Make a small world in which dispatch is on; in some worlds other systems are on as well."""
    return party_systems.world_with(SYSTEMS, "dispatch", number)


@pytest.mark.parametrize("number", dispatch_system.FEW)
def test_engine_and_reference_are_the_same_in_a_few_worlds(number: int) -> None:
    difference = first_difference(*world_of_dispatch(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
def test_engine_and_reference_are_the_same_in_many_worlds() -> None:
    for number in range(WORLDS):
        difference = first_difference(*world_of_dispatch(number))
        assert difference is None, f"world {number}: {difference}"
