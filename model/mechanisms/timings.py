"""The ways to pay: when public money comes, and on what it depends (ODD 7.10).

A new way to pay is a function like `match` and a line in `TIMINGS`.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Terms(Protocol):
    """What a way to pay needs of the settings of a payment (`dizao.model.mechanisms.parts.Payment`)."""

    @property
    def match_rate(self) -> float:
        """Yuan for each yuan given."""

    @property
    def advance_share(self) -> float:
        """Part of an offer that is paid when the works start."""


class Contributions(NamedTuple):
    """What households gave to a project in money, or are expected to: number of givers, sum, sum of square roots."""

    givers: float
    fen: float
    roots: float


class Timing(NamedTuple):
    """One way to pay.

    Attributes
    ----------
    about
        What it does, in words.
    promised
        Returns the part of an offer that comes only after the works (or parts of them); the rest comes at the start.
    match
        Returns what contributions bring in, fen; None where the offer does not depend on contributions.
    """

    about: str
    promised: Callable[[Terms], float]
    match: Callable[[Terms, Contributions], float] | None = None


def match(payment: Terms, contributions: Contributions) -> float:
    """Return a match of so many yuan for each yuan given.

    Parameters
    ----------
    payment
        How public money is paid.
    contributions
        What residents gave.

    Returns
    -------
    Fen, before any limit.
    """
    return payment.match_rate * contributions.fen


def quadratic_match(payment: Terms, contributions: Contributions) -> float:
    """Return a factor of (sum of roots)^2 - sum: many small contributions bring in more than few large ones.

    Source: Buterin, Hitzig & Weyl 2019.
    """
    return payment.match_rate * max(0.0, contributions.roots**2 - contributions.fen)


def _nothing(_: Terms) -> float:
    return 0.0


def _everything(_: Terms) -> float:
    return 1.0


def _all_but_the_advance(payment: Terms) -> float:
    return 1.0 - payment.advance_share


TIMINGS: dict[str, Timing] = {
    "none": Timing("never", _nothing),
    "upfront": Timing("when the works start", _nothing),
    "acceptance": Timing("after acceptance (the reward)", _everything),
    "advance_reward": Timing("a part when the works start, the rest after acceptance", _all_but_the_advance),
    "milestones": Timing("in equal parts as the works go on, the last after acceptance", _everything),
    "match": Timing("so much for each yuan given, when the works start", _nothing, match),
    "quadratic": Timing("a quadratic match, when the works start", _nothing, quadratic_match),
}
"""All ways to pay by name."""
