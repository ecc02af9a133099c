"""Docking worlds in which residents are members of organizations, and councils sit (ODD 7.16, 7.17)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dizao.model.settings import Settings

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
}
"""Councils of both kinds, at the ends of their ranges."""


def _with_any(luck: np.random.Generator, world: Settings, values: dict[str, list[Any]]) -> Settings:
    return world.with_values(**{name: found[luck.integers(len(found))] for name, found in values.items()})


def with_organizations(luck: np.random.Generator, world: Settings) -> Settings:
    """Let residents be members of organizations."""
    return _with_any(luck, world, MEMBERSHIPS)


def with_councils(luck: np.random.Generator, world: Settings) -> Settings:
    """Let councils sit, one a unit or one a need."""
    return _with_any(luck, world, COUNCILS)


SYSTEMS: dict[str, Callable[[np.random.Generator, Settings], Settings]] = {
    "organizations": with_organizations,
    "councils": with_councils,
}
"""What switches each system on."""
