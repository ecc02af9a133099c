"""Payment: how much public money a project gets, when, and who is paid out of a reward (ODD 7.4, 7.7, 7.10).

The ways to pay are in `dizao.model.mechanisms.timings`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dizao.model.mechanisms.budget_year import is_eligible
from dizao.model.mechanisms.parts import Mechanism, Payment
from dizao.model.mechanisms.terms import ANYWHERE, Locality, Terms
from dizao.model.mechanisms.timings import TIMINGS, Contributions
from dizao.model.parameters import FEN_PER_YUAN, LARGEST_MATCH_RATE, WEEKS_PER_YEAR


def promised_share(payment: Payment) -> float:
    """Return the part of an offer that hangs on the works, in [0, 1].

    Parameters
    ----------
    payment
        How public money is paid.

    Returns
    -------
    Share, in [0, 1].
    """
    return TIMINGS[payment.timing].promised(payment)


def is_matching(payment: Payment) -> bool:
    """Whether public money comes only with contributions.

    Parameters
    ----------
    payment
        How public money is paid.

    Returns
    -------
    Whether it does.
    """
    return TIMINGS[payment.timing].match is not None


def parts_of_promise(payment: Payment) -> int:
    """Return in how many equal parts a promise is paid.

    Parameters
    ----------
    payment
        How public money is paid.

    Returns
    -------
    Parts, at least 1.
    """
    return payment.milestones if payment.timing == "milestones" else 1


# how much -------------------------------------------------------------------------------------------------------


def offer_fen(payment: Payment, cost_fen: int) -> int:
    """Return the public money offered for a project; under a match the most that contributions can bring in.

    offer = min(fixed + rate * cost, cap, (1 - minimum resident share) * cost); 0 if the payment is "none".

    Parameters
    ----------
    payment
        How public money is paid.
    cost_fen
        Cost of the project, fen.

    Returns
    -------
    Fen.
    """
    if payment.timing == "none":
        return 0
    most = (1.0 - payment.minimum_resident_share) * cost_fen
    rated = payment.fixed_yuan * FEN_PER_YUAN + payment.rate * cost_fen
    return int(min(rated, payment.cap_yuan * FEN_PER_YUAN, most))


def matched_fen(payment: Payment, contributions: Contributions) -> int:
    """Return what some contributions bring in, before any limit; 0 if the payment is no match.

    Parameters
    ----------
    payment
        How public money is paid.
    contributions
        What residents gave.

    Returns
    -------
    Fen.
    """
    rule = TIMINGS[payment.timing].match
    return int(rule(payment, contributions)) if rule is not None else 0


def planned_match(payment: Payment, own_fen: int, payers: float, ceiling_fen: int) -> int:
    """Return the match that a plan counts on: contributions and it just cover what both must raise.

    Parameters
    ----------
    payment
        How public money is paid.
    own_fen
        What contributions and match must raise together, fen.
    payers
        Households expected to give, all alike.
    ceiling_fen
        The most that was offered, fen.

    Returns
    -------
    Fen; 0 where the mechanism does not match.
    """
    if not is_matching(payment) or own_fen <= 0:
        return 0
    each = own_fen / max(1.0, payers)
    together = Contributions(payers, own_fen, payers * each**0.5)
    rate = TIMINGS[payment.timing].match(payment, together) / own_fen  # type: ignore[misc]
    return min(ceiling_fen, int(own_fen * rate / (1.0 + rate)))


class Gaming(NamedTuple):
    """How an application departs from the truth: share added to the cost, nominal part of the minimum, split or not."""

    padded: float = 0.0
    nominal: float = 0.0
    splits: bool = False


HONEST = Gaming()


def claimed_offer(
    mechanism: Mechanism, cost_fen: int, gaming: Gaming = HONEST, category: str = "", where: Locality = ANYWHERE
) -> int:
    """Return the offer for a project as it is claimed; 0 if it is too large (ODD 7.10).

    The claim is (1 + padded) cost; one that is too large and split counts as so many equal projects as are small
    enough; of the residents' minimum share a part is on paper only. The offer is never more than the true cost.

    Parameters
    ----------
    mechanism
        The rules for public money.
    cost_fen
        True cost of the project.
    gaming
        How the application departs from the truth.
    category
        Name of the project's category; what is said of it alone holds for it.
    where
        The project's unit, of which the same holds.

    Returns
    -------
    Fen.
    """
    claim = int(cost_fen * (1.0 + gaming.padded))
    largest = max(1, int(mechanism.allocation.largest_cost_yuan * FEN_PER_YUAN))
    parts = max(1, -(-claim // largest)) if gaming.splits else 1
    if not is_eligible(mechanism.allocation, claim // parts):
        return 0
    payment = mechanism.payment_for(category, where)
    payment = payment._replace(minimum_resident_share=payment.minimum_resident_share * (1.0 - gaming.nominal))
    return min(cost_fen, parts * offer_fen(payment, claim // parts))


def anticipated_offer(payment: Payment, cost_fen: int, payers: float, told_fen: int) -> int:
    """Return what of an offer that was told a proposal may count on, if so many households give.

    Parameters
    ----------
    payment
        How public money is paid.
    cost_fen
        True cost of the project.
    payers
        Households expected to give, all alike.
    told_fen
        The offer that people were told of; under a match its ceiling.

    Returns
    -------
    Fen.
    """
    return planned_match(payment, cost_fen, payers, told_fen) if is_matching(payment) else told_fen


def tier_share(payment: Payment, score: float) -> float:
    """Return the part of a reward that a score earns: that of the highest tier reached, 1 if there are no tiers.

    Parameters
    ----------
    payment
        How public money is paid.
    score
        Score of the result, in [0, 100].

    Returns
    -------
    Share, in [0, 1].
    """
    if not payment.tier_scores:
        return 1.0
    reached = [share for least, share in zip(payment.tier_scores, payment.tier_shares, strict=True) if score >= least]
    return reached[-1] if reached else 0.0


# spending, for comparisons at equal money -----------------------------------------------------------------------


def spending_knob(mechanism: Mechanism) -> str:
    """Return the name of the setting of the payment that scales what a mechanism spends.

    Parameters
    ----------
    mechanism
        The rules for public money.

    Returns
    -------
    Name of a field of `Payment`.
    """
    return "match_rate" if is_matching(mechanism.payment) else "rate"


def with_spending(mechanism: Mechanism, value: float) -> Mechanism:
    """Return a mechanism whose spending is scaled: everything else stays; rates of a part keep their proportion.

    Parameters
    ----------
    mechanism
        The rules for public money.
    value
        Yuan for each yuan given under a match, else the share of cost.

    Returns
    -------
    A mechanism that differs in that setting only.
    """
    payment = mechanism.payment
    if spending_knob(mechanism) == "match_rate":
        return mechanism._replace(payment=payment._replace(match_rate=value))
    factor = value / payment.rate if payment.rate > 0.0 else 1.0

    def scaled(terms: Terms) -> Terms:
        return tuple((key, min(1.0, factor * x) if key == "rate" else x) for key, x in terms)

    return mechanism._replace(
        payment=payment._replace(rate=value),
        categories=tuple((name, scaled(terms)) for name, terms in mechanism.categories),
        incomes=tuple(band._replace(terms=scaled(band.terms)) for band in mechanism.incomes),
        places=tuple((name, scaled(terms)) for name, terms in mechanism.places),
        kinds=tuple((name, scaled(terms)) for name, terms in mechanism.kinds),
    )


def largest_spending(mechanism: Mechanism) -> float:
    """Return the value of the knob beyond which nothing more can be spent on a project.

    Parameters
    ----------
    mechanism
        The rules for public money.

    Returns
    -------
    In the unit of the setting; 0 where nothing is paid.
    """
    if mechanism.payment.timing == "none":
        return 0.0
    return LARGEST_MATCH_RATE if is_matching(mechanism.payment) else 1.0


# money that is divided, and later -------------------------------------------------------------------------------


def discount(rate: float, weeks: float) -> float:
    """Return the present value of one yuan after some weeks.

    Parameters
    ----------
    rate
        Discount a year.
    weeks
        Weeks until it comes.

    Returns
    -------
    Yuan.
    """
    return float((1.0 + rate) ** (-weeks / WEEKS_PER_YEAR))


def divide(amount: int, order: Sequence[str], owed: dict[str, int]) -> dict[str, int]:
    """Divide a payment along a waterfall.

    Parameters
    ----------
    amount
        Fen to divide.
    order
        Who is paid, in order; the last takes what is left.
    owed
        Fen owed to each; who is not in it is owed nothing.

    Returns
    -------
    Fen for each in `order`, adding up to `amount` (nothing if `order` is empty).
    """
    paid = {}
    for name in order[:-1]:
        paid[name] = min(amount, owed.get(name, 0))
        amount -= paid[name]
    if order:
        paid[order[-1]] = paid.get(order[-1], 0) + amount
    return paid
