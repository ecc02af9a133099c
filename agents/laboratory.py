"""What only games in a laboratory ask of people: leave, talk, fear punishment, give a part (ODD 8).

How willing somebody is to give is decided by `dizao.agents.resident.willingness`, here as in the district.
"""

import math

from dizao.agents.compiled import rule
from dizao.agents.resident import belief_log_odds, logistic

NO_TALK, WRITTEN, FACE_TO_FACE = 0, 1, 2
"""Ways of talking before the choice."""

LARGEST_NORMAL = 8.0
"""Beyond it a probability is one or nothing in double precision."""

SMALLEST_VARIANCE = 1e-12

LARGEST_ADVANTAGE = 5.0
"""What staying promises above leaving is perceived up to so many endowments."""


@rule
def normal_log_odds(z):
    """Return the log-odds of the probability below a standard normal number."""
    bounded = min(max(z, -LARGEST_NORMAL), LARGEST_NORMAL)
    return math.log(math.erfc(-bounded / math.sqrt(2.0)) / math.erfc(bounded / math.sqrt(2.0)))


@rule
def normal_below(z):
    """Return the probability below a standard normal number."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


@rule
def chance_of_success(belief, own, others, needed):
    """Chance that enough give (ODD 8): a normal number in place of a binomial one.

    Parameters
    ----------
    belief, own
        Probability that each other, and oneself, gives what is asked.
    others
        How many others there are.
    needed
        How many must give.
    """
    spread = math.sqrt(others * belief * (1.0 - belief) + own * (1.0 - own) + SMALLEST_VARIANCE)
    return normal_below((others * belief + own - needed + 0.5) / spread)


@rule
def persistent_draw(own, fresh, p):
    """Log-odds of a random draw that in part persists, as one's own in this decision (ODD 8, equation 10).

    ``own`` and ``fresh``: standard normal numbers; the random draw of one round is uniform, as everywhere.
    """
    return normal_log_odds(math.sqrt(p.draw_persistence) * own + math.sqrt(1.0 - p.draw_persistence) * fresh)


@rule
def share_given(latent, p):
    """Return which part of the largest contribution somebody gives (ODD 8, equation 9), ``latent`` = eta + logit u.

    -1 stands for the smallest contribution allowed and 2 for the largest: both ends are chosen more often than what
    lies between. Otherwise it is the way from the one to the other.
    """
    x, corner = logistic(latent), p.corner_share
    if x < corner:
        return -1.0
    if x > 1.0 - corner:
        return 2.0
    return (x - corner) / (1.0 - 2.0 * corner)


@rule
def communication_term(kind, p):
    """Log-odds added by talking before the choice (ODD 8)."""
    if kind == FACE_TO_FACE:
        return p.face_to_face_weight
    return p.written_weight if kind == WRITTEN else 0.0


@rule
def feared_loss(cost, effect, p):
    """Return per unit given that fear of punishment adds (ODD 8): more where it hurts and costs who punishes little."""
    return p.punishment_weight * effect / (1.0 + cost + effect) if effect > 0.0 else 0.0


@rule
def leaving_log_odds(advantage, p):
    """Log-odds that a member leaves a voluntary group (ODD 8).

    ``advantage``: what staying promises above leaving, in endowments.
    """
    bounded = min(max(advantage, -LARGEST_ADVANTAGE), LARGEST_ADVANTAGE)
    return p.exit_intercept - p.exit_weight * bounded


@rule
def running_of(belief, required_share, p):
    """Return the running belief that `dizao.agents.resident.prior_belief` would have read as ``belief``."""
    return logistic(belief_log_odds(belief) - p.prior_required_slope * (required_share - p.prior_required_reference))


@rule
def rested_reciprocity(reciprocity, first, p):
    """Reciprocity a round later (ODD 8): part of what disappointment has worn off comes back."""
    return reciprocity + p.reciprocity_recovery * (first - reciprocity)


@rule
def foreseen_return(cross_return, rounds_left, p):
    """Return per unit given that partners foresee from what their contribution makes others give later (ODD 8).

    A contribution moves others' beliefs by `belief_learning` a round; ``cross_return``: units to oneself per unit that
    others give more.
    """
    return p.foresight_weight * cross_return * (1.0 - (1.0 - p.belief_learning) ** rounds_left)


@rule
def recovered_belief(running, first, p):
    """Running belief when new rules begin (ODD 8): part of the way back to the first, in log-odds."""
    here, there = belief_log_odds(running), belief_log_odds(first)
    return logistic(here + p.restart_recovery * (there - here))
