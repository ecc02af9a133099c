"""The model and its week: nine stages in the order of ODD 3."""

from typing import Any

import mesa

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, KIND_NAMES, STREET_OFFICE
from dizao.model.core.draws import draw
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.parameters import Category
from dizao.model.settings import Settings
from dizao.model.systems.members.week import give_duties
from dizao.model.systems.organizations.joining import with_memberships
from dizao.model.world.groups import Group, groups_of
from dizao.model.world.make import World, make_world, meeting_phases
from dizao.model.world.projects import PROJECT, STAGES
from dizao.model.world.ties import with_edges

from . import (
    apply,
    build,
    burden,
    data_pool,
    demand,
    evaluate,
    hear,
    levels,
    manage,
    needs,
    organizations,
    partners,
    party_chain,
    plan,
    posts,
    roll_out,
    share,
)
from .accounts import Accounts
from .councils import Council
from .partners import Joint
from .people import Household, Organization, PartyMember, Resident, Unit
from .things import Need, Project

WEEK = (needs, hear, plan, apply, build, evaluate, manage, share)
"""The stages; the ninth, observe, is what `tests/docking` does from outside."""


class ReferenceModel(mesa.Model):
    """A world of plain objects that lives week by week.

    Parameters
    ----------
    settings
        The scenario's numbers and mechanism, as for the engine.
    seed
        In [0, 2**63).

    Attributes
    ----------
    week
        The week that comes next; the programme begins in week 0.
    units, households, organizations, residents
        The agents.
    needs, projects
        All that may arise, in the order of units, weeks and categories.
    accounts
        All that moved.
    groups, parts, reserved_fen
        Groups of places; the parts of the county's budget with their shares, and what of each is set aside.
    in_use
        Places of needs that something in use serves (`Need.place`).
    in_chain
        Needs that were told in the party chain and have not arrived yet.
    closed, decided, outcomes, promises
        Campaigns that closed, applications decided, works that ended and promises that were kept or broken this week,
        to be learnt from.
    councils
        Councils that sit, in the order in which they were formed.
    joints
        Projects that two units use.
    concerned, knew
        Adults concerned by what was open, counted each week, and those who knew: all, tenants, young, older.
    """

    residents: list[Resident]
    needs: list[Need]
    projects: list[Project]
    offices: dict[tuple[int, int], Organization]
    household_share: float

    def __init__(self, settings: Settings, seed: int) -> None:
        # Nothing draws from Mesa's generator: all random draws are keyed (ODD 4).
        super().__init__(rng=seed)
        _refuse_what_is_not_here(settings)
        self.settings, self.seed = settings, seed
        self.week = -settings.calendar.warm_up_weeks
        self.rules = (settings.former, settings.mechanism)
        self.accounts = Accounts()
        self.groups = groups_of(settings)
        self.parts = parts_of_budget(self.groups)
        self.reserved_fen = dict.fromkeys(self.parts, 0)
        self.in_use: set[tuple[int, str, int]] = set()
        self.in_chain: list[Need] = []
        self.closed: list[Project] = []
        self.decided: list[Project] = []
        self.outcomes: list[tuple[Project, bool]] = []
        self.promises: list[tuple[Project, bool]] = []
        self.councils: list[Council] = []
        self.joints: list[Joint] = []
        self.concerned, self.knew = [0, 0, 0, 0], [0, 0, 0, 0]
        world = make_world(settings, seed, len(STAGES))
        for unit, edges in settings.ties:
            if unit in world.units.id:
                world = world._replace(ties=with_edges(world, unit, edges))
        world = give_duties(world, settings, seed)
        if settings.memberships.coverage > 0.0:
            world = with_memberships(world, settings.memberships, seed)
        _read_world(self, world)
        demand.begin(self)

    def step(self) -> None:
        """Live one week; who took part is counted from the first week of the programme."""
        if self.week == 0:
            roll_out.choose(self)
            self.agents_by_type[Resident].set("attended", False)
        for stage in WEEK:
            stage.run(self)
        self.week += 1

    def run(self) -> "ReferenceModel":
        """Live to the end of the follow-up period."""
        while self.week < self.end_week:
            self.step()
        return self

    # who and what there is --------------------------------------------------------------------------------------

    @property
    def units(self) -> Any:
        """All units, an AgentSet; likewise the others."""
        return self.agents_by_type[Unit]

    @property
    def households(self) -> Any:
        """All households."""
        return self.agents_by_type[Household]

    @property
    def organizations(self) -> Any:
        """All organizations."""
        return self.agents_by_type[Organization]

    @property
    def end_week(self) -> int:
        """The week after the last."""
        return self.settings.calendar.programme_weeks + self.settings.calendar.follow_up_weeks

    @property
    def regime(self) -> int:
        """0 while the former rules are in force, 1 from the first week of the programme."""
        return 0 if self.week < 0 else 1

    @property
    def mechanism(self) -> Mechanism:
        """The rules in force."""
        return self.rules[self.regime]

    def regime_in(self, unit: Unit) -> int:
        """The regime of a unit: the former one until the programme has reached it (ODD 5.1, 7.29)."""
        return self.regime if self.week >= unit.start_week else 0

    def rules_in(self, unit: Unit) -> Mechanism:
        """The rules in force in a unit."""
        return self.rules[self.regime_in(unit)]

    def terms_of(self, p: Project) -> Mechanism:
        """The rules under which a project was offered money; those in force if it was not."""
        return self.rules_in(p.unit) if p.terms < 0 else self.rules[p.terms]

    def in_stage(self, *stages: str) -> list[Project]:
        """Projects in any of some stages, in id order."""
        return [p for p in self.projects if p.stage in stages]

    def office(self, kind: int, unit: Unit) -> Organization:
        """The office of a kind that is responsible for a unit."""
        place = {COMMUNITY_OFFICE: unit.community, STREET_OFFICE: unit.street, COUNTY_OFFICE: 0}[kind]
        return self.offices[kind, place]

    # services ---------------------------------------------------------------------------------------------------

    def random_draw(self, purpose: int, first: int, second: int = 0, third: int = 0) -> float:
        """The uniform of a key (ODD 4)."""
        return float(draw(self.seed, purpose, first, second, third))

    def move(self, source: str, target: str, fen: int, why: str) -> None:
        """Move money this week."""
        self.accounts.move(self.week, source, target, fen, why)

    def spend_time(self, source: str, minutes: int, why: str) -> None:
        """Book minutes this week."""
        self.accounts.spend_time(self.week, source, minutes, why)

    def takes(self, office: Organization, minutes: int, why: str) -> bool:
        """Let an office do a task if it has any minutes left this week (ODD 7.2), and say whether it did."""
        if office.minutes_left <= 0:
            return False
        office.minutes_left -= minutes
        self.spend_time(self.account_of(office), minutes, why)
        return True

    def account_of(self, office: Organization) -> str:
        """The account that an office's minutes leave."""
        return f"time_offices:{KIND_NAMES[office.kind]}:{office.place}"

    def note_promise(self, p: Project, *, kept: bool) -> None:
        """Note for those concerned that a promise was kept or broken: they learn from it in this week's stage 8."""
        self.promises.append((p, kept))

    def free_in(self, part: str) -> int:
        """What the county has and has not set aside in a part of its budget."""
        return max(0, self.accounts.fen[part] - self.reserved_fen[part])

    def free_for(self, p: Project) -> int:
        """What it has and has not set aside of the part that pays for a project."""
        return self.free_in(p.unit.budget)


def parts_of_budget(groups: tuple[Group, ...]) -> dict[str, float]:
    """The parts of the county's budget, by the name of their account, and the share of each (ODD 5.1).

    The first is common to all groups without a part of their own; with no other it is the whole.
    """
    own = [group.budget_share for group in groups if group.budget_share is not None]
    if not own:
        return {"county": 1.0}
    return {"county:common": max(0.0, 1.0 - sum(own))} | {
        f"county:{group.name}": group.budget_share for group in groups if group.budget_share is not None
    }


def _refuse_what_is_not_here(settings: Settings) -> None:
    """Raise a `ValueError` where a scenario uses what the reference does not have: what only documented projects do."""
    if settings.documented is not None:
        raise ValueError("documented: what is pinned in time is not in the reference (ODD 7.18)")


def _read_world(model: ReferenceModel, world: World) -> None:
    """Make the objects from the rows of the made world (ODD 5)."""
    for u in range(len(world.units.id)):
        unit = Unit(model, u, world.units, model.groups[world.units.group[u]])
        own = f"county:{unit.group.name}"
        unit.budget = own if own in model.parts else next(iter(model.parts))
        for h in range(world.units.first_household[u], world.units.first_household[u + 1]):
            household = Household(model, h, world.households, unit)
            for r in range(world.households.first_resident[h], world.households.first_resident[h + 1]):
                Resident(model, r, world.residents, household)
    by_income = sorted(model.units, key=lambda unit: (unit.mean_income, unit.id))
    for rank, unit in enumerate(by_income):
        unit.poorer_units = rank / len(by_income)
    model.residents = list(model.agents_by_type[Resident])
    for r, resident in enumerate(model.residents):
        rows = world.ties.neighbours[world.ties.first[r] : world.ties.first[r + 1]]
        resident.ties = [model.residents[int(other)] for other in rows]
    for m, r in enumerate(world.members.resident):
        PartyMember(model, m, world.members, model.residents[int(r)])
    for o in range(len(world.organizations.id)):
        Organization(model, o, world.organizations)
    posts.appoint(model)
    party_chain.appoint(model)
    model.offices = {(o.kind, o.place): o for o in model.organizations}
    levels.move_money(model)
    burden.relieve(model)
    organizations.read(model, world)
    data_pool.read(model)
    model.household_share = len(world.households.id) / model.settings.place.households
    _read_phases(model, world)
    _read_needs(model, world)
    partners.read(model, world)
    for unit in model.units:
        model.move("income", f"households:{unit.id}", sum(h.savings_fen for h in unit.households), "first savings")


def _read_phases(model: ReferenceModel, world: World) -> None:
    """Each unit meets in its own week of the cycle (ODD 7.3)."""
    phases = meeting_phases(world.units.id, model.settings.works.meeting_every_weeks, model.seed)
    for unit, phase in zip(model.units, phases, strict=True):
        unit.phase = int(phase)


def _read_needs(model: ReferenceModel, world: World) -> None:
    """Make every need that may arise, and the project of each that wants one."""
    names: list[tuple[str, Category]] = list(model.settings.categories.items())
    units, households = list(model.units), list(model.households)
    table, model.needs, model.projects = world.needs, [], []
    for n in range(len(table.id)):
        name, kind = names[int(table.category[n])]
        concerned = households[int(table.first_household[n]) : int(table.end_household[n])]
        need = Need(
            int(table.id[n]), units[int(table.unit[n])], name, kind, concerned, float(table.value_fen[n]),
            int(table.week_arose[n]), bool(table.ineligible[n]), bool(table.pinned_cost_fen[n] > 0),
        )  # fmt: skip
        model.needs.append(need)
        need.unit.needs.append(need)
        if int(table.kind[n]) == PROJECT:
            p = int(table.project[n])
            need.project = Project(need, int(world.projects.cost_fen[p]), bool(world.projects.engineer[p]))
            need.project.weeks["potential"] = need.week_arose
            model.projects.append(need.project)
            need.unit.projects.append(need.project)
