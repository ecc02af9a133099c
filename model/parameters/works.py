"""Meetings, projects, money and works."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters.constants import CASES


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
            "not known; results are swept from 0 to 1",
            "projects for which somebody is willing to lend against the reward",
        ),
    ] = 0.5
    lender_limit_yuan: Annotated[
        float, Parameter("yuan", 0.0, 500_000.0, "C", ASSUMED, "largest loan to one project")
    ] = 50_000.0
    lender_rate: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.25,
            "C",
            "12% in the first rural microcredit, often nothing among kin (Turvey and Kong 2009); "
            "24% was what courts protected from 2015 to 2020 (from memory)",
            "price of a loan a year, for the weeks until the reward is told to come; raised with the cost",
        ),
    ] = 0.12
    collective_advance_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            1.0,
            "C",
            "not known; most villages are in debt (F063, F064), so that few can",
            "projects for which the village's collective or the township advances money against the reward",
        ),
    ] = 0.0
    collective_limit_yuan: Annotated[
        float, Parameter("yuan", 0.0, 500_000.0, "C", ASSUMED, "largest advance of a collective to one project")
    ] = 50_000.0
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
            "not known; always in the sensitivity analysis",
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
            "not known; always in the sensitivity analysis",
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
            "not known; always in the sensitivity analysis",
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
            "not known; always in the sensitivity analysis",
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
    quality_labour: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "unskilled labour, as a share of the cost")
    ] = 0.5
    quality_spread: Annotated[float, Parameter("log-odds", 0.2, 1.5, "C", ASSUMED, "random variation")] = 0.6
    effort_intercept: Annotated[
        float, Parameter("log-odds", -2.0, 2.0, "C", ASSUMED, "log-odds of a builder's effort out of reputation alone")
    ] = 0.0
    effort_at_stake: Annotated[
        float,
        Parameter(
            "log-odds", 0.0, 4.0, "C", ASSUMED, "part of the bill not yet paid to the builder when the works end"
        ),
    ] = 1.5
    effort_supervision: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "residents' supervision")] = 0.8
    supervisors_useful: Annotated[
        float, Parameter("people", 2.0, 20.0, "C", ASSUMED, "supervisors a month beyond whom more do not help", 0.1)
    ] = 6.0
    supervision_minutes: Annotated[
        float, Parameter("minutes", 15.0, 480.0, "C", ASSUMED, "minutes a month of one supervisor")
    ] = 120.0
    watch_owed: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            1.0,
            "C",
            "not known; results are swept from 0 to 1",
            "useful supervision added where lenders and advancing givers are owed as much as the bill",
        ),
    ] = 0.0
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
        float,
        Parameter(
            "share",
            0.0,
            0.25,
            "C",
            "high where people are poor and credit lacks (Holden 2014; Atmadja and others 2017); the upper end is that "
            "of a loan's price",
            "people's discount a year, of later benefits and of promises",
        ),
    ] = 0.04
    # when public money comes
    award_arrears_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.75,
            "C",
            "of approved money .43 was in place 5 to 29 months later, and .24 had reached builders (F057, F058)",
            "projects whose public money does not come in the year in which it is due, but a year later",
        ),
    ] = 0.0
    award_late_weeks: Annotated[
        int,
        Parameter(
            "weeks", 0, 52, "C", "arrears of F057 are up to two years old", "weeks by which all public money comes late"
        ),
    ] = 0
    # manage
    longest_life: Annotated[
        float,
        Parameter(
            "ratio",
            1.0,
            3.0,
            "C",
            ASSUMED,
            "lives that people expect of a thing after which it ends however well it is kept up",
            0.1,
        ),
    ] = 2.0
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
