"""What only games ask of people: bounds, signs, and that it undoes what it should undo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.laboratory import (
    FACE_TO_FACE,
    NO_TALK,
    WRITTEN,
    chance_of_success,
    communication_term,
    feared_loss,
    foreseen_return,
    leaving_log_odds,
    normal_log_odds,
    persistent_draw,
    recovered_belief,
    running_of,
    share_given,
)
from dizao.agents.parameters import People
from dizao.agents.resident import logistic, prior_belief

pytestmark = pytest.mark.small

P = People()
normal = st.floats(-6.0, 6.0)
shares = st.floats(0.01, 0.99)
units = st.floats(0.0, 100.0)


@given(st.floats(-30.0, 30.0), st.floats(0.0, 5.0))
def test_who_is_more_willing_gives_no_less(latent: float, more: float) -> None:
    assert share_given(latent, P) <= share_given(latent + more, P)


def test_the_ends_are_reached_from_the_corners_on() -> None:
    edge = -P.corner_share
    inside = logistic(0.0) + edge
    assert share_given(-10.0, P) == -1.0
    assert share_given(10.0, P) == 2.0
    assert share_given(0.0, P) == pytest.approx(0.5)
    assert 0.0 < inside < 0.5


@given(normal)
def test_normal_log_odds_is_symmetric_and_rises(z: float) -> None:
    assert normal_log_odds(z) == pytest.approx(-normal_log_odds(-z), abs=1e-9)
    assert normal_log_odds(z) < normal_log_odds(z + 0.1)


@given(normal, normal)
def test_draw_that_all_comes_back_is_ones_own(own: float, fresh: float) -> None:
    assert persistent_draw(own, fresh, P._replace(draw_persistence=1.0)) == normal_log_odds(own)
    assert persistent_draw(own, fresh, P._replace(draw_persistence=0.0)) == normal_log_odds(fresh)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(1, 1000), st.integers(1, 1000))
def test_more_givers_and_a_lower_threshold_make_success_likelier(
    belief: float, own: float, others: int, needed: int
) -> None:
    found = chance_of_success(belief, own, others, needed)
    assert 0.0 <= chance_of_success(belief, own, others, needed + 1) <= found <= 1.0
    if needed <= others * belief:
        assert found >= 0.5


def test_a_talk_face_to_face_does_more_than_a_message() -> None:
    assert 0.0 == communication_term(NO_TALK, P) < communication_term(WRITTEN, P) < communication_term(FACE_TO_FACE, P)


@given(units, units, st.floats(0.1, 10.0))
def test_punishment_is_feared_the_more_it_takes_and_the_less_it_costs(cost: float, effect: float, more: float) -> None:
    assert feared_loss(cost, 0.0, P) == 0.0
    assert feared_loss(cost + more, effect, P) <= feared_loss(cost, effect, P) <= P.punishment_weight
    assert feared_loss(cost, effect, P) < feared_loss(cost, effect + more, P)


@given(st.floats(-5.0, 5.0), st.floats(0.0, 2.0))
def test_who_expects_more_from_staying_stays(advantage: float, more: float) -> None:
    assert leaving_log_odds(advantage + more, P) <= leaving_log_odds(advantage, P)


@given(shares, st.floats(0.0, 1.0))
def test_the_running_belief_is_found_again(running: float, required: float) -> None:
    assert running_of(prior_belief(running, required, P), required, P) == pytest.approx(running, abs=0.01)


@given(shares, shares)
def test_recovery_leads_part_of_the_way_back(running: float, first: float) -> None:
    found = recovered_belief(running, first, P)
    assert min(running, first) - 1e-12 <= found <= max(running, first) + 1e-12
    assert recovered_belief(running, first, P._replace(restart_recovery=1.0)) == pytest.approx(first)


@given(st.floats(0.0, 5.0), st.integers(0, 100))
def test_partners_foresee_nothing_in_the_last_round_and_never_more_than_all(cross: float, left: int) -> None:
    assert foreseen_return(cross, 0, P) == 0.0
    assert 0.0 <= foreseen_return(cross, left, P) <= foreseen_return(cross, left + 1, P) <= cross
