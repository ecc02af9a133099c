"""Allocation: who is eligible, and what is appropriated."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.mechanisms.allocation import ALLOCATION_RULES, Round, everyone, lottery, participatory_greedy, ranked
from dizao.model.mechanisms.budget_year import appropriation_fen, is_eligible, is_round, rounds_left
from dizao.model.mechanisms.parts import Allocation

pytestmark = pytest.mark.small


def test_a_small_project_is_one_up_to_a_cost() -> None:
    assert is_eligible(Allocation(largest_cost_yuan=100.0), 10_000)
    assert not is_eligible(Allocation(largest_cost_yuan=100.0), 10_001)


def test_a_whole_year_is_appropriated_whole() -> None:
    assert appropriation_fen(640_000.0, 1.0, 0, 122) == 64_000_000


def test_a_year_that_the_programme_ends_in_is_appropriated_in_part() -> None:
    assert appropriation_fen(520_000.0, 1.0, 104, 122) == 18 * 10_000 * 100


def test_nothing_is_appropriated_after_the_end() -> None:
    assert appropriation_fen(640_000.0, 1.0, 156, 122) == 0


def test_the_budget_shrinks_with_the_households_simulated() -> None:
    assert appropriation_fen(640_000.0, 0.25, 0, 122) == 16_000_000


@given(st.floats(0.0, 1e9), st.floats(0.0, 1.0), st.integers(1, 300))
def test_years_add_up_to_the_programme(budget: float, share: float, weeks: int) -> None:
    years = [appropriation_fen(budget, share, first, weeks) for first in range(0, weeks, 52)]
    assert sum(years) == pytest.approx(budget * share * weeks / 52 * 100, abs=50.0 * len(years) + 1e-6 * budget)


# rounds ---------------------------------------------------------------------------------------------------------


def round_of(
    money: int, offers: Sequence[int], yes: Sequence[int] | None = None, random_draw: Sequence[float] | None = None
) -> Round:
    number = len(offers)
    votes = list(range(1, number + 1)) if yes is None else list(yes)
    return Round(
        money_fen=money,
        need=list(range(7, 7 + number)),
        offer_fen=list(offers),
        yes=votes,
        random_draw=list(random_draw) if random_draw is not None else [1.0 / (2 + k) for k in range(number)],
        # Everybody votes for one project only.
        ballots=lambda: {(k,): votes[k] for k in range(number) if votes[k] > 0},
    )


WITH_ROUNDS = [name for name, rule in ALLOCATION_RULES.items() if rule.grant is not None]


@pytest.mark.parametrize("name", WITH_ROUNDS)
@given(money=st.integers(0, 10**7), offers=st.lists(st.integers(1, 10**6), min_size=1, max_size=8), data=st.data())
def test_no_rule_grants_more_than_there_is_or_than_was_offered(
    name: str, money: int, offers: list[int], data: st.DataObject
) -> None:
    yes = data.draw(st.lists(st.integers(0, 50), min_size=len(offers), max_size=len(offers)))
    round_ = round_of(money, offers, yes)
    grant = ALLOCATION_RULES[name].grant
    assert grant is not None
    granted = grant(round_)
    assert sum(granted) <= money
    assert all(0 <= fen <= offer for fen, offer in zip(granted, offers, strict=True))


@pytest.mark.parametrize("name", [name for name in WITH_ROUNDS if name != "everyone"])
@given(offers=st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_where_the_money_reaches_everybody_with_support_gets_all(name: str, offers: list[int]) -> None:
    grant = ALLOCATION_RULES[name].grant
    assert grant is not None
    assert grant(round_of(sum(offers), offers)) == offers


def test_everyone_gets_the_same_part_where_money_is_short() -> None:
    assert everyone(round_of(500, [200, 300, 500])) == [100, 150, 250]
    assert everyone(round_of(5_000, [200, 300, 500])) == [200, 300, 500]


def test_ranking_goes_by_supporters_per_yuan_and_then_by_id() -> None:
    assert ranked(round_of(400, [200, 200, 200], [5, 30, 5])) == [200, 200, 0]
    # The largest has most votes, but fewest for its money.
    assert ranked(round_of(300, [300, 100, 100], [20, 10, 10])) == [0, 100, 100]


def test_what_does_not_fit_any_more_is_passed_over() -> None:
    assert ranked(round_of(250, [200, 100, 50], [30, 10, 4])) == [200, 0, 50]


def test_a_lottery_goes_by_draw_alone() -> None:
    assert lottery(round_of(200, [200, 200], [1, 50], [0.1, 0.9])) == [200, 0]
    assert lottery(round_of(200, [200, 200], [1, 50], [0.9, 0.1])) == [0, 200]


def test_the_greedy_vote_goes_by_approvals_whatever_the_cost() -> None:
    assert participatory_greedy(round_of(300, [300, 100, 100], [20, 10, 10])) == [300, 0, 0]


@given(st.integers(1, 60))
def test_rounds_of_a_year_share_its_money(weeks: int) -> None:
    allocation = Allocation(round_weeks=weeks)
    dates = [week for week in range(52) if is_round(allocation, week)]
    assert dates[0] == 0
    assert [rounds_left(allocation, week) for week in dates] == list(range(len(dates), 0, -1))
