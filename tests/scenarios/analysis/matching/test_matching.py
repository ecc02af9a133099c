"""History matching on functions whose region of not implausible points is known."""

import numpy as np
import pytest

from dizao.scenarios.analysis.matching.active import active, correlated, elementary_effects, screened
from dizao.scenarios.analysis.matching.emulator import forest, surely_undefined
from dizao.scenarios.analysis.matching.implausibility import (
    CUT,
    deciding,
    implausibility,
    never_together,
    not_ruled_out,
    ruled_out_last,
)
from dizao.scenarios.analysis.matching.region import Region, Target, Wave, densities, drawn
from dizao.scenarios.analysis.uncertainty.points import Points

pytestmark = pytest.mark.small

INF = float("inf")


class Exact:
    """Stands for an emulator that knows the function: a number of the cube."""

    def __init__(self, column: int) -> None:
        self.columns = np.array([column])

    def predict(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return positions[:, self.columns[0]], np.zeros(len(positions))


def slab(width: float, columns: tuple[int, ...] = (0, 1)) -> Wave:
    """Return a wave that leaves points of which a number of the columns is within a width of .5."""
    target = Target(0.5, (width / CUT) ** 2)
    return Wave(tuple(Exact(k) for k in columns), (target,) * len(columns))  # type: ignore[arg-type]


def test_one_wrong_fact_rules_out_nothing_and_two_do() -> None:
    far = np.array([[0.0, 9.0, 1.0], [9.0, 9.0, 1.0], [INF, 2.0, 1.0], [INF, INF, 0.0], [3.0, 3.0, 3.0]])
    assert not_ruled_out(far).tolist() == [True, False, True, False, True]
    assert deciding(far[:, :1]).tolist() == far[:, 0].tolist()


def test_what_is_undefined_is_infinitely_implausible() -> None:
    found = implausibility(1.0, np.array([1.0, 3.0, np.nan]), np.array([4.0, 4.0, 4.0]))
    assert found.tolist() == [0.0, 1.0, INF]


def test_ruled_out_last_is_what_would_be_kept_without_a_fact() -> None:
    far = np.array([[9.0, 9.0, 1.0], [9.0, 9.0, 9.0], [9.0, 0.0, 0.0]])
    assert ruled_out_last(far).tolist() == [[True, True, False], [False] * 3, [False] * 3]


def test_facts_that_are_never_met_together_are_named() -> None:
    far = np.array([[0.0, 9.0, 0.0], [9.0, 0.0, 0.0], [9.0, 9.0, 0.0]])
    assert never_together(far) == [(0, 1)]
    assert never_together(np.full((2, 2), 9.0)) == []


def test_elementary_effects_are_slopes_and_skip_what_is_undefined() -> None:
    positions = np.array([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0], [0.0, 0.5, 0.5]])
    blocks = np.array([0, 0, 0, 1, 1])
    values = 4.0 * positions[:, 0] + 2.0 * positions[:, 1]
    groups = ["a", "b", "b"]
    assert elementary_effects(groups, Points(positions, blocks), values) == pytest.approx({"a": 4.0, "b": 2.0})
    values[1] = np.nan
    assert elementary_effects(groups, Points(positions, blocks), values) == pytest.approx({"a": 0.0, "b": 2.0})


def test_active_numbers_are_found_by_either_way() -> None:
    assert screened(["a", "b", "b", "c"], {"a": 1.0, "b": 10.0, "c": 0.0}) == [1, 2]
    assert screened(["a"], {"a": 0.0}) == []
    places = np.random.default_rng(0).random((200, 5))
    assert correlated(places, np.exp(places[:, 3]))[0] == 3
    assert active([4, 1], [3]).tolist() == [1, 3, 4]
    assert len(active(range(50), [])) < 50


def test_a_region_leaves_what_two_facts_leave() -> None:
    region = Region()
    places = np.random.default_rng(0).random((4000, 3))
    region.add(slab(0.1), places)
    inside = np.abs(places[:, :2] - 0.5) <= 0.1
    assert (region.allowed(places) == inside.any(axis=1)).all(), "the second-largest: one of two may be far off"
    assert region.shares[-1] == pytest.approx(1.0 - 0.8**2, abs=0.03)


@pytest.mark.parametrize("width", [0.1, 0.0006])
def test_points_are_drawn_uniformly_even_where_hardly_any_of_the_prior_is_left(width: float) -> None:
    """Three facts of one number each: what is left are bars; along a bar points are uniform, so are idle numbers."""
    region, rng = Region(), np.random.default_rng(1)
    start = rng.random((500, 6))
    start[:, :3] = 0.5
    region.add(slab(width, (0, 1, 2)), rng.random((50, 6)))
    found = drawn(region, 400, 6, start, rng)
    assert len(found.positions) == 400
    assert (found.walked > 0) == (width < 0.01)
    assert region.allowed(found.positions).all()
    idle = found.positions[:, 3:]
    assert np.allclose(idle.mean(axis=0), 0.5, atol=0.06)
    assert np.allclose(idle.std(axis=0), 12**-0.5, atol=0.04)
    along = np.sort(np.abs(found.positions[:, :3] - 0.5), axis=1)[:, -1]
    assert np.median(along) == pytest.approx(0.25, abs=0.06)


def test_nothing_is_drawn_where_nothing_is_left() -> None:
    region, rng = Region(), np.random.default_rng(1)
    region.add(slab(-0.0), rng.random((50, 2)))
    assert len(drawn(region, 10, 2, np.empty((0, 2)), rng).positions) == 0


def test_densities_count_all_waves_that_could_have_drawn_a_point() -> None:
    region = Region([slab(0.1)], [1.0, 0.25])
    assert densities(region, np.array([0, 1]), np.array([100, 50])).tolist() == [100.0, 300.0]


def test_a_forest_is_sure_only_where_it_has_seen() -> None:
    places = np.random.default_rng(2).random((300, 4))
    undefined = places[:, 0] < 0.4
    trees = forest(places, undefined, 0)
    assert trees is not None
    sure = surely_undefined(trees, places)
    assert not (sure & ~undefined).any()
    assert sure.sum() > 0.5 * undefined.sum()
    assert forest(places, np.zeros(300, dtype=bool), 0) is None
