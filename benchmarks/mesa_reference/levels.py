"""Levels (ODD 7.24): which level may settle a need and how well it does, where the money lies, what goes up."""

import math
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, COUNCIL, COUNTY_OFFICE, STREET_OFFICE
from dizao.model.systems.levels import LEVELS_POWER
from dizao.model.world.projects import LEVELS, NEVER

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Organization, Unit
    from .things import Need

STREET = LEVELS.index("street")
"""The highest level at which matters lie."""

WHO_HAS_MONEY = {"unit": COUNCIL, "community": COMMUNITY_OFFICE, "street": STREET_OFFICE, "county": COUNTY_OFFICE}
"""Who decides and inspects, by where the money lies, from below."""


# powers ---------------------------------------------------------------------------------------------------------


def with_power(model: "ReferenceModel", need: "Need") -> int:
    """The level at which a need is recorded: its category's, or one below to which it was left."""
    level = LEVELS.index(need.kind.level)
    while level > 0 and model.random_draw(LEVELS_POWER, need.id, level) < model.settings.levels.powers:
        level -= 1
    return level


def chance(model: "ReferenceModel", need: "Need", q: float) -> float:
    """The chance that a try settles a matter where it lies, given that of a level which had the power anyway."""
    rules, down = model.settings.levels, LEVELS.index(need.kind.level) - need.level
    if down <= 0:
        return q
    odds = math.exp(rules.knows * down) * q
    return (1.0 - rules.errs) ** down * odds / (1.0 - q + odds)


# what goes up ---------------------------------------------------------------------------------------------------


def fails_here(model: "ReferenceModel", need: "Need") -> None:
    """What was tried too often goes up a level, sets out for it, or stays."""
    rules = model.settings.levels
    if rules.linkage == "stays" or need.level == STREET:
        return
    moves_nothing = rules.powers == 0.0 and rules.money == "county"
    if rules.answer_weeks == 0 or moves_nothing:
        need.level += 1
    elif need.taken_up_week == NEVER:
        need.taken_up_week = model.week + 1 + int(rules.answer_weeks)


def take_up(model: "ReferenceModel") -> None:
    """What has come to the level above lies there from this week on."""
    for need in model.needs:
        if NEVER < need.taken_up_week <= model.week:
            need.taken_up_week = NEVER
            if need.week_settled == NEVER:
                need.level += 1


# money ----------------------------------------------------------------------------------------------------------


def who_decides(model: "ReferenceModel", unit: "Unit") -> "Organization":
    """Who decides on applications of a unit and inspects its projects."""
    where = model.settings.levels.money
    return model.offices[WHO_HAS_MONEY[where], _place(unit, where)]


def _place(unit: "Unit", where: str) -> int:
    return int({"unit": unit.id, "community": unit.community, "street": unit.street, "county": 0}[where])


def accepts(model: "ReferenceModel", chance: float) -> float:
    """The chance that an inspector accepts who may be captured, given that of an honest one."""
    rules = model.settings.levels
    down = 3 - list(WHO_HAS_MONEY).index(rules.money)
    return 1.0 - (1.0 - rules.errs) ** down * (1.0 - chance)


def move_money(model: "ReferenceModel") -> None:
    """Divide the budget over the places where the money lies, and the county's minutes over who decides there."""
    where = model.settings.levels.money
    if where == "county":
        return
    places: dict[int, list[Unit]] = {}
    for unit in model.units:
        places.setdefault(_place(unit, where), []).append(unit)
    parts = {}
    for place in sorted(places):
        before = places[place][0].budget
        sharing = sum(len(unit.households) for unit in model.units if unit.budget == before)
        here = sum(len(unit.households) for unit in places[place])
        parts[f"county:{where}:{place}"] = model.parts[before] * (here / sharing)
    model.parts = parts if len(parts) > 1 else {"county": sum(parts.values())}
    model.reserved_fen = dict.fromkeys(model.parts, 0)
    for place, units in places.items():
        for unit in units:
            unit.budget = f"county:{where}:{place}" if len(parts) > 1 else "county"
    _move_minutes(model, places)


def _move_minutes(model: "ReferenceModel", places: "dict[int, list[Unit]]") -> None:
    """The first k offices get the sum of their parts, cut to whole minutes; all get all."""
    county = model.offices[COUNTY_OFFICE, 0]
    for kind in ("minutes", "paid_minutes"):
        shares, given, of_county, all_households = 0.0, 0, getattr(county, kind), len(model.households)
        for k, place in enumerate(sorted(places)):
            office = who_decides(model, places[place][0])
            shares += sum(len(unit.households) for unit in places[place]) / all_households
            so_far = of_county if k == len(places) - 1 else int(of_county * shares)
            setattr(office, kind, getattr(office, kind) + so_far - given)
            given = so_far
        setattr(county, kind, 0)
