"""Money by place: every fen of the county stands in one place, and what is of a project where the project stands."""

from functools import cache

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.budget_years import COMMON, MONEY, RUNS_OUT, Columns, budget_by_place, budget_years
from dizao.model.outputs.places import ALL
from tests.model.counties import county
from tests.model.worlds import BUSY, TINY, changed, settings_with, under

pytestmark = pytest.mark.small

TWO_YEARS = TINY | BUSY | {"calendar__programme_weeks": 104, "calendar__follow_up_weeks": 20}
RULES = ("none", "upfront", "reward", "refund_bonus", "ranked_reward", "kept")
SHARES = {"common": (None, None), "one": (None, 0.4), "each": (0.6, 0.4)}
OF_PROJECTS, OF_POTS = (
    ("returned", "paid", "committed", "arrears"),
    ("carried_in", "appropriated", "lapsed", "carried_over"),
)
WORLDS = [(name, shares) for name in RULES for shares in SHARES if name in ("upfront", "reward") or shares == "one"]


@cache
def lived(name: str, shares: str) -> Engine:
    """Live two years in a town and in hills under a preset, or one that keeps what is left of a year."""
    settings = under(county(TWO_YEARS, shares=SHARES[shares]), name if name in presets() else "reward")
    if name == "kept":
        settings = settings._replace(mechanism=changed(settings.mechanism, allocation__unspent="carry_over"))
    late = {"works__award_late_weeks": 20, "budget__yuan_per_year": 8_000.0}
    engine = Engine(settings.with_values(**late), 4)
    engine.run()
    return engine


def by_place(name: str, shares: str) -> dict[str, Columns]:
    return budget_by_place(lived(name, shares))


@pytest.mark.parametrize(("name", "shares"), WORLDS)
def test_places_add_up_to_the_county_to_the_fen(name: str, shares: str) -> None:
    found = by_place(name, shares)
    assert set(found) - {COMMON} == {ALL, "town", "hills"}
    assert (COMMON in found) == (shares != "each")
    for item in MONEY:
        parts = [columns[item] for place, columns in found.items() if place != ALL and item in columns]
        np.testing.assert_array_equal(np.sum(parts, axis=0), found[ALL][item], item)


@pytest.mark.parametrize(("name", "shares"), WORLDS)
def test_what_comes_into_a_part_of_the_budget_goes_out_or_is_left(name: str, shares: str) -> None:
    engine, found = lived(name, shares), by_place(name, shares)
    for place, sharing in (("town", ["town"]), ("hills", ["hills"]), (COMMON, ["town", "hills"])):
        if "appropriated" not in found.get(place, {}):
            continue
        own = [one for one in sharing if one == place or "appropriated" not in found[one]]
        paid, returned = (np.sum([found[one][item] for one in own], axis=0) for item in ("paid", "returned"))
        pot = found[place]
        came = pot["carried_in"] + pot["appropriated"] + returned
        np.testing.assert_array_equal(came, paid + pot["lapsed"] + pot["carried_over"])
        assert pot["carried_in"][1:].tolist() == pot["carried_over"][:-1].tolist()
    balances = engine.ledger.balance("county", np.arange(len(engine.pot_shares)))
    last = [
        columns["carried_over"][-1] for place, columns in found.items() if place != ALL and "carried_over" in columns
    ]
    assert sorted(last) == sorted(balances.tolist()[0 if shares != "each" else 1 :])


@pytest.mark.parametrize(("name", "shares"), WORLDS)
def test_what_is_paid_and_bound_is_that_of_the_projects_that_stand_there(name: str, shares: str) -> None:
    engine, found = lived(name, shares), by_place(name, shares)
    projects, units = engine.world.projects, engine.world.units
    for g, place in enumerate(("town", "hills")):
        rows = units.group[projects.unit] == g
        bound = rows & (projects.terms >= 0)
        assert found[place]["committed"][-1] == (projects.grant_fen + projects.promise_fen)[bound].sum()
        assert (found[place]["arrears"] <= found[place]["committed"]).all()
        assert set(OF_PROJECTS) <= set(found[place])


def test_each_part_has_its_share_of_the_appropriation() -> None:
    found = by_place("reward", "one")
    whole = found[ALL]["appropriated"]
    assert "appropriated" not in found["town"], "it shares what is nobody's alone"
    np.testing.assert_allclose(found["hills"]["appropriated"], 0.4 * whole, atol=1)
    np.testing.assert_allclose(found[COMMON]["appropriated"], 0.6 * whole, atol=1)
    assert set(found[COMMON]) == {*OF_POTS, RUNS_OUT}


def test_money_moves_in_both_places_and_some_of_it_is_late() -> None:
    found = by_place("reward", "one")
    assert found["town"]["paid"].sum() > 0
    assert found["hills"]["paid"].sum() > 0
    assert found[ALL]["arrears"].max() > 0


@pytest.mark.parametrize(("name", "shares"), WORLDS)
def test_the_county_runs_out_when_the_first_place_does(name: str, shares: str) -> None:
    found = by_place(name, shares)
    for year, month in enumerate(found[ALL][RUNS_OUT]):
        each = [int(columns[RUNS_OUT][year]) for place, columns in found.items() if place != ALL]
        assert int(month) == min((one for one in each if one), default=0)


def test_without_groups_there_is_the_county_only() -> None:
    engine = Engine(under(settings_with(TWO_YEARS, rates=120.0, costs=0.05), "reward"), 3)
    engine.run()
    found = budget_by_place(engine)
    assert list(found) == [ALL]
    assert [year.paid_fen for year in budget_years(engine)] == found[ALL]["paid"].tolist()
