"""Engine and reference are the same where the systems of ODD 7.12 to 7.14 are on, to the week and the fen."""

import pytest

from dizao.model.engine import Engine
from dizao.model.projects import MATTER, NEVER
from dizao.model.settings import Settings
from tests.docking.docking import first_difference
from tests.docking.party_systems import FEW, SYSTEMS
from tests.docking.system_worlds import system_world_of

WORLDS = 40
"""How many are lived with each system."""


@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_a_few_worlds(name: str) -> None:
    for number in FEW[name]:
        difference = first_difference(*system_world_of(SYSTEMS, name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_many_worlds(name: str) -> None:
    for number in range(WORLDS):
        difference = first_difference(*system_world_of(SYSTEMS, name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


def lived(name: str) -> list[tuple[Settings, Engine]]:
    found = []
    for number in FEW[name]:
        settings, seed = system_world_of(SYSTEMS, name, number)
        engine = Engine(settings, seed)
        engine.run()
        found.append((settings, engine))
    return found


def reasons(engine: Engine) -> set[str]:
    return {entry[1] for entry in engine.ledger.entries()}


def given_up(engine: Engine) -> int:
    needs = engine.world.needs
    unsettled = (needs.kind == MATTER) & (needs.week_recorded > NEVER) & (needs.week_settled == NEVER)
    return int(unsettled.sum()) - len(engine.unsettled)


def test_all_that_platforms_can_do_happens_in_the_few() -> None:
    worlds = [
        (settings.platforms, engine) for settings, engine in lived("platforms") if engine.world.units.turnout.any()
    ]
    assert {p.calendar for p, _ in worlds} == {"cycle", "fours"}
    assert {"day", "evening"} <= {p.hour for p, _ in worlds}
    assert {p.convenor for p, _ in worlds} == {"council", "member", "station"}
    assert any("convening" in reasons(engine) for _, engine in worlds)
    assert any(p.representatives_share > 0.0 for p, _ in worlds)
    assert any(given_up(engine) for _, engine in worlds)
