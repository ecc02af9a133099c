"""Stage 2, hear 收集分办: members visit; needs are voiced, recorded, routed; offices settle matters (ODD 7.2)."""

import math
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE
from dizao.model.core import draws
from dizao.model.core.draws import fisk_scale, standard_logistic
from dizao.model.world.projects import NEVER, present_years

from . import cadre_visits, data_pool, demand, dispatch, levels, organizations, partners, party_chain, posts, roll_out
from .rules import discounted, logistic, voices

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Unit
    from .things import Need

UNIT_LEVEL, COMMUNITY_LEVEL, STREET_LEVEL = range(3)

MOST_TRIES = 100
"""Further tries are not counted."""


def run(model: "ReferenceModel") -> None:
    """Visit, voice, record, settle."""
    model.organizations.do("fill")
    roll_out.move_minutes(model)
    levels.take_up(model)
    party_chain.carry(model)
    organizations.tell(model)
    data_pool.keep_up(model)
    cadre_visits.visit(model)
    model.units.do(posts.visit)
    speak = (
        (n, next((h for h in n.households if _voices(model, n, h)), None)) for n in model.needs if is_unvoiced(model, n)
    )
    dispatch.hear_of(model, [(need, h) for need, h in speak if h is not None])
    _record(model)
    _settle(model)


# voice and record -----------------------------------------------------------------------------------------------


def is_unvoiced(model: "ReferenceModel", need: "Need") -> bool:
    """Whether a need has arisen, is not voiced or on its way (7.25), not served, and does not lie still (7.15)."""
    waits = need.week_arose <= model.week and need.week_voiced == NEVER
    return waits and not need.met and not dispatch.waits(need) and not partners.lies_still(need)


def becomes_voiced(model: "ReferenceModel", need: "Need") -> None:
    """Somebody has voiced a need this week; it waits to be recorded."""
    need.week_voiced = model.week
    if need.project is not None:
        need.project.enter("voiced", model.week)


def becomes_recorded(model: "ReferenceModel", need: "Need") -> None:
    """A need is recorded this week, at the lowest level with the power to settle it."""
    need.week_recorded, need.level = model.week, levels.with_power(model, need)
    if need.project is not None:
        need.project.enter("recorded", model.week)


def _voices(model: "ReferenceModel", need: "Need", h: "Household") -> bool:
    p, who = model.settings.people, h.deciding
    value = household_value(model, need, h)
    contact = h.talked_with(model.week, p.contact_memory_weeks)
    chance = voices(value, need.value_fen, who.trust, contact, who.fatigue, p, demand.pull(model, need))
    return model.random_draw(draws.VOICE, need.id, h.id, model.week) < chance


def household_value(model: "ReferenceModel", need: "Need", h: "Household") -> float:
    """Value a year of a need's settlement to a household concerned, fen (ODD 7.1)."""
    u, losers, spread = model.random_draw(draws.VALUE, need.id, h.id), need.kind.loser_share, need.kind.value_spread
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
            becomes_recorded(model, need)


# settling by offices --------------------------------------------------------------------------------------------


def _settle(model: "ReferenceModel") -> None:
    """Offices try to settle the matters at their level that were recorded before this week, oldest first."""
    with_offices = [n for n in model.needs if _is_open_matter(n) and n.level > UNIT_LEVEL]
    known = [n for n in with_offices if n.week_recorded < model.week]
    for need in sorted(known, key=lambda n: (n.week_recorded, n.id)):
        kind = COMMUNITY_OFFICE if need.level == COMMUNITY_LEVEL else STREET_OFFICE
        if model.takes(model.office(kind, need.unit), int(model.settings.offices.settle_minutes), "settling"):
            try_to_settle(model, need, logistic(model.settings.works.settle_intercept))
            let_go(model, need)


def let_go(model: "ReferenceModel", need: "Need") -> None:
    """After so many tries an office that fails drops a matter for good (7.12)."""
    hopeless = 0 < model.settings.offices.give_up_tries <= need.tries
    need.given_up = hopeless and need.week_settled == NEVER


def _is_open_matter(need: "Need") -> bool:
    return need.project is None and need.week_recorded != NEVER and need.week_settled == NEVER and not need.given_up


def open_matters(unit: "Unit") -> "list[Need]":
    """Matters that lie with a unit's meeting."""
    return [n for n in unit.needs if _is_open_matter(n) and n.level == UNIT_LEVEL]


def try_to_settle(model: "ReferenceModel", need: "Need", chance: float) -> None:
    """Settle a matter at random, or count a failed try; after so many it goes up a level, at most to the street."""
    works = model.settings.works
    need.tries = min(need.tries + 1, MOST_TRIES)
    if model.random_draw(draws.SETTLE, need.id, model.week) < levels.chance(model, need, chance):
        need.week_settled = model.week
        years = present_years(need.kind.life_years, works.discount_rate)
        worth = need.value_fen * len(need.households) * years
        need.benefit_fen = worth * discounted(model.settings.welfare.discount_rate, model.week)
    elif need.tries % works.settle_tries == 0:
        levels.fails_here(model, need)
