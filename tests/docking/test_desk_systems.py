"""Engine and reference are the same where offices' minutes are freed or spent on visits (ODD 7.26, 7.28)."""

import numpy as np
import pytest

from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE
from dizao.model.engine import Engine
from tests.docking.desk_systems import FEW, SYSTEMS, desk_world
from tests.docking.docking import first_difference

WORLDS = 40
"""How many are lived with each system."""


@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_a_few_worlds(name: str) -> None:
    for number in FEW[name][:1]:
        difference = first_difference(*desk_world(name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_many_worlds(name: str) -> None:
    for number in range(WORLDS):
        difference = first_difference(*desk_world(name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


def test_all_that_burden_reduction_can_do_happens_in_the_first_of_them() -> None:
    shares, frees_all = set(), set()
    for number in range(10):
        settings, seed = desk_world("burden", number)
        organizations = Engine(settings, seed).world.organizations
        relieved = np.isin(organizations.kind, (COMMUNITY_OFFICE, STREET_OFFICE))
        shares.add(settings.burden.pass_through)
        frees_all |= set((organizations.minutes >= organizations.paid_minutes - 1)[relieved].tolist())
    assert shares == {0.0, 0.5, 1.0}
    assert frees_all == {False, True}
