"""How people come to expect public money for projects, and how their demand answers to it (ODD 7.21)."""

from dizao.agents.compiled import rule


@rule
def learnt_subsidy(expected: float, seen: float, step: float) -> float:
    """Public share of a project's cost that people expect, after they saw what neighbours got (ODD 7.21).

    Parameters
    ----------
    expected
        Expected until now, in [0, 1].
    seen
        Mean share that was granted or paid, in [0, 1].
    step
        Step from the one to the other, in [0, 1].

    Returns
    -------
    Share, in [0, 1].
    """
    return expected + step * (seen - expected)


@rule
def subsidy_pull(expected: float, weight: float) -> float:
    """Log-odds that an expected subsidy adds to voicing a need, or to giving for it (ODD 7.21).

    Parameters
    ----------
    expected
        Expected public share of a project's cost, in [0, 1].
    weight
        Log-odds at a share of 1; negative where who expects much does less.

    Returns
    -------
    Log-odds.
    """
    return weight * expected


@rule
def waiting(expected: float, base: float, weight: float) -> float:
    """Chance that a proposal for which there is no money waits for the next budget (ODD 7.21).

    Parameters
    ----------
    expected
        Expected public share of a project's cost, in [0, 1].
    base
        Chance where nothing is expected, in [0, 1].
    weight
        What a share of 1 adds.

    Returns
    -------
    Probability.
    """
    return min(1.0, max(0.0, base + weight * expected))


@rule
def planned_scope(expected: float, weight: float) -> float:
    """How many times as large as it was meant a project is planned, and costs (ODD 7.21).

    Parameters
    ----------
    expected
        Expected public share of its cost, in [0, 1].
    weight
        What a share of 1 adds, as a part of the cost.

    Returns
    -------
    Ratio, at least 1.
    """
    return 1.0 + weight * expected


@rule
def worth_of_scope(scope: float, power: float) -> float:
    """How many times as much a project of a larger scope is worth, with diminishing value (ODD 7.21).

    Parameters
    ----------
    scope
        Ratio to what was meant, at least 1.
    power
        In [0, 1]; 0: it is worth no more, 1: as much more as it costs.

    Returns
    -------
    Ratio, at least 1.
    """
    return float(scope**power)
