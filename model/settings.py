"""Everything that a run is made from, besides its seed: the numbers of a scenario as plain tuples."""

from typing import NamedTuple

from dizao.model.documented_cases.record import Documented
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.parameters import (
    CATEGORIES,
    SECTIONS,
    Budget,
    Calendar,
    Cases,
    Category,
    Chain,
    Councils,
    MembershipRules,
    Network,
    Offices,
    Partners,
    People,
    Place,
    Platforms,
    Posts,
    Works,
)
from dizao.model.world.pins import PinnedOrganization, PinnedProject


class Settings(NamedTuple):
    """The resolved numbers of a scenario.

    Attributes
    ----------
    name
        Name of the scenario, for tables and messages.
    calendar, place, network, budget, offices, works, platforms, people, chain, posts, partners, councils, memberships,
    cases
        Sections of parameters (`dizao.model.parameters`, `dizao.agents.parameters`).
    categories
        Kinds of need by name, in the order that fixes their codes.
    mechanism_name, mechanism
        The rules of the programme.
    former
        The rules of the warm-up.
    scale
        Share of the units that is simulated, whole; shared budgets and offices shrink with their households.
    left_out
        Ids of further units that are not simulated.
    ties
        For some units, by id: the edges that replace their ties (`dizao.model.mesa_adapter.graphs.edges_of`).
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
    platforms: Platforms = Platforms()
    people: People = People()
    chain: Chain = Chain()
    posts: Posts = Posts()
    partners: Partners = Partners()
    councils: Councils = Councils()
    memberships: MembershipRules = MembershipRules()
    cases: Cases = Cases()
    categories: dict[str, Category] = CATEGORIES
    mechanism_name: str = "reward"
    mechanism: Mechanism = presets()["reward"].mechanism
    former: Mechanism = presets()["upfront"].mechanism
    scale: float = 1.0
    left_out: tuple[int, ...] = ()
    ties: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    pinned_projects: tuple[PinnedProject, ...] = ()
    pinned_organizations: tuple[PinnedOrganization, ...] = ()
    documented: Documented | None = None

    def with_values(self, **changes: float | str) -> "Settings":
        """Return a copy in which ``section__name=value`` replaces single numbers, for tests and notebooks.

        Raises
        ------
        ValueError
            If a section or a number is unknown.
        """
        changed = self
        for key, value in changes.items():
            section, _, name = key.partition("__")
            if section not in SECTIONS or name not in SECTIONS[section].__annotations__:
                raise ValueError(f"{key}: unknown; write section__name with a section of {', '.join(SECTIONS)}")
            changed = changed._replace(**{section: getattr(changed, section)._replace(**{name: value})})
        return changed
