"""Rules of giving: what each reads and does not read, limits, and conditions that their authors published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.giving import (
    CAUSAL,
    CONDITIONAL,
    INEQUALITY,
    NORM,
    PIVOTAL,
    causal_willingness,
    giving_log_odds,
    inequality_willingness,
    norm_willingness,
    pivotal_willingness,
    unpaid_log_odds,
)
from dizao.agents.parameters import GIVING_RULES, People
from dizao.agents.prospects import Prospect, coded
from dizao.agents.resident import intrinsic_willingness, logistic, willingness

pytestmark = pytest.mark.small

P = coded(People())
SEEN = Prospect(0.4, 1.7, 0.6, 2.0, 1.0)
shares = st.floats(0.0, 1.0)
rhos = st.floats(0.0, 2.0)
returns = st.floats(-1.0, 5.0)


def by(name: str, **changes: float) -> People:
    return coded(People(giving_rule=name)._replace(**changes))


def test_rules_have_the_numbers_of_their_names() -> None:
    numbers = (CONDITIONAL, CAUSAL, PIVOTAL, NORM, INEQUALITY)
    assert [GIVING_RULES[k] for k in numbers] == ["conditional", "causal", "pivotal", "norm", "inequality"]
    assert [by(name).giving_rule for name in GIVING_RULES] == list(numbers)


@given(rhos, st.integers(0, 1), shares, returns)
def test_todays_rule_is_equation_1_whatever_a_gift_brings_about(rho: float, hump: int, b: float, m: float) -> None:
    for own, others in ((0.0, 0.0), (3.0, 4.0)):
        eta = giving_log_odds(rho, hump, Prospect(b, m, own, others, 4.0), 0.3, P)
        assert eta == willingness(rho, hump, b, m, 0.3, P)
    assert unpaid_log_odds(rho, hump, Prospect(b, m, 0.0, 0.0, 1.0), P) == intrinsic_willingness(rho, hump, b, P)


@pytest.mark.parametrize("name", GIVING_RULES[1:])
def test_other_rules_do_not_read_the_return_that_comes_whether_or_not_one_gives(name: str) -> None:
    for gross in (-1.0, 4.0):
        assert giving_log_odds(0.8, 0, SEEN._replace(gross_return=gross), 0.0, by(name)) == giving_log_odds(
            0.8, 0, SEEN, 0.0, by(name)
        )


@pytest.mark.parametrize("name", GIVING_RULES)
def test_field_terms_are_added_under_every_rule(name: str) -> None:
    without, with_field = (giving_log_odds(0.8, 0, SEEN, field, by(name)) for field in (0.0, 0.7))
    assert with_field - without == pytest.approx(0.7)


@pytest.mark.parametrize("name", GIVING_RULES)
def test_pay_crowds_out_what_would_be_given_without_return(name: str) -> None:
    even = SEEN._replace(gross_return=1.0, own_return=1.0)
    assert unpaid_log_odds(0.8, 0, SEEN, by(name)) == pytest.approx(giving_log_odds(0.8, 0, even, 0.0, by(name)))


def test_causal_adds_what_the_gift_brings_oneself_and_others() -> None:
    p = by("causal", external_weight=0.5)
    plain = p.giving_intercept + p.belief_slope * 0.8 * 0.4
    assert causal_willingness(0.8, 0, 0.4, 1.0, 0.0, p) == pytest.approx(plain)
    assert causal_willingness(0.8, 0, 0.4, 0.6, 2.0, p) == pytest.approx(
        plain - 0.4 * p.return_weight + 0.5 * 0.8 * 2.0
    )


@given(shares, shares)
def test_the_selfish_ask_only_what_a_gift_brings_themselves(one: float, other: float) -> None:
    for name in ("causal", "pivotal", "norm", "inequality"):
        etas = [giving_log_odds(0.0, 0, Prospect(b, 0.0, 0.6, 4.0, 4.0), 0.0, by(name)) for b in (one, other)]
        assert etas[0] == pytest.approx(etas[1])


@given(rhos, shares, shares)
def test_who_gives_for_joy_does_not_ask_what_others_do(rho: float, one: float, other: float) -> None:
    p = by("pivotal")
    assert pivotal_willingness(rho, 0, one, 0.5, p) == pivotal_willingness(rho, 0, other, 0.5, p)
    assert pivotal_willingness(rho, 0, one, 0.9, p) > pivotal_willingness(rho, 0, one, 0.5, p)


@given(rhos.filter(lambda rho: rho > 0.01))
def test_a_norm_is_half_held_at_its_middle_and_steepest_there(rho: float) -> None:
    p = by("norm", norm_middle=0.45, norm_spread=0.1)
    held = [(norm_willingness(rho, 0, b, p) - p.giving_intercept) / (p.belief_slope * rho) for b in (0.2, 0.45, 0.7)]
    assert held[1] == pytest.approx(0.5)
    assert held[0] == pytest.approx(logistic(-2.5))
    assert held[2] - held[0] == pytest.approx(1.0 - 2.0 * logistic(-2.5))


def test_a_norm_weighs_no_return() -> None:
    etas = [giving_log_odds(0.8, 0, SEEN._replace(own_return=own), 0.0, by("norm")) for own in (-1.0, 4.0)]
    assert etas[0] == etas[1]


@given(st.floats(0.1, 0.9), st.floats(0.0, 1.5))
def test_guilt_makes_giving_pay_from_the_threshold_of_fehr_and_schmidt(r: float, guilt: float) -> None:
    """In a linear game in which all others give, one matches them if r + guilt > 1 (their Proposition 4)."""
    p = by("inequality", guilt=guilt, envy=0.3)
    gain = inequality_willingness(1.0, 0, 1.0, r, 1.0, p) - p.giving_intercept
    assert (gain > 0.0) == (r + guilt > 1.0) or gain == pytest.approx(0.0, abs=1e-9)


def test_envy_keeps_back_where_nobody_gives_and_a_larger_distance_weighs_more() -> None:
    none, some = (inequality_willingness(0.8, 0, 0.0, 1.0, 1.0, by("inequality", envy=x)) for x in (0.0, 0.5))
    assert some < none
    near, far = (inequality_willingness(0.8, 0, 1.0, 1.0, k, by("inequality")) for k in (1.0, 4.0))
    assert far > near


@pytest.mark.parametrize("name", GIVING_RULES)
def test_hump_shaped_people_give_most_where_half_do_under_every_rule(name: str) -> None:
    none, half, all_of_them = (
        giving_log_odds(0.8, 1, Prospect(b, 1.0, 1.0, 2.0, 1.0), 0.0, by(name)) for b in (0.0, 0.5, 1.0)
    )
    assert half > none == pytest.approx(all_of_them)
