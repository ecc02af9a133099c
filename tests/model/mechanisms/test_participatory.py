"""Participatory budgeting: the rules are those of pabutools, with our projects and ballots."""

from fractions import Fraction

import numpy as np
import pytest
from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.rules import completion_by_rule_combination, greedy_utilitarian_welfare, method_of_equal_shares

from dizao.model.mechanisms.participatory import Ballots, election_of, equal_shares, greedy

pytestmark = pytest.mark.small


def random_round(number: int) -> tuple[list[int], list[int], int, Ballots, list[list[int]]]:
    """Make a round of some projects and voters out of a number; also the ballots one by one."""
    random_draw = np.random.default_rng(number)
    projects, voters = int(random_draw.integers(1, 9)), int(random_draw.integers(1, 40))
    need = sorted(random_draw.choice(10_000, projects, replace=False).tolist())
    offers = random_draw.integers(1, 1_000, projects).tolist()
    ballots = [[k for k in range(projects) if random_draw.random() < 0.4] for _ in range(voters)]
    ballots = [ballot for ballot in ballots if ballot]
    counted: Ballots = {}
    for ballot in ballots:
        counted[tuple(ballot)] = counted.get(tuple(ballot), 0) + 1
    return need, offers, int(sum(offers) * random_draw.uniform(0.1, 0.9)), counted, ballots


@pytest.mark.parametrize("number", range(50))
def test_equal_shares_is_that_of_pabutools_voter_by_voter(number: int) -> None:
    need, offers, money, counted, ballots = random_round(number)
    projects = [Project(f"{n:019d}", cost) for n, cost in zip(need, offers, strict=True)]
    instance = Instance(projects, budget_limit=money)
    profile = ApprovalProfile([ApprovalBallot({projects[k] for k in ballot}) for ballot in ballots], instance=instance)
    for ours, theirs in (
        (
            equal_shares,
            lambda: completion_by_rule_combination(
                instance,
                profile,
                [method_of_equal_shares, greedy_utilitarian_welfare],
                [{"sat_class": Cost_Sat}, {"sat_class": Cost_Sat}],
            ),
        ),
        (greedy, lambda: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)),
    ):
        winners = [need[k] for k in ours(need, offers, money, counted)]
        assert winners == sorted(int(project.name) for project in theirs())


def test_a_group_gets_projects_worth_its_share_of_the_money() -> None:
    # Two places: 60 voters with five projects, 40 with five; each costs a fifth of the money.
    need, offers = list(range(10)), [20] * 10
    ballots: Ballots = {(0, 1, 2, 3, 4): 60, (5, 6, 7, 8, 9): 40}
    shares, most = equal_shares(need, offers, 100, ballots), greedy(need, offers, 100, ballots)
    assert (sum(k < 5 for k in shares), sum(k >= 5 for k in shares)) == (3, 2)
    assert (sum(k < 5 for k in most), sum(k >= 5 for k in most)) == (5, 0)


def test_nobody_votes_nothing_wins() -> None:
    need, offers = [0, 1], [5, 5]
    assert equal_shares(need, offers, 10, {}) == []


def test_ballots_that_are_alike_count_as_often_as_they_are_cast() -> None:
    need, offers = [0, 1], [5, 5]
    instance, profile = election_of(need, offers, 10, {(0,): 3, (0, 1): 2})
    assert profile.num_ballots() == 5
    assert instance.budget_limit == Fraction(10)
