"""Rules of giving: today's, and rival readings of the same experiments, each a whole rule (ODD 7.5, 7.23).

Which of them people follow is `People.giving_rule`; compiled rules read it as a number
(`dizao.agents.prospects.coded`).
"""

from typing import Any

from dizao.agents.compiled import rule
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect
from dizao.agents.resident import intrinsic_willingness, logistic, willingness

CONDITIONAL: Any = 0
CAUSAL: Any = 1
PIVOTAL: Any = 2
NORM: Any = 3
INEQUALITY: Any = 4
"""Numbers of the rules, in the order of `dizao.agents.parameters.GIVING_RULES`."""


@rule
def causal_willingness(
    reciprocity: float, hump: int, belief: float, own_return: float, others_return: float, p: People
) -> float:
    """Log-odds without field terms under the rule ``causal`` (ODD 7.23, equation 11).

    Parameters
    ----------
    reciprocity
        rho >= 0.
    hump
        1 for hump-shaped people, else 0.
    belief
        Believed share of others who give, in [0, 1].
    own_return, others_return
        m* and x, units per unit given.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    others = 0.0 if hump else p.external_weight * reciprocity * others_return
    return intrinsic_willingness(reciprocity, hump, belief, p) + p.return_weight * (own_return - 1.0) + others


@rule
def pivotal_willingness(reciprocity: float, hump: int, belief: float, own_return: float, p: People) -> float:
    """Log-odds without field terms under the rule ``pivotal`` (ODD 7.23, equation 12).

    Parameters
    ----------
    reciprocity
        rho >= 0: here the joy of giving.
    hump
        1 for hump-shaped people, else 0.
    belief
        Believed share of others who give, in [0, 1]; only hump-shaped people read it.
    own_return
        m*, units per unit given.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    if hump:
        return intrinsic_willingness(reciprocity, hump, belief, p) + p.return_weight * (own_return - 1.0)
    return p.giving_intercept + p.belief_slope * reciprocity + p.return_weight * (own_return - 1.0)


@rule
def norm_willingness(reciprocity: float, hump: int, belief: float, p: People) -> float:
    """Log-odds without field terms under the rule ``norm`` (ODD 7.23, equation 13).

    Parameters
    ----------
    reciprocity
        rho >= 0.
    hump
        1 for hump-shaped people, else 0.
    belief
        Believed share of others who give, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    if hump:
        return intrinsic_willingness(reciprocity, hump, belief, p)
    held = logistic((belief - p.norm_middle) / p.norm_spread)
    return p.giving_intercept + p.belief_slope * reciprocity * held


@rule
def inequality_willingness(
    reciprocity: float, hump: int, belief: float, own_return: float, distance: float, p: People
) -> float:
    """Log-odds without field terms under the rule ``inequality`` (ODD 7.23, equation 14).

    Parameters
    ----------
    reciprocity
        rho >= 0.
    hump
        1 for hump-shaped people, else 0.
    belief
        Believed share of others who give, in [0, 1].
    own_return
        m*, units per unit given.
    distance
        k: by how much a unit given changes the distance to others.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    own = p.return_weight * (own_return - 1.0)
    if hump:
        return intrinsic_willingness(reciprocity, hump, belief, p) + own
    aversion = p.guilt * belief - p.envy * (1.0 - belief)
    return p.giving_intercept + own + p.return_weight * distance * reciprocity * aversion


@rule
def giving_log_odds(reciprocity: float, hump: int, seen: Prospect, field: float, p: People) -> float:
    """Log-odds that somebody gives, by the rule of giving in force (ODD 7.5, equation 1; 7.23, equations 11 to 14).

    Parameters
    ----------
    reciprocity
        rho >= 0.
    hump
        1 for hump-shaped people, else 0.
    seen
        What is seen of the contribution.
    field
        Sum of the field terms, log-odds.
    p
        Behavioural parameters, the rule as its number (`dizao.agents.prospects.coded`).

    Returns
    -------
    Log-odds.
    """
    if p.giving_rule == CAUSAL:
        return causal_willingness(reciprocity, hump, seen.belief, seen.own_return, seen.others_return, p) + field
    if p.giving_rule == PIVOTAL:
        return pivotal_willingness(reciprocity, hump, seen.belief, seen.own_return, p) + field
    if p.giving_rule == NORM:
        return norm_willingness(reciprocity, hump, seen.belief, p) + field
    if p.giving_rule == INEQUALITY:
        return inequality_willingness(reciprocity, hump, seen.belief, seen.own_return, seen.distance, p) + field
    return willingness(reciprocity, hump, seen.belief, seen.gross_return, field, p)


@rule
def unpaid_log_odds(reciprocity: float, hump: int, seen: Prospect, p: People) -> float:
    """Log-odds that somebody would give without own return and field terms, which pay crowds out (ODD 7.10, 7.23).

    Parameters
    ----------
    reciprocity
        rho >= 0.
    hump
        1 for hump-shaped people, else 0.
    seen
        What is seen of the contribution; its returns to oneself are not read.
    p
        Behavioural parameters, the rule as its number (`dizao.agents.prospects.coded`).

    Returns
    -------
    Log-odds.
    """
    if p.giving_rule == CONDITIONAL:
        return intrinsic_willingness(reciprocity, hump, seen.belief, p)
    even = Prospect(seen.belief, 1.0, 1.0, seen.others_return, seen.distance)
    return giving_log_odds(reciprocity, hump, even, 0.0, p)
