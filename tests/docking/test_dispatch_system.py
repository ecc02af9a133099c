"""Engine and reference are the same where needs are told to whoever is met, to the week and the minute (ODD 7.25)."""

import pytest

from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.model.systems.dispatch.week import dispatched_in
from tests.docking import club_systems, dispatch_system, party_systems
from tests.docking.docking import first_difference

WORLDS = 60
"""How many are lived in all."""

SYSTEMS = dispatch_system.SYSTEMS | party_systems.SYSTEMS | club_systems.SYSTEMS


def world_of_dispatch(number: int) -> tuple[Settings, int]:
    """Make a small world in which dispatch is on; in some worlds other systems are on as well."""
    return party_systems.world_with(SYSTEMS, "dispatch", number)


@pytest.mark.parametrize("number", dispatch_system.FEWEST)
def test_engine_and_reference_are_the_same_in_a_few_worlds(number: int) -> None:
    difference = first_difference(*world_of_dispatch(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
def test_engine_and_reference_are_the_same_in_many_worlds() -> None:
    for number in range(WORLDS):
        difference = first_difference(*world_of_dispatch(number))
        assert difference is None, f"world {number}: {difference}"


def test_all_that_dispatch_can_do_happens_in_the_few() -> None:
    done, recorded, lost = set[str](), 0, 0
    for number in dispatch_system.FEW:
        engine = Engine(*world_of_dispatch(number))
        while engine.week < engine.end_week:
            engine.step()
            ways = dispatched_in(engine).ways.values()
            recorded, lost = recorded + sum(way.recorded for way in ways), lost + sum(way.lost for way in ways)
        done |= {entry[1] for entry in engine.ledger.entries()}
    assert {"recording", "looking", "answering"} <= done
    assert recorded > 0
    assert lost > 0
