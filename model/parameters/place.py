"""Places, people and the ties between them."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters.constants import FEATURE


class Place(NamedTuple):
    """How many places and people there are, and what households live on."""

    streets: Annotated[int, Parameter("places", 1, 100, "I", ASSUMED, "streets (or townships)")] = 1
    communities: Annotated[int, Parameter("places", 1, 10_000, "C", ASSUMED, "communities (or villages)")] = 10
    units: Annotated[int, Parameter("places", 1, 100_000, "I", FEATURE, "governance units")] = 40
    residents: Annotated[int, Parameter("people", 1, 100_000_000, "I", FEATURE, "residents")] = 76_954
    households: Annotated[int, Parameter("households", 1, 50_000_000, "I", FEATURE, "households")] = 31_156
    party_members: Annotated[
        int, Parameter("people", 0, 10_000_000, "I", FEATURE, "party members and cadres who report where they live")
    ] = 3_592
    stations: Annotated[int, Parameter("places", 0, 100_000, "I", FEATURE, "compound service stations")] = 23
    unit_size_sd: Annotated[float, Parameter("log-ratio", 0.1, 0.7, "C", ASSUMED, "spread of unit sizes")] = 0.35
    building_households: Annotated[
        float, Parameter("households", 8.0, 200.0, "C", ASSUMED, "households of a building, at most")
    ] = 48.0
    children_share: Annotated[
        float, Parameter("share", 0.08, 0.22, "C", ASSUMED, "residents under 18; every household keeps an adult")
    ] = 0.13
    older_share: Annotated[float, Parameter("share", 0.12, 0.35, "C", ASSUMED, "adults aged 61 or over")] = 0.24
    owner_share: Annotated[
        float, Parameter("share", 0.5, 0.98, "C", ASSUMED, "dwellings whose owner lives in them")
    ] = 0.72
    area_sd: Annotated[float, Parameter("log-ratio", 0.1, 0.6, "C", ASSUMED, "spread of dwelling areas")] = 0.3
    income_yuan_per_head: Annotated[
        float,
        Parameter("yuan a year", 15_000.0, 90_000.0, "C", "Wuhan urban income 2023, from memory", "mean income a head"),
    ] = 61_693.0
    income_spread: Annotated[
        float, Parameter("log-ratio", 0.3, 0.9, "C", ASSUMED, "spread of household incomes a head")
    ] = 0.5
    unit_income_spread: Annotated[
        float,
        Parameter("log-ratio", 0.0, 0.6, "C", ASSUMED, "spread of mean incomes between units; 0: alike in all"),
    ] = 0.0
    spare_money_share: Annotated[
        float,
        Parameter("share", 0.002, 0.03, "C", ASSUMED, "share of income free for shared things nearby"),
    ] = 0.008
    savings_weeks: Annotated[
        float, Parameter("weeks", 10.0, 104.0, "C", ASSUMED, "weeks of spare money that a household holds at most")
    ] = 52.0
    spare_minutes_per_week: Annotated[
        float, Parameter("minutes", 30.0, 400.0, "C", ASSUMED, "mean minutes an adult has for shared things", 1.0)
    ] = 120.0
    spare_minutes_older_ratio: Annotated[
        float, Parameter("ratio", 1.0, 3.0, "C", ASSUMED, "spare minutes of those aged 61 or over, to the others'")
    ] = 1.8
    member_older_share: Annotated[
        float, Parameter("share", 0.2, 0.4, "I", "2024 party statistics", "party members aged 61 or over")
    ] = 0.28


class Network(NamedTuple):
    """Ties between people: household cliques, dense in a building, small-world in the unit, kin in villages."""

    building_ties: Annotated[
        float,
        Parameter("ties", 3.0, 14.0, "C", ASSUMED, "mean ties of an adult in the building, outside the household"),
    ] = 7.0
    building_rewired: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "of those ties, the part that goes anywhere in the building, not next door"
        ),
    ] = 0.25
    unit_ties: Annotated[
        float, Parameter("ties", 0.5, 8.0, "C", ASSUMED, "mean ties of an adult elsewhere in the unit")
    ] = 3.0
    kin_ties: Annotated[
        float,
        Parameter("ties", 0.0, 8.0, "C", ASSUMED, "mean ties of an adult to kin in the unit; 0 in towns"),
    ] = 0.0
    clans: Annotated[
        int, Parameter("clans", 1, 12, "C", ASSUMED, "clans (宗族) into which a unit's households fall")
    ] = 4
    across_ties: Annotated[
        float, Parameter("ties", 0.0, 1.0, "C", ASSUMED, "mean ties of an adult in the next unit of the community")
    ] = 0.2
    sociability_sd: Annotated[
        float, Parameter("log-ratio", 0.0, 1.0, "C", ASSUMED, "spread of the number of ties sought")
    ] = 0.4
