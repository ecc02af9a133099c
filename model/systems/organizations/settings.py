"""Who is in an organization: the section ``memberships`` (ODD 7.17)."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters import FEATURE

if TYPE_CHECKING:
    from dizao.model.settings import Settings


MEMBERSHIP, MEMBERSHIP_PLACE, MEMBERSHIP_KIND, TIE_MEMBERSHIP, NEWS = 75, 76, 77, 78, 79
"""Purposes of random draws (`dizao.model.core.draws`)."""

ORGANIZING = "organizing"
"""What the ledger calls the minutes that telling members takes."""


class MembershipRules(NamedTuple):
    """Who is in an organization, and what organizations do among their members (ODD 7.17)."""

    coverage: Annotated[
        float,
        Parameter(
            "share", 0.0, 0.95, "I", f"{FEATURE}: over 90% in Maojian", "adults in an organization; 0: not modelled"
        ),
    ] = 0.0
    further_share: Annotated[
        float, Parameter("share", 0.0, 0.8, "C", ASSUMED, "of these, those who are in a second organization")
    ] = 0.3
    members: Annotated[
        float, Parameter("people", 15.0, 150.0, "C", ASSUMED, "members of an organization, about", 2.0)
    ] = 40.0
    older_weight: Annotated[
        float,
        Parameter("ratio", 1.0, 4.0, "C", ASSUMED, "how much sooner those aged 61 or over join than others", 0.01),
    ] = 2.0
    tenant_weight: Annotated[
        float, Parameter("ratio", 0.2, 1.0, "C", ASSUMED, "how much sooner tenants join than owners", 0.01)
    ] = 0.5
    bridging: Annotated[
        float,
        Parameter(
            "share", 0.0, 1.0, "C", ASSUMED, "memberships that mix ages and tenures; the others hold like with like"
        ),
    ] = 0.0
    across_units: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "of those that mix, those that also mix the units of a community"),
    ] = 0.0
    ties: Annotated[
        float, Parameter("ties", 0.0, 8.0, "C", ASSUMED, "mean ties that a membership brings to other members")
    ] = 4.0
    news: Annotated[
        float,
        Parameter(
            "probability",
            0.0,
            0.4,
            "C",
            ASSUMED,
            "chance a week that a member is told of a vote or campaign if all other members know of it",
        ),
    ] = 0.15
    news_minutes: Annotated[
        float, Parameter("minutes", 0.0, 10.0, "C", ASSUMED, "residents' time that telling one member takes")
    ] = 2.0
    invited: Annotated[
        float,
        Parameter("probability", 0.0, 0.2, "C", ASSUMED, "chance that an organization invites a member to a meeting"),
    ] = 0.05


MEMBER_ORGANIZATIONS = {"self_governance": 227, "social": 463, "cooperative": 48}
"""How many organizations of these kinds there are in Maojian (the feature): their proportions among those that mix."""


def covers_anybody(settings: "Settings") -> bool:
    """Return whether memberships are modelled.

    Parameters
    ----------
    settings
        Those of a run.

    Returns
    -------
    Whether anybody is a member of anything.
    """
    return bool(settings.memberships.coverage > 0.0)
