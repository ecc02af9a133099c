"""Platforms (议事平台): when, where and by whom a unit's meeting is called, and who may come (ODD 7.12).

With the defaults of `Platforms` nothing here changes anything.
"""

from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.system import System


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


CONVENED = Condition(
    "where somebody else than the council calls (platforms.convenor)",
    lambda settings: settings.platforms.convenor != "council",
)
BY_STATION = Condition('with platforms.convenor = "station"', lambda settings: settings.platforms.convenor == "station")
REPRESENTED = Condition(
    "where platforms.representatives_share is above 0",
    lambda settings: settings.platforms.representatives_share > 0.0,
)

SYSTEM = System(
    name="platforms",
    row=3,
    odd="7.12",
    section="platforms",
    settings=Platforms,
    follows="works",
    switches=("calendar", "hour", "hearing", "ease", "convenor", "representatives_share"),
    needs={
        "working_hours": Condition('with platforms.hour = "day"', lambda settings: settings.platforms.hour == "day"),
        "dark": Condition('with platforms.hour = "evening"', lambda settings: settings.platforms.hour == "evening"),
        **dict.fromkeys(("convenor_weight", "convenor_mediates"), CONVENED),
        **dict.fromkeys(("station_status", "convening_minutes"), BY_STATION),
        **dict.fromkeys(("representatives_duty", "represents", "legitimacy_loss"), REPRESENTED),
    },
    acts={
        "meetings_due": "week.meets",
        "invitations": "week.invited",
        "call": "week.called",
        "meetings_convened": "week.convene",
        "speaks_for": "week.represented",
        "settling": "week.mediate",
        "voting": "week.voters",
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
