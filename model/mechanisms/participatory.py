"""Participatory budgeting: residents' ballots decide, by the rules of pabutools (ODD 7.10).

Sources of the rules: greedy by number of approvals, as most cities count; the method of equal shares of Peters,
Pierczynski & Skowron 2021, with cost as satisfaction. Ties go by id. pabutools is loaded when a round is held.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pabutools.election import ApprovalMultiProfile, Instance

type Ballots = dict[tuple[int, ...], int]
"""How many households approve a set of applications; the set as ascending positions in the round."""

ID_DIGITS = 19
"""Ids are written with leading zeros, so that the order of names is that of numbers."""


def election_of(
    need: NDArray[np.int64], offer_fen: NDArray[np.int64], money_fen: int, ballots: Ballots
) -> tuple["Instance", "ApprovalMultiProfile"]:
    """Return a round as pabutools' instance and profile; costs in fen, alike ballots counted together."""
    from pabutools.election import ApprovalMultiProfile, FrozenApprovalBallot, Instance, Project

    projects = [Project(f"{n:0{ID_DIGITS}d}", cost=int(cost)) for n, cost in zip(need, offer_fen, strict=True)]
    instance = Instance(projects, budget_limit=int(money_fen))
    profile = ApprovalMultiProfile(instance=instance)
    for approved, number in ballots.items():
        profile[FrozenApprovalBallot(projects[k] for k in approved)] = number
    return instance, profile


def greedy(
    need: NDArray[np.int64], offer_fen: NDArray[np.int64], money_fen: int, ballots: Ballots
) -> NDArray[np.int64]:
    """Return the positions of the applications that win by number of approvals, as far as the money reaches."""
    from pabutools.election import Cost_Sat
    from pabutools.rules import greedy_utilitarian_welfare

    instance, profile = election_of(need, offer_fen, money_fen, ballots)
    return _positions(need, greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))


def equal_shares(
    need: NDArray[np.int64], offer_fen: NDArray[np.int64], money_fen: int, ballots: Ballots
) -> NDArray[np.int64]:
    """Return the positions of the winners by the method of equal shares, completed by the greedy rule."""
    from pabutools.election import Cost_Sat
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
    )

    if not ballots:
        return np.empty(0, dtype=np.int64)
    instance, profile = election_of(need, offer_fen, money_fen, ballots)
    rules = [method_of_equal_shares, greedy_utilitarian_welfare]
    satisfaction = [{"sat_class": Cost_Sat}, {"sat_class": Cost_Sat}]
    return _positions(need, completion_by_rule_combination(instance, profile, rules, satisfaction))


def _positions(need: NDArray[np.int64], winners: object) -> NDArray[np.int64]:
    names = {int(project.name) for project in winners}  # type: ignore[attr-defined]
    return np.flatnonzero([int(n) in names for n in need])
