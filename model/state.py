"""What the stages of the week work on: tables, ledger, this week's counts, and small services. It knows no stage.

Stages and systems of the field talk to the tables and to these services, never to another stage's insides. The
schedule, the warm-up and forking stand above (`dizao.model.engine`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.household import Households
from dizao.agents.organization import COUNTY_OFFICE
from dizao.agents.parameters import People
from dizao.agents.prospects import coded
from dizao.model.core.generator import LARGEST_SEED
from dizao.model.core.ledger import Accounts, Ledger
from dizao.model.core.tables import grown, packed, unpacked
from dizao.model.documented_cases.record import FollowedCases
from dizao.model.mechanisms.participatory import Vote
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import discount
from dizao.model.mechanisms.terms import Locality
from dizao.model.parameters import Place
from dizao.model.points import Points, passed
from dizao.model.settings import Settings
from dizao.model.system import System, points_of
from dizao.model.world.groups import Group, groups_of
from dizao.model.world.localities import localities_of
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
    Block,
    Needs,
)
from dizao.model.world.ties import with_edges

FORMER, PROGRAMME = 0, 1
"""Under which rules public money was offered: those of the warm-up, or the programme's."""


class YearEnd(NamedTuple):
    """What was offered and not paid at the end of a budget year, and its part that was due, fen by group of places."""

    committed_fen: tuple[int, ...]
    overdue_fen: tuple[int, ...]


class MoneyLies(NamedTuple):
    """Where the county's money for small projects lies, and who decides about it and inspects what it paid for.

    Attributes
    ----------
    parts
        Part of the budget that pays for each unit's projects, shape (units,).
    shares
        Share of the budget in each part, which add up to 1.
    owners
        For each part: the one of those of the groups of places (`pots_of`) that it is, or is a part of.
    names
        Name of each part.
    offices
        Row of the organization that decides and inspects, shape (units,).
    """

    parts: NDArray[np.int64]
    shares: NDArray[np.float64]
    owners: NDArray[np.int64]
    names: tuple[str, ...]
    offices: NDArray[np.int64]


def checked_seed(name: str, seed: Any, kinds: str) -> int:
    """Return a seed as a plain number.

    Parameters
    ----------
    name
        What it is called where it was set.
    seed
        A whole number, NumPy's or Python's.
    kinds
        What must be set, in words.

    Returns
    -------
    In [0, 2**63).

    Raises
    ------
    TypeError
        If it is no whole number.
    ValueError
        If it is out of bounds.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"{name}: {kinds}, got {seed!r}")
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"{name}: must be between 0 and 2**63 - 1, got {seed}")
    return int(seed)


class State:
    """A world at the beginning of a week, and what has been booked and counted so far.

    Parameters
    ----------
    settings
        The scenario's numbers and mechanism.
    seed
        In [0, 2**63).
    systems
        The systems of the field that act, in the order in which they do.
    extra_counts
        Weekly totals that systems have of their own.

    Attributes
    ----------
    week
        The week that comes next: negative in the warm-up, 0 the first of the programme.
    groups, start_weeks
        Groups of places; the week in which the programme reaches each unit, shape (units,).
    localities
        Where each unit lies and how poor it is at the start, as terms of public money ask.
    pots, pot_shares, pot_owners, pot_names
        Part of the county's budget that pays for each unit's projects: 0 is common, others are a group's alone, unless
        the money has moved down (`MoneyLies`); of each part its share of the budget, the part of a group that it is
        in, and its name. What is set aside in each is ``reserved_fen``.
    deciding_offices
        Row of the organization that decides on applications and inspects, for each unit.
    world, records, ledger
        All tables as columns; the same memory as records, for kernels; all accounts.
    points
        What acts at the named points of the week.
    systems
        What systems of the field remember between weeks, by the system's name.
    unvoiced, unrecorded, unsettled
        Rows of needs that wait to be voiced, recorded and settled.
    functioning
        Places (unit, category, first household) where something is in use.
    shortages
        Weeks in which the budget did not cover an offer or a payment, each with the group of the project's unit.
    year_ends
        What was bound and overdue at the end of each budget year.
    votes
        Rounds of participatory budgeting that were held.
    weekly
        Totals of each week lived, by name.
    followed_cases
        How far documented projects have come, by project row.
    """

    def __init__(
        self, settings: Settings, seed: int, systems: tuple[System, ...] = (), extra_counts: tuple[str, ...] = ()
    ) -> None:
        self.settings, self.seed = settings, checked_seed("seed", seed, "must be a whole number")
        self.week = -settings.calendar.warm_up_weeks
        self.active_systems, self.extra_counts = systems, extra_counts
        self.points: Points = points_of(systems)
        self.world: World = make_world(settings, self.seed, len(STAGES))
        for unit, edges in settings.ties:
            if unit in self.world.units.id:
                self.world = self.world._replace(ties=with_edges(self.world, unit, edges))
        for system in systems:
            if system.world is not None:
                self.world = system.world(self.world, settings, self.seed)
        self.records: Records = records_of(self.world)
        units, projects = self.world.units, self.world.projects
        self.groups: tuple[Group, ...] = groups_of(settings)
        self.start_weeks = np.array([group.start_week for group in self.groups], dtype=np.int64)[units.group]
        self.localities: tuple[Locality, ...] = localities_of(self.seed, units, self.groups)
        self.office_rows = office_rows(self.world)
        money: MoneyLies = passed(self.points.money_lies, self, value=self._county_has_the_money())
        self.pots, self.pot_shares, self.pot_owners, self.pot_names, self.deciding_offices = money
        offices = len(self.world.organizations.id)
        self.ledger = Ledger(Accounts(len(units.id), len(projects.need), offices, len(self.pot_shares)))
        self.terms: list[Mechanism] = [settings.former, settings.mechanism]
        self.term_names: list[str] = ["former", settings.mechanism_name]
        self.reserved_fen = np.zeros(len(self.pot_shares), dtype=np.int64)
        self.shortages: list[tuple[int, int]] = []
        self.year_ends: list[YearEnd] = []
        self.functioning: set[tuple[int, int, int]] = set()
        self.unvoiced = self.unrecorded = self.unsettled = np.empty(0, dtype=np.int64)
        self.closed_campaigns: list[int] = []
        self.decisions: list[int] = []
        self.events: list[tuple[int, int, int]] = []
        self.votes: list[Vote] = []
        self.weekly: dict[str, list[float]] = {}
        self.counts: dict[str, int] = {}
        self.stakes_used = 0
        self.needs_by_week = np.argsort(self.world.needs.week_arose, kind="stable")
        self.weeks_of_needs = self.world.needs.week_arose[self.needs_by_week]
        self.household_share = len(self.world.households.id) / settings.place.households
        self.meeting_phase = meeting_phases(self.world.units.id, settings.works.meeting_every_weeks, self.seed)
        self.systems: dict[str, Any] = {one.name: one.begin(self) for one in systems if one.begin is not None}
        self.followed_cases: FollowedCases = {}
        self._open_accounts()

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy is made from; records follow from it."""
        state = {name: value for name, value in self.__dict__.items() if name != "records"}
        tables: dict[str, Any] = {
            name: packed(getattr(self.world, name)) for name in World._fields if name not in APART
        }
        return state | {"world": self.world._replace(**tables)}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)
        tables: dict[str, Any] = {
            name: unpacked(getattr(self.world, name)) for name in World._fields if name not in APART
        }
        self.world = self.world._replace(**tables)
        self.records = records_of(self.world)

    # the calendar and the rules in force ------------------------------------------------------------------------

    @property
    def end_week(self) -> int:
        """The week after the last."""
        return self.settings.calendar.programme_weeks + self.settings.calendar.follow_up_weeks

    @property
    def mechanism(self) -> Mechanism:
        """The county's rules in force this week; units that the programme has not reached still have the former."""
        return self.terms[self.regime]

    @property
    def regime(self) -> int:
        """FORMER in the warm-up, PROGRAMME from week 0."""
        return FORMER if self.week < 0 else PROGRAMME

    def regimes_of(self, rows: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Return under which rules some projects apply this week: FORMER until the programme has reached their units.

        Parameters
        ----------
        rows
            Rows of projects, shape (n,).

        Returns
        -------
        FORMER or PROGRAMME, shape (n,).
        """
        reached = self.week >= self.start_weeks[self.world.projects.unit[rows]]
        return np.where(reached, self.regime, FORMER)

    def regime_of(self, p: int) -> int:
        """Return under which rules a project applies this week.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        FORMER or PROGRAMME.
        """
        return int(self.regimes_of(np.array([p]))[0])

    def rules_of(self, p: int) -> Mechanism:
        """Return the rules in force this week where a project lies.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        The rules.
        """
        return self.terms[self.regime_of(p)]

    def place_of_project(self, p: int) -> Place:
        """Return what the place of a project is like: that of its unit's group.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        The numbers of its group of places.
        """
        units = self.world.units
        return self.groups[units.group[self.world.projects.unit[p]]].place

    def of_units(self, name: str, units: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
        """Return a number of the section ``place`` for some units.

        Parameters
        ----------
        name
            Name of the number.
        units
            Rows of units, shape (n,).

        Returns
        -------
        That of each unit's group of places, shape (n,).
        """
        numbers = np.array([getattr(group.place, name) for group in self.groups], dtype=np.float64)
        return numbers[self.world.units.group[units]]

    @property
    def regime_weeks(self) -> tuple[int, int]:
        """The first week of the rules in force, from which budget years count, and the week after their last."""
        if self.regime == FORMER:
            return -self.settings.calendar.warm_up_weeks, 0
        return 0, self.settings.calendar.programme_weeks

    @property
    def budget_yuan_per_year(self) -> float:
        """The budget a year of the rules in force, for the whole scenario."""
        budget = self.settings.budget
        return budget.warm_up_yuan_per_year if self.regime == FORMER else budget.yuan_per_year

    def present(self, week: int | None = None) -> float:
        """Return what a yuan, an hour or a benefit of a week counts in week 0 (ODD 7.19).

        Parameters
        ----------
        week
            The week; this one if None.

        Returns
        -------
        (1 + r)^(-week / 52), with r the social discount a year.
        """
        return discount(self.settings.welfare.discount_rate, self.week if week is None else week)

    # services to the stages -------------------------------------------------------------------------------------

    @property
    def people(self) -> People:
        """What people are like, as compiled rules read it."""
        return coded(self.settings.people)

    def needs_arising(self) -> NDArray[np.int64]:
        """Return the needs that arise this week; in the first week also the backlog.

        Returns
        -------
        Rows of the table of needs, shape (n,).
        """
        first = self.week == -self.settings.calendar.warm_up_weeks
        start = 0 if first else int(np.searchsorted(self.weeks_of_needs, self.week, side="left"))
        return self.needs_by_week[start : int(np.searchsorted(self.weeks_of_needs, self.week, side="right"))]

    def remember(self, need: int) -> None:
        """A thing is in use: needs for the same that have arisen and are not on their way yet are met by it.

        Parameters
        ----------
        need
            Row of the need.
        """
        table, projects = self.world.needs, self.world.projects
        self.functioning.add(self.place_of(need))
        rows = np.flatnonzero(
            self._for_the_same(need) & (table.week_arose <= self.week) & (table.week_settled == NEVER)
        )
        waiting = np.isin(projects.stage[table.project[rows]], (POTENTIAL, VOICED, RECORDED))
        table.met[rows[waiting]] = 1

    def forget(self, need: int) -> None:
        """A thing is no longer in use: needs that it had met are open again.

        Parameters
        ----------
        need
            Row of the need.
        """
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
        """Return what tells whether two needs are for the same thing: unit, category, first household.

        Parameters
        ----------
        need
            Row of the need.

        Returns
        -------
        Row of the unit, number of the category, row of the first household.
        """
        table: Needs = self.world.needs
        return int(table.unit[need]), int(table.category[need]), int(table.first_household[need])

    def project_of(self, needs_rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the project rows of those needs that want one.

        Parameters
        ----------
        needs_rows
            Rows of needs, shape (n,).

        Returns
        -------
        Rows of projects, at most n, in the order of their needs.
        """
        rows = self.world.needs.project[needs_rows]
        return rows[rows >= 0].astype(np.int64)

    def block_of(self, p: int) -> Block:
        """Return who a project concerns.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Its slice of households, and the first row of its stakes.
        """
        n = self.world.projects.need[p]
        needs, projects = self.world.needs, self.world.projects
        return Block(int(needs.first_household[n]), int(needs.end_household[n]), int(projects.first_stake[p]))

    def category_of(self, p: int) -> str:
        """Return the name of a project's category.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Name, as in the settings.
        """
        return list(self.settings.categories)[int(self.world.projects.category[p])]

    def locality_of(self, p: int) -> Locality:
        """Return where a project lies, as terms of public money ask.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        The locality of its unit.
        """
        return self.localities[int(self.world.projects.unit[p])]

    def terms_of(self, p: int) -> Mechanism:
        """Return the rules under which a project was offered money (those in force if it was not).

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        The rules.
        """
        terms = int(self.world.projects.terms[p])
        return self.terms[terms] if terms >= 0 else self.rules_of(p)

    @property
    def free_pots_fen(self) -> NDArray[np.int64]:
        """What the county has and has not set aside, in each part of its budget."""
        pots = np.arange(len(self.pot_shares))
        return np.maximum(0, self.ledger.balance("county", pots) - self.reserved_fen)

    @property
    def free_budget_fen(self) -> int:
        """What the county has and has not set aside, in all parts of its budget."""
        return int(self.free_pots_fen.sum())

    def pot_of(self, p: int) -> int:
        """Return the part of the county's budget that pays for a project.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Number of the part, 0 for the common one.
        """
        return int(self.pots[self.world.projects.unit[p]])

    def free_for(self, p: int) -> int:
        """Return what the county has not set aside of the part of its budget that pays for a project.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Fen.
        """
        return int(self.free_pots_fen[self.pot_of(p)])

    def budget_for(self, p: int) -> float:
        """Return the budget a year that pays for a project, of the rules in force in the county.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Yuan, of the whole scenario.
        """
        return self.budget_yuan_per_year * float(self.pot_shares[self.pot_of(p)])

    def note_shortage(self, p: int) -> None:
        """Note that the budget of this week does not cover an offer to a project, or a payment for it.

        Parameters
        ----------
        p
            Row of the project.
        """
        short = (self.week, int(self.world.units.group[self.world.projects.unit[p]]))
        if short not in self.shortages[-len(self.groups) :]:
            self.shortages.append(short)

    def in_stage(self, *stages: int) -> NDArray[np.int64]:
        """Return the rows of the projects in any of some stages, in id order.

        Parameters
        ----------
        *stages
            Numbers of stages, at least one.

        Returns
        -------
        Rows of projects, ascending.
        """
        stage = self.world.projects.stage
        # Five times as quick as `np.isin` where few rows are asked of often.
        found = stage == stages[0]
        for other in stages[1:]:
            found |= stage == other
        return np.flatnonzero(found)

    def enter(self, rows: NDArray[np.int64], stage: int) -> None:
        """Move projects to a stage.

        Parameters
        ----------
        rows
            Rows of the projects, shape (n,).
        stage
            Number of the stage.
        """
        self.world.projects.stage[rows] = stage
        self.world.projects.week_of[rows, stage] = self.week

    def count(self, name: str, number: float) -> None:
        """Add to one of this week's totals.

        Parameters
        ----------
        name
            Name of the total.
        number
            What to add; only its whole part counts.
        """
        self.counts[name] = self.counts.get(name, 0) + int(number)

    def counted(self, name: str) -> int:
        """Return one of this week's totals.

        Parameters
        ----------
        name
            Name of the total.

        Returns
        -------
        The total so far, 0 if nothing was added.
        """
        return self.counts.get(name, 0)

    def office(self, kind: int, unit: int) -> int:
        """Return the row of the office of a kind that is responsible for a unit.

        Parameters
        ----------
        kind
            Kind of organization.
        unit
            Row of the unit.

        Returns
        -------
        Row of the organization.
        """
        return int(self.office_rows[kind][unit])

    def offices(self, kind: int, units: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """Return the rows of the offices of a kind that are responsible for some units.

        Parameters
        ----------
        kind
            Kind of organization.
        units
            Rows of the units, shape (n,).

        Returns
        -------
        Rows of organizations, shape (n,).
        """
        return self.office_rows[kind][units]

    def deciding_office(self, p: int) -> int:
        """Return the row of the organization that decides on a project's application and inspects it.

        Parameters
        ----------
        p
            Row of the project.

        Returns
        -------
        Row of the organization.
        """
        return int(self.deciding_offices[self.world.projects.unit[p]])

    def fill_offices(self) -> None:
        """Give every office its minutes of the week; unused ones do not keep, overdrawn ones are paid back."""
        organizations = self.world.organizations
        organizations.minutes_left[:] = np.minimum(0, organizations.minutes_left) + organizations.minutes

    def take_minutes(self, office: int, minutes: int, why: str, project: int | None = None) -> bool:
        """Take minutes of an office for a task if it has any left this week, and say whether it had.

        A task that is begun is finished: what it takes beyond this week is missing in the next.

        Parameters
        ----------
        office
            Row of the organization.
        minutes
            What the task takes, minutes.
        why
            What for, in a word or two.
        project
            Row of the project that it is for, if it is for one.

        Returns
        -------
        Whether the office had any minutes left, and so did the task.
        """
        left = self.world.organizations.minutes_left
        if left[office] <= 0:
            return False
        left[office] -= minutes
        self.spend_time("time_offices", np.array([office]), np.array([minutes]), why)
        if project is not None:
            self.world.projects.offices_minutes_now[project] += minutes * self.present()
        return True

    def take_turns(self, offices: NDArray[np.int64], minutes: int, why: str) -> NDArray[np.bool_]:
        """Let offices do equal tasks in order, as `take_minutes` does one, and say which of them were done.

        Parameters
        ----------
        offices
            Row of the organization for each task, shape (n,); may repeat.
        minutes
            What each task takes, minutes.
        why
            What for, in a word or two.

        Returns
        -------
        Which tasks were done, shape (n,).
        """
        left = self.world.organizations.minutes_left
        done = _ranks(offices) * minutes < left[offices]
        at = offices[done]
        np.subtract.at(left, at, minutes)
        self.spend_time("time_offices", at, np.full(len(at), minutes), why)
        return done

    def spend_time(self, account: str, rows: NDArray[np.integer[Any]], minutes: NDArray[np.int64], why: str) -> None:
        """Book minutes that people gave.

        Parameters
        ----------
        account
            Kind of account, such as ``time_offices``.
        rows
            Rows of accounts of the kind, shape (n,).
        minutes
            Minutes from each, shape (n,).
        why
            What for, in a word or two.
        """
        ledger = self.ledger
        ledger.post(self.week, ledger.account(account, rows), ledger.account("work"), minutes, why, time=True)

    def spend_on(self, rows: NDArray[np.integer[Any]], minutes: NDArray[np.int64], why: str) -> None:
        """Book minutes that residents gave to projects of their units.

        Parameters
        ----------
        rows
            Rows of the projects, shape (n,), none twice.
        minutes
            Minutes for each, shape (n,).
        why
            What for, in a word or two.
        """
        projects = self.world.projects
        self.spend_time("time_residents", projects.unit[rows], minutes, why)
        projects.residents_minutes_now[rows] += minutes * self.present()

    def stakes_for(self, number: int) -> int:
        """Make room for a project's block of stakes and return its first row.

        Parameters
        ----------
        number
            Number of stakes in the block.

        Returns
        -------
        Row of the first stake.
        """
        first = self.stakes_used
        stakes = self.world.stakes
        if first + number > len(stakes.vote):
            room = max(first + number, 2 * len(stakes.vote), 4096)
            self.world = self.world._replace(stakes=grown(stakes, room))
            self.records = records_of(self.world)
        self.stakes_used += number
        block = slice(first, first + number)
        for name in stakes._fields:
            getattr(self.world.stakes, name)[block] = -1 if name == "vote" else NEVER if name.endswith("_week") else 0
        return first

    def _county_has_the_money(self) -> MoneyLies:
        """Return where the money lies if it has not moved down: with the county, in its groups' parts."""
        pot_of_group, shares = pots_of([group.budget_share for group in self.groups])
        own = (group.name for group in self.groups if group.budget_share is not None)
        owners, offices = np.arange(len(shares)), self.office_rows[COUNTY_OFFICE]
        return MoneyLies(pot_of_group[self.world.units.group], shares, owners, ("common", *own), offices)

    def _open_accounts(self) -> None:
        """Book the households' first savings."""
        households: Households = self.world.households
        rows = np.arange(len(self.world.units.id))
        unit = slice_of_each(self.world.units.first_household)
        sums = np.bincount(unit, weights=households.savings_fen, minlength=len(rows)).astype(np.int64)
        ledger = self.ledger
        ledger.post(self.week, ledger.account("income"), ledger.account("households", rows), sums, "first savings")


def pots_of(shares: Sequence[float | None]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return which part of the county's budget each group of places draws on, and how large each part is.

    Parameters
    ----------
    shares
        Part of the budget that is a group's alone; None: it has none, and shares the rest with the others.

    Returns
    -------
    Number of each group's part, 0 the common one; the share of the budget in each part, which add up to 1.
    """
    own = [share for share in shares if share is not None]
    numbers = iter(range(1, len(own) + 1))
    pots = np.array([0 if share is None else next(numbers) for share in shares], dtype=np.int64)
    return pots, np.array([max(0.0, 1.0 - sum(own)), *own])


def _ranks(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each entry how many of the same group come before it."""
    order = np.argsort(groups, kind="stable")
    _, first, counts = np.unique(groups[order], return_index=True, return_counts=True)
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(first, counts)
    return ranks
