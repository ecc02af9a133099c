"""Platforms (议事平台): when, where and by whom a unit's meeting is called, and who may come (ODD 7.12).

With the defaults of `dizao.model.parameters.Platforms` nothing here changes anything.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import COMMUNITY_OFFICE, mediated
from dizao.agents.parameters import People
from dizao.agents.resident import CHILD, MIDDLE, OLDER, YOUNG
from dizao.model.parameters import FIRST_DAY, MEETING_DAYS

if TYPE_CHECKING:
    from dizao.model.engine import Engine

AGES = OLDER + 1
DAYS_OF_WEEK, FIRST_FREE_DAY = 7, 5
"""Saturday and Sunday are free for those who work."""


class Called(NamedTuple):
    """How meetings are called: ``tilts`` of the log-odds of coming, by meeting and age band; who may come, a share."""

    tilts: NDArray[np.float64]
    representatives: float


def day_of_meeting(week: int) -> int | None:
    """Return the day of the week (0: Monday) of the meeting day in a week, or None: days with a 4 are ten days apart.

    Parameters
    ----------
    week
        0 is the first of the programme, which begins on a Monday.
    """
    monday = FIRST_DAY + timedelta(days=DAYS_OF_WEEK * week)
    for day in range(DAYS_OF_WEEK):
        if (monday + timedelta(days=day)).day in MEETING_DAYS:
            return day
    return None


def meets(engine: "Engine", units: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say for each of some units whether its platform meets this week."""
    if engine.settings.platforms.calendar == "fours":
        return np.full(len(units), day_of_meeting(engine.week) is not None)
    return (engine.week + engine.meeting_phase[units]) % engine.settings.works.meeting_every_weeks == 0


def tilts(engine: "Engine", meeting: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what place, time of day and convenor add to the log-odds of coming, by meeting and age band."""
    platforms = engine.settings.platforms
    found = np.full((len(meeting), AGES), platforms.ease)
    found += (platforms.convenor_weight * status(engine, meeting))[:, None]
    if platforms.representatives_share > 0.0:
        found += platforms.representatives_duty
    found[:, CHILD] = 0.0
    fours = platforms.calendar == "fours"
    day = day_of_meeting(engine.week) if fours else 0
    if platforms.hour == "day" and day is not None and day < FIRST_FREE_DAY:
        found[:, (YOUNG, MIDDLE)] -= platforms.working_hours
    elif platforms.hour == "evening":
        found[:, OLDER] -= platforms.dark
    return found


def status(engine: "Engine", meeting: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the status of who calls the meetings of some units, in [0, 1]: 0 for the council, as it always was."""
    world, platforms = engine.world, engine.settings.platforms
    if platforms.convenor == "station":
        return np.where(world.units.station[meeting] > 0, platforms.station_status, 0.0)
    found = np.zeros(len(world.units.id))
    if platforms.convenor == "member":
        members, first = world.members, world.units.first_member
        of_unit = np.repeat(np.arange(len(found)), np.diff(first))
        active = members.minutes > 0
        np.maximum.at(found, of_unit[active], world.residents.status[members.resident[active]].astype(np.float64))
    return np.minimum(1.0, found[meeting])


def convene(engine: "Engine", meeting: NDArray[np.int64]) -> None:
    """Take the minutes that a station's meetings cost the community's office."""
    platforms = engine.settings.platforms
    if platforms.convenor == "station":
        for unit in meeting[engine.world.units.station[meeting] > 0]:
            office = engine.office(COMMUNITY_OFFICE, int(unit))
            engine.take_minutes(office, int(platforms.convening_minutes), "convening")


def called(engine: "Engine", meeting: NDArray[np.int64]) -> Called:
    """Return how the meetings of some units are called."""
    share = engine.settings.platforms.representatives_share
    return Called(tilts(engine, meeting), share if share > 0.0 else 1.0)


def invited_shares(engine: "Engine", shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares of adults who are invited: where representatives meet, each of them is."""
    return np.ones(len(shares)) if engine.settings.platforms.representatives_share > 0.0 else shares


def represented(engine: "Engine") -> float:
    """Return for how many people each of those present speaks."""
    platforms = engine.settings.platforms
    return platforms.represents if platforms.representatives_share > 0.0 else 1.0


def mediate(engine: "Engine", meeting: NDArray[np.int64], chances: NDArray[np.float64]) -> None:
    """Let whoever called a meeting mediate in its matters."""
    platforms = engine.settings.platforms
    if platforms.convenor != "council":
        _mediate_all(status(engine, meeting), platforms.convenor_mediates, chances)


@kernel
def _mediate_all(statuses, weight, chances):
    for k in range(len(chances)):
        chances[k] = mediated(chances[k], statuses[k], weight)


def voters(engine: "Engine") -> People:
    """Return what people are like when they vote: what representatives have proposed they hold less for their own."""
    platforms = engine.settings.platforms
    if platforms.representatives_share <= 0.0:
        return engine.people
    return engine.people._replace(vote_intercept=engine.people.vote_intercept - platforms.legitimacy_loss)
