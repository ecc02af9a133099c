"""Participatory budgeting: residents' ballots decide, by the rules of pabutools (ODD 7.10).

Sources of the rules: greedy by number of approvals, as most cities count; the method of equal shares of Peters,
Pierczynski & Skowron 2021, with cost as satisfaction. Ties go by id. pabutools is loaded when a round is held.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pabutools.election import ApprovalMultiProfile, Instance, Project

type Amount = int | Fraction

type Ballots = dict[tuple[int, ...], int]
"""How many households approve a set of applications; the set as ascending positions in the round."""


class Vote(NamedTuple):
    """A round that residents decided: week, money, ids and offers of the applications, ballots, fen granted to each."""

    week: int
    money_fen: int
    need: list[int]
    offer_fen: list[int]
    ballots: Ballots
    granted_fen: list[int]


ID_DIGITS = 19
"""Ids are written with leading zeros, so that the order of names is that of numbers."""


def election_of(
    need: Sequence[int], offer: Sequence[Amount], money: Amount, ballots: Ballots
) -> tuple["Instance", "ApprovalMultiProfile"]:
    """Return a round as pabutools' instance and profile; amounts in any unit, alike ballots counted together.

    Parameters
    ----------
    need
        Ids of the applications.
    offer
        What each would get, in the same order.
    money
        What may be granted, in the same unit as the offers.
    ballots
        How many households approve which applications, by position.

    Returns
    -------
    The instance and the profile of ballots.
    """
    from pabutools.election import ApprovalMultiProfile, FrozenApprovalBallot, Instance, Project

    projects = [Project(f"{n:0{ID_DIGITS}d}", cost=cost) for n, cost in zip(need, offer, strict=True)]
    instance = Instance(projects, budget_limit=money)
    profile = ApprovalMultiProfile(instance=instance)
    for approved, number in ballots.items():
        profile[FrozenApprovalBallot(projects[k] for k in approved)] = number
    return instance, profile


def greedy(need: Sequence[int], offer: Sequence[Amount], money: Amount, ballots: Ballots) -> list[int]:
    """Return the positions of the applications that win by number of approvals, as far as the money reaches.

    Parameters
    ----------
    need
        Ids of the applications.
    offer
        What each would get, in the same order.
    money
        What may be granted, in the same unit as the offers.
    ballots
        How many households approve which applications, by position.

    Returns
    -------
    Positions, ascending.
    """
    from pabutools.election import Cost_Sat
    from pabutools.rules import greedy_utilitarian_welfare

    instance, profile = election_of(need, offer, money, ballots)
    return _positions(need, greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))


def equal_shares(need: Sequence[int], offer: Sequence[Amount], money: Amount, ballots: Ballots) -> list[int]:
    """Return the positions of the winners by the method of equal shares, completed by the greedy rule.

    Parameters
    ----------
    need
        Ids of the applications.
    offer
        What each would get, in the same order.
    money
        What may be granted, in the same unit as the offers.
    ballots
        How many households approve which applications, by position.

    Returns
    -------
    Positions, ascending; none where nobody has voted.
    """
    from pabutools.election import Cost_Sat
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
    )

    if not ballots:
        return []
    instance, profile = election_of(need, offer, money, ballots)
    rules = [method_of_equal_shares, greedy_utilitarian_welfare]
    satisfaction = [{"sat_class": Cost_Sat}, {"sat_class": Cost_Sat}]
    return _positions(need, completion_by_rule_combination(instance, profile, rules, satisfaction))


def _positions(need: Sequence[int], winners: "Iterable[Project]") -> list[int]:
    won = {int(project.name) for project in winners}
    return [k for k, n in enumerate(need) if n in won]
