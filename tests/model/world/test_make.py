"""Needs: exogenous, keyed by seed, unit and week, as frequent as the scenario says."""

import numpy as np
import pytest

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, STREET_OFFICE
from dizao.model.engine import Engine
from dizao.model.parameters import CATEGORIES, HOUSEHOLDS_PER_RATE, WEEKS_PER_YEAR
from dizao.model.world.make import World, household_value, meeting_phases, office_rows
from dizao.model.world.projects import NEVER, POTENTIAL
from tests.model.worlds import SMALL, settings_with


@pytest.fixture(scope="module")
def world() -> World:
    return Engine(settings_with(rates=20.0, costs=1.0), 2).world


def test_needs_are_as_frequent_as_their_rates(world: World) -> None:
    weeks = sum(SMALL[f"calendar__{name}_weeks"] for name in ("backlog", "warm_up", "programme"))
    households = np.diff(world.units.first_household)
    for code, category in enumerate(CATEGORIES.values()):
        chance = 1.0 - np.exp(-20.0 * category.rate * households / HOUSEHOLDS_PER_RATE / WEEKS_PER_YEAR)
        expected, variance = weeks * chance.sum(), weeks * (chance * (1.0 - chance)).sum()
        # Ten categories, each at 4 standard deviations: family error 6e-4.
        assert abs((world.needs.category == code).sum() - expected) < 4.0 * np.sqrt(variance)


def test_the_id_of_a_need_names_unit_week_and_category(world: World) -> None:
    names = zip(world.needs.unit, world.needs.week_arose, world.needs.category, strict=True)
    assert len(set(names)) == len(world.needs.id) == len(np.unique(world.needs.id))


def test_needs_concern_a_building_or_the_whole_unit(world: World) -> None:
    needs, starts = world.needs, world.units.first_household
    whole = (needs.first_household == starts[needs.unit]) & (needs.end_household == starts[needs.unit + 1])
    for code, category in enumerate(CATEGORIES.values()):
        mine = needs.category == code
        if category.scope == "unit":
            assert whole[mine].all()
        else:
            buildings = world.households.building
            for n in np.flatnonzero(mine):
                inside = buildings[needs.first_household[n] : needs.end_household[n]]
                assert len(inside) == (buildings == inside[0]).sum()
                assert len(set(inside)) == 1


def test_a_project_waits_for_every_need_that_wants_one(world: World) -> None:
    needs, projects = world.needs, world.projects
    assert needs.project[projects.need].tolist() == list(range(len(projects.need)))
    assert (projects.stage == POTENTIAL).all()
    assert (needs.project[needs.kind == 0] == -1).all()
    assert (projects.week_of[:, 1:] == NEVER).all()


def test_costs_spread_around_the_median_of_their_category(world: World) -> None:
    median = np.array([category.cost_yuan * 100 for category in CATEGORIES.values()])[world.projects.category]
    # The share above the median, of some hundred projects, at 4 standard errors.
    share = (world.projects.cost_fen > median).mean()
    assert abs(share - 0.5) < 2.0 / np.sqrt(len(median))
    assert (world.projects.cost_fen > 0).all()


def test_values_have_the_mean_of_the_category_and_its_losers() -> None:
    category = CATEGORIES["parking"]
    settings = settings_with(place__households=2_400, place__residents=2_400, rates=20.0)
    engine = Engine(settings._replace(categories={"parking": category._replace(rate=20.0)}), 1)
    needs = engine.world.needs
    ratios = np.array(
        [
            household_value(1, n, h, engine.records) / needs.value_fen[n]
            for n in range(60)
            for h in range(needs.first_household[n], needs.end_household[n])
        ]
    )
    losers = ratios < 0
    assert len(ratios) > 15_000
    # Standard errors: .0027 of the share, about .01 of the mean; bounds at 4 of them.
    assert losers.mean() == pytest.approx(category.loser_share, abs=0.011)
    assert (ratios[losers] == -1.0).all()
    assert ratios[~losers].mean() == pytest.approx(1.0, rel=0.04)


def test_every_unit_has_one_office_of_each_kind(world: World) -> None:
    rows, organizations = office_rows(world), world.organizations
    for kind, places in ((COMMUNITY_OFFICE, world.units.community), (STREET_OFFICE, world.units.street)):
        assert (organizations.kind[rows[kind]] == kind).all()
        assert organizations.place[rows[kind]].tolist() == places.tolist()
    assert len(set(rows[COUNTY_OFFICE])) == 1


def test_not_all_units_meet_in_the_same_week() -> None:
    phases = meeting_phases(np.arange(1, 101), 4, 1)
    assert set(phases.tolist()) == {0, 1, 2, 3}
    assert meeting_phases(np.array([7]), 4, 1)[0] == phases[6]
