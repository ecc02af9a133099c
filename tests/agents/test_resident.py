"""Residents' rules: bounds, signs, shapes; one idea a test."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.parameters import People
from dizao.agents.resident import (
    DISTRUST,
    NET_LOSS,
    NO_REASON,
    UNFAIR_SHARE,
    attend_log_odds,
    keep_log_odds,
    learnt_belief,
    learnt_efficacy,
    learnt_reciprocity,
    learnt_trust,
    logistic,
    logit,
    net_worth,
    objection,
    prior_belief,
    reach_log_odds,
    score,
    seen_belief,
    supervise_log_odds,
    unfairness,
    voice_log_odds,
    vote_log_odds,
    willingness,
)

pytestmark = pytest.mark.small

P = People(vote_stake=2.0)
shares = st.floats(0.0, 1.0)
rhos = st.floats(0.0, 2.0)
ratios = st.floats(-1.0, 4.0)
fields = st.floats(-3.0, 3.0)
money = st.floats(0.0, 1e7)


def eta(rho: float = 0.85, hump: int = 0, belief: float = 0.5, gross: float = 1.0, field: float = 0.0) -> float:
    return float(willingness(rho, hump, belief, gross, field, P))


# log-odds -------------------------------------------------------------------------------------------------------


@given(st.floats(-1000.0, 1000.0))
def test_logistic_is_a_probability_even_far_out(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0)


@given(st.floats(1e-9, 1.0 - 1e-9))
def test_logit_undoes_logistic(u: float) -> None:
    assert logistic(logit(u)) == pytest.approx(u, rel=1e-6)


# giving ---------------------------------------------------------------------------------------------------------


def test_willingness_is_the_equation_of_the_specification() -> None:
    others = P.belief_slope * 0.7 * 0.4
    own = (P.return_weight + 0.3 * P.belief_slope / 3.0) * (1.5 - 1.0)
    assert eta(0.7, 0, 0.4, 1.5, 0.25) == pytest.approx(P.giving_intercept + others + own + 0.25)


def test_nobody_gives_at_the_intercept_alone_unless_by_draw() -> None:
    assert eta(belief=0.0, gross=1.0) == pytest.approx(P.giving_intercept)


@given(rhos, shares, shares, ratios, fields)
def test_who_believes_in_others_gives_more(rho: float, low: float, high: float, gross: float, field: float) -> None:
    low, high = sorted((low, high))
    assert eta(rho, 0, low, gross, field) <= eta(rho, 0, high, gross, field)


@given(shares, shares, ratios)
def test_who_is_not_reciprocal_does_not_look_at_others(one: float, other: float, gross: float) -> None:
    assert eta(0.0, 0, one, gross) == eta(0.0, 0, other, gross)


@given(st.floats(0.0, 1.0 + 3.0 * P.return_weight / P.belief_slope), shares, ratios, ratios)
def test_a_higher_return_makes_giving_likelier(rho: float, belief: float, low: float, high: float) -> None:
    # Beyond this rho the weight of the specification, lam + (1 - rho) s / 3, is negative: about 2% of people.
    low, high = sorted((low, high))
    assert eta(rho, 0, belief, low) <= eta(rho, 0, belief, high) + 1e-9


def test_the_less_reciprocal_look_more_at_the_return() -> None:
    gains = [eta(rho, 0, 0.5, 2.0) - eta(rho, 0, 0.5, 1.0) for rho in (0.0, 0.5, 1.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == pytest.approx(P.return_weight)


@given(rhos, shares, ratios, fields, fields)
def test_field_terms_add_up(rho: float, belief: float, gross: float, one: float, other: float) -> None:
    assert eta(rho, 0, belief, gross, one + other) == pytest.approx(eta(rho, 0, belief, gross, one) + other)


@given(rhos, st.floats(0.0, 0.5))
def test_hump_shaped_people_give_most_when_half_give(rho: float, off: float) -> None:
    assert eta(rho, 1, 0.5 - off) == pytest.approx(eta(rho, 1, 0.5 + off))
    assert eta(rho, 1, 0.5 - off) <= eta(rho, 1, 0.5)


@given(rhos, st.floats(0.0, 1.0), st.sampled_from([0, 1]), ratios)
def test_willingness_has_no_jumps(rho: float, belief: float, hump: int, gross: float) -> None:
    step = 1e-6
    here = eta(rho, hump, belief, gross)
    steepest = 2.0 * P.belief_slope + 2.0 * P.hump_slope + 5.0 * (P.return_weight + P.belief_slope)
    for there in (
        eta(rho + step, hump, belief, gross),
        eta(rho, hump, belief + step, gross),
        eta(rho, hump, belief, gross + step),
    ):
        assert abs(there - here) <= steepest * step


# belief ---------------------------------------------------------------------------------------------------------


@given(st.floats(0.01, 0.99))
def test_a_running_belief_is_read_as_it_is_at_the_reference(running: float) -> None:
    assert prior_belief(running, P.prior_required_reference, P) == pytest.approx(running)


@given(shares, shares, shares)
def test_belief_rises_with_how_many_are_needed(running: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 0.0 < prior_belief(running, low, P) <= prior_belief(running, high, P) < 1.0


@given(shares)
def test_not_asked_yet_is_not_a_refusal(prior: float) -> None:
    assert seen_belief(prior, 0, 0, P) == pytest.approx(prior)


@given(shares, st.integers(1, 50), st.integers(0, 50))
def test_belief_lies_between_the_prior_and_what_was_seen(prior: float, asked: int, pledged: int) -> None:
    pledged = min(pledged, asked)
    low, high = sorted((prior, pledged / asked))
    assert low - 1e-12 <= seen_belief(prior, pledged, asked, P) <= high + 1e-12


def test_as_many_neighbours_as_the_anchor_weigh_as_much_as_the_prior() -> None:
    kappa = int(P.belief_anchor)
    assert seen_belief(0.2, kappa, kappa, P) == pytest.approx((0.2 + 1.0) / 2.0)


# the other decisions: every term has the sign that the table of the specification gives ---------------------------

TERMS: list[tuple[Callable[..., Any], list[tuple[float, float]], int, int]] = []
"""Rule, range of each argument, which argument, and whether the rule rises (1) or falls (-1) with it."""

for rule, ranges, signs in (
    (voice_log_odds, [(-3, 5), (0, 1), (0, 1), (0, 1)], "+++-"),
    (attend_log_odds, [(0, 3), (0, 1), (0, 1), (0, 3), (0, 1)], "++++-"),
    (reach_log_odds, [(0, 1), (0, 1)], "+-"),
    (vote_log_odds, [(-1, 1), (-9, 9), (-1, 0), (0, 1), (0, 1), (0, 1)], "++++++"),
    (supervise_log_odds, [(0, 1), (0, 3), (0, 1)], "+++"),
    (keep_log_odds, [(0, 1), (0, 1), (-3, 3), (0, 1)], "+++-"),
    (score, [(0, 1), (0, 4), (0, 1), (-4, 4)], "+-++"),
):
    TERMS += [(rule, ranges, k, 1 if sign == "+" else -1) for k, sign in enumerate(signs)]


@pytest.mark.parametrize(
    ("rule", "ranges", "which", "sign"), TERMS, ids=[f"{rule.__name__}-{k}{sign:+d}" for rule, _, k, sign in TERMS]
)
def test_every_term_has_its_sign(rule: Any, ranges: list[tuple[float, float]], which: int, sign: int) -> None:
    random_draw = np.random.default_rng(which)
    moved = 0
    for _ in range(50):
        low = [float(random_draw.uniform(*bounds)) for bounds in ranges]
        high = list(low)
        high[which] = float(random_draw.uniform(low[which], ranges[which][1]))
        change = float(rule(*high, P)) - float(rule(*low, P))
        assert change * sign >= -1e-12
        moved += change != 0.0
    assert moved > 25


def test_a_stake_beyond_three_means_draws_nobody_more() -> None:
    assert attend_log_odds(3.0, 0.0, 0.0, 1.0, 0.0, P) == attend_log_odds(30.0, 0.0, 0.0, 1.0, 0.0, P)


def test_a_yard_meeting_is_as_large_as_the_documented_ones() -> None:
    # 150 invited and 1,350 not, half of them with a stake: 17 to 86 people came in the documented cases.
    def come(invited: float, stake: float) -> float:
        return float(logistic(attend_log_odds(stake, 0.05, invited, 1.0, 0.1, P)))

    turnout = 75 * (come(1.0, 0.0) + come(1.0, 1.0)) + 675 * (come(0.0, 0.0) + come(0.0, 1.0))
    assert 17 <= turnout <= 86


@given(shares, st.floats(0.0, 30.0), shares, st.floats(-50.0, 50.0))
def test_a_score_lies_between_0_and_100(quality: float, years: float, attended: float, random_draw: float) -> None:
    assert 0.0 <= score(quality, years, attended, random_draw, P) <= 100.0


# worth, fairness, objections ------------------------------------------------------------------------------------


@given(st.floats(-1e7, 1e7), money)
def test_net_worth_lies_between_minus_1_and_1_and_has_the_sign_of_the_balance(value: float, outlay: float) -> None:
    worth = net_worth(value, outlay)
    assert -1.0 <= worth <= 1.0
    if value > outlay:
        assert worth >= 0.0
    if value < outlay:
        assert worth <= 0.0


def test_net_worth_of_nothing_is_nothing() -> None:
    assert net_worth(0.0, 0.0) == 0.0


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), money, money)
def test_net_worth_rises_with_value_and_falls_with_outlay(one: float, other: float, cheap: float, dear: float) -> None:
    low, high = sorted((one, other))
    cheap, dear = sorted((cheap, dear))
    assert net_worth(low, cheap) <= net_worth(high, cheap) + 1e-12
    assert net_worth(high, dear) <= net_worth(high, cheap) + 1e-12


@given(shares, shares)
def test_unfairness_lies_between_minus_1_and_0(cost: float, benefit: float) -> None:
    assert -1.0 <= unfairness(cost, benefit) <= 0.0


@given(st.floats(1e-6, 1.0), st.floats(0.0, 1.0))
def test_a_share_of_cost_up_to_the_share_of_benefit_is_fair(cost: float, more: float) -> None:
    assert unfairness(cost, cost + more) == 0.0
    assert unfairness(cost, 0.0) == -1.0


def test_unfairness_means_the_same_among_5_and_among_800_households() -> None:
    assert unfairness(1 / 5, 0.5 / 5) == pytest.approx(unfairness(1 / 800, 0.5 / 800))


def test_who_pays_nothing_is_not_treated_unfairly() -> None:
    assert unfairness(0.0, 0.0) == 0.0


@given(st.floats(-1e5, 1e5), st.floats(0.0, 1e5), st.floats(-50.0, 50.0), st.floats(-1.0, 0.0), shares)
def test_an_objection_is_the_strongest_reason_above_the_threshold(
    value: float, outlay: float, stake: float, fairness: float, trust: float
) -> None:
    strength = {
        NET_LOSS: max(0.0, -float(net_worth(value, outlay))),
        UNFAIR_SHARE: -fairness,
        DISTRUST: max(0.0, 1.0 - 2.0 * trust) / (1.0 + P.vote_steadiness * max(0.0, stake)),
    }
    reason = objection(value, outlay, stake, fairness, trust, P)
    if reason == NO_REASON:
        assert max(strength.values()) < P.objection_threshold
    else:
        assert strength[reason] == max(strength.values()) >= P.objection_threshold


@pytest.mark.parametrize(
    ("value", "fairness", "trust", "reason"),
    [
        (-100.0, 0.0, 0.8, NET_LOSS),
        (100.0, -0.9, 0.8, UNFAIR_SHARE),
        (100.0, -0.1, 0.1, DISTRUST),
        (100.0, -0.1, 0.8, NO_REASON),
    ],
)
def test_each_reason_is_heard(value: float, fairness: float, trust: float, reason: int) -> None:
    assert objection(value, 10.0, 0.0, fairness, trust, P) == reason


def test_distrust_keeps_from_little_and_not_from_much() -> None:
    """Who gains three months of income does not refuse it out of distrust."""
    for stake, reason in ((0.0, DISTRUST), (0.1, DISTRUST), (3.0, NO_REASON), (-3.0, DISTRUST)):
        assert objection(1e6, 10.0, stake, 0.0, 0.1, P) == reason
    assert objection(1e6, 10.0, 3.0, 0.0, 0.1, P._replace(vote_steadiness=0.0)) == DISTRUST


# learning -------------------------------------------------------------------------------------------------------


@given(shares, shares)
def test_belief_steps_towards_what_was_seen(belief: float, seen: float) -> None:
    step = learnt_belief(belief, seen, P)
    assert abs(step - seen) <= abs(belief - seen)
    assert step - belief == pytest.approx(P.belief_learning * (seen - belief), abs=1e-12)


recoveries = st.floats(0.0, 1.0)


@given(rhos, shares, shares)
def test_without_recovery_reciprocity_only_wears_off_where_others_disappoint(
    rho: float, belief: float, seen: float
) -> None:
    worn = learnt_reciprocity(rho, 2.0, belief, seen, P._replace(reciprocity_recovery=0.0))
    assert worn == max(0.0, rho - P.reciprocity_erosion * max(0.0, belief - seen))
    if seen >= belief:
        assert worn == rho


@given(rhos, rhos, shares, shares, recoveries)
def test_reciprocity_never_passes_the_first_one_nor_falls_below_nothing(
    rho: float, first: float, belief: float, seen: float, recovery: float
) -> None:
    rho = min(rho, first)
    assert 0.0 <= learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=recovery)) <= first


@given(rhos, rhos, shares, shares)
def test_at_full_recovery_no_wear_lasts_and_at_part_of_it_so_much_comes_back(
    rho: float, first: float, belief: float, seen: float
) -> None:
    rho = min(rho, first)
    assert learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=1.0)) == pytest.approx(first)
    worn = learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=0.0))
    half = learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=0.5))
    assert half == pytest.approx(0.5 * (worn + first))


@given(rhos, rhos, shares, shares)
def test_a_rho_set_above_the_first_one_is_not_drawn_down_by_recovery(
    rho: float, first: float, belief: float, seen: float
) -> None:
    rho = max(rho, first)
    worn = learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=0.0))
    assert learnt_reciprocity(rho, first, belief, seen, P._replace(reciprocity_recovery=1.0)) == max(worn, first)


@given(shares)
def test_trust_moves_towards_what_became_of_the_promise(trust: float) -> None:
    assert trust <= learnt_trust(trust, True, P) <= 1.0
    assert 0.0 <= learnt_trust(trust, False, P) <= trust


def test_a_broken_promise_weighs_about_twice_a_kept_one() -> None:
    up, down = learnt_trust(0.5, True, P) - 0.5, 0.5 - learnt_trust(0.5, False, P)
    assert down / up == pytest.approx(2.0, rel=0.1)


@given(shares, st.sampled_from([0.0, 1.0]))
def test_efficacy_steps_towards_the_outcome(efficacy: float, outcome: float) -> None:
    step = learnt_efficacy(efficacy, outcome, P)
    assert 0.0 <= step <= 1.0
    assert abs(step - outcome) == pytest.approx((1.0 - P.efficacy_learning) * abs(efficacy - outcome), abs=1e-12)


def test_learning_many_times_ends_at_what_is_always_seen() -> None:
    belief = 0.9
    for _ in range(60):
        belief = learnt_belief(belief, 0.3, P)
    assert math.isclose(belief, 0.3, abs_tol=1e-4)
