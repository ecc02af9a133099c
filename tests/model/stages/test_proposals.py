"""Proposals: how what is asked is divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.core.tables import records, zeros
from dizao.model.finance.funding_plan import write_asks
from dizao.model.world.projects import Stakes

pytestmark = pytest.mark.small

values = st.lists(st.integers(-(10**5), 10**6), min_size=1, max_size=40)
sums = st.integers(0, 10**8)


def asks(worth: list[int], asked: int, by_benefit: bool) -> list[int]:
    stakes = zeros(Stakes, len(worth))
    stakes.value_fen[:] = worth
    total = write_asks(0, len(worth), asked, by_benefit, records(stakes))
    found = stakes.asked_fen.tolist()
    assert total == sum(found)
    return [int(fen) for fen in found]


@given(values, sums)
def test_equal_shares_are_equal_and_cover_what_is_asked(worth: list[int], asked: int) -> None:
    found = asks(worth, asked, False)
    assert len(set(found)) == 1
    assert asked <= sum(found) < asked + len(worth)


@given(values, sums)
def test_shares_by_benefit_ask_nothing_of_those_who_lose(worth: list[int], asked: int) -> None:
    found = asks(worth, asked, True)
    assert asked - len(worth) - 1e-6 * asked <= sum(found) < asked + len(worth)
    if max(worth) > 0:
        assert all(fen == 0 for fen, value in zip(found, worth, strict=True) if value <= 0)


def test_who_gains_twice_as_much_is_asked_for_twice_as_much() -> None:
    assert asks([100, 200, 0, -50], 3_000, True) == [1_000, 2_000, 0, 0]


def test_where_nobody_gains_shares_are_equal() -> None:
    assert asks([0, -5, -7], 300, True) == [100, 100, 100]
