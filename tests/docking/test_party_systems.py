"""Engine and reference are the same where the systems of ODD 7.12 to 7.14 are on, to the week and the fen."""

import pytest

from dizao.agents.party_member import MEDIATES
from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.model.systems.party_chain.week import ARRIVED, FORGOTTEN, OLD_WAY
from dizao.model.world.projects import MATTER, NEVER
from tests.docking.docking import first_difference
from tests.docking.party_systems import FEW, SYSTEMS, world_with

WORLDS = 40
"""How many are lived with each system."""


@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_a_few_worlds(name: str) -> None:
    for number in FEW[name][:1]:
        difference = first_difference(*world_with(SYSTEMS, name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_and_reference_are_the_same_in_many_worlds(name: str) -> None:
    for number in range(WORLDS):
        difference = first_difference(*world_with(SYSTEMS, name, number))
        assert difference is None, f"{name}, world {number}: {difference}"


def lived(name: str) -> list[tuple[Settings, Engine]]:
    found = []
    for number in FEW[name]:
        settings, seed = world_with(SYSTEMS, name, number)
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


def test_all_that_the_party_chain_can_do_happens_in_the_few() -> None:
    ends, told_of_campaign, told_of_meeting = set(), 0, 0
    for settings, engine in lived("chain"):
        needs, households = engine.world.needs, engine.world.households
        levels = engine.world.kinds.level[needs.category]
        ends |= {(int(end), int(level)) for end, level in zip(needs.chain_end, levels, strict=True) if end > 0}
        told_of_campaign += int(engine.world.stakes.told.sum())
        told_of_meeting += int((households.told_week >= -settings.calendar.warm_up_weeks).sum())
        assert "passing on" in reasons(engine)
    assert {(end, level) for end in (ARRIVED, OLD_WAY, FORGOTTEN) for level in range(3)} <= ends
    assert told_of_campaign > 50
    assert told_of_meeting > 50


def test_all_that_members_can_do_happens_in_the_few() -> None:
    worlds = lived("posts")
    done = set().union(*(reasons(engine) for _, engine in worlds))
    assert {"visits", "calls", "watching", "volunteering"} <= done
    # Duties take more than a week has; some members give first or mediate and some do not.
    members = [(engine.world.members, engine.world.residents) for _, engine in worlds]
    assert any((table.spent_minutes > table.minutes).any() for table, _ in members)
    leads = [people.status[table.resident] > 0.0 for table, people in members]
    mediates = [table.duties & MEDIATES > 0 for table, _ in members]
    for shown in (leads, mediates):
        assert any(some.any() for some in shown)
        assert any((~some).any() for some in shown)
    assert {settings.posts.visits for settings, _ in worlds} >= {0.5, 1.0}
