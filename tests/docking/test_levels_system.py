"""Engine and reference are the same where powers, money and minutes have moved down (ODD 7.24)."""

import pytest

from dizao.model.engine import Engine
from dizao.model.outputs.results import account_name
from dizao.model.settings import Settings
from tests.docking.docking import first_difference
from tests.docking.levels_system import FEW, world_with_levels
from tests.model.counties import county
from tests.model.worlds import BUSY, TINY, under

WORLDS = 40
"""How many are lived in all."""


def of_places(money: str) -> Settings:
    """Return a county of two kinds of places, one with a part of the budget of its own."""
    return under(county(TINY | BUSY), "reward").with_values(levels__money=money, levels__powers=0.5)


def test_levels_are_the_same_in_a_world() -> None:
    difference = first_difference(*world_with_levels(FEW[0]))
    assert difference is None, f"world {FEW[0]}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("number", range(WORLDS))
def test_levels_are_the_same_in_all_worlds(number: int) -> None:
    difference = first_difference(*world_with_levels(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("money", ["street", "community", "unit"])
def test_levels_are_the_same_in_a_county_of_two_kinds_of_places(money: str) -> None:
    difference = first_difference(of_places(money), 2)
    assert difference is None, str(difference)


@pytest.mark.docking
def test_all_that_levels_can_do_happens_in_these_worlds() -> None:
    decided, on_the_way, money = set(), 0, set()
    for number in range(WORLDS):
        engine = Engine(*world_with_levels(number))
        while engine.week < engine.end_week:
            engine.step()
            on_the_way += len(engine.systems.get("levels", {}))
        money.add(engine.settings.levels.money)
        for _, why, source, _, _, _ in engine.ledger.entries():
            if why in ("deciding", "inspecting"):
                decided |= {(why, account_name(engine, int(account)).split(":")[1]) for account in source}
    assert money == {"county", "street", "community", "unit"}
    assert on_the_way > 0
    kinds = ("residents_council", "community_office", "street_office", "county_office")
    assert decided == {(why, kind) for why in ("deciding", "inspecting") for kind in kinds}
