"""What somebody sees of a contribution that is asked, and what the contribution brings about (ODD 7.23)."""

from typing import Any, NamedTuple

from dizao.agents.compiled import rule
from dizao.agents.laboratory import chance_of_success
from dizao.agents.parameters import GIVING_RULES, People


class Prospect(NamedTuple):
    """What somebody sees of a contribution that is asked, as the rules of giving read it.

    ``belief`` is the believed share of others who give (b). Units per unit given: ``gross_return`` is m of equation 4,
    ``own_return`` and ``others_return`` what the own contribution brings about for oneself (m*) and for others (x).
    ``distance`` is by how much a unit given changes the distance to others (k).
    """

    belief: float
    gross_return: float
    own_return: float
    others_return: float
    distance: float


class Decisive(NamedTuple):
    """Chances that enough comes together with one's own contribution (S1) and without it (S0)."""

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
    """Return the chances that enough give with one's own contribution and without it (ODD 7.23).

    Parameters
    ----------
    belief
        Probability that each other gives a contribution of the own size.
    others
        How many others there are; 0 or less: nothing hangs on anybody.
    needed
        How many contributions of that size must come together.

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
    """Return what one's own contribution brings about for oneself (m*, ODD 7.23).

    Parameters
    ----------
    ratio
        Value per unit given if enough comes together (`value_ratio`).
    refund
        Share of a contribution that comes back if it does not.
    given, kept
        Chances that it does, with one's own contribution and without it (`decisive`).

    Returns
    -------
    Units per unit given.
    """
    return ratio * (given - kept) + refund * (1.0 - given)


@rule
def external_return(gain: float, outlay: float, chance: float, p: People) -> float:
    """Return what one's own contribution brings about for others (x, ODD 7.23).

    Parameters
    ----------
    gain, outlay
        What all others gain, and what one would pay, in the same unit.
    chance
        Chance that the own contribution decides about it.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Units per unit given, in [0, `return_ceiling`].
    """
    if outlay > 0.0:
        return min(p.return_ceiling, max(0.0, gain / outlay * chance))
    return p.return_ceiling * chance if gain > 0.0 else 0.0
