"""Platforms (ODD 7.12): when a meeting is, who calls it, who may come, and what that changes.

With the numbers of `Platforms` as they are by default, each function gives what ODD 7.3 says.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dizao.agents.organization import COMMUNITY_OFFICE
from dizao.agents.resident import OLDER
from dizao.model.core import draws
from dizao.model.parameters import FIRST_DAY
from dizao.model.systems.platforms.week import MEETING_DAYS

from . import organizations, roll_out

if TYPE_CHECKING:
    from .model import ReferenceModel
    from .people import Resident, Unit

WEEKDAYS = range(5)
"""Monday to Friday, as Python counts the days of a week."""


def is_due(model: "ReferenceModel", unit: "Unit") -> bool:
    """Whether it is the unit's week of the cycle, or a week that holds a day with a 4."""
    if model.settings.platforms.calendar == "fours":
        return day_with_a_four(model.week) is not None
    return (model.week + unit.phase) % roll_out.meeting_every_weeks(model, unit) == 0


def day_with_a_four(week: int) -> date | None:
    """Return the 4th, 14th or 24th that falls into a week; there is one at most."""
    monday = FIRST_DAY + timedelta(weeks=week)
    days = [monday + timedelta(days=k) for k in range(7)]
    return next((day for day in days if day.day in MEETING_DAYS), None)


def _is_in_working_hours(model: "ReferenceModel") -> bool:
    """Whether this week's meetings are by day, Monday to Friday; on the cycle a day is a working day."""
    platforms = model.settings.platforms
    day = day_with_a_four(model.week) if platforms.calendar == "fours" else None
    return platforms.hour == "day" and (day is None or day.weekday() in WEEKDAYS)


# who calls ------------------------------------------------------------------------------------------------------


def status_of_convenor(model: "ReferenceModel", unit: "Unit") -> float:
    """Return the status of who calls the unit's meeting, in [0, 1]; the residents' council has none."""
    platforms = model.settings.platforms
    if platforms.convenor == "station":
        return platforms.station_status * unit.station
    if platforms.convenor == "member":
        active = [member.resident.status for member in unit.members if member.minutes > 0]
        return min(1.0, max(active, default=0.0))
    return 0.0


def convene(model: "ReferenceModel", unit: "Unit") -> None:
    """A station that calls a meeting takes minutes of the community's office."""
    platforms = model.settings.platforms
    if platforms.convenor == "station" and unit.station:
        model.takes(model.office(COMMUNITY_OFFICE, unit), int(platforms.convening_minutes), "convening")


def mediation(model: "ReferenceModel", unit: "Unit") -> float:
    """Return what it adds to the log-odds of settling a matter that somebody of status presides."""
    return model.settings.platforms.convenor_mediates * status_of_convenor(model, unit)


# who comes ------------------------------------------------------------------------------------------------------


def may_come(model: "ReferenceModel", r: "Resident") -> bool:
    """Everybody may; where representatives meet, they alone, for good."""
    share = model.settings.platforms.representatives_share
    return share == 0.0 or model.random_draw(draws.REPRESENTATIVE, r.id) < share


def is_invited(model: "ReferenceModel", r: "Resident") -> bool:
    """Whether an adult is asked to come: at random, more where many hear of it; representatives are all asked."""
    works, platforms, unit = model.settings.works, model.settings.platforms, r.household.unit
    if platforms.representatives_share > 0.0:
        return True
    wanted = works.invitations * platforms.hearing * (1.0 + works.station_gain * unit.station)
    chance = wanted / len(unit.adults) + organizations.invitation(model, r)
    return model.random_draw(draws.INVITE, r.id, model.week) < chance


def pull(model: "ReferenceModel", r: "Resident", status: float) -> float:
    """Return what place, convenor, duty and hour add to the log-odds that an adult comes."""
    platforms = model.settings.platforms
    x = platforms.ease + platforms.convenor_weight * status
    if platforms.representatives_share > 0.0:
        x += platforms.representatives_duty
    if r.age != OLDER and _is_in_working_hours(model):
        x -= platforms.working_hours
    if r.age == OLDER and platforms.hour == "evening":
        x -= platforms.dark
    return x


def voices_heard(model: "ReferenceModel", heads: int) -> float:
    """Return for how many people those present speak when a matter is settled."""
    platforms = model.settings.platforms
    return heads * platforms.represents if platforms.representatives_share > 0.0 else heads


def lack_of_legitimacy(model: "ReferenceModel") -> float:
    """Return what is taken from the log-odds of every yes: something where representatives have proposed."""
    platforms = model.settings.platforms
    return platforms.legitimacy_loss if platforms.representatives_share > 0.0 else 0.0
