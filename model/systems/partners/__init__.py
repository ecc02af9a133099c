"""Partners: a project that two units use, and that one of them may pay alone or both share (ODD 7.15).

A pinned project may name another unit whose people use the same thing. That unit's *part* is a need and a project of
its own, with its own cost, meeting, vote, campaign and escrow; it lies still until the unit is brought in. So each
unit decides for itself, by the same rules, and pays out of its own accounts.
"""

from dizao.model.core.definitions import Column
from dizao.model.system import System
from dizao.model.systems.partners.agreement import on_hold, run, without_agreement
from dizao.model.systems.partners.building import (
    free_users_value,
    is_lost,
    ready_to_apply,
    smallest_plan,
    stands_still,
    waits_for_other,
)
from dizao.model.systems.partners.joints import (
    MEDIATE,
    NAME,
    SAY_REASON,
    Partners,
    is_pinned,
    joints_of,
    never_alone,
    partner_units,
    parts,
)

SYSTEM = System(
    name=NAME,
    row=9,
    odd="7.15",
    section="partners",
    settings=Partners,
    switches=("say_probability", "talk_meetings", "mediation_tries"),
    is_there=is_pinned,
    acts={
        "needs_arise": never_alone,
        "planning_begins": run,
        "off_agenda": on_hold,
        "put_off": without_agreement,
        "applying": ready_to_apply,
        "smallest_plan": smallest_plan,
        "start_waits": waits_for_other,
        "site_lost": is_lost,
        "site_waits": stands_still,
        "outside_value": free_users_value,
        "not_counted": parts,
    },
    begin=joints_of,
    draws={"SAY_REASON": SAY_REASON, "MEDIATE": MEDIATE},
    tasks={"mediating": "official_hours"},
    columns={
        ("projects", "partner"): (
            partner_units,
            Column("id", "other unit that shares it, with a row of its own for its part; missing: none"),
        )
    },
    names={
        "aware_share": ("households aware of users who do not pay", "意识到他人不出资的户比例"),
        "full_status": ("status that is heeded in full", "意见得到充分重视的威望"),
        "mediation_minutes": ("minutes of a try to mediate", "一次协调的时间"),
        "paid_use": ("share asked of the other unit, to its use", "对方分摊与使用之比"),
    },
)
