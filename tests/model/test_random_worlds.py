"""What must hold in every world: over random small worlds, rule by rule, week by week."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dizao.model.engine import Engine
from dizao.model.mechanisms.allocation import ALLOCATION_RULES
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.timings import TIMINGS
from dizao.model.settings import Settings
from dizao.model.world.projects import ABANDONED, ENDED, NEVER, NO_CONSENT, UNFUNDED
from tests.model.invariants import CHECKS, broken
from tests.model.worlds import TINY, changed, contract_of, demand_of, settings_with

NUMBERS: dict[str, list[Any]] = {
    "rates": [50.0, 150.0, 300.0],
    "costs": [0.02, 0.1, 0.4],
    "place__owner_share": [0.5, 0.9, 1.0],
    "place__savings_weeks": [0.0, 12.0, 52.0, 52.0],
    "calendar__backlog_weeks": [0, 26],
    "calendar__warm_up_weeks": [0, 13, 40],
    "calendar__programme_weeks": [30, 60],
    "calendar__follow_up_weeks": [0, 20, 40],
    "budget__yuan_per_year": [10_000.0, 100_000.0, 1e7],
    "budget__warm_up_yuan_per_year": [0.0, 20_000.0],
    "offices__county_minutes_per_unit": [60.0, 1_000.0],
    "works__meeting_every_weeks": [1, 4],
    "works__lender_share": [0.0, 0.5, 1.0],
    "works__lender_limit_yuan": [200.0, 50_000.0],
    "works__collective_advance_share": [0.0, 0.5],
    "works__award_arrears_share": [0.0, 0.5],
    "works__award_late_weeks": [0, 6],
    "works__contractor_credit_share": [0.0, 0.1, 0.6],
    "works__start_uncovered": [0.0, 0.5, 1.0],
    "works__patience_weeks": [1, 6, 26],
    "works__redesign_floor": [0.4, 0.6, 1.0],
    "works__acceptance_threshold": [0.3, 0.6],
    "works__sponsor_probability": [0.0, 0.3, 1.0],
    "people__giving_intercept": [-2.3, 0.0, 2.0],
    "people__attend_intercept": [-4.9, -1.0],
}
PAYMENTS: dict[str, list[Any]] = {
    "payment__rate": [0.3, 0.5, 0.8, 1.0],
    "payment__cap_yuan": [500.0, 200_000.0, 200_000.0],
    "payment__delay_weeks": [0, 4, 30],
    "payment__minimum_resident_share": [0.0, 0.2],
    "allocation__reserve": ["application", "acceptance"],
    "allocation__unspent": ["lapse", "carry_over"],
    "protection__refund_share": [0.0, 0.7],
    "protection__bonus_share": [0.0, 0.3],
    "protection__payer": ["county", "community_fund", "organizations"],
    "incentive__kind": ["none", "points", "honours"],
    "payment__fixed_yuan": [0.0, 300.0],
    "payment__match_rate": [0.02, 1.0, 3.0],
    "payment__advance_share": [0.3, 1.0],
    "payment__milestones": [1, 3],
    "allocation__minimum_consent": [0.0, 0.7],
    "allocation__round_weeks": [4, 26],
}
RULES = list(ALLOCATION_RULES)
TIMINGS_DRAWN = [*TIMINGS, "acceptance", "milestones", "advance_reward"]
"""Money that comes late meets most rules."""

TIERS: list[tuple[tuple[float, ...], tuple[float, ...]]] = [((), ()), ((40.0, 60.0), (0.5, 1.0))]


def random_world(number: int) -> tuple[Settings, int]:
    """Make a small world with a busy life out of a number: its settings and seed."""
    random_draw = np.random.default_rng(number)

    def one_of(values: list[Any]) -> Any:
        return values[random_draw.integers(len(values))]

    units = int(random_draw.integers(2, 6))
    households = units * int(random_draw.integers(4, 32))
    residents = int(households * one_of([1.0, 2.4, 4.0]))
    place = {
        "place__communities": int(random_draw.integers(1, units + 1)),
        "place__units": units,
        "place__households": households,
        "place__residents": residents,
        "place__party_members": int(residents * one_of([0.0, 0.05, 0.3])),
    }
    numbers = {name: one_of(values) for name, values in NUMBERS.items()} | contract_of(number)
    world = settings_with(TINY, **numbers | place, **demand_of(number))
    return world._replace(mechanism_name="drawn", mechanism=random_mechanism(random_draw)), int(
        random_draw.integers(2**63)
    )


def random_mechanism(random_draw: np.random.Generator) -> Mechanism:
    order = random_draw.permutation(["lender", "contractor", "advances", "givers"])[
        : random_draw.integers(2, 5)
    ].tolist()
    order.insert(len(order) // 2, "collective")
    last = ["upkeep_fund", "community_fund"][random_draw.integers(2)]
    choices = {name: values[random_draw.integers(len(values))] for name, values in PAYMENTS.items()}
    choices["payment__timing"] = TIMINGS_DRAWN[random_draw.integers(len(TIMINGS_DRAWN))]
    choices["allocation__rule"] = (
        "first_come" if random_draw.random() < 0.5 else RULES[random_draw.integers(len(RULES))]
    )
    scores, shares = TIERS[random_draw.integers(len(TIERS))]
    choices |= {"payment__tier_scores": scores, "payment__tier_shares": shares}
    return changed(Mechanism(), payment__waterfall=(*order, last), **choices)


@cache
def life_of(number: int) -> dict[str, str]:
    """Live a world once for all rules: what it broke, and where."""
    return broken(Engine(*random_world(number)))


@pytest.mark.parametrize("rule", CHECKS)
@given(st.integers(0, 19))
@settings(max_examples=20)
def test_in_random_worlds(rule: str, world: int) -> None:
    # The same twenty for every rule, so that each is lived once.
    assert life_of(world).get(rule) is None


@pytest.mark.long
@given(st.integers(0, 2**63 - 1))
@settings(max_examples=500)
def test_in_many_random_worlds(world: int) -> None:
    assert life_of(world) == {}


def test_random_worlds_see_every_end_of_a_project() -> None:
    # Worlds 40 and 62 have what is worn out; it is rare among the twenty that all rules are tried in.
    engines = [Engine(*random_world(number)) for number in (*range(20), 40, 62)]
    for engine in engines:
        engine.run()
    ends = np.concatenate([engine.world.projects.stage for engine in engines])
    assert {ENDED, NO_CONSENT, UNFUNDED, ABANDONED} <= set(ends.tolist())
    for name in (
        "loan_fen",
        "collective_fen",
        "credit_fen",
        "advances_fen",
        "public_fen",
        "organizations_fen",
        "labour_minutes",
    ):
        assert any((getattr(engine.world.projects, name) > 0).any() for engine in engines), name
    assert any((engine.world.projects.week_paid > NEVER).any() for engine in engines)
