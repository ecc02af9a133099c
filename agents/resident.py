"""Residents: what they are, and how they decide for themselves (ODD 7.2 to 7.9).

Every decision is a pure function of perceptions, parameters (`dizao.agents.parameters.People`, here ``p``) and, where
a random draw enters, one uniform that the caller draws. State that is kept as float32 is read through ``float``.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule

CHILD, YOUNG, MIDDLE, OLDER = 0, 1, 2, 3
"""Age bands: under 18, 18 to 40, 41 to 60, 61 and over."""

ATTENDED, GAVE_LABOUR, SUPERVISED, KEPT_UP, GAVE_MONEY = 1, 2, 4, 8, 16
"""Bits of ``Residents.took_part``: what a resident ever did since the programme began."""

CAME_LAST, COMES_NOW = 1, 2
"""Bits of ``Residents.attendance``: came to the unit's last meeting; comes to the one that is being held."""

MOST_STAKE = 3.0
"""Harm, stake, benefit and spare time are perceived up to so many times their mean."""

NO_REASON, NET_LOSS, UNFAIR_SHARE, DISTRUST = 0, 1, 2, 3
"""Reasons of an objection."""


class Residents(NamedTuple):
    """Columns of the residents, in place order; shape (residents,).

    ``id`` is permanent; ``household`` is a row. ``reciprocity`` (rho), ``trust``, ``efficacy``, ``belief``,
    ``fatigue`` are the state that learns; ``status`` is 0 for everybody but party members who give before the others;
    ``ties_came`` counts the ties to people who came to their last meeting.
    """

    id: NDArray[np.int64]
    household: NDArray[np.int32]
    age: NDArray[np.uint8]
    hump: NDArray[np.uint8]
    spare_minutes: NDArray[np.uint16]
    status: NDArray[np.float32]
    reciprocity: NDArray[np.float32]
    trust: NDArray[np.float32]
    trust_mean: NDArray[np.float32]
    efficacy: NDArray[np.float32]
    belief: NDArray[np.float32]
    fatigue: NDArray[np.float32]
    ties_came: NDArray[np.uint16]
    attendance: NDArray[np.uint8]
    took_part: NDArray[np.uint8]


@rule
def logistic(x):
    """Map log-odds to a probability, without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@rule
def logit(u):
    """Map a probability in (0, 1) to log-odds."""
    return math.log(u / (1.0 - u))


@rule
def belief_log_odds(belief):
    """Log-odds of a belief; certainty counts as one in a thousand short of it."""
    return logit(min(max(belief, 0.001), 0.999))


@rule
def intrinsic_willingness(reciprocity, hump, belief, p):
    """Log-odds of giving without own return and without field terms: a + s rho b (ODD 7.5, equation 1).

    ``hump`` is 1 for people whose giving rises and falls again with others' giving, else 0.
    """
    if hump:
        return p.giving_intercept + p.hump_slope * 2.0 * min(belief, 1.0 - belief)
    return p.giving_intercept + p.belief_slope * reciprocity * belief


@rule
def willingness(reciprocity, hump, belief, gross_return, field, p):
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
    """
    # The less reciprocal read the return instead of others' giving.
    own = p.return_weight + (0.0 if hump else (1.0 - reciprocity) * p.belief_slope / 3.0)
    return intrinsic_willingness(reciprocity, hump, belief, p) + own * (gross_return - 1.0) + field


@rule
def prior_belief(running_belief, required_share, p):
    """Belief that others give before anybody was asked (ODD 7.5, equation 2): it rises with how many are needed."""
    return logistic(
        belief_log_odds(running_belief) + p.prior_required_slope * (required_share - p.prior_required_reference)
    )


@rule
def seen_belief(prior, pledged_ties, asked_ties, p):
    """Belief after seeing what neighbours did (ODD 7.5, equation 3); not asked yet is not a refusal."""
    return (p.belief_anchor * prior + pledged_ties) / (p.belief_anchor + asked_ties)


@rule
def voice_log_odds(harm, trust, contact, fatigue, p):
    """Log-odds that a household concerned voices a need this week (ODD 7.2).

    ``harm`` is the household's yearly value over the need's mean, counted up to `MOST_STAKE`; ``contact`` 1 if somebody
    talked with them lately.
    """
    return (
        p.voice_intercept
        + p.voice_harm * (min(harm, MOST_STAKE) - 1.0)
        + p.voice_trust * (trust - 0.5)
        + p.voice_contact * contact
        - p.voice_fatigue * fatigue
    )


@rule
def attend_log_odds(stake, neighbours_share, invited, spare_ratio, fatigue, p):
    """Log-odds that an adult comes to a meeting (ODD 7.3).

    ``stake``: own value in the agenda over the needs' means, counted up to `MOST_STAKE`; ``spare_ratio``: spare minutes
    over their mean.
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
def net_worth(value, outlay):
    """Balance of value and outlay, in [-1, 1]; a harm counts as an outlay (ODD 7.4)."""
    gain = max(value, 0.0)
    cost = outlay + max(-value, 0.0)
    if gain + cost <= 0.0:
        return 0.0
    return (gain - cost) / (gain + cost)


@rule
def unfairness(cost_share, benefit_share, free_use=0.0):
    """How far the own share of the cost exceeds the own share of the benefit, in [-1, 0] (ODD 7.5, 7.15).

    The excess is taken relative to the cost share, so that it means the same among 5 and among 800 households.
    ``free_use``: share of use by others of whom one knows that they pay nothing.
    """
    if cost_share <= 0.0:
        return 0.0
    return -min(1.0, free_use + max(0.0, 1.0 - benefit_share / cost_share))


@rule
def objection(value, outlay, fairness, trust, p):
    """Reason for which somebody objects to a proposal, or NO_REASON (ODD 7.4): the strongest above the threshold."""
    loss = max(0.0, -net_worth(value, outlay))
    unfair = -fairness
    distrust = max(0.0, 1.0 - 2.0 * trust)
    strongest = max(loss, unfair, distrust)
    if strongest < p.objection_threshold:
        return NO_REASON
    if loss == strongest:
        return NET_LOSS
    return UNFAIR_SHARE if unfair == strongest else DISTRUST


@rule
def reach_log_odds(contact, absent_owner, p):
    """Log-odds that whoever collects votes finds the owner this week (ODD 7.4)."""
    return p.reach_intercept + p.reach_contact * contact - p.reach_absent_owner * absent_owner


@rule
def vote_log_odds(worth, fairness, trust, explained, neighbours_yes, p):
    """Log-odds of a yes (ODD 7.4); ``neighbours_yes`` is their share of yes, 1/2 where nobody has said anything."""
    return (
        p.vote_intercept
        + p.vote_worth * worth
        + p.vote_fairness * fairness
        + p.vote_trust * (trust - 0.5)
        + p.explained_weight * explained
        + p.vote_neighbours * (neighbours_yes - 0.5)
    )


@rule
def supervise_log_odds(ownership, spare_ratio, asked, p):
    """Log-odds that an adult supervises the works this month (ODD 7.6)."""
    return (
        p.supervise_intercept
        + p.supervise_ownership * ownership
        + p.supervise_time * (spare_ratio - 1.0)
        + p.supervise_asked * asked
    )


@rule
def keep_log_odds(ownership, neighbours_share, benefit_ratio, fatigue, p):
    """Log-odds that a household lends a hand in upkeep this month (ODD 7.8)."""
    return (
        p.keep_intercept
        + p.keep_ownership * ownership
        + p.keep_neighbours * neighbours_share
        + p.keep_benefit * (min(benefit_ratio, MOST_STAKE) - 1.0)
        - p.keep_fatigue * fatigue
    )


@rule
def score(quality, delay_years, attended, random_draw, p):
    """Score from 0 to 100 that a household gives a finished project (ODD 7.7); ``random_draw`` has unit variance."""
    points = p.score_base + p.score_quality * quality - p.score_delay * delay_years + p.score_voice * attended
    return min(100.0, max(0.0, points + p.score_spread * random_draw))


@rule
def learnt_belief(belief, seen, p):
    """Running belief after a campaign in which the share ``seen`` of the others gave (ODD 7.9)."""
    return belief + p.belief_learning * (seen - belief)


@rule
def worn_reciprocity(reciprocity, belief, seen, p):
    """Reciprocity after others gave less than believed; recovery is not identified, so there is none (ODD 7.9)."""
    return max(0.0, reciprocity - p.reciprocity_erosion * max(0.0, belief - seen))


@rule
def learnt_trust(trust, kept, p):
    """Trust after a promise was kept (1) or broken (0), towards 1 or 0 by unequal steps (ODD 7.9)."""
    if kept:
        return trust + p.trust_gain * (1.0 - trust)
    return trust - p.trust_loss * trust


@rule
def learnt_efficacy(efficacy, outcome, p):
    """Expected chance that a started project is finished, after one was (1) or was not (0) (ODD 7.9)."""
    return efficacy + p.efficacy_learning * (outcome - efficacy)
