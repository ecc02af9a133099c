"""People: households and residents of each unit, made from keyed draws (ODD 5, initialization).

What a unit's people are like depends on the seed, the unit's id and its totals alone.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import NOBODY, Households
from dizao.agents.parameters import People
from dizao.agents.party_member import PartyMembers
from dizao.agents.prospects import coded
from dizao.agents.resident import CHILD, MIDDLE, OLDER, YOUNG, Residents, logistic
from dizao.model.core import draws
from dizao.model.core.draws import draw, fisk_scale, standard_logistic, standard_normal
from dizao.model.core.tables import records, zeros
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_WEEK, WEEKS_PER_YEAR, Offices, Place
from dizao.model.world.groups import Group
from dizao.model.world.place import Totals, Units, slice_of_each, slices_of_groups, starts

MOST_SPARE_FEN = 2**31 - 1
"""21 million yuan a week: what four bytes hold."""

IDS_PER_UNIT = 10_000_000
"""Room for ids inside a unit: household ``i`` of unit ``u`` bears the number ``u * IDS_PER_UNIT + i``."""

INCOME_GROUPS = 5


@rule
def person_normal(seed: int, purpose: int, person: int) -> float:
    """Return a person's own standard normal number for a purpose.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    purpose
        One of the purposes of `dizao.model.core.draws`.
    person
        Permanent number of the person.

    Returns
    -------
    Mean 0, variance 1.
    """
    return standard_normal(draw(seed, purpose, person, 0, 0), draw(seed, purpose, person, 1, 0))


@rule
def drawn_reciprocity(seed: int, person: int, people: People) -> float:
    """Return a person's own rho: normal, cut to [0, 2]; 0 for selfish people (ODD 5, 7.23).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    person
        Permanent number of the person.
    people
        Behavioural parameters.

    Returns
    -------
    rho, in [0, 2].
    """
    if people.selfish_share > 0.0 and draw(seed, draws.RESIDENT_HUMP, person, 0, 0) >= 1.0 - people.selfish_share:
        return 0.0
    rho = people.reciprocity_mean + people.reciprocity_sd * person_normal(seed, draws.RESIDENT_RECIPROCITY, person)
    return min(2.0, max(0.0, rho))


@rule
def drawn_hump(seed: int, person: int, people: People) -> int:
    """Return 1 for a hump-shaped person, else 0 (ODD 5).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    person
        Permanent number of the person.
    people
        Behavioural parameters.

    Returns
    -------
    0 or 1.
    """
    return 1 if draw(seed, draws.RESIDENT_HUMP, person, 0, 0) < people.hump_share else 0


@rule
def drawn_belief_log_odds(seed: int, person: int, middle: float, people: People) -> float:
    """Return the log-odds of a person's first belief that another gives (ODD 5).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    person
        Permanent number of the person.
    middle
        Median of the log-odds over people.
    people
        Behavioural parameters.

    Returns
    -------
    Log-odds.
    """
    return middle + people.prior_sd * person_normal(seed, draws.RESIDENT_BELIEF, person)


MOST_OTHERS = 4
"""A household is one adult and up to so many others; where more are needed, they are added afterwards."""


@rule
def household_sizes(seed: int, first_id: int, residents: int, out: NDArray[np.int64]) -> None:
    """Draw the sizes of a unit's households so that they add up to its residents exactly; each has at least one.

    Sizes start as 1 plus a binomial number; then people are added or taken, household by household from one chosen by
    random draws, until the total is right.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    first_id
        Permanent number of the unit's first household.
    residents
        Residents of the unit, at least one for each household.
    out
        Gets the sizes, people, shape (households of the unit,).
    """
    number = len(out)
    chance = min(1.0, (residents / number - 1.0) / MOST_OTHERS)
    total = 0
    for h in range(number):
        out[h] = 1
        for k in range(MOST_OTHERS):
            if draw(seed, draws.HOUSEHOLD_SIZE, first_id + h, k, 0) < chance:
                out[h] += 1
        total += out[h]
    h = int(draw(seed, draws.HOUSEHOLD_SIZE_ORDER, first_id, 0, 0) * number)
    while total != residents:
        if total < residents:
            out[h] += 1
            total += 1
        elif out[h] > 1:
            out[h] -= 1
            total -= 1
        h = (h + 1) % number


@kernel
def _sizes_of_all(
    seed: int,
    unit_ids: NDArray[np.int64],
    first_household: NDArray[np.int32],
    residents: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> None:
    for u in range(len(unit_ids)):
        part = sizes[first_household[u] : first_household[u + 1]]
        household_sizes(seed, unit_ids[u] * IDS_PER_UNIT, residents[u], part)


class Housing(NamedTuple):
    """Where people of a group are made: its units' ids, where each begins in the rows of households and residents.

    ``first_household`` and ``first_resident`` have shape (units + 1,); both tables, as records, are those of all
    groups; ``first_week`` is the run's.
    """

    seed: int
    first_week: int
    unit_ids: NDArray[np.int64]
    first_household: NDArray[np.int32]
    first_resident: NDArray[np.int32]
    households: Households
    residents: Residents


@rule
def unit_income(seed: int, unit_id: int, spread: float) -> float:
    """Return mean income in a unit to that of its group: lognormal over units, with mean 1 (ODD 5).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    unit_id
        Number of the unit.
    spread
        Spread of mean incomes between units, log-ratio.

    Returns
    -------
    Ratio, above 0.
    """
    return math.exp(spread * person_normal(seed, draws.UNIT_INCOME, unit_id) - 0.5 * spread * spread)


@rule
def _make_household(h: int, size: int, housing: Housing, mean_income: float, place: Place) -> None:
    """Fill one row of the households."""
    seed, households = housing.seed, housing.households
    number = households.id[h]
    random_draw = draw(seed, draws.HOUSEHOLD_INCOME, number, 0, 0)
    per_head = mean_income * fisk_scale(place.income_spread)
    per_head *= math.exp(place.income_spread * standard_logistic(random_draw))
    households.income_group[h] = min(INCOME_GROUPS - 1, int(INCOME_GROUPS * random_draw))
    weekly = per_head * size * place.spare_money_share / WEEKS_PER_YEAR * FEN_PER_YUAN
    households.spare_fen[h] = min(MOST_SPARE_FEN, int(weekly))
    filled = draw(seed, draws.HOUSEHOLD_SAVINGS, number, 0, 0)
    households.savings_fen[h] = int(weekly * place.savings_weeks * filled)
    households.savings_week[h] = housing.first_week
    households.owner[h] = 1 if draw(seed, draws.HOUSEHOLD_OWNER, number, 0, 0) < place.owner_share else 0
    area_draw = standard_logistic(draw(seed, draws.HOUSEHOLD_AREA, number, 0, 0))
    households.area[h] = fisk_scale(place.area_sd) * math.exp(place.area_sd * area_draw)
    households.contact_week[h] = households.told_week[h] = housing.first_week - 1_000
    households.contact_by[h] = NOBODY


@rule
def _age(seed: int, person: int, first: bool, child_chance: float, place: Place) -> int:
    """Return the age band of a resident; the first of a household is an adult."""
    random_draw = draw(seed, draws.RESIDENT_AGE, person, 0, 0)
    if not first and draw(seed, draws.RESIDENT_AGE, person, 1, 0) < child_chance:
        return CHILD
    if random_draw < place.older_share:
        return OLDER
    return YOUNG if random_draw < 0.5 * (1.0 + place.older_share) else MIDDLE


@rule
def _make_resident(seed: int, r: int, residents: Residents, unit_trust: float, place: Place, people: People) -> None:
    """Fill one row of the residents, whose id and age are known."""
    person = residents.id[r]
    older = place.older_share
    usual = place.spare_minutes_per_week / (1.0 - older + older * place.spare_minutes_older_ratio)
    if residents.age[r] == OLDER:
        usual *= place.spare_minutes_older_ratio
    if residents.age[r] != CHILD:
        random_draw = draw(seed, draws.RESIDENT_MINUTES, person, 0, 0)
        residents.spare_minutes[r] = min(MINUTES_PER_WEEK, int(-usual * math.log(random_draw)))
    residents.reciprocity[r] = drawn_reciprocity(seed, person, people)
    residents.reciprocity_first[r] = residents.reciprocity[r]
    residents.hump[r] = drawn_hump(seed, person, people)
    residents.belief[r] = logistic(drawn_belief_log_odds(seed, person, people.prior_intercept, people))
    trust = unit_trust + people.trust_sd * person_normal(seed, draws.RESIDENT_TRUST, person)
    residents.trust[r] = min(0.98, max(0.02, trust))
    residents.trust_mean[r] = residents.trust[r]
    residents.efficacy[r] = people.efficacy_start


@rule
def _fill_unit(u: int, housing: Housing, place: Place, people: People) -> int:
    """Fill the rows of one unit; return the number of its adults."""
    seed, unit_id, households, residents = housing.seed, housing.unit_ids[u], housing.households, housing.residents
    start, end = housing.first_household[u], housing.first_household[u + 1]
    number_of_residents = housing.first_resident[u + 1] - housing.first_resident[u]
    others = max(1, number_of_residents - (end - start))
    child_chance = min(1.0, place.children_share * number_of_residents / others)
    unit_trust = people.trust_start + people.trust_place_sd * person_normal(seed, draws.UNIT_TRUST, unit_id)
    mean_income = place.income_yuan_per_head * unit_income(seed, unit_id, place.unit_income_spread)
    adults = 0
    for h in range(start, end):
        households.id[h] = unit_id * IDS_PER_UNIT + (h - start)
        size = households.first_resident[h + 1] - households.first_resident[h]
        _make_household(h, size, housing, mean_income, place)
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            residents.id[r] = unit_id * IDS_PER_UNIT + (r - housing.first_resident[u])
            residents.household[r] = h
            first = r == households.first_resident[h]
            residents.age[r] = _age(seed, residents.id[r], first, child_chance, place)
            _make_resident(seed, r, residents, unit_trust, place, people)
            if residents.age[r] != CHILD:
                adults += 1
    return adults


@kernel
def _fill(housing: Housing, place: Place, people: People, adults: NDArray[np.int32]) -> None:
    for u in range(len(housing.unit_ids)):
        adults[u] = _fill_unit(u, housing, place, people)


def make_people(
    seed: int, found: Totals, groups: Sequence[Group], first_week: int
) -> tuple[Units, Households, Residents]:
    """Make the households and residents of all kept units.

    Returns
    -------
    Units (without party members yet), households and residents.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    found
        What each kept unit holds.
    groups
        Groups of places: what holds in each.
    first_week
        Week in which the run begins.
    """
    number = len(found.id)
    first_household, first_resident = starts(found.households), starts(found.residents)
    households = zeros(Households, int(first_household[-1]), ends=True)
    residents = zeros(Residents, int(first_resident[-1]))
    sizes = np.empty(len(households.id), dtype=np.int64)
    _sizes_of_all(seed, found.id, first_household, found.residents, sizes)
    households.first_resident[:] = starts(sizes)
    adults = np.zeros(number, dtype=np.int32)
    tables = (records(households), records(residents))
    for group, part in zip(groups, slices_of_groups(found.group, len(groups)), strict=True):
        ends = slice(part.start, part.stop + 1)
        housing = Housing(seed, first_week, found.id[part], first_household[ends], first_resident[ends], *tables)
        _fill(housing, group.place, coded(group.people), adults[part])
    most = np.array([group.place.building_households for group in groups])[found.group]
    first_building = _make_buildings(first_household, households, most)
    units = zeros(Units, number, ends=True)
    for name in ("id", "street", "community", "station", "group"):
        getattr(units, name)[:] = getattr(found, name)
    units.first_household[:], units.first_resident[:] = first_household, first_resident
    units.first_building[:], units.adults[:] = first_building, adults
    return units, households, residents


def _make_buildings(
    first_household: NDArray[np.int32], households: Households, most: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Divide each unit's households into buildings of equal size, at most so many households in each."""
    counts = np.diff(first_household)
    buildings = np.ceil(counts / np.maximum(1.0, most)).astype(np.int64)
    first = starts(buildings)
    unit = slice_of_each(first_household)
    within = np.arange(len(unit)) - first_household[unit]
    households.building[:] = first[unit] + within * buildings[unit] // np.maximum(1, counts[unit])
    return first


@kernel
def _clocks(seed: int, residents: Residents, older_weight: float, out: NDArray[np.float64]) -> None:
    """Give each adult an exponential clock; the first to ring become party members (weighted, without replacement)."""
    for r in range(len(out)):
        if residents.age[r] == CHILD:
            out[r] = np.inf
        else:
            weight = older_weight if residents.age[r] == OLDER else 1.0
            out[r] = -math.log(draw(seed, draws.MEMBER_CHOICE, residents.id[r], 0, 0)) / weight


@kernel
def _fill_members(seed: int, members: PartyMembers, residents: Residents, offices: Offices) -> None:
    for m in range(len(members)):
        r = members.resident[m]
        person = residents.id[r]
        status = offices.member_status * fisk_scale(offices.member_status_sd)
        random_draw = standard_logistic(draw(seed, draws.MEMBER_STATUS, person, 0, 0))
        residents.status[r] = status * math.exp(offices.member_status_sd * random_draw)
        if draw(seed, draws.MEMBER_ACTIVE, person, 0, 0) < offices.member_active_share:
            mean = offices.member_minutes * (1.0 - offices.formalities_share)
            members.minutes[m] = int(-mean * math.log(draw(seed, draws.MEMBER_MINUTES, person, 0, 0)))


def make_members(seed: int, found: Totals, units: Units, residents: Residents, groups: Sequence[Group]) -> PartyMembers:
    """Choose each unit's party members among its adults, older ones more often, and give them status and minutes.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    found
        What each kept unit holds.
    units
        Governance units.
    residents
        Residents.
    groups
        Groups of places: what holds in each, its members' minutes, visits and status among it.

    Returns
    -------
    Party members, in place order; ``first_member`` of the units and ``status`` of the residents are written.
    """
    parts, clocks = slices_of_groups(found.group, len(groups)), np.empty(len(residents.id))
    for group, part in zip(groups, parts, strict=True):
        first, end = int(units.first_resident[part.start]), int(units.first_resident[part.stop])
        _clocks(seed, records(residents)[first:end], _older_weight(group.place), clocks[first:end])
    chosen = []
    for u in range(len(units.id)):
        rows = slice(units.first_resident[u], units.first_resident[u + 1])
        wanted = min(int(found.members[u]), int(units.adults[u]))
        first_to_ring = np.argsort(clocks[rows], kind="stable")[:wanted]
        chosen.append(np.sort(first_to_ring) + units.first_resident[u])
    counts = np.array([len(rows) for rows in chosen], dtype=np.int64)
    members = zeros(PartyMembers, int(counts.sum()))
    members.resident[:] = np.concatenate(chosen) if chosen else 0
    members.unit[:] = np.repeat(np.arange(len(units.id)), counts)
    units.first_member[:] = starts(counts)
    for group, part in zip(groups, parts, strict=True):
        own = slice(int(units.first_member[part.start]), int(units.first_member[part.stop]))
        _fill_members(seed, records(members)[own], records(residents), group.offices)
    return members


def _older_weight(place: Place) -> float:
    """Return how much likelier somebody aged 61 or over is a party member than a younger adult."""
    older = place.member_older_share * (1.0 - place.older_share)
    younger = max(1e-9, (1.0 - place.member_older_share) * place.older_share)
    return older / younger if place.older_share > 0 else 1.0
