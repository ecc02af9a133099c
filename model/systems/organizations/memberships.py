"""Residents' memberships: who is in which organization, and what passes among members (ODD 7.17).

Organizations tell members of open votes and campaigns, as far as members know of them themselves, and ask them to
meetings; members are tied to some of the others (`dizao.model.systems.organizations.joining`), and see what these do.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel, rule
from dizao.agents.organization import heard
from dizao.agents.resident import CHILD, OLDER, YOUNG
from dizao.model.core import draws
from dizao.model.core.draws import draw
from dizao.model.world.projects import CAMPAIGNING, VOTING

if TYPE_CHECKING:
    from dizao.model.engine import Engine

GROUPS = ("adults", "tenants", "young", "older")
"""Groups of adults whose reach is counted; all adults, and three that overlap."""


class Memberships(NamedTuple):
    """Memberships by resident: row ``r`` is in ``organization[first[r]:first[r + 1]]`` (rows of the organizations).

    ``size`` counts the members of each organization; ``invited`` is the chance that it asks one of them to a meeting.
    All are empty where memberships are not modelled.
    """

    first: NDArray[np.int32]
    organization: NDArray[np.int32]
    size: NDArray[np.int32]
    invited: NDArray[np.float64]


ORGANIZING = "organizing"
"""What the ledger calls the minutes that telling members takes."""

NOBODY = np.empty(0, dtype=np.int32)
NO_MEMBERSHIPS = Memberships(NOBODY, NOBODY, NOBODY, np.empty(0))


@kernel
def invite_members(first, invitations, memberships):
    """Let organizations ask their members, from row ``first`` on, to a meeting.

    Fewer random draws keep these from it.
    """
    for k in range(len(invitations)):
        r = first + k
        for m in range(memberships.first[r], memberships.first[r + 1]):
            invitations[k] -= memberships.invited[memberships.organization[m]]


@rule
def _knows(h, week, memory, tables):
    """Whether somebody talked with a household in the weeks before this one that are remembered."""
    return week - tables.households.contact_week[h] < memory


@rule
def _count(r, h, knows, residents, households, reach):
    """Add an adult to each of the `GROUPS` it is in: who knows, and all."""
    age, tenant = residents.age[r], households.owner[h] == 0
    for row in range(2):
        if row == 1 or knows:
            reach[row, 0] += 1
            reach[row, 1] += tenant
            reach[row, 2] += age == YOUNG
            reach[row, 3] += age == OLDER


@kernel
def _count_who_know(week, n, memory, tables, known, reach):
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
def _unheard(r, knows, tables, known, news):
    """Chance that a member hears nothing this week in any of its organizations."""
    memberships, chance = tables.memberships, 1.0
    for m in range(memberships.first[r], memberships.first[r + 1]):
        o = memberships.organization[m]
        chance *= 1.0 - heard(known[o] - knows, memberships.size[o], news)
    return chance


@kernel
def _tell_concerned(seed, week, n, memory, news, tables, known, hears):
    """Let the members concerned hear from those who know; return how many do."""
    households, residents, needs = tables.households, tables.residents, tables.needs
    told = 0
    for h in range(needs.first_household[n], needs.end_household[n]):
        knows = _knows(h, week, memory, tables)
        for r in range(households.first_resident[h], households.first_resident[h + 1]):
            unheard = _unheard(r, knows, tables, known, news)
            if unheard < 1.0 and draw(seed, draws.NEWS, needs.id[n], residents.id[r], week) >= unheard:
                hears[h] = True
                told += 1
    return told


@rule
def _forget(n, tables, known):
    """Set back to 0 who knows: the next vote or campaign concerns others."""
    needs, households, memberships = tables.needs, tables.households, tables.memberships
    first = households.first_resident[needs.first_household[n]]
    last = households.first_resident[needs.end_household[n]]
    for m in range(memberships.first[first], memberships.first[last]):
        known[memberships.organization[m]] = 0


@kernel
def _tell_all(seed, week, rows, memory, news, tables, reach, told):
    """Tell members of everything that is open; nobody passes on before next week what is told in this."""
    hears = np.zeros(len(tables.households), dtype=np.bool_)
    known = np.zeros(len(tables.memberships.size), dtype=np.int64)
    for k in range(len(rows)):
        _count_who_know(week, rows[k], memory, tables, known, reach)
        told[k] = _tell_concerned(seed, week, rows[k], memory, news, tables, known, hears)
        _forget(rows[k], tables, known)
    for h in range(len(hears)):
        if hears[h]:
            tables.households.contact_week[h] = week


def tell_members(engine: "Engine") -> None:
    """Let organizations tell their members of votes and campaigns, and book the time that it takes."""
    projects, rules = engine.world.projects, engine.settings.memberships
    if engine.week == 0:
        engine.reach[:] = 0
    rows = engine.in_stage(VOTING, CAMPAIGNING)
    told = np.zeros(len(rows), dtype=np.int64)
    needs, memory = projects.need[rows].astype(np.int64), engine.people.contact_memory_weeks
    _tell_all(engine.seed, engine.week, needs, memory, rules.news, engine.records, engine.reach, told)
    minutes = (told * rules.news_minutes).astype(np.int64)
    engine.spend_time("time_residents", projects.unit[rows], minutes, ORGANIZING)


def reached_shares(engine: "Engine") -> dict[str, float]:
    """Return the outcomes about memberships, by name; nan where they are not modelled."""
    world = engine.world
    first, adults = world.memberships.first, world.residents.age != CHILD
    shares = {"member_share": float((np.diff(first)[adults] > 0).mean()) if len(first) else float("nan")}
    for group, (knew, concerned) in zip(GROUPS, engine.reach.T, strict=True):
        name = "reached_share" if group == "adults" else f"reached_{group}_share"
        shares[name] = float(knew / concerned) if concerned else float("nan")
    return shares
