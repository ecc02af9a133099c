"""Docking worlds with projects that two units use, councils, and organizations with members (ODD 7.15 to 7.17)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dizao.model.settings import Settings
from dizao.model.world.pins import PinnedProject

MEMBERSHIPS: dict[str, list[Any]] = {
    "memberships__coverage": [0.3, 0.95],
    "memberships__further_share": [0.0, 0.8],
    "memberships__members": [15.0, 40.0],
    "memberships__older_weight": [1.0, 4.0],
    "memberships__tenant_weight": [0.2, 1.0],
    "memberships__bridging": [0.0, 0.5, 1.0],
    "memberships__across_units": [0.0, 0.5, 1.0],
    "memberships__ties": [0.0, 4.0, 8.0],
    "memberships__news": [0.0, 0.15, 0.4],
    "memberships__news_minutes": [0.0, 2.0, 10.0],
    "memberships__invited": [0.0, 0.05, 0.2],
    "works__invitations": [2.0, 30.0, 150.0],
}
"""Values that all let something pass among members, or that cut one path."""


COUNCILS: dict[str, list[Any]] = {
    "councils__kind": ["standing", "issue", "issue"],
    "councils__members": [3, 7, 15],
    "councils__minimum": [2, 3, 5],
    "councils__asked_ratio": [1.0, 3.0, 6.0],
    "councils__seat": [0.0, 2.0, 4.0],
    "councils__meeting_every_weeks": [1, 2, 5],
    "councils__meeting_minutes": [30.0, 60.0, 180.0],
    "councils__agenda_items": [1, 3, 10],
    "councils__minutes_share": [0.05, 0.2, 0.5],
    "councils__hold_weeks": [8, 8, 52],
}
"""Councils of both kinds, at the ends of their ranges."""


PARTNERS: dict[str, list[Any]] = {
    "partners__aware_share": [0.3, 1.0],
    "partners__say_probability": [0.0, 0.9, 0.9],
    "partners__full_status": [0.5, 3.0],
    "partners__talk_meetings": [0, 2, 8],
    "partners__mediation_tries": [0, 3, 8],
    "partners__mediation_minutes": [120.0, 1_920.0],
    "partners__paid_use": [0.3, 1.0, 1.5],
    "partners__conditional_share": [0.0, 0.0, 0.5],
    "partners__bargain": ["use", "use", "nash"],
    "works__settle_intercept": [-0.8, 1.0],
    "people__vote_intercept": [2.0, 4.0],
    "people__giving_intercept": [2.0, 4.0],
    "offices__street_minutes": [24_000.0],
}
"""Units that settle what they share in every way, or do not; most of them are ready to build."""

SHARED = 3
"""Projects that two units use, in a world."""


def _with_any(random_draw: np.random.Generator, world: Settings, values: dict[str, list[Any]]) -> Settings:
    return world.with_values(**{name: found[random_draw.integers(len(found))] for name, found in values.items()})


def with_organizations(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let residents be members of organizations."""
    return _with_any(random_draw, world, MEMBERSHIPS)


def with_councils(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Let councils sit, one a unit or one a need."""
    return _with_any(random_draw, world, COUNCILS)


def with_partners(random_draw: np.random.Generator, world: Settings) -> Settings:
    """Pin projects that two units use; in a world of one unit there are none."""
    world = _with_any(random_draw, world, PARTNERS)
    if world.place.units < 2:
        return world
    projects = [name for name, c in world.categories.items() if c.kind == "project"]
    # A week of its own keeps a pin from being another's part.
    first = max(-5, -world.calendar.backlog_weeks - world.calendar.warm_up_weeks)
    pins = tuple(_shared(random_draw, projects, world.place.units, first + 3 * k) for k in range(SHARED))
    # A scenario that pins the same need twice is refused, so none does here.
    wanted = {(pin.category, pin.week) for pin in pins}
    others = [pin for pin in world.pinned_projects if (pin.category, pin.week) not in wanted]
    return world._replace(pinned_projects=(*others, *pins))


def _shared(random_draw: np.random.Generator, projects: list[str], units: int, week: int) -> PinnedProject:
    unit, partner = random_draw.permutation(units)[:2] + 1
    return PinnedProject(
        category=projects[random_draw.integers(len(projects))],
        week=week,
        unit=int(unit),
        cost_yuan=float(random_draw.choice([500.0, 3_000.0])),
        value_yuan=float(random_draw.choice([20.0, 80.0])),
        public_money=random_draw.choice(["none", "ordinary"]),
        partner=int(partner),
        partner_use=float(random_draw.choice([0.2, 0.5, 0.8])),
        partner_reason=random_draw.choice(["unknown", "unvoiced", "voiced"]),
    )


SYSTEMS: dict[str, Callable[[np.random.Generator, Settings], Settings]] = {
    "organizations": with_organizations,
    "councils": with_councils,
    "partners": with_partners,
}
"""What switches each system on."""
