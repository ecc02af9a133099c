"""What members do where they live besides visits, and the volunteers beside them (双报到, 楼栋长, 南湖大妈; ODD 7.14).

Duties come first: they take of a member's minutes of the week what visits then lack.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

DUTY, TEAM_VISIT = 68, 69
"""Purposes of random draws (`dizao.model.core.draws`)."""


class Posts(NamedTuple):
    """What members do where they live, and the volunteers beside them (ODD 7.14). Only the first three unless set."""

    visits: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "part of the minutes that duties leave which goes to visits"),
    ] = 1.0
    first_contributions: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "party members who give before the others, and more")
    ] = 1.0
    mediators: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "party members whose presence at a meeting helps to settle")
    ] = 1.0
    watchers: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "active members whose duty it is to watch works")
    ] = 0.0
    building_leaders: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "buildings led by an active member (楼栋长), where one lives there"),
    ] = 0.0
    call_minutes: Annotated[
        float, Parameter("minutes", 3.0, 30.0, "C", ASSUMED, "for a building's leader to talk with one household")
    ] = 10.0
    teams: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "active members aged 61 or over who lead a volunteer team")
    ] = 0.0
    team_size: Annotated[int, Parameter("people", 3, 30, "C", ASSUMED, "volunteers in a team")] = 8
    volunteer_minutes: Annotated[
        float, Parameter("minutes a week", 15.0, 240.0, "C", ASSUMED, "of one volunteer, for visits")
    ] = 40.0


def always(settings: "Settings") -> bool:
    """Say that members are always there: what they do by default is part of every world.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    True.
    """
    return True


LEADERS = Condition("where posts.building_leaders is above 0", lambda settings: settings.posts.building_leaders > 0.0)
TEAMS = Condition("where posts.teams is above 0", lambda settings: settings.posts.teams > 0.0)

SYSTEM = System(
    name="members",
    row=7,
    odd="7.14",
    section="posts",
    settings=Posts,
    switches=("visits", "first_contributions", "mediators", "watchers", "building_leaders", "teams"),
    is_there=always,
    needs={"call_minutes": LEADERS, "team_size": TEAMS, "volunteer_minutes": TEAMS},
    acts={
        "visits_begin": "week.call_on_neighbours",
        "visit_share": "week.visit_share",
        "visits_end": "week.visit_in_teams",
        "watchers": "week.watch",
    },
    world="week.give_duties",
    draws={"DUTY": DUTY, "TEAM_VISIT": TEAM_VISIT},
    tasks={"calls": "member_hours", "watching": "member_hours", "volunteering": "volunteer_hours"},
    names={
        "call_minutes": ("minutes of a building leader's call", "楼栋长上门时间"),
        "team_size": ("volunteers in a team", "志愿队人数"),
        "volunteer_minutes": ("minutes of a volunteer", "志愿者每周时间"),
    },
)
