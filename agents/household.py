"""Households: their purse, and how the deciding adult decides about money (ODD 7.5).

The deciding adult is the first resident of the household in storage order.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule
from dizao.agents.resident import logistic


class Households(NamedTuple):
    """Columns of the households, in place order; shape (households,), ``first_resident`` one longer.

    Money is whole fen. ``savings_fen`` is right as of ``savings_week``: spare money accrues when the purse is next
    opened. ``committed_fen`` is what was pledged and not yet paid. ``owner`` is 1 where the owner lives in the
    dwelling, 0 where a tenant does and the vote belongs to an absent owner. ``income_group`` is a fifth, 0 the poorest.
    ``contact_week`` is when somebody last talked with the household, ``told_week`` when it was last told of a meeting.
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
    told_week: NDArray[np.int16]


@rule
def accrued(savings_fen, spare_fen, weeks, most_weeks):
    """Return what spare money adds in some weeks: savings stop at so many weeks of spare money, the rest is spent."""
    room = max(0, int(most_weeks * spare_fen) - savings_fen)
    return min(room, spare_fen * weeks)


@rule
def free_money(savings_fen, committed_fen, spare_fen, p):
    """Return the fen that a household is ready to part with: savings less pledges less a reserve."""
    return max(0, savings_fen - committed_fen - int(p.savings_reserve_weeks * spare_fen))


@rule
def expected_return(value, outlay, belief, refund, p):
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
    """
    if outlay > 0.0:
        ratio = min(max(value / outlay, -p.return_floor), p.return_ceiling)
    else:
        ratio = p.return_ceiling if value > 0.0 else 0.0
    return ratio * belief + refund * (1.0 - belief)


@rule
def expected_promise(trust, w):
    """Part of a promised reward that somebody expects to be paid, before discounting (ODD 7.5).

    ``w``: `dizao.model.parameters.Works`.
    """
    return min(1.0, max(0.0, w.promise_base + w.promise_trust * (trust - 0.5)))


@rule
def expected_refund(efficacy, insured):
    """Share of a contribution expected back if the project is not completed (ODD 7.5).

    Pledges that never reach the goal go back whole; who trusts that started works are finished expects failure there.
    The sunk cost of an abandoned project comes back as far as insured.
    """
    return efficacy + (1.0 - efficacy) * insured


@rule
def field_terms(leaders, contact, trust, fairness, explained, belief, secured_share, p):
    """Sum of the terms that laboratory games do not have, log-odds (ODD 7.5, equation 5).

    ``leaders``: summed status of leaders seen giving; ``contact`` and ``explained``: 0 or 1; ``secured_share``:
    part of the cost that does not depend on those asked.
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
def visible_giving_term(seen, p):
    """Log-odds added where giving is seen (``seen`` 1) and not anonymous (0): the honour of it (ODD 7.5)."""
    return p.honour_weight * seen


@rule
def crowding_term(salience, intrinsic, p):
    """Log-odds taken off where giving is paid for (ODD 7.5): most from those who would have given anyway.

    ``salience``: how much the pay is in view, 0 to 1; ``intrinsic``: a + s rho b, the log-odds without return and pay.
    """
    return -p.crowding_weight * salience * logistic(intrinsic)


@rule
def match_term(offered, p):
    """Log-odds added because a match is offered (``offered`` 1) at all (ODD 7.5); its rate lowers what is asked."""
    return p.match_constant * offered


@rule
def free_contribution(value_fen, share_fen, free_fen, status, random_draw, p):
    """Fen that a willing household gives where each gives what they like (ODD 7.5).

    Log-logistic around the least of own value, means and the share that would be asked; more from members, never more
    than the means. ``random_draw`` has unit variance.
    """
    middle = min(max(0.0, value_fen), float(free_fen), float(share_fen))
    return min(
        free_fen,
        int(middle * math.exp(p.free_contribution_spread * random_draw) * (1.0 + p.lead_contribution_ratio * status)),
    )


@rule
def contribution(asked_fen, free_fen, status, p):
    """Fen that a willing household pledges: the share asked, else half of it, else nothing (then labour may do).

    A party member's household gives first and more, from means and status.
    """
    wanted = asked_fen + int(p.lead_contribution_ratio * status * asked_fen)
    if free_fen >= wanted:
        return wanted
    if free_fen >= asked_fen:
        return asked_fen
    half = (asked_fen + 1) // 2
    return half if free_fen >= half else 0
