"""Households' rules about money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.household import accrued, contribution, expected_refund, expected_return, field_terms, free_money
from dizao.agents.parameters import People

pytestmark = pytest.mark.small

P = People()
shares = st.floats(0.0, 1.0)
fen = st.integers(0, 10**9)
values = st.floats(-1e7, 1e7)
outlays = st.floats(1.0, 1e7)


# the purse ------------------------------------------------------------------------------------------------------


@given(fen, st.integers(0, 10**6), st.integers(0, 500), st.floats(0.0, 104.0))
def test_savings_stop_at_some_weeks_of_spare_money(savings: int, spare: int, weeks: int, most: float) -> None:
    came = accrued(savings, spare, weeks, most)
    assert 0 <= came <= spare * weeks
    assert savings + came <= max(savings, most * spare)


@given(fen, st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 100))
def test_it_does_not_matter_how_often_a_purse_is_opened(savings: int, spare: int, first: int, then: int) -> None:
    once = accrued(savings, spare, first + then, 52.0)
    early = accrued(savings, spare, first, 52.0)
    assert early + accrued(savings + early, spare, then, 52.0) == once


@given(fen, fen, st.integers(0, 10**6))
def test_nobody_parts_with_what_is_pledged_or_kept_back(savings: int, committed: int, spare: int) -> None:
    free = free_money(savings, committed, spare, P)
    assert free == max(0, savings - committed - int(P.savings_reserve_weeks * spare))


# what is expected back ------------------------------------------------------------------------------------------


@given(values, outlays, shares, shares)
def test_the_expected_return_stays_within_its_limits(value: float, outlay: float, belief: float, refund: float) -> None:
    assert -P.return_floor <= expected_return(value, outlay, belief, refund, P) <= max(1.0, P.return_ceiling)


@given(values, outlays, shares)
def test_certain_success_returns_value_over_outlay_within_limits(value: float, outlay: float, refund: float) -> None:
    ratio = min(max(value / outlay, -P.return_floor), P.return_ceiling)
    assert expected_return(value, outlay, 1.0, refund, P) == pytest.approx(ratio)


@given(values, outlays, shares)
def test_certain_failure_returns_the_refund(value: float, outlay: float, refund: float) -> None:
    assert expected_return(value, outlay, 0.0, refund, P) == pytest.approx(refund)


@given(outlays, shares, shares, values, values)
def test_the_return_rises_with_value(outlay: float, belief: float, refund: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    below, above = (expected_return(value, outlay, belief, refund, P) for value in (low, high))
    assert below <= above + 1e-12


@given(st.floats(-1e6, 0.0))
def test_who_pays_nothing_counts_a_gain_as_the_highest_ratio(outlay: float) -> None:
    assert expected_return(5.0, outlay, 1.0, 0.0, P) == P.return_ceiling
    assert expected_return(0.0, outlay, 1.0, 0.0, P) == 0.0
    assert expected_return(-5.0, outlay, 1.0, 0.0, P) == 0.0


@given(shares, shares)
def test_what_is_insured_comes_back_at_least(efficacy: float, insured: float) -> None:
    assert insured - 1e-12 <= expected_refund(efficacy, insured) <= 1.0


def test_without_insurance_only_what_never_starts_comes_back() -> None:
    assert expected_refund(0.6, 0.0) == pytest.approx(0.6)
    assert expected_refund(0.6, 1.0) == 1.0


# field terms ----------------------------------------------------------------------------------------------------


def terms(**changes: float) -> float:
    seen = {
        "leaders": 0.0, "contact": 0.0, "trust": 0.5, "fairness": 0.0, "explained": 0.0, "belief": 0.6,
        "secured_share": 0.4,
    }  # fmt: skip
    return float(field_terms(*(seen | changes).values(), P))


def test_field_terms_are_zero_in_the_reference_experiment() -> None:
    assert terms() == pytest.approx(0.0)


@pytest.mark.parametrize("name", ["leaders", "contact", "trust", "explained", "secured_share", "belief"])
def test_every_field_term_makes_giving_likelier(name: str) -> None:
    assert terms(**{name: 0.7}) < terms(**{name: 0.9})


def test_unfairness_makes_giving_less_likely() -> None:
    assert terms(fairness=-0.5) < terms(fairness=0.0)


def test_three_leaders_of_usual_status_are_all_that_counts() -> None:
    assert terms(leaders=3.0) == pytest.approx(P.lead_weight) == terms(leaders=30.0)


def test_the_goal_is_felt_from_both_sides_alike() -> None:
    assert terms(belief=0.5, secured_share=0.6) == pytest.approx(-terms(belief=0.5, secured_share=0.4))
    assert terms(belief=1.0, secured_share=1.0) <= P.goal_weight / 2.0


# how much -------------------------------------------------------------------------------------------------------


def test_a_contribution_goes_down_the_ladder_of_liquidity() -> None:
    wanted = 100 + int(P.lead_contribution_ratio * 0.8 * 100)
    free = [wanted, wanted - 1, 100, 99, 50, 49, 0]
    assert [contribution(100, have, 0.8, P) for have in free] == [wanted, 100, 100, 50, 50, 0, 0]


@given(st.integers(1, 10**7), fen, st.floats(0.0, 5.0))
def test_a_contribution_is_never_more_than_what_is_free(asked: int, free: int, status: float) -> None:
    assert 0 <= contribution(asked, free, status, P) <= free


@given(st.integers(1, 10**7), fen, fen, st.floats(0.0, 5.0))
def test_who_has_more_gives_no_less(asked: int, one: int, other: int, status: float) -> None:
    low, high = sorted((one, other))
    assert contribution(asked, low, status, P) <= contribution(asked, high, status, P)


def test_neighbours_without_status_give_the_share_asked() -> None:
    assert contribution(100, 10**6, 0.0, P) == 100
