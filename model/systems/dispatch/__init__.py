"""Opinion collection and dispatch (群众意见收集分办): where a need goes that somebody speaks of (ODD 7.25).

Without it needs are told to whoever is met, and pass from hand to hand until they reach the office, or are lost on the
way. Four repairs, each of which can be there alone: needs are recorded at the first hand, routed to the office that can
act, dated, and answered.
"""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

INFORMAL, HAND_OVERS, HAND_OVER_WEEKS, HAND_OVER_LOST = 115, 116, 117, 118
"""Purposes of random draws (`dizao.model.core.draws`)."""

LOOKING, ANSWERING = "looking", "answering"
"""What the ledger calls the minutes."""


class Dispatch(NamedTuple):
    """Where needs go that somebody speaks of, and what is done so that they arrive (ODD 7.25). Off unless set."""

    informal: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "needs spoken of that are told to whoever is met; 0: none")
    ] = 0.0
    hand_overs: Annotated[
        int,
        Parameter("people", 0, 6, "C", ASSUMED, "most through whose hands such a need goes to the office, from 0 on"),
    ] = 3
    hand_over_weeks: Annotated[
        float, Parameter("weeks", 0.0, 8.0, "C", ASSUMED, "for which a hand keeps a need before it passes it on, mean")
    ] = 2.0
    hand_over_loss: Annotated[
        float, Parameter("probability", 0.0, 0.5, "C", ASSUMED, "chance that a need is lost at one hand-over")
    ] = 0.2
    recorded: Annotated[
        Literal["no", "yes"], "whether the first hand records a need, so that no hand-over loses it"
    ] = "no"
    routed: Annotated[
        Literal["no", "yes"], "whether the first hand passes a need straight to the office that can act"
    ] = "no"
    dated: Annotated[Literal["no", "yes"], "whether the office looks for needs that stand still for too long"] = "no"
    answered: Annotated[Literal["no", "yes"], "whether whoever spoke of a need is told what has become of it"] = "no"
    deadline_weeks: Annotated[
        int, Parameter("weeks", 1, 12, "C", ASSUMED, "at one hand after which a need is looked for")
    ] = 4
    look_minutes: Annotated[
        float, Parameter("minutes", 5.0, 120.0, "C", ASSUMED, "for the office to look for one need and send it on")
    ] = 30.0
    answer_minutes: Annotated[
        float, Parameter("minutes", 5.0, 60.0, "C", ASSUMED, "for the office to tell one household")
    ] = 15.0


def tells_whoever_is_met(settings: "Settings") -> bool:
    """Return whether any need is told to whoever is met: else all of them go straight to the office.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether the share of such needs is above 0.
    """
    return bool(settings.dispatch.informal > 0.0)


def _hands_over(settings: "Settings") -> bool:
    return tells_whoever_is_met(settings) and settings.dispatch.hand_overs > 0


def _looks(settings: "Settings") -> bool:
    return _hands_over(settings) and settings.dispatch.dated == "yes"


TOLD = Condition("where dispatch.informal is above 0", tells_whoever_is_met)
HANDED_OVER = Condition("where dispatch.informal and dispatch.hand_overs are above 0", _hands_over)
LOOKED_FOR = Condition(
    'where dispatch.informal and dispatch.hand_overs are above 0, with dispatch.dated = "yes"', _looks
)

SYSTEM = System(
    name="dispatch",
    row=11,
    odd="7.25",
    section="dispatch",
    settings=Dispatch,
    switches=("informal", "recorded", "routed", "dated", "answered"),
    is_there=tells_whoever_is_met,
    needs={
        **dict.fromkeys(("hand_overs", "answered"), TOLD),
        **dict.fromkeys(("hand_over_weeks", "hand_over_loss", "recorded", "routed", "dated"), HANDED_OVER),
        **dict.fromkeys(("deadline_weeks", "look_minutes"), LOOKED_FOR),
        "answer_minutes": Condition(
            'where dispatch.informal is above 0, with dispatch.answered = "yes"',
            lambda settings: tells_whoever_is_met(settings) and settings.dispatch.answered == "yes",
        ),
    },
    acts={"voiced": "week.bring"},
    begin="week.begin",
    draws={
        "INFORMAL": INFORMAL,
        "HAND_OVERS": HAND_OVERS,
        "HAND_OVER_WEEKS": HAND_OVER_WEEKS,
        "HAND_OVER_LOST": HAND_OVER_LOST,
    },
    tasks={LOOKING: "official_hours", ANSWERING: "official_hours"},
    names={
        "hand_overs": ("hand-overs until a need is at the office", "诉求转到部门的最多次数"),
        "hand_over_weeks": ("weeks at each hand", "每次转交的周数"),
        "hand_over_loss": ("loss at each hand-over", "每次转交的遗失概率"),
        "deadline_weeks": ("weeks after which a need is looked for", "催办期限"),
        "look_minutes": ("minutes to look for a need", "催办一件的时间"),
        "answer_minutes": ("minutes to answer a household", "答复一户的时间"),
    },
)
