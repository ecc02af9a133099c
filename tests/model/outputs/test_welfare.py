"""Whole lives and the account of welfare: conserved, discounted, and the same whichever way it is cut (ODD 7.19)."""

from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.results import cohort_of
from dizao.model.outputs.welfare import WHOLE_LIFE, household_nets, income_weights
from dizao.model.outputs.whole_lives import whole_lives_of
from dizao.model.world.projects import EVALUATING, IN_USE, NEVER
from tests.model.worlds import different_columns, lived, settings_with, under, usual_life

SEED = 3


def world(preset: str = "reward", **changes: Any) -> Engine:
    return lived(under(settings_with(rates=60.0, costs=0.2, **changes), preset), SEED)


@pytest.fixture(scope="module", params=list(presets()))
def engine(request: pytest.FixtureRequest) -> Engine:
    return usual_life(request.param)


@pytest.fixture(scope="module")
def reward() -> Engine:
    return world()


def finished(engine: Engine) -> np.ndarray:
    return engine.world.projects.week_of[:, EVALUATING] > NEVER


# whole lives ----------------------------------------------------------------------------------------------------


def test_everything_that_was_finished_has_an_end_and_nothing_else_has(engine: Engine) -> None:
    ended = engine.whole_lives().week_ended
    assert finished(engine).sum() > 3
    assert ((ended > NEVER) == finished(engine)).all()
    weeks = ended[finished(engine)] - engine.world.projects.week_of[finished(engine), EVALUATING]
    oldest = engine.settings.works.longest_life * engine.world.kinds.life_years[engine.world.projects.category] * 52
    # Things are looked at once a month, and those that wait for inspectors or a reward are over later.
    assert (weeks <= oldest[finished(engine)] + 4 + 2 * 52).all()


def test_following_things_to_their_ends_changes_nothing_of_the_run(reward: Engine) -> None:
    twin = world()
    assert (twin.world.projects.stage == IN_USE).sum() > 3
    twin.whole_lives()
    assert different_columns(twin.tables(), reward.tables()) == []


def test_the_truncated_benefit_is_part_of_the_whole(engine: Engine) -> None:
    whole, part = engine.whole_lives().benefit_fen, engine.world.projects.benefit_fen
    in_use = np.isin(engine.world.projects.stage, (EVALUATING, IN_USE)) & (engine.world.projects.benefit_fen_year > 0)
    assert (whole >= part - 1e-6)[engine.world.projects.benefit_fen_year >= 0].all()
    assert (whole > part)[in_use].all()
    assert in_use.sum() > 3


def test_better_upkeep_makes_longer_lives() -> None:
    neglected, kept = world(people__keep_intercept=-30.0), world(people__keep_intercept=30.0)
    assert kept.outcomes()["life_years"] > neglected.outcomes()["life_years"] + 1.0


def test_without_decay_things_end_at_their_longest_life() -> None:
    engine = world(people__keep_intercept=30.0, works__longest_life=1.0, works__keep_minutes=10_000.0)
    rows = finished(engine) & (engine.world.projects.benefit_fen_year > 0)
    weeks = (engine.whole_lives().week_ended - engine.world.projects.week_of[:, EVALUATING])[rows]
    years = engine.world.kinds.life_years[engine.world.projects.category[rows]]
    assert (weeks >= years * 52).mean() > 0.9


# money ----------------------------------------------------------------------------------------------------------


def test_without_discount_parties_have_paid_what_builders_got_and_what_lies_in_funds() -> None:
    """Nothing is counted twice or left out: what parties put in, less what they got back, is what has gone on."""
    for name in presets():
        engine = world(name, welfare__discount_rate=0.0)
        moved = engine.ledger.moved_since
        start = -engine.settings.calendar.warm_up_weeks
        works, funds = moved(start, "escrow", "contractor"), moved(start, "escrow", "upkeep_fund")
        works += moved(start, "escrow", "upkeep_works")
        funds += moved(start, "escrow", "community_fund") + moved(start, "contractor_claims", "contractor")
        left = engine.ledger.balance("escrow", np.arange(len(engine.world.projects.need))).sum()
        paid = sum(fen.sum() for fen in whole_lives_of(engine).paid_fen.values())
        assert paid == pytest.approx(works + funds + left), name


def test_the_account_of_projects_adds_up_from_its_parts(engine: Engine) -> None:
    found, lives, rows = engine.outcomes(), engine.whole_lives(), cohort_of(engine)
    works, weights = engine.settings.works, engine.settings.welfare
    paid = {party: fen[rows].sum() / 100.0 for party, fen in lives.paid_fen.items()}
    value = lives.benefit_fen[rows].sum() / 100.0 - weights.cost_of_public_funds * paid.pop("public")
    value -= sum(paid.values()) + lives.residents_minutes[rows].sum() / 60.0 * works.resident_wage
    value -= weights.cost_of_public_funds * lives.offices_minutes[rows].sum() / 60.0 * works.official_wage
    assert found["projects_npv_yuan"] == pytest.approx(value)
    assert found["net_present_value_yuan"] == pytest.approx(value + found["hearing_npv_yuan"])


def test_dearer_public_funds_cost_what_was_spent(reward: Engine) -> None:
    cheap, dear = (world(welfare__cost_of_public_funds=x) for x in (1.0, 1.5))
    rows = cohort_of(cheap)
    hours = cheap.whole_lives().offices_minutes[rows].sum() / 60.0 * cheap.settings.works.official_wage
    expected = 0.5 * (cheap.outcomes()["public_present_yuan"] + hours)
    change = cheap.outcomes()["projects_npv_yuan"] - dear.outcomes()["projects_npv_yuan"]
    assert change == pytest.approx(expected)
    assert expected > 0.0


def test_weights_of_welfare_change_nothing_that_happens(reward: Engine) -> None:
    other = world(welfare__cost_of_public_funds=1.5, welfare__inequality_aversion=0.0)
    assert different_columns(reward.tables(), other.tables()) == []


# distribution ---------------------------------------------------------------------------------------------------


def test_without_aversion_the_weighted_value_is_the_value() -> None:
    found = world(welfare__inequality_aversion=0.0).outcomes()
    assert found["weighted_npv_yuan"] == pytest.approx(found["net_present_value_yuan"])


def test_the_poor_weigh_more(reward: Engine) -> None:
    weights, group = income_weights(reward), reward.world.households.income_group
    by_fifth = [weights[group == k].mean() for k in range(5)]
    assert by_fifth == sorted(by_fifth, reverse=True)
    assert by_fifth[0] > 1.0 > by_fifth[4]


def test_nets_of_households_are_the_benefit_less_their_money_and_hours(engine: Engine) -> None:
    lives, rows = engine.whole_lives(), cohort_of(engine)
    rows = rows[engine.world.projects.first_stake[rows] >= 0]
    fen_a_minute = engine.settings.works.resident_wage * 100 / 60
    total = lives.benefit_fen[rows].sum() - lives.paid_fen["residents"][rows].sum()
    total -= lives.residents_minutes[rows].sum() * fen_a_minute
    assert household_nets(engine, cohort_of(engine), lives).sum() == pytest.approx(total, rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_what_nobody_proposed_costs_nobody_anything(seed: int) -> None:
    """Such a project has no stakes: whoever looked for them would find another's, or memory that is nobody's."""
    engine = lived(under(settings_with(rates=60.0, costs=0.2, calendar__warm_up_weeks=4), "none"), seed)
    lives, rows = engine.whole_lives(), cohort_of(engine)
    assert (engine.world.projects.first_stake[rows] < 0).any()
    total = lives.benefit_fen[rows].sum() - lives.paid_fen["residents"][rows].sum()
    total -= lives.residents_minutes[rows].sum() * engine.settings.works.resident_wage * 100 / 60
    assert household_nets(engine, rows, lives).sum() == pytest.approx(total, rel=1e-6)


# who is asked ---------------------------------------------------------------------------------------------------


def test_contributions_are_told_of_those_asked_and_of_all(engine: Engine) -> None:
    found, number = engine.outcomes(), len(engine.world.households.id)
    asked = 1.0 - found["never_asked_share"]
    assert 0.0 < asked <= 1.0
    assert found["contribution_per_household_yuan"] == pytest.approx(found["contribution_per_asked_yuan"] * asked)
    # Who gave for a need that arose before the programme is in `gave_money` and not among those asked.
    assert found["contribution_per_household_yuan"] <= found["contribution_per_asked_yuan"]
    assert found["contribution_per_household_yuan"] * number <= found["residents_yuan"] + 1e-6


def test_what_is_only_known_of_whole_lives_is_missing_without_them(reward: Engine) -> None:
    short = reward.outcomes(whole_lives=False)
    assert all(np.isnan(short[name]) for name in WHOLE_LIFE)
    for name, value in reward.outcomes().items():
        assert name in WHOLE_LIFE or short[name] == pytest.approx(value, nan_ok=True), name
