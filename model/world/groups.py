"""Groups of places: what holds in each, resolved from what a scenario says of it and of its county (ODD 5.1)."""

from typing import NamedTuple

from dizao.agents.parameters import People
from dizao.model.parameters import Category, Network, Offices, Place
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
    sections = (settings.place, settings.network, settings.people, settings.offices)
    if not settings.places:
        return (Group("", *sections, settings.categories, None, 0),)
    found = []
    for said in settings.places:
        place, network, people, offices = (
            section._replace(**said.own.get(name, {}))
            for name, section in zip(("place", "network", "people", "offices"), sections, strict=True)
        )
        numbers, categories = said.numbers, {}
        for name, category in settings.categories.items():
            arises = not said.categories or name in said.categories
            categories[name] = category._replace(
                rate=category.rate * numbers.need_ratio if arises else 0.0,
                cost_yuan=category.cost_yuan * numbers.cost_ratio,
                value_yuan=category.value_yuan * numbers.value_ratio,
            )
        found.append(
            Group(said.name, place, network, people, offices, categories, said.budget_share, numbers.start_week)
        )
    return tuple(found)
