"""The county's budget year by year: the same as the ledger says, to the fen, and what is bound, owed and short."""

from functools import cache

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.budget_years import BudgetYear, budget_years
from dizao.model.parameters import FEN_PER_YUAN
from tests.model.worlds import BUSY, TINY, changed, settings_with, under

pytestmark = pytest.mark.small

TWO_YEARS = {"calendar__programme_weeks": 104, "calendar__follow_up_weeks": 26, "budget__yuan_per_year": 20_000.0}
RULES = ("none", "upfront", "reward", "assurance", "points", "ranked_reward", "after_acceptance", "kept", "milestones")


@cache
def lived(name: str) -> Engine:
    """Live a busy world under a preset, or one that differs from it in how money is set aside or kept."""
    settings = under(settings_with(TINY | BUSY | TWO_YEARS, rates=120.0, costs=0.05), "reward")
    changes = {
        "after_acceptance": {"allocation__reserve": "acceptance"},
        "kept": {"allocation__unspent": "carry_over"},
        "milestones": {"payment__timing": "milestones"},
    }
    rules = presets()[name].mechanism if name in presets() else changed(settings.mechanism, **changes[name])
    engine = Engine(settings._replace(mechanism_name=name, mechanism=rules), 3)
    engine.run()
    return engine


@pytest.mark.parametrize("name", RULES)
def test_what_comes_in_goes_out_or_is_left_to_the_fen(name: str) -> None:
    engine = lived(name)
    years = budget_years(engine)
    assert len(years) == 3
    for year in years:
        came = year.carried_in_fen + year.appropriated_fen + year.returned_fen
        assert came == year.paid_fen + year.lapsed_fen + year.carried_over_fen
    assert [year.carried_in_fen for year in years[1:]] == [year.carried_over_fen for year in years[:-1]]
    assert years[-1].carried_over_fen == engine.ledger.balance("county")[0]


@pytest.mark.parametrize("name", RULES)
def test_the_years_add_up_to_the_ledger(name: str) -> None:
    engine = lived(name)
    years, ledger = budget_years(engine), engine.ledger
    assert sum(year.appropriated_fen for year in years) == ledger.moved_since(0, "treasury", "county")
    assert sum(year.paid_fen for year in years) == ledger.moved_since(0, "county", "escrow")
    assert sum(year.returned_fen for year in years) == ledger.moved_since(0, "escrow", "county")


@pytest.mark.parametrize("name", RULES)
def test_what_is_bound_lies_within_what_is_left_where_it_is_set_aside(name: str) -> None:
    engine = lived(name)
    for year in budget_years(engine):
        assert 0 <= year.arrears_fen <= year.committed_fen
        if engine.mechanism.allocation.reserve == "application":
            assert year.committed_fen <= year.carried_over_fen + year.lapsed_fen
    assert budget_years(engine)[-1].committed_fen >= engine.reserved_fen


def test_a_budget_year_has_its_appropriation_and_the_follow_up_has_none() -> None:
    full = round(20_000.0 * lived("reward").household_share) * FEN_PER_YUAN
    assert [year.appropriated_fen for year in budget_years(lived("reward"))] == [full, full, 0]


def test_unused_money_lapses_or_is_kept() -> None:
    assert budget_years(lived("none"))[0].lapsed_fen > 0
    assert all(year.lapsed_fen == 0 for year in budget_years(lived("kept")))
    left = budget_years(lived("kept"))[0].carried_over_fen
    assert budget_years(lived("kept"))[1].carried_in_fen == left


def years_with(yuan_per_year: float, name: str = "upfront") -> list[BudgetYear]:
    numbers = TINY | BUSY | TWO_YEARS | {"budget__yuan_per_year": yuan_per_year}
    engine = Engine(under(settings_with(numbers, rates=120.0, costs=0.05), name), 3)
    engine.run()
    return budget_years(engine)


def test_a_budget_runs_out_earlier_the_smaller_it_is_and_never_where_nothing_is_paid() -> None:
    little, much = years_with(500.0), years_with(1e8)
    assert 1 <= little[0].runs_out <= 12
    assert little[2].runs_out == 0, "nothing is appropriated in the follow-up"
    assert [year.runs_out for year in much] == [0, 0, 0]
    assert [year.runs_out for year in years_with(500.0, "none")] == [0, 0, 0]


def test_what_is_late_is_in_arrears_at_the_end_of_its_year() -> None:
    numbers = TINY | BUSY | TWO_YEARS | {"budget__yuan_per_year": 1e6}
    settings = under(settings_with(numbers, rates=120.0, costs=0.05), "reward")
    found = {}
    for late in (0, 30):
        engine = Engine(settings.with_values(works__award_late_weeks=late, works__award_arrears_share=0.0), 3)
        engine.run()
        found[late] = budget_years(engine)[0].arrears_fen
    assert found[0] == 0
    assert found[30] > 0


def test_a_copy_goes_on_with_years_of_its_own() -> None:
    settings = under(settings_with(TINY | BUSY | TWO_YEARS, rates=120.0, costs=0.05), "reward")
    world = Engine(settings, 3)
    world.warm_up()
    one, other = (world.fork(name, presets()[name].mechanism) for name in ("none", "upfront"))
    for run in (one, other):
        run.run()
    bound = world.reserved_fen
    assert np.sum([year.paid_fen for year in budget_years(one)]) <= bound, "only what the former rules had offered"
    assert np.sum([year.paid_fen for year in budget_years(other)]) > bound
    assert world.year_ends == []
