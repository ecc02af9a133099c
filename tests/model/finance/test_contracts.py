"""Contracts: progress payments, completion acceptance, retention, an engineer; the same whoever pays (ODD 7.20)."""

from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.stages import evaluate
from dizao.model.world.projects import ENDED, EVALUATING, IN_USE, LEFT, NEVER, REPAIRED
from tests.model.invariants import broken, flows
from tests.model.worlds import BUSY, TINY, changed, different_columns, lived, settings_with, under

pytestmark = pytest.mark.small

MECHANISMS = ("none", "upfront", "reward")
GIVING: dict[str, Any] = {
    "people__giving_intercept": 4.0,
    "people__vote_intercept": 4.0,
    "people__reach_intercept": 1.0,
    "people__voice_intercept": -3.0,
    "budget__yuan_per_year": 1e7,
    "offices__county_minutes_per_unit": 1_000.0,
}
NEUTRAL: dict[str, Any] = {
    "contract__progress_share": 1.0,
    "contract__retention_share": 0.0,
    "contract__repair_duty": 0.0,
    "contract__engineer_share": 0.0,
}
SHARP: dict[str, Any] = {"contract__acceptance_error": 0.01, "contract__engineer_share": 0.0}
"""Those who ordered the works hardly err."""

OF_CONTRACTS = {"works owed", "final payment", "retention", "repair"}


def life(name: str, seed: int = 1, mechanism: dict[str, Any] | None = None, **numbers: Any) -> Engine:
    """Return a tiny busy life under a preset, with other numbers, and changes of the mechanism."""
    settings = settings_with(TINY | BUSY | GIVING | numbers, rates=600.0, costs=0.05)
    return lived(under(settings, name, changed(presets()[name].mechanism, **(mechanism or {}))), seed)


def closed(engine: Engine) -> np.ndarray:
    return engine.world.projects.week_of[:, IN_USE] > NEVER


def weeks_of(engine: Engine, why: str) -> dict[int, int]:
    """Return the week in which a project's escrow paid for a reason, by row of the project."""
    return {
        int(source[0]) - engine.ledger.first["escrow"]: week
        for week, reason, source, *_ in engine.ledger.entries()
        if reason == why
    }


# nothing of it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MECHANISMS)
def test_at_its_neutral_values_a_contract_does_nothing(name: str) -> None:
    plain = life(name, **NEUTRAL)
    others = {"contract__retention_weeks": 3, "contract__acceptance_error": 0.3, "contract__engineer_fee": 0.06}
    assert different_columns(plain.tables(), life(name, **NEUTRAL, **others).tables()) == []
    assert not OF_CONTRACTS & {entry[1] for entry in plain.ledger.entries()}
    projects = plain.world.projects
    assert (projects.owed_fen == 0).all()
    finished = projects.week_taken_over > NEVER
    assert finished.sum() > 3
    assert (projects.week_taken_over == projects.week_of[:, EVALUATING])[finished].all()


def test_who_is_owed_money_watches_more_only_where_somebody_is_owed() -> None:
    assert different_columns(life("none").tables(), life("none", works__watch_owed=1.0).tables()) == []
    plain, watched = (life("reward", works__watch_owed=x).world.projects for x in (0.0, 1.0))
    better = watched.quality - plain.quality
    both = ~np.isnan(better) & (plain.repaired == watched.repaired) & (plain.defects == watched.defects)
    assert (better[both] >= 0.0).all()
    assert better[both].max() > 0.01


# payment --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MECHANISMS)
@pytest.mark.parametrize(("progress", "kept"), [(0.8, 0.03), (1.0, 0.1), (0.5, 0.0)])
def test_part_is_paid_as_works_go_on_and_the_rest_after_acceptance(name: str, progress: float, kept: float) -> None:
    engine = life(name, contract__progress_share=progress, contract__retention_share=kept)
    projects, rows = engine.world.projects, closed(engine) & (engine.world.projects.lost_fen == 0)
    on_the_way = flows(engine, "escrow", "contractor", "works")
    paid = flows(engine, "escrow", "contractor_claims", "final payment", "retention", "repaid")
    assert rows.sum() > 3
    assert (on_the_way <= (min(progress, 1.0 - kept) * projects.bill_fen).astype(np.int64))[rows].all()
    assert (on_the_way + paid + projects.credit_fen + projects.owed_fen == projects.bill_fen)[rows].all()
    assert (projects.credit_fen[rows] == 0).all()


def test_a_builder_has_at_stake_what_he_has_not_been_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    stakes = []

    def noted(at_stake: float, supervision: float, works: Any) -> float:
        stakes.append(at_stake)
        return rightly(at_stake, supervision, works)

    rightly = evaluate.effort
    monkeypatch.setattr(evaluate, "effort", noted)
    engine = life("reward", works__lender_share=1.0, works__contractor_credit_share=0.0)
    assert flows(engine, "lender", "escrow", "loan").sum() > 0
    # Whoever has lent or advanced has paid him.
    assert len(stakes) > 3
    assert stakes == pytest.approx([0.2] * len(stakes), abs=0.001)


def test_less_cash_is_needed_to_start_where_more_is_owed_until_acceptance() -> None:
    alone = {"works__lender_share": 0.0, "works__contractor_credit_share": 0.0}
    advances = [life("reward", contract__progress_share=x, **alone).world.projects.advance_fen for x in (0.5, 1.0)]
    both = (advances[0] > 0) | (advances[1] > 0)
    assert (advances[0] <= advances[1])[both].mean() > 0.9
    assert advances[0].sum() < 0.5 * advances[1].sum()


def test_a_plan_counts_on_no_credit_for_what_residents_may_do_by_hand() -> None:
    alone = {"works__lender_share": 0.0, "works__contractor_credit_share": 0.0, "contract__progress_share": 0.5}
    engine = life("reward", works__redesign_floor=1.0, **alone)
    projects, kinds = engine.world.projects, engine.world.kinds
    asked = np.flatnonzero((projects.advance_fen > 0) & (projects.collective_limit_fen == 0))
    hired = (1.0 - kinds.labour_share[projects.category[asked]]) * projects.cost_fen[asked]
    assert (kinds.labour_share[projects.category[asked]] > 0.0).any()
    assert np.abs(projects.advance_fen[asked] - (projects.offer_fen[asked] - 0.5 * hired)).max() <= 2


def test_a_grant_that_has_not_come_when_works_are_finished_still_comes() -> None:
    late = {"payment__rate": 0.3, "payment__delay_weeks": 30}
    engine = life("upfront", mechanism=late, contract__progress_share=0.5, calendar__follow_up_weeks=60)
    projects = engine.world.projects
    paid = weeks_of_grants(engine)
    after = [p for p, week in paid.items() if NEVER < projects.week_of[p, EVALUATING] < week]
    assert len(after) > 0
    assert all(projects.week_of[p, IN_USE] == paid[p] for p in after)
    assert (projects.grant_fen[closed(engine)] == 0).all()
    assert broken(Engine(engine.settings, 1)) == {}


def weeks_of_grants(engine: Engine) -> dict[int, int]:
    first = engine.ledger.first["escrow"]
    return {int(target[0]) - first: week for week, why, _, target, *_ in engine.ledger.entries() if why == "grant"}


# completion acceptance and retention ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", MECHANISMS)
def test_refused_works_are_repaired_whoever_pays(name: str) -> None:
    numbers = SHARP | {"works__acceptance_threshold": 0.98}
    dutiful, idle = (life(name, contract__repair_duty=x, **numbers).world.projects for x in (1.0, 0.0))
    for projects, what in ((dutiful, REPAIRED), (idle, LEFT)):
        taken = projects.week_taken_over > NEVER
        assert taken.sum() > 3
        assert (projects.defects[taken] == what).all()
    weeks = (dutiful.week_taken_over - dutiful.week_of[:, EVALUATING])[dutiful.week_taken_over > NEVER]
    assert (weeks == 6).all()


def test_a_retention_is_paid_when_its_time_is_over_and_nothing_is_wrong() -> None:
    engine = life("none", contract__retention_weeks=10, works__acceptance_threshold=0.0, **SHARP)
    projects, paid = engine.world.projects, weeks_of(engine, "retention")
    assert len(paid) > 3
    assert not weeks_of(engine, "repair")
    assert {week - projects.week_taken_over[p] for p, week in paid.items()} == {10}
    assert (projects.owed_fen[list(paid)] == 0).all()


def test_what_is_not_repaired_costs_the_builder_the_retention_which_pays_for_the_repair() -> None:
    bad = SHARP | {"works__acceptance_threshold": 1.0, "contract__repair_duty": 0.0, "contract__retention_share": 0.1}
    engine = life("none", **bad)
    plain = life("none", **bad | {"contract__retention_share": 0.0}).world.projects
    projects, spent = engine.world.projects, flows(engine, "escrow", "upkeep_works", "repair")
    rows = closed(engine) & (projects.bill_fen > 0)
    assert rows.sum() > 3
    full = engine.settings.works.repair_gain * (1.0 - plain.quality[rows]) * projects.bill_fen[rows]
    assert spent[rows].tolist() == np.minimum(0.1 * projects.bill_fen[rows], full).astype(np.int64).tolist()
    assert (projects.owed_fen == spent)[rows].all()
    assert (projects.lost_fen == spent)[rows].all()
    gain = spent[rows] / projects.bill_fen[rows]
    assert projects.quality[rows] == pytest.approx(plain.quality[rows] + gain)


def test_with_an_engineer_works_cost_more_and_lay_errors_do_not_matter() -> None:
    dear = life("none", contract__engineer_share=1.0, contract__engineer_fee=0.06)
    plain = life("none", contract__engineer_share=0.0)
    first = (dear.world.projects.campaigns == 0) & (plain.world.projects.campaigns == 0)
    ratio = dear.world.projects.cost_fen[first] / plain.world.projects.cost_fen[first]
    assert ratio == pytest.approx(np.full(first.sum(), 1.06), rel=1e-4)
    other = life("none", contract__engineer_share=1.0, contract__engineer_fee=0.06, contract__acceptance_error=0.3)
    assert different_columns(dear.tables(), other.tables()) == []


def test_nothing_wears_out_while_money_is_retained() -> None:
    worn = {"works__functioning_condition": 0.6, "contract__retention_weeks": 30, "calendar__follow_up_weeks": 60}
    engine = life("none", **worn)
    projects = engine.world.projects
    ended = projects.week_of[:, ENDED] > NEVER
    assert ended.sum() > 3
    released = weeks_of(engine, "retention")
    assert all(projects.week_of[p, ENDED] >= released[p] for p in np.flatnonzero(ended) if p in released)
