"""The world that a run starts from: places, people, ties, organizations, and every need that may arise."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import Households
from dizao.agents.organization import (
    COMMUNITY_OFFICE,
    COUNCIL,
    COUNTY_OFFICE,
    FIRMS,
    STREET_OFFICE,
    Organizations,
)
from dizao.agents.party_member import PartyMembers
from dizao.agents.resident import Residents
from dizao.model.core import draws
from dizao.model.core.draws import draw, standard_logistic
from dizao.model.core.tables import records, zeros
from dizao.model.parameters import FEN_PER_YUAN, HOUSEHOLDS_PER_RATE, WEEKS_PER_YEAR, Contract
from dizao.model.settings import Settings
from dizao.model.world.groups import Group, groups_of
from dizao.model.world.memberships import NO_MEMBERSHIPS, Memberships
from dizao.model.world.network import Ties, make_ties
from dizao.model.world.pins import PinError, PinnedProject, week_problem
from dizao.model.world.place import Totals, Units, slices_of_groups, totals, whole_of
from dizao.model.world.population import make_members, make_people
from dizao.model.world.projects import (
    BUILDING_SCOPE,
    NEVER,
    NOT_INSPECTED,
    PROJECT,
    Kinds,
    Needs,
    Projects,
    Stakes,
    kinds_from,
)

IDS_PER_WEEK = 1_000_000
IDS_PER_UNIT = 10_000 * IDS_PER_WEEK
FIRST_WEEK_WITH_ID = -5_000


ALL_THE_SAME = np.empty(0)
"""Where a thing is worth to every household what its random draw makes of it."""


class World(NamedTuple):
    """All tables. What never changes once made (ties, memberships, kinds, units' slices) is shared between copies.

    ``worth`` is what a thing is worth to each household, to what the same random draw makes of it elsewhere, shape
    (households,); empty where it is 1 for all, since floors do not differ.
    """

    units: Units
    households: Households
    residents: Residents
    members: PartyMembers
    organizations: Organizations
    ties: Ties
    kinds: Kinds
    needs: Needs
    projects: Projects
    stakes: Stakes
    memberships: Memberships = NO_MEMBERSHIPS
    worth: NDArray[np.float64] = ALL_THE_SAME


APART = ("ties", "memberships", "worth")
"""What has no records: tables whose columns differ in length, and a column that is rarely there."""


class Records(NamedTuple):
    """The records behind the tables of a `World` (what is `APART` as it is): what kernels read and write.

    Each bears the name of its table's class, whose columns it has.
    """

    units: Units
    households: Households
    residents: Residents
    members: PartyMembers
    kinds: Kinds
    needs: Needs
    projects: Projects
    stakes: Stakes
    ties: Ties
    memberships: Memberships
    worth: NDArray[np.float64]


def records_of(world: World) -> Records:
    """Return the records behind a world's tables.

    Parameters
    ----------
    world
        A world.

    Returns
    -------
    Records of the same memory: writing to them writes the world's columns.
    """
    tables = {name: records(getattr(world, name)) for name in Records._fields if name not in APART}
    return Records(**tables, ties=world.ties, memberships=world.memberships, worth=world.worth)


@rule
def need_id(unit_id: int, week: int, key: int) -> int:
    """Return the permanent number of the need of a category that may arise in a unit in a week.

    Parameters
    ----------
    unit_id
        Permanent number of the unit.
    week
        Week in which it may arise.
    key
        Key of the category (`Kinds`).

    Returns
    -------
    A permanent number.
    """
    return unit_id * IDS_PER_UNIT + (week - FIRST_WEEK_WITH_ID) * IDS_PER_WEEK + key


@rule
def arises(seed: int, unit_id: int, households: int, week: int, code: int, kinds: Kinds) -> bool:
    """Whether a need of a category arises in a unit in a week: at most one, exogenous (ODD 7.1).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    unit_id
        Permanent number of the unit.
    households
        Households of the unit.
    week
        Week.
    code
        Row of the category.
    kinds
        Categories, as records.

    Returns
    -------
    Whether it does.
    """
    expected = kinds.rate[code] * households / HOUSEHOLDS_PER_RATE / WEEKS_PER_YEAR
    return draw(seed, draws.NEED_ARISES, unit_id, week, kinds.key[code]) < 1.0 - np.exp(-expected)


@rule
def household_value(seed: int, n: int, h: int, tables: Records) -> float:
    """Value of a need's settlement to one household concerned: log-logistic, negative for losers (ODD 7.1).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    n
        Row of the need.
    h
        Row of the household.
    tables
        The world's records.

    Returns
    -------
    Fen a year.
    """
    kinds, code, mean_fen = tables.kinds, tables.needs.category[n], tables.needs.value_fen[n]
    random_draw = draw(seed, draws.VALUE, tables.needs.id[n], tables.households.id[h], 0)
    losers = kinds.loser_share[code]
    worth = tables.worth[h] if len(tables.worth) > 0 else 1.0
    if random_draw < losers:
        return -mean_fen * worth
    ratio = np.exp(kinds.value_spread[code] * standard_logistic((random_draw - losers) / (1.0 - losers)))
    return mean_fen * kinds.value_scale[code] * ratio * worth


class Sowing(NamedTuple):
    """What needs of a group of places are drawn from: places as records, buildings, categories, its units.

    ``building_start`` has the first household of each building, and the end; the group's units are the rows from
    ``first_unit`` to before ``end_unit``, and ``kinds`` what categories are like in it.
    """

    seed: int
    units: Units
    building_start: NDArray[np.int64]
    kinds: Kinds
    first_unit: int
    end_unit: int


@kernel
def _count_needs(sowing: Sowing, first_week: int, end_week: int) -> int:
    number, units, kinds = 0, sowing.units, sowing.kinds
    for u in range(sowing.first_unit, sowing.end_unit):
        households = units.first_household[u + 1] - units.first_household[u]
        for week in range(first_week, end_week):
            for code in range(len(kinds)):
                if arises(sowing.seed, units.id[u], households, week, code, kinds):
                    number += 1
    return number


@rule
def _write_need(n: int, u: int, week: int, code: int, building: int, sowing: Sowing, needs: Needs) -> None:
    """Write one row: who is concerned (``building`` -1: at random), and what it is worth to them."""
    seed, units, kinds = sowing.seed, sowing.units, sowing.kinds
    needs.id[n] = need_id(units.id[u], week, kinds.key[code])
    needs.unit[n], needs.category[n], needs.kind[n] = u, code, kinds.kind[code]
    needs.week_arose[n] = week
    needs.first_household[n], needs.end_household[n] = units.first_household[u], units.first_household[u + 1]
    if kinds.scope[code] == BUILDING_SCOPE:
        buildings = units.first_building[u + 1] - units.first_building[u]
        if building < 0:
            building = int(draw(seed, draws.NEED_BUILDING, needs.id[n], 0, 0) * buildings)
        b = units.first_building[u] + min(building, buildings - 1)
        needs.first_household[n], needs.end_household[n] = sowing.building_start[b], sowing.building_start[b + 1]
    # The same spread over needs as over households, so that some needs matter much more than others.
    random_draw = standard_logistic(draw(seed, draws.NEED_VALUE, needs.id[n], 0, 0))
    needs.value_fen[n] = (
        kinds.value_fen[code] * kinds.value_scale[code] * np.exp(kinds.value_spread[code] * random_draw)
    )


@kernel
def _fill_needs(sowing: Sowing, first_week: int, end_week: int, needs: Needs) -> None:
    n, units, kinds = 0, sowing.units, sowing.kinds
    for u in range(sowing.first_unit, sowing.end_unit):
        households = units.first_household[u + 1] - units.first_household[u]
        for week in range(first_week, end_week):
            for code in range(len(kinds)):
                if arises(sowing.seed, units.id[u], households, week, code, kinds):
                    _write_need(n, u, week, code, -1, sowing, needs)
                    n += 1


@kernel
def _fill_costs(seed: int, needs: Needs, projects: Projects, kinds: Kinds) -> None:
    for p in range(len(projects)):
        n = projects.need[p]
        code = needs.category[n]
        random_draw = standard_logistic(draw(seed, draws.NEED_COST, needs.id[n], 0, 0))
        projects.cost_fen[p] = int(kinds.cost_fen[code] * np.exp(kinds.cost_spread[code] * random_draw))
        if needs.pinned_cost_fen[n] > 0:
            projects.cost_fen[p] = needs.pinned_cost_fen[n]


def make_needs(
    seed: int, units: Units, households: Households, kinds: Sequence[Kinds], settings: Settings, weeks: tuple[int, int]
) -> Needs:
    """Make every potential need between two weeks (the second excluded), whatever the mechanism, and those pinned.

    Parameters
    ----------
    seed
        In [0, 2**63).
    units
        Units of the world.
    households
        Households of the world.
    kinds
        What categories are like in each group of places, as columns.
    settings
        The scenario's numbers.
    weeks
        First week, and the week after the last.

    Returns
    -------
    Needs, none of them voiced.
    """
    first_of_building = np.flatnonzero(np.diff(households.building, prepend=-1))
    building_start = np.append(first_of_building, len(households.building)).astype(np.int64)
    sowings = [
        Sowing(seed, records(units), building_start, records(own), part.start, part.stop)
        for own, part in zip(kinds, slices_of_groups(units.group, len(kinds)), strict=True)
    ]
    ends = np.cumsum([0, *(_count_needs(sowing, *weeks) for sowing in sowings)])
    needs = zeros(Needs, int(ends[-1]))
    for sowing, first, end in zip(sowings, ends, ends[1:], strict=False):
        _fill_needs(sowing, *weeks, records(needs)[first:end])
    if settings.pinned_projects:
        needs = _with_pinned(sowings, needs, units, settings, weeks)
    for column in (needs.week_voiced, needs.week_recorded, needs.week_settled, needs.chain_week):
        column[:] = NEVER
    needs.project[:] = np.where(needs.kind == PROJECT, np.cumsum(needs.kind == PROJECT) - 1, -1)
    return needs


def _with_pinned(
    sowings: Sequence[Sowing], drawn: Needs, units: Units, settings: Settings, weeks: tuple[int, int]
) -> Needs:
    """Add the pinned needs that fall into the run's weeks and units; each takes the place of a drawn one of its id."""
    codes, pins = list(settings.categories), settings.pinned_projects
    wanted = [(pin, u) for pin in pins for u in range(len(units.id)) if pin.unit in (0, units.id[u])]
    _check_pins(wanted, units, weeks)
    others = [
        (n, int(u)) for n, (pin, _) in enumerate(wanted) for u in np.flatnonzero(units.id == pin.partner) if pin.partner
    ]
    pinned = zeros(Needs, len(wanted) + len(others))
    for n, (pin, u) in enumerate(wanted):
        of_pin = (pin.week, codes.index(pin.category), pin.building - 1, sowings[units.group[u]])
        _write_pinned(n, u, *of_pin, records(pinned))
        pinned.pinned_cost_fen[n] = round(pin.cost_yuan * FEN_PER_YUAN)
        pinned.ineligible[n] = pin.public_money == "none"
        if pin.value_yuan > 0.0:
            pinned.value_fen[n] = pin.value_yuan * FEN_PER_YUAN
    for part, (n, u) in enumerate(others, start=len(wanted)):
        pin = wanted[n][0]
        _write_pinned(part, u, pin.week, codes.index(pin.category), -1, sowings[units.group[u]], records(pinned))
        _write_part(pinned, part, n, pin.partner_use)
    rows = np.concatenate([records(drawn)[~np.isin(drawn.id, pinned.id)], records(pinned)])
    needs = zeros(Needs, len(rows))
    records(needs)[:] = rows[np.lexsort((rows["category"], rows["week_arose"], rows["unit"]))]
    return needs


def _write_part(pinned: Needs, part: int, whole: int, use: float) -> None:
    """Write what another unit's part of a pinned project is worth to it: its share of the use, and of the cost."""
    households = pinned.end_household - pinned.first_household
    ratio = use / (1.0 - use) * households[whole] / max(1, households[part])
    pinned.value_fen[part] = pinned.value_fen[whole] * ratio
    pinned.pinned_cost_fen[part] = max(1, round(use * int(pinned.pinned_cost_fen[whole])))
    pinned.ineligible[part] = pinned.ineligible[whole]


def _check_pins(wanted: list[tuple[PinnedProject, int]], units: Units, weeks: tuple[int, int]) -> None:
    """Refuse what would never arise, or elsewhere than it says; a unit's buildings are known once they are made."""
    buildings = np.diff(units.first_building)
    for pin, u in wanted:
        if problem := week_problem(pin, weeks[0], weeks[1]):
            raise PinError("week", problem)
        if pin.building > buildings[u]:
            allowed = f"must be 0 (at random) or one of the {buildings[u]} buildings of unit {units.id[u]}"
            raise PinError("building", f"{allowed}, got {pin.building}")


@kernel
def _write_pinned(n: int, u: int, week: int, code: int, building: int, sowing: Sowing, needs: Needs) -> None:
    _write_need(n, u, week, code, building, sowing, needs)


def make_projects(
    seed: int, needs: Needs, group: NDArray[np.uint8], kinds: Sequence[Kinds], contract: Contract, stages: int
) -> Projects:
    """Make a row for every need that wants a project, all in the first stage.

    Parameters
    ----------
    seed
        In [0, 2**63).
    needs
        Needs of the world.
    group
        Number of each unit's group of places, shape (units,).
    kinds
        What categories are like in each group, as columns.
    contract
        What is agreed with builders.
    stages
        Number of stages that a project can be in.

    Returns
    -------
    Projects, in the order of their needs.
    """
    rows = np.flatnonzero(needs.kind == PROJECT)
    projects = zeros(Projects, len(rows), week_of=(len(rows), stages))
    projects.need[:] = rows
    projects.unit[:], projects.category[:] = needs.unit[rows], needs.category[rows]
    projects.week_of[:] = projects.week_accepted[:] = projects.week_paid[:] = NEVER
    projects.milestone_week[:] = projects.week_taken_over[:] = NEVER
    projects.week_of[:, 0] = needs.week_arose[rows]
    projects.first_stake[:] = -1
    projects.terms[:] = -1
    projects.fair_part[:] = 1.0
    projects.accepted[:] = NOT_INSPECTED
    projects.functioning_after_12_months[:] = -1
    projects.score[:] = np.nan
    projects.quality[:] = np.nan
    for own, part in zip(kinds, slices_of_groups(group[projects.unit], len(kinds)), strict=True):
        _fill_costs(seed, records(needs), records(projects)[part], records(own))
    _find_engineers(seed, needs, projects, contract)
    return projects


def _find_engineers(seed: int, needs: Needs, projects: Projects, contract: Contract) -> None:
    """Note which projects have an engineer, and what they cost with one; a pinned cost is what it is (ODD 7.20)."""
    need = needs.id[projects.need]
    projects.engineer[:] = draws.draw_each(seed, draws.ENGINEER, need, 0) < contract.engineer_share
    dearer = (projects.engineer == 1) & (needs.pinned_cost_fen[projects.need] == 0)
    projects.cost_fen[dearer] = (projects.cost_fen[dearer] * (1.0 + contract.engineer_fee)).astype(np.int64)


def make_organizations(settings: Settings, found: Totals, groups: Sequence[Group]) -> Organizations:
    """Make a council and local firms for each unit, and an office for each community, street and the county.

    Minutes of offices shrink with the share of their units (the county's: households) that is simulated.

    Parameters
    ----------
    settings
        The scenario's numbers.
    found
        What is known of each unit of the world.
    groups
        Groups of places: what holds in each, the minutes of its offices among it.

    Returns
    -------
    Organizations; minutes a week.
    """
    offices, whole = settings.offices, whole_of(groups)
    communities, community_share = kept_shares(found.community, whole.community)
    streets, street_share = kept_shares(found.street, whole.street)
    community_minutes = np.array([group.offices.community_minutes for group in groups])
    street_minutes = np.array([group.offices.street_minutes for group in groups])
    free = 1.0 - offices.formalities_share
    places: list[NDArray[Any]] = [found.id, found.id, communities, streets, np.zeros(1)]
    minutes = [
        np.zeros(len(found.id)),
        np.zeros(len(found.id)),
        community_share * community_minutes[whole.group[np.searchsorted(whole.community, communities)]],
        street_share * street_minutes[whole.group[np.searchsorted(whole.street, streets)]],
        np.array([offices.county_minutes_per_unit * len(whole.group) * found.household_share]),
    ]
    kinds = (COUNCIL, FIRMS, COMMUNITY_OFFICE, STREET_OFFICE, COUNTY_OFFICE)
    lengths = [len(place) for place in places]
    organizations = zeros(Organizations, sum(lengths))
    organizations.kind[:] = np.repeat(kinds, lengths)
    organizations.place[:] = np.concatenate(places)
    organizations.id[:] = organizations.kind.astype(np.int64) * IDS_PER_WEEK + organizations.place
    organizations.paid_minutes[:] = np.concatenate(minutes)
    organizations.minutes[:] = (np.concatenate(minutes) * free).astype(np.int64)
    return organizations


def kept_shares(kept: NDArray[np.int32], of_all: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the places that have a unit to simulate, and which share of the units of each that is.

    Parameters
    ----------
    kept
        The place of each unit that is simulated, shape (units,).
    of_all
        The place of every unit of the scenario.

    Returns
    -------
    Places, ascending; share of the units of each, in (0, 1], same shape.
    """
    places, counts = np.unique(kept, return_counts=True)
    return places, counts / np.array([(of_all == place).sum() for place in places], dtype=np.float64)


def make_world(settings: Settings, seed: int, stages: int) -> World:
    """Make the world of a seed.

    Parameters
    ----------
    settings
        The scenario's numbers.
    seed
        In [0, 2**63).
    stages
        Number of stages that a project can be in.

    Returns
    -------
    All tables, before the first week.
    """
    calendar = settings.calendar
    first_week = -calendar.warm_up_weeks
    found, groups = totals(settings, seed), groups_of(settings)
    units, households, residents = make_people(seed, found, groups, first_week)
    members = make_members(seed, found, units, residents, groups)
    ties = make_ties(seed, units, households, residents, [group.network for group in groups])
    kinds = kinds_from(settings.categories, settings.works.discount_rate)
    weeks = (first_week - calendar.backlog_weeks, calendar.programme_weeks)
    of_groups = [kinds_from(group.categories, settings.works.discount_rate) for group in groups]
    needs = make_needs(seed, units, households, of_groups, settings, weeks)
    projects = make_projects(seed, needs, units.group, of_groups, settings.contract, stages)
    organizations = make_organizations(settings, found, groups)
    return World(units, households, residents, members, organizations, ties, kinds, needs, projects, zeros(Stakes, 0))


def office_rows(world: World) -> dict[int, NDArray[np.int64]]:
    """Return for each kind of office the row of the one that is responsible for each unit.

    Parameters
    ----------
    world
        A world.

    Returns
    -------
    By kind of office: rows of the organizations, shape (units,).
    """
    organizations, units = world.organizations, world.units
    places: dict[int, NDArray[Any]] = {
        COMMUNITY_OFFICE: units.community,
        STREET_OFFICE: units.street,
        COUNTY_OFFICE: np.zeros(len(units.id)),
    }
    found = {}
    for kind, of_units in places.items():
        rows = np.flatnonzero(organizations.kind == kind)
        found[kind] = rows[np.searchsorted(organizations.place[rows], of_units)]
    return found


def meeting_phases(unit_ids: NDArray[np.int64], every_weeks: int, seed: int) -> NDArray[np.int64]:
    """Return the week of its meeting cycle in which each unit begins, so that not all meet in the same week.

    Parameters
    ----------
    unit_ids
        Permanent numbers of the units, shape (units,).
    every_weeks
        Weeks between two meetings.
    seed
        Seed of the replicate, in [0, 2**63).

    Returns
    -------
    Weeks in [0, every_weeks), shape (units,).
    """
    random_draws = [draw(seed, draws.MEETING_DAY, int(unit), 0, 0) for unit in unit_ids]
    return (np.array(random_draws) * every_weeks).astype(np.int64)
