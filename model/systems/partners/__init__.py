"""Partners: a project that two units use, and that one of them may pay alone or both share (ODD 7.15).

A pinned project may name another unit whose people use the same thing. That unit's *part* is a need and a project of
its own, with its own cost, meeting, vote, campaign and escrow; it lies still until the unit is brought in. So each
unit decides for itself, by the same rules, and pays out of its own accounts.
"""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Column, Condition
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

SAY_REASON, MEDIATE = 71, 72
"""Purposes of random draws (`dizao.model.core.draws`)."""


class Partners(NamedTuple):
    """How two units come to share a project that both use (ODD 7.15); it acts only where a pin names a partner."""

    aware_share: Annotated[
        float,
        Parameter("share", 0.3, 1.0, "C", ASSUMED, "households that think of users who pay nothing before it is said"),
    ] = 0.8
    conditional_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.8,
            "C",
            "within groups about half give only as others do (Fischbacher, Gaechter & Fehr 2001, Economics Letters "
            "71:397), carried over to between groups, where no evidence was found; set before any run",
            "of those who think of users who pay nothing: consent and give only if these pay too",
        ),
    ] = 0.5
    say_probability: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            0.9,
            "C",
            ASSUMED,
            "chance that an objector of full status says aloud that others use it and pay nothing; 0: nobody does",
        ),
    ] = 0.0
    full_status: Annotated[
        float,
        Parameter("ratio", 0.5, 3.0, "C", ASSUMED, "status from which somebody is heeded in full; others in part", 0.1),
    ] = 1.0
    talk_meetings: Annotated[
        int,
        Parameter(
            "meetings", 0, 8, "C", ASSUMED, "meetings that talk it over again before the vote where too many object"
        ),
    ] = 0
    mediation_tries: Annotated[
        int, Parameter("meetings", 0, 8, "C", ASSUMED, "tries of the township to bring the other unit in; 0: none")
    ] = 0
    mediation_minutes: Annotated[
        float, Parameter("minutes", 120.0, 1_920.0, "C", ASSUMED, "of the township's office, for one such try")
    ] = 480.0
    paid_use: Annotated[
        float,
        Parameter(
            "ratio", 0.0, 1.5, "C", ASSUMED, "share of the cost that the other unit is asked for, to its share of use"
        ),
    ] = 1.0
    bargain: Annotated[
        Literal["use", "nash"],
        "how shares of the cost are agreed on: in proportion to use, or by the Nash bargaining solution",
    ] = "use"


def is_pinned(settings: "Settings") -> bool:
    """Return whether a pinned project names a partner.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether there is a pair of units.
    """
    return any(pin.partner for pin in settings.pinned_projects)


def is_mediated(settings: "Settings") -> bool:
    """Return whether another unit may be brought in: by mediation, or by what a documented project tells.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether it may be.
    """
    return is_pinned(settings) and (settings.partners.mediation_tries > 0 or settings.documented is not None)


PINNED = Condition("where a pinned project names a partner", is_pinned)
MEDIATED = Condition("where a pinned project names a partner and partners.mediation_tries is above 0", is_mediated)

BY_USE = Condition(
    MEDIATED.words + ', with partners.bargain = "use"',
    lambda settings: is_mediated(settings) and settings.partners.bargain == "use",
)

SYSTEM = System(
    name="partners",
    row=9,
    odd="7.15",
    section="partners",
    settings=Partners,
    switches=("say_probability", "talk_meetings", "mediation_tries"),
    of_a_project=True,
    is_there=is_pinned,
    needs={
        **dict.fromkeys(Partners._fields, PINNED),
        "mediation_minutes": MEDIATED,
        "bargain": MEDIATED,
        "paid_use": BY_USE,
    },
    acts={
        "needs_arise": "joints.never_alone",
        "planning_begins": "week.run",
        "off_agenda": "week.on_hold",
        "put_off": "week.without_agreement",
        "applying": "building.ready_to_apply",
        "smallest_plan": "building.smallest_plan",
        "start_waits": "building.waits_for_other",
        "site_lost": "building.is_lost",
        "site_waits": "building.stands_still",
        "outside_value": "building.free_users_value",
        "not_counted": "joints.parts",
    },
    begin="joints.joints_of",
    draws={"SAY_REASON": SAY_REASON, "MEDIATE": MEDIATE},
    tasks={"mediating": "official_hours"},
    columns={
        ("projects", "partner"): (
            "joints.partner_units",
            Column("id", "other unit that shares it, with a row of its own for its part; missing: none"),
        )
    },
    names={
        "aware_share": ("households aware of users who do not pay", "意识到他人不出资的户比例"),
        "conditional_share": ("households that pay only if the others do", "对方出资才出资的户比例"),
        "full_status": ("status that is heeded in full", "意见得到充分重视的威望"),
        "mediation_minutes": ("minutes of a try to mediate", "一次协调的时间"),
        "paid_use": ("share asked of the other unit, to its use", "对方分摊与使用之比"),
    },
)
