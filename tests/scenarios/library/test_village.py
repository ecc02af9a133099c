"""The village has the field's works: what they cost, how much of that is public, and what the county can pay."""

import math

import pytest

from dizao.model.parameters import Category
from dizao.scenarios import load

pytestmark = pytest.mark.small

VILLAGE = load("village")
WORKS = {name: one for name, one in VILLAGE.base.categories.items() if one.kind == "project"}
RATE = sum(one.rate for one in WORKS.values())


def mean_log(one: Category) -> float:
    return math.log(one.cost_yuan)


def test_works_cost_what_they_cost_in_the_field() -> None:
    # A log-logistic cost has its median times the reciprocal of sin(x)/x, x = spread * sqrt(3), as its mean.
    spreads = {name: one.cost_spread * math.sqrt(3.0) for name, one in WORKS.items()}
    means = {name: one.cost_yuan * spreads[name] / math.sin(spreads[name]) for name, one in WORKS.items()}
    mean = sum(one.rate * means[name] for name, one in WORKS.items()) / RATE
    assert mean == pytest.approx(284_000, rel=0.01)
    centre = sum(one.rate * mean_log(one) for one in WORKS.values()) / RATE
    variance = sum(one.rate * ((mean_log(one) - centre) ** 2 + one.cost_spread**2) for one in WORKS.values()) / RATE
    assert math.sqrt(variance) == pytest.approx(0.49, abs=0.01)
    place = VILLAGE.base.place
    assert place.households / place.units == 120
    assert 500 < mean * place.units / place.households < 6_000


def test_roads_are_two_thirds_to_four_fifths_and_labour_a_fifth() -> None:
    assert 0.67 <= WORKS["road"].rate / RATE <= 0.83
    assert {one.labour_share for one in WORKS.values()} == {0.2}
    assert {one.consent for one in WORKS.values()} == {"village_70"}


def test_the_award_and_the_budget_are_those_that_were_counted() -> None:
    award = VILLAGE.mechanism("reward").payment.rate
    assert award == 0.375
    works_a_year = 985_000 / 4 / 600_000 * VILLAGE.base.place.communities
    assert VILLAGE.base.budget.yuan_per_year == pytest.approx(award * 284_000 * works_a_year, rel=0.05)
    assert VILLAGE.base.budget.warm_up_yuan_per_year == VILLAGE.base.budget.yuan_per_year / 2


def test_no_rule_shuts_out_dear_works_by_a_limit_made_for_streets() -> None:
    dear = 3 * 284_000
    for name in VILLAGE.mechanism_names:
        mechanism = VILLAGE.mechanism(name)
        if mechanism.payment.timing != "none":
            assert mechanism.allocation.largest_cost_yuan > dear, name
            assert mechanism.payment.cap_yuan > dear, name


def test_a_work_costs_a_household_far_more_than_in_the_street_or_in_duhe() -> None:
    def dearest(name: str) -> float:
        base = load(name).base
        units = base.place.units / base.place.households
        return max(one.cost_yuan * units for one in base.categories.values() if one.kind == "project")

    assert dearest("village") > 2.5 * dearest("duhe") > 2.5 * dearest("nanhu")
