"""People: totals met exactly, distributions as the scenario says, ids that stay."""

import numpy as np
import pytest

from dizao.agents.resident import CHILD, OLDER
from dizao.model.engine import Engine
from dizao.model.parameters import MINUTES_PER_WEEK, Offices, Place
from dizao.model.settings import Settings
from dizao.model.world.make import World
from dizao.model.world.place import slice_of_each
from dizao.model.world.population import MOST_SPARE_FEN
from tests.model.worlds import SMALL, settings_with

LARGE = SMALL | {"place__households": 4_000, "place__residents": 9_800, "place__party_members": 500}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return settings_with(LARGE)


@pytest.fixture(scope="module")
def world(settings: Settings) -> World:
    return Engine(settings, 11).world


def test_households_and_residents_are_as_many_as_the_scenario_says(world: World) -> None:
    assert len(world.households.id) == LARGE["place__households"]
    assert len(world.residents.id) == LARGE["place__residents"]
    assert len(world.members.resident) == LARGE["place__party_members"]


def test_every_place_is_a_slice(world: World) -> None:
    units, households, residents = world.units, world.households, world.residents
    for u in range(len(units.id)):
        assert residents.household[units.first_resident[u]] == units.first_household[u]
    for h in range(len(households.id)):
        assert (residents.household[households.first_resident[h] : households.first_resident[h + 1]] == h).all()
    assert (np.diff(households.building) >= 0).all()


def test_ids_are_all_different(world: World) -> None:
    for ids in (world.units.id, world.households.id, world.residents.id, world.organizations.id, world.needs.id):
        assert len(np.unique(ids)) == len(ids)


def test_the_first_of_every_household_is_an_adult(world: World) -> None:
    assert (world.residents.age[world.households.first_resident[:-1]] != CHILD).all()


def test_children_and_the_old_are_as_many_as_the_scenario_says(world: World) -> None:
    # Shares of 9,800 people; the standard error is .004, so 4 of them leave 1 in 10,000.
    ages = world.residents.age
    assert (ages == CHILD).mean() == pytest.approx(Place().children_share, abs=0.016)
    assert (ages[ages != CHILD] == OLDER).mean() == pytest.approx(Place().older_share, abs=0.018)


def test_buildings_are_of_equal_size_and_not_too_large(world: World) -> None:
    sizes = np.bincount(world.households.building)
    assert sizes.max() <= Place().building_households
    for u in range(len(world.units.id)):
        own = sizes[world.units.first_building[u] : world.units.first_building[u + 1]]
        assert np.ptp(own) <= 1


def test_incomes_and_areas_have_the_means_of_the_scenario(world: World) -> None:
    # Heavy tails: 4,000 households leave the means within a few hundredths.
    sizes = np.diff(world.households.first_resident)
    spare_a_year = world.households.spare_fen.sum() / 100 * 52
    assert spare_a_year / sizes.sum() == pytest.approx(61_693 * Place().spare_money_share, rel=0.1)
    assert world.households.area.mean() == pytest.approx(1.0, rel=0.05)
    assert world.households.owner.mean() == pytest.approx(Place().owner_share, abs=0.03)


def test_income_groups_are_fifths_of_income_a_head(world: World) -> None:
    sizes = np.diff(world.households.first_resident)
    a_head = world.households.spare_fen / sizes
    group = world.households.income_group
    assert np.bincount(group, minlength=5).min() > 0.17 * len(group)
    for lower in range(4):
        # Whole fen a household leave neighbours at the border a hair apart.
        assert a_head[group == lower].max() <= a_head[group == lower + 1].min() * 1.01


def test_savings_start_within_their_limit(world: World) -> None:
    limit = world.households.spare_fen * Place().savings_weeks
    assert (world.households.savings_fen >= 0).all()
    assert (world.households.savings_fen <= limit + Place().savings_weeks).all()


def test_dispositions_have_the_moments_of_the_parameters(settings: Settings, world: World) -> None:
    # Standard errors are below .005; bounds at 4 of them or more.
    people, residents = settings.people, world.residents
    assert residents.reciprocity.mean() == pytest.approx(people.reciprocity_mean, abs=0.03)
    assert residents.reciprocity.std() == pytest.approx(people.reciprocity_sd, abs=0.02)
    assert residents.hump.mean() == pytest.approx(people.hump_share, abs=0.012)
    log_odds = np.log(residents.belief / (1.0 - residents.belief))
    assert log_odds.mean() == pytest.approx(people.prior_intercept, abs=0.06)
    assert log_odds.std() == pytest.approx(people.prior_sd, abs=0.05)
    assert (residents.efficacy == np.float32(people.efficacy_start)).all()


def test_nobody_has_more_minutes_than_a_week_or_more_money_than_a_column_holds() -> None:
    world = Engine(settings_with(place__spare_minutes_per_week=50_000.0, place__income_yuan_per_head=1e15), 1).world
    assert world.residents.spare_minutes.max() == MINUTES_PER_WEEK
    assert (world.households.spare_fen == MOST_SPARE_FEN).all()


def test_spare_minutes_have_their_mean_and_the_old_have_more(world: World) -> None:
    ages, minutes = world.residents.age, world.residents.spare_minutes
    assert minutes[ages != CHILD].mean() == pytest.approx(Place().spare_minutes_per_week, rel=0.05)
    ratio = minutes[ages == OLDER].mean() / minutes[(ages != CHILD) & (ages != OLDER)].mean()
    assert ratio == pytest.approx(Place().spare_minutes_older_ratio, rel=0.15)
    assert (minutes[ages == CHILD] == 0).all()


def test_members_are_adults_and_nobody_else_has_status(world: World) -> None:
    rows = world.members.resident
    assert len(np.unique(rows)) == len(rows)
    assert (world.residents.age[rows] != CHILD).all()
    assert (world.residents.status[rows] > 0.0).all()
    assert (world.residents.status > 0.0).sum() == len(rows)
    assert (slice_of_each(world.units.first_resident)[rows] == world.members.unit).all()


def test_members_are_as_old_and_as_active_as_the_parameters_say(world: World) -> None:
    # 500 members: standard errors of .02; bounds at 3.5 of them.
    ages = world.residents.age[world.members.resident]
    assert (ages == OLDER).mean() == pytest.approx(Place().member_older_share, abs=0.07)
    assert (world.members.minutes > 0).mean() == pytest.approx(Offices().member_active_share, abs=0.07)


def test_offices_have_minutes_in_proportion_to_what_is_simulated(settings: Settings, world: World) -> None:
    half = Engine(settings._replace(scale=0.5), 11).world
    assert half.organizations.minutes.sum() == pytest.approx(world.organizations.minutes.sum() / 2, rel=0.1)


@pytest.mark.parametrize("part", [{"scale": 0.5}, {"left_out": (2, 5)}])
def test_a_part_of_the_world_holds_whole_units_with_the_same_people(
    settings: Settings, world: World, part: dict[str, object]
) -> None:
    few = Engine(settings._replace(**part), 11).world
    assert 0 < len(few.units.id) < len(world.units.id)
    rows = np.searchsorted(world.units.id, few.units.id)
    for table, first in (("households", "first_household"), ("residents", "first_resident")):
        starts = getattr(world.units, first)
        kept = np.concatenate([np.arange(starts[u], starts[u + 1]) for u in rows])
        ours, theirs = getattr(few, table), getattr(world, table)
        # Rows differ, since fewer units lie before them.
        for name in set(ours._fields) - {"unit", "building", "household", "first_resident"}:
            assert getattr(ours, name).tolist() == getattr(theirs, name)[kept].tolist(), name
