"""Groups of places: units of one kind in a county of several kinds, and what a kind stands for (ODD 5.1)."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters.place import Network, Place

COUNTS = ("streets", "communities", "units", "residents", "households", "party_members", "stations")
"""Numbers of the section ``place`` that are counted: a county's are the sums of its groups'."""

FORMER_PART = 0.5
"""Former budget of a county that says only the programme's, to that. Assumed (grade C): the ratio of the library's."""

OWN: dict[str, tuple[str, ...]] = {
    "place": Place._fields,
    "network": Network._fields,
    "people": ("trust_start",),
    "offices": ("community_minutes", "street_minutes", "member_active_share"),
}
"""Settings of which a group may have its own number, by section; it says them by their bare names."""


class PlaceKind(NamedTuple):
    """What a kind of place is like where a group does not say: counts in proportion, and own numbers by section."""

    title: str
    title_zh: str
    households_per_unit: float
    residents_per_household: float
    members_per_resident: float
    stations_per_unit: float
    units_per_community: float
    communities_per_street: float
    source: str
    own: Mapping[str, Mapping[str, float]]


KINDS: dict[str, PlaceKind] = {
    "compound": PlaceKind(
        "Compound",
        "住宅小区",
        442_409 / 568,
        1_092_750 / 442_409,
        51_000 / 1_092_750,
        328 / 568,
        4.0,
        142 / 14,
        "scenario wuchang",
        {},
    ),
    "village_group": PlaceKind(
        "Village group",
        "村民小组",
        120.0,
        12_780 / 3_600,
        489 / 12_780,
        5 / 30,
        3.0,
        10.0,
        "scenario village",
        {
            "place": {
                "unit_size_sd": 0.25,
                "building_households": 20.0,
                "children_share": 0.16,
                "older_share": 0.38,
                "owner_share": 0.82,
                "income_yuan_per_head": 21_293.0,
                "income_spread": 0.6,
                "spare_money_share": 0.015,
                "spare_minutes_per_week": 260.0,
            },
            "network": {"building_ties": 6.0, "unit_ties": 2.0, "kin_ties": 4.0, "clans": 3},
            "offices": {"member_active_share": 0.4},
        },
    ),
}
"""Kinds of places by name. A compound has the county's own numbers; a village group those of scenario `village`."""


class GroupNumbers(NamedTuple):
    """What only a group of places has: its part of the county, of its budget and of its needs."""

    residents_share: Annotated[
        float, Parameter("share", 0.0, 1.0, "I", ASSUMED, "its part of the county's residents; 0: not said")
    ] = 0.0
    need_ratio: Annotated[
        float, Parameter("ratio", 0.25, 4.0, "C", ASSUMED, "how often needs arise, to the categories' rates", 0.0)
    ] = 1.0
    cost_ratio: Annotated[
        float, Parameter("ratio", 0.25, 4.0, "C", ASSUMED, "costs of projects, to the categories'", 0.01)
    ] = 1.0
    value_ratio: Annotated[
        float, Parameter("ratio", 0.25, 4.0, "C", ASSUMED, "values of needs, to the categories'", 0.0)
    ] = 1.0
    start_week: Annotated[
        int, Parameter("weeks", 0, 520, "I", ASSUMED, "week in which the programme reaches it; former rules before", 0)
    ] = 0


class PlaceGroup(NamedTuple):
    """A group of a county's places, as a scenario says it; what it does not say is the county's.

    Attributes
    ----------
    name, title, title_zh
        Its key in the scenario file, and its names for people.
    kind
        One of `KINDS`.
    own
        Its own numbers by section and name; all counts are among them.
    categories
        Needs that arise in it; empty: all.
    numbers
        Its part of the county, and how its needs differ from the categories'.
    budget_share
        Part of the county's budget that is its alone; None: it shares what is left with the others.
    """

    name: str
    title: str
    title_zh: str
    kind: str
    own: Mapping[str, Mapping[str, float]]
    categories: tuple[str, ...] = ()
    numbers: GroupNumbers = GroupNumbers()
    budget_share: float | None = None
