"""Allocation (ODD 7.10): who of those that apply in a round gets what."""

from collections import Counter
from typing import TYPE_CHECKING

from dizao.model.core import draws

if TYPE_CHECKING:
    from dizao.model.mechanisms.parts import Mechanism

    from .model import ReferenceModel
    from .things import Project


def grants(
    model: "ReferenceModel", rules: "Mechanism", applications: "list[Project]", offers: list[int], money: int
) -> list[int]:
    """What each application of a round is granted, fen."""
    rule = rules.allocation.rule
    if not applications:
        return []
    if rule == "everyone":
        total = sum(offers)
        return list(offers) if total <= money else [o * money // total for o in offers]
    order = {
        "ranked": lambda: _by_supporters(applications, offers),
        "lottery": lambda: _by_lot(model, applications),
        "participatory_greedy": lambda: _participatory(applications, offers, money, equal_shares=False),
        "participatory_equal_shares": lambda: _participatory(applications, offers, money, equal_shares=True),
    }[rule]()
    granted, left = [0] * len(offers), money
    for k in order:
        if offers[k] <= left:
            granted[k] = offers[k]
            left -= offers[k]
    return granted


def _by_supporters(applications: "list[Project]", offers: list[int]) -> list[int]:
    """Most yes-votes per fen first, then by id."""
    yes = [sum(s.vote == 1 for s in p.stakes) for p in applications]
    return sorted(range(len(offers)), key=lambda k: (-yes[k] / offers[k], applications[k].id))


def _by_lot(model: "ReferenceModel", applications: "list[Project]") -> list[int]:
    """In the order of a draw keyed by need and week."""
    lots = [model.random_draw(draws.LOTTERY, p.id, model.week) for p in applications]
    return sorted(range(len(lots)), key=lambda k: (lots[k], applications[k].id))


def _participatory(applications: "list[Project]", offers: list[int], money: int, *, equal_shares: bool) -> list[int]:
    """Winners by pabutools' rules; who said yes to anything has a ballot with what it said yes to."""
    from pabutools.election import ApprovalMultiProfile, Cost_Sat, FrozenApprovalBallot, Instance, Project
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        method_of_equal_shares,
    )

    items = [Project(f"{p.id:019d}", cost=o) for p, o in zip(applications, offers, strict=True)]
    approved: dict[int, list[int]] = {}
    for k, p in enumerate(applications):
        for s in p.stakes:
            if s.vote == 1:
                approved.setdefault(s.household.id, []).append(k)
    instance = Instance(items, budget_limit=money)
    profile = ApprovalMultiProfile(instance=instance)
    for ballot, number in sorted(Counter(tuple(ballot) for ballot in approved.values()).items()):
        profile[FrozenApprovalBallot(items[k] for k in ballot)] = number
    if not equal_shares:
        winners = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
    elif approved:
        rules, sat = [method_of_equal_shares, greedy_utilitarian_welfare], {"sat_class": Cost_Sat}
        winners = completion_by_rule_combination(instance, profile, rules, [sat, sat])
    else:
        winners = []
    won = {w.name for w in winners}
    return [k for k, item in enumerate(items) if item.name in won]
