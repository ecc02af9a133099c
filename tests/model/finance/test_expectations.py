"""People expect subsidies from what is announced and what neighbours got, and their demand answers (ODD 7.21)."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.finance.expectations import announced_share, giving_pull, learn, scope_of, voicing_pull
from dizao.model.mechanisms.presets import presets
from dizao.model.world.pins import PinnedProject
from dizao.model.world.projects import APPLYING, IN_USE, MATTER, NEVER, PROJECT
from tests.model.worlds import changed, different_columns, settings_with

SEED = 5
POOR: dict[str, Any] = {
    "calendar__programme_weeks": 110,
    "budget__yuan_per_year": 30_000.0,
    "offices__county_minutes_per_unit": 1_000.0,
}
ANSWERS = {"demand__voice": 2.0, "demand__wait": 0.8, "demand__scope": 0.5, "demand__effort": -1.5}


@cache
def warmed(**numbers: Any) -> Engine:
    engine = Engine(settings_with(rates=60.0, costs=0.2, **numbers), SEED)
    engine.warm_up()
    return engine


def lived_under(preset: str, **numbers: Any) -> Engine:
    engine = warmed(**numbers).fork(preset, presets()[preset].mechanism)
    engine.run()
    return engine


def state_of(engine: Engine) -> dict[str, dict[str, np.ndarray]]:
    """Return every column on which expectations may act, but for the expectations themselves."""
    world = engine.world
    tables = {name: getattr(world, name) for name in ("needs", "projects", "stakes", "households", "residents")}
    entries = np.array([str(entry) for entry in engine.ledger.entries()], dtype=object)
    found = {name: dict(table._asdict()) for name, table in tables.items()}
    return found | {"ledger": {"entries": entries}}


# what is expected -----------------------------------------------------------------------------------------------


def test_rules_announce_the_share_that_they_pay_and_nothing_without_a_budget() -> None:
    settings = settings_with()
    shares = {name: announced_share(settings, presets()[name].mechanism, 1.0) for name in presets()}
    assert (shares["upfront"], shares["reward"], shares["none"]) == (1.0, 0.5, 0.0)
    assert all(announced_share(settings, preset.mechanism, 0.0) == 0.0 for preset in presets().values())
    # What is too large to be a small work is paid nothing.
    dear = changed(presets()["upfront"].mechanism, allocation__largest_cost_yuan=20_000.0)
    kinds = [c for c in settings.categories.values() if c.kind == "project"]
    small = sum(c.rate for c in kinds if c.cost_yuan <= 20_000.0) / sum(c.rate for c in kinds)
    assert 0.0 < small < 1.0
    assert announced_share(settings, dear, 1.0) == pytest.approx(small)


def test_it_starts_with_the_former_rules_and_moves_once_when_new_ones_are_announced() -> None:
    quiet = {"demand__learning": 0.0, "demand__announced": 0.25}
    assert (Engine(settings_with(**quiet), SEED).world.units.expected_subsidy == 1.0).all()
    engine = warmed(**quiet).fork("reward", presets()["reward"].mechanism)
    assert (engine.world.units.expected_subsidy == 1.0).all()
    engine.run()
    assert (engine.world.units.expected_subsidy == 1.0 + 0.25 * (0.5 - 1.0)).all()
    # A fork's expectations are its own.
    assert (warmed(**quiet).world.units.expected_subsidy == 1.0).all()


def test_people_learn_from_their_own_projects_and_less_from_those_of_the_community() -> None:
    engine = warmed(demand__learning=0.2, demand__neighbours=0.5).fork("none", presets()["none"].mechanism)
    engine.week = 3
    units, projects = engine.world.units, engine.world.projects
    projects.week_of[:, IN_USE] = NEVER
    units.expected_subsidy[:] = 1.0
    p = int(np.flatnonzero(projects.unit == 0)[0])
    projects.cost_fen[p], projects.offer_fen[p] = 1_000, 500
    engine.decisions = [p]
    learn(engine)
    near = (units.community == units.community[0]) & (np.arange(len(units.id)) > 0)
    assert near.any()
    assert units.expected_subsidy[0] == pytest.approx(1.0 + 0.2 * (0.5 - 1.0))
    assert units.expected_subsidy[near] == pytest.approx(1.0 + 0.1 * (0.5 - 1.0))
    assert (units.expected_subsidy[units.community != units.community[0]] == 1.0).all()
    # Each piece of news is learnt from once; what comes into use says what was really paid.
    learn(engine)
    assert units.expected_subsidy[0] == pytest.approx(0.9)
    projects.week_of[p, IN_USE], projects.public_fen[p] = 3, 0
    learn(engine)
    assert units.expected_subsidy[0] == pytest.approx(0.9 * 0.8)


def test_experience_pulls_mechanisms_apart_over_the_years() -> None:
    expected = {name: lived_under(name).world.units.expected_subsidy for name in ("none", "reward", "upfront")}
    assert expected["none"].mean() < expected["reward"].mean() < expected["upfront"].mean()
    # Units that lived through other things expect other things.
    assert len(np.unique(expected["reward"])) > 4


# what it does ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", ["none", "upfront", "reward"])
def test_with_all_weights_at_nothing_expectations_change_nothing_to_the_bit(preset: str) -> None:
    usual = lived_under(preset, **POOR)
    other = lived_under(
        preset, **POOR, demand__announced=1.0, demand__learning=1.0, demand__neighbours=0.0, demand__scope_value=1.0
    )
    assert (usual.world.units.expected_subsidy != other.world.units.expected_subsidy).any()
    assert different_columns(state_of(usual), state_of(other)) == []


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_acts_by_itself_where_something_is_expected_and_only_there(answer: str) -> None:
    one = {answer: ANSWERS[answer]}
    assert different_columns(state_of(lived_under("upfront", **POOR)), state_of(lived_under("upfront", **POOR, **one)))
    nothing = {"budget__yuan_per_year": 0.0, "budget__warm_up_yuan_per_year": 0.0}
    without, with_it = lived_under("reward", **nothing), lived_under("reward", **nothing, **one)
    assert different_columns(state_of(without), state_of(with_it)) == []


def test_a_budget_of_nothing_is_no_mechanism_even_for_those_who_wait_and_expect() -> None:
    numbers = {"budget__yuan_per_year": 0.0, "works__wait_probability": 1.0, **ANSWERS}
    assert (warmed(**numbers).world.units.expected_subsidy > 0.0).all()
    none, penniless = lived_under("none", **numbers), lived_under("reward", **numbers)
    assert different_columns(state_of(none), state_of(penniless)) == []


def test_needs_for_projects_are_voiced_by_those_who_expect_money_and_matters_as_before() -> None:
    engine = warmed(demand__voice=2.0)
    kinds = engine.world.needs.kind
    pull = voicing_pull(engine, np.arange(len(kinds)))
    assert (pull[kinds == MATTER] == 0.0).all()
    assert pull[kinds == PROJECT] == pytest.approx(
        2.0 * engine.world.units.expected_subsidy[engine.world.needs.unit[kinds == PROJECT]]
    )

    def voiced(weight: float) -> int:
        world = warmed(people__voice_intercept=-9.0, demand__voice=weight).world
        return int(((world.needs.week_voiced > NEVER) & (world.needs.kind == PROJECT)).sum())

    assert voiced(-1.0) < voiced(0.0) < voiced(2.0)


def test_who_expects_money_waits_for_it_before_and_after_the_vote() -> None:
    def of(weight: float) -> tuple[int, int]:
        engine = warmed(**POOR, demand__wait=weight).fork("upfront", presets()["upfront"].mechanism)
        told = waiting = 0
        for _ in range(30):
            engine.step()
            projects = engine.world.projects
            told += int((projects.told_fen > engine.free_budget_fen).sum())
            waiting += int((projects.stage == APPLYING).sum())
        return told, waiting

    off, on = of(0.0), of(0.8)
    assert on[0] > off[0]
    assert on[1] > off[1]


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_plans_grow_once_with_what_is_expected_and_their_value_by_less(power: float) -> None:
    # Few consent, so that many plans are put to the vote again.
    fickle = {"people__vote_stake": 0.0, "people__vote_steadiness": 0.0, "people__persuasion": 0.0}
    numbers = {"demand__learning": 0.0, "people__vote_intercept": -2.0, "works__meeting_every_weeks": 1} | fickle
    usual, engine = warmed(**numbers), warmed(**numbers, demand__scope=0.5, demand__scope_value=power)
    projects, meant = engine.world.projects, usual.world.projects
    planned = np.flatnonzero((projects.first_stake >= 0) & (projects.campaigns == 0) & (meant.first_stake >= 0))
    assert (projects.attempts[planned] > 1).any()
    grown = planned[meant.campaigns[planned] == 0]
    assert len(grown) > 3
    assert (projects.cost_fen[grown] == (meant.cost_fen[grown] * 1.5).astype(np.int64)).all()
    for p in grown.tolist():
        worth = [
            one.world.stakes.value_fen[first : first + end - start].sum()
            for one, (start, end, first) in ((engine, engine.block_of(p)), (usual, usual.block_of(p)))
        ]
        assert worth[0] / worth[1] == pytest.approx(1.5**power, rel=1e-3)


def test_a_pinned_cost_is_certain() -> None:
    pin = PinnedProject(category="gate", week=0, unit=1, cost_yuan=5_000.0)
    settings = settings_with(demand__scope=0.5)._replace(pinned_projects=(pin,))
    engine = Engine(settings, SEED)
    pinned = engine.world.needs.pinned_cost_fen[engine.world.projects.need] > 0
    assert pinned.sum() == 1
    assert scope_of(engine, int(np.flatnonzero(pinned)[0])) == 1.0
    assert scope_of(engine, int(np.flatnonzero(~pinned)[0])) == 1.5


def test_expected_money_brings_own_effort_in_or_drives_it_out() -> None:
    def given(weight: float) -> tuple[int, int]:
        hard = {"people__giving_intercept": -4.0, "demand__learning": 0.0}
        engine = lived_under("reward", **hard, demand__effort=weight)
        return int(engine.world.projects.pledged_fen.sum()), int(engine.world.projects.pledged_minutes.sum())

    out, off, crowded_in = given(-1.5), given(0.0), given(1.5)
    assert out[0] < off[0] < crowded_in[0]
    assert out[1] < off[1] < crowded_in[1]
    engine = warmed(demand__effort=-1.5)
    rows = np.arange(len(engine.world.projects.unit))
    assert giving_pull(engine, rows) == pytest.approx(
        -1.5 * engine.world.units.expected_subsidy[engine.world.projects.unit]
    )
