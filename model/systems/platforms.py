"""Platforms (议事平台): when, where and by whom a unit's meeting is called, and who may come (ODD 7.12).

With the defaults of `Platforms` nothing here changes anything.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel
from dizao.agents.organization import COMMUNITY_OFFICE, mediated
from dizao.agents.parameters import ASSUMED, Parameter, People
from dizao.agents.resident import CHILD, MIDDLE, OLDER, YOUNG
from dizao.model.governance.meetings import AGES, Called
from dizao.model.parameters import FIRST_DAY
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.state import State

DAYS_OF_WEEK, FIRST_FREE_DAY = 7, 5
"""Saturday and Sunday are free for those who work."""


MEETING_DAYS = (4, 14, 24)
"""Days of the month with a 4 (逢四)."""


class Platforms(NamedTuple):
    """When, where and by whom meetings are called, and who may come (ODD 7.12). The defaults change nothing."""

    calendar: Annotated[
        Literal["cycle", "fours"], "meetings every so many weeks, or on the days of the month with a 4 (逢四说事)"
    ] = "cycle"
    hour: Annotated[
        Literal["any", "day", "evening"], "an hour that suits all alike, working hours, or the evening (夜话)"
    ] = "any"
    working_hours: Annotated[
        float,
        Parameter("log-odds", 0.0, 3.0, "C", ASSUMED, "what working hours keep from a meeting, of those under 61"),
    ] = 1.2
    dark: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "what an evening keeps from a meeting, of those over 60")
    ] = 0.4
    hearing: Annotated[
        float, Parameter("ratio", 0.2, 3.0, "C", ASSUMED, "how many hear of a meeting because of its place, to usual")
    ] = 1.0
    ease: Annotated[
        float, Parameter("log-odds", -1.0, 2.0, "C", ASSUMED, "how much easier people feel at that place")
    ] = 0.0
    convenor: Annotated[
        Literal["council", "member", "station"],
        "who calls the meeting: residents' council, the unit's active party member of highest status, the station",
    ] = "council"
    convenor_weight: Annotated[
        float, Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "coming because somebody of full status calls")
    ] = 0.4
    convenor_mediates: Annotated[
        float,
        Parameter("log-odds", 0.0, 1.5, "C", ASSUMED, "settling a matter when somebody of full status presides"),
    ] = 0.4
    station_status: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "status of a service station that calls a meeting")
    ] = 0.5
    convening_minutes: Annotated[
        float, Parameter("minutes", 0.0, 600.0, "C", ASSUMED, "of the community's office, for a station's meeting")
    ] = 180.0
    representatives_share: Annotated[
        float,
        Parameter("share", 0.0, 0.2, "C", ASSUMED, "adults who meet for all the others (群众代表会); 0: all may come"),
    ] = 0.0
    representatives_duty: Annotated[
        float, Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "how much more a representative comes than who is invited")
    ] = 1.5
    represents: Annotated[
        float, Parameter("people", 1.0, 10.0, "C", ASSUMED, "for how many a representative at a meeting speaks")
    ] = 2.0
    legitimacy_loss: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "of a yes, to what representatives have proposed")
    ] = 0.5


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


def meets(state: "State", units: NDArray[np.int32], due: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say for each of some units whether its platform meets this week: on days with a 4, or when it is due anyway."""
    if state.settings.platforms.calendar == "fours":
        return np.full(len(units), day_of_meeting(state.week) is not None)
    return due


def tilts(state: "State", meeting: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what place, time of day and convenor add to the log-odds of coming, by meeting and age band."""
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
    """Return the status of who calls the meetings of some units, in [0, 1]: 0 for the council, as it always was."""
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
    """Take the minutes that a station's meetings cost the community's office."""
    platforms = state.settings.platforms
    if platforms.convenor == "station":
        for unit in meeting[state.world.units.station[meeting] > 0]:
            office = state.office(COMMUNITY_OFFICE, int(unit))
            state.take_minutes(office, int(platforms.convening_minutes), "convening")


def called(state: "State", meeting: NDArray[np.int64], usual: Called) -> Called:
    """Return how the meetings of some units are called."""
    share = state.settings.platforms.representatives_share
    return Called(usual.tilts + tilts(state, meeting), share if share > 0.0 else usual.representatives)


def invited(state: "State", meeting: NDArray[np.int64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many people are invited to some meetings: where representatives meet, each of them is."""
    platforms = state.settings.platforms
    if platforms.representatives_share > 0.0:
        return np.maximum(1.0, state.world.units.adults[meeting])
    return people * platforms.hearing


def represented(state: "State", number: float) -> float:
    """Return for how many people each of those present speaks."""
    platforms = state.settings.platforms
    return number * platforms.represents if platforms.representatives_share > 0.0 else number


def mediate(state: "State", meeting: NDArray[np.int64], chances: NDArray[np.float64]) -> None:
    """Let whoever called a meeting mediate in its matters."""
    platforms = state.settings.platforms
    if platforms.convenor != "council":
        _mediate_all(status(state, meeting), platforms.convenor_mediates, chances)


@kernel
def _mediate_all(statuses, weight, chances):
    for k in range(len(chances)):
        chances[k] = mediated(chances[k], statuses[k], weight)


def voters(state: "State", people: People) -> People:
    """Return what people are like when they vote: what representatives have proposed they hold less for their own."""
    platforms = state.settings.platforms
    if platforms.representatives_share <= 0.0:
        return people
    return people._replace(vote_intercept=people.vote_intercept - platforms.legitimacy_loss)


SYSTEM = System(
    name="platforms",
    row=3,
    odd="7.12",
    section="platforms",
    settings=Platforms,
    follows="works",
    switches=("calendar", "hour", "hearing", "ease", "convenor", "representatives_share"),
    acts={
        "meetings_due": meets,
        "invitations": invited,
        "call": called,
        "meetings_convened": convene,
        "speaks_for": represented,
        "settling": mediate,
        "voting": voters,
    },
    tasks={"convening": "official_hours"},
    names={
        "working_hours": ("what working hours keep away", "工作时间对参会的妨碍"),
        "dark": ("what the evening keeps away", "夜间对参会的妨碍"),
        "convenor_weight": ("effect of who calls the meeting", "召集人的作用"),
        "convenor_mediates": ("effect of who presides", "主持人的作用"),
        "station_status": ("status of a station", "驿站的威望"),
        "convening_minutes": ("minutes to call a station's meeting", "驿站召集会议的时间"),
        "representatives_duty": ("duty of representatives to come", "代表参会的责任感"),
        "represents": ("people for whom a representative speaks", "一名代表所代表的人数"),
        "legitimacy_loss": ("loss of legitimacy of representatives", "代表制的合法性损失"),
    },
)
