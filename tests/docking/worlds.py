"""Random small worlds for docking: a number makes sizes, units, ties, categories, a mechanism, and numbers at bounds.

Numbers are drawn from the ends of their plausible ranges, those that decide whether anything happens at all from a few
values, so that projects reach every stage.
"""

from typing import Any

import numpy as np

from dizao.agents.parameters import Parameter, parameters_of
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import SECTIONS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.model.world.place import totals
from dizao.model.world.projects import CONSENT_RULES
from tests.model.test_random_worlds import random_mechanism
from tests.model.worlds import CONTRACTS, TINY, changed, contract_of, demand_of, settings_with

WORLDS = 80
"""How many are lived in all."""

FEW = (44, 27, 15, 32, 26, 18, 435, 3)
"""A few of them, small, in which everything that can happen does happen."""

FEWEST = FEW[:2]
"""Those that are lived beside the reference each time; the others are with all worlds."""

SERIES = 1
"""Which series of random worlds: one in which everything that can happen does happen in several."""

AT_BOUNDS = ("network", "offices", "works", "people")
"""Sections of which some numbers are put to an end of their range."""

PUT_TO_BOUNDS = 0.2
"""Part of them."""

LIVELY: dict[str, list[Any]] = {
    "rates": [80.0, 200.0, 400.0],
    "costs": [0.02, 0.1, 0.4],
    "calendar__backlog_weeks": [0, 26],
    "calendar__warm_up_weeks": [0, 13, 60],
    "calendar__programme_weeks": [30, 60, 110],
    "calendar__follow_up_weeks": [0, 20, 60],
    "place__owner_share": [0.5, 0.8, 1.0],
    "place__savings_weeks": [1.0, 12.0, 52.0, 104.0],
    "place__building_households": [6.0, 48.0],
    "place__older_share": [0.0, 0.24, 0.6],
    "budget__yuan_per_year": [3_000.0, 30_000.0, 1e7],
    "budget__warm_up_yuan_per_year": [0.0, 10_000.0],
    "offices__county_minutes_per_unit": [60.0, 1_000.0],
    "offices__give_up_tries": [0, 0, 3],
    "works__meeting_every_weeks": [1, 2, 4],
    "works__meeting_minimum": [1, 2, 5],
    "works__lender_share": [0.0, 0.5, 1.0],
    "works__lender_limit_yuan": [100.0, 50_000.0],
    "works__contractor_credit_share": [0.0, 0.1, 0.6],
    "works__start_uncovered": [0.0, 0.5, 1.0],
    "works__patience_weeks": [1, 6, 26],
    "works__acceptance_threshold": [0.3, 0.6],
    "works__sponsor_probability": [0.0, 0.5, 1.0],
    "works__split_probability": [0.0, 0.5],
    "works__wait_probability": [0.0, 0.5],
    "people__giving_intercept": [-2.6, 0.0, 2.0, 4.0],
    "people__attend_intercept": [-4.9, -2.0, 0.0],
    "people__voice_intercept": [-5.0, -3.0],
    "people__vote_intercept": [0.5, 2.0, 4.0],
    "people__reach_intercept": [-0.4, 1.0],
}

APART = 18
LIVELY_APART: dict[str, list[Any]] = {
    "works__collective_advance_share": [0.0, 0.0, 0.5, 1.0],
    "works__collective_limit_yuan": [20.0, 50_000.0],
    "works__award_arrears_share": [0.0, 0.0, 0.5, 1.0],
    "works__award_late_weeks": [0, 0, 9],
    "people__vote_stake": [0.0, 2.0, 6.0],
    "people__vote_steadiness": [0.0, 1.0, 4.0],
    "people__persuasion": [0.0, 0.3, 0.8],
    "levy__duty": [0.5, 4.0],
    "levy__dissent": [0.0, 2.0],
    "levy__list_weight": [0.0, 2.0],
    "levy__court_share": [0.0, 0.0, 0.5, 1.0],
    "levy__weeks": [3, 12],
    "levy__planned_payers": [0.7, 1.0],
    "levy__mutual_share": [0.0, 0.0, 0.3, 0.8],
    "levy__mutual_most_households": [5, 150],
    "levy__duty_spread": [0.0, 2.0],
    "levy__idle_share": [0.0, 0.24],
}
"""Drawn by themselves, so that the worlds are otherwise what they were before there were these numbers."""

OF_GIVING = 19
GIVING: dict[str, list[Any]] = {
    "people__giving_rule": ["conditional", "causal", "pivotal", "norm", "inequality"],
    "people__selfish_share": [0.0, 0.0, 0.2],
    "people__external_weight": [0.1, 1.0],
    "people__norm_middle": [0.2, 0.8],
    "people__norm_spread": [0.05, 0.5],
    "people__envy": [0.0, 2.0],
    "people__guilt": [0.6, 3.0],
    "people__answered_share": [0.54],
}
"""Rules of giving and their numbers, drawn in all worlds but the few, which were chosen for what happens in them."""


OF_TOLD = 20
TOLD: dict[str, list[Any]] = {"people__told_ties": [0.0, 2.0, 4.0, 4.0]}
"""What came later still, drawn by itself for the same reason."""

MOVED, MOVED_BEFORE = "reciprocity_recovery", "foresight_weight"
"""A number of people, and the one before which it stood when the worlds were chosen."""


def world_of(number: int) -> tuple[Settings, int]:
    """Make a small world out of a number: its settings and seed."""
    random_draw = np.random.default_rng([SERIES, number])
    at_bounds = _at_bounds(random_draw)
    lively = {name: values[random_draw.integers(len(values))] for name, values in LIVELY.items()}
    apart = np.random.default_rng([SERIES, number, APART])
    lively |= {name: values[apart.integers(len(values))] for name, values in LIVELY_APART.items()}
    told = np.random.default_rng([SERIES, number, OF_TOLD])
    lively |= {name: values[told.integers(len(values))] for name, values in TOLD.items()}
    if number not in FEW:
        rivals = np.random.default_rng([SERIES, number, OF_GIVING])
        lively |= {name: values[rivals.integers(len(values))] for name, values in GIVING.items()}
    numbers = at_bounds | lively | contract_of(SERIES, number) | _sizes(random_draw)
    world = settings_with(TINY, **numbers, **demand_of(SERIES, number))
    world = world._replace(categories={name: _varied(random_draw, c) for name, c in world.categories.items()})
    world = world._replace(categories={name: _levied(apart, c) for name, c in world.categories.items()})
    name, mechanism = _mechanism(random_draw)
    seed = int(random_draw.integers(2**63))
    world = world._replace(mechanism_name=name, mechanism=mechanism, former=_former(random_draw))
    return world._replace(**_extras(random_draw, world, seed)), seed


def _sizes(random_draw: np.random.Generator) -> dict[str, Any]:
    units = int(random_draw.integers(1, 5))
    households = units * int(random_draw.integers(4, 24))
    residents = int(households * random_draw.choice([1.0, 2.4, 4.0]))
    return {
        "place__streets": 1,
        "place__communities": int(random_draw.integers(1, units + 1)),
        "place__units": units,
        "place__households": households,
        "place__residents": residents,
        "place__party_members": int(residents * random_draw.choice([0.0, 0.05, 0.3])),
        "place__stations": int(random_draw.integers(0, units + 1)),
    }


def _at_bounds(random_draw: np.random.Generator) -> dict[str, Any]:
    """Put some numbers of the covered sections to an end of their plausible range."""
    found: dict[str, Any] = {}
    for section in AT_BOUNDS:
        for name, parameter in _in_first_order(parameters_of(SECTIONS[section])):
            if f"{section}__{name}" in (*CONTRACTS, *LIVELY_APART, *GIVING, *TOLD):
                continue
            if random_draw.random() < PUT_TO_BOUNDS:
                found[f"{section}__{name}"] = _end(random_draw, parameter)
    return found


def _in_first_order(numbers: dict[str, Parameter]) -> list[tuple[str, Parameter]]:
    """Leave a number that was moved where it stood, so that each world stays what it was."""
    names = [name for name in numbers if name != MOVED]
    if MOVED in numbers:
        names.insert(names.index(MOVED_BEFORE), MOVED)
    return [(name, numbers[name]) for name in names]


def _end(random_draw: np.random.Generator, parameter: Parameter) -> float:
    low, high = parameter.limits
    return float(np.clip([parameter.low, parameter.high][random_draw.integers(2)], low, high))


def _varied(random_draw: np.random.Generator, category: Category) -> Category:
    """Change how a kind of need is decided and shared, in some worlds."""
    if random_draw.random() < 0.6:
        return category
    return category._replace(
        consent=str(random_draw.choice(CONSENT_RULES)),
        ask=str(random_draw.choice(["share", "share", "free"])),
        scope=str(random_draw.choice(["building", "unit"])),
        level=str(random_draw.choice(["unit", "community", "street"])) if category.kind == "matter" else "unit",
        labour_share=float(random_draw.choice([0.0, 0.3, 1.0])),
        loser_share=float(random_draw.choice([0.0, 0.2])),
        value_spread=float(random_draw.choice([0.0, 0.5, 1.2])),
        decay=float(random_draw.choice([0.05, 0.5])),
        build_weeks=int(random_draw.choice([1, 3, 9])),
    )


def _levied(random_draw: np.random.Generator, category: Category) -> Category:
    """Let a share be owed in some kinds of projects that need consent."""
    owed = random_draw.random() < 0.3 and category.kind == "project" and category.consent != "none"
    return category._replace(ask="levy") if owed else category


def _mechanism(random_draw: np.random.Generator) -> tuple[str, Mechanism]:
    """Take a preset in half of the worlds, else parts drawn one by one."""
    names = list(presets())
    name = names[random_draw.integers(len(names))]
    return (name, presets()[name].mechanism) if random_draw.random() < 0.4 else ("drawn", _drawn(random_draw))


def _drawn(random_draw: np.random.Generator) -> Mechanism:
    """Draw the parts one by one; milestones and insured contributions more often than by chance."""
    mechanism = random_mechanism(random_draw)
    if random_draw.random() < 0.4:
        mechanism = changed(mechanism, payment__timing="milestones", payment__delay_weeks=int(random_draw.integers(2)))
    return changed(
        mechanism,
        payment__minimum_resident_share=float(random_draw.choice([0.0, 0.2, 0.5])),
        protection__refund_share=float(random_draw.choice([0.0, 0.7, 1.0])),
        protection__payer=str(random_draw.choice(["county", "county", "organizations", "community_fund"])),
    )


def _former(random_draw: np.random.Generator) -> Mechanism:
    return presets()["upfront"].mechanism if random_draw.random() < 0.7 else random_mechanism(random_draw)


def _extras(random_draw: np.random.Generator, world: Settings, seed: int) -> dict[str, Any]:
    """Drop units, replace a unit's ties, and pin some projects and funds, in some worlds."""
    found: dict[str, Any] = {}
    units = world.place.units
    if units > 1 and random_draw.random() < 0.3:
        found["left_out"] = (int(random_draw.integers(1, units + 1)),)
    if random_draw.random() < 0.3:
        unit = int(random_draw.integers(units))
        found["ties"] = ((unit + 1, _ring(int(totals(world, seed).residents[unit]))),)
    if random_draw.random() < 0.3:
        found["pinned_organizations"] = (
            PinnedOrganization(unit=0, yuan_per_year=float(random_draw.choice([0.0, 900.0]))),
        )
    if random_draw.random() < 0.5:
        found["pinned_projects"] = tuple(_pin(random_draw, world) for _ in range(3))
    return found


def _ring(number: int) -> tuple[tuple[int, int], ...]:
    """Tie a unit's residents in a ring, by their number in it."""
    return tuple((k, (k + 1) % number) for k in range(number)) if number > 2 else ()


def _pin(random_draw: np.random.Generator, world: Settings) -> PinnedProject:
    projects = [name for name, c in CATEGORIES.items() if c.kind == "project"]
    week, before = int(random_draw.integers(-5, 15)), world.calendar.backlog_weeks + world.calendar.warm_up_weeks
    return PinnedProject(
        category=projects[random_draw.integers(len(projects))],
        week=week if week >= -before else -week,
        unit=int(random_draw.integers(0, world.place.units + 1)),
        building=int(random_draw.integers(0, 2)),
        cost_yuan=float(random_draw.choice([0.0, 500.0, 5_000.0])),
        value_yuan=float(random_draw.choice([0.0, 80.0])),
        public_money="none" if random_draw.random() < 0.3 else "ordinary",
    )
