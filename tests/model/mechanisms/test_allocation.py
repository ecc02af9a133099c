"""Allocation: who is eligible, and what is appropriated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.mechanisms.allocation import appropriation_fen, is_eligible
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
