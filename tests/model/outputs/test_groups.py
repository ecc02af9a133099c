"""How households fare, group by group: the same money and benefit as in the outcomes, each household once a kind."""

import numpy as np
import pytest

from dizao.agents.resident import CHILD
from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.groups import Groups, groups
from dizao.model.outputs.results import cohort_of, household_benefits
from dizao.model.outputs.welfare import household_nets
from dizao.model.world.place import slice_of_each
from tests.model.worlds import usual_life


@pytest.fixture(scope="module", params=list(presets()))
def engine(request: pytest.FixtureRequest) -> Engine:
    return usual_life(request.param)


@pytest.fixture(scope="module")
def found(engine: Engine) -> Groups:
    return groups(engine, engine.whole_lives())


def nets(engine: Engine) -> np.ndarray:
    return household_nets(engine, cohort_of(engine), engine.whole_lives())


def test_every_household_is_in_one_group_of_each_kind(engine: Engine, found: Groups) -> None:
    assert list(found) == ["unit", "unit_size", "unit_income", "income", "age", "tenure"]
    for kind, by_name in found.items():
        assert sum(households for households, _ in by_name.values()) == len(engine.world.households.id), kind


def test_all_kinds_share_out_the_same_net_gain(engine: Engine, found: Groups) -> None:
    total = nets(engine).sum() / 100.0
    assert abs(total) > 1.0
    for kind, by_name in found.items():
        assert sum(yuan for _, yuan in by_name.values()) == pytest.approx(total, abs=1e-3), kind


def test_units_bear_their_permanent_numbers(engine: Engine, found: Groups) -> None:
    units = engine.world.units
    households = np.diff(units.first_household)
    assert [int(name) for name in found["unit"]] == units.id.tolist()
    assert [found["unit"][str(number)][0] for number in units.id] == households.tolist()
    net, of_unit = nets(engine), slice_of_each(engine.world.units.first_household)
    assert found["unit"][str(units.id[1])][1] == pytest.approx(net[of_unit == 1].sum() / 100.0)


def test_fifths_of_units_go_from_the_smallest_to_the_largest(engine: Engine, found: Groups) -> None:
    sizes = np.sort(np.diff(engine.world.units.first_household))
    fifths = np.arange(len(sizes)) * 5 // len(sizes)
    expected = {str(fifth + 1): sizes[fifths == fifth].sum() for fifth in range(5)}
    assert {name: households for name, (households, _) in found["unit_size"].items()} == expected


def test_ages_are_those_of_deciding_adults(engine: Engine, found: Groups) -> None:
    first = engine.world.households.first_resident[:-1]
    bands = engine.world.residents.age[first]
    assert (bands != CHILD).all()
    assert [found["age"][name][0] for name in ("young", "middle", "older")] == np.bincount(bands)[1:].tolist()
    owners = int((engine.world.households.owner == 1).sum())
    assert found["tenure"]["owner"][0] == owners


def test_gini_over_ages_is_that_of_three_means(engine: Engine) -> None:
    benefit, _ = household_benefits(engine, engine.whole_lives().benefit_fen)
    bands = engine.world.residents.age[engine.world.households.first_resident[:-1]]
    sizes = np.bincount(bands)[1:]
    means = np.maximum(0.0, np.bincount(bands, weights=benefit)[1:] / sizes)
    gaps = (np.abs(means[:, None] - means) * np.outer(sizes, sizes)).sum()
    expected = gaps / (2.0 * sizes.sum() * (means * sizes).sum())
    assert engine.outcomes()["gini_age"] == pytest.approx(expected)
    assert len(cohort_of(engine)) > 0
