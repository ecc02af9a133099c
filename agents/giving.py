"""Rules of giving: today's, and rival readings of the same experiments, each a whole rule (ODD 7.5, 7.23).

Which of them people follow is `People.giving_rule`; compiled rules read it as a number (`coded`).
"""

from typing import Any, NamedTuple

from dizao.agents.compiled import rule
from dizao.agents.laboratory import chance_of_success
from dizao.agents.parameters import GIVING_RULES, People
from dizao.agents.resident import intrinsic_willingness, logistic, willingness

CONDITIONAL: Any = 0
CAUSAL: Any = 1
PIVOTAL: Any = 2
NORM: Any = 3
INEQUALITY: Any = 4
"""Numbers of the rules, in the order of `GIVING_RULES`."""


class Prospect(NamedTuple):
    """What somebody sees of a gift that is asked, as the rules of giving read it.

    ``belief`` is the believed share of others who give (b). Units per unit given: ``gross_return`` is m of equation 4,
    ``own_return`` and ``others_return`` what the own gift brings about for oneself (m*) and for others (x).
    ``distance`` is by how much a unit given changes the distance to others (k).
    """

    belief: float
    gross_return: float
    own_return: float
    others_return: float
    distance: float


class Decisive(NamedTuple):
    """Chances that enough comes together with one's own gift (S1) and without it (S0)."""

    given: float
    kept: float


def coded(people: People) -> People:
    """Return people's numbers as compiled rules read them: the rule of giving is its number.

    Parameters
    ----------
    people
        Behavioural parameters, the rule by name.

    Returns
    -------
    The same with the rule as a whole number; what has a number already is returned as it is.
    """
    name: Any = people.giving_rule
    return people._replace(giving_rule=GIVING_RULES.index(name)) if isinstance(name, str) else people  # type: ignore[arg-type]


@rule
def decisive(belief: float, others: float, needed: float) -> Decisive:
    """Return the chances that enough give with one's own gift and without it (ODD 7.23).

    Parameters
    ----------
    belief
        Probability that each other gives a gift of the own size.
    others
        How many others there are; 0 or less: nothing hangs on anybody.
    needed
        How many gifts of that size must come together.

    Returns
    -------
    S1 and S0.
    """
    if others < 0.0:
        return Decisive(0.0, 0.0)
    return Decisive(chance_of_success(belief, 1.0, others, needed), chance_of_success(belief, 0.0, others, needed))


@rule
def value_ratio(value: float, outlay: float, p: People) -> float:
    """Return what a thing is worth per unit of outlay, as far as that is perceived (ODD 7.5, equation 4).

    Parameters
    ----------
    value, outlay
        Present value, and what one would pay, in the same unit.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Ratio, between minus `return_floor` and `return_ceiling`.
    """
    if outlay > 0.0:
        return min(max(value / outlay, -p.return_floor), p.return_ceiling)
    return p.return_ceiling if value > 0.0 else 0.0


@rule
def causal_return(ratio: float, refund: float, given: float, kept: float) -> float:
    """Return what one's own gift brings about for oneself (m*, ODD 7.23).

    Parameters
    ----------
    ratio
        Value per unit given if enough comes together (`value_ratio`).
    refund
        Share of a gift that comes back if it does not.
    given, kept
        Chances that it does, with one's own gift and without it (`decisive`).

    Returns
    -------
    Units per unit given.
    """
    return ratio * (given - kept) + refund * (1.0 - given)


@rule
def external_return(gain: float, outlay: float, chance: float, p: People) -> float:
    """Return what one's own gift brings about for others (x, ODD 7.23).

    Parameters
    ----------
    gain, outlay
        What all others gain, and what one would pay, in the same unit.
    chance
        Chance that the own gift decides about it.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Units per unit given, in [0, `return_ceiling`].
    """
    if outlay > 0.0:
        return min(p.return_ceiling, max(0.0, gain / outlay * chance))
    return p.return_ceiling * chance if gain > 0.0 else 0.0


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
        What is seen of the gift.
    field
        Sum of the field terms, log-odds.
    p
        Behavioural parameters, the rule as its number (`coded`).

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
        What is seen of the gift; its returns to oneself are not read.
    p
        Behavioural parameters, the rule as its number (`coded`).

    Returns
    -------
    Log-odds.
    """
    if p.giving_rule == CONDITIONAL:
        return intrinsic_willingness(reciprocity, hump, seen.belief, p)
    even = Prospect(seen.belief, 1.0, 1.0, seen.others_return, seen.distance)
    return giving_log_odds(reciprocity, hump, even, 0.0, p)
