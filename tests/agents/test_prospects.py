"""What a contribution brings about: chances that it decides, returns, and the limits of both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from dizao.agents.parameters import People
from dizao.agents.prospects import causal_return, coded, decisive, external_return, value_ratio

pytestmark = pytest.mark.small

P = coded(People())
shares = st.floats(0.0, 1.0)


@pytest.mark.parametrize(("others", "needed"), [(4, 2), (4, 4), (9, 5), (60, 40)])
@pytest.mark.parametrize("belief", [0.3, 0.5, 0.7])
def test_the_chance_to_decide_is_nearly_the_binomial_one(others: int, needed: int, belief: float) -> None:
    found = decisive(belief, float(others), float(needed))
    assert found.given == pytest.approx(1.0 - binom.cdf(needed - 2, others, belief), abs=0.05)
    assert found.kept == pytest.approx(1.0 - binom.cdf(needed - 1, others, belief), abs=0.05)


@given(shares, st.floats(0.0, 500.0), st.floats(0.0, 500.0))
def test_a_gift_never_makes_success_less_likely(belief: float, others: float, needed: float) -> None:
    found = decisive(belief, others, needed)
    assert 0.0 <= found.kept <= found.given <= 1.0


def test_one_gift_among_many_hardly_decides_and_less_the_more_there_are() -> None:
    chances = [decisive(0.5, float(n), 0.5 * n) for n in (10, 100, 1000)]
    gaps = [one.given - one.kept for one in chances]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == pytest.approx(1.0 / np.sqrt(2.0 * np.pi * 250.0), rel=0.05)


def test_where_nothing_is_asked_of_others_nothing_hangs_on_anybody() -> None:
    assert decisive(0.5, -1.0, 0.0) == (0.0, 0.0)


def test_a_gift_that_surely_decides_brings_its_value_and_one_that_does_not_its_refund() -> None:
    assert causal_return(3.0, 0.5, 1.0, 0.0) == 3.0
    assert causal_return(3.0, 0.5, 0.0, 0.0) == 0.5
    assert causal_return(3.0, 0.5, 1.0, 1.0) == 0.0


@given(st.floats(-1e6, 1e6), st.floats(-10.0, 1e5), shares)
def test_returns_are_perceived_within_their_bounds(value: float, outlay: float, chance: float) -> None:
    assert -P.return_floor <= value_ratio(value, outlay, P) <= P.return_ceiling
    assert 0.0 <= external_return(value, outlay, chance, P) <= P.return_ceiling


def test_a_rule_that_has_its_number_keeps_it() -> None:
    assert coded(P) == P
    assert coded(People(giving_rule="norm")).giving_rule == 3
