"""Households: their purse, and how the deciding adult decides about money (ODD 7.5).

The deciding adult is the first resident of the household in storage order.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule
from dizao.agents.parameters import People
from dizao.agents.resident import logistic
from dizao.agents.works import WorksRules

NOBODY = -1
"""Stands for the person who talked where it was nobody in person."""


class Households(NamedTuple):
    """Columns of the households, in place order; shape (households,), ``first_resident`` one longer.

    Money is whole fen. ``savings_fen`` is right as of ``savings_week``: spare money accrues when the purse is next
    opened. ``committed_fen`` is what was pledged and not yet paid. ``owner`` is 1 where the owner lives in the
    dwelling, 0 where a tenant does and the vote belongs to an absent owner. ``income_group`` is a fifth, 0 the poorest.
    ``contact_week`` is when somebody last talked with the household, ``contact_by`` the person who then did (an id;
    `NOBODY`: it was a meeting, or passed on), ``told_week`` when it was last told of a meeting.
    """

    id: NDArray[np.int64]
    first_resident: NDArray[np.int32]
    building: NDArray[np.int32]
    owner: NDArray[np.uint8]
    area: NDArray[np.float32]
    income_group: NDArray[np.uint8]
    spare_fen: NDArray[np.int32]
    savings_fen: NDArray[np.int64]
    savings_week: NDArray[np.int16]
    committed_fen: NDArray[np.int64]
    contact_week: NDArray[np.int16]
    contact_by: NDArray[np.int64]
    told_week: NDArray[np.int16]


@rule
def accrued(savings_fen: int, spare_fen: int, weeks: int, most_weeks: float) -> int:
    """Return what spare money adds in some weeks: savings stop at so many weeks of spare money, the rest is spent.

    Parameters
    ----------
    savings_fen
        Savings, fen.
    spare_fen
        Spare money a week, fen.
    weeks
        Weeks since the purse was last opened.
    most_weeks
        Weeks of spare money at which savings stop.

    Returns
    -------
    Fen that come, not negative.
    """
    room = max(0, int(most_weeks * spare_fen) - savings_fen)
    return min(room, spare_fen * weeks)


@rule
def free_money(savings_fen: int, committed_fen: int, spare_fen: int, p: People) -> int:
    """Return the fen that a household is ready to part with: savings less pledges less a reserve.

    Parameters
    ----------
    savings_fen
        Savings, fen.
    committed_fen
        Pledged and not yet paid, fen.
    spare_fen
        Spare money a week, fen.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Fen, at least 0.
    """
    return max(0, savings_fen - committed_fen - int(p.savings_reserve_weeks * spare_fen))


@rule
def expected_return(value: float, outlay: float, belief: float, refund: float, p: People) -> float:
    """Gross private return expected per yuan given (ODD 7.5, equation 4).

    Parameters
    ----------
    value
        Present value to the household if the thing is built, fen.
    outlay
        What it would pay, fen.
    belief
        Believed share of others who give.
    refund
        Share of a contribution expected back if the project is not completed.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Yuan per yuan given, bounded by `return_floor` and `return_ceiling`.
    """
    if outlay > 0.0:
        ratio = min(max(value / outlay, -p.return_floor), p.return_ceiling)
    else:
        ratio = p.return_ceiling if value > 0.0 else 0.0
    return ratio * belief + refund * (1.0 - belief)


@rule
def expected_promise(trust: float, w: WorksRules) -> float:
    """Part of a promised reward that somebody expects to be paid, before discounting (ODD 7.5).

    Parameters
    ----------
    trust
        Trust in those who organise, in [0, 1].
    w
        How works go (`dizao.model.parameters.Works`).

    Returns
    -------
    Share, in [0, 1].
    """
    return min(1.0, max(0.0, w.promise_base + w.promise_trust * (trust - 0.5)))


@rule
def expected_refund(efficacy: float, insured: float) -> float:
    """Share of a contribution expected back if the project is not completed (ODD 7.5).

    Pledges that never reach the goal go back whole; who trusts that started works are finished expects failure there.
    The sunk cost of an abandoned project comes back as far as insured.

    Parameters
    ----------
    efficacy
        Believed chance that a started project is finished, in [0, 1].
    insured
        Part of a contribution lost that way that is made good, in [0, 1].

    Returns
    -------
    Share, in [0, 1].
    """
    return efficacy + (1.0 - efficacy) * insured


@rule
def field_terms(
    leaders: float,
    contact: float,
    trust: float,
    fairness: float,
    explained: float,
    belief: float,
    secured_share: float,
    p: People,
) -> float:
    """Sum of the terms that laboratory games do not have (ODD 7.5, equation 5).

    Parameters
    ----------
    leaders
        Summed status of leaders seen giving.
    contact
        1 if somebody talked with them lately, else 0.
    trust
        Trust in those who organise, in [0, 1].
    fairness
        Unfairness of the share asked, in [-1, 0].
    explained
        1 if a distrust that was voiced has been answered, else 0.
    belief
        Believed share of others who give, in [0, 1].
    secured_share
        Part of the cost that does not depend on those asked, in [0, 1].
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    near = logistic((belief + secured_share - 1.0) / p.goal_spread)
    return (
        p.lead_weight * min(1.0, leaders / 3.0)
        + p.contact_weight * contact
        + p.trust_weight * (trust - 0.5)
        + p.fairness_weight * fairness
        + p.explained_weight * explained
        + p.goal_weight * (near - 0.5)
    )


@rule
def visible_giving_term(seen: float, p: People) -> float:
    """Term for giving that is seen: the honour of it (ODD 7.5).

    Parameters
    ----------
    seen
        1 where giving is seen, 0 where it is anonymous.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return p.honour_weight * seen


@rule
def crowding_term(salience: float, intrinsic: float, p: People) -> float:
    """Term for giving that is paid for (ODD 7.5): most is lost of those who would have given anyway.

    Parameters
    ----------
    salience
        How much the pay is in view, in [0, 1].
    intrinsic
        Log-odds without return and pay (`intrinsic_willingness`).
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds, negative where pay crowds giving out.
    """
    return -p.crowding_weight * salience * logistic(intrinsic)


@rule
def match_term(offered: float, p: People) -> float:
    """Term for a match that is offered at all (ODD 7.5; Karlan & List 2007); its rate lowers what is asked.

    Parameters
    ----------
    offered
        1 where a match is offered, else 0.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Log-odds.
    """
    return p.match_constant * offered


@rule
def free_contribution(
    value_fen: float, share_fen: int, free_fen: int, status: float, random_draw: float, p: People
) -> int:
    """Contribution of a willing household where each gives what they like (ODD 7.5).

    Log-logistic around the least of own value, means and the share that would be asked; more from members, never more
    than the means.

    Parameters
    ----------
    value_fen
        Value to the household, fen.
    share_fen
        Share that would be asked, fen.
    free_fen
        What the household is ready to part with, fen.
    status
        Status of the household: 0 for all but party members.
    random_draw
        Random draw of unit variance.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Fen, at most `free_fen`.
    """
    middle = min(max(0.0, value_fen), float(free_fen), float(share_fen))
    return min(
        free_fen,
        int(middle * math.exp(p.free_contribution_spread * random_draw) * (1.0 + p.lead_contribution_ratio * status)),
    )


@rule
def contribution(asked_fen: int, free_fen: int, status: float, p: People) -> int:
    """Pledge of a willing household: the share asked, else half of it, else nothing (then labour may do).

    A party member's household gives first and more, from means and status (ODD 7.5).

    Parameters
    ----------
    asked_fen
        Share asked, fen.
    free_fen
        What the household is ready to part with, fen.
    status
        Status of the household: 0 for all but party members.
    p
        Behavioural parameters (`dizao.agents.parameters.People`).

    Returns
    -------
    Fen, at most `free_fen`.
    """
    wanted = asked_fen + int(p.lead_contribution_ratio * status * asked_fen)
    if free_fen >= wanted:
        return wanted
    if free_fen >= asked_fen:
        return asked_fen
    half = (asked_fen + 1) // 2
    return half if free_fen >= half else 0
