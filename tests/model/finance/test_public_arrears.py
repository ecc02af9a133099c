"""Public money that comes later than people were told: when it is paid, what a site does meanwhile, who learns what."""

from typing import Any

import numpy as np
import pytest

from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.engine import Engine
from dizao.model.world.projects import ABANDONED, BUILDING, EVALUATING, NEVER
from tests.model.finance.test_accounts import lived_under
from tests.model.invariants import flows

EVERYBODY: dict[str, Any] = {"works__award_arrears_share": 1.0}
PARTS: dict[str, Any] = {"payment__timing": "milestones", "payment__delay_weeks": 0}
PAID: dict[str, Any] = {"contract__progress_share": 1.0, "contract__retention_share": 0.0}
LONG: dict[str, Any] = {"calendar__follow_up_weeks": 120}


def waits(engine: Engine) -> np.ndarray:
    projects = engine.world.projects
    paid = projects.week_paid > NEVER
    assert paid.sum() > 5
    return (projects.week_paid - projects.week_accepted)[paid]


@pytest.mark.parametrize(("numbers", "weeks"), [({"works__award_late_weeks": 7}, 7), (EVERYBODY, 52)])
def test_a_reward_comes_as_late_as_it_is_set(numbers: dict[str, Any], weeks: int) -> None:
    engine = lived_under("reward", LONG | numbers, payment__delay_weeks=4)
    assert set(waits(engine).tolist()) == {4 + weeks}


def test_who_falls_into_arrears_is_latent_and_the_same_under_every_mechanism() -> None:
    numbers = LONG | {"works__award_arrears_share": 0.5}
    found = {}
    for preset in ("reward", "assurance"):
        engine = lived_under(preset, numbers)
        projects = engine.world.projects
        paid = projects.week_paid > NEVER
        ids = engine.world.needs.id[projects.need[paid]]
        late = projects.in_arrears[paid] == 1
        for number, is_late in zip(ids.tolist(), late.tolist(), strict=True):
            assert is_late == (draw(engine.seed, draws.ARREARS, number, 0, 0) < 0.5)
            assert found.setdefault(number, is_late) == is_late
        assert late.any()
        assert not late.all()


def test_money_in_arrears_is_a_broken_promise_once_and_lowers_trust() -> None:
    usual, late = (lived_under("reward", numbers) for numbers in ({}, EVERYBODY))
    assert (late.world.projects.in_arrears == 1).sum() > 5
    assert (usual.world.projects.in_arrears == 0).all()
    assert late.world.residents.trust.mean() < usual.world.residents.trust.mean() - 0.01


def test_the_second_part_of_an_advance_reward_and_a_grant_are_late_too() -> None:
    engine = lived_under("advance_reward", LONG | {"works__award_late_weeks": 9}, payment__advance_share=0.4)
    projects = engine.world.projects
    assert min(waits(engine)) >= 4 + 9
    weeks, source, target, _ = engine.ledger.money_moved()
    for k in np.flatnonzero(engine.ledger.is_of(source, "county") & engine.ledger.is_of(target, "escrow")):
        p = int(target[k] - engine.ledger.first["escrow"])
        assert weeks[k] >= projects.week_decided[p] + 4 + 9


def test_a_site_waits_for_overdue_parts_without_losing_patience() -> None:
    carried = {"works__lender_share": 0.0, "works__contractor_credit_share": 0.2, "works__start_uncovered": 0.0}
    numbers = LONG | PAID | carried | {"works__award_late_weeks": 30, "works__patience_weeks": 4}
    engine = lived_under("reward", numbers, **PARTS)
    in_time = lived_under("reward", numbers | {"works__award_late_weeks": 0}, **PARTS)
    late, usual = engine.world.projects, in_time.world.projects
    finished = late.milestones >= 2
    assert finished.sum() > 3
    # More than thirty weeks overdue twice, and no site is abandoned for that.
    over = finished & (late.week_of[:, EVALUATING] > NEVER)
    assert (late.week_of[over, EVALUATING] - late.week_of[over, BUILDING] >= 60).all()
    assert over.sum() > 3
    assert (late.stage == ABANDONED).sum() <= (usual.stage == ABANDONED).sum() + 2
    site = late.week_of[:, BUILDING] > NEVER
    assert flows(engine, "county", "escrow", "milestone")[site].sum() > 0
