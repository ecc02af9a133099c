"""Everything that a run is made from, besides its seed: the numbers of a scenario as plain tuples."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dizao.model.documented_cases.record import Documented
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import (
    BASE_SECTIONS,
    CATEGORIES,
    Budget,
    Calendar,
    Cases,
    Category,
    Contract,
    Demand,
    Levy,
    Network,
    Offices,
    People,
    Place,
    PlaceGroup,
    Welfare,
    Works,
)
from dizao.model.world.pins import PinnedOrganization, PinnedProject


class Settings(NamedTuple):
    """The resolved numbers of a scenario.

    The section of a system of the field is read like the others: ``settings.councils``. Settings with all systems at
    their defaults are `dizao.model.systems.registry.default_settings`.

    Attributes
    ----------
    name
        Name of the scenario, for tables and messages.
    calendar, place, network, budget, offices, works, contract, demand, levy, welfare, people, cases
        Sections of parameters (`dizao.model.parameters`, `dizao.agents.parameters`).
    systems
        Sections of the systems of the field, by name.
    categories
        Kinds of need by name, in the order that fixes their codes.
    mechanism_name, mechanism
        The rules of the programme.
    former
        The rules of the warm-up.
    places
        Groups of places of different kinds, in the order of their units; empty: one group, that of `place`.
    scale
        Share of the units that is simulated, whole; shared budgets and offices shrink with their households.
    left_out
        Ids of further units that are not simulated.
    ties
        For some units, by id: the edges that replace their ties (`dizao.model.world.ties.edges_of`).
    pinned_projects, pinned_organizations
        What is certain instead of left to chance (`dizao.model.world.pins`).
    documented
        What is known of the course of a pinned project (`dizao.model.documented_cases.record`), if it is one that
        happened.
    """

    name: str = "unnamed"
    calendar: Calendar = Calendar()
    place: Place = Place()
    network: Network = Network()
    budget: Budget = Budget()
    offices: Offices = Offices()
    works: Works = Works()
    contract: Contract = Contract()
    demand: Demand = Demand()
    levy: Levy = Levy()
    welfare: Welfare = Welfare()
    people: People = People()
    cases: Cases = Cases()
    systems: Mapping[str, Any] = {}
    categories: dict[str, Category] = CATEGORIES
    mechanism_name: str = "reward"
    mechanism: Mechanism = presets()["reward"].mechanism
    former: Mechanism = presets()["upfront"].mechanism
    places: tuple[PlaceGroup, ...] = ()
    scale: float = 1.0
    left_out: tuple[int, ...] = ()
    ties: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    pinned_projects: tuple[PinnedProject, ...] = ()
    pinned_organizations: tuple[PinnedOrganization, ...] = ()
    documented: Documented | None = None

    def __getattr__(self, name: str) -> Any:
        """Return the section of a system of the field."""
        try:
            return self.systems[name]
        except KeyError:
            raise AttributeError(f"settings have no section {name}") from None

    def with_section(self, name: str, section: Any) -> "Settings":
        """Return a copy in which another section stands under a name.

        Parameters
        ----------
        name
            Name of a section, of the model or of a system of the field.
        section
            What stands there from now on.

        Returns
        -------
        The copy.

        Raises
        ------
        ValueError
            If there is no section of that name.
        """
        if name in BASE_SECTIONS:
            return self._replace(**{name: section})
        if name not in self.systems:
            raise ValueError(f"{name}: unknown section; known: {', '.join([*BASE_SECTIONS, *self.systems])}")
        return self._replace(systems={**self.systems, name: section})

    def with_values(self, **changes: float | str) -> "Settings":
        """Return a copy in which ``section__name=value`` replaces single numbers, for tests and notebooks.

        Parameters
        ----------
        **changes
            New values by ``section__name``.

        Returns
        -------
        The copy.

        Raises
        ------
        ValueError
            If a section or a number is unknown.
        """
        changed = self
        for key, value in changes.items():
            section, _, name = key.partition("__")
            known = [*BASE_SECTIONS, *self.systems]
            if section not in known or name not in getattr(self, section)._fields:
                raise ValueError(f"{key}: unknown; write section__name with a section of {', '.join(known)}")
            changed = changed.with_section(section, getattr(changed, section)._replace(**{name: value}))
        return changed
