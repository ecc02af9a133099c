"""The engine: the world and its week, without Mesa and without pandas.

`Engine.step` reads as the schedule of the ODD. A stage talks to the tables and to the engine's small services
(counting, booking time, entering a stage), never to another stage's insides.
"""

import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dizao.agents.household import Households
from dizao.agents.parameters import People
from dizao.model.core.ledger import Accounts, Ledger
from dizao.model.core.rule_override import stages_with
from dizao.model.core.tables import copied, grown, packed, unpacked
from dizao.model.documented_cases import progress
from dizao.model.mechanisms.participatory import Vote
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mesa_adapter.graphs import with_edges
from dizao.model.outputs import results
from dizao.model.settings import Settings
from dizao.model.stages import apply, build, evaluate, hear, manage, needs, observe, plan, share
from dizao.model.systems import councils, partners, party_chain
from dizao.model.systems.organizations.joining import with_memberships
from dizao.model.systems.organizations.memberships import GROUPS
from dizao.model.world.make import APART, Records, World, make_world, meeting_phases, office_rows, records_of
from dizao.model.world.place import slice_of_each
from dizao.model.world.projects import (
    EVALUATING,
    IN_USE,
    NEVER,
    POTENTIAL,
    RECORDED,
    STAGES,
    VOICED,
    Needs,
)

STAGES_OF_THE_WEEK: tuple[ModuleType, ...] = (needs, hear, plan, apply, build, evaluate, manage, share, observe)

FORMER, PROGRAMME = 0, 1
"""Under which rules public money was offered: those of the warm-up, or the programme's."""


class Engine:
    """A world that lives week by week.

    Parameters
    ----------
    settings
        The scenario's numbers and mechanism.
    seed
        In [0, 2**63). The same settings and seed give the same tables, to the byte.
    rules
        Functions that replace decisions of agents in this run, by the decision's name (docs/how-to/change-a-rule.md).

    Attributes
    ----------
    week
        The week that comes next: negative in the warm-up, 0 the first of the programme.
    world, records, ledger
        All tables as columns; the same memory as records, for kernels; all accounts.
    votes
        Rounds of participatory budgeting that were held.
    reach
        Adults concerned by an open vote or campaign since the programme began, week by week, and how many of them
        knew of it; shape (2, groups). Counted where memberships are modelled
        (`dizao.model.systems.organizations.memberships.GROUPS`).
    seconds
        Time spent in each stage.
    """

    def __init__(self, settings: Settings, seed: int, rules: Mapping[str, Callable[..., Any]] | None = None) -> None:
        if not 0 <= seed < 2**63:
            raise ValueError(f"seed: must be between 0 and 2**63 - 1, got {seed}")
        began = time.perf_counter()
        self.settings, self.seed = settings, seed
        self.rules = dict(rules or {})
        self.stages = stages_with(self.rules, STAGES_OF_THE_WEEK)
        self.week = -settings.calendar.warm_up_weeks
        self.world: World = make_world(settings, seed, len(STAGES))
        for unit, edges in settings.ties:
            if unit in self.world.units.id:
                self.world = self.world._replace(ties=with_edges(self.world, unit, edges))
        if settings.memberships.coverage > 0.0:
            self.world = with_memberships(self.world, settings.memberships, seed)
        self.records: Records = records_of(self.world)
        units, projects = self.world.units, self.world.projects
        self.ledger = Ledger(Accounts(len(units.id), len(projects.need), len(self.world.organizations.id)))
        self.terms: list[Mechanism] = [settings.former, settings.mechanism]
        self.term_names: list[str] = ["former", settings.mechanism_name]
        self.reserved_fen = 0
        self.functioning: set[tuple[int, int, int]] = set()
        self.unvoiced = self.unrecorded = self.unsettled = np.empty(0, dtype=np.int64)
        self.chain = party_chain.make_chain(self.world, settings.chain, seed)
        self.in_chain = np.empty(0, dtype=np.int64)
        self.closed_campaigns: list[int] = []
        self.events: list[tuple[int, int, int]] = []
        self.reach: NDArray[np.int64] = np.zeros((2, len(GROUPS)), dtype=np.int64)
        self.votes: list[Vote] = []
        self.weekly: dict[str, list[float]] = {}
        self.seconds: dict[str, float] = {}
        self._counts: dict[str, int] = {}
        self._stakes_used = 0
        self._by_week = np.argsort(self.world.needs.week_arose, kind="stable")
        self._weeks_sorted = self.world.needs.week_arose[self._by_week]
        self._office_rows = office_rows(self.world)
        self.joints = partners.joints_of(self)
        self.councils: councils.Councils = {}
        self.household_share = len(self.world.households.id) / settings.place.households
        self.meeting_phase = meeting_phases(self.world.units.id, settings.works.meeting_every_weeks, seed)
        self.followed_cases = progress.begin(self)
        self._open_accounts()
        self.seconds["world"] = time.perf_counter() - began

    # the week ---------------------------------------------------------------------------------------------------

    @property
    def end_week(self) -> int:
        """The week after the last."""
        return self.settings.calendar.programme_weeks + self.settings.calendar.follow_up_weeks

    @property
    def mechanism(self) -> Mechanism:
        """The rules in force this week."""
        return self.terms[self.regime]

    @property
    def regime(self) -> int:
        """FORMER in the warm-up, PROGRAMME from week 0."""
        return FORMER if self.week < 0 else PROGRAMME

    @property
    def regime_weeks(self) -> tuple[int, int]:
        """The first week of the rules in force, from which budget years count, and the week after their last."""
        if self.regime == FORMER:
            return -self.settings.calendar.warm_up_weeks, 0
        return 0, self.settings.calendar.programme_weeks

    def step(self) -> None:
        """Live one week: needs, hear, plan, apply, build, evaluate, manage, share, observe."""
        self._counts = {}
        if self.week == 0:
            # Who takes part is counted from the first week of the programme.
            self.world.residents.took_part[:] = 0
        for stage in self.stages:
            began = time.perf_counter()
            stage.run(self)
            name = stage.__name__.rpartition(".")[2]
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        self.week += 1

    def warm_up(self) -> None:
        """Live until the programme begins."""
        while self.week < 0:
            self.step()

    def run(self, tick: Callable[[int], None] | None = None) -> None:
        """Live to the end of the follow-up period.

        Parameters
        ----------
        tick
            Called with each week when it is over.
        """
        while self.week < self.end_week:
            self.step()
            if tick is not None:
                tick(self.week - 1)

    def fork(self, name: str, mechanism: Mechanism) -> "Engine":
        """Return an independent copy that goes on under another mechanism, with the same past and random draws."""
        twin = object.__new__(Engine)
        twin.__dict__.update(self.__dict__)
        twin.settings = self.settings._replace(mechanism_name=name, mechanism=mechanism)
        twin.terms, twin.term_names = [self.settings.former, mechanism], ["former", name]
        world = self.world
        twin.world = world._replace(
            units=copied(world.units),
            households=copied(world.households),
            residents=copied(world.residents),
            members=copied(world.members),
            organizations=copied(world.organizations),
            needs=copied(world.needs),
            projects=copied(world.projects),
            stakes=copied(world.stakes),
        )
        twin.records = records_of(twin.world)
        twin.ledger = self.ledger.copy()
        twin.functioning, twin.votes = set(self.functioning), list(self.votes)
        twin.joints, twin.councils = partners.copied(self.joints), councils.copied(self.councils)
        twin.followed_cases = progress.copied(self.followed_cases)
        twin.closed_campaigns, twin.events = list(self.closed_campaigns), list(self.events)
        twin.weekly = {key: list(values) for key, values in self.weekly.items()}
        twin.reach, twin.seconds = self.reach.copy(), dict(self.seconds)
        return twin

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy is made from; stages and records follow from it."""
        state = {name: value for name, value in self.__dict__.items() if name not in ("records", "stages")}
        tables: dict[str, Any] = {
            name: packed(getattr(self.world, name)) for name in World._fields if name not in APART
        }
        return state | {"world": self.world._replace(**tables)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        tables: dict[str, Any] = {
            name: unpacked(getattr(self.world, name)) for name in World._fields if name not in APART
        }
        self.world = self.world._replace(**tables)
        self.records = records_of(self.world)
        self.stages = stages_with(self.rules, STAGES_OF_THE_WEEK)

    # results ----------------------------------------------------------------------------------------------------

    def tables(self) -> dict[str, dict[str, NDArray[np.generic]]]:
        """Return the tables weekly, needs, projects, units and ledger, each as columns (docs/outputs.md)."""
        return results.tables(self)

    def table(self, name: str) -> dict[str, NDArray[np.generic]]:
        """Return one of the tables by name, as columns."""
        return results.TABLES[name](self)

    def outcomes(self) -> dict[str, float]:
        """Return every outcome of `dizao.model.outputs.outcomes.OUTCOMES`; nan where it is undefined."""
        return results.outcomes(self)

    # services to the stages -------------------------------------------------------------------------------------

    @property
    def people(self) -> People:
        """What people are like, for rules."""
        return self.settings.people

    def needs_arising(self) -> NDArray[np.int64]:
        """Return the rows of needs that arise this week; in the first week also the backlog."""
        first = self.week == -self.settings.calendar.warm_up_weeks
        start = 0 if first else int(np.searchsorted(self._weeks_sorted, self.week, side="left"))
        return self._by_week[start : int(np.searchsorted(self._weeks_sorted, self.week, side="right"))]

    def remember(self, need: int) -> None:
        """A thing is in use: needs for the same that have arisen and are not on their way yet are met by it."""
        table, projects = self.world.needs, self.world.projects
        self.functioning.add(self.place_of(need))
        rows = np.flatnonzero(
            self._for_the_same(need) & (table.week_arose <= self.week) & (table.week_settled == NEVER)
        )
        waiting = np.isin(projects.stage[table.project[rows]], (POTENTIAL, VOICED, RECORDED))
        table.met[rows[waiting]] = 1

    def forget(self, need: int) -> None:
        """A thing is no longer in use: needs that it had met are open again."""
        key = self.place_of(need)
        in_use = self.world.projects.need[self.in_stage(EVALUATING, IN_USE)]
        if key in {self.place_of(int(n)) for n in in_use}:
            return
        self.functioning.discard(key)
        self.world.needs.met[self._for_the_same(need)] = 0

    def _for_the_same(self, need: int) -> NDArray[np.bool_]:
        unit, category, household = self.place_of(need)
        needs = self.world.needs
        return (needs.unit == unit) & (needs.category == category) & (needs.first_household == household)

    def place_of(self, need: int) -> tuple[int, int, int]:
        """Return what tells whether two needs are for the same thing: unit, category, first household."""
        table: Needs = self.world.needs
        return int(table.unit[need]), int(table.category[need]), int(table.first_household[need])

    def project_of(self, needs_rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the project rows of those needs that want one."""
        rows = self.world.needs.project[needs_rows]
        return rows[rows >= 0].astype(np.int64)

    def block_of(self, p: int) -> tuple[int, int, int]:
        """Return a project's slice of households, and the first row of its stakes."""
        n = self.world.projects.need[p]
        needs = self.world.needs
        return int(needs.first_household[n]), int(needs.end_household[n]), int(self.world.projects.first_stake[p])

    def terms_of(self, p: int) -> Mechanism:
        """Return the rules under which a project was offered money (those in force if it was not)."""
        terms = int(self.world.projects.terms[p])
        return self.terms[terms] if terms >= 0 else self.mechanism

    @property
    def free_budget_fen(self) -> int:
        """What the county has and has not set aside."""
        return max(0, int(self.ledger.balance("county")[0]) - self.reserved_fen)

    def in_stage(self, *stages: int) -> NDArray[np.int64]:
        """Return the rows of the projects in any of some stages, in id order."""
        stage = self.world.projects.stage
        # Five times as quick as `np.isin` where few rows are asked of often.
        found = stage == stages[0]
        for other in stages[1:]:
            found |= stage == other
        return np.flatnonzero(found)

    def enter(self, rows: NDArray[np.int64], stage: int) -> None:
        """Move projects to a stage."""
        self.world.projects.stage[rows] = stage
        self.world.projects.week_of[rows, stage] = self.week

    def count(self, name: str, number: float) -> None:
        """Add to one of this week's totals."""
        self._counts[name] = self._counts.get(name, 0) + int(number)

    def counted(self, name: str) -> int:
        """Return one of this week's totals."""
        return self._counts.get(name, 0)

    def office(self, kind: int, unit: int) -> int:
        """Return the row of the office of a kind that is responsible for a unit."""
        return int(self._office_rows[kind][unit])

    def offices(self, kind: int, units: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Return the rows of the offices of a kind that are responsible for some units."""
        return self._office_rows[kind][units]

    def fill_offices(self) -> None:
        """Give every office its minutes of the week; unused ones do not keep, overdrawn ones are paid back."""
        organizations = self.world.organizations
        organizations.minutes_left[:] = np.minimum(0, organizations.minutes_left) + organizations.minutes

    def take_minutes(self, office: int, minutes: int, why: str) -> bool:
        """Take minutes of an office for a task if it has any left this week, and say whether it had.

        A task that is begun is finished: what it takes beyond this week is missing in the next.
        """
        left = self.world.organizations.minutes_left
        if left[office] <= 0:
            return False
        left[office] -= minutes
        self.spend_time("time_offices", np.array([office]), np.array([minutes]), why)
        return True

    def take_turns(self, offices: NDArray[np.int64], minutes: int, why: str) -> NDArray[np.bool_]:
        """Let offices do equal tasks in order, as `take_minutes` does one, and say which of them were done."""
        left = self.world.organizations.minutes_left
        done = _ranks(offices) * minutes < left[offices]
        at = offices[done]
        np.subtract.at(left, at, minutes)
        self.spend_time("time_offices", at, np.full(len(at), minutes), why)
        return done

    def spend_time(self, account: str, rows: NDArray[np.integer[Any]], minutes: NDArray[np.int64], why: str) -> None:
        """Book minutes that people gave."""
        ledger = self.ledger
        ledger.post(self.week, ledger.account(account, rows), ledger.account("work"), minutes, why, time=True)

    def stakes_for(self, number: int) -> int:
        """Make room for a project's block of stakes and return its first row."""
        first = self._stakes_used
        stakes = self.world.stakes
        if first + number > len(stakes.vote):
            room = max(first + number, 2 * len(stakes.vote), 4096)
            self.world = self.world._replace(stakes=grown(stakes, room))
            self.records = records_of(self.world)
        self._stakes_used += number
        block = slice(first, first + number)
        for name in stakes._fields:
            getattr(self.world.stakes, name)[block] = -1 if name == "vote" else NEVER if name.endswith("_week") else 0
        return first

    def _open_accounts(self) -> None:
        """Book the households' first savings."""
        households: Households = self.world.households
        rows = np.arange(len(self.world.units.id))
        unit = slice_of_each(self.world.units.first_household)
        sums = np.bincount(unit, weights=households.savings_fen, minlength=len(rows)).astype(np.int64)
        ledger = self.ledger
        ledger.post(self.week, ledger.account("income"), ledger.account("households", rows), sums, "first savings")


def _ranks(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each entry how many of the same group come before it."""
    order = np.argsort(groups, kind="stable")
    _, first, counts = np.unique(groups[order], return_index=True, return_counts=True)
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(first, counts)
    return ranks
