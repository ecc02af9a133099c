"""Groups of places: what holds in each, resolved from what a scenario says of it and of its county (ODD 5.1)."""

from typing import Any, NamedTuple

from dizao.agents.parameters import People
from dizao.model.parameters import Category, Network, Offices, Place
from dizao.model.parameters.place_groups import OWN
from dizao.model.settings import Settings


class Group(NamedTuple):
    """What holds in the units of one group. Without groups there is one, which has no name and is all there is.

    ``budget_share`` is the part of the county's budget that is the group's alone (None: it has no part of its own),
    ``start_week`` when the programme reaches it.
    """

    name: str
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
        return (Group("", *sections, settings.categories, None, 0),)
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
