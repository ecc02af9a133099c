"""What passes among the members of organizations, and how many of those concerned know what is open (ODD 7.17)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.household import NOBODY, Households
from dizao.agents.organization import heard
from dizao.agents.resident import CHILD, OLDER, YOUNG, Residents
from dizao.model.core.draws import When, draw
from dizao.model.systems.organizations.settings import NEWS, ORGANIZING
from dizao.model.world.make import Records
from dizao.model.world.projects import CAMPAIGNING, VOTING

if TYPE_CHECKING:
    from dizao.model.state import State

GROUPS = ("adults", "tenants", "young", "older")
"""Groups of adults whose reach is counted; all adults, and three that overlap."""


@rule
def _knows(h: int, week: int, memory: float, tables: Records) -> bool:
    """Whether somebody talked with a household in the weeks before this one that are remembered."""
    return week - tables.households.contact_week[h] < memory


@rule
def _count(r: int, h: int, knows: bool, residents: Residents, households: Households, reach: NDArray[np.int64]) -> None:
    """Add an adult to each of the `GROUPS` it is in: who knows, and all."""
    age, tenant = residents.age[r], households.owner[h] == 0
    for row in range(2):
        if row == 1 or knows:
            reach[row, 0] += 1
            reach[row, 1] += tenant
            reach[row, 2] += age == YOUNG
            reach[row, 3] += age == OLDER


@kernel
def _count_who_know(
    week: int, n: int, memory: float, tables: Records, known: NDArray[np.int64], reach: NDArray[np.int64]
) -> None:
    """Count for each organization its members, among the adults concerned, who know what is open."""
    households, residents, memberships = tables.households, tables.residents, tables.memberships
    for h in range(tables.needs.first_household[n], tables.needs.end_household[n]):
        knows = _knows(h, week, memory, tables)
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            if residents.age[r] == CHILD:
                continue
            _count(r, h, knows, residents, households, reach)
            for m in range(memberships.first[r], memberships.first[r + 1]):
                known[memberships.organization[m]] += knows


@rule
def _unheard(r: int, knows: bool, tables: Records, known: NDArray[np.int64], news: float) -> float:
    """Chance that a member hears nothing this week in any of its organizations."""
    memberships, chance = tables.memberships, 1.0
    for m in range(memberships.first[r], memberships.first[r + 1]):
        o = memberships.organization[m]
        chance *= 1.0 - heard(known[o] - knows, memberships.size[o], news)
    return chance


@kernel
def _tell_concerned(
    when: When, n: int, memory: float, news: float, tables: Records, known: NDArray[np.int64], hears: NDArray[np.bool_]
) -> int:
    """Let the members concerned hear from those who know; return how many do."""
    households, residents, needs = tables.households, tables.residents, tables.needs
    told = 0
    for h in range(needs.first_household[n], needs.end_household[n]):
        knows = _knows(h, when.week, memory, tables)
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            unheard = _unheard(r, knows, tables, known, news)
            if unheard < 1.0 and draw(when.seed, NEWS, needs.id[n], residents.id[r], when.week) >= unheard:
                hears[h] = True
                told += 1
    return told


@rule
def _forget(n: int, tables: Records, known: NDArray[np.int64]) -> None:
    """Set back to 0 who knows: the next vote or campaign concerns others."""
    needs, households, memberships = tables.needs, tables.households, tables.memberships
    first = households.first_resident[needs.first_household[n]]
    last = households.first_resident[needs.end_household[n]]
    for m in range(memberships.first[first], memberships.first[last]):
        known[memberships.organization[m]] = 0


@kernel
def _tell_all(
    when: When,
    rows: NDArray[np.int64],
    memory: float,
    news: float,
    tables: Records,
    reach: NDArray[np.int64],
    told: NDArray[np.int64],
) -> None:
    """Tell members of everything that is open; nobody passes on before next week what is told in this."""
    hears = np.zeros(len(tables.households), dtype=np.bool_)
    known = np.zeros(len(tables.memberships.size), dtype=np.int64)
    for k in range(len(rows)):
        _count_who_know(when.week, rows[k], memory, tables, known, reach)
        told[k] = _tell_concerned(when, rows[k], memory, news, tables, known, hears)
        _forget(rows[k], tables, known)
    for h in range(len(hears)):
        if hears[h]:
            tables.households.contact_week[h] = when.week
            tables.households.contact_by[h] = NOBODY


def begin(state: "State") -> NDArray[np.int64]:
    """Return counts of nobody: adults who knew what was open, and all concerned; shape (2, groups).

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Zeros, shape (2, groups): adults who know, and adults concerned, of each of the `GROUPS`.
    """
    return np.zeros((2, len(GROUPS)), dtype=np.int64)


def reach_in(state: "State") -> NDArray[np.int64]:
    """Return these counts of a run, since the programme began; all 0 where memberships are not modelled.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Adults who knew and adults concerned, summed over weeks; shape (2, groups), by `GROUPS`.
    """
    found: NDArray[np.int64] = state.systems.get("organizations", begin(state))
    return found


def tell_members(state: "State") -> None:
    """Let organizations tell their members of votes and campaigns, and book the time that it takes.

    Parameters
    ----------
    state
        The state of the run. Households that hear count as talked with; reach is counted; minutes are booked.
    """
    projects, rules = state.world.projects, state.settings.memberships
    reach = reach_in(state)
    if state.week == 0:
        reach[:] = 0
    rows = state.in_stage(VOTING, CAMPAIGNING)
    told = np.zeros(len(rows), dtype=np.int64)
    needs, memory = projects.need[rows].astype(np.int64), state.people.contact_memory_weeks
    _tell_all(When(state.seed, state.week), needs, memory, rules.news, state.records, reach, told)
    minutes = (told * rules.news_minutes).astype(np.int64)
    state.spend_time("time_residents", projects.unit[rows], minutes, ORGANIZING)


def reached_shares(state: "State") -> dict[str, float]:
    """Return the outcomes about memberships, by name; nan where they are not modelled.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Shares, in [0, 1]: of adults who are members, and for each group of adults who know what is open.
    """
    world = state.world
    first, adults = world.memberships.first, world.residents.age != CHILD
    shares = {"member_share": float((np.diff(first)[adults] > 0).mean()) if len(first) else float("nan")}
    for group, (knew, concerned) in zip(GROUPS, reach_in(state).T, strict=True):
        name = "reached_share" if group == "adults" else f"reached_{group}_share"
        shares[name] = float(knew / concerned) if concerned else float("nan")
    return shares
