"""Levels (ODD 7.24): powers, money and minutes move down, none is lost, and an effect is gone with its path."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.agents.organization import COUNTY_OFFICE, settled_nearer
from dizao.model.engine import Engine
from dizao.model.governance.intake import power_levels
from dizao.model.outputs.budget_years import MONEY, budget_by_place
from dizao.model.outputs.places import ALL
from dizao.model.settings import Settings
from dizao.model.systems.levels.money import KINDS
from dizao.model.world.projects import ACCEPTED, COMMUNITY_LEVEL, MATTER, NEVER, REFUSED, STREET_LEVEL, UNIT_LEVEL
from tests.model.counties import county
from tests.model.invariants import broken
from tests.model.worlds import BUSY, TINY, different_columns, lived, settings_with, under

SEED = 3
WORLD: dict[str, Any] = TINY | {
    "place__streets": 2, "place__communities": 3, "place__units": 5, "place__households": 60, "place__residents": 120,
    "budget__yuan_per_year": 20_000.0, "budget__warm_up_yuan_per_year": 10_000.0,
}  # fmt: skip
BELOW = ("street", "community", "unit")
PLENTY = {"budget__yuan_per_year": 1e8, "budget__warm_up_yuan_per_year": 1e8, "offices__county_minutes_per_unit": 1e6}
"""So much money and time that it does not matter where they lie."""


def world(**levels: Any) -> Settings:
    """Return five small units in three communities and two streets, with many needs and cheap works."""
    settings = settings_with(WORLD | BUSY, rates=120.0, costs=0.05)
    numbers = {key if "__" in key else f"levels__{key}": value for key, value in levels.items()}
    return under(settings.with_values(**numbers), "reward")


@cache
def life(**levels: Any) -> Engine:
    return lived(world(**levels), SEED)


def steps_down(engine: Engine) -> np.ndarray:
    """Return how far below its category's level each matter lies that was recorded."""
    needs = engine.world.needs
    steps = engine.world.kinds.level[needs.category].astype(int) - needs.level
    return steps[(needs.kind == MATTER) & (needs.week_recorded > NEVER)]


def test_everything_holds_where_all_has_moved_down() -> None:
    assert broken(Engine(world(powers=0.5, money="unit", knows=0.5, errs=0.2, answer_weeks=2), SEED)) == {}


# powers ---------------------------------------------------------------------------------------------------------


def left_to(powers: float) -> np.ndarray:
    """Return the levels with the power over all needs that may arise, if all were the street's."""
    settings = world(powers=powers, linkage="stays")
    all_the_streets = {name: c._replace(level="street") for name, c in settings.categories.items()}
    engine = Engine(settings._replace(categories=all_the_streets), SEED)
    return power_levels(engine, np.arange(len(engine.world.needs.id)))


def test_of_the_streets_matters_a_share_goes_to_each_level_below() -> None:
    levels = left_to(0.5)
    shares = [(levels == level).mean() for level in (UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL)]
    # Three standard errors of a hundred needs.
    assert shares == pytest.approx([0.25, 0.25, 0.5], abs=1.5 / np.sqrt(len(levels)))
    assert len(levels) > 100
    assert set(left_to(1.0)) == {UNIT_LEVEL}
    assert set(left_to(0.0)) == {STREET_LEVEL}


def test_whoever_may_settle_with_few_powers_may_with_many() -> None:
    assert (left_to(0.6) <= left_to(0.3)).all()


def test_where_all_lies_with_the_units_already_powers_change_nothing() -> None:
    plain = world()
    flat = plain._replace(categories={name: c._replace(level="unit") for name, c in plain.categories.items()})
    moved = flat.with_values(levels__powers=1.0, levels__knows=1.0, levels__errs=0.3)
    assert different_columns(lived(moved, SEED).tables(), lived(flat, SEED).tables()) == []


def test_who_is_nearer_settles_more_and_who_is_captured_less() -> None:
    def settled(**changes: Any) -> float:
        engine = life(powers=1.0, linkage="stays", **changes)
        needs = engine.world.needs
        below = (engine.world.kinds.level[needs.category] > UNIT_LEVEL) & (needs.week_recorded > NEVER)
        return float((needs.week_settled[below] > NEVER).mean())

    assert settled(knows=1.0) > settled() > settled(errs=0.3)
    assert settled(errs=1.0) == 0.0


def test_knowing_more_and_erring_more_act_on_each_step() -> None:
    assert settled_nearer(0.3, 0, 0.7, 0.2) == pytest.approx(0.3)
    once = settled_nearer(0.3, 1, 0.7, 0.2)
    assert settled_nearer(once / 0.8, 1, 0.7, 0.2) == pytest.approx(settled_nearer(0.3, 2, 0.7, 0.2) / 0.8)
    assert settled_nearer(1.0, 2, 5.0, 0.0) == 1.0
    # Gain and loss balance where the loss is one of the chance that nearness adds.
    assert settled_nearer(0.3, 1, 0.7, 1.0 - 0.3 / settled_nearer(0.3, 1, 0.7, 0.0)) == pytest.approx(0.3)


# what goes up ---------------------------------------------------------------------------------------------------


def test_without_linkage_nothing_leaves_the_level_at_which_it_was_recorded() -> None:
    assert (steps_down(life(linkage="stays")) == 0).all()
    assert (steps_down(life()) < 0).any()


def test_what_goes_up_is_taken_up_so_many_weeks_later() -> None:
    engine = Engine(world(powers=0.5, answer_weeks=3), SEED)
    needs, set_out, waited = engine.world.needs, {}, []
    while engine.week < engine.end_week:
        before, week = needs.level.copy(), engine.week
        known = needs.week_recorded > NEVER
        engine.step()
        for n in np.flatnonzero(known & (needs.level > before)):
            waited.append(week - set_out.pop(n))
        for n in engine.systems["levels"]:
            set_out.setdefault(n, week)
    assert len(waited) > 10
    assert set(waited) == {4}
    assert needs.level.max() == STREET_LEVEL


# money ----------------------------------------------------------------------------------------------------------


def appropriated(engine: Engine) -> dict[int, int]:
    found: dict[int, int] = {}
    for week, why, _, _, amount, _ in engine.ledger.entries():
        if why == "appropriation":
            found[week] = found.get(week, 0) + int(amount.sum())
    return found


@pytest.mark.parametrize("money", BELOW)
def test_moved_down_the_same_money_and_the_same_minutes_are_there(money: str) -> None:
    moved, plain = life(money=money), life()
    assert appropriated(moved) == appropriated(plain)
    assert len(appropriated(moved)) > 1
    minutes = [engine.world.organizations.minutes for engine in (moved, plain)]
    assert minutes[0].sum() == minutes[1].sum()
    county = moved.world.organizations.kind == COUNTY_OFFICE
    assert minutes[0][county].sum() == 0 < minutes[1][county].sum()
    deciding = moved.world.organizations.kind[moved.deciding_offices]
    assert set(deciding) == {KINDS[money]}
    assert (minutes[0][moved.deciding_offices] > minutes[1][moved.deciding_offices]).all()


def test_each_place_has_its_part_by_its_households() -> None:
    engine = life(money="community")
    households = np.diff(engine.world.units.first_household)
    of_place = np.bincount(engine.pots, weights=households)
    np.testing.assert_allclose(engine.pot_shares, of_place / households.sum())
    assert engine.pot_names == ("community:1", "community:2", "community:3")
    assert {f"county:{name}" for name in engine.pot_names} <= set(engine.table("ledger")["target"])


def test_what_one_place_leaves_another_does_not_get() -> None:
    engine = life(money="unit")
    paid = np.zeros(len(engine.pot_shares), dtype=np.int64)
    np.add.at(paid, engine.pots[engine.world.projects.unit], engine.world.projects.public_fen)
    year = appropriated(engine)
    assert (paid <= engine.pot_shares * sum(year.values()) + len(year)).all()
    assert paid.min() < paid.max()


@pytest.mark.parametrize("money", BELOW)
def test_with_plenty_of_both_it_does_not_matter_where_they_lie(money: str) -> None:
    moved, plain = life(money=money, **PLENTY), life(**PLENTY)
    for name in ("needs", "projects", "units"):
        assert different_columns({name: moved.table(name)}, {name: plain.table(name)}) == []
    assert moved.outcomes()["completed"] > 0


@pytest.mark.parametrize("money", BELOW)
def test_in_a_county_of_one_unit_the_money_lies_where_it_lay(money: str) -> None:
    one = {"place__streets": 1, "place__communities": 1, "place__units": 1, "place__households": 12}
    busy = one | {"place__residents": 30, "offices__county_minutes_per_unit": 300.0}
    moved, plain = life(money=money, **busy), life(**busy)
    for name in ("needs", "projects", "units"):
        assert different_columns({name: moved.table(name)}, {name: plain.table(name)}) == []
    assert moved.outcomes()["unspent_yuan"] == plain.outcomes()["unspent_yuan"]


def test_a_captured_inspector_accepts_anything() -> None:
    strict = {"works__acceptance_threshold": 0.7, "works__acceptance_error": 0.01}

    def judged(**changes: Any) -> set[int]:
        accepted = life(**strict, **changes).world.projects.accepted
        return set(accepted.tolist()) & {ACCEPTED, REFUSED}

    assert judged(money="unit", errs=1.0) == {ACCEPTED}
    assert REFUSED in judged(money="unit")
    # The county is nobody's neighbour: there errors are what they were.
    assert REFUSED in judged(powers=1.0, errs=1.0)


@pytest.mark.parametrize("shares", [(None, None), (None, 0.4), (0.6, 0.4)])
def test_places_of_a_county_add_up_wherever_their_money_lies(shares: tuple[float | None, float | None]) -> None:
    settings = under(county(TINY | BUSY, shares=shares), "reward")
    plain, moved = (lived(settings.with_values(levels__money=where), 2) for where in ("county", "unit"))
    assert len(moved.pot_shares) == 4
    assert moved.pot_shares.sum() == pytest.approx(1.0)
    found = budget_by_place(moved)
    for item in MONEY:
        parts = [columns[item] for place, columns in found.items() if place != ALL and item in columns]
        np.testing.assert_array_equal(np.sum(parts, axis=0), found[ALL][item], item)
    for place, columns in budget_by_place(plain).items():
        if "appropriated" in columns:
            np.testing.assert_allclose(found[place]["appropriated"], columns["appropriated"], atol=4)
    assert found[ALL]["paid"].sum() > 0
