"""What only games in a laboratory ask of people: leave, talk, fear punishment, give a part (ODD 8).

How willing somebody is to give is decided by `dizao.agents.resident.willingness`, here as in the district.
"""

import math

from dizao.agents.compiled import rule
from dizao.agents.parameters import People
from dizao.agents.resident import belief_log_odds, logistic

NO_TALK, WRITTEN, FACE_TO_FACE = 0, 1, 2
"""Ways of talking before the choice."""

LARGEST_NORMAL = 8.0
"""Beyond it a probability is one or nothing in double precision."""

SMALLEST_VARIANCE = 1e-12

LARGEST_ADVANTAGE = 5.0
"""What staying promises above leaving is perceived up to so many endowments."""


@rule
def normal_log_odds(z: float) -> float:
    """Return the log-odds of the probability below a standard normal number.

    Parameters
    ----------
    z
        Standard normal number.

    Returns
    -------
    Log-odds.
    """
    bounded = min(max(z, -LARGEST_NORMAL), LARGEST_NORMAL)
    return math.log(math.erfc(-bounded / math.sqrt(2.0)) / math.erfc(bounded / math.sqrt(2.0)))


@rule
def normal_below(z: float) -> float:
    """Return the probability below a standard normal number.

    Parameters
    ----------
    z
        Standard normal number.

    Returns
    -------
    Probability.
    """
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


@rule
def chance_of_success(belief: float, own: float, others: float, needed: float) -> float:
    """Chance that enough give (ODD 8): a normal number in place of a binomial one.

    Parameters
    ----------
    belief, own
        Probability that each other, and oneself, gives what is asked.
    others
        How many others there are.
    needed
        How many must give.

    Returns
    -------
    Probability.
    """
    spread = math.sqrt(others * belief * (1.0 - belief) + own * (1.0 - own) + SMALLEST_VARIANCE)
    return normal_below((others * belief + own - needed + 0.5) / spread)


@rule
def persistent_draw(own: float, fresh: float, p: People) -> float:
    """Log-odds of a random draw that in part persists, as one's own in this decision (ODD 8, equation 10).

    Parameters
    ----------
    own
        Standard normal number of the person and the decision, the same in all rounds.
    fresh
        Standard normal number of this round.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Logistic number: log-odds of a uniform one, as everywhere.
    """
    return normal_log_odds(math.sqrt(p.draw_persistence) * own + math.sqrt(1.0 - p.draw_persistence) * fresh)


@rule
def share_given(latent: float, p: People) -> float:
    """Part of the largest contribution that somebody gives (ODD 8, equation 9).

    Both ends are chosen more often than what lies between.

    Parameters
    ----------
    latent
        eta + logit u, log-odds.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    -1 for the smallest contribution allowed, 2 for the largest, else the way from the one to the other.
    """
    x, corner = logistic(latent), p.corner_share
    if x < corner:
        return -1.0
    if x > 1.0 - corner:
        return 2.0
    return (x - corner) / (1.0 - 2.0 * corner)


@rule
def communication_term(kind: int, p: People) -> float:
    """Term for talking before the choice (ODD 8; Balliet 2010).

    Parameters
    ----------
    kind
        NO_TALK, WRITTEN or FACE_TO_FACE.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    if kind == FACE_TO_FACE:
        return p.face_to_face_weight
    return p.written_weight if kind == WRITTEN else 0.0


@rule
def feared_loss(cost: float, effect: float, p: People) -> float:
    """Return that fear of punishment adds (ODD 8): more where it hurts and costs who punishes little.

    Parameters
    ----------
    cost
        Units that a point of punishment costs who punishes.
    effect
        Units that it takes from who is punished.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Units per unit given.
    """
    return p.punishment_weight * effect / (1.0 + cost + effect) if effect > 0.0 else 0.0


@rule
def leaving_log_odds(advantage: float, p: People) -> float:
    """Log-odds that a member leaves a voluntary group (ODD 8).

    Parameters
    ----------
    advantage
        What staying promises above leaving, in endowments.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    bounded = min(max(advantage, -LARGEST_ADVANTAGE), LARGEST_ADVANTAGE)
    return p.exit_intercept - p.exit_weight * bounded


@rule
def running_of(belief: float, required_share: float, p: People) -> float:
    """Return the running belief that `dizao.agents.resident.prior_belief` would have read as ``belief``.

    Parameters
    ----------
    belief
        Believed share of others who give, in [0, 1].
    required_share
        Share of those asked that must give, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Share, in (0, 1).
    """
    return logistic(belief_log_odds(belief) - p.prior_required_slope * (required_share - p.prior_required_reference))


@rule
def foreseen_return(cross_return: float, rounds_left: int, p: People) -> float:
    """Return that partners foresee from what their contribution makes others give later (ODD 8).

    A contribution moves others' beliefs by `belief_learning` a round.

    Parameters
    ----------
    cross_return
        Units to oneself per unit that others give more.
    rounds_left
        Rounds left with the same partners.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Units per unit given.
    """
    return p.foresight_weight * cross_return * (1.0 - (1.0 - p.belief_learning) ** rounds_left)


@rule
def recovered_belief(running: float, first: float, p: People) -> float:
    """Running belief when new rules begin (ODD 8): part of the way back to the first, in log-odds.

    Parameters
    ----------
    running
        Running belief under the old rules, in [0, 1].
    first
        Belief that the person came with, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Share, in (0, 1).
    """
    here, there = belief_log_odds(running), belief_log_odds(first)
    return logistic(here + p.restart_recovery * (there - here))
