"""Payment (ODD 7.10): how much public money a project is offered, and on what each part of it hangs."""

import math
from typing import TYPE_CHECKING, Any

from dizao.model.core import draws
from dizao.model.parameters import FEN_PER_YUAN

from . import levies

if TYPE_CHECKING:
    from dizao.model.mechanisms.parts import Mechanism, Payment

    from .model import ReferenceModel
    from .people import Unit
    from .things import Project

MATCHES = ("match", "quadratic")


def promised_share(payment: "Payment") -> float:
    """Part of an offer that comes only after the works, or parts of them."""
    return {"acceptance": 1.0, "milestones": 1.0, "advance_reward": 1.0 - payment.advance_share}.get(
        payment.timing, 0.0
    )


def parts(payment: "Payment") -> int:
    """In how many equal parts a promise is paid."""
    return payment.milestones if payment.timing == "milestones" else 1


def offer(payment: "Payment", cost: int, least_share: float) -> int:
    """Return o = min(fixed + rate c, cap, (1 - minimum resident share) c)."""
    if payment.timing == "none":
        return 0
    rated = payment.fixed_yuan * FEN_PER_YUAN + payment.rate * cost
    return int(min(rated, payment.cap_yuan * FEN_PER_YUAN, (1.0 - least_share) * cost))


def paid_for(rules: "Mechanism", unit: "Unit", category: str) -> "Payment":
    """How projects of a category are paid for in a unit: each term is that of the most specific that says it."""
    bands = [band for band in rules.incomes if unit.is_poor(band.measure, band.limit)]
    bands.sort(key=lambda band: band.limit)
    specific = [terms for name, terms in rules.categories if name == category]
    specific += [band.terms for band in bands]
    specific += [terms for name, terms in rules.places if name == unit.group.name]
    specific += [terms for name, terms in rules.kinds if name == unit.group.kind]
    own: dict[str, Any] = {}
    for terms in specific:
        for key, value in terms:
            own.setdefault(key, value)
    return rules.payment._replace(**own)


def claimed_offer(model: "ReferenceModel", mechanism: "Mechanism", p: "Project") -> int:
    """The offer for a project as it is claimed (gaming): padded, split on paper, its minimum share in part nominal."""
    works, payment = model.settings.works, paid_for(mechanism, p.unit, p.need.category)
    claim = int(p.cost_fen * (1.0 + works.padded_share))
    largest = mechanism.allocation.largest_cost_yuan * FEN_PER_YUAN
    number = 1
    if model.random_draw(draws.SPLIT, p.id) < works.split_probability:
        number = max(1, math.ceil(claim / max(1, int(largest))))
    if claim // number > largest:
        return 0
    least = payment.minimum_resident_share * (1.0 - works.nominal_share)
    return min(p.cost_fen, number * offer(payment, claim // number, least))


def counted_on(model: "ReferenceModel", p: "Project") -> int:
    """What a proposal counts on of the offer that people were told of, if as many give as is planned."""
    payment, payers = model.rules_in(p.unit).payment, levies.planned_payers(model, p) * len(p.stakes)
    return planned_match(payment, p.cost_fen, payers, p.told_fen) if payment.timing in MATCHES else p.told_fen


def planned_match(payment: "Payment", own: int, payers: float, ceiling: int) -> int:
    """The match that a plan counts on: m own/(1 + m), at most the ceiling."""
    if payment.timing not in MATCHES or own <= 0:
        return 0
    m = match_of(payment, own, payers * (own / max(1.0, payers)) ** 0.5) / own
    return min(ceiling, int(own * m / (1.0 + m)))


def match_of(payment: "Payment", contributions: float, roots: float) -> float:
    """M(g) of contributions with a sum, and a sum of square roots; 0 where contributions are not matched."""
    if payment.timing == "match":
        return payment.match_rate * contributions
    if payment.timing == "quadratic":
        return payment.match_rate * max(0.0, roots**2 - contributions)
    return 0.0


def match_of_contributions(payment: "Payment", contributions: list[int]) -> int:
    """M(g) in whole fen."""
    return int(match_of(payment, float(sum(contributions)), sum(math.sqrt(g) for g in contributions)))


def tier_share(payment: "Payment", score: float) -> float:
    """Part of a reward that a score earns: that of the highest tier reached."""
    if not payment.tier_scores:
        return 1.0
    reached = [x for least, x in zip(payment.tier_scores, payment.tier_shares, strict=True) if score >= least]
    return reached[-1] if reached else 0.0
