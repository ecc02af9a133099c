"""Screening and Sobol indices, on functions of which the answer is known."""

import numpy as np
import pytest

from dizao.scenarios.analysis.uncertainty import decisive
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS, OTHERS
from dizao.scenarios.studies.uncertainty import design

pytestmark = pytest.mark.small

ISHIGAMI_FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
ISHIGAMI_TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


def ishigami(positions: np.ndarray) -> np.ndarray:
    x = np.pi * (2.0 * positions - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigami_are_within_their_intervals() -> None:
    """Six 95% intervals at a fixed seed: by chance all would hold the truth in at least 70% of seeds."""
    points = design.saltelli(["x1", "x2", "x3"], 1024, 1)
    found = decisive.indices(["x1", "x2", "x3"], ishigami(points.positions), 1).set_index("key")
    for key in ISHIGAMI_FIRST:
        row = found.loc[key]
        assert row["first_low"] <= ISHIGAMI_FIRST[key] <= row["first_high"]
        assert row["total_low"] <= ISHIGAMI_TOTAL[key] <= row["total_high"]
        assert row["total_high"] - row["total_low"] < 0.2
    assert found.index[0] == "x1"


def test_numbers_that_are_one_group_have_one_index() -> None:
    """x1 and x3 interact: as a group they have all that x2 leaves."""
    groups = ["joint", "x2", "joint"]
    points = design.saltelli(groups, 1024, 2)
    found = decisive.indices(groups, ishigami(points.positions), 2).set_index("key")
    assert found["total"].to_dict() == pytest.approx({"joint": 0.5576, "x2": 0.4424}, abs=0.06)
    assert found["first"].to_dict() == pytest.approx({"joint": 0.5576, "x2": 0.4424}, abs=0.08)


def test_where_nothing_varies_nothing_decides() -> None:
    points = design.saltelli(["a", "b"], 8, 0)
    assert decisive.indices(["a", "b"], np.ones(len(points.positions)), 0).empty


def test_screening_finds_the_active_numbers() -> None:
    """Three of twenty act, one of them only together with another; two are one group."""
    groups = [f"x{k}" for k in range(18)] + ["joint", "joint"]

    def formula(x: np.ndarray) -> np.ndarray:
        return 10.0 * x[:, 3] + 6.0 * x[:, 7] * x[:, 3] + 4.0 * x[:, 18] + 4.0 * x[:, 19]

    walk = design.trajectories(groups, 4, 0)
    found = decisive.screen(groups, walk, formula(walk.positions), 0)
    assert set(found["key"].head(3)) == {"x3", "x7", "joint"}
    assert found["key"].iloc[0] == "x3"
    assert (found["total"].iloc[3:] == 0.0).all()
    assert found["first"].isna().all()
    assert set(found["method"]) == {"morris"}


def test_a_seed_gives_the_same_intervals_again_and_another_seed_others() -> None:
    """Zero is what SALib takes for unseeded, and 2**32 is zero to whoever looks at 32 bits."""
    keys = ["x1", "x2", "x3"]
    points, walk = design.saltelli(keys, 256, 0), design.trajectories(keys, 8, 0)

    def intervals(seed: int) -> tuple[list[float], list[float]]:
        told = decisive.indices(keys, ishigami(points.positions), seed)
        screened = decisive.screen(keys, walk, ishigami(walk.positions), seed)
        return told["total_low"].tolist(), screened["total_high"].tolist()

    first, last = intervals(0), intervals(2**32)
    np.random.random(3)
    assert intervals(0) == first
    assert intervals(2**32) == last
    assert all(one != other for one, other in zip(first, last, strict=True))
    assert not np.isnan(first[0]).any()


def test_one_extreme_world_does_not_decide() -> None:
    values = np.append(np.linspace(-1.0, 1.0, 99), 1e9)
    drawn = decisive.drawn_in(values)
    assert drawn.max() < 1.0
    assert (np.sign(drawn) == np.sign(values)).all()
    assert (drawn[10:90] == values[10:90]).all()


def test_the_few_are_of_both_pairs_and_none_twice() -> None:
    tables = [decisive.pd.DataFrame({"key": list(keys)}) for keys in ("abcdef", "abxyz")]
    assert decisive.few(tables[:1], (5,)) == list("abcde")
    assert decisive.few(tables, (4, 2)) == list("abcdxy")


def test_a_map_is_over_single_numbers() -> None:
    table = decisive.pd.DataFrame({"key": [OTHERS, "b", DISPOSITIONS, "a"]})
    assert decisive.two_that_matter(table) == ("b", "a")
    assert decisive.two_that_matter(table.head(3)) is None
