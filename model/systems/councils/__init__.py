"""Councils (理事会): residents who take a matter or a project in hand between the unit's meetings (ODD 7.16).

A standing council has fixed members and takes up everything in its unit. An issue council is formed for one need by
those with most at stake who come, and dissolves when it is over. Both work by the same rules: members come or not, try
to settle a matter, and talk with households concerned, within their spare minutes and as long as they are not tired.
"""

from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.parameters import CASES
from dizao.model.system import System

COUNCIL_JOIN, COUNCIL_COME = 73, 74
"""Purposes of random draws (`dizao.model.core.draws`)."""


class Councils(NamedTuple):
    """Councils of residents (理事会) that take matters and projects in hand (ODD 7.16)."""

    kind: Annotated[
        Literal["none", "standing", "issue"],
        "none; one standing council in each unit for everything; or a council for each issue, dissolved at its end",
    ] = "none"
    members: Annotated[int, Parameter("people", 3, 15, "C", "a council of 7 in case 30, " + CASES, "its members")] = 7
    minimum: Annotated[
        int, Parameter("people", 2, 5, "C", ASSUMED, "people below whom a council is not formed, and decides nothing")
    ] = 3
    asked_ratio: Annotated[
        float, Parameter("ratio", 1.0, 6.0, "C", ASSUMED, "people asked to join an issue council, to its members", 1.0)
    ] = 3.0
    seat: Annotated[
        float,
        Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "that somebody who has taken a seat comes, beside being invited"),
    ] = 2.0
    meeting_every_weeks: Annotated[
        int, Parameter("weeks", 1, 8, "C", ASSUMED, "weeks between two meetings of a council")
    ] = 2
    meeting_minutes: Annotated[
        float, Parameter("minutes", 30.0, 180.0, "C", ASSUMED, "length of a council's meeting")
    ] = 60.0
    agenda_items: Annotated[
        int, Parameter("needs", 1, 10, "C", ASSUMED, "needs that one meeting of a standing council can take up")
    ] = 3
    hold_weeks: Annotated[
        int,
        Parameter(
            "weeks", 8, 104, "C", ASSUMED, "weeks after which a matter that is not settled goes back to the meeting"
        ),
    ] = 52
    minutes_share: Annotated[
        float, Parameter("share", 0.05, 0.5, "C", ASSUMED, "part of their spare minutes that members give to councils")
    ] = 0.2


SYSTEM = System(
    name="councils",
    row=10,
    odd="7.16",
    section="councils",
    settings=Councils,
    switches=("kind",),
    needs={
        "asked_ratio": Condition('with councils.kind = "issue"', lambda settings: settings.councils.kind == "issue"),
        "agenda_items": Condition(
            'with councils.kind = "standing"', lambda settings: settings.councils.kind == "standing"
        ),
    },
    acts={"planning_begins": "week.run", "off_agenda": "week.in_hand"},
    begin="week.begin",
    draws={"COUNCIL_JOIN": COUNCIL_JOIN, "COUNCIL_COME": COUNCIL_COME},
    tasks={"council meetings": "meeting_hours", "council talks": "meeting_hours"},
    names={
        "members": ("members of a council", "理事会人数"),
        "minimum": ("fewest members of a council", "理事会最低人数"),
        "asked_ratio": ("people asked for a seat", "每席邀请人数"),
        "seat": ("effect of a seat on coming", "席位对参会的作用"),
        "meeting_every_weeks": ("weeks between meetings of a council", "理事会会议间隔"),
        "meeting_minutes": ("length of a council's meeting", "理事会会议时长"),
        "agenda_items": ("needs that a council takes up", "理事会每次议题数"),
        "hold_weeks": ("weeks that a council keeps a matter", "理事会保留事项的周数"),
        "minutes_share": ("spare time given to councils", "用于理事会的闲暇比例"),
    },
)
