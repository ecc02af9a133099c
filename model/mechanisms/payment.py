"""Payment: how much public money a project gets, and who is paid out of a reward (ODD 7.4, 7.7)."""

from collections.abc import Sequence
from typing import Any

from dizao.model.mechanisms.allocation import is_eligible
from dizao.model.mechanisms.parts import Mechanism, Payment
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR


def offer_fen(payment: Payment, cost_fen: int) -> int:
    """Return the public money offered for a project: a rate of its cost, up to a cap and to what residents leave.

    offer = min(rate * cost, cap, (1 - minimum resident share) * cost); 0 if the payment is "none".
    """
    if payment.timing == "none":
        return 0
    most = (1.0 - payment.minimum_resident_share) * cost_fen
    return int(min(payment.rate * cost_fen, payment.cap_yuan * FEN_PER_YUAN, most))


def anticipated_offer(mechanism: Mechanism, cost_fen: int) -> int:
    """Return the offer that a proposal may count on if the budget holds."""
    return offer_fen(mechanism.payment, cost_fen) if is_eligible(mechanism.allocation, cost_fen) else 0


def is_promise(payment: Payment) -> bool:
    """Whether the money is promised against acceptance, rather than paid when the works start."""
    return payment.timing == "acceptance"


def spending_knob(mechanism: Mechanism) -> str:
    """Return the setting of the payment that scales public spending."""
    return "rate"


def with_spending(mechanism: Mechanism, value: float) -> Mechanism:
    """Return a mechanism in which the setting that scales public spending has another value."""
    changes: dict[str, Any] = {spending_knob(mechanism): value}
    return mechanism._replace(payment=mechanism.payment._replace(**changes))


def largest_spending(mechanism: Mechanism) -> float:
    """Return the largest value of that setting; 0 where a mechanism has no public money to spend."""
    return 0.0 if mechanism.payment.timing == "none" else 1.0


def discount(rate: float, weeks: float) -> float:
    """Return the present value of one yuan after some weeks."""
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
