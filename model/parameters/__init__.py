"""How the world works: every number that is a choice, with unit, plausible range, default, grade and source.

Each section is a ``NamedTuple``; a scenario file has a table of the same name (``[place]``, ``[works]``, ...) that
overrides it. Systems of the field have sections of their own (`dizao.model.systems`); all of them together are
`dizao.model.systems.registry.SECTIONS`, which ``dizao show --parameters`` prints.
"""

from dizao.agents.parameters import WEEKS_PER_YEAR, People
from dizao.model.parameters.calendar import Calendar
from dizao.model.parameters.cases import Cases
from dizao.model.parameters.categories import CATEGORIES, Category
from dizao.model.parameters.constants import (
    CASES,
    FEATURE,
    FEN_PER_YUAN,
    FIRST_DAY,
    HOUSEHOLDS_PER_RATE,
    LARGEST_MATCH_RATE,
    MINUTES_PER_HOUR,
    MINUTES_PER_WEEK,
    WEEKS_PER_MONTH,
)
from dizao.model.parameters.contract import Contract
from dizao.model.parameters.demand import Demand
from dizao.model.parameters.government import Budget, Offices
from dizao.model.parameters.levy import Levy
from dizao.model.parameters.place import Network, Place
from dizao.model.parameters.place_groups import COUNTS, KINDS, PlaceGroup
from dizao.model.parameters.welfare import Welfare
from dizao.model.parameters.works import Works

BASE_SECTIONS: dict[str, type] = {
    "calendar": Calendar,
    "place": Place,
    "network": Network,
    "budget": Budget,
    "offices": Offices,
    "works": Works,
    "contract": Contract,
    "demand": Demand,
    "levy": Levy,
    "welfare": Welfare,
    "people": People,
    "cases": Cases,
}
"""Sections of a scenario that are plain tables of numbers, without those of systems of the field."""

__all__ = [
    "BASE_SECTIONS",
    "CASES",
    "CATEGORIES",
    "COUNTS",
    "FEATURE",
    "FEN_PER_YUAN",
    "FIRST_DAY",
    "HOUSEHOLDS_PER_RATE",
    "KINDS",
    "LARGEST_MATCH_RATE",
    "MINUTES_PER_HOUR",
    "MINUTES_PER_WEEK",
    "WEEKS_PER_MONTH",
    "WEEKS_PER_YEAR",
    "Budget",
    "Calendar",
    "Cases",
    "Category",
    "Contract",
    "Demand",
    "Network",
    "Offices",
    "Place",
    "PlaceGroup",
    "Welfare",
    "Works",
]
