"""What platforms do: when meetings are held, how they are called, who may come (ODD 7.12)."""

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import COMMUNITY_OFFICE, mediated
from dizao.agents.parameters import People
from dizao.agents.resident import CHILD, MIDDLE, OLDER, YOUNG
from dizao.model.governance.meetings import AGES, Called
from dizao.model.parameters import FIRST_DAY

if TYPE_CHECKING:
    from dizao.model.state import State

DAYS_OF_WEEK, FIRST_FREE_DAY = 7, 5
"""Saturday and Sunday are free for those who work."""


MEETING_DAYS = (4, 14, 24)
"""Days of the month with a 4 (逢四)."""


def day_of_meeting(week: int) -> int | None:
    """Return the day of the week (0: Monday) of the meeting day in a week, or None: days with a 4 are ten days apart.

    Parameters
    ----------
    week
        0 is the first of the programme, which begins on a Monday.

    Returns
    -------
    0 to 6, or None where the week has no such day.
    """
    monday = FIRST_DAY + timedelta(days=DAYS_OF_WEEK * week)
    for day in range(DAYS_OF_WEEK):
        if (monday + timedelta(days=day)).day in MEETING_DAYS:
            return day
    return None


def meets(state: "State", units: NDArray[np.int32], due: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say for each of some units whether its platform meets this week: on days with a 4, or when it is due anyway.

    Parameters
    ----------
    state
        The state of the run.
    units
        Rows of units, shape (n,).
    due
        Whether the usual calendar has each of them meet, shape (n,).

    Returns
    -------
    Shape (n,).
    """
    if state.settings.platforms.calendar == "fours":
        return np.full(len(units), day_of_meeting(state.week) is not None)
    return due


def tilts(state: "State", meeting: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what place, time of day and convenor add to the log-odds of coming, by meeting and age band.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).

    Returns
    -------
    Log-odds, shape (meetings, age bands); 0 for children.
    """
    platforms = state.settings.platforms
    found = np.full((len(meeting), AGES), platforms.ease)
    found += (platforms.convenor_weight * status(state, meeting))[:, None]
    if platforms.representatives_share > 0.0:
        found += platforms.representatives_duty
    found[:, CHILD] = 0.0
    fours = platforms.calendar == "fours"
    day = day_of_meeting(state.week) if fours else 0
    if platforms.hour == "day" and day is not None and day < FIRST_FREE_DAY:
        found[:, (YOUNG, MIDDLE)] -= platforms.working_hours
    elif platforms.hour == "evening":
        found[:, OLDER] -= platforms.dark
    return found


def status(state: "State", meeting: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the status of who calls the meetings of some units, in [0, 1]: 0 for the council, as it always was.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).

    Returns
    -------
    In [0, 1], shape (meetings,).
    """
    world, platforms = state.world, state.settings.platforms
    if platforms.convenor == "station":
        return np.where(world.units.station[meeting] > 0, platforms.station_status, 0.0)
    found = np.zeros(len(world.units.id))
    if platforms.convenor == "member":
        members, first = world.members, world.units.first_member
        of_unit = np.repeat(np.arange(len(found)), np.diff(first))
        active = members.minutes > 0
        np.maximum.at(found, of_unit[active], world.residents.status[members.resident[active]].astype(np.float64))
    return np.minimum(1.0, found[meeting])


def convene(state: "State", meeting: NDArray[np.int64]) -> None:
    """Take the minutes that a station's meetings cost the community's office.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).
    """
    platforms = state.settings.platforms
    if platforms.convenor == "station":
        for unit in meeting[state.world.units.station[meeting] > 0]:
            office = state.office(COMMUNITY_OFFICE, int(unit))
            state.take_minutes(office, int(platforms.convening_minutes), "convening")


def called(state: "State", meeting: NDArray[np.int64], usual: Called) -> Called:
    """Return how the meetings of some units are called.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).
    usual
        How they are called without platforms.

    Returns
    -------
    Log-odds of coming by meeting and age band, and the share of adults who are representatives.
    """
    share = state.settings.platforms.representatives_share
    return Called(usual.tilts + tilts(state, meeting), share if share > 0.0 else usual.representatives)


def invited(state: "State", meeting: NDArray[np.int64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many people are invited to some meetings: where representatives meet, each of them is.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).
    people
        How many are invited without platforms, shape (meetings,).

    Returns
    -------
    People, shape (meetings,).
    """
    platforms = state.settings.platforms
    if platforms.representatives_share > 0.0:
        return np.maximum(1.0, state.world.units.adults[meeting])
    return people * platforms.hearing


def represented(state: "State", number: float) -> float:
    """Return for how many people each of those present speaks.

    Parameters
    ----------
    state
        The state of the run.
    number
        People for whom each speaks without platforms.

    Returns
    -------
    People.
    """
    platforms = state.settings.platforms
    return number * platforms.represents if platforms.representatives_share > 0.0 else number


def mediate(state: "State", meeting: NDArray[np.int64], chances: NDArray[np.float64]) -> None:
    """Let whoever called a meeting mediate in its matters.

    Parameters
    ----------
    state
        The state of the run.
    meeting
        Rows of the units that meet, shape (meetings,).
    chances
        Chance that each matter is settled, shape (meetings,); changed in place.
    """
    platforms = state.settings.platforms
    if platforms.convenor != "council":
        _mediate_all(status(state, meeting), platforms.convenor_mediates, chances)


@kernel
def _mediate_all(statuses: NDArray[np.float64], weight: float, chances: NDArray[np.float64]) -> None:
    """Change the chances that matters are settled by the status of whoever presides."""
    for k in range(len(chances)):
        chances[k] = mediated(chances[k], statuses[k], weight)


def voters(state: "State", people: People) -> People:
    """Return what people are like when they vote: what representatives have proposed they hold less for their own.

    Parameters
    ----------
    state
        The state of the run.
    people
        Behavioural parameters.

    Returns
    -------
    The parameters, with a lower intercept of the vote where representatives propose.
    """
    platforms = state.settings.platforms
    if platforms.representatives_share <= 0.0:
        return people
    return people._replace(vote_intercept=people.vote_intercept - platforms.legitimacy_loss)
