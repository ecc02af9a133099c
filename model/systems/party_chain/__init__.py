"""The five-level party chain: carries needs up to who can act, and word of what is on down (ODD 7.13).

Street work committee, community committee, compound branch, building group, member household. A need that is told to a
member household climbs level by level to the one with the power to settle it. Where the next level does not exist, or
forgets to pass it on, the old way is left: somebody goes to the community's office, or nobody does.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

CHAIN_LEVEL, CHAIN_TOLD, CHAIN_PASS = 65, 66, 67
"""Purposes of random draws (`dizao.model.core.draws`)."""


class Chain(NamedTuple):
    """The five-level party chain (ODD 7.13): where it exists, and what it takes to carry a word. Off unless set."""

    streets: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "streets whose work committee (街道党工委) takes up what comes"),
    ] = 0.0
    communities: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "communities whose committee (社区党委) takes up or passes on"),
    ] = 0.0
    compounds: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "units with a compound branch (小区党支部) that works")
    ] = 0.0
    buildings: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "buildings with a party group (楼栋党小组) that works")
    ] = 0.0
    households: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "active members who are member households (党员中心户) to their neighbours"
        ),
    ] = 0.0
    households_each: Annotated[
        int, Parameter("households", 5, 20, "C", ASSUMED, "households next door that one member household looks after")
    ] = 10
    pass_on: Annotated[
        float, Parameter("probability", 0.5, 1.0, "C", ASSUMED, "chance that a level passes on what it was told")
    ] = 0.8
    delay_weeks: Annotated[int, Parameter("weeks", 0, 4, "C", ASSUMED, "weeks that each step takes")] = 1
    pass_minutes: Annotated[
        float, Parameter("minutes", 5.0, 60.0, "C", ASSUMED, "members' minutes for one step of one need")
    ] = 15.0
    tell_minutes: Annotated[
        float, Parameter("minutes", 1.0, 15.0, "C", ASSUMED, "to tell one household next door what is on")
    ] = 4.0


def has_member_households(settings: "Settings") -> bool:
    """Return whether there is a chain: without member households nothing enters it or leaves it.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether the share of member households is above 0.
    """
    return bool(settings.chain.households > 0.0)


SYSTEM = System(
    name="party_chain",
    row=6,
    odd="7.13",
    section="chain",
    settings=Chain,
    switches=("streets", "communities", "compounds", "buildings", "households"),
    is_there=has_member_households,
    needs=dict.fromkeys(
        (name for name in Chain._fields if name != "households"),
        Condition("where chain.households is above 0", has_member_households),
    ),
    acts={"hearing_begins": "week.carry", "meetings_called": "week.announce_meetings"},
    begin="week.begin",
    copied="week.copied",
    draws={"CHAIN_LEVEL": CHAIN_LEVEL, "CHAIN_TOLD": CHAIN_TOLD, "CHAIN_PASS": CHAIN_PASS},
    tasks={"telling": "member_hours", "passing on": "member_hours"},
    names={
        "households_each": ("households of a member household", "中心户联系的户数"),
        "pass_on": ("chance that a level passes on", "逐级传达的概率"),
        "delay_weeks": ("weeks of a step of the chain", "每级传递的周数"),
        "pass_minutes": ("minutes of a step of the chain", "每级传递的时间"),
        "tell_minutes": ("minutes to tell one household", "告知一户的时间"),
    },
)
