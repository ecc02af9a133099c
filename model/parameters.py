"""How the world works: every number that is a choice, with unit, plausible range, default, grade and source.

Each section is a ``NamedTuple``; a scenario file has a table of the same name (``[place]``, ``[works]``, ...) that
overrides it. ``dizao show --parameters`` prints all of them together with `dizao.agents.parameters.People`.
"""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter, People

FEATURE = "Hubei Daily feature, 16 December 2024"
CASES = "scenarios/evidence/field_cases.csv"

HOUSEHOLDS_PER_RATE = 1000.0
WEEKS_PER_YEAR = 52
WEEKS_PER_MONTH = 4
FEN_PER_YUAN = 100
MINUTES_PER_HOUR = 60
MINUTES_PER_WEEK = 7 * 24 * MINUTES_PER_HOUR
LARGEST_MATCH_RATE = 100.0
"""Yuan for each yuan given at which a search for equal spending ends: beyond it contributions are next to nothing."""

FIRST_DAY = date(2022, 8, 1)
"""The Monday with which the programme begins: August 2022, from the feature."""

MEETING_DAYS = (4, 14, 24)
"""Days of the month with a 4 (逢四)."""


class Calendar(NamedTuple):
    """How long each part of a run lasts. Week 0 is the first week of the programme."""

    backlog_weeks: Annotated[
        int, Parameter("weeks", 0, 104, "C", ASSUMED, "weeks of needs that wait unheard when the warm-up starts")
    ] = 26
    warm_up_weeks: Annotated[
        int, Parameter("weeks", 0, 104, "C", "specification", "weeks under the former regime, shared by all mechanisms")
    ] = 52
    programme_weeks: Annotated[
        int, Parameter("weeks", 1, 520, "I", f"{FEATURE}: August 2022 to November 2024", "weeks of the programme")
    ] = 122
    follow_up_weeks: Annotated[
        int, Parameter("weeks", 0, 208, "C", "specification", "weeks without new needs in which projects are followed")
    ] = 104


class Place(NamedTuple):
    """How many places and people there are, and what households live on."""

    kind: Annotated[
        Literal["compound", "village_group"], "kind of governance unit: an urban compound or a village group"
    ] = "compound"
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
    area_square_metres: Annotated[
        float, Parameter("square metres", 60.0, 130.0, "C", ASSUMED, "mean area of a dwelling", 1.0)
    ] = 88.0
    area_sd: Annotated[float, Parameter("log-ratio", 0.1, 0.6, "C", ASSUMED, "spread of dwelling areas")] = 0.3
    income_yuan_per_head: Annotated[
        float,
        Parameter("yuan a year", 15_000.0, 90_000.0, "C", "Wuhan urban income 2023, from memory", "mean income a head"),
    ] = 61_693.0
    income_spread: Annotated[
        float, Parameter("log-ratio", 0.3, 0.9, "C", ASSUMED, "spread of household incomes a head")
    ] = 0.5
    spare_money_share: Annotated[
        float,
        Parameter("share", 0.002, 0.03, "C", ASSUMED, "share of income free for shared things nearby"),
    ] = 0.008
    savings_weeks: Annotated[
        float, Parameter("weeks", 10.0, 104.0, "C", ASSUMED, "weeks of spare money that a household holds at most")
    ] = 52.0
    spare_minutes_per_week: Annotated[
        float, Parameter("minutes", 30.0, 400.0, "C", ASSUMED, "mean minutes an adult has for shared things")
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
        Parameter("ratio", 0.2, 2.0, "C", ASSUMED, "mean status of a party member; three make all the difference"),
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


class Works(NamedTuple):
    """How meetings, votes, campaigns, works, acceptance and upkeep go."""

    # plan
    meeting_every_weeks: Annotated[
        int, Parameter("weeks", 1, 13, "C", ASSUMED, "weeks between two meetings of a unit's platform")
    ] = 4
    meeting_minutes: Annotated[float, Parameter("minutes", 30.0, 180.0, "C", ASSUMED, "length of a meeting")] = 90.0
    invitations: Annotated[
        float,
        Parameter("people", 30.0, 400.0, "C", "set so that 17 to 86 come, " + CASES, "adults invited to a meeting"),
    ] = 150.0
    station_gain: Annotated[
        float, Parameter("ratio", 0.0, 1.0, "C", ASSUMED, "how much more a unit with a service station invites")
    ] = 0.25
    agenda_items: Annotated[int, Parameter("needs", 1, 10, "C", ASSUMED, "needs that one meeting can take up")] = 3
    meeting_minimum: Annotated[
        int, Parameter("people", 1, 30, "C", ASSUMED, "people below whom a meeting decides nothing")
    ] = 5
    settle_intercept: Annotated[
        float, Parameter("log-odds", -3.0, 1.0, "C", ASSUMED, "log-odds that one try settles a matter")
    ] = -0.8
    settle_turnout: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "for each doubling of a meeting's turnout from the usual")
    ] = 0.4
    settle_usual_turnout: Annotated[
        float,
        Parameter(
            "people", 10.0, 40.0, "C", ASSUMED, "turnout from which that is counted; an office counts as one", 1.0
        ),
    ] = 20.0
    settle_members: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "party members' share of those present, who mediate")
    ] = 1.0
    settle_tries: Annotated[
        int, Parameter("tries", 1, 6, "C", ASSUMED, "tries at one level before a matter goes up")
    ] = 2
    planned_participation: Annotated[
        float,
        Parameter(
            "share",
            0.2,
            1.0,
            "C",
            "11 of 20 paid in case 24, 124 of 250 in case 5, " + CASES,
            "share of those asked who are expected to give when the share asked is set",
            0.01,
        ),
    ] = 0.5
    unfair_objections: Annotated[
        float,
        Parameter(
            "share", 0.05, 0.5, "C", ASSUMED, "share of those present who must say so before shares follow benefit"
        ),
    ] = 0.15
    vote_weeks: Annotated[int, Parameter("weeks", 1, 13, "C", ASSUMED, "weeks of collecting votes door to door")] = 5
    proposal_attempts: Annotated[
        int, Parameter("attempts", 1, 5, "C", ASSUMED, "times a proposal is put to the vote")
    ] = 2
    # build
    campaign_weeks: Annotated[int, Parameter("weeks", 2, 26, "C", "specification", "weeks of a campaign")] = 8
    redesign_floor: Annotated[
        float, Parameter("share", 0.4, 1.0, "C", ASSUMED, "smallest part of a project that a redesign keeps")
    ] = 0.6
    collect_weeks: Annotated[int, Parameter("weeks", 1, 13, "C", ASSUMED, "weeks in which pledges are paid")] = 4
    labour_hours_asked: Annotated[
        float, Parameter("hours", 2.0, 40.0, "C", ASSUMED, "hours asked of an adult who gives labour")
    ] = 8.0
    labour_wage: Annotated[
        float,
        Parameter("yuan an hour", 12.0, 50.0, "C", ASSUMED, "wage that an hour of residents' labour replaces", 0.1),
    ] = 25.0
    sponsor_probability: Annotated[
        float, Parameter("probability", 0.0, 1.0, "C", ASSUMED, "chance that local firms sponsor a campaign")
    ] = 0.3
    sponsor_share: Annotated[
        float, Parameter("share", 0.0, 0.5, "C", ASSUMED, "largest part of what is to be raised that a sponsor gives")
    ] = 0.1
    sponsor_yuan_per_year: Annotated[
        float,
        Parameter("yuan a year", 0.0, 50_000.0, "C", ASSUMED, "funds of a unit's local firms for such contributions"),
    ] = 6_000.0
    lender_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            1.0,
            "C",
            "nobody knows; results are swept from 0 to 1",
            "projects for which somebody is willing to lend against the reward",
        ),
    ] = 0.5
    lender_limit_yuan: Annotated[
        float, Parameter("yuan", 0.0, 500_000.0, "C", ASSUMED, "largest loan to one project")
    ] = 50_000.0
    lender_fee: Annotated[float, Parameter("share", 0.0, 0.1, "C", ASSUMED, "fee of a loan, raised with the cost")] = (
        0.02
    )
    contractor_credit_share: Annotated[
        float, Parameter("share", 0.0, 0.6, "C", ASSUMED, "part of the cost that a builder carries until acceptance")
    ] = 0.1
    advance_share: Annotated[
        float,
        Parameter(
            "ratio", 0.0, 2.0, "C", ASSUMED, "largest further advance asked of a giver when cash lacks, in own payments"
        ),
    ] = 0.5
    start_uncovered: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            1.0,
            "C",
            "case 1 was built before its subsidy was secured, " + CASES,
            "projects that start although nobody prefinances what is still to come",
        ),
    ] = 0.2
    patience_weeks: Annotated[
        int, Parameter("weeks", 4, 104, "C", ASSUMED, "weeks that a site waits for cash before it is abandoned")
    ] = 26
    # gaming, and waiting for money
    wait_probability: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            0.8,
            "C",
            "nobody knows; always in the sensitivity analysis",
            "proposals that the budget has no money for and that wait for the next, instead of going on by own means",
        ),
    ] = 0.0
    padded_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.3,
            "C",
            "nobody knows; always in the sensitivity analysis",
            "cost claimed beyond the true one",
        ),
    ] = 0.0
    nominal_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            1.0,
            "C",
            "nobody knows; always in the sensitivity analysis",
            "part of the residents' minimum share that is on paper only",
        ),
    ] = 0.0
    split_probability: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            1.0,
            "C",
            "nobody knows; always in the sensitivity analysis",
            "projects too large to count as small ones that are split on paper",
        ),
    ] = 0.0
    # quality and acceptance
    quality_intercept: Annotated[
        float, Parameter("log-odds", -1.0, 1.5, "C", ASSUMED, "log-odds of quality without effort above the middle")
    ] = 0.4
    quality_effort: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "the builder's effort, from its middle")
    ] = 2.0
    quality_supervision: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "residents' supervision, as a share of what is useful")
    ] = 0.8
    quality_short: Annotated[
        float, Parameter("log-odds", 0.0, 6.0, "C", ASSUMED, "money short, as a share of the cost")
    ] = 3.0
    quality_labour: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "unskilled labour, as a share of the cost")
    ] = 0.5
    quality_spread: Annotated[float, Parameter("log-odds", 0.2, 1.5, "C", ASSUMED, "random_draw")] = 0.6
    effort_intercept: Annotated[
        float, Parameter("log-odds", -2.0, 2.0, "C", ASSUMED, "log-odds of a builder's effort out of reputation alone")
    ] = 0.0
    effort_at_stake: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "part of the bill that hangs on acceptance")
    ] = 1.5
    effort_supervision: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "residents' supervision")] = 0.8
    supervisors_useful: Annotated[
        float, Parameter("people", 2.0, 20.0, "C", ASSUMED, "supervisors a month beyond whom more do not help", 0.1)
    ] = 6.0
    supervision_minutes: Annotated[
        float, Parameter("minutes", 15.0, 480.0, "C", ASSUMED, "minutes a month of one supervisor")
    ] = 120.0
    acceptance_threshold: Annotated[
        float, Parameter("share", 0.3, 0.7, "C", ASSUMED, "quality from which inspectors should accept")
    ] = 0.45
    acceptance_error: Annotated[
        float, Parameter("share", 0.01, 0.2, "C", ASSUMED, "spread of inspectors' errors, of both kinds")
    ] = 0.06
    repair_weeks: Annotated[int, Parameter("weeks", 1, 26, "C", ASSUMED, "weeks to repair what inspectors refused")] = 6
    repair_gain: Annotated[
        float, Parameter("share", 0.0, 0.5, "C", ASSUMED, "part of what quality lacks that a repair makes good")
    ] = 0.35
    # what people expect
    promise_trust: Annotated[
        float, Parameter("ratio", 0.0, 1.5, "C", ASSUMED, "change of the expected part of a promise with trust")
    ] = 0.6
    promise_base: Annotated[
        float, Parameter("share", 0.4, 1.0, "C", ASSUMED, "part of a promised reward that middling trust expects")
    ] = 0.75
    discount_rate: Annotated[
        float, Parameter("share", 0.0, 0.1, "C", ASSUMED, "discount a year, of benefits and of promises")
    ] = 0.04
    # manage
    keep_minutes: Annotated[
        float, Parameter("minutes", 10.0, 240.0, "C", ASSUMED, "minutes a month of a household that keeps it up")
    ] = 60.0
    upkeep_share: Annotated[
        float,
        Parameter(
            "share", 0.01, 0.1, "C", ASSUMED, "money or labour a year that would stop the decay, as a share of the cost"
        ),
    ] = 0.04
    functioning_condition: Annotated[
        float, Parameter("share", 0.1, 0.6, "C", ASSUMED, "condition below which a thing is no longer in use")
    ] = 0.3
    # valuing
    resident_wage: Annotated[
        float, Parameter("yuan an hour", 8.0, 40.0, "C", ASSUMED, "shadow wage of residents' and members' time")
    ] = 20.0
    official_wage: Annotated[
        float, Parameter("yuan an hour", 30.0, 90.0, "C", ASSUMED, "cost of an official's hour")
    ] = 50.0


class Platforms(NamedTuple):
    """When, where and by whom meetings are called, and who may come (ODD 7.12). The defaults change nothing."""

    calendar: Annotated[
        Literal["cycle", "fours"], "meetings every so many weeks, or on the days of the month with a 4 (逢四说事)"
    ] = "cycle"
    hour: Annotated[
        Literal["any", "day", "evening"], "an hour that suits all alike, working hours, or the evening (夜话)"
    ] = "any"
    working_hours: Annotated[
        float,
        Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "what working hours keep from a meeting, of those under 61"),
    ] = 1.2
    dark: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "what an evening keeps from a meeting, of those over 60")
    ] = 0.4
    hearing: Annotated[
        float, Parameter("ratio", 0.2, 3.0, "C", ASSUMED, "how many hear of a meeting because of its place, to usual")
    ] = 1.0
    ease: Annotated[
        float, Parameter("log-odds", -1.0, 2.0, "C", ASSUMED, "how much easier people feel at that place")
    ] = 0.0
    convenor: Annotated[
        Literal["council", "member", "station"],
        "who calls the meeting: residents' council, the unit's active party member of highest status, the station",
    ] = "council"
    convenor_weight: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "coming because somebody of full status calls")
    ] = 0.4
    convenor_mediates: Annotated[
        float,
        Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "settling a matter when somebody of full status presides"),
    ] = 0.4
    station_status: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "status of a service station that calls a meeting")
    ] = 0.5
    convening_minutes: Annotated[
        float, Parameter("minutes", 0.0, 600.0, "C", ASSUMED, "of the community's office, for a station's meeting")
    ] = 180.0
    representatives_share: Annotated[
        float,
        Parameter("share", 0.0, 0.2, "C", ASSUMED, "adults who meet for all the others (群众代表会); 0: all may come"),
    ] = 0.0
    representatives_duty: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "how much more a representative comes than who is invited")
    ] = 1.5
    represents: Annotated[
        float, Parameter("people", 1.0, 10.0, "C", ASSUMED, "for how many a representative at a meeting speaks")
    ] = 2.0
    legitimacy_loss: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "of a yes, to what representatives have proposed")
    ] = 0.5


class Chain(NamedTuple):
    """The five-level party chain (ODD 7.13): where it exists, and what it takes to carry a word. Off unless set."""

    streets: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "streets whose work committee (街道工委) takes up what comes")
    ] = 0.0
    communities: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "communities whose committee (社区党委) takes up or passes on"),
    ] = 0.0
    compounds: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "units with a compound branch (小区党支部) that works")
    ] = 0.0
    buildings: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "buildings with a party group (楼栋党小组) that works")
    ] = 0.0
    households: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "active members who are member households (党员中心户) to their neighbours"
        ),
    ] = 0.0
    households_each: Annotated[
        int, Parameter("households", 5, 20, "C", ASSUMED, "households next door that one member household looks after")
    ] = 10
    pass_on: Annotated[
        float, Parameter("probability", 0.5, 1.0, "C", ASSUMED, "chance that a level passes on what it was told")
    ] = 0.8
    delay_weeks: Annotated[int, Parameter("weeks", 0, 4, "C", ASSUMED, "weeks that each step takes")] = 1
    pass_minutes: Annotated[
        float, Parameter("minutes", 5.0, 60.0, "C", ASSUMED, "members' minutes for one step of one need")
    ] = 15.0
    tell_minutes: Annotated[
        float, Parameter("minutes", 1.0, 15.0, "C", ASSUMED, "to tell one household next door what is on")
    ] = 4.0


class Posts(NamedTuple):
    """What members do where they live, and the volunteers beside them (ODD 7.14). Only the first three unless set."""

    visits: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "part of the minutes that duties leave which goes to visits"),
    ] = 1.0
    first_contributions: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "party members who give before the others, and more")
    ] = 1.0
    mediators: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "party members whose presence at a meeting helps to settle")
    ] = 1.0
    watchers: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "active members whose duty it is to watch works")
    ] = 0.0
    building_leaders: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "buildings led by an active member (楼栋长), where one lives there"),
    ] = 0.0
    call_minutes: Annotated[
        float, Parameter("minutes", 3.0, 30.0, "C", ASSUMED, "for a building's leader to talk with one household")
    ] = 10.0
    teams: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "active members aged 61 or over who lead a volunteer team")
    ] = 0.0
    team_size: Annotated[int, Parameter("people", 3, 30, "C", ASSUMED, "volunteers in a team")] = 8
    volunteer_minutes: Annotated[
        float, Parameter("minutes a week", 15.0, 240.0, "C", ASSUMED, "of one volunteer, for visits")
    ] = 40.0


class MembershipRules(NamedTuple):
    """Who is in an organization, and what organizations do among their members (ODD 7.17)."""

    coverage: Annotated[
        float,
        Parameter(
            "share", 0.0, 0.95, "I", f"{FEATURE}: over 90% in Maojian", "adults in an organization; 0: not modelled"
        ),
    ] = 0.0
    further_share: Annotated[
        float, Parameter("share", 0.0, 0.8, "C", ASSUMED, "of these, those who are in a second organization")
    ] = 0.3
    members: Annotated[
        float, Parameter("people", 15.0, 150.0, "C", ASSUMED, "members of an organization, about", 2.0)
    ] = 40.0
    older_weight: Annotated[
        float,
        Parameter("ratio", 1.0, 4.0, "C", ASSUMED, "how much sooner those aged 61 or over join than others", 0.01),
    ] = 2.0
    tenant_weight: Annotated[
        float, Parameter("ratio", 0.2, 1.0, "C", ASSUMED, "how much sooner tenants join than owners", 0.01)
    ] = 0.5
    bridging: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "memberships that mix ages and tenures; the others hold like with like"
        ),
    ] = 0.0
    across_units: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "of those that mix, those that also mix the units of a community"),
    ] = 0.0
    ties: Annotated[
        float, Parameter("ties", 0.0, 8.0, "C", ASSUMED, "mean ties that a membership brings to other members")
    ] = 4.0
    news: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            0.4,
            "C",
            ASSUMED,
            "chance a week that a member is told of a vote or campaign if all other members know of it",
        ),
    ] = 0.15
    news_minutes: Annotated[
        float, Parameter("minutes", 0.0, 10.0, "C", ASSUMED, "residents' time that telling one member takes")
    ] = 2.0
    invited: Annotated[
        float,
        Parameter("probability", 0.0, 0.2, "C", ASSUMED, "chance that an organization invites a member to a meeting"),
    ] = 0.05


MEMBER_ORGANIZATIONS = {"self_governance": 227, "social": 463, "cooperative": 48}
"""How many organizations of these kinds there are in Maojian (the feature): their proportions among those that mix."""


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
        Literal["share", "free"], "a share of the cost is asked of each, or each gives what they like (随喜)"
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


class Partners(NamedTuple):
    """How two units come to share a project that both use (ODD 7.15); it acts only where a pin names a partner."""

    aware_share: Annotated[
        float,
        Parameter("share", 0.3, 1.0, "C", ASSUMED, "households that think of users who pay nothing before it is said"),
    ] = 0.8
    say_probability: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            0.9,
            "C",
            ASSUMED,
            "chance that an objector of full status says aloud that others use it and pay nothing; 0: nobody does",
        ),
    ] = 0.0
    full_status: Annotated[
        float,
        Parameter("ratio", 0.5, 3.0, "C", ASSUMED, "status from which somebody is heeded in full; others in part", 0.1),
    ] = 1.0
    talk_meetings: Annotated[
        int,
        Parameter(
            "meetings", 0, 8, "C", ASSUMED, "meetings that talk it over again before the vote where too many object"
        ),
    ] = 0
    mediation_tries: Annotated[
        int, Parameter("meetings", 0, 8, "C", ASSUMED, "tries of the township to bring the other unit in; 0: none")
    ] = 0
    mediation_minutes: Annotated[
        float, Parameter("minutes", 120.0, 1_920.0, "C", ASSUMED, "of the township's office, for one such try")
    ] = 480.0
    paid_use: Annotated[
        float,
        Parameter(
            "ratio", 0.0, 1.5, "C", ASSUMED, "share of the cost that the other unit is asked for, to its share of use"
        ),
    ] = 1.0


class Councils(NamedTuple):
    """Councils of residents (理事会) that take matters and projects in hand (ODD 7.16)."""

    kind: Annotated[
        Literal["none", "standing", "issue"],
        "none; one standing council in each unit for everything; or a council for each issue, dissolved at its end",
    ] = "none"
    members: Annotated[int, Parameter("people", 3, 15, "C", "a council of 7 in case 30, " + CASES, "its members")] = 7
    minimum: Annotated[
        int, Parameter("people", 2, 5, "C", ASSUMED, "people below whom a council is not formed, and decides nothing")
    ] = 3
    asked_ratio: Annotated[
        float, Parameter("ratio", 1.0, 6.0, "C", ASSUMED, "people asked to join an issue council, to its members", 1.0)
    ] = 3.0
    seat: Annotated[
        float,
        Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "that somebody who has taken a seat comes, beside being invited"),
    ] = 2.0
    meeting_every_weeks: Annotated[
        int, Parameter("weeks", 1, 8, "C", ASSUMED, "weeks between two meetings of a council")
    ] = 2
    meeting_minutes: Annotated[
        float, Parameter("minutes", 30.0, 180.0, "C", ASSUMED, "length of a council's meeting")
    ] = 60.0
    agenda_items: Annotated[
        int, Parameter("needs", 1, 10, "C", ASSUMED, "needs that one meeting of a standing council can take up")
    ] = 3
    minutes_share: Annotated[
        float, Parameter("share", 0.05, 0.5, "C", ASSUMED, "part of their spare minutes that members give to councils")
    ] = 0.2


class Cases(NamedTuple):
    """What a documented project leaves open (ODD 7.18); it acts only where one is pinned."""

    unsecured_falls: Annotated[
        float,
        Parameter("probability", 0.0, 0.8, "C", ASSUMED, "chance that a source that is not secured falls away"),
    ] = 0.3
    explained_reach: Annotated[
        float, Parameter("share", 0.2, 1.0, "C", ASSUMED, "households that somebody who goes round explaining reaches")
    ] = 0.5
    organization_status: Annotated[
        float, Parameter("ratio", 0.0, 2.0, "C", ASSUMED, "status of an organization that gives first")
    ] = 0.5
    office_status: Annotated[
        float, Parameter("ratio", 0.0, 2.0, "C", ASSUMED, "status of an office that gives first")
    ] = 0.5
    least_worth: Annotated[
        float,
        Parameter("ratio", 0.2, 1.0, "C", ASSUMED, "least worth of a thing to all, to its cost, if not said"),
    ] = 0.5
    most_worth: Annotated[
        float,
        Parameter("ratio", 2.0, 6.0, "C", ASSUMED, "most worth of a thing to all, to its cost, if not said"),
    ] = 3.0
    least_savings_weeks: Annotated[
        float,
        Parameter(
            "weeks of income", 0.5, 8.0, "C", ASSUMED, "least that households would touch for it, if not said", 0.0
        ),
    ] = 2.0
    most_savings_weeks: Annotated[
        float,
        Parameter("weeks of income", 8.0, 104.0, "C", ASSUMED, "most that households would touch for it, if not said"),
    ] = 26.0
    full_kinship_ties: Annotated[
        float, Parameter("ties", 4.0, 8.0, "C", ASSUMED, "ties of an adult to kin in a place where all are kin")
    ] = 8.0
    follow_weeks: Annotated[
        int, Parameter("weeks", 52, 208, "C", ASSUMED, "weeks that a project is followed where a case is silent")
    ] = 104


SECTIONS: dict[str, type] = {
    "calendar": Calendar,
    "place": Place,
    "network": Network,
    "budget": Budget,
    "offices": Offices,
    "works": Works,
    "platforms": Platforms,
    "people": People,
    "chain": Chain,
    "posts": Posts,
    "partners": Partners,
    "councils": Councils,
    "memberships": MembershipRules,
    "cases": Cases,
}
"""Sections of a scenario that are plain tables of numbers, by the name they have in a scenario file."""
