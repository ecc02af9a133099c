"""The roll-out in phases: pilot communities, then streets that stand for pilot counties, then everybody (ODD 7.29).

With the defaults of `RollOut` the programme reaches all in week 0, and nothing here changes anything.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.parameters.constants import FEATURE
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

PILOT, PILOT_STREET = 135, 136
"""Purposes of random draws (`dizao.model.core.draws`)."""


class RollOut(NamedTuple):
    """Who the programme reaches when, and what others do without and hear meanwhile (ODD 7.29)."""

    pilots: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "I", f"{FEATURE}: 1,038", "communities that the programme reaches in week 0 (试点社区)"
        ),
    ] = 1.0
    pilot_streets: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "I", f"{FEATURE}: 14", "streets, for pilot counties (试点县), that come second"),
    ] = 0.0
    street_week: Annotated[
        int, Parameter("weeks", 0, 520, "I", f"{FEATURE}: April 2023", "week in which it reaches these streets", 0)
    ] = 35
    all_week: Annotated[
        int, Parameter("weeks", 0, 520, "I", f"{FEATURE}: February 2024", "week in which it reaches all others", 0)
    ] = 79
    willing: Annotated[
        float,
        Parameter(
            "log-odds",
            -2.0,
            2.0,
            "C",
            ASSUMED,
            "being chosen, for a standard deviation more adults who came to meetings",
        ),
    ] = 0.0
    poor: Annotated[
        float,
        Parameter("log-odds", -2.0, 2.0, "C", ASSUMED, "being chosen, for a standard deviation less income a head"),
    ] = 0.0
    former_meeting_every_weeks: Annotated[
        int,
        Parameter("weeks", 0, 26, "C", ASSUMED, "between two meetings of a unit that is not reached yet; 0: as usual"),
    ] = 0
    money_moved: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "part of former offers that places not reached yet do without"),
    ] = 0.0
    minutes_moved: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "community offices' minutes that go to those that are reached"),
    ] = 0.0
    spill_over: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "part of a project's lesson that other units of the street learn"),
    ] = 0.0


def in_phases(settings: "Settings") -> bool:
    """Return whether some are reached before others.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether not all communities are pilots.
    """
    return bool(settings.roll_out.pilots < 1.0)


def _is_there(settings: "Settings") -> bool:
    rules = settings.roll_out
    return in_phases(settings) or bool(rules.spill_over > 0.0 or rules.former_meeting_every_weeks > 0)


IN_PHASES = Condition("where roll_out.pilots is below 1", in_phases)

SYSTEM = System(
    name="roll_out",
    row=1,
    odd="7.29",
    section="roll_out",
    settings=RollOut,
    follows="offices",
    switches=("pilots", "former_meeting_every_weeks", "spill_over"),
    is_there=_is_there,
    needs={
        **dict.fromkeys(("pilot_streets", "all_week", "poor", "money_moved", "minutes_moved"), IN_PHASES),
        "street_week": Condition(
            "where roll_out.pilots is below 1 and roll_out.pilot_streets above 0",
            lambda settings: in_phases(settings) and settings.roll_out.pilot_streets > 0.0,
        ),
        "willing": Condition(
            "where roll_out.pilots is below 1 and there is a warm-up",
            lambda settings: in_phases(settings) and settings.calendar.warm_up_weeks > 0,
        ),
        "former_meeting_every_weeks": Condition(
            'where roll_out.pilots is below 1 or there is a warm-up, and with platforms.calendar = "cycle"',
            lambda settings: (
                settings.platforms.calendar == "cycle" and (in_phases(settings) or settings.calendar.warm_up_weeks > 0)
            ),
        ),
    },
    acts={
        "programme_begins": "week.choose",
        "hearing_begins": "week.move_minutes",
        "meetings_due": "week.meets",
        "offering": "week.offered",
        "lessons": "week.tell_neighbours",
    },
    draws={"PILOT": PILOT, "PILOT_STREET": PILOT_STREET},
    names={
        "willing": ("choice of willing places as pilots", "试点向参与积极地区倾斜的程度"),
        "poor": ("choice of poor places as pilots", "试点向低收入地区倾斜的程度"),
        "former_meeting_every_weeks": ("weeks between meetings before the programme", "推开前议事会的间隔周数"),
        "money_moved": ("money that pilots get from others", "试点从其他地区调用的资金比例"),
        "minutes_moved": ("office minutes that pilots get from others", "试点从其他社区调用的工时比例"),
    },
)
