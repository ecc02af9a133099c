"""What is kept of needs and projects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.parameters import CATEGORIES
from dizao.model.world.projects import STAGES, category_keys, kinds_from, present_years

pytestmark = pytest.mark.small


def test_without_discount_every_year_counts_whole() -> None:
    assert present_years(8.0, 0.0) == 8.0


@given(st.floats(0.1, 50.0), st.floats(1e-6, 0.3))
def test_discounted_years_are_fewer_than_the_life_and_than_those_of_a_thing_that_lasts(
    life: float, rate: float
) -> None:
    assert 0.0 < present_years(life, rate) <= min(life, 1.0 / rate)


def test_present_years_by_hand() -> None:
    # the integral of exp(-.04 t) from 0 to 10
    assert present_years(10.0, 0.04) == pytest.approx((1.0 - np.exp(-0.4)) / 0.04)


def test_a_category_keeps_its_draw_whichever_others_there_are() -> None:
    names = list(CATEGORIES)
    keys = dict(zip(names, category_keys(names), strict=True))
    few = names[::3]
    assert category_keys(few) == [keys[name] for name in few]
    assert len(set(keys.values())) == len(names)
    assert max(keys.values()) < 1_000_000


def test_kinds_hold_the_catalogue_in_its_order() -> None:
    kinds = kinds_from(CATEGORIES, 0.04)
    rows = list(CATEGORIES.values())
    assert kinds.cost_fen.tolist() == [100.0 * row.cost_yuan for row in rows]
    assert kinds.rate.tolist() == [row.rate for row in rows]
    assert kinds.kind.tolist() == [int(row.kind == "project") for row in rows]


def test_every_stage_has_a_name_of_its_own() -> None:
    assert len(set(STAGES)) == len(STAGES)
