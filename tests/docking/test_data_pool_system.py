"""Engine and reference are the same where there is a data pool, alone and beside all other systems (ODD 7.27)."""

import pytest

from dizao.model.engine import Engine
from tests.docking import club_systems, party_systems
from tests.docking.data_pool_system import FEW, SYSTEMS, WORLDS, world_of_pool
from tests.docking.docking import first_difference

ALL = SYSTEMS | party_systems.SYSTEMS | club_systems.SYSTEMS


@pytest.mark.parametrize("number", FEW)
def test_engine_and_reference_are_the_same_in_a_few_worlds(number: int) -> None:
    difference = first_difference(*world_of_pool(number))
    assert difference is None, f"world {number}: {difference}"


def test_forms_upkeep_and_visits_by_tags_happen_in_the_few() -> None:
    worlds = [world_of_pool(number) for number in FEW]
    pools = [settings.data_pool for settings, _ in worlds]
    assert any(one.forms_share * one.pass_through > 0.0 for one in pools)
    assert any(one.upkeep_minutes > 0.0 for one in pools)
    assert any(0.0 < one.precision < 1.0 and 0.0 < one.recall < 1.0 for one in pools)
    for settings, seed in worlds:
        engine = Engine(settings, seed)
        engine.run()
        assert engine.ledger.minutes_since(-1000)["visits"] > 0


@pytest.mark.docking
@pytest.mark.parametrize("number", range(WORLDS))
def test_engine_and_reference_are_the_same_in_many_worlds(number: int) -> None:
    difference = first_difference(*world_of_pool(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("number", range(WORLDS // 2))
def test_engine_and_reference_are_the_same_beside_other_systems(number: int) -> None:
    difference = first_difference(*party_systems.world_with(ALL, "data_pool", number))
    assert difference is None, f"world {number}: {difference}"
