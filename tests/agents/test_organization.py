"""Builders, inspectors, meetings: their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.organization import acceptance, effort, quality, settlement
from dizao.model.parameters import Contract, Works

pytestmark = pytest.mark.small

W = Works()
shares = st.floats(0.0, 1.0)


@given(shares, shares, shares)
def test_builders_do_more_when_watched_and_when_money_hangs_on_it(low: float, high: float, other: float) -> None:
    low, high = sorted((low, high))
    assert 0.0 < effort(low, other, W) <= effort(high, other, W) < 1.0
    assert effort(other, low, W) <= effort(other, high, W)


@given(shares, shares, st.floats(-4.0, 4.0))
def test_effort_and_supervision_make_works_better(low: float, high: float, random_draw: float) -> None:
    low, high = sorted((low, high))
    assert quality(low, 0.5, 0.0, random_draw, W) <= quality(high, 0.5, 0.0, random_draw, W)
    assert quality(0.5, low, 0.0, random_draw, W) <= quality(0.5, high, 0.0, random_draw, W)


@given(shares, shares, st.floats(-4.0, 4.0))
def test_unskilled_labour_makes_works_worse(low: float, high: float, random_draw: float) -> None:
    low, high = sorted((low, high))
    assert quality(0.5, 0.5, high, random_draw, W) <= quality(0.5, 0.5, low, random_draw, W)


@given(shares, shares, shares, st.floats(-50.0, 50.0))
def test_quality_is_a_share(push: float, watched: float, labour: float, random_draw: float) -> None:
    assert 0.0 <= quality(push, watched, labour, random_draw, W) <= 1.0


@pytest.mark.parametrize("error", [W.acceptance_error, Contract().acceptance_error])
def test_inspectors_and_those_who_ordered_the_works_err_on_both_sides_of_the_threshold(error: float) -> None:
    bar = W.acceptance_threshold
    assert acceptance(bar, error, W) == pytest.approx(0.5)
    assert 0.0 < acceptance(bar - error, error, W) < 0.5 < acceptance(bar + error, error, W) < 1.0
    assert acceptance(bar - 5 * error, error, W) < 0.01
    assert acceptance(bar + 5 * error, error, W) > 0.99


def test_larger_meetings_and_members_who_mediate_settle_more() -> None:
    chances = [settlement(turnout, 0.1, W) for turnout in (1.0, 5.0, 20.0, 80.0)]
    assert chances == sorted(chances)
    assert settlement(20.0, 0.1, W) < settlement(20.0, 0.5, W)


def test_an_empty_meeting_counts_as_one_person() -> None:
    assert settlement(0.0, 0.0, W) == settlement(1.0, 0.0, W)
