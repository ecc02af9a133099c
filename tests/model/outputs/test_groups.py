"""How households fare, group by group: the same money and benefit as in the outcomes, each household once a kind."""

import numpy as np
import pytest

from dizao.agents.resident import CHILD
from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.groups import Groups, groups, household_net_benefits
from dizao.model.outputs.results import cohort_of, household_benefits
from dizao.model.world.place import slice_of_each
from tests.model.worlds import lived, settings_with, under


@pytest.fixture(scope="module", params=list(presets()))
def engine(request: pytest.FixtureRequest) -> Engine:
    return lived(under(settings_with(rates=60.0, costs=0.2), request.param), 3)


@pytest.fixture(scope="module")
def found(engine: Engine) -> Groups:
    return groups(engine)


def test_every_household_is_in_one_group_of_each_kind(engine: Engine, found: Groups) -> None:
    assert list(found) == ["unit", "unit_size", "unit_income", "income", "age", "tenure"]
    for kind, by_name in found.items():
        assert sum(households for households, _ in by_name.values()) == len(engine.world.households.id), kind


def test_all_kinds_share_out_the_same_net_benefit(engine: Engine, found: Groups) -> None:
    total = household_net_benefits(engine).sum() / 100.0
    assert abs(total) > 1.0
    for kind, by_name in found.items():
        assert sum(yuan for _, yuan in by_name.values()) == pytest.approx(total, abs=1e-3), kind


def test_what_households_are_out_of_pocket_is_the_residents_money_less_what_they_got(engine: Engine) -> None:
    """Whatever came of a project: refunds and repaid advances are taken off, losses are not."""
    benefit, _ = household_benefits(engine)
    paid = (benefit - household_net_benefits(engine)).sum() / 100.0
    projects, rows = engine.world.projects, cohort_of(engine)
    got = int(projects.bonus_fen[rows].sum() + projects.points_fen[rows].sum()) / 100.0
    assert paid == pytest.approx(engine.outcomes()["residents_yuan"] - got, abs=1e-4)
    assert paid > 0.0
    assert got > 0.0 or engine.mechanism.incentive.kind != "points"


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_what_nobody_proposed_costs_nobody_anything(seed: int) -> None:
    """Such a project has no stakes: whoever looked for them would find another's, or memory that is nobody's."""
    engine = lived(under(settings_with(rates=60.0, costs=0.2, calendar__warm_up_weeks=4), "none"), seed)
    benefit, _ = household_benefits(engine)
    assert (engine.world.projects.first_stake[cohort_of(engine)] < 0).any()
    paid = (benefit - household_net_benefits(engine)).sum() / 100.0
    assert paid == pytest.approx(engine.outcomes()["residents_yuan"], abs=1e-4)


def test_units_bear_their_permanent_numbers(engine: Engine, found: Groups) -> None:
    units = engine.world.units
    households = np.diff(units.first_household)
    assert [int(name) for name in found["unit"]] == units.id.tolist()
    assert [found["unit"][str(number)][0] for number in units.id] == households.tolist()
    net, of_unit = household_net_benefits(engine), slice_of_each(engine.world.units.first_household)
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
    benefit, _ = household_benefits(engine)
    bands = engine.world.residents.age[engine.world.households.first_resident[:-1]]
    sizes = np.bincount(bands)[1:]
    means = np.maximum(0.0, np.bincount(bands, weights=benefit)[1:] / sizes)
    gaps = (np.abs(means[:, None] - means) * np.outer(sizes, sizes)).sum()
    expected = gaps / (2.0 * sizes.sum() * (means * sizes).sum())
    assert engine.outcomes()["gini_age"] == pytest.approx(expected)
    assert len(cohort_of(engine)) > 0
