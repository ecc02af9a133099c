"""Counties of a few units of different kinds, for tests."""

from typing import Any

from dizao.model.parameters import COUNTS, PlaceGroup
from dizao.model.parameters.place_groups import GroupNumbers
from dizao.model.settings import Settings
from tests.model.worlds import settings_with

TOWN: dict[str, Any] = {
    "streets": 1, "communities": 1, "units": 2, "residents": 50, "households": 24, "party_members": 6, "stations": 1,
}  # fmt: skip
HILLS: dict[str, Any] = {
    "streets": 1, "communities": 2, "units": 2, "residents": 40, "households": 12, "party_members": 2, "stations": 0,
    "income_yuan_per_head": 9_000.0, "unit_income_spread": 0.4, "savings_weeks": 12.0, "spare_money_share": 0.02,
    "spare_minutes_per_week": 260.0, "building_households": 8.0,
}  # fmt: skip


def group(name: str, own: dict[str, Any], **more: Any) -> PlaceGroup:
    """A group of places with numbers of its own."""
    return PlaceGroup(name, name.title(), "地方", "compound", {"place": own}, **more)


def county_of(base: Settings, *groups: PlaceGroup) -> Settings:
    """Settings with groups of places, and the counts of the county that they make."""
    totals = {name: sum(int(one.own["place"][name]) for one in groups) for name in COUNTS}
    return base._replace(places=groups, place=base.place._replace(**totals))


def county(
    numbers: dict[str, Any], *, shares: tuple[float | None, float | None] = (None, 0.4), start_week: int = 20
) -> Settings:
    """Two units of a town and two hamlets in the hills, which the programme reaches later."""
    base = settings_with(numbers, rates=160.0, costs=0.05, budget__yuan_per_year=60_000.0)
    hills = PlaceGroup(
        "hills", "Hills", "山村", "village_group",
        {
            "place": HILLS, "network": {"kin_ties": 4.0, "clans": 2}, "people": {"trust_start": 0.7},
            "offices": {"member_active_share": 0.8, "community_minutes": 1_200.0},
        },
        ("stairwell", "yard", "gate", "noise"), GroupNumbers(0.0, 1.5, 0.5, 1.2, start_week), shares[1],
    )  # fmt: skip
    return county_of(base, group("town", TOWN, budget_share=shares[0]), hills)
