"""Residents: what they are, and how they decide for themselves (ODD 7.2 to 7.9).

Every decision is a pure function of perceptions, parameters (`dizao.agents.parameters.People`, here ``p``) and, where
a random draw enters, one uniform that the caller draws. State that is kept as float32 is read through ``float``.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule
from dizao.agents.parameters import MONTHS_PER_YEAR, WEEKS_PER_YEAR, People

CHILD, YOUNG, MIDDLE, OLDER = 0, 1, 2, 3
"""Age bands: under 18, 18 to 40, 41 to 60, 61 and over."""

ATTENDED, GAVE_LABOUR, SUPERVISED, KEPT_UP, GAVE_MONEY = 1, 2, 4, 8, 16
"""Bits of ``Residents.took_part``: what a resident ever did since the programme began."""

CAME_LAST, COMES_NOW = 1, 2
"""Bits of ``Residents.attendance``: came to the unit's last meeting; comes to the one that is being held."""

MOST_STAKE = 3.0
"""Harm, stake, benefit and spare time are perceived up to so many times their mean."""

LEAST_SHARE = 1e-9
"""A share that is divided by counts as at least this; where nobody has spare money nothing hangs on it."""

NO_REASON, NET_LOSS, UNFAIR_SHARE, DISTRUST = 0, 1, 2, 3
"""Reasons of an objection."""


class Residents(NamedTuple):
    """Columns of the residents, in place order; shape (residents,).

    ``id`` is permanent; ``household`` is a row. ``reciprocity`` (rho), ``trust``, ``efficacy``, ``belief``,
    ``fatigue`` are the state that learns; ``reciprocity_first`` is the rho that somebody came with; ``status`` is 0
    for everybody but party members who give before the others; ``ties_came`` counts the ties to people who came to
    their last meeting.
    """

    id: NDArray[np.int64]
    household: NDArray[np.int32]
    age: NDArray[np.uint8]
    hump: NDArray[np.uint8]
    spare_minutes: NDArray[np.uint16]
    status: NDArray[np.float32]
    reciprocity: NDArray[np.float32]
    reciprocity_first: NDArray[np.float32]
    trust: NDArray[np.float32]
    trust_mean: NDArray[np.float32]
    efficacy: NDArray[np.float32]
    belief: NDArray[np.float32]
    fatigue: NDArray[np.float32]
    ties_came: NDArray[np.uint16]
    attendance: NDArray[np.uint8]
    took_part: NDArray[np.uint8]


@rule
def logistic(x: float) -> float:
    """Map log-odds to a probability, without overflow.

    Parameters
    ----------
    x
        Log-odds.

    Returns
    -------
    Probability, in (0, 1).
    """
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@rule
def logit(u: float) -> float:
    """Map a probability in (0, 1) to log-odds.

    Parameters
    ----------
    u
        Probability, in (0, 1).

    Returns
    -------
    Log-odds.
    """
    return math.log(u / (1.0 - u))


@rule
def belief_log_odds(belief: float) -> float:
    """Log-odds of a belief; certainty counts as one in a thousand short of it.

    Parameters
    ----------
    belief
        Belief, in [0, 1].

    Returns
    -------
    Log-odds.
    """
    return logit(min(max(belief, 0.001), 0.999))


@rule
def intrinsic_willingness(reciprocity: float, hump: int, belief: float, p: People) -> float:
    """Willingness to give without own return and without field terms: a + s rho b (ODD 7.5, equation 1).

    Parameters
    ----------
    reciprocity
        rho >= 0: how much others' giving matters to this person.
    hump
        1 for people whose giving rises and falls again with others' giving, else 0.
    belief
        Believed share of others who give, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    if hump:
        return p.giving_intercept + p.hump_slope * 2.0 * min(belief, 1.0 - belief)
    return p.giving_intercept + p.belief_slope * reciprocity * belief


@rule
def willingness(reciprocity: float, hump: int, belief: float, gross_return: float, field: float, p: People) -> float:
    """Log-odds that somebody gives (ODD 7.5, equation 1).

    Parameters
    ----------
    reciprocity
        rho >= 0: how much others' giving matters to this person.
    hump
        1 for people whose giving rises and falls again with others' giving, else 0.
    belief
        Believed share of others who give, in [0, 1].
    gross_return
        Private yuan expected back per yuan given.
    field
        Sum of the field terms, log-odds.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    # The less reciprocal read the return instead of others' giving.
    own = p.return_weight + (0.0 if hump else (1.0 - reciprocity) * p.belief_slope / 3.0)
    return intrinsic_willingness(reciprocity, hump, belief, p) + own * (gross_return - 1.0) + field


@rule
def prior_belief(running_belief: float, required_share: float, p: People) -> float:
    """Belief that others give before anybody was asked (ODD 7.5, equation 2): it rises with how many are needed.

    Parameters
    ----------
    running_belief
        Belief learnt so far, in [0, 1].
    required_share
        Share of those asked that must give, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Share, in (0, 1).
    """
    return logistic(
        belief_log_odds(running_belief) + p.prior_required_slope * (required_share - p.prior_required_reference)
    )


@rule
def seen_belief(prior: float, pledged_ties: float, asked_ties: float, p: People) -> float:
    """Belief after seeing what neighbours did (ODD 7.5, equation 3); not asked yet is not a refusal.

    Parameters
    ----------
    prior
        Belief before (`prior_belief`).
    pledged_ties
        Neighbours seen to have pledged, and what one was told of others as so many more.
    asked_ties
        Neighbours known to have been asked, and as many as news of others count.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Share, in [0, 1].
    """
    if asked_ties <= 0.0:
        return prior
    return (p.belief_anchor * prior + pledged_ties) / (p.belief_anchor + asked_ties)


@rule
def ties_told(told: float, asked_households: float, p: People) -> float:
    """As how many ties it counts to be told what part of those asked has pledged (ODD 7.5, equation 3).

    Parameters
    ----------
    told
        1 for who was talked with lately or reads names on a list, else 0.
    asked_households
        Households asked in earlier weeks: before there were any there is no news.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Ties, at least 0.
    """
    return p.told_ties if told > 0.0 and asked_households > 0.0 else 0.0


@rule
def voice_log_odds(harm: float, trust: float, contact: float, fatigue: float, p: People) -> float:
    """Log-odds that a household concerned voices a need this week (ODD 7.2).

    Parameters
    ----------
    harm
        The household's yearly value over the need's mean, counted up to `MOST_STAKE`.
    trust
        Trust in those who organise, in [0, 1].
    contact
        1 if somebody talked with them lately, else 0.
    fatigue
        Fatigue, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return (
        p.voice_intercept
        + p.voice_harm * (min(harm, MOST_STAKE) - 1.0)
        + p.voice_trust * (trust - 0.5)
        + p.voice_contact * contact
        - p.voice_fatigue * fatigue
    )


@rule
def attend_log_odds(
    stake: float, neighbours_share: float, invited: float, spare_ratio: float, fatigue: float, p: People
) -> float:
    """Log-odds that an adult comes to a meeting (ODD 7.3).

    Parameters
    ----------
    stake
        Own value in the agenda over the needs' means, counted up to `MOST_STAKE`.
    neighbours_share
        Share of neighbours who came to their last meeting.
    invited
        1 if invited, else 0.
    spare_ratio
        Spare minutes over their mean.
    fatigue
        Fatigue, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return (
        p.attend_intercept
        + p.attend_invited * invited
        + p.attend_stake * min(stake, MOST_STAKE)
        + p.attend_neighbours * neighbours_share
        + p.attend_time * (spare_ratio - 1.0)
        - p.attend_fatigue * fatigue
    )


@rule
def net_worth(value: float, outlay: float) -> float:
    """Balance of value and outlay, in [-1, 1]; a harm counts as an outlay (ODD 7.4).

    Parameters
    ----------
    value
        Value to the household, fen.
    outlay
        What it would pay, fen.

    Returns
    -------
    Balance, in [-1, 1]; 0 where there is neither.
    """
    gain = max(value, 0.0)
    cost = outlay + max(-value, 0.0)
    if gain + cost <= 0.0:
        return 0.0
    return (gain - cost) / (gain + cost)


@rule
def unfairness(cost_share: float, benefit_share: float, free_use: float = 0.0) -> float:
    """How far the own share of the cost exceeds the own share of the benefit (ODD 7.5, 7.15).

    The excess is taken relative to the cost share, so that it means the same among 5 and among 800 households.

    Parameters
    ----------
    cost_share
        Own share of the cost, in [0, 1].
    benefit_share
        Own share of the benefit, in [0, 1].
    free_use
        Share of use by others of whom one knows that they pay nothing.

    Returns
    -------
    In [-1, 0], 0 where it does not exceed it.
    """
    if cost_share <= 0.0:
        return 0.0
    return -min(1.0, free_use + max(0.0, 1.0 - benefit_share / cost_share))


@rule
def objection(value: float, outlay: float, stake: float, fairness: float, trust: float, p: People) -> int:
    """Reason for which somebody objects to a proposal (ODD 7.4): the strongest above the threshold.

    Distrust keeps from little and not from much: it weighs less, the more somebody gains.

    Parameters
    ----------
    value
        Value to the household, fen.
    outlay
        What it would pay, fen.
    stake
        What it gains or loses, months of income (`stake_in_means`).
    fairness
        Unfairness of the share asked, in [-1, 0].
    trust
        Trust in those who organise, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    NO_REASON, NET_LOSS, UNFAIR_SHARE or DISTRUST.
    """
    loss = max(0.0, -net_worth(value, outlay))
    unfair = -fairness
    distrust = max(0.0, 1.0 - 2.0 * trust) * vote_noise(max(0.0, stake), p)
    strongest = max(loss, unfair, distrust)
    if strongest < p.objection_threshold:
        return NO_REASON
    if loss == strongest:
        return NET_LOSS
    return UNFAIR_SHARE if unfair == strongest else DISTRUST


@rule
def reach_log_odds(contact: float, absent_owner: float, p: People) -> float:
    """Log-odds that whoever collects votes finds the owner this week (ODD 7.4).

    Parameters
    ----------
    contact
        1 if somebody talked with them lately, else 0.
    absent_owner
        1 if the owner lives elsewhere, else 0.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return p.reach_intercept + p.reach_contact * contact - p.reach_absent_owner * absent_owner


@rule
def stake_in_means(gain_fen: float, spare_fen: float, spare_share: float) -> float:
    """What is at stake for a household: a gain or loss in months of its income (ODD 7.4).

    Parameters
    ----------
    gain_fen
        Present value less outlay, fen.
    spare_fen
        Spare money a week, fen.
    spare_share
        Spare money, as a share of income.

    Returns
    -------
    Months, of an income of at least one fen; negative where the household loses.
    """
    return gain_fen / max(1.0, spare_fen / max(spare_share, LEAST_SHARE) * WEEKS_PER_YEAR / MONTHS_PER_YEAR)


@rule
def vote_noise(stake: float, p: People) -> float:
    """How much of its latent random part a vote keeps: less, the more is at stake (ODD 7.4).

    Parameters
    ----------
    stake
        What is at stake, months of income (`stake_in_means`).
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Factor, in (0, 1].
    """
    return 1.0 / (1.0 + p.vote_steadiness * abs(stake))


@rule
def persuaded(mind: float, met: float, p: People) -> float:
    """The latent part of a decision after talks in person, each of which met the mind anew in part (ODD 7.4).

    Parameters
    ----------
    mind
        The latent part before, log-odds.
    met
        Best of the uniforms of the persons who talked with the household, in [0, 1); 0 where nobody did.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds, not below `mind`.
    """
    if met <= 0.0 or p.persuasion <= 0.0:
        return mind
    return max(mind, (1.0 - p.persuasion) * mind + p.persuasion * logit(met))


@rule
def vote_log_odds(
    worth: float, stake: float, fairness: float, trust: float, explained: float, neighbours_yes: float, p: People
) -> float:
    """Log-odds of a yes (ODD 7.4).

    Parameters
    ----------
    worth
        Balance of value and outlay (`net_worth`), in [-1, 1].
    stake
        What is at stake, months of income (`stake_in_means`).
    fairness
        Unfairness of the share asked, in [-1, 0].
    trust
        Trust in those who organise, in [0, 1].
    explained
        1 if a distrust that was voiced has been answered, else 0.
    neighbours_yes
        Share of yes among neighbours who voted; 1/2 where nobody has.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return (
        p.vote_intercept
        + p.vote_worth * worth
        + p.vote_stake * (stake / (1.0 + abs(stake)))
        + p.vote_fairness * fairness
        + p.vote_trust * (trust - 0.5)
        + p.explained_weight * explained
        + p.vote_neighbours * (neighbours_yes - 0.5)
    )


@rule
def supervise_log_odds(ownership: float, spare_ratio: float, asked: float, p: People) -> float:
    """Log-odds that an adult supervises the works this month (ODD 7.6).

    Parameters
    ----------
    ownership
        1 if the household gave money or labour, else 0.
    spare_ratio
        Spare minutes over their mean.
    asked
        1 if somebody talked with them lately, else 0.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return (
        p.supervise_intercept
        + p.supervise_ownership * ownership
        + p.supervise_time * (spare_ratio - 1.0)
        + p.supervise_asked * asked
    )


@rule
def keep_log_odds(ownership: float, neighbours_share: float, benefit_ratio: float, fatigue: float, p: People) -> float:
    """Log-odds that a household lends a hand in upkeep this month (ODD 7.8).

    Parameters
    ----------
    ownership
        1 if the household gave money or labour, else 0.
    neighbours_share
        Share of neighbours who kept it up the month before.
    benefit_ratio
        Own benefit over the mean, counted up to `MOST_STAKE`.
    fatigue
        Fatigue, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return (
        p.keep_intercept
        + p.keep_ownership * ownership
        + p.keep_neighbours * neighbours_share
        + p.keep_benefit * (min(benefit_ratio, MOST_STAKE) - 1.0)
        - p.keep_fatigue * fatigue
    )


@rule
def score(quality: float, delay_years: float, attended: float, random_draw: float, p: People) -> float:
    """Score that a household gives a finished project (ODD 7.7).

    Parameters
    ----------
    quality
        Quality of the works, in [0, 1].
    delay_years
        Years from the need to the finished project.
    attended
        1 if somebody of the household came to a meeting, else 0.
    random_draw
        Random draw of unit variance.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Points, in [0, 100].
    """
    points = p.score_base + p.score_quality * quality - p.score_delay * delay_years + p.score_voice * attended
    return min(100.0, max(0.0, points + p.score_spread * random_draw))


@rule
def learnt_belief(belief: float, seen: float, p: People) -> float:
    """Running belief after a campaign that somebody saw (ODD 7.9).

    Parameters
    ----------
    belief
        Believed share of others who give, in [0, 1].
    seen
        Share of the others who gave, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Share, in [0, 1].
    """
    return belief + p.belief_learning * (seen - belief)


@rule
def learnt_reciprocity(reciprocity: float, first: float, belief: float, seen: float, p: People) -> float:
    """Reciprocity after a campaign or a round (ODD 7.9): it wears off by disappointment, and part of it comes back.

    Parameters
    ----------
    reciprocity
        rho >= 0: how much others' giving matters to this person.
    first
        rho that the person came with.
    belief
        Believed share of others who give, in [0, 1].
    seen
        Share of the others who gave, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    rho, at least 0; never above the larger of `reciprocity` and `first`.
    """
    worn = max(0.0, reciprocity - p.reciprocity_erosion * max(0.0, belief - seen))
    return max(worn, min(first, worn + p.reciprocity_recovery * (first - worn)))


@rule
def learnt_trust(trust: float, kept: int, p: People) -> float:
    """Trust after a promise was kept (1) or broken (0), towards 1 or 0 by unequal steps (ODD 7.9).

    Parameters
    ----------
    trust
        Trust in those who organise, in [0, 1].
    kept
        1 if a promise was kept, 0 if it was broken.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Trust, in [0, 1].
    """
    if kept:
        return trust + p.trust_gain * (1.0 - trust)
    return trust - p.trust_loss * trust


@rule
def learnt_efficacy(efficacy: float, outcome: float, p: People) -> float:
    """Expected chance that a started project is finished, after one was or was not (ODD 7.9).

    Parameters
    ----------
    efficacy
        Believed chance that a started project is finished, in [0, 1].
    outcome
        1 if it was finished, else 0.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Probability.
    """
    return efficacy + p.efficacy_learning * (outcome - efficacy)
