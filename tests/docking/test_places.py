"""Engine and reference are the same where a county has places of different kinds (ODD 5.1)."""

from typing import Any

import pytest

from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import PlaceGroup
from dizao.model.parameters.place_groups import GroupNumbers
from dizao.model.settings import Settings
from tests.docking.docking import first_difference
from tests.model.worlds import BUSY, TINY, settings_with, under

TOWN: dict[str, Any] = {
    "streets": 1, "communities": 1, "units": 2, "residents": 50, "households": 24, "party_members": 6, "stations": 1,
}  # fmt: skip
HILLS: dict[str, Any] = {
    "streets": 1, "communities": 2, "units": 2, "residents": 40, "households": 12, "party_members": 2, "stations": 0,
    "income_yuan_per_head": 9_000.0, "unit_income_spread": 0.4, "savings_weeks": 12.0, "spare_money_share": 0.02,
    "spare_minutes_per_week": 260.0, "building_households": 8.0,
}  # fmt: skip


def county(*, shares: tuple[float | None, float | None] = (None, 0.4), start_week: int = 20) -> Settings:
    """Two units of a town and two hamlets in the hills, which the programme reaches later."""
    base = settings_with(TINY | BUSY, rates=160.0, costs=0.05, budget__yuan_per_year=60_000.0)
    groups = (
        PlaceGroup("town", "Town", "城镇", "compound", {"place": TOWN}, budget_share=shares[0]),
        PlaceGroup(
            "hills", "Hills", "山村", "village",
            {
                "place": HILLS, "network": {"kin_ties": 4.0, "clans": 2}, "people": {"trust_start": 0.7},
                "offices": {"member_active_share": 0.8, "community_minutes": 1_200.0},
            },
            ("stairwell", "yard", "gate", "noise"), GroupNumbers(0.0, 1.5, 0.5, 1.2, start_week), shares[1],
        ),
    )  # fmt: skip
    totals = {name: TOWN[name] + HILLS[name] for name in TOWN}
    return base._replace(places=groups, place=base.place._replace(**totals))


@pytest.mark.parametrize("name", ["reward", "participatory_budget"])
def test_a_county_of_two_kinds_of_places_is_the_same(name: str) -> None:
    difference = first_difference(under(county(), name), 3)
    assert difference is None, str(difference)


@pytest.mark.docking
@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("shares", [(None, None), (0.5, 0.5), (0.25, None)])
def test_every_preset_is_the_same_however_the_budget_is_divided(
    name: str, shares: tuple[float | None, float | None]
) -> None:
    for seed in range(2):
        difference = first_difference(under(county(shares=shares, start_week=seed * 30), name), seed)
        assert difference is None, f"seed {seed}: {difference}"
