"""Party members' visits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.agents.party_member import visits

pytestmark = pytest.mark.small


@given(st.floats(0.0, 1000.0), st.floats(5.0, 120.0), st.floats(0.0, 1.0, exclude_max=True))
def test_visits_are_the_whole_ones_and_perhaps_one_more(minutes: float, each: float, chance: float) -> None:
    assert int(minutes / each) <= visits(minutes, each, chance) <= int(minutes / each) + 1


def test_visits_take_all_minutes_on_average() -> None:
    chances = (np.arange(1000) + 0.5) / 1000
    assert np.mean([visits(50.0, 20.0, float(chance)) for chance in chances]) == pytest.approx(2.5)


def test_without_minutes_nobody_is_visited() -> None:
    assert visits(0.0, 20.0, 0.0) == 0
