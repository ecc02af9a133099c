"""Places: totals are apportioned exactly, before units are left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dizao.model.parameters import Place
from dizao.model.world.place import apportion, kept_units, places_of_units, starts, totals
from tests.model.worlds import SMALL, settings_with

pytestmark = pytest.mark.small

weights = arrays(np.float64, st.integers(1, 60), elements=st.floats(0.0, 1e6))


@given(st.integers(0, 10**8), weights)
def test_parts_add_up_to_the_whole(total: int, weight: np.ndarray) -> None:
    assert apportion(total, weight).sum() == total


@given(st.integers(0, 10**6), weights)
def test_every_part_is_within_one_of_the_exact_one(total: int, weight: np.ndarray) -> None:
    sums = weight.sum()
    exact = total * (weight / sums if sums > 0 else np.full(len(weight), 1.0 / len(weight)))
    assert np.abs(apportion(total, weight) - exact).max() < 1.0 + 1e-6


def test_the_largest_remainders_get_the_rest() -> None:
    assert apportion(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportion(10, np.array([2.5, 2.4, 5.1])).tolist() == [3, 2, 5]


def test_without_weights_all_count_alike() -> None:
    assert apportion(4, np.zeros(4)).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_units_add_up_to_the_scenario(seed: int) -> None:
    found = totals(settings_with(place__unit_size_sd=0.7), seed)
    assert found.households.sum() == SMALL["place__households"]
    assert found.residents.sum() == SMALL["place__residents"]
    assert found.members.sum() == SMALL["place__party_members"]
    assert found.station.sum() == SMALL["place__stations"]
    assert found.household_share == 1.0


def test_every_unit_has_a_household_and_every_household_somebody() -> None:
    found = totals(settings_with(place__households=8, place__residents=8, place__party_members=8), 1)
    assert found.households.tolist() == [1] * 8
    assert found.residents.tolist() == [1] * 8
    assert found.members.tolist() == [1] * 8


def test_communities_and_streets_are_runs_of_units() -> None:
    community, street = places_of_units(Place(streets=2, communities=5, units=17))
    assert set(community) == {1, 2, 3, 4, 5}
    assert set(street) == {1, 2}
    for places in (community, street):
        assert (np.diff(places) >= 0).all()
    assert all(len(set(street[community == c])) == 1 for c in range(1, 6))


@given(st.integers(1, 600), st.floats(0.01, 1.0))
def test_a_scale_keeps_so_many_units_evenly_spread(units: int, scale: float) -> None:
    kept = kept_units(units, scale, ())
    assert len(kept) == max(1, int(np.floor(units * scale + 1e-9)))
    if len(kept) > 1:
        assert np.ptp(np.diff(kept)) <= 1


def test_units_are_left_out_by_id() -> None:
    assert kept_units(5, 1.0, (1, 4)).tolist() == [1, 2, 4]


def test_a_unit_holds_the_same_whoever_is_simulated_beside_it() -> None:
    whole = totals(settings_with(), 3)
    part = totals(settings_with()._replace(scale=0.5, left_out=(4,)), 3)
    rows = np.searchsorted(whole.id, part.id)
    for name in ("id", "street", "community", "station", "households", "residents", "members"):
        assert getattr(part, name).tolist() == getattr(whole, name)[rows].tolist()
    assert part.household_share == pytest.approx(part.households.sum() / whole.households.sum())


def test_slices_begin_where_the_last_one_ended() -> None:
    assert starts(np.array([3, 0, 2])).tolist() == [0, 3, 3, 5]
