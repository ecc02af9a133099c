"""How likely what people did in three games is, for given dispositions: the district's rules, turned round (ODD 8).

A subject's reciprocity and persistent random term are not observed: both are summed over a few nodes. All else is data:
beliefs as stated, contributions of others as seen.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule, threaded_kernel
from dizao.agents.giving import CONDITIONAL, giving_log_odds
from dizao.agents.household import expected_return
from dizao.agents.laboratory import normal_below
from dizao.agents.parameters import People
from dizao.agents.prospects import Prospect, causal_return, decisive, external_return, value_ratio
from dizao.agents.resident import learnt_reciprocity, logistic, logit

TINY = 1e-300

# A rational approximation of the normal quantile (Acklam 2003), good to nine digits.
_CENTRE = 0.02425
_A = (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02, 1.383577518672690e02,
      -3.066479806614716e01, 2.506628277459239e00)  # fmt: skip
_B = (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02, 6.680131188771972e01,
      -1.328068155288572e01)  # fmt: skip
_C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00, -2.549732539343734e00,
      4.374664141464968e00, 2.938163982698783e00)  # fmt: skip
_D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00)


class Dilemma(NamedTuple):
    """A repeated dilemma with contributions of nothing, half or all.

    Shapes (subjects, rounds), answers (subjects, rounds, 3).

    ``contribution`` and ``answer`` are levels 0, 1, 2; ``belief`` and ``seen`` shares of the endowment.
    """

    contribution: NDArray[np.int64]
    answer: NDArray[np.int64]
    belief: NDArray[np.float64]
    seen: NDArray[np.float64]
    multiplier: float


class Thresholds(NamedTuple):
    """Threshold games played once each.

    Shapes (subjects, games); ``prize_ratio``: units of prize per unit of contribution.

    ``field`` is added to the log-odds: 0 but for an alternative form. ``others`` are how many others play, ``needed``
    how many of all must give in each game, shape (games,).
    """

    gives: NDArray[np.int64]
    belief: NDArray[np.float64]
    field: NDArray[np.float64]
    prize_ratio: float
    others: float
    needed: NDArray[np.float64]


class Linear(NamedTuple):
    """A linear public good played once, with beliefs; shape (people,).

    ``step`` is the contribution in ``steps`` equal steps of the endowment, ``belief`` the believed share of others'
    endowments that they give; ``per_head_return`` goes to each of ``others`` and oneself.
    """

    step: NDArray[np.int64]
    belief: NDArray[np.float64]
    steps: int
    per_head_return: float
    others: float


class Nodes(NamedTuple):
    """Where reciprocity and the random term are summed: values and weights that add up to one."""

    rho: NDArray[np.float64]
    rho_weight: NDArray[np.float64]
    random_draw: NDArray[np.float64]
    draw_weight: NDArray[np.float64]


@rule
def normal_quantile(u: float) -> float:
    """Return the standard normal number below which lies the probability u.

    Parameters
    ----------
    u
        Probability, in [0, 1].

    Returns
    -------
    The quantile, in standard deviations; finite at 0 and 1 too.
    """
    if u < _CENTRE or u > 1.0 - _CENTRE:
        q = math.sqrt(-2.0 * math.log(max(min(u, 1.0 - u), TINY)))
        top = ((((_C[0] * q + _C[1]) * q + _C[2]) * q + _C[3]) * q + _C[4]) * q + _C[5]
        x = top / ((((_D[0] * q + _D[1]) * q + _D[2]) * q + _D[3]) * q + 1.0)
        return x if u < 0.5 else -x
    q = u - 0.5
    r = q * q
    top = (((((_A[0] * r + _A[1]) * r + _A[2]) * r + _A[3]) * r + _A[4]) * r + _A[5]) * q
    return top / (((((_B[0] * r + _B[1]) * r + _B[2]) * r + _B[3]) * r + _B[4]) * r + 1.0)


@rule
def _edges(eta: float, level: int, corner: float) -> tuple[float, float]:
    """Return the normal numbers between which the random term makes this level of three: nothing, half, all."""
    low, high = -np.inf, np.inf
    if level > 0:
        low = normal_quantile(logistic(-eta - corner if level == 1 else corner - eta))
    if level < 2:
        high = normal_quantile(logistic(-eta - corner if level == 0 else corner - eta))
    return low, high


@rule
def _between(low: float, high: float, own: float, p: People) -> float:
    """Return the probability that the random term lies between two edges, for the part of it that is one's own."""
    lasting, rest = math.sqrt(p.draw_persistence) * own, math.sqrt(1.0 - p.draw_persistence)
    return normal_below((high - lasting) / rest) - normal_below((low - lasting) / rest)


@rule
def _path(rho: float, i: int, data: Dilemma, p: People, out: NDArray[np.float64]) -> None:
    """Write down the reciprocity of each round, as disappointment wears it off and rest brings it back."""
    out[0] = rho
    for t in range(1, len(out)):
        out[t] = learnt_reciprocity(out[t - 1], rho, data.belief[i, t - 1], data.seen[i, t - 1], p)


class Room(NamedTuple):
    """Room for one subject, used again for the next: rho by round, edges of the draw by answer (three a round)."""

    path: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@rule
def _over_draw(low: NDArray[np.float64], high: NDArray[np.float64], nodes: Nodes, p: People) -> float:
    """Return the probability of several decisions that share their persistent random term."""
    total = 0.0
    for k in range(len(nodes.random_draw)):
        product = nodes.draw_weight[k]
        for d in range(len(low)):
            product *= max(_between(low[d], high[d], nodes.random_draw[k], p), 0.0)
        total += product
    return total


@rule
def _in_dilemma(belief: float, answers: int, multiplier: float, p: People) -> Prospect:
    """Return what is seen of a contribution, or of an answer to ``belief`` (the table of ODD 8.1)."""
    gross = 0.0 if answers else expected_return(multiplier, 1.0, belief, 0.0, p)
    if p.giving_rule == CONDITIONAL:
        return Prospect(belief, gross, 0.0, 0.0, 1.0)
    own = 0.0 if answers else multiplier * p.answered_share
    return Prospect(belief, gross, own, external_return(multiplier, 1.0, 1.0, p), 1.0 + multiplier)


@rule
def _in_thresholds(belief: float, others: float, needed: float, prize_ratio: float, p: People) -> Prospect:
    """Return what is seen of a contribution to a threshold (the table of ODD 8.1)."""
    gross = expected_return(prize_ratio, 1.0, belief, 0.0, p)
    if p.giving_rule == CONDITIONAL:
        return Prospect(belief, gross, 0.0, 0.0, 1.0)
    chance, ratio = decisive(belief, others, needed), value_ratio(prize_ratio, 1.0, p)
    own = causal_return(ratio, 0.0, chance.given, chance.kept)
    return Prospect(belief, gross, own, external_return(ratio * others, 1.0, chance.given - chance.kept, p), 1.0)


@rule
def _dilemma_given(rho: float, hump: int, i: int, data: Dilemma, nodes: Nodes, p: People, room: Room) -> float:
    """Return the probability of all contributions and answers of a subject with this reciprocity."""
    path, low, high = room.path, room.low, room.high
    _path(rho, i, data, p, path)
    corner = logit(1.0 - p.corner_share)
    rounds = len(path)
    for t in range(rounds):
        belief = data.belief[i, t]
        eta = giving_log_odds(path[t], hump, _in_dilemma(belief, 0, data.multiplier, p), 0.0, p)
        low[t], high[t] = _edges(eta, data.contribution[i, t], corner)
    contributions = _over_draw(low[:rounds], high[:rounds], nodes, p)
    for t in range(rounds):
        for k in range(3):
            eta = giving_log_odds(path[t], hump, _in_dilemma(0.5 * k, 1, data.multiplier, p), 0.0, p)
            low[3 * t + k], high[3 * t + k] = _edges(eta, data.answer[i, t, k], corner)
    return contributions * _over_draw(low, high, nodes, p)


@threaded_kernel
def dilemma_log_likelihood(
    begin: int, end: int, data: Dilemma, nodes: Nodes, p: People, out: NDArray[np.float64]
) -> None:
    """Log-likelihood of each subject of the repeated dilemma (ODD 8).

    Parameters
    ----------
    begin, end
        Rows of the subjects; the caller gives their number instead.
    data
        What they did.
    nodes
        Where reciprocity and random draws are summed.
    p
        Behavioural parameters.
    out
        Gets the natural logarithms, shape (subjects,).
    """
    rounds = data.contribution.shape[1]
    room = Room(np.empty(rounds), np.empty(3 * rounds), np.empty(3 * rounds))
    for i in range(begin, end):
        total = 0.0
        for k in range(len(nodes.rho)):
            given = _dilemma_given(nodes.rho[k], 0, i, data, nodes, p, room)
            total += (1.0 - p.hump_share - p.selfish_share) * nodes.rho_weight[k] * given
        total += p.hump_share * _dilemma_given(1.0, 1, i, data, nodes, p, room)
        if p.selfish_share > 0.0:
            total += p.selfish_share * _dilemma_given(0.0, 0, i, data, nodes, p, room)
        out[i] = math.log(max(total, TINY))


@rule
def _thresholds_given(rho: float, hump: int, i: int, data: Thresholds, p: People) -> float:
    """Return the probability of a subject's choices with this reciprocity."""
    product = 1.0
    for t in range(data.gives.shape[1]):
        belief = data.belief[i, t]
        prospect = _in_thresholds(belief, data.others, data.needed[t], data.prize_ratio, p)
        gives = logistic(giving_log_odds(rho, hump, prospect, data.field[i, t], p))
        product *= gives if data.gives[i, t] else 1.0 - gives
    return product


@threaded_kernel
def thresholds_log_likelihood(
    begin: int, end: int, data: Thresholds, nodes: Nodes, p: People, out: NDArray[np.float64]
) -> None:
    """Log-likelihood of each subject of the threshold games; random terms of games are independent (ODD 8).

    Parameters
    ----------
    begin, end
        Rows of the subjects; the caller gives their number instead.
    data
        What they did.
    nodes
        Where reciprocity is summed.
    p
        Behavioural parameters.
    out
        Gets the natural logarithms, shape (subjects,).
    """
    for i in range(begin, end):
        total = p.hump_share * _thresholds_given(1.0, 1, i, data, p)
        if p.selfish_share > 0.0:
            total += p.selfish_share * _thresholds_given(0.0, 0, i, data, p)
        for k in range(len(nodes.rho)):
            given = _thresholds_given(nodes.rho[k], 0, i, data, p)
            total += (1.0 - p.hump_share - p.selfish_share) * nodes.rho_weight[k] * given
        out[i] = math.log(max(total, TINY))


@rule
def _linear_given(rho: float, hump: int, i: int, data: Linear, p: People) -> float:
    """Return the probability of a contribution with this reciprocity (ODD 8, equation 9)."""
    own = data.per_head_return
    prospect = Prospect(data.belief[i], own, own, external_return(own * data.others, 1.0, 1.0, p), 1.0)
    eta = giving_log_odds(rho, hump, prospect, 0.0, p)
    step, last, corner = data.step[i], data.steps, p.corner_share
    # Between the corners a contribution stands for all shares that are nearest to it.
    low = 0.0 if step == 0 else corner if step == 1 else corner + (1.0 - 2.0 * corner) * (step - 0.5) / last
    high = 1.0 - corner if step == last - 1 else corner + (1.0 - 2.0 * corner) * (step + 0.5) / last
    if step == 0:
        high = corner
    if step == last:
        low, high = 1.0 - corner, 1.0
    below = logistic(logit(low) - eta) if low > 0.0 else 0.0
    return (logistic(logit(high) - eta) if high < 1.0 else 1.0) - below


@threaded_kernel
def linear_log_likelihood(
    begin: int, end: int, data: Linear, nodes: Nodes, p: People, out: NDArray[np.float64]
) -> None:
    """Log-likelihood of each person of the linear game (ODD 8.7).

    Parameters
    ----------
    begin, end
        Rows of the people; the caller gives their number instead.
    data
        What they did.
    nodes
        Where reciprocity is summed.
    p
        Behavioural parameters.
    out
        Gets the natural logarithms, shape (people,).
    """
    for i in range(begin, end):
        total = p.hump_share * _linear_given(1.0, 1, i, data, p)
        if p.selfish_share > 0.0:
            total += p.selfish_share * _linear_given(0.0, 0, i, data, p)
        for k in range(len(nodes.rho)):
            given = _linear_given(nodes.rho[k], 0, i, data, p)
            total += (1.0 - p.hump_share - p.selfish_share) * nodes.rho_weight[k] * given
        out[i] = math.log(max(total, TINY))
