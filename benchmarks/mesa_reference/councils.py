"""Councils (ODD 7.16): residents who sit for a unit or a need, meet, talk with those concerned, settle matters."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.systems.councils import COUNCIL_COME, COUNCIL_JOIN
from dizao.model.world.projects import NEVER

from . import hear, meetings, proposals
from .rules import MOST, logistic, settles

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Resident, Unit
    from .things import Need

TALKED_OVER = ("recorded", "vote", "campaign")
UNDER_WAY = (*TALKED_OVER, "collect", "build")
"""Stages of a project in which members talk, and in which they meet at all; while it is applied for nobody does."""


@dataclass(eq=False)
class Council:
    """Who sits, and for what: a need, or (None) all that a unit has.

    ``talked`` counts households talked with at the last meeting, by the need's id.
    """

    unit: "Unit"
    need: "Need | None"
    seats: "list[Resident]"
    first_week: int
    talked: "dict[int, int]" = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The id of what it sits for; it keys who comes."""
        return self.unit.id if self.need is None else self.need.id


def run(model: "ReferenceModel") -> None:
    """Dissolve councils whose need is done, form those that are wanted, and hold this week's meetings."""
    rules = model.settings.councils
    if rules.kind == "none":
        return
    model.councils = [c for c in model.councils if c.need is None or not _is_done(model, c.need)]
    if rules.kind == "standing":
        _elect(model)
    else:
        _form(model)
    for council in model.councils:
        items = _items(model, council)
        if items and (model.week - council.first_week) % rules.meeting_every_weeks == 0:
            _meet(model, council, items)


# what is in hand ------------------------------------------------------------------------------------------------


def _is_open(model: "ReferenceModel", need: "Need") -> bool:
    """Whether a need lies with its unit, for no longer than a council keeps it, or its project is under way."""
    if need.met or need.week_recorded == NEVER:
        return False
    if need.project is None:
        held = model.week - need.week_recorded <= model.settings.councils.hold_weeks
        return held and need.level == hear.UNIT_LEVEL and need.week_settled == NEVER
    return need.project.stage in UNDER_WAY


def _is_done(model: "ReferenceModel", need: "Need") -> bool:
    """Whether an issue council is over: its need is met, settled or has gone up, its project in use or failed."""
    applied_for = need.project is not None and need.project.stage == "apply"
    return not _is_open(model, need) and not applied_for


def _open_needs(model: "ReferenceModel", unit: "Unit") -> "list[Need]":
    """A unit's needs that a council may have in hand, the oldest first."""
    found = [n for n in unit.needs if _is_open(model, n) and n.week_recorded < model.week]
    return sorted(found, key=lambda n: (n.week_recorded, n.id))


def _items(model: "ReferenceModel", council: Council) -> "list[Need]":
    if council.need is not None:
        return [council.need] if _is_open(model, council.need) else []
    return _open_needs(model, council.unit)[: model.settings.councils.agenda_items]


def is_in_hand(model: "ReferenceModel", need: "Need") -> bool:
    """Whether a matter is in a council's hand, and so off the unit's agenda."""
    mine = [c for c in model.councils if c.need is need or (c.need is None and c.unit is need.unit)]
    return need.project is None and bool(mine) and _is_open(model, need)


# who sits -------------------------------------------------------------------------------------------------------


def _elect(model: "ReferenceModel") -> None:
    """Give each unit its standing council: those of most status, among equals of most spare minutes, for good."""
    rules = model.settings.councils
    for unit in model.units:
        if not any(c.unit is unit for c in model.councils):
            best = sorted(unit.adults, key=lambda r: (-r.status, -r.spare_minutes, r.id))
            model.councils.append(Council(unit, None, best[: rules.members], model.week))


def _form(model: "ReferenceModel") -> None:
    """Form a council for each need that has none: of those with most at stake, the first who come."""
    rules = model.settings.councils
    opened = [n for unit in model.units for n in _open_needs(model, unit)]
    for need in sorted(opened, key=lambda n: (n.week_recorded, n.id)):
        waited = model.week - need.week_recorded - 1
        if waited % WEEKS_PER_MONTH or any(c.need is need for c in model.councils):
            continue
        asked = _most_concerned(model, need)[: round(rules.asked_ratio * rules.members)]
        seats = [r for r in asked if _comes(model, need.id, r, [need], 0.0)][: rules.members]
        _spend_an_evening(model, need.unit, seats)
        if len(seats) >= rules.minimum:
            model.councils.append(Council(need.unit, need, seats, model.week + 1))


def _most_concerned(model: "ReferenceModel", need: "Need") -> "list[Resident]":
    """The adults concerned, those with most at stake first, equals at random."""
    adults = [r for h in need.households for r in h.residents if r.is_adult]
    random_draw = {r: model.random_draw(COUNCIL_JOIN, need.id, r.id) for r in adults}
    return sorted(adults, key=lambda r: (-min(MOST, meetings.stake_in(model, need, r.household)), random_draw[r]))


def _comes(model: "ReferenceModel", about: int, r: "Resident", items: "list[Need]", seat: float) -> bool:
    """Whether somebody comes who is invited (7.3), more surely with a seat."""
    odds = meetings.coming(model, r, items, invited=True) + seat
    return model.random_draw(COUNCIL_COME, about, r.id, model.week) < logistic(odds)


# the meeting ----------------------------------------------------------------------------------------------------


def _meet(model: "ReferenceModel", council: Council, items: "list[Need]") -> None:
    """Hold a meeting: try to settle what was talked over since the last one, then go and talk."""
    rules = model.settings.councils
    came = [r for r in council.seats if _comes(model, council.id, r, items, rules.seat)]
    _spend_an_evening(model, council.unit, came)
    if len(came) < rules.minimum:
        return
    minutes = _minutes(model, came) // len(items)
    for need in items:
        if need.project is None and need.id in council.talked:
            _try(model, council, need, came)
        if _wants_talk(model, need):
            council.talked[need.id] = _talk(model, need, minutes, came)


def _spend_an_evening(model: "ReferenceModel", unit: "Unit", came: "list[Resident]") -> None:
    """Whoever comes to a council gives time, is more tired, and was talked with; also where too few come."""
    minutes = int(len(came) * model.settings.councils.meeting_minutes)
    model.spend_time(f"time_residents:{unit.id}", minutes, "council meetings")
    for r in came:
        r.attended = True
        r.tire(model.settings.people.fatigue_meeting)
        r.household.talk(model.week)


def _try(model: "ReferenceModel", council: Council, need: "Need", came: "list[Resident]") -> None:
    """Try to settle a matter; who was talked with counts as if they had come."""
    turnout = len(came) + council.talked.pop(need.id)
    members_share = sum(r.mediates for r in came) / len(came)
    hear.try_to_settle(model, need, settles(turnout, members_share, model.settings.works))


# talks ----------------------------------------------------------------------------------------------------------


def _wants_talk(model: "ReferenceModel", need: "Need") -> bool:
    return _is_open(model, need) if need.project is None else need.project.stage in TALKED_OVER


def _minutes(model: "ReferenceModel", came: "list[Resident]") -> int:
    """Minutes until the next meeting of those who came: less when tired, and divided over one's seats."""
    rules = model.settings.councils
    free = sum(r.spare_minutes * (1.0 - r.fatigue) / _seats(model, r) for r in came)
    return int(free * rules.minutes_share * rules.meeting_every_weeks)


def _seats(model: "ReferenceModel", r: "Resident") -> int:
    return sum(r in c.seats for c in model.councils)


def _talk(model: "ReferenceModel", need: "Need", minutes: int, came: "list[Resident]") -> int:
    """Talk with households concerned, with whom nobody has talked for longest first; return with how many."""
    each = model.settings.offices.visit_minutes
    chosen = sorted(need.households, key=lambda h: h.contact_week)[: int(minutes // max(1.0, each))]
    model.spend_time(f"time_residents:{need.unit.id}", int(len(chosen) * each), "council talks")
    # In turn, in the order in which people are stored.
    came = sorted(came, key=lambda r: r.id)
    for k, h in enumerate(chosen):
        h.talk(model.week, came[k % len(came)].id)
        _answer(model, need, h)
    return len(chosen)


def _answer(model: "ReferenceModel", need: "Need", h: "Household") -> None:
    """Distrust of a proposal, strong enough to object, is answered."""
    p = need.project
    if p is not None and p.stakes and proposals.distrust(h) >= model.settings.people.objection_threshold:
        p.by_household[h.id].explained = True
