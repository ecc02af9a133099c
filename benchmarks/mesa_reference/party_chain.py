"""The party chain (ODD 7.13): a need goes up five levels, and word of meetings and campaigns comes down.

Lowest is the member household, which looks after households next door. Members of the other levels are no persons here.
"""

from typing import TYPE_CHECKING

from dizao.model.systems.party_chain import CHAIN_LEVEL, CHAIN_PASS, CHAIN_TOLD
from dizao.model.world.projects import NEVER

from . import demand, hear, levels, posts
from .rules import voices

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Unit
    from .things import Need, Project

HOUSEHOLD, BUILDING, COMPOUND, COMMUNITY, STREET = range(5)
"""The levels, from below."""

WITH_POWER = (COMPOUND, COMMUNITY, STREET)
"""The level of the chain that has the power to settle a need, by where it lies: unit, community or street."""

UP, OF_CAMPAIGN, OF_MEETING = 0, 10, 20
"""What is passed on, in the keys of draws (ODD 4)."""

BUILDINGS_OF_A_UNIT = 10_000
"""Buildings of a unit lie side by side in keys of draws."""


def appoint(model: "ReferenceModel") -> None:
    """Say who looks after whom, when the world is made: first come, first served."""
    chain = model.settings.chain
    for unit in model.units:
        for member in unit.members:
            if member.minutes > 0 and _is_there(model, member.resident.id, HOUSEHOLD, chain.households):
                for h in _next_door(member.resident.household, int(chain.households_each)):
                    h.centre = h.centre or member


def _next_door(own: "Household", number: int) -> "list[Household]":
    """Return the households around one, half of them before it, as far as they are in its building."""
    neighbours = own.unit.households
    first = neighbours.index(own) - number // 2
    around = neighbours[max(0, first) : first + number]
    return [h for h in around if h.building == own.building]


def _is_there(model: "ReferenceModel", place: int, level: int, share: float) -> bool:
    """Whether a place has a level of the chain: by one random draw, for good."""
    return model.random_draw(CHAIN_LEVEL, place, level) < share


def _building_key(h: "Household") -> int:
    return h.unit.id * BUILDINGS_OF_A_UNIT + h.building


def _has_group(model: "ReferenceModel", h: "Household") -> bool:
    return _is_there(model, _building_key(h), BUILDING, model.settings.chain.buildings)


def _has_branch(model: "ReferenceModel", unit: "Unit") -> bool:
    return _is_there(model, unit.id, COMPOUND, model.settings.chain.compounds)


def _level_exists(model: "ReferenceModel", h: "Household", level: int) -> bool:
    """Whether the chain has a level above a household."""
    chain, unit = model.settings.chain, h.unit
    if level == BUILDING:
        return _has_group(model, h)
    if level == COMPOUND:
        return _has_branch(model, unit)
    if level == COMMUNITY:
        return _is_there(model, unit.community, COMMUNITY, chain.communities)
    return _is_there(model, unit.street, STREET, chain.streets)


# up -------------------------------------------------------------------------------------------------------------


def carry(model: "ReferenceModel") -> None:
    """What was told arrives, needs that nobody has voiced are told, and word of campaigns comes down."""
    due = [need for need in model.in_chain if need.chain_week <= model.week]
    model.in_chain = [need for need in model.in_chain if need.chain_week > model.week]
    for need in due:
        _arrive(model, need)
    for need in model.needs:
        if hear.is_unvoiced(model, need) and need.chain_week == NEVER:
            teller = next(
                (h for h in need.households if h.centre is not None and _distinguishable(model, need, h)), None
            )
            if teller is not None:
                _send_up(model, need, teller)
    for p in model.in_stage("campaign"):
        if model.week >= p.campaign_week + max(1, 2 * model.settings.chain.delay_weeks):
            _tell_of_campaign(model, p)


def _distinguishable(model: "ReferenceModel", need: "Need", h: "Household") -> bool:
    """Whether a household tells its member household of a need: as if somebody had just talked with it."""
    p, who = model.settings.people, h.deciding
    chance = voices(
        hear.household_value(model, need, h), need.value_fen, who.trust, True, who.fatigue, p, demand.pull(model, need)
    )
    return model.random_draw(CHAIN_TOLD, need.id, h.id, model.week) < chance


def _send_up(model: "ReferenceModel", need: "Need", teller: "Household") -> None:
    """Work out how far a need gets: to the level with the power, to the office past a gap, or nowhere."""
    chain, top = model.settings.chain, WITH_POWER[levels.with_power(model, need)]
    level, steps, end = HOUSEHOLD, 0, ""
    while not end:
        if model.random_draw(CHAIN_PASS, need.id, level, UP) >= chain.pass_on:
            end = "forgotten"
            break
        steps += 1
        level += 1
        if not _level_exists(model, teller, level):
            end = "old way"
        elif level == top:
            end = "arrived"
    need.chain_week, need.chain_end = model.week + steps * int(chain.delay_weeks), end
    model.in_chain.append(need)
    model.spend_time(f"time_members:{need.unit.id}", int(steps * chain.pass_minutes), "passing on")
    if steps > 0 and teller.centre is not None:
        teller.centre.spent_minutes += int(chain.pass_minutes)


def _arrive(model: "ReferenceModel", need: "Need") -> None:
    """The need is recorded without the office, or waits there for its turn, or is forgotten."""
    if need.chain_end == "forgotten" or need.met or need.week_recorded != NEVER:
        return
    if need.week_voiced == NEVER:
        hear.becomes_voiced(model, need)
    if need.chain_end == "arrived":
        hear.becomes_recorded(model, need)


# down -----------------------------------------------------------------------------------------------------------


def _passes_down(model: "ReferenceModel", h: "Household", word: int, week: int, what: int) -> bool:
    """Whether word gets from the compound branch over the building's group to a household's member household."""
    chain, centre = model.settings.chain, h.centre
    if centre is None or not (_has_branch(model, h.unit) and _has_group(model, h)):
        return False
    from_branch = model.random_draw(CHAIN_PASS, _building_key(h) + word, week, what + COMPOUND)
    from_group = model.random_draw(CHAIN_PASS, centre.resident.id + word, week, what + BUILDING)
    return from_branch < chain.pass_on and from_group < chain.pass_on


def _tell(model: "ReferenceModel", households: "list[Household]", word: int, week: int, what: int) -> "list[Household]":
    """Let member households tell those they look after, while they have minutes; return who was told."""
    each = int(model.settings.chain.tell_minutes)
    told = []
    for h in households:
        if _passes_down(model, h, word, week, what) and h.centre is not None and posts.has_time(h.centre):
            h.centre.spent_minutes += each
            told.append(h)
    if told:
        model.spend_time(f"time_members:{told[0].unit.id}", len(told) * each, "telling")
    return told


def _tell_of_campaign(model: "ReferenceModel", p: "Project") -> None:
    """Those not asked yet will look at the campaign this week."""
    waiting = [s for s in p.stakes if s.asked_week == NEVER]
    told = _tell(model, [s.household for s in waiting], p.id, 0, OF_CAMPAIGN)
    for s in waiting:
        s.told = s.told or s.household in told


def tell_of_meeting(model: "ReferenceModel", unit: "Unit") -> None:
    """Let households hear of this week's meeting: their adults count as invited."""
    for h in _tell(model, unit.households, 0, model.week, OF_MEETING):
        h.told_week = model.week
