"""Allocation: who gets public money, from which pot, and when it lapses (ODD 7.4, 7.10).

A rule decides the applications of one round. A new one is a function like `lottery` and a line in `ALLOCATION_RULES`.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dizao.model.mechanisms.participatory import Ballots, equal_shares, greedy


class Round(NamedTuple):
    """What is decided together on one date.

    Attributes
    ----------
    money_fen
        What may be granted.
    need
        Ids of the applications; the other lists are in the same order.
    offer_fen
        What each would get.
    yes
        Votes for it when it was put to the vote, door to door.
    random draws
        One uniform each.
    ballots
        Returns how many households approve which applications (of more than one where their votes do).
    """

    money_fen: int
    need: list[int]
    offer_fen: list[int]
    yes: list[int]
    random_draw: list[float]
    ballots: Callable[[], Ballots]


type Grant = Callable[[Round], list[int]]
"""Returns the fen granted to each application: together no more than there is, each no more than its offer."""


class AllocationRule(NamedTuple):
    """What a rule does, in words; how it decides a round (None where there are no rounds); whether by ballots.

    ``in_part``: whether offers are cut where the money does not reach, instead of refused.
    """

    about: str
    grant: Grant | None
    residents_vote: bool = False
    in_part: bool = False


def in_order(round_: Round, order: Iterable[int]) -> list[int]:
    """Grant whole offers in an order of positions: each that still fits into the money.

    Parameters
    ----------
    round_
        Applications, and the money for them.
    order
        Positions of the applications, first to last.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    granted, left = [0] * len(round_.need), round_.money_fen
    for k in order:
        if round_.offer_fen[k] <= left:
            granted[k] = round_.offer_fen[k]
            left -= granted[k]
    return granted


def everyone(round_: Round) -> list[int]:
    """Grant every offer, or the same part of each if the money does not reach.

    Parameters
    ----------
    round_
        Applications, and the money for them.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    total = sum(round_.offer_fen)
    if total <= round_.money_fen:
        return list(round_.offer_fen)
    return [offer * round_.money_fen // total for offer in round_.offer_fen]


def ranked(round_: Round) -> list[int]:
    """Grant offers by supporters per yuan of public money, most first; by id where they are alike.

    Parameters
    ----------
    round_
        Applications, and the money for them.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    positions = range(len(round_.need))
    return in_order(round_, sorted(positions, key=lambda k: (-round_.yes[k] / round_.offer_fen[k], round_.need[k])))


def lottery(round_: Round) -> list[int]:
    """Grant offers in the order of a draw.

    Parameters
    ----------
    round_
        Applications, and the money for them.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    return in_order(round_, sorted(range(len(round_.need)), key=lambda k: (round_.random_draw[k], round_.need[k])))


def participatory_greedy(round_: Round) -> list[int]:
    """Grant by number of approvals, most first.

    Parameters
    ----------
    round_
        Applications, and the money for them.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    return in_order(round_, greedy(round_.need, round_.offer_fen, round_.money_fen, round_.ballots()))


def participatory_equal_shares(round_: Round) -> list[int]:
    """Grant by the method of equal shares, completed by the greedy rule.

    Parameters
    ----------
    round_
        Applications, and the money for them.

    Returns
    -------
    Fen granted, in the order of the applications.
    """
    return in_order(round_, equal_shares(round_.need, round_.offer_fen, round_.money_fen, round_.ballots()))


ALLOCATION_RULES: dict[str, AllocationRule] = {
    "first_come": AllocationRule("applications in order of their week, then of their id", None),
    "everyone": AllocationRule("all of a round; in proportion if the money does not reach", everyone, in_part=True),
    "ranked": AllocationRule("by supporters per yuan of public money", ranked),
    "lottery": AllocationRule("in the order of a draw", lottery),
    "participatory_greedy": AllocationRule("residents' votes: most approvals first", participatory_greedy, True),
    "participatory_equal_shares": AllocationRule("residents' votes: equal shares", participatory_equal_shares, True),
}
"""All rules by name; those with rounds decide what has been applied for since the last one together."""
