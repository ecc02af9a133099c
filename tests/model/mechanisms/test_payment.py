"""Payment: offers and their limits, promises, the waterfall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.mechanisms.parts import Allocation, Mechanism, Payment
from dizao.model.mechanisms.payment import anticipated_offer, discount, divide, is_promise, offer_fen

pytestmark = pytest.mark.small

NAMES = ["lender", "contractor", "advances", "givers", "upkeep_fund", "community_fund"]
costs = st.integers(0, 10**9)
shares = st.floats(0.0, 1.0)


def reward(rate: float, cap: float = 1e9, residents: float = 0.0) -> Payment:
    return Payment(timing="acceptance", rate=rate, cap_yuan=cap, minimum_resident_share=residents)


# the offer ------------------------------------------------------------------------------------------------------


def test_an_offer_is_a_rate_of_the_cost() -> None:
    assert offer_fen(reward(0.5), 30_000) == 15_000


def test_an_offer_stops_at_the_cap() -> None:
    assert offer_fen(reward(0.5, cap=100.0), 30_000) == 10_000


def test_an_offer_leaves_residents_their_part() -> None:
    assert offer_fen(reward(0.95, residents=0.2), 30_000) == 24_000


def test_no_payment_is_no_offer() -> None:
    assert offer_fen(Payment(timing="none", rate=0.5), 30_000) == 0


@given(shares, st.floats(0.0, 1e6), shares, costs)
def test_an_offer_keeps_within_all_three_limits(rate: float, cap: float, residents: float, cost: int) -> None:
    offer = offer_fen(reward(rate, cap, residents), cost)
    assert 0 <= offer <= min(rate * cost, cap * 100.0, (1.0 - residents) * cost)


@given(shares, costs, costs)
def test_a_dearer_project_is_offered_no_less(rate: float, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert offer_fen(reward(rate, cap=5_000.0), low) <= offer_fen(reward(rate, cap=5_000.0), high)


def test_a_project_that_is_not_small_may_count_on_nothing() -> None:
    mechanism = Mechanism(allocation=Allocation(largest_cost_yuan=300.0), payment=reward(0.5))
    assert anticipated_offer(mechanism, 30_000) == 15_000
    assert anticipated_offer(mechanism, 30_001) == 0


def test_only_money_after_acceptance_is_a_promise() -> None:
    assert is_promise(reward(0.5))
    assert not is_promise(Payment(timing="upfront"))
    assert not is_promise(Payment(timing="none"))


def test_a_yuan_in_a_year_is_worth_less_by_the_rate() -> None:
    assert discount(0.04, 0.0) == 1.0
    assert discount(0.04, 52.0) == pytest.approx(1.0 / 1.04)
    assert discount(0.0, 52.0) == 1.0


# the waterfall --------------------------------------------------------------------------------------------------


def test_everybody_is_paid_in_order_up_to_what_is_owed() -> None:
    order = ("lender", "contractor", "advances", "upkeep_fund")
    owed = {"lender": 500, "contractor": 300, "advances": 400}
    assert divide(1_000, order, owed) == {"lender": 500, "contractor": 300, "advances": 200, "upkeep_fund": 0}
    assert divide(2_000, order, owed) == {"lender": 500, "contractor": 300, "advances": 400, "upkeep_fund": 800}


def test_who_is_not_in_the_order_is_not_paid() -> None:
    assert divide(1_000, ("upkeep_fund",), {"lender": 500}) == {"upkeep_fund": 1_000}
    assert divide(1_000, (), {"lender": 500}) == {}


@given(st.integers(0, 10**9), st.permutations(NAMES), st.integers(1, 6), st.lists(costs, min_size=6, max_size=6))
def test_a_waterfall_pays_out_just_what_came_in(amount: int, names: list[str], length: int, sums: list[int]) -> None:
    owed = dict(zip(NAMES, sums, strict=True))
    paid = divide(amount, names[:length], owed)
    assert sum(paid.values()) == amount
    assert all(fen >= 0 for fen in paid.values())
    assert all(paid[name] <= owed[name] for name in names[: length - 1])


@given(st.integers(0, 10**9), st.permutations(NAMES), st.lists(costs, min_size=6, max_size=6))
def test_nobody_is_paid_before_those_ahead_have_all(amount: int, names: list[str], sums: list[int]) -> None:
    owed = dict(zip(NAMES, sums, strict=True))
    paid = divide(amount, names, owed)
    for k, name in enumerate(names[:-1]):
        if paid[name] < owed[name]:
            assert all(paid[later] == 0 for later in names[k + 1 :])
