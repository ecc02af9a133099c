"""Groups of places: what holds in each, resolved from what a scenario says of it and of its county (ODD 5.1)."""

import math
from typing import Any, NamedTuple

from dizao.agents.parameters import People
from dizao.model.parameters import Category, Network, Offices, Place
from dizao.model.parameters.place_groups import OWN
from dizao.model.settings import Settings


class Group(NamedTuple):
    """What holds in the units of one group. Without groups there is one, without name and kind, and is all there is.

    ``budget_share`` is the part of the county's budget that is the group's alone (None: it has no part of its own),
    ``start_week`` when the programme reaches it.
    """

    name: str
    kind: str
    place: Place
    network: Network
    people: People
    offices: Offices
    categories: dict[str, Category]
    budget_share: float | None
    start_week: int


def groups_of(settings: Settings) -> tuple[Group, ...]:
    """Return the groups of places of a scenario, in the order of their units.

    Parameters
    ----------
    settings
        The scenario's numbers.

    Returns
    -------
    At least one.
    """
    if not settings.places:
        sections = (settings.place, settings.network, settings.people, settings.offices)
        return (Group("", "", *sections, settings.categories, None, 0),)
    found = []
    for said in settings.places:
        own: dict[str, dict[str, Any]] = {name: dict(said.own.get(name, {})) for name in OWN}
        numbers, categories = said.numbers, {}
        for name, category in settings.categories.items():
            arises = not said.categories or name in said.categories
            categories[name] = category._replace(
                rate=category.rate * numbers.need_ratio if arises else 0.0,
                cost_yuan=category.cost_yuan * numbers.cost_ratio,
                value_yuan=category.value_yuan * numbers.value_ratio,
            )
        found.append(
            Group(
                said.name,
                said.kind,
                settings.place._replace(**own["place"]),
                settings.network._replace(**own["network"]),
                settings.people._replace(**own["people"]),
                settings.offices._replace(**own["offices"]),
                categories,
                said.budget_share,
                numbers.start_week,
            )
        )
    return tuple(found)


def units_below(settings: Settings, yuan: float) -> float:
    """Return how many units are expected to have a mean income a head below a limit (ODD 5).

    Parameters
    ----------
    settings
        The scenario's numbers.
    yuan
        The limit, yuan a year.

    Returns
    -------
    Mean number over worlds, of the units that are simulated.
    """
    places = [group.place for group in groups_of(settings)]
    return sum(max(1.0, settings.scale * place.units) * _chance_below(place, yuan) for place in places)


def _chance_below(place: Place, yuan: float) -> float:
    """Return the chance that a unit has a lower mean income a head: it is lognormal, its mean that of the place."""
    mean, spread = place.income_yuan_per_head, place.unit_income_spread
    if spread == 0.0 or mean == 0.0:
        return 1.0 if mean < yuan else 0.0
    return 0.5 * math.erfc(-(math.log(yuan / mean) / spread + 0.5 * spread) / math.sqrt(2.0))
