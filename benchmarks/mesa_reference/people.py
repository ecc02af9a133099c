"""Who decides: residents, households, party members, organizations and units, each a `mesa.Agent` (ODD 2).

They are read from the rows of the made world, which reference and engine share. Attributes bear the names of the
engine's columns, so that the two can be laid side by side.
"""

from typing import TYPE_CHECKING, Any

import mesa

from dizao.agents.household import NOBODY
from dizao.agents.resident import CHILD
from dizao.model.world.population import unit_income

from .rules import float32

if TYPE_CHECKING:
    from dizao.model.world.groups import Group

    from .model import ReferenceModel
    from .things import Need, Project


class Unit(mesa.Agent):
    """A governance unit, with everybody who lives there."""

    def __init__(self, model: "ReferenceModel", row: int, table: Any, group: "Group") -> None:
        super().__init__(model)
        self.id, self.group, self.budget = int(table.id[row]), group, ""
        self.street, self.community = int(table.street[row]), int(table.community[row])
        self.station = bool(table.station[row])
        self.phase = 0
        self.start_week = group.start_week
        self.turnout = 0
        self.expected_subsidy = 0.0
        place = group.place
        self.mean_income = place.income_yuan_per_head * unit_income(model.seed, self.id, place.unit_income_spread)
        self.poorer_units = 0.0
        self.households: list[Household] = []
        self.adults: list[Resident] = []
        self.members: list[PartyMember] = []
        self.needs: list[Need] = []
        self.projects: list[Project] = []

    def is_poor(self, measure: str, limit: float) -> bool:
        """Whether it is among the units that a limit of incomes means (ODD 7.10)."""
        return self.mean_income < limit if measure == "below_yuan_per_head" else self.poorer_units < limit


class Household(mesa.Agent):
    """A purse, a dwelling, and who lives there; the first resident decides."""

    def __init__(self, model: "ReferenceModel", row: int, table: Any, unit: Unit) -> None:
        super().__init__(model)
        self.id, self.unit = int(table.id[row]), unit
        self.building = int(table.building[row] - table.building[row - len(unit.households)])
        self.owner = bool(table.owner[row])
        self.area = float(table.area[row])
        self.income_group = int(table.income_group[row])
        self.spare_fen = int(table.spare_fen[row])
        self.savings_fen, self.savings_week = int(table.savings_fen[row]), int(table.savings_week[row])
        self.committed_fen = 0
        self.contact_week, self.told_week = int(table.contact_week[row]), int(table.told_week[row])
        self.contact_by = NOBODY
        self.residents: list[Resident] = []
        self.centre: PartyMember | None = None
        unit.households.append(self)

    @property
    def deciding(self) -> "Resident":
        """The deciding adult."""
        return self.residents[0]

    def talk(self, week: int, by: int = NOBODY) -> None:
        """Somebody talks with the household: a person, or nobody in particular at a meeting."""
        self.contact_week, self.contact_by = week, by

    def talked_with(self, week: int, memory: float) -> bool:
        """Whether somebody talked with the household not too long ago: c of ODD 7."""
        return week - self.contact_week < memory


class Resident(mesa.Agent):
    """Somebody with a disposition, a state that learns, and ties to others."""

    def __init__(self, model: "ReferenceModel", row: int, table: Any, household: Household) -> None:
        super().__init__(model)
        self.id, self.household = int(table.id[row]), household
        self.age = int(table.age[row])
        self.hump = bool(table.hump[row])
        self.spare_minutes = int(table.spare_minutes[row])
        self.status = float(table.status[row])
        self.mediates = False
        self.reciprocity, self.belief = float(table.reciprocity[row]), float(table.belief[row])
        self.reciprocity_first = self.reciprocity
        self.trust, self.trust_mean = float(table.trust[row]), float(table.trust_mean[row])
        self.efficacy, self.fatigue = float(table.efficacy[row]), float(table.fatigue[row])
        self.came_last = self.came_now = False
        self.attended = False
        self.ties: list[Resident] = []
        self.memberships: list[Organization] = []
        household.residents.append(self)
        if self.is_adult:
            household.unit.adults.append(self)

    @property
    def is_adult(self) -> bool:
        """Children are there, and never decide."""
        return self.age != CHILD

    def tire(self, by: float) -> None:
        """Fatigue rises, to 1 at most (ODD 7.9)."""
        self.fatigue = float32(min(1.0, self.fatigue + by))


class PartyMember(mesa.Agent):
    """A resident's other role: minutes for visits."""

    def __init__(self, model: "ReferenceModel", row: int, table: Any, resident: Resident) -> None:
        super().__init__(model)
        self.resident, self.minutes = resident, int(table.minutes[row])
        self.spent_minutes = 0
        self.watches = self.leads_building = self.leads_team = False
        self.unit = resident.household.unit
        self.unit.members.append(self)


class Organization(mesa.Agent):
    """A council, local firms, or an office with minutes."""

    def __init__(self, model: "ReferenceModel", row: int, table: Any) -> None:
        super().__init__(model)
        self.id, self.kind, self.place = int(table.id[row]), int(table.kind[row]), int(table.place[row])
        self.minutes, self.paid_minutes = int(table.minutes[row]), int(table.paid_minutes[row])
        self.minutes_left = 0
        self.members: list[Resident] = []

    def fill(self) -> None:
        """Get the week's minutes; unused ones do not keep, overdrawn ones are paid back (ODD 7.2)."""
        self.minutes_left = min(0, self.minutes_left) + self.minutes
