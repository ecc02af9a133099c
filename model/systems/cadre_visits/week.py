"""The week's visits of officials: minutes are taken, households called on, needs heard and tried (ODD 7.28)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.household import NOBODY
from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, STREET_OFFICE, settlement
from dizao.agents.parameters import People
from dizao.agents.party_member import visits
from dizao.agents.resident import logistic, voice_log_odds
from dizao.model.core.draws import When, draw
from dizao.model.finance.expectations import voicing_pull
from dizao.model.governance.intake import note_recorded, note_voiced
from dizao.model.governance.matters import give_up, try_to_settle
from dizao.model.parameters import MINUTES_PER_HOUR
from dizao.model.systems.cadre_visits import (
    CADRE_CEREMONY,
    CADRE_HOUSEHOLD,
    CADRE_ON_THE_SPOT,
    CADRE_SAYS,
    CADRE_VISITS,
    FROM_DESKS,
    FROM_FORMALITIES,
)
from dizao.model.world.make import Records, household_value, kept_shares
from dizao.model.world.place import whole_of
from dizao.model.world.projects import COMMUNITY_LEVEL, MATTER, NEVER, STREET_LEVEL, UNIT_LEVEL

if TYPE_CHECKING:
    from dizao.model.state import State

POWER = {COMMUNITY_OFFICE: COMMUNITY_LEVEL, STREET_OFFICE: STREET_LEVEL, COUNTY_OFFICE: STREET_LEVEL}
"""The highest level whose matters an official of each office may settle."""

NUMBER = -1
"""Stands for the number of a week's visits in the key of a draw, where else the visit's own number stands."""

IS_FOUND, WHICH_NEED, WHO_OF_IT, ANYBODY = range(4)
"""What a random draw about one call says: whether it finds what it is aimed at, what and whom, or whom else."""


class Community(NamedTuple):
    """Where visits go: the id, households from ``first`` to ``end`` (rows), and the rows of its units."""

    id: int
    first: int
    end: int
    units: NDArray[np.int64]


class Open(NamedTuple):
    """Needs that nobody has recorded and nothing serves, by id: rows, and the log-odds that expected subsidies add."""

    rows: NDArray[np.int64]
    pull: NDArray[np.float64]


@kernel
def _says(
    when: When, h: int, rows: NDArray[np.int64], pull: NDArray[np.float64], tables: Records, p: People
) -> NDArray[np.bool_]:
    """Return which of some needs a household tells who asks at its door: the rule of voicing, with a talk."""
    needs, households, residents = tables.needs, tables.households, tables.residents
    said, r = np.zeros(len(rows), dtype=np.bool_), households.first_resident[h]
    trust, fatigue = float(residents.trust[r]), float(residents.fatigue[r])
    for k in range(len(rows)):
        n = rows[k]
        if needs.first_household[n] <= h < needs.end_household[n]:
            harm = max(0.0, household_value(when.seed, n, h, tables)) / (needs.value_fen[n] + 1e-9)
            chance = logistic(voice_log_odds(harm, trust, 1.0, fatigue, p) + pull[k])
            said[k] = draw(when.seed, CADRE_SAYS, needs.id[n], households.id[h], when.week) < chance
    return said


def visit(state: "State") -> None:
    """Let officials make the week's visits, community by community.

    Parameters
    ----------
    state
        The state of the run. Minutes are taken of offices and booked; households count as talked with; needs are
        voiced, recorded and, where they are matters of the offices, tried.
    """
    rules, units = state.settings.cadre_visits, state.world.units
    organizations = state.world.organizations
    formalities = np.maximum(0, organizations.paid_minutes - organizations.minutes)
    places, shares = kept_shares(units.community, whole_of(state.groups).community)
    for place, share in zip(places.tolist(), shares.tolist(), strict=True):
        own = np.flatnonzero(units.community == place)
        community = Community(place, int(units.first_household[own[0]]), int(units.first_household[own[-1] + 1]), own)
        chance = draw(state.seed, CADRE_VISITS, place, state.week, NUMBER)
        for k in range(visits(rules.visits * share, 1.0, chance)):
            _make_visit(state, community, k, formalities)


def _make_visit(state: "State", community: Community, k: int, formalities: NDArray[np.int64]) -> None:
    """Let an official make one visit, if the office has the minutes; ``formalities`` are what each has left of them."""
    rules = state.settings.cadre_visits
    u = draw(state.seed, CADRE_VISITS, community.id, state.week, k)
    kind = STREET_OFFICE if u < rules.county_share + rules.street_share else COMMUNITY_OFFICE
    if u < rules.county_share:
        kind = COUNTY_OFFICE
    office = state.office(kind, int(community.units[0]))
    if not _takes(state, office, formalities):
        return
    state.count("cadre_visits", 1)
    if draw(state.seed, CADRE_CEREMONY, community.id, state.week, k) < rules.ceremonial:
        return
    for call in range(k * rules.households, (k + 1) * rules.households):
        _see_to(state, _call(state, community, call), office, POWER[kind])


def _takes(state: "State", office: int, formalities: NDArray[np.int64]) -> bool:
    """Take the minutes of one visit of an office, and say whether it had them."""
    rules = state.settings.cadre_visits
    spared = min(int(rules.from_formalities * rules.official_minutes), int(formalities[office]))
    of_desk = int(rules.official_minutes) - spared
    if of_desk > 0 and not state.take_minutes(office, of_desk, FROM_DESKS):
        return False
    formalities[office] -= spared
    state.spend_time("time_offices", np.array([office]), np.array([spared]), FROM_FORMALITIES)
    return True


def _call(state: "State", community: Community, call: int) -> NDArray[np.int64]:
    """Call on a household, and return what it says: rows of needs, by id."""
    still_open = _open_needs(state, community)
    h = _whom(state, community, call, still_open.rows)
    households = state.world.households
    households.contact_week[h] = state.week
    households.contact_by[h] = NOBODY
    when, pull = When(state.seed, state.week), still_open.pull + state.settings.cadre_visits.asked
    return still_open.rows[_says(when, h, still_open.rows, pull, state.records, state.people)]


def _open_needs(state: "State", community: Community) -> Open:
    """Return the community's needs that wait to be voiced or recorded."""
    needs = state.world.needs
    rows = np.concatenate([state.unvoiced, state.unrecorded])
    rows = rows[(needs.met[rows] == 0) & np.isin(needs.unit[rows], community.units)]
    rows = rows[np.argsort(needs.id[rows])]
    return Open(rows, voicing_pull(state, rows))


def _whom(state: "State", community: Community, call: int, rows: NDArray[np.int64]) -> int:
    """Return the household that is called on: one that a need concerns which waits for long, or any."""
    rules, needs = state.settings.cadre_visits, state.world.needs

    def random_draw(what: int) -> float:
        return float(draw(state.seed, CADRE_HOUSEHOLD, community.id, state.week, 4 * call + what))

    waiting = rows[needs.week_arose[rows] <= state.week - rules.long_weeks]
    if rules.aim == "targeted" and len(waiting) and random_draw(IS_FOUND) < rules.precision:
        n = waiting[int(random_draw(WHICH_NEED) * len(waiting))]
        first, end = int(needs.first_household[n]), int(needs.end_household[n])
        return first + int(random_draw(WHO_OF_IT) * (end - first))
    return community.first + int(random_draw(ANYBODY) * (community.end - community.first))


def _see_to(state: "State", heard: NDArray[np.int64], office: int, power: int) -> None:
    """Record what was heard on the spot, and try there what lies with the offices, as far as minutes reach."""
    needs, offices, works = state.world.needs, state.settings.offices, state.settings.works
    on_the_spot = state.settings.cadre_visits.on_the_spot
    note_voiced(state, heard[needs.week_voiced[heard] == NEVER])
    for n in heard:
        row = np.array([n])
        if not state.take_minutes(office, int(offices.triage_minutes), "recording"):
            continue
        note_recorded(state, row)
        state.count("recorded_at_visits", 1)
        lies_here = needs.kind[n] == MATTER and UNIT_LEVEL < needs.level[n] <= power
        at_once = draw(state.seed, CADRE_ON_THE_SPOT, needs.id[n], state.week, 0) < on_the_spot
        if lies_here and at_once and state.take_minutes(office, int(offices.settle_minutes), "settling"):
            try_to_settle(state, row, np.array([settlement(works.settle_usual_turnout, 0.0, works)]))
            if offices.give_up_tries > 0:
                give_up(state, row, offices.give_up_tries)


def measure(state: "State") -> dict[str, float]:
    """Return the outcomes of visits.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Hours spent and needs recorded from week 0 on.
    """
    minutes, weeks = state.ledger.minutes_since(0), np.array(state.weekly["week"])
    spent = minutes.get(FROM_DESKS, 0) + minutes.get(FROM_FORMALITIES, 0)
    recorded = np.array(state.weekly["recorded_at_visits"])[weeks >= 0]
    return {"cadre_hours": spent / MINUTES_PER_HOUR, "recorded_at_visits": float(recorded.sum())}
