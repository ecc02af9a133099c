"""How people come to expect public money, and what they do about it (ODD 7.21)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.subsidy import learnt_subsidy, planned_scope, subsidy_pull, waiting, worth_of_scope

pytestmark = pytest.mark.small

shares = st.floats(0.0, 1.0)


@given(shares, shares, shares)
def test_expectations_lie_between_what_was_expected_and_seen(expected: float, seen: float, step: float) -> None:
    low, high = sorted((expected, seen))
    assert low - 1e-12 <= learnt_subsidy(expected, seen, step) <= high + 1e-12
    assert learnt_subsidy(expected, seen, 0.0) == expected
    assert learnt_subsidy(expected, seen, 1.0) == pytest.approx(seen)


@given(shares, st.floats(-1.5, 2.0))
def test_the_pull_goes_where_its_weight_points(expected: float, weight: float) -> None:
    pull = subsidy_pull(expected, weight)
    assert pull * weight >= 0.0
    assert abs(pull) <= abs(weight)


@given(shares, shares, shares)
def test_who_expects_more_waits_more(expected: float, base: float, weight: float) -> None:
    chance = waiting(expected, base, weight)
    assert base <= chance <= 1.0
    assert waiting(expected, base, 0.0) == base


@given(shares, st.floats(0.0, 0.5), shares)
def test_larger_plans_are_worth_more_but_not_more_than_they_cost(expected: float, weight: float, power: float) -> None:
    scope = planned_scope(expected, weight)
    assert 1.0 <= scope <= 1.0 + weight
    assert 1.0 <= worth_of_scope(scope, power) <= scope + 1e-12
    assert worth_of_scope(scope, 0.0) == 1.0
