"""Burden reduction (为基层减负): fewer meetings, chat groups and signs, for more time with residents (ODD 7.26)."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition, Outcome
from dizao.model.parameters import FEATURE
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

MAOJIAN = "22, 117 and 184 fewer in Maojian in 2024, " + FEATURE


class Burden(NamedTuple):
    """What is cut of a district's formalities, the staff time in each, and what becomes of it. Off unless set."""

    meetings_cut: Annotated[
        int, Parameter("meetings", 0, 100, "I", MAOJIAN, "meetings of the district fewer in a year")
    ] = 0
    groups_cut: Annotated[
        int, Parameter("chat groups", 0, 500, "I", MAOJIAN, "work chat groups of the district fewer")
    ] = 0
    signs_cut: Annotated[int, Parameter("signs", 0, 500, "I", MAOJIAN, "signs at offices of the district fewer")] = 0
    meeting_people: Annotated[
        int, Parameter("people", 10, 150, "C", ASSUMED, "staff of communities and streets at one of these meetings")
    ] = 60
    meeting_hours: Annotated[
        float, Parameter("hours", 1.0, 8.0, "C", ASSUMED, "for one of them, with preparation, way and minutes of it")
    ] = 3.0
    group_minutes: Annotated[
        float, Parameter("minutes a week", 10.0, 300.0, "C", ASSUMED, "of all staff together for one chat group")
    ] = 60.0
    sign_minutes: Annotated[
        float, Parameter("minutes", 5.0, 120.0, "C", ASSUMED, "a month, for files and inspections of one sign")
    ] = 30.0
    offices: Annotated[
        int, Parameter("places", 40, 150, "C", ASSUMED, "communities and streets of the district that share the cuts")
    ] = 80
    pass_through: Annotated[
        float, Parameter("share", 0.0, 1.0, "C", ASSUMED, "freed minutes that go to residents; the rest to other forms")
    ] = 0.5


CUTS = ("meetings_cut", "groups_cut", "signs_cut")
"""What may be fewer."""


SOMETHING_IS_CUT = "where something is cut (burden.meetings_cut, groups_cut or signs_cut above 0)"


def _passes(settings: "Settings") -> bool:
    return bool(settings.burden.pass_through > 0.0)


def _cuts(settings: "Settings") -> bool:
    return any(getattr(settings.burden, name) > 0 for name in CUTS)


def _if_cut(name: str) -> Condition:
    """Return the condition of a number that is about one kind of cut."""
    return Condition(
        f"where burden.{name} and burden.pass_through are above 0",
        lambda settings: _passes(settings) and getattr(settings.burden, name) > 0,
    )


SYSTEM = System(
    name="burden",
    row=13,
    odd="7.26",
    section="burden",
    settings=Burden,
    follows="offices",
    switches=CUTS,
    needs={
        **dict.fromkeys(CUTS, Condition("where burden.pass_through is above 0", _passes)),
        **dict.fromkeys(("meeting_people", "meeting_hours"), _if_cut("meetings_cut")),
        "group_minutes": _if_cut("groups_cut"),
        "sign_minutes": _if_cut("signs_cut"),
        "offices": Condition(
            f"{SOMETHING_IS_CUT} and burden.pass_through is above 0",
            lambda settings: _passes(settings) and _cuts(settings),
        ),
        "pass_through": Condition(SOMETHING_IS_CUT, _cuts),
    },
    world="cuts.with_freed_minutes",
    outcomes={
        "freed_hours": Outcome(
            "hours",
            "Hours freed for residents",
            "减负转入服务的工时",
            "higher",
            False,
            "hours of offices that went from formalities to residents' matters in the programme window",
        )
    },
    measure="cuts.measure",
    names={
        "meeting_people": ("staff at a meeting that is cut", "每次精简会议参会工作人员数"),
        "meeting_hours": ("hours of a meeting that is cut", "每次精简会议占用时间"),
        "group_minutes": ("minutes of a chat group that is cut", "每个精简工作群占用时间"),
        "sign_minutes": ("minutes of a sign that is cut", "每块精简牌子占用时间"),
        "offices": ("places that share the cuts", "分摊减负的社区与街道数"),
        "pass_through": ("freed minutes that reach residents", "减负时间用于居民事务的比例"),
    },
)
