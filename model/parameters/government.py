"""The county's money and the offices' time."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter


class Budget(NamedTuple):
    """Public money for small projects, appropriated once a year."""

    yuan_per_year: Annotated[
        float, Parameter("yuan a year", 0.0, 1e9, "C", ASSUMED, "county budget of the programme for the whole scenario")
    ] = 640_000.0
    warm_up_yuan_per_year: Annotated[
        float, Parameter("yuan a year", 0.0, 1e9, "C", ASSUMED, "county budget of the former regime")
    ] = 320_000.0


class Offices(NamedTuple):
    """Minutes that officials and members have, and what each task takes."""

    community_minutes: Annotated[
        float,
        Parameter("minutes a week", 300.0, 12_000.0, "C", ASSUMED, "of one community's office, for residents' matters"),
    ] = 2_400.0
    street_minutes: Annotated[
        float, Parameter("minutes a week", 300.0, 24_000.0, "C", ASSUMED, "of one street's office")
    ] = 4_800.0
    county_minutes_per_unit: Annotated[
        float,
        Parameter("minutes a week", 5.0, 300.0, "C", ASSUMED, "of the county's office, for each unit of the scenario"),
    ] = 60.0
    member_minutes: Annotated[
        float, Parameter("minutes a week", 5.0, 120.0, "C", ASSUMED, "mean minutes of an active party member")
    ] = 60.0
    member_active_share: Annotated[
        float, Parameter("share", 0.05, 0.8, "C", ASSUMED, "party members who act where they live")
    ] = 0.25
    member_status: Annotated[
        float,
        Parameter(
            "ratio", 0.2, 2.0, "C", ASSUMED, "mean status of a party member; three make all the difference", 0.01
        ),
    ] = 0.8
    member_status_sd: Annotated[
        float, Parameter("log-ratio", 0.2, 1.0, "C", ASSUMED, "spread of status over party members")
    ] = 0.5
    formalities_share: Annotated[
        float, Parameter("share", 0.1, 0.7, "C", ASSUMED, "share of all these minutes that forms and meetings eat")
    ] = 0.35
    member_idle_share: Annotated[
        float,
        Parameter(
            "share", 0.0, 0.5, "C", ASSUMED, "part of those minutes used for visits while nothing is open in the unit"
        ),
    ] = 0.05
    triage_minutes: Annotated[
        float, Parameter("minutes", 15.0, 240.0, "C", ASSUMED, "to record and route one need")
    ] = 60.0
    settle_minutes: Annotated[
        float, Parameter("minutes", 60.0, 960.0, "C", ASSUMED, "for an office to try to settle one matter")
    ] = 240.0
    give_up_tries: Annotated[
        int,
        Parameter(
            "tries", 0, 20, "C", ASSUMED, "tries in all after which offices give a matter up; 0: they never do", 0.0
        ),
    ] = 0
    decide_minutes: Annotated[
        float, Parameter("minutes", 60.0, 1_200.0, "C", ASSUMED, "for the county to decide one application")
    ] = 240.0
    inspect_minutes: Annotated[
        float, Parameter("minutes", 60.0, 1_200.0, "C", ASSUMED, "for the county to inspect one finished project")
    ] = 360.0
    visit_minutes: Annotated[
        float, Parameter("minutes", 10.0, 60.0, "C", ASSUMED, "for a member to talk with one household")
    ] = 20.0
