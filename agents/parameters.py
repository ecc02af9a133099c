"""What people are like: every behavioural parameter with unit, plausible range, default, evidence grade and source.

A parameter is a field of a ``NamedTuple`` (so compiled rules read it by name) annotated with a `Parameter`.
``dizao show --parameters`` prints this table together with the one of `dizao.model.parameters`.

Grades: A tested in the field, B tested in the laboratory, C assumed. A grade C has a range that results should be
tried over; it is never the reason for a conclusion.
"""

import math
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12

MORI = "Mori, Hanaki & Kameda 2024, Nature Communications 15:5520"
ANDREOZZI = "Andreozzi, Ploner & Saral 2020, Scientific Reports 10:13610"
ASSUMED = "assumed"
MIDDLE = "assumed: the middle of the range, set before any run"
DISPOSITIONS = f"scenarios/evidence/dispositions.toml, estimated on {MORI} and {ANDREOZZI}"

GIVING = "scenarios/evidence/giving.toml, estimated on three published games"

GIVING_RULES = ("conditional", "causal", "pivotal", "norm", "inequality")
"""Names of the rules of giving (ODD 7.5, 7.23), in the order of their numbers."""


class Parameter(NamedTuple):
    """What is known about one number.

    Attributes
    ----------
    unit
        Unit of the value; it also sets the hard limits (see `limits`).
    low, high
        Plausible range: what a sensitivity analysis draws from. Values outside are allowed within `limits`.
    grade
        "A" field, "B" laboratory, "C" assumed, "I" input taken from a count.
    source
        Where the default comes from.
    meaning
        One line that says what the number does.
    smallest
        Smallest value allowed where that is not the unit's: what is divided by it must not be 0.
    """

    unit: str
    low: float
    high: float
    grade: str
    source: str
    meaning: str
    smallest: float | None = None

    @property
    def limits(self) -> tuple[float, float]:
        """Hard limits of a value, from its unit: shares lie in [0, 1], amounts are not negative."""
        low, high = LIMITS.get(self.unit, (0.0, math.inf))
        return (low if self.smallest is None else self.smallest, high)


LIMITS: dict[str, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "probability": (0.0, 1.0),
    "log-odds": (-1000.0, 1000.0),
    "log-odds per unit": (-1000.0, 1000.0),
    # Beyond pi / sqrt(3) a log-logistic number has no mean.
    "log-ratio": (0.0, 1.5),
    "weeks": (0.0, 5200.0),
    "week number": (-1000.0, 10_000.0),
    "score": (0.0, 100.0),
    "tries": (1.0, 100.0),
    "attempts": (1.0, 100.0),
    "ties": (0.0, 1000.0),
    "minutes a week": (0.0, 1e7),
    "minutes": (0.0, 1e6),
}
"""Hard limits by unit, where they are not just: not below 0."""


class People(NamedTuple):
    """How people decide and learn (ODD 7). Weights are log-odds unless said otherwise."""

    # giving (ODD 7.5)
    giving_intercept: Annotated[
        float, Parameter("log-odds", -4.0, -1.0, "B", DISPOSITIONS, "a: log-odds of giving at belief 0 and return 1")
    ] = -2.6
    belief_slope: Annotated[
        float,
        Parameter(
            "log-odds", 3.0, 8.0, "B", DISPOSITIONS, "s: weight of the believed share of givers, times reciprocity"
        ),
    ] = 5.8
    return_weight: Annotated[
        float, Parameter("log-odds", 0.3, 2.0, "B", DISPOSITIONS, "lam: weight of the gross private return minus 1")
    ] = 0.99
    hump_slope: Annotated[
        float,
        Parameter("log-odds", 0.7, 3.5, "B", DISPOSITIONS, "weight of 2 min(b, 1 - b) for hump-shaped people"),
    ] = 2.1
    hump_share: Annotated[
        float,
        Parameter("share", 0.04, 0.17, "B", DISPOSITIONS, "share of adults whose giving falls again when many give"),
    ] = 0.1
    reciprocity_mean: Annotated[
        float,
        Parameter(
            "ratio",
            0.6,
            1.1,
            "B",
            "specification: the scale of rho is not identified (dispositions.toml, profiles)",
            "mean of rho before it is cut to [0, 2]",
        ),
    ] = 0.85
    reciprocity_sd: Annotated[
        float, Parameter("ratio", 0.3, 0.6, "B", DISPOSITIONS, "standard deviation of rho before it is cut to [0, 2]")
    ] = 0.42
    prior_intercept: Annotated[
        float,
        Parameter(
            "log-odds",
            -1.5,
            0.5,
            "C",
            "starting value of the specification; games have laboratory_belief",
            "c0: median first belief that another household gives",
        ),
    ] = -0.7
    prior_required_slope: Annotated[
        float,
        Parameter(
            "log-odds per unit", 0.0, 4.0, "B", DISPOSITIONS, "c1: shift of belief with the share q that must give"
        ),
    ] = 2.0
    prior_required_reference: Annotated[
        float, Parameter("share", 0.2, 0.8, "C", "a convention", "q at which a running belief is read without a shift")
    ] = 0.6
    prior_sd: Annotated[
        float, Parameter("log-odds", 0.6, 1.8, "B", DISPOSITIONS, "spread of first beliefs over people")
    ] = 1.4
    belief_anchor: Annotated[
        float,
        Parameter("ties", 1.0, 12.0, "C", ASSUMED, "kappa: how many asked neighbours weigh as much as own belief"),
    ] = 4.0
    told_ties: Annotated[
        float,
        Parameter(
            "ties",
            0.0,
            4.0,
            "C",
            MIDDLE,
            "tau: ties as which it counts to be told, in person or by a list, what part of those asked has pledged",
        ),
    ] = 2.0
    return_floor: Annotated[
        float,
        Parameter("ratio", 0.0, 2.0, "C", ASSUMED, "largest loss per yuan asked that is perceived (m >= minus this)"),
    ] = 1.0
    return_ceiling: Annotated[
        float, Parameter("ratio", 2.0, 8.0, "C", ASSUMED, "largest value per yuan asked that is perceived")
    ] = 4.0

    # other rules of giving (ODD 7.23)
    giving_rule: Annotated[
        Literal[GIVING_RULES],  # type: ignore[valid-type]
        "by which rule people weigh a contribution: 7.5 (conditional), or one of 7.23",
    ] = "conditional"
    selfish_share: Annotated[
        float,
        Parameter("share", 0.0, 0.4, "B", GIVING, "share of adults who ask only what a contribution brings themselves"),
    ] = 0.0
    external_weight: Annotated[
        float, Parameter("log-odds", 0.0, 1.0, "B", GIVING, "w: weight of what a contribution brings others, times rho")
    ] = 0.02
    norm_middle: Annotated[
        float, Parameter("share", 0.2, 0.8, "B", GIVING, "believed share of givers at which a norm is half held")
    ] = 0.46
    norm_spread: Annotated[
        float, Parameter("share", 0.05, 0.5, "B", GIVING, "over which share of givers a norm comes to hold", 0.001)
    ] = 0.19
    envy: Annotated[
        float, Parameter("ratio", 0.0, 2.0, "B", GIVING, "dislike of a unit that others are ahead, times rho")
    ] = 0.07
    guilt: Annotated[
        float, Parameter("ratio", 0.0, 3.0, "B", GIVING, "dislike of a unit that others are behind, times rho")
    ] = 1.8

    # field terms, zero in the laboratory's reference experiment (ODD 7.5)
    lead_weight: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", "sign: Jack & Recalde 2015; size assumed", "leaders seen giving")
    ] = 0.6
    contact_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            0.1,
            1.0,
            "C",
            "Gerber & Green 2000, APSR 94:653: a visit at the door raises turnout by 8.7 points from 44.5% "
            "(voting, US)",
            "somebody talked with the household",
        ),
    ] = 0.35
    trust_weight: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "trust in the organisers, from its middle")
    ] = 1.0
    fairness_weight: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "a share of cost above the share of benefit")
    ] = 0.8
    goal_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            0.0,
            3.0,
            "C",
            "List & Lucking-Reiley 2002 (seed money from 10% to 67%: contributions nearly x6); size assumed",
            "nearness of the goal",
        ),
    ] = 1.0
    goal_spread: Annotated[
        float, Parameter("share", 0.05, 0.4, "C", ASSUMED, "spread of the felt chance that the goal is reached")
    ] = 0.15
    explained_weight: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "a voiced distrust that was answered at a meeting")
    ] = 0.5

    persuasion: Annotated[
        float,
        Parameter("share", 0.0, 0.8, "C", MIDDLE, "part of a mind that each person who talks with it meets anew"),
    ] = 0.4
    match_constant: Annotated[
        float,
        Parameter(
            "log-odds",
            0.0,
            0.6,
            "B",
            "Karlan & List 2007: letters that offer a match bring 19% more",
            "that a match is offered at all",
        ),
    ] = 0.2
    honour_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            -0.2,
            1.1,
            "C",
            "Gerber, Green & Larimer 2008, APSR 102:33: turnout 37.8% where neighbours are shown who voted, 29.7% else "
            "(voting, US); upper end: Yoeli et al. 2013, PNAS 110:10424 (observability triples sign-up)",
            "w_honour: giving is seen, names are read out",
        ),
    ] = 0.36
    crowding_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            -0.5,
            1.0,
            "C",
            "Bowles & Polania-Reyes 2012: the sign depends; Gneezy & Rustichini 2000",
            "w_crowd: pay for giving drives out those who would have given anyway",
        ),
    ] = 0.3

    # attention and amounts
    attention: Annotated[
        float, Parameter("probability", 0.1, 0.8, "C", ASSUMED, "h: chance a week that a household looks at a campaign")
    ] = 0.35
    contact_memory_weeks: Annotated[
        float, Parameter("weeks", 1.0, 12.0, "C", ASSUMED, "weeks for which a talk is remembered")
    ] = 4.0
    savings_reserve_weeks: Annotated[
        float, Parameter("weeks", 0.0, 8.0, "C", ASSUMED, "weeks of spare money a household keeps back when it gives")
    ] = 2.0
    free_contribution_spread: Annotated[
        float,
        Parameter(
            "log-ratio",
            0.3,
            1.5,
            "C",
            "field_cases.csv 23: contributions of 5,000 to 20,000 where the mean was 4,806",
            "spread of contributions where each gives what they like",
        ),
    ] = 0.8
    lead_contribution_ratio: Annotated[
        float,
        Parameter(
            "ratio",
            0.0,
            5.0,
            "C",
            "field_cases.csv 8: a first contribution of 1,000 where the mean was 1,350; 23: leaders first",
            "extra contribution of a member per unit of status, in shares asked",
        ),
    ] = 1.0

    # voicing a need (ODD 7.2)
    voice_intercept: Annotated[
        float, Parameter("log-odds", -9.0, -5.0, "C", ASSUMED, "weekly log-odds that one household voices a need")
    ] = -7.0
    voice_harm: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "harm felt, in units of the category's mean")
    ] = 0.6
    voice_trust: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "trust in being heard, from its middle")
    ] = 2.0
    voice_contact: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "met a visitor, a member or a meeting")
    ] = 2.0
    voice_fatigue: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "fatigue")] = 1.0

    # attending a meeting (ODD 7.3)
    attend_intercept: Annotated[
        float,
        Parameter(
            "log-odds",
            -6.0,
            -3.5,
            "C",
            "set so that 17 to 86 come to a yard meeting, field_cases.csv",
            "log-odds that an adult who was not invited comes",
        ),
    ] = -4.9
    attend_invited: Annotated[float, Parameter("log-odds", 1.0, 5.0, "C", ASSUMED, "was invited")] = 3.0
    attend_stake: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "own stake in the agenda, in units of the category's mean")
    ] = 0.7
    attend_neighbours: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "share of neighbours who came last time")
    ] = 1.5
    attend_time: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "spare time, in units of its mean, from the mean")
    ] = 0.4
    attend_fatigue: Annotated[float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "fatigue")] = 1.5

    # objecting and voting (ODD 7.4)
    objection_threshold: Annotated[
        float, Parameter("share", 0.1, 0.6, "C", ASSUMED, "strength from which a reason makes somebody object")
    ] = 0.3
    object_voiced: Annotated[
        float, Parameter("probability", 0.1, 0.9, "C", ASSUMED, "chance that an objector says the reason aloud")
    ] = 0.4
    reach_intercept: Annotated[
        float, Parameter("log-odds", -2.0, 1.0, "C", ASSUMED, "weekly log-odds of being found at home for the vote")
    ] = -0.4
    reach_contact: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "was talked with")] = 1.0
    reach_absent_owner: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "the owner lives elsewhere (subtracted)")
    ] = 1.5
    vote_intercept: Annotated[
        float, Parameter("log-odds", -1.0, 2.0, "C", ASSUMED, "log-odds of a yes at no net worth and middling trust")
    ] = 0.5
    vote_worth: Annotated[
        float, Parameter("log-odds", 0.5, 4.0, "C", ASSUMED, "(value - outlay) / (value + outlay)")
    ] = 2.0
    vote_stake: Annotated[
        float,
        Parameter("log-odds", 0.0, 6.0, "C", MIDDLE, "net gain in months of the household's income, n/(1 + |n|) of it"),
    ] = 3.0
    vote_steadiness: Annotated[
        float,
        Parameter(
            "ratio",
            0.0,
            4.0,
            "C",
            MIDDLE,
            "by how much steadier a vote is, and less a gainer's distrust, for a month's income",
        ),
    ] = 2.0
    vote_fairness: Annotated[float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "unfairness of the share asked")] = (
        0.8
    )
    vote_trust: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "trust, from its middle")] = 1.5
    vote_neighbours: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "share of reached neighbours who said yes, from a half")
    ] = 1.0

    # supervising, keeping up, scoring (ODD 7.6 to 7.8)
    supervise_intercept: Annotated[
        float, Parameter("log-odds", -7.0, -3.0, "C", ASSUMED, "monthly log-odds that an adult supervises the works")
    ] = -5.0
    supervise_ownership: Annotated[
        float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "the household gave money or labour")
    ] = 1.5
    supervise_time: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "spare time, in units of its mean, from the mean")
    ] = 0.4
    supervise_asked: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "was talked with")] = 1.0
    keep_intercept: Annotated[
        float, Parameter("log-odds", -8.0, -3.0, "C", ASSUMED, "monthly log-odds that a household lends a hand")
    ] = -5.5
    keep_ownership: Annotated[
        float,
        Parameter(
            "log-odds",
            0.0,
            3.0,
            "C",
            "ownership may do nothing: the range includes 0",
            "the household gave money or labour",
        ),
    ] = 1.0
    keep_neighbours: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "share of neighbours who kept it up the month before")
    ] = 1.5
    keep_benefit: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "own benefit, in units of the mean, from the mean")
    ] = 0.5
    keep_fatigue: Annotated[float, Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "fatigue")] = 1.0
    score_base: Annotated[float, Parameter("points", 20.0, 60.0, "C", ASSUMED, "score of a useless result")] = 40.0
    score_quality: Annotated[
        float, Parameter("points", 20.0, 70.0, "C", ASSUMED, "gain from worst to best quality")
    ] = 50.0
    score_delay: Annotated[float, Parameter("points", 0.0, 30.0, "C", ASSUMED, "loss for a year of delay")] = 10.0
    score_voice: Annotated[float, Parameter("points", 0.0, 20.0, "C", ASSUMED, "gain for having attended")] = 5.0
    score_spread: Annotated[float, Parameter("points", 3.0, 20.0, "C", ASSUMED, "spread between people")] = 8.0

    # learning (ODD 7.9)
    belief_learning: Annotated[
        float, Parameter("share", 0.1, 0.4, "B", DISPOSITIONS, "alpha: step from the belief towards what was seen")
    ] = 0.19
    reciprocity_erosion: Annotated[
        float,
        Parameter(
            "ratio", 0.0, 0.3, "B", DISPOSITIONS, "e: loss of rho per unit by which others gave less than believed"
        ),
    ] = 0.19
    reciprocity_recovery: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.3,
            "C",
            f"{ANDREOZZI}: the likelihood is flat from 0 to .2 (dispositions.toml, profiles); its middle",
            "part of the rho lost to disappointment that comes back in a campaign or a round",
        ),
    ] = 0.1
    efficacy_learning: Annotated[
        float, Parameter("share", 0.05, 0.4, "C", ASSUMED, "step of efficacy towards what became of a project")
    ] = 0.2
    efficacy_start: Annotated[
        float, Parameter("share", 0.3, 0.8, "C", ASSUMED, "first belief that a started project is finished")
    ] = 0.6
    trust_start: Annotated[float, Parameter("share", 0.3, 0.8, "C", ASSUMED, "mean trust in those who organise")] = 0.55
    trust_sd: Annotated[float, Parameter("share", 0.05, 0.3, "C", ASSUMED, "spread of trust over people")] = 0.18
    trust_place_sd: Annotated[float, Parameter("share", 0.0, 0.2, "C", ASSUMED, "spread of mean trust over units")] = (
        0.08
    )
    trust_gain: Annotated[
        float, Parameter("share", 0.02, 0.2, "C", ASSUMED, "step of trust up when a promise is kept")
    ] = 0.06
    trust_loss: Annotated[
        float,
        Parameter(
            "share",
            0.04,
            0.4,
            "C",
            "losses weigh about twice as much: specification",
            "step of trust down when a promise is broken",
        ),
    ] = 0.12
    trust_half_life_weeks: Annotated[
        float,
        Parameter("weeks", 26.0, 260.0, "C", ASSUMED, "half of a departure from the mean is forgotten in this time"),
    ] = 104.0
    fatigue_meeting: Annotated[float, Parameter("share", 0.0, 0.3, "C", ASSUMED, "fatigue from a meeting attended")] = (
        0.1
    )
    fatigue_call: Annotated[
        float, Parameter("share", 0.0, 0.15, "C", ASSUMED, "fatigue from being asked for money, labour or upkeep")
    ] = 0.03
    fatigue_half_life_weeks: Annotated[
        float, Parameter("weeks", 4.0, 52.0, "C", ASSUMED, "half of it is forgotten in this time")
    ] = 12.0

    # laboratory (ODD 8): what games ask of people and the district does not
    laboratory_belief: Annotated[
        float,
        Parameter(
            "log-odds",
            0.0,
            0.8,
            "B",
            DISPOSITIONS,
            "median first belief among strangers in a game where the share prior_required_reference must give",
        ),
    ] = 0.49
    unneeded_share: Annotated[
        float,
        Parameter(
            "share",
            0.1,
            0.5,
            "B",
            DISPOSITIONS,
            "share that must give as which a game without a threshold is read when first beliefs are formed",
        ),
    ] = 0.26
    corner_share: Annotated[
        float,
        Parameter(
            "share",
            0.05,
            0.3,
            "B",
            DISPOSITIONS,
            "willing share of a contribution below which nothing is given, and all above 1 minus it",
            0.0,
        ),
    ] = 0.18
    draw_persistence: Annotated[
        float,
        Parameter(
            "share",
            0.2,
            0.6,
            "B",
            DISPOSITIONS,
            "part of the variance of a decision's random term that persists in the same decision",
        ),
    ] = 0.37
    most_fair_shares: Annotated[
        float,
        Parameter(
            "ratio",
            1.0,
            2.0,
            "C",
            ASSUMED,
            "most that anybody gives to a threshold, in fair shares, where any contribution goes",
        ),
    ] = 1.25
    written_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            0.6,
            2.2,
            "B",
            "Balliet 2010: set so that d = .46 in the game `linear`",
            "messages in writing before the choice",
        ),
    ] = 1.4
    face_to_face_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            2.0,
            4.5,
            "B",
            "Balliet 2010: set so that d = 1.21 in the game `linear`",
            "a talk before the choice",
        ),
    ] = 3.3
    leader_status: Annotated[
        float, Parameter("ratio", 0.0, 3.0, "C", ASSUMED, "status of a member who is drawn to give first")
    ] = 1.0
    authority_status: Annotated[
        float,
        Parameter("ratio", 1.0, 6.0, "C", "sign: Jack & Recalde 2015; size assumed", "status of an authority"),
    ] = 3.0
    public_honour: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "part of the honour of names read out, where contributions are seen"
        ),
    ] = 0.5
    punishment_weight: Annotated[
        float,
        Parameter("ratio", 0.5, 5.0, "C", ASSUMED, "most return that fear of punishment adds per unit given"),
    ] = 2.0
    exit_intercept: Annotated[
        float, Parameter("log-odds", -3.0, 1.0, "C", ASSUMED, "log-odds of leaving where staying promises as much")
    ] = -1.0
    exit_weight: Annotated[
        float,
        Parameter(
            "log-odds per unit", 0.5, 8.0, "C", ASSUMED, "what staying promises above leaving, per unit of endowment"
        ),
    ] = 3.0
    restart_recovery: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", "sign: Andreoni 1988; size assumed", "way back to the first belief at new rules"
        ),
    ] = 0.5
    foresight_weight: Annotated[
        float,
        Parameter(
            "ratio",
            0.0,
            1.0,
            "C",
            "sign: Keser & van Winden 2000 (partners give more, and less at the end); size assumed",
            "part of others' later answers to a contribution that partners foresee",
        ),
    ] = 0.5
    answered_share: Annotated[
        float,
        Parameter(
            "share",
            0.3,
            0.8,
            "B",
            f"{ANDREOZZI}: answers to 100 less answers to 0 in period 1, which nobody was asked to foretell",
            "part of a first contribution that one expects to be answered with",
        ),
    ] = 0.54


LABORATORY_ONLY = People._fields[People._fields.index("laboratory_belief") :]
"""What games ask of people and the district does not: the fields from there on (ODD 8)."""


def parameter_of(annotation: Any) -> Parameter | None:
    """Return the `Parameter` inside an ``Annotated`` type, or None if there is none.

    Parameters
    ----------
    annotation
        Type of a field.

    Returns
    -------
    What is documented of it, or None.
    """
    if get_origin(annotation) is Annotated:
        for item in get_args(annotation)[1:]:
            if isinstance(item, Parameter):
                return item
    return None


def parameters_of(section: type[Any]) -> dict[str, Parameter]:
    """Return the documented numbers of a section (a ``NamedTuple`` class), in the order of its fields.

    Parameters
    ----------
    section
        A ``NamedTuple`` class.

    Returns
    -------
    By name of the field; fields without a `Parameter` are left out.
    """
    hints = get_type_hints(section, include_extras=True)
    found = {name: parameter_of(hints[name]) for name in section._fields}
    return {name: parameter for name, parameter in found.items() if parameter is not None}
