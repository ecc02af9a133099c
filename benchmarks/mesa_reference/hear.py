"""Stage 2, hear 收集分办: members visit; needs are voiced, recorded, routed; offices settle matters (ODD 7.2)."""

import math
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE
from dizao.model import draws
from dizao.model.draws import fisk_scale, standard_logistic
from dizao.model.projects import LEVELS, NEVER, present_years

from . import organizations, partners
from .rules import discounted, logistic, voices

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, PartyMember, Unit
    from .things import Need

UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL = range(3)

MOST_TRIES = 100
"""Further tries are not counted."""


def run(model: "ReferenceModel") -> None:
    """Visit, voice, record, settle."""
    model.organizations.do("fill")
    organizations.tell(model)
    model.units.do(_visits)
    for need in model.needs:
        if _is_unvoiced(model, need) and any(_voices(model, need, h) for h in need.households):
            need.week_voiced = model.week
            if need.project is not None:
                need.project.enter("voiced", model.week)
    _record(model)
    _settle(model)


# visits ---------------------------------------------------------------------------------------------------------


def _visits(unit: "Unit") -> None:
    model: ReferenceModel = unit.model
    opened = [p for p in unit.projects if p.stage in ("vote", "campaign")]
    where = opened[0].need.households if opened else unit.households
    busy = 1.0 if opened else model.settings.offices.member_idle_share
    minutes = sum(_member_visits(model, member, where, busy) for member in unit.members)
    model.spend_time(f"time_members:{unit.id}", int(minutes), "visits")


def _member_visits(model: "ReferenceModel", member: "PartyMember", where: "list[Household]", busy: float) -> float:
    """Let a member visit households by luck; return the minutes that it took."""
    each = model.settings.offices.visit_minutes
    wanted = member.minutes * busy / each
    number = int(wanted)
    if model.luck(draws.MEMBER_VISITS, member.resident.id, model.week) < wanted - number:
        number += 1
    for k in range(number):
        u = model.luck(draws.VISIT, member.resident.id, model.week, k)
        where[int(u * len(where))].contact_week = model.week
    return number * each


# voice and record -----------------------------------------------------------------------------------------------


def _is_unvoiced(model: "ReferenceModel", need: "Need") -> bool:
    waits = need.week_arose <= model.week and need.week_voiced == NEVER
    return waits and not need.met and not partners.lies_still(need)


def _voices(model: "ReferenceModel", need: "Need", h: "Household") -> bool:
    p, who = model.settings.people, h.deciding
    value = household_value(model, need, h)
    contact = h.talked_with(model.week, p.contact_memory_weeks)
    chance = voices(value, need.value_fen, who.trust, contact, who.fatigue, p)
    return model.luck(draws.VOICE, need.id, h.id, model.week) < chance


def household_value(model: "ReferenceModel", need: "Need", h: "Household") -> float:
    """Value a year of a need's settlement to a household concerned, fen (ODD 7.1)."""
    u, losers, spread = model.luck(draws.VALUE, need.id, h.id), need.kind.loser_share, need.kind.value_spread
    if u < losers:
        return -need.value_fen
    z = standard_logistic((u - losers) / (1.0 - losers))
    return float(need.value_fen * fisk_scale(spread) * math.exp(spread * z))


def _record(model: "ReferenceModel") -> None:
    """Record what was voiced, oldest first, as far as the minutes of community offices reach."""
    waiting = [n for n in model.needs if n.week_voiced != NEVER and n.week_recorded == NEVER]
    for need in sorted(waiting, key=lambda n: (n.week_voiced, n.id)):
        office = model.office(COMMUNITY_OFFICE, need.unit)
        if model.takes(office, int(model.settings.offices.triage_minutes), "recording"):
            need.week_recorded, need.level = model.week, LEVELS.index(need.kind.level)
            if need.project is not None:
                need.project.enter("recorded", model.week)


# settling by offices --------------------------------------------------------------------------------------------


def _settle(model: "ReferenceModel") -> None:
    """Offices try to settle the matters at their level that were recorded before this week, oldest first."""
    with_offices = [n for n in model.needs if _is_open_matter(n) and n.level > UNIT_LEVEL]
    known = [n for n in with_offices if n.week_recorded < model.week]
    for need in sorted(known, key=lambda n: (n.week_recorded, n.id)):
        kind = COMMUNITY_OFFICE if need.level == COMMUNITY_LEVEL else STREET_OFFICE
        if model.takes(model.office(kind, need.unit), int(model.settings.offices.settle_minutes), "settling"):
            try_to_settle(model, need, logistic(model.settings.works.settle_intercept))
            need.given_up = 0 < model.settings.offices.give_up_tries <= need.tries


def _is_open_matter(need: "Need") -> bool:
    return need.project is None and need.week_recorded != NEVER and need.week_settled == NEVER and not need.given_up


def open_matters(unit: "Unit") -> "list[Need]":
    """Matters that lie with a unit's meeting."""
    return [n for n in unit.needs if _is_open_matter(n) and n.level == UNIT_LEVEL]


def try_to_settle(model: "ReferenceModel", need: "Need", chance: float) -> None:
    """Settle a matter by luck, or count a failed try; after so many it goes up a level, at most to the street."""
    works = model.settings.works
    need.tries = min(need.tries + 1, MOST_TRIES)
    if model.luck(draws.SETTLE, need.id, model.week) < chance:
        need.week_settled = model.week
        years = present_years(need.kind.life_years, works.discount_rate)
        worth = need.value_fen * len(need.households) * years
        need.benefit_fen = worth * discounted(works.discount_rate, model.week)
    elif need.tries % works.settle_tries == 0:
        need.level = min(STREET_LEVEL, need.level + 1)
