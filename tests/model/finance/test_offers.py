"""People are told before they vote what public money there is, and asked again where there is less of it (ODD 7.4)."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.world.projects import NEVER, VOTING
from tests.model.worlds import changed, different_columns, settings_with

SEED = 5
NO_MONEY: dict[str, Any] = {"budget__yuan_per_year": 0.0, "budget__warm_up_yuan_per_year": 0.0}
SCARCE: dict[str, Any] = {"budget__yuan_per_year": 30_000.0, "offices__county_minutes_per_unit": 1_000.0}
PAYING = ("upfront", "reward", "advance_reward", "match", "quadratic", "ranked_reward", "participatory_budget")
"""Presets that do nothing but pay; the others also protect givers, or reward them with goods."""


@cache
def warmed(**numbers: Any) -> Engine:
    settings = settings_with(rates=60.0, costs=0.2, **numbers)
    engine = Engine(settings._replace(former=presets()["none"].mechanism), SEED)
    engine.warm_up()
    return engine


def lived_under(preset: str, **numbers: Any) -> Engine:
    engine = warmed(**numbers).fork(preset, presets()[preset].mechanism)
    engine.run()
    return engine


def state_of(engine: Engine) -> dict[str, dict[str, np.ndarray]]:
    """Return every column of the tables that a mechanism can act on."""
    world = engine.world
    tables = {name: getattr(world, name) for name in ("needs", "projects", "stakes", "households", "residents")}
    found = {name: dict(table._asdict()) for name, table in tables.items()}
    entries = np.array([str(entry) for entry in engine.ledger.entries()], dtype=object)
    return found | {"ledger": {"entries": entries}, "offices": {"left": world.organizations.minutes_left}}


@pytest.mark.parametrize("preset", PAYING)
def test_without_a_budget_every_way_to_pay_is_no_mechanism_to_the_bit(preset: str) -> None:
    none, penniless = state_of(lived_under("none", **NO_MONEY)), state_of(lived_under(preset, **NO_MONEY))
    assert (none["projects"]["pledged_fen"] > 0).any()
    assert different_columns(none, penniless) == []


def test_who_gets_less_than_was_told_has_voted_on_what_there_is() -> None:
    engine = warmed(**SCARCE).fork("upfront", presets()["upfront"].mechanism)
    projects, works = engine.world.projects, engine.settings.works
    again: list[int] = []
    while engine.week < engine.settings.calendar.programme_weeks:
        was = projects.asked_again.copy()
        engine.step()
        for p in np.flatnonzero(projects.asked_again & ~was.astype(bool) & (projects.stage == VOTING)):
            again.append(int(p))
            start, end, first = engine.block_of(int(p))
            asked = engine.world.stakes.asked_fen[first : first + end - start].sum()
            assert projects.offer_fen[p] == projects.told_fen[p]
            assert (engine.world.stakes.vote[first : first + end - start] == -1).all()
            # Shares by benefit are cut to whole fen.
            wanted = (projects.cost_fen[p] - projects.offer_fen[p]) / works.planned_participation
            assert asked >= wanted - (end - start)
    assert len(again) > 3
    # Some still want it at its full price, some do not.
    assert len({bool(projects.campaigns[p] > 0) for p in again}) == 2


def test_a_campaign_begins_only_with_the_offer_that_was_voted_on_or_more() -> None:
    engine = lived_under("upfront", **SCARCE)
    projects = engine.world.projects
    begun = (projects.campaigns == 1) & (projects.week_of[:, VOTING] > NEVER) & (projects.week_decided >= 0)
    first_offer = projects.grant_fen + projects.promise_fen + projects.public_fen
    whole = begun & (first_offer == projects.offer_fen)
    assert whole.sum() > 3
    assert (projects.offer_fen >= projects.told_fen)[whole].all()


def test_what_a_void_decision_had_set_aside_is_free_again() -> None:
    # Where all of a round get the same part, what is offered is set aside while they vote once more.
    parts = changed(presets()["upfront"].mechanism, allocation__rule="everyone", allocation__round_weeks=4)
    engine = warmed(**SCARCE).fork("upfront", parts)
    projects, void, held = engine.world.projects, 0, 0
    while engine.week < engine.end_week:
        voting = (projects.asked_again == 1) & (projects.stage == VOTING)
        offers = projects.offer_fen.copy()
        engine.step()
        failed = voting & (projects.asked_again == 0)
        void += int((offers[failed] > 0).sum())
        held += int(((projects.asked_again == 1) & (projects.stage == VOTING) & (projects.offer_fen > 0)).sum())
        assert (projects.offer_fen[failed] == 0).all()
        assert engine.reserved_fen == (projects.grant_fen + projects.promise_fen)[projects.terms >= 0].sum()
    assert min(void, held) > 0
