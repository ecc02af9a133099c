"""Money that goes back: in proportion, to the fen, never more than was given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.engine import Engine
from dizao.model.finance.payments import pay_back
from dizao.model.world.projects import Block
from tests.model.worlds import TINY, settings_with

pytestmark = pytest.mark.small

contributions = st.lists(st.integers(0, 10**6), min_size=6, max_size=6)


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(settings_with(TINY), 1)
    engine.stakes_for(6)
    return engine


def returned(engine: Engine, paid: list[int], amount: int) -> tuple[int, np.ndarray]:
    """Give an amount back to six households; return the sum, and what each got."""
    stakes, savings = engine.world.stakes, engine.world.households.savings_fen
    stakes.paid_fen[:6] = paid
    before = savings[:6].copy()
    total = pay_back(Block(0, 6, 0), amount, False, engine.records)
    got = savings[:6] - before
    assert (stakes.paid_fen[:6] == np.array(paid) - got).all()
    return int(total), got


@given(contributions, st.integers(0, 10**7))
def test_all_that_goes_back_arrives(engine: Engine, paid: list[int], amount: int) -> None:
    total, got = returned(engine, paid, amount)
    assert got.sum() == total == min(amount, sum(paid))


@given(contributions, st.integers(0, 10**7))
def test_everybody_gets_their_part_within_a_fen(engine: Engine, paid: list[int], amount: int) -> None:
    total, got = returned(engine, paid, amount)
    exact = np.array(paid) * (total / max(1, sum(paid)))
    assert np.abs(got - exact).max() <= 1.0 + 1e-6
    assert ((got >= 0) & (got <= paid)).all()


def test_contributions_go_back_whole_where_nothing_was_spent(engine: Engine) -> None:
    assert returned(engine, [7, 0, 5, 1, 0, 3], 16)[1].tolist() == [7, 0, 5, 1, 0, 3]


def test_advances_are_kept_apart_from_contributions(engine: Engine) -> None:
    stakes = engine.world.stakes
    stakes.paid_fen[:6], stakes.advanced_fen[:6] = 10, 4
    assert pay_back(Block(0, 6, 0), 12, True, engine.records) == 12
    assert stakes.paid_fen[:6].tolist() == [10] * 6
    assert stakes.advanced_fen[:6].tolist() == [2] * 6
