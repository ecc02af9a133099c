"""The decisions of docs/odd.md, section 7, as plain functions: floats in, a float out.

``p`` are the numbers of people, ``w`` those of works. L is `logistic`, u a keyed uniform.
"""

import math
import struct
from typing import NamedTuple

from dizao.agents.parameters import People
from dizao.model.parameters import WEEKS_PER_YEAR, Works

MOST = 3.0
"""Harm, stakes, spare time, benefit and leaders are perceived up to so many times their mean (ODD 7)."""

LEAST_DOUBT = 0.001
"""Certainty counts as so much short of it where a belief is turned into log-odds (ODD 7.5)."""


LEAST_DIVISOR = 1e-9


def float32(x: float) -> float:
    """Round a state to the four bytes in which it is kept (ODD 2)."""
    rounded: float = struct.unpack("f", struct.pack("f", x))[0]
    return rounded


def logistic(x: float) -> float:
    """L of ODD 7: log-odds to a probability, without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def logit(u: float) -> float:
    """Log-odds of a probability."""
    return math.log(u / (1.0 - u))


def clip(x: float, low: float, high: float) -> float:
    """Cut to an interval."""
    return min(high, max(low, x))


# hearing and meeting (ODD 7.2, 7.3) -----------------------------------------------------------------------------


def voices(value: float, mean: float, trust: float, contact: bool, fatigue: float, p: People, pull: float) -> float:
    """Chance a week that a household voices a need (ODD 7.2); ``pull``: what expected money adds (7.21)."""
    harm = min(max(0.0, value) / mean, MOST) - 1.0
    x = p.voice_intercept + p.voice_harm * harm + p.voice_trust * (trust - 0.5)
    return logistic(x + p.voice_contact * contact - p.voice_fatigue * fatigue + pull)


def coming(invited: bool, stake: float, neighbours: float, spare: float, fatigue: float, p: People) -> float:
    """Log-odds that an adult comes to a meeting (ODD 7.3); ``spare`` are minutes over their mean."""
    x = p.attend_intercept + p.attend_invited * invited + p.attend_stake * min(stake, MOST)
    x += p.attend_neighbours * neighbours + p.attend_time * (min(spare, MOST) - 1.0)
    return x - p.attend_fatigue * fatigue


def settles(turnout: float, members_share: float, w: Works, presiding: float = 0.0) -> float:
    """Chance that one try settles a matter (ODD 7.3); ``presiding`` are log-odds that the convenor adds (7.12)."""
    doublings = math.log2(max(turnout, 1.0) / w.settle_usual_turnout)
    return logistic(w.settle_intercept + w.settle_turnout * doublings + w.settle_members * members_share + presiding)


# objecting and voting (ODD 7.4) ---------------------------------------------------------------------------------


def worth(value: float, outlay: float) -> float:
    """Net worth w in [-1, 1]: (gain - pain)/(gain + pain) (ODD 7.4)."""
    gain, pain = max(0.0, value), outlay + max(0.0, -value)
    return (gain - pain) / (gain + pain) if gain + pain > 0.0 else 0.0


def fairness(benefit_share: float, cost_share: float, free: float = 0.0) -> float:
    """Return f in [-1, 0]: by how much a share of cost exceeds the share of benefit, relative to it (ODD 7.4).

    ``free``: the share of use by others of whom one knows that they pay nothing (7.15); 0 for whoever pays nothing.
    """
    return -min(1.0, free + max(0.0, 1.0 - benefit_share / cost_share)) if cost_share > 0.0 else 0.0


def found_for_vote(contact: bool, absent: bool, p: People) -> float:
    """Chance a week that an owner is found at home for the vote (ODD 7.4)."""
    return logistic(p.reach_intercept + p.reach_contact * contact - p.reach_absent_owner * absent)


def stake(gain_fen: float, spare_fen: int, spare_share: float) -> float:
    """n: a gain or loss in months of a household's income (ODD 7.4)."""
    return gain_fen / max(1.0, spare_fen / max(spare_share, LEAST_DIVISOR) * 52 / 12)


def persuaded(z: float, met: float, p: People) -> float:
    """The mind after talks in person, the best of which met u = met (ODD 7.4); 0: there was none."""
    if p.persuasion == 0.0 or met == 0.0:
        return z
    return max(z, (1.0 - p.persuasion) * z + p.persuasion * logit(met))


def vote_log_odds(w: float, n: float, f: float, trust: float, explained: bool, neighbours: float, p: People) -> float:
    """Log-odds of a yes (ODD 7.4)."""
    x = (
        p.vote_intercept
        + p.vote_worth * w
        + p.vote_stake * (n / (1.0 + abs(n)))
        + p.vote_fairness * f
        + p.vote_trust * (trust - 0.5)
    )
    return x + p.explained_weight * explained + p.vote_neighbours * (neighbours - 0.5)


# giving (ODD 7.5) -----------------------------------------------------------------------------------------------


def others(rho: float, hump: bool, belief: float, p: People) -> float:
    """The answer to others' giving, s rho b, or that of hump-shaped people (equation 1)."""
    return p.hump_slope * 2.0 * min(belief, 1.0 - belief) if hump else p.belief_slope * rho * belief


def willingness(rho: float, hump: bool, belief: float, m: float, field: float, p: People) -> float:
    """eta: log-odds that somebody gives (equation 1)."""
    weight = p.return_weight if hump else p.return_weight + (1.0 - rho) * p.belief_slope / 3.0
    return p.giving_intercept + others(rho, hump, belief, p) + weight * (m - 1.0) + field


def enough(belief: float, n: float, needed: float, own: float) -> float:
    """S1 (own = 1) and S0 (own = 0): the chance that enough comes together (7.23)."""
    if n < 0.0:
        return 0.0
    spread = math.sqrt(n * belief * (1.0 - belief) + 1e-12)
    return 0.5 * math.erfc(-(n * belief + own - needed + 0.5) / spread / math.sqrt(2.0))


class Prospect(NamedTuple):
    """What the rules of giving read: b, m, m*, x (7.23), in a campaign where k is 1."""

    belief: float
    m: float
    own: float
    others: float


def of_rule(rho: float, hump: bool, prospect: Prospect, field: float, p: People) -> float:
    """Eta by the rule of giving in force: equation 1, or 11 to 14."""
    b, a, s, lam, own = prospect.belief, p.giving_intercept, p.belief_slope, p.return_weight, prospect.own - 1.0
    humped = p.hump_slope * 2.0 * min(b, 1.0 - b)
    if p.giving_rule == "causal":
        rest = humped if hump else s * rho * b + p.external_weight * rho * prospect.others
        return a + rest + lam * own + field
    if p.giving_rule == "pivotal":
        return a + (humped if hump else s * rho) + lam * own + field
    if p.giving_rule == "norm":
        return a + (humped if hump else s * rho * logistic((b - p.norm_middle) / p.norm_spread)) + field
    if p.giving_rule == "inequality":
        rest = humped if hump else lam * rho * (p.guilt * b - p.envy * (1.0 - b))
        return a + lam * own + rest + field
    return willingness(rho, hump, b, prospect.m, field, p)


def unpaid(rho: float, hump: bool, prospect: Prospect, p: People) -> float:
    """What somebody would give without pay: without return and field terms (7.10, 7.23)."""
    if p.giving_rule == "conditional":
        return p.giving_intercept + others(rho, hump, prospect.belief, p)
    return of_rule(rho, hump, prospect._replace(own=1.0), 0.0, p)


def worth_per_yuan(value: float, outlay: float, p: People) -> float:
    """V/outlay as it is perceived (equation 4)."""
    if outlay <= 0.0:
        return p.return_ceiling if value > 0.0 else 0.0
    return clip(value / outlay, -p.return_floor, p.return_ceiling)


def perceived_belief(own: float, q: float, pledged: float, asked: float, p: People) -> float:
    """Belief b about others, from the own running one, what is needed, and ties (equations 2 and 3).

    ``pledged`` and ``asked`` are numbers of ties, with what somebody was told counted among them.
    """
    running = logit(clip(own, LEAST_DOUBT, 1.0 - LEAST_DOUBT))
    b0 = logistic(running + p.prior_required_slope * (q - p.prior_required_reference))
    return (p.belief_anchor * b0 + pledged) / (p.belief_anchor + asked) if asked else b0


def expected_return(value: float, outlay: float, belief: float, refund: float, p: People) -> float:
    """Return m expected per yuan given (equation 4); what costs nothing counts as the most if it is worth something."""
    if outlay <= 0.0:
        ratio = p.return_ceiling if value > 0.0 else 0.0
    else:
        ratio = clip(value / outlay, -p.return_floor, p.return_ceiling)
    return ratio * belief + refund * (1.0 - belief)


def expected_promise(trust: float, discount: float, w: Works) -> float:
    """Part of a promise that somebody counts on (ODD 7.5)."""
    return clip(w.promise_base + w.promise_trust * (trust - 0.5), 0.0, 1.0) * discount


def discounted(rate: float, weeks: float) -> float:
    """Present value of a yuan after some weeks."""
    return float((1.0 + rate) ** (-weeks / WEEKS_PER_YEAR))


# building, scoring, keeping (ODD 7.6 to 7.8) --------------------------------------------------------------------


def supervises(gave: bool, spare: float, contact: bool, p: People) -> float:
    """Chance a month that an adult watches the works (ODD 7.6)."""
    x = p.supervise_intercept + p.supervise_ownership * gave + p.supervise_time * (min(spare, MOST) - 1.0)
    return logistic(x + p.supervise_asked * contact)


def effort(at_stake: float, supervision: float, w: Works) -> float:
    """The builder's effort (ODD 7.6)."""
    return logistic(w.effort_intercept + w.effort_at_stake * at_stake + w.effort_supervision * (supervision - 0.5))


def quality(effort_share: float, supervision: float, labour: float, z: float, w: Works) -> float:
    """Quality of the works (ODD 7.6)."""
    x = w.quality_intercept + w.quality_effort * (effort_share - 0.5) + w.quality_supervision * supervision
    return logistic(x - w.quality_labour * labour + w.quality_spread * z)


def accepts(true_quality: float, error: float, w: Works) -> float:
    """Chance that whoever looks accepts (ODD 7.7, 7.20)."""
    return logistic((true_quality - w.acceptance_threshold) / error)


def score(true_quality: float, years: float, voice: bool, z: float, p: People) -> float:
    """What a household gives a finished thing, 0 to 100 (ODD 7.7)."""
    x = p.score_base + p.score_quality * true_quality - p.score_delay * years
    return clip(x + p.score_voice * voice + p.score_spread * z, 0.0, 100.0)


def keeps_up(gave: bool, neighbours: float, benefit: float, fatigue: float, p: People) -> float:
    """Chance a month that a household lends a hand (ODD 7.8); ``benefit`` over the mean."""
    x = p.keep_intercept + p.keep_ownership * gave + p.keep_neighbours * neighbours
    return logistic(x + p.keep_benefit * (min(benefit, MOST) - 1.0) - p.keep_fatigue * fatigue)
