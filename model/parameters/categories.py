"""Kinds of need, and the urban catalogue."""

from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters.constants import CASES


class Category(NamedTuple):
    """A kind of need: how often it arises, and what a project of that kind costs and gives.

    The ranges say by which the field is uncertain; values differ by category (see `CATEGORIES`).
    """

    title: Annotated[str, "name shown to people"]
    title_zh: Annotated[str, "Chinese name"]
    kind: Annotated[Literal["project", "matter"], "a project needs money or labour, a matter coordination"]
    rate: Annotated[
        float,
        Parameter(
            "a year per 1000 households",
            0.05,
            5.0,
            "C",
            "scenarios/evidence/needs.toml: wuchang under the reward has more than 850 applications in 122 weeks",
            "how often the need arises",
        ),
    ]
    scope: Annotated[Literal["building", "unit"], "who is concerned"]
    level: Annotated[Literal["unit", "community", "street"], "lowest level with the power to settle it"]
    cost_yuan: Annotated[
        float, Parameter("yuan", 2_000.0, 300_000.0, "C", "sizes of " + CASES, "median cost; 0 for a matter")
    ] = 0.0
    cost_spread: Annotated[float, Parameter("log-ratio", 0.1, 0.8, "C", ASSUMED, "spread of costs")] = 0.3
    labour_share: Annotated[
        float, Parameter("share", 0.0, 0.6, "C", ASSUMED, "part of the cost that residents' labour can replace")
    ] = 0.0
    value_yuan: Annotated[
        float, Parameter("yuan a year per household", 2.0, 300.0, "C", ASSUMED, "mean value to a household concerned")
    ] = 0.0
    value_spread: Annotated[
        float, Parameter("log-ratio", 0.2, 1.0, "C", ASSUMED, "spread of values over households")
    ] = 0.5
    loser_share: Annotated[
        float, Parameter("share", 0.0, 0.3, "C", ASSUMED, "households to which it does harm of the mean value")
    ] = 0.0
    life_years: Annotated[
        float,
        Parameter("years", 0.5, 20.0, "C", ASSUMED, "life that people expect of it; years until a matter comes back"),
    ] = 8.0
    decay: Annotated[float, Parameter("share", 0.05, 0.5, "C", ASSUMED, "condition lost a year without upkeep")] = 0.2
    build_weeks: Annotated[int, Parameter("weeks", 1, 52, "C", ASSUMED, "weeks of construction")] = 6
    consent: Annotated[
        Literal["none", "art278_half", "art278_three_quarters", "property_law_two_thirds", "village_70", "unanimous"],
        "legal rule of consent (ODD 7.4)",
    ] = "art278_half"
    ask: Annotated[
        Literal["share", "free", "levy"],
        "a share of the cost is asked of each, each gives what they like (随喜), or a share is owed (分摊, ODD 7.22)",
    ] = "share"


CATEGORIES: dict[str, Category] = {
    "stairwell": Category(
        "Stairwell repair",
        "楼道整修",
        "project",
        0.45,
        "building",
        "unit",
        cost_yuan=9_000.0,
        labour_share=0.15,
        value_yuan=70.0,
        life_years=6.0,
        decay=0.2,
        build_weeks=3,
    ),
    "drainage": Category(
        "Drains and pipes",
        "下水管网",
        "project",
        0.3,
        "building",
        "unit",
        cost_yuan=18_000.0,
        labour_share=0.05,
        value_yuan=120.0,
        value_spread=0.7,
        life_years=10.0,
        decay=0.12,
        build_weeks=4,
    ),
    "charging_shed": Category(
        "Bicycle shed with charging",
        "充电车棚",
        "project",
        0.25,
        "unit",
        "unit",
        cost_yuan=32_000.0,
        labour_share=0.05,
        value_yuan=18.0,
        value_spread=0.9,
        loser_share=0.03,
        life_years=8.0,
        build_weeks=4,
    ),
    "gate": Category(
        "Gate and entry",
        "门禁大门",
        "project",
        0.2,
        "unit",
        "unit",
        cost_yuan=38_500.0,
        value_yuan=16.0,
        life_years=8.0,
        decay=0.15,
        build_weeks=3,
    ),
    "parking": Category(
        "Parking places",
        "停车泊位",
        "project",
        0.3,
        "unit",
        "unit",
        cost_yuan=60_000.0,
        labour_share=0.05,
        value_yuan=32.0,
        value_spread=0.9,
        loser_share=0.12,
        life_years=10.0,
        decay=0.1,
        build_weeks=6,
    ),
    "yard": Category(
        "Yard and greenery",
        "小院绿化",
        "project",
        0.35,
        "unit",
        "unit",
        cost_yuan=45_000.0,
        labour_share=0.25,
        value_yuan=26.0,
        life_years=8.0,
        decay=0.3,
        build_weeks=6,
    ),
    "noise": Category("Noise", "噪音扰民", "matter", 2.0, "building", "unit", value_yuan=20.0, life_years=1.0),
    "mess": Category(
        "Things left in passages", "楼道堆物", "matter", 2.5, "building", "unit", value_yuan=12.0, life_years=1.0
    ),
    "traffic": Category(
        "Blocked ways and parking quarrels",
        "乱停车",
        "matter",
        1.5,
        "unit",
        "community",
        value_yuan=4.0,
        life_years=1.0,
    ),
    "sanitation": Category(
        "Rubbish and pests", "环境卫生", "matter", 1.5, "unit", "street", value_yuan=4.0, life_years=1.0
    ),
}
"""The urban catalogue; a scenario may change, add or drop categories."""
