"""The agents as Mesa sees them: residents, households, party members, organizations, units, projects.

Each class says which columns its agents have, which of them may be written, and how an agent leads to others.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dizao.agents.organization import KIND_NAMES
from dizao.model.mesa_adapter.agent_sets import Cohort
from dizao.model.mesa_adapter.graphs import AGES
from dizao.model.mesa_adapter.rows import Limits, Row, Rows

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.seen import SeenModel
    from dizao.model.world.make import World

SHARE: Limits = (0.0, 1.0)
POSITIVE: Limits = (0.0, float("inf"))

type Derived = dict[str, Callable[["World", Rows], NDArray[Any]]]


def _unit_of(first: NDArray[np.int32], rows: Rows) -> NDArray[Any]:
    """Return in which slice each row lies."""
    return np.searchsorted(first, rows, side="right") - 1


def _units_of_residents(world: "World", rows: Rows) -> NDArray[Any]:
    return world.units.id[_unit_of(world.units.first_resident, rows)]


def _of_household(column: str) -> Callable[["World", Rows], NDArray[Any]]:
    return lambda world, rows: getattr(world.households, column)[world.residents.household[rows]]


def _of_resident(column: str) -> Callable[["World", Rows], NDArray[Any]]:
    return lambda world, rows: getattr(world.residents, column)[world.members.resident[rows]]


def _named(names: tuple[str, ...], codes: NDArray[Any]) -> NDArray[Any]:
    return np.array(names, dtype=object)[codes.astype(np.int64)]


class TableRow(Row):
    """A row of one of the world's tables.

    Columns that are rows of other tables, or say where slices begin, are the engine's own and not shown; ``derived``
    adds what follows from the table and others.
    """

    table: ClassVar[str]
    hidden: ClassVar[frozenset[str]] = frozenset()
    derived: ClassVar[Derived] = {}

    @classmethod
    def names(cls, model: "SeenModel") -> tuple[str, ...]:
        """Return the names of the columns that can be read.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Names, in the order of the table.
        """
        own = [name for name in getattr(model.engine.world, cls.table)._fields if name not in cls.hidden]
        return tuple(dict.fromkeys([*own, *cls.derived]))

    @classmethod
    def read(cls, model: "SeenModel", name: str, rows: Rows) -> NDArray[Any]:
        """Return a column for some rows, as a copy.

        Parameters
        ----------
        model
            The model that they live in.
        name
            Name of the column.
        rows
            Rows in the table, shape (n,).

        Returns
        -------
        A copy, shape (n,); masked where something has not happened.
        """
        world = model.engine.world
        if name in cls.derived:
            return cls.derived[name](world, rows)
        found = getattr(getattr(world, cls.table), name)[rows]
        # Sums of many short floats would drift.
        return found.astype(np.float64) if found.dtype == np.float32 else found  # type: ignore[no-any-return]

    @classmethod
    def write(cls, model: "SeenModel", name: str, rows: Rows, values: ArrayLike) -> None:
        """Write a column for some rows.

        Parameters
        ----------
        model
            The model that they live in.
        name
            Name of the column.
        rows
            Rows in the table, shape (n,).
        values
            One value, or one for each row.

        Raises
        ------
        AttributeError
            If the column is kept by the engine alone.
        ValueError
            If a value is not allowed.
        """
        if name not in cls.writable:
            allowed = ", ".join(cls.writable) or "none"
            raise AttributeError(f"{cls.plural}: {name} cannot be set; what can: {allowed}")
        column, found = getattr(getattr(model.engine.world, cls.table), name), np.asarray(values)
        low, high = cls.writable[name]
        if column.dtype.kind in "iu":
            high = min(high, float(np.iinfo(column.dtype).max))
        known = found.dtype.kind in "biuf" and not np.ma.is_masked(values)
        numbers = found.astype(float) if known else np.full(1, np.nan)
        whole = column.dtype.kind == "f" or bool((numbers == np.round(numbers)).all())
        if not whole or not bool(((numbers >= low) & (numbers <= high) & np.isfinite(numbers)).all()):
            what = "a number" if column.dtype.kind == "f" else "a whole number"
            extent = f"of at least {low:g}" if high == float("inf") else f"between {low:g} and {high:g}"
            raise ValueError(f"{cls.plural}: {name} must be {what} {extent}")
        column[rows] = found
        model.forget_tables()

    @classmethod
    def all_rows(cls, model: "SeenModel") -> Rows:
        """Return the rows of all agents of this kind.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Rows, ascending.
        """
        return np.arange(len(getattr(model.engine.world, cls.table)[0]))


class Resident(TableRow):
    """A resident: disposition, trust and what else the engine keeps (`dizao.agents.resident.Residents`)."""

    plural = "residents"
    table = "residents"
    derived: ClassVar[Derived] = {
        "household": _of_household("id"),
        "building": _of_household("building"),
        "unit": _units_of_residents,
        "age": lambda world, rows: _named(AGES, world.residents.age[rows]),
        "party_member": lambda world, rows: np.isin(rows, world.members.resident),
        "degree": lambda world, rows: np.diff(world.ties.first)[rows],
    }
    writable: ClassVar[dict[str, Limits]] = {
        "hump": SHARE,
        "spare_minutes": POSITIVE,
        "status": POSITIVE,
        "reciprocity": POSITIVE,
        "reciprocity_first": POSITIVE,
        "trust": SHARE,
        "trust_mean": SHARE,
        "efficacy": SHARE,
        "belief": SHARE,
        "fatigue": SHARE,
    }

    @property
    def household(self) -> "Household":
        """The household that the resident lives in."""
        return Household(self.model, self.model.engine.world.residents.household[self.row])

    @property
    def unit(self) -> "Unit":
        """The governance unit that the resident lives in."""
        return Unit(self.model, int(_unit_of(self.model.engine.world.units.first_resident, self.row)))

    @property
    def neighbors(self) -> "Cohort[Resident]":
        """The residents tied to this one: its household, neighbours, kin and fellow members."""
        ties = self.model.engine.world.ties
        return Cohort(self.model, Resident, ties.neighbours[ties.first[self.row] : ties.first[self.row + 1]])

    @property
    def organizations(self) -> "Cohort[Organization]":
        """The organizations that the resident is a member of; none where memberships are not modelled."""
        joined = self.model.engine.world.memberships
        rows = joined.organization[joined.first[self.row] : joined.first[self.row + 1]] if len(joined.first) else []
        return Cohort(self.model, Organization, rows)


class Household(TableRow):
    """A household and its purse (`dizao.agents.household.Households`); money is fen."""

    plural = "households"
    table = "households"
    hidden = frozenset({"first_resident"})
    derived: ClassVar[Derived] = {
        "unit": lambda world, rows: world.units.id[_unit_of(world.units.first_household, rows)],
        "residents": lambda world, rows: np.diff(world.households.first_resident)[rows],
        "owner": lambda world, rows: world.households.owner[rows] == 1,
    }
    writable: ClassVar[dict[str, Limits]] = {"spare_fen": POSITIVE}

    @property
    def unit(self) -> "Unit":
        """The governance unit that the household lives in."""
        return Unit(self.model, int(_unit_of(self.model.engine.world.units.first_household, self.row)))

    @property
    def residents(self) -> Cohort[Resident]:
        """Its residents; the first decides about money."""
        first = self.model.engine.world.households.first_resident
        return Cohort(self.model, Resident, np.arange(first[self.row], first[self.row + 1]))

    @property
    def neighbors(self) -> "Cohort[Household]":
        """The other households that its residents are tied to."""
        world = self.model.engine.world
        start, end = world.households.first_resident[self.row : self.row + 2]
        others = world.residents.household[world.ties.neighbours[world.ties.first[start] : world.ties.first[end]]]
        return Cohort(self.model, Household, np.setdiff1d(others, [self.row]))


class PartyMember(TableRow):
    """A party member: an adult with weekly minutes for neighbours (`dizao.agents.party_member.PartyMembers`)."""

    plural = "party_members"
    table = "members"
    derived: ClassVar[Derived] = {
        "id": _of_resident("id"),
        "resident": _of_resident("id"),
        "unit": lambda world, rows: world.units.id[world.members.unit[rows]],
        "status": _of_resident("status"),
    }
    writable: ClassVar[dict[str, Limits]] = {"minutes": POSITIVE}

    @property
    def resident(self) -> Resident:
        """The resident who is the member."""
        return Resident(self.model, self.model.engine.world.members.resident[self.row])

    @property
    def household(self) -> Household:
        """The household that the member lives in."""
        return self.resident.household

    @property
    def unit(self) -> "Unit":
        """The governance unit that the member lives in."""
        return Unit(self.model, self.model.engine.world.members.unit[self.row])

    @property
    def neighbors(self) -> Cohort[Resident]:
        """The residents tied to the member."""
        return self.resident.neighbors


def _sizes(world: "World", rows: Rows) -> NDArray[Any]:
    return world.memberships.size[rows] if len(world.memberships.size) else np.zeros(len(rows), dtype=np.int32)


class Organization(TableRow):
    """An organization or office (`dizao.agents.organization.Organizations`)."""

    plural = "organizations"
    table = "organizations"
    derived: ClassVar[Derived] = {
        "kind": lambda world, rows: _named(KIND_NAMES, world.organizations.kind[rows]),
        "members": _sizes,
    }
    writable: ClassVar[dict[str, Limits]] = {"minutes": POSITIVE}

    @property
    def members(self) -> Cohort[Resident]:
        """Its members; none where memberships are not modelled, and offices have none."""
        joined = self.model.engine.world.memberships
        if not len(joined.first):
            return Cohort(self.model, Resident, [])
        member_of = np.repeat(np.arange(len(joined.first) - 1), np.diff(joined.first))
        return Cohort(self.model, Resident, member_of[joined.organization == self.row])


class ResultRow(Row):
    """A row of one of the tables that a run ends with; its columns are those of docs/outputs.md."""

    table: ClassVar[str]

    @classmethod
    def names(cls, model: "SeenModel") -> tuple[str, ...]:
        """Return the names of the columns that can be read.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Names, in the order of the table.
        """
        return tuple(model.columns_of(cls.table))

    @classmethod
    def read(cls, model: "SeenModel", name: str, rows: Rows) -> NDArray[Any]:
        """Return a column for some rows, as a copy.

        Parameters
        ----------
        model
            The model that they live in.
        name
            Name of the column.
        rows
            Rows in the table, shape (n,).

        Returns
        -------
        A copy, shape (n,); masked where something has not happened.
        """
        return model.columns_of(cls.table)[name][np.searchsorted(cls.all_rows(model), rows)]


class Unit(ResultRow):
    """A governance unit (治理单元), with what it got out of the programme's projects so far."""

    plural = "units"
    table = "units"

    @classmethod
    def all_rows(cls, model: "SeenModel") -> Rows:
        """Return the rows of all units.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Rows, ascending.
        """
        return np.arange(len(model.engine.world.units.id))

    def _slice(self, name: str) -> Rows:
        first = getattr(self.model.engine.world.units, name)
        return np.arange(first[self.row], first[self.row + 1])

    @property
    def households(self) -> Cohort[Household]:
        """The households that live there."""
        return Cohort(self.model, Household, self._slice("first_household"))

    @property
    def residents(self) -> Cohort[Resident]:
        """The residents who live there."""
        return Cohort(self.model, Resident, self._slice("first_resident"))

    @property
    def party_members(self) -> Cohort[PartyMember]:
        """The party members who live there."""
        return Cohort(self.model, PartyMember, self._slice("first_member"))

    @property
    def projects(self) -> "Cohort[Project]":
        """Its projects so far."""
        rows = Project.all_rows(self.model)
        return Cohort(self.model, Project, rows[self.model.engine.world.projects.unit[rows] == self.row])

    @property
    def neighbors(self) -> "Cohort[Unit]":
        """The other units that residents of this one are tied to."""
        ties, units = self.model.engine.world.ties, self.model.engine.world.units
        start, end = units.first_resident[self.row : self.row + 2]
        there = _unit_of(units.first_resident, ties.neighbours[ties.first[start] : ties.first[end]])
        return Cohort(self.model, Unit, np.setdiff1d(there, [self.row]))


class Project(ResultRow):
    """A need that wants a project and has arisen, with what became of it so far."""

    plural = "projects"
    table = "projects"

    @classmethod
    def all_rows(cls, model: "SeenModel") -> Rows:
        """Return the rows of all projects whose needs have arisen.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Rows, ascending.
        """
        world = model.engine.world
        return np.flatnonzero(world.needs.week_arose[world.projects.need] < model.engine.week)

    @property
    def unit(self) -> Unit:
        """The unit whose project it is."""
        return Unit(self.model, self.model.engine.world.projects.unit[self.row])

    @property
    def households(self) -> Cohort[Household]:
        """The households concerned."""
        start, end, _ = self.model.engine.block_of(self.row)
        return Cohort(self.model, Household, np.arange(start, end))


class SampledResident(Resident):
    """A resident of the model's sample (`CoCreationModel.sample`), for reporters that should not look at everybody."""

    plural = "sampled residents"

    @classmethod
    def all_rows(cls, model: "SeenModel") -> Rows:
        """Return the rows of the sample.

        Parameters
        ----------
        model
            The model that they live in.

        Returns
        -------
        Rows of residents.
        """
        return model.sample_rows


AGENT_TYPES: tuple[type[Row], ...] = (Resident, Household, PartyMember, Organization, Unit, Project)
