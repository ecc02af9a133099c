"""Tables: columns and records are the same memory, copies are not."""

import numpy as np
import pytest

from dizao.agents.household import Households
from dizao.agents.resident import Residents
from dizao.model.core.tables import copied, grown, records, zeros
from dizao.model.world.projects import Projects, Stakes

pytestmark = pytest.mark.small


def test_columns_have_the_types_that_the_table_names() -> None:
    residents = zeros(Residents, 3)
    assert residents.id.dtype == np.int64
    assert residents.trust.dtype == np.float32
    assert residents.hump.dtype == np.uint8


def test_writing_a_column_writes_its_record_and_back() -> None:
    residents = zeros(Residents, 3)
    residents.trust[1] = 0.5
    assert records(residents)["trust"].tolist() == [0.0, 0.5, 0.0]
    records(residents)["belief"][2] = 0.25
    assert residents.belief.tolist() == [0.0, 0.0, 0.25]


def test_starts_of_slices_have_one_entry_more() -> None:
    households = zeros(Households, 4, ends=True)
    assert len(households.first_resident) == 5
    assert len(households.id) == 4
    households.first_resident[:] = range(5)
    assert records(households)["first_resident"].tolist() == [0, 1, 2, 3, 4]


def test_columns_of_another_shape_stay_apart() -> None:
    projects = zeros(Projects, 3, week_of=(3, 14))
    assert projects.week_of.shape == (3, 14)
    assert "week_of" not in records(projects).dtype.names


@pytest.mark.parametrize("ends", [False, True])
def test_a_copy_is_equal_and_independent(ends: bool) -> None:
    households = zeros(Households, 4, ends=ends)
    households.savings_fen[:] = range(4)
    twin = copied(households)
    assert [column.tolist() for column in twin] == [column.tolist() for column in households]
    twin.savings_fen[0] = 99
    records(twin)["savings_fen"][1] = 98
    assert households.savings_fen.tolist() == [0, 1, 2, 3]
    assert twin.savings_fen.tolist() == [99, 98, 2, 3]


def test_a_copy_of_a_copy_is_independent_of_both() -> None:
    first = zeros(Projects, 2, week_of=(2, 14))
    second = copied(first)
    third = copied(second)
    records(third)["cost_fen"][:] = 7
    third.week_of[:] = 3
    for other in (first, second):
        assert other.cost_fen.tolist() == [0, 0]
        assert (other.week_of == 0).all()


def test_a_larger_table_holds_what_the_smaller_held() -> None:
    stakes = zeros(Stakes, 2)
    stakes.asked_fen[:] = (5, 6)
    assert grown(stakes, 5).asked_fen.tolist() == [5, 6, 0, 0, 0]


def test_an_empty_table_is_a_table() -> None:
    assert len(copied(zeros(Stakes, 0)).vote) == 0
