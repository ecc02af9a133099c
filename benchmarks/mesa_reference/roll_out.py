"""The roll-out in phases: who is reached when, what others do without, and what they hear (ODD 7.29)."""

import math
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.model.systems.roll_out import PILOT, PILOT_STREET

from . import payment
from .rules import float32

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Unit
    from .things import Project


def choose(model: "ReferenceModel") -> None:
    """Choose pilot communities and streets; everybody else is reached last."""
    rules = model.settings.roll_out
    pilots = _chosen(model, {u: u.community for u in model.units}, rules.pilots, PILOT)
    second = _chosen(model, {u: u.street for u in model.units}, rules.pilot_streets, PILOT_STREET)
    for unit in model.units:
        week = rules.all_week
        if unit.street in second:
            week = min(week, rules.street_week)
        if unit.community in pilots:
            week = 0
        unit.start_week = max(unit.start_week, week)


def _chosen(model: "ReferenceModel", place_of: "dict[Unit, int]", share: float, purpose: int) -> set[int]:
    """The places with the highest scores, so many as the share says."""
    rules = model.settings.roll_out
    attendance, incomes = {}, {}
    for place in sorted(set(place_of.values())):
        units = [u for u in model.units if place_of[u] == place]
        adults = sum(len(u.adults) for u in units)
        attendance[place] = sum(r.attended for u in units for r in u.adults) / max(1, adults)
        incomes[place] = sum(u.mean_income * len(u.adults) for u in units) / max(1, adults)
    came, earns = _standardized(attendance), _standardized(incomes)
    scores = {
        place: rules.willing * came[place]
        - rules.poor * earns[place]
        - math.log(-math.log(model.random_draw(purpose, place)))
        for place in attendance
    }
    best = sorted(scores, key=lambda place: -scores[place])
    return set(best[: math.floor(share * len(best) + 0.5)])


def _standardized(values: dict[int, float]) -> dict[int, float]:
    mean = sum(values.values()) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values.values()) / len(values))
    return {key: (value - mean) / spread if spread > 1e-12 else 0.0 for key, value in values.items()}


def meeting_every_weeks(model: "ReferenceModel", unit: "Unit") -> int:
    """Weeks between two meetings: as before until the programme comes, if that was another number."""
    before = model.settings.roll_out.former_meeting_every_weeks
    waits = model.week < 0 or model.week < unit.start_week
    return before if before > 0 and waits else model.settings.works.meeting_every_weeks


def offered(model: "ReferenceModel", p: "Project") -> int:
    """What the rules give for a project, less what its unit does without as long as it waits for the programme."""
    offer = payment.claimed_offer(model, model.rules_in(p.unit), p)
    waits = 0 <= model.week < p.unit.start_week
    return int(offer * (1.0 - model.settings.roll_out.money_moved)) if waits else offer


def move_minutes(model: "ReferenceModel") -> None:
    """Community offices that wait give minutes to those that the programme has reached."""
    if model.week < 0:
        return
    communities = sorted({u.community for u in model.units})
    come = {u.community for u in model.units if u.start_week <= model.week}
    offices = {c: model.offices[COMMUNITY_OFFICE, c] for c in communities}
    given = 0
    for c in communities:
        if come and c not in come:
            minutes = int(max(0, offices[c].minutes_left) * model.settings.roll_out.minutes_moved)
            offices[c].minutes_left -= minutes
            given += minutes
    for k, c in enumerate(sorted(come)):
        offices[c].minutes_left += given // len(come) + (k < given % len(come))


def tell_neighbours(model: "ReferenceModel") -> None:
    """Adults of the other units of a street learn a part of what those concerned have learnt."""
    share, people = model.settings.roll_out.spill_over, model.settings.people
    works = [(p.unit, finished) for p, finished in model.outcomes if p.terms == 1]
    promises = [(p.unit, kept) for p, kept in model.promises if p.terms == 1]
    for unit in model.units:
        for was_finished in (True, False):
            for other, finished in works:
                if finished == was_finished and other.street == unit.street and other is not unit:
                    for r in unit.adults:
                        r.efficacy = float32(
                            r.efficacy + share * people.efficacy_learning * (float(finished) - r.efficacy)
                        )
        for was_kept in (True, False):
            for other, kept in promises:
                if kept == was_kept and other.street == unit.street and other is not unit:
                    for r in unit.adults:
                        gain, loss = share * people.trust_gain, share * people.trust_loss
                        r.trust = float32(r.trust + gain * (1.0 - r.trust) if kept else r.trust - loss * r.trust)
