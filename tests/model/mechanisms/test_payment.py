"""Payment: offers and their limits, promises, the waterfall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.mechanisms.parts import Allocation, Mechanism, Payment
from dizao.model.mechanisms.payment import (
    Gaming,
    anticipated_offer,
    claimed_offer,
    discount,
    divide,
    is_matching,
    largest_spending,
    matched_fen,
    offer_fen,
    parts_of_promise,
    planned_match,
    promised_share,
    spending_knob,
    tier_share,
    with_spending,
)
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.timings import TIMINGS, Contributions

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


def test_a_project_that_is_not_small_is_offered_nothing() -> None:
    mechanism = Mechanism(allocation=Allocation(largest_cost_yuan=300.0), payment=reward(0.5))
    assert claimed_offer(mechanism, 30_000) == 15_000
    assert claimed_offer(mechanism, 30_001) == 0


def test_a_fixed_sum_comes_on_top_of_the_rate_and_within_the_limits() -> None:
    assert offer_fen(reward(0.5)._replace(fixed_yuan=20.0), 30_000) == 17_000
    assert offer_fen(reward(0.5, residents=0.5)._replace(fixed_yuan=20.0), 30_000) == 15_000


def test_what_hangs_on_the_works_is_the_promise() -> None:
    assert promised_share(reward(0.5)) == 1.0
    assert promised_share(Payment(timing="milestones")) == 1.0
    assert promised_share(Payment(timing="advance_reward", advance_share=0.3)) == pytest.approx(0.7)
    for timing in ("none", "upfront", "match", "quadratic"):
        assert promised_share(Payment(timing=timing)) == 0.0


def test_only_milestones_are_paid_in_parts() -> None:
    assert parts_of_promise(Payment(timing="milestones", milestones=4)) == 4
    assert parts_of_promise(Payment(timing="acceptance", milestones=4)) == 1


# gaming ---------------------------------------------------------------------------------------------------------


def test_an_honest_claim_is_the_offer() -> None:
    mechanism = Mechanism(payment=reward(0.5, residents=0.1))
    assert claimed_offer(mechanism, 30_000) == offer_fen(mechanism.payment, 30_000)


def test_padding_raises_the_offer_but_not_beyond_the_true_cost() -> None:
    mechanism = Mechanism(payment=reward(0.5))
    assert claimed_offer(mechanism, 30_000, Gaming(padded=0.2)) == 18_000
    assert claimed_offer(Mechanism(payment=reward(1.0)), 30_000, Gaming(padded=0.2)) == 30_000


def test_a_minimum_that_is_on_paper_only_does_not_bind() -> None:
    mechanism = Mechanism(payment=reward(1.0, residents=0.2))
    assert claimed_offer(mechanism, 30_000) == 24_000
    assert claimed_offer(mechanism, 30_000, Gaming(nominal=0.5)) == 27_000
    assert claimed_offer(mechanism, 30_000, Gaming(nominal=1.0)) == 30_000


def test_a_project_that_is_too_large_is_offered_as_many_caps_as_it_is_split_into() -> None:
    mechanism = Mechanism(allocation=Allocation(largest_cost_yuan=100.0), payment=reward(0.5, cap=40.0))
    assert claimed_offer(mechanism, 25_000) == 0
    assert claimed_offer(mechanism, 25_000, Gaming(splits=True)) == 3 * 4_000
    assert claimed_offer(mechanism, 9_000, Gaming(splits=True)) == claimed_offer(mechanism, 9_000) == 4_000


@given(shares, shares, st.booleans(), shares, shares, costs)
def test_no_claim_gets_more_than_the_true_cost(
    padded: float, nominal: float, splits: bool, rate: float, residents: float, cost: int
) -> None:
    mechanism = Mechanism(payment=reward(rate, residents=residents))
    assert 0 <= claimed_offer(mechanism, cost, Gaming(padded, nominal, splits)) <= cost


# matches --------------------------------------------------------------------------------------------------------


def contributions_of(*fen: float) -> Contributions:
    return Contributions(len(fen), sum(fen), sum(x**0.5 for x in fen))


def test_a_match_pays_so_much_for_each_yuan() -> None:
    assert matched_fen(Payment(timing="match", match_rate=1.5), contributions_of(100, 300)) == 600


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=60), st.floats(0.0, 3.0))
def test_a_quadratic_match_is_its_formula(fen: list[int], factor: float) -> None:
    payment = Payment(timing="quadratic", match_rate=factor)
    formula = factor * sum(2.0 * (a * b) ** 0.5 for k, a in enumerate(fen) for b in fen[:k])
    assert matched_fen(payment, contributions_of(*fen)) == pytest.approx(formula, rel=1e-6, abs=1.0)


def test_one_giver_alone_brings_in_no_quadratic_match() -> None:
    assert matched_fen(Payment(timing="quadratic", match_rate=1.0), contributions_of(10_000)) == 0


@given(st.integers(2, 50), st.integers(100, 10**6))
def test_many_small_contributions_bring_in_more_than_few_large_ones(number: int, total: int) -> None:
    payment = Payment(timing="quadratic", match_rate=1.0)
    few, many = contributions_of(*[total / number] * number), contributions_of(*[total / (2 * number)] * (2 * number))
    assert matched_fen(payment, many) > matched_fen(payment, few)
    assert matched_fen(Payment(timing="match"), many) == pytest.approx(matched_fen(Payment(timing="match"), few), abs=1)


def test_only_contributions_are_matched_and_only_by_a_match() -> None:
    assert [name for name in TIMINGS if is_matching(Payment(timing=name))] == ["match", "quadratic"]
    assert matched_fen(reward(0.5), contributions_of(100, 300)) == 0


@given(st.sampled_from(["match", "quadratic"]), st.floats(0.001, 10.0), st.integers(1, 10**8), st.integers(2, 400))
def test_with_the_planned_match_contributions_just_cover_what_is_lacking(
    kind: str, rate: float, own: int, payers: int
) -> None:
    payment = Payment(timing=kind, match_rate=rate)
    match = planned_match(payment, own, float(payers), 10**12)
    given_together = own - match
    each = given_together / payers
    brought = matched_fen(payment, Contributions(payers, given_together, payers * each**0.5))
    assert brought == pytest.approx(match, rel=1e-6, abs=1.0 + rate * payers)


def test_a_planned_match_stops_at_the_offer_and_needs_something_to_match() -> None:
    payment = Payment(timing="match", match_rate=1.0)
    assert planned_match(payment, 1_000, 10.0, 10**9) == 500
    assert planned_match(payment, 1_000, 10.0, 200) == 200
    assert planned_match(payment, 0, 10.0, 10**9) == 0
    assert planned_match(reward(0.5), 1_000, 10.0, 10**9) == 0


def test_a_proposal_counts_on_what_the_expected_givers_bring_in() -> None:
    ground = Payment(timing="match", rate=0.9, match_rate=1.0)
    assert anticipated_offer(ground, 100_000, 40.0, 90_000) == 50_000
    assert anticipated_offer(ground, 100_000, 40.0, 20_000) == 20_000
    assert anticipated_offer(reward(0.5), 100_000, 40.0, 20_000) == 20_000


# tiers ----------------------------------------------------------------------------------------------------------


def test_a_reward_without_tiers_is_paid_whole() -> None:
    assert tier_share(reward(0.5), 3.0) == 1.0


@pytest.mark.parametrize(
    ("score", "share"), [(0.0, 0.0), (39.9, 0.0), (40.0, 0.5), (59.9, 0.5), (60.0, 0.8), (80.0, 1.0), (100.0, 1.0)]
)
def test_a_score_earns_the_part_of_the_highest_tier_that_it_reaches(score: float, share: float) -> None:
    payment = reward(0.5)._replace(tier_scores=(40.0, 60.0, 80.0), tier_shares=(0.5, 0.8, 1.0))
    assert tier_share(payment, score) == share


# spending -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(presets()))
def test_the_knob_of_every_preset_scales_what_it_offers(name: str) -> None:
    mechanism = presets()[name].mechanism
    scaled = [with_spending(mechanism, value * largest_spending(mechanism)) for value in (0.0, 0.2, 1.0)]
    offers = [anticipated_offer(m.payment, 1_000_000, 50.0, claimed_offer(m, 1_000_000)) for m in scaled]
    assert offers[0] == 0
    assert offers == sorted(offers)
    assert (offers[-1] > 0) == (name != "none")
    assert getattr(with_spending(mechanism, 0.25).payment, spending_knob(mechanism)) == 0.25


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


# by category ----------------------------------------------------------------------------------------------------


def test_a_category_may_have_its_own_rate_cap_and_minimum() -> None:
    own = (("bridge", (("rate", 0.8), ("cap_yuan", 100.0))), ("road", (("minimum_resident_share", 0.7),)))
    mechanism = Mechanism(payment=reward(0.5), categories=own)
    assert claimed_offer(mechanism, 30_000) == claimed_offer(mechanism, 30_000, category="gate") == 15_000
    assert claimed_offer(mechanism, 30_000, category="bridge") == 10_000
    assert claimed_offer(mechanism, 10_000, category="bridge") == 8_000
    assert claimed_offer(mechanism, 30_000, category="road") == pytest.approx(9_000, abs=1)


def test_rates_of_categories_keep_their_proportion_when_spending_is_scaled() -> None:
    mechanism = Mechanism(payment=reward(0.5), categories=(("bridge", (("rate", 0.8), ("cap_yuan", 100.0))),))
    scaled = with_spending(mechanism, 0.25)
    assert scaled.payment.rate == 0.25
    assert scaled.categories == (("bridge", (("rate", 0.4), ("cap_yuan", 100.0))),)
    assert with_spending(mechanism, 1.0).categories[0][1][0] == ("rate", 1.0)
