"""Organizations reach everyone: who is in one, and what passes among members (ODD 7.17)."""

from dizao.model.core.definitions import Condition, Outcome
from dizao.model.system import System
from dizao.model.systems.organizations.settings import (
    MEMBERSHIP,
    MEMBERSHIP_KIND,
    MEMBERSHIP_PLACE,
    NEWS,
    ORGANIZING,
    TIE_MEMBERSHIP,
    MembershipRules,
    covers_anybody,
)

OUTCOMES = {
    "member_share": Outcome(
        "share",
        "Adults in an organization",
        "组织覆盖率",
        "higher",
        False,
        "adults who are in at least one organization; missing where memberships are not modelled",
    ),
    "reached_share": Outcome(
        "share",
        "Adults who know what is open",
        "成年人知晓率",
        "higher",
        False,
        "of the adults concerned by an open vote or campaign, those with whom somebody has talked lately, over all "
        "weeks of the programme and the follow-up period; missing where memberships are not modelled",
    ),
    "reached_tenants_share": Outcome(
        "share", "Tenants who know", "租户知晓率", "higher", False, "reached_share of adults in rented dwellings"
    ),
    "reached_young_share": Outcome(
        "share", "Young who know", "青年知晓率", "higher", False, "reached_share of adults aged 18 to 40"
    ),
    "reached_older_share": Outcome(
        "share", "Older who know", "老年知晓率", "higher", False, "reached_share of adults aged 61 or over"
    ),
}

COVERED = Condition("where memberships.coverage is above 0", covers_anybody)

SYSTEM = System(
    name="organizations",
    row=12,
    odd="7.17",
    section="memberships",
    settings=MembershipRules,
    switches=("coverage", "bridging", "across_units"),
    is_there=covers_anybody,
    needs={
        **dict.fromkeys((name for name in MembershipRules._fields if name != "coverage"), COVERED),
        "across_units": Condition(
            "where memberships.coverage and memberships.bridging are above 0",
            lambda settings: covers_anybody(settings) and settings.memberships.bridging > 0.0,
        ),
        "news_minutes": Condition(
            "where memberships.coverage and memberships.news are above 0",
            lambda settings: covers_anybody(settings) and settings.memberships.news > 0.0,
        ),
    },
    acts={"hearing_begins": "news.tell_members"},
    world="joining.joined_world",
    begin="news.begin",
    draws={
        "MEMBERSHIP": MEMBERSHIP,
        "MEMBERSHIP_PLACE": MEMBERSHIP_PLACE,
        "MEMBERSHIP_KIND": MEMBERSHIP_KIND,
        "TIE_MEMBERSHIP": TIE_MEMBERSHIP,
        "NEWS": NEWS,
    },
    tasks={ORGANIZING: "organizing_hours"},
    outcomes=OUTCOMES,
    measure="news.reached_shares",
    names={
        "further_share": ("members of a second organization", "加入第二个组织的比例"),
        "members": ("members of an organization", "组织成员数"),
        "older_weight": ("how much sooner the old join", "老年人加入倾向"),
        "tenant_weight": ("how much sooner tenants join", "租户加入倾向"),
        "ties": ("ties that a membership brings", "成员身份带来的关系"),
        "news": ("chance to be told by an organization", "经组织得知消息的概率"),
        "news_minutes": ("minutes to tell a member", "告知一名成员的时间"),
        "invited": ("chance to be invited by an organization", "经组织受邀的概率"),
    },
)
