"""Meetings of a unit (ODD 7.3): who comes, and what those present settle or propose."""

from typing import TYPE_CHECKING

from dizao.model.core import draws

from . import councils, hear, partners, party_chain, platforms, proposals
from .rules import coming as coming_log_odds
from .rules import logistic, settles

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Household, Resident, Unit
    from .things import Need


def run(model: "ReferenceModel") -> None:
    """Hold all meetings of the week; who came is known to others from the next meeting on."""
    model.units.do(meet)
    for unit in model.units:
        for r in unit.adults:
            r.came_last = r.came_now


def meet(unit: "Unit") -> None:
    """Hold a unit's meeting if it is due and something is on the agenda."""
    model: ReferenceModel = unit.model
    agenda = _agenda(model, unit) if platforms.is_due(model, unit) else []
    if not agenda:
        return
    works = model.settings.works
    platforms.convene(model, unit)
    status = platforms.status_of_convenor(model, unit)
    party_chain.tell_of_meeting(model, unit)
    present = [r for r in unit.adults if platforms.may_come(model, r) and _comes(model, r, agenda, status)]
    unit.turnout = len(present)
    model.spend_time(f"time_residents:{unit.id}", int(len(present) * works.meeting_minutes), "meetings")
    if len(present) >= works.meeting_minimum:
        for need in agenda:
            _decide(model, need, present)
    _close(model, unit, present)


def _agenda(model: "ReferenceModel", unit: "Unit") -> "list[Need]":
    """The oldest matters and project needs that wait in the unit since before this week."""
    projects = [p.need for p in unit.projects if p.stage == "recorded" and not p.need.met]
    found = [n for n in [*hear.open_matters(unit), *projects] if n.week_recorded < model.week]
    waiting = [n for n in found if not councils.is_in_hand(model, n) and not partners.is_on_hold(n)]
    return sorted(waiting, key=lambda n: (n.week_recorded, n.id))[: model.settings.works.agenda_items]


def _comes(model: "ReferenceModel", r: "Resident", agenda: "list[Need]", status: float) -> bool:
    """Whether an adult comes: against a random draw of the person and the week; ``status`` is that of who calls."""
    invited = r.household.told_week == model.week or platforms.is_invited(model, r)
    odds = coming(model, r, agenda, invited=invited) + platforms.pull(model, r, status)
    return model.random_draw(draws.ATTEND, r.id, model.week) < logistic(odds)


def coming(model: "ReferenceModel", r: "Resident", agenda: "list[Need]", *, invited: bool) -> float:
    """Log-odds that an adult comes: own stake, what neighbours did last time, time, fatigue."""
    stake = sum(stake_in(model, need, r.household) for need in agenda)
    neighbours = sum(other.came_last for other in r.ties) / len(r.ties) if r.ties else 0.0
    spare = r.spare_minutes / r.household.unit.group.place.spare_minutes_per_week
    return coming_log_odds(invited, stake, neighbours, spare, r.fatigue, model.settings.people)


def stake_in(model: "ReferenceModel", need: "Need", h: "Household") -> float:
    """Own value of a need over its mean, harm as much as gain; 0 for a household that it does not concern."""
    if not need.concerns(h) or need.value_fen <= 0.0:
        return 0.0
    return abs(hear.household_value(model, need, h)) / need.value_fen


def _decide(model: "ReferenceModel", need: "Need", present: "list[Resident]") -> None:
    """Settle a matter, or write a proposal."""
    if need.project is not None:
        proposals.propose(model, need.project, present)
        return
    members_share = sum(r.mediates for r in present) / max(1, len(present))
    turnout = platforms.voices_heard(model, len(present))
    presiding = platforms.mediation(model, need.unit)
    hear.try_to_settle(model, need, settles(turnout, members_share, model.settings.works, presiding))


def _close(model: "ReferenceModel", unit: "Unit", present: "list[Resident]") -> None:
    """Note who came: they were talked with, and are a little more tired."""
    for r in unit.adults:
        r.came_now = False
    for r in present:
        r.came_now = r.attended = True
        r.tire(model.settings.people.fatigue_meeting)
        r.household.talk(model.week)
