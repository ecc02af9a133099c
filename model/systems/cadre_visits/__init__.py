"""Cadre visits (下基层): officials leave their desks, call on residents, and settle what they hear (ODD 7.28)."""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Column, Condition, Outcome
from dizao.model.parameters import FEATURE
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

CADRE_VISITS, CADRE_CEREMONY, CADRE_HOUSEHOLD, CADRE_SAYS, CADRE_ON_THE_SPOT = 130, 131, 132, 133, 134
"""Purposes of random draws (`dizao.model.core.draws`)."""

FROM_DESKS, FROM_FORMALITIES = "cadre visits", "cadre visits instead of formalities"
"""What the ledger calls the minutes of visits, by where they come from."""


class CadreVisits(NamedTuple):
    """Officials who call on residents: how many, whose minutes, where they go, what comes of it. Off unless set."""

    visits: Annotated[
        float,
        Parameter(
            "visits a week", 0.0, 10.0, "I", FEATURE + ": 7.79 million over 27,000 places in 122 weeks",
            "person-visits of officials to one community",
        ),
    ] = 0.0  # fmt: skip
    official_minutes: Annotated[
        float, Parameter("minutes", 30.0, 480.0, "C", ASSUMED, "of one official for one visit, with the way")
    ] = 120.0
    households: Annotated[
        int, Parameter("households", 1, 10, "C", ASSUMED, "that an official calls on at one visit")
    ] = 2
    street_share: Annotated[
        float,
        Parameter("share", 0.0, 0.5, "C", ASSUMED, "visits by officials of the street"),
    ] = 0.4
    county_share: Annotated[
        float,
        Parameter("share", 0.0, 0.5, "C", ASSUMED, "visits by officials of the county; others: of the community"),
    ] = 0.2
    from_formalities: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "minutes of visits that formalities give up; the rest: desks")
    ] = 0.5
    aim: Annotated[
        Literal["broadcast", "targeted"],
        "households at random, or those that a need concerns which nobody has recorded for long",
    ] = "broadcast"
    precision: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "targeted calls that find such a household; others are blind")
    ] = 0.5
    long_weeks: Annotated[
        int, Parameter("weeks", 1, 52, "C", ASSUMED, "weeks after which a need has waited for long")
    ] = 13
    ceremonial: Annotated[float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "visits at which nobody is heard")] = 0.5
    asked: Annotated[
        float,
        Parameter("log-odds", 0.0, 4.0, "C", ASSUMED, "that a household asked at its door says a need, beside a talk"),
    ] = 2.0
    on_the_spot: Annotated[
        float, Parameter("probability", 0.0, 1.0, "C", ASSUMED, "that the official tries at once to settle a matter")
    ] = 0.5


def are_made(settings: "Settings") -> bool:
    """Return whether officials visit at all.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether there are any visits.
    """
    return bool(settings.cadre_visits.visits > 0.0)


MADE = Condition("where cadre_visits.visits is above 0", are_made)

SYSTEM = System(
    name="cadre_visits",
    row=17,
    odd="7.28",
    section="cadre_visits",
    settings=CadreVisits,
    follows="offices",
    switches=("visits",),
    needs={
        **dict.fromkeys((name for name in CadreVisits._fields if name != "visits"), MADE),
        **dict.fromkeys(
            ("precision", "long_weeks"),
            Condition(
                'where cadre_visits.visits is above 0, with cadre_visits.aim = "targeted"',
                lambda settings: are_made(settings) and settings.cadre_visits.aim == "targeted",
            ),
        ),
    },
    acts={"hearing_begins": "week.visit"},
    draws={
        "CADRE_VISITS": CADRE_VISITS,
        "CADRE_CEREMONY": CADRE_CEREMONY,
        "CADRE_HOUSEHOLD": CADRE_HOUSEHOLD,
        "CADRE_SAYS": CADRE_SAYS,
        "CADRE_ON_THE_SPOT": CADRE_ON_THE_SPOT,
    },
    tasks={FROM_DESKS: "official_hours", FROM_FORMALITIES: "official_hours"},
    counts={
        "cadre_visits": Column("visits", "person-visits of officials to communities"),
        "recorded_at_visits": Column("needs", "needs that officials recorded at residents' doors"),
    },
    outcomes={
        "cadre_hours": Outcome(
            "hours",
            "Officials' hours on visits",
            "下基层工时",
            "",
            False,
            "hours of officials' visits, the way included, in the programme and the follow-up period",
        ),
        "recorded_at_visits": Outcome(
            "needs",
            "Needs recorded at visits",
            "下基层登记的诉求",
            "higher",
            False,
            "needs that officials recorded at residents' doors in the programme and the follow-up period",
        ),
    },
    measure="week.measure",
    names={
        "official_minutes": ("minutes of an official's visit", "每次下基层占用时间"),
        "households": ("households called on at a visit", "每次下基层走访户数"),
        "street_share": ("visits by the street's officials", "街道工作人员下基层比例"),
        "county_share": ("visits by the county's officials", "县级工作人员下基层比例"),
        "from_formalities": ("visits' minutes out of formalities", "下基层时间取自会议报表的比例"),
        "precision": ("precision of targeted visits", "定向走访的准确程度"),
        "long_weeks": ("weeks after which a need waits long", "诉求久未登记的周数"),
        "ceremonial": ("visits at which nobody is heard", "走过场的比例"),
        "asked": ("being asked at the door", "上门询问的作用"),
        "on_the_spot": ("chance to try on the spot", "当场办理的概率"),
    },
)
