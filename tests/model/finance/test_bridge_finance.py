"""Who carries the cash until a reward comes: collectives, lenders by time, builders, and what each gets or loses."""

from typing import Any

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.outputs.whole_lives import PARTIES
from dizao.model.world.projects import NEVER, REFUSED
from tests.model.finance.test_accounts import lived_under, offered
from tests.model.invariants import flows

ALONE: dict[str, Any] = {"works__lender_share": 0.0, "works__contractor_credit_share": 0.0}
PAID: dict[str, Any] = {
    "contract__progress_share": 1.0,
    "contract__retention_share": 0.0,
    "contract__repair_duty": 0.0,
    "contract__engineer_share": 0.0,
}
"""Builders are paid as works go on, so that nobody else carries cash or repairs."""
ALL: dict[str, Any] = {"works__collective_advance_share": 1.0, "works__collective_limit_yuan": 500_000.0}


def advanced(engine: Engine) -> np.ndarray:
    return flows(engine, "collective", "escrow", "collective's advance")


def test_where_no_collective_is_willing_its_limit_changes_nothing() -> None:
    usual = lived_under("reward")
    other = lived_under("reward", {"works__collective_limit_yuan": 500_000.0})
    assert other.ledger.money_moved()[3].tolist() == usual.ledger.money_moved()[3].tolist()
    assert advanced(usual).sum() == 0


def test_a_collective_that_carries_the_whole_promise_leaves_nothing_to_advance_for_givers() -> None:
    engine = lived_under("reward", ALONE | ALL)
    projects, rows = engine.world.projects, offered(engine)
    assert (projects.advance_fen[rows] == 0).all()
    assert advanced(engine)[rows].sum() > 0
    alone = lived_under("reward", ALONE)
    assert (alone.world.projects.advance_fen[offered(alone)] > 0).all()


def test_a_collective_is_repaid_after_the_lender_or_loses_what_it_advanced() -> None:
    half = {"works__collective_advance_share": 1.0, "works__collective_limit_yuan": 100.0}
    engine = lived_under("reward", half | PAID | {"works__lender_share": 1.0, "works__acceptance_threshold": 0.6})
    projects = engine.world.projects
    back = flows(engine, "escrow", "collective", "repaid")
    assert (advanced(engine) - back).tolist() == projects.collective_fen.tolist()
    assert (advanced(engine) <= projects.collective_limit_fen).all()
    assert back.sum() > 0
    refused = (projects.accepted == REFUSED) & (projects.promise_fen == 0) & (advanced(engine) > 0)
    assert refused.any()
    assert (back[refused] == 0).all()
    assert (projects.lost_fen >= projects.collective_fen + projects.loan_fen)[refused].all()
    assert flows(engine, "lender", "escrow", "loan").sum() > 0


def test_what_a_collective_is_owed_counts_as_organizations_money_and_has_a_party() -> None:
    engine = lived_under("reward", ALONE | ALL | PAID | {"works__acceptance_threshold": 0.6})
    projects = engine.world.projects
    assert "collectives" in PARTIES
    assert projects.collective_fen.sum() > 0
    owed = projects.organizations_fen + projects.loan_fen + projects.collective_fen + projects.credit_fen
    cohort = engine.world.needs.week_arose[projects.need] >= 0
    assert engine.outcomes()["organizations_yuan"] == pytest.approx(owed[cohort].sum() / 100.0)


@pytest.mark.parametrize("delay", [0, 26])
def test_the_price_of_a_loan_is_a_rate_for_the_weeks_until_the_reward(delay: int) -> None:
    whole: dict[str, Any] = {"works__lender_share": 1.0, "works__lender_rate": 0.25, "works__redesign_floor": 1.0}
    engine = lived_under("reward", whole, payment__delay_weeks=delay)
    projects = engine.world.projects
    rows = np.flatnonzero((projects.loan_limit_fen > 0) & (projects.campaign_week > NEVER))
    weeks = delay + engine.world.kinds.build_weeks[projects.category[rows]]
    expected = (projects.loan_limit_fen[rows] * 0.25 * weeks / 52).astype(np.int64)
    # A redesign cuts loan and fee alike.
    assert np.abs(projects.fee_fen[rows] - expected).max() <= 1
    assert len(rows) > 20


def test_a_lender_lends_what_the_collective_leaves() -> None:
    both = {"works__collective_advance_share": 1.0, "works__collective_limit_yuan": 50.0, "works__lender_share": 1.0}
    engine = lived_under("reward", both)
    projects, rows = engine.world.projects, offered(engine)
    promised = projects.offer_fen[rows]
    assert (projects.collective_limit_fen + projects.loan_limit_fen)[rows] == pytest.approx(promised, abs=2)
    assert (projects.loan_limit_fen[rows] > 0).any()
