"""Organizations: who convenes, sponsors, lends, builds, decides and inspects (ODD 7.3 to 7.7)."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule
from dizao.agents.resident import logistic, logit
from dizao.agents.works import WorksRules

COUNCIL, FIRMS, COMMUNITY_OFFICE, STREET_OFFICE, COUNTY_OFFICE = 0, 1, 2, 3, 4
"""Kinds: residents' council and local firms of a unit; offices of a community, a street and the county."""

MASS, SELF_GOVERNANCE, SOCIAL, COOPERATIVE = 5, 6, 7, 8
"""Kinds that residents are members of (ODD 7.17); a cooperative is an economic organization of its members."""

KIND_NAMES = (
    "residents_council", "economic", "community_office", "street_office", "county_office",
    "mass", "self_governance", "social", "cooperative",
)  # fmt: skip


class Organizations(NamedTuple):
    """Columns of the organizations; shape (organizations,).

    ``place`` is the id of the unit, community or street (0 for the county). ``minutes`` is what an office has each
    week for residents' matters, ``minutes_left`` what of it is left; ``paid_minutes`` is what it is paid for,
    formalities included. Funds lie in the ledger.
    """

    id: NDArray[np.int64]
    kind: NDArray[np.int8]
    place: NDArray[np.int64]
    minutes: NDArray[np.int64]
    paid_minutes: NDArray[np.int64]
    minutes_left: NDArray[np.int64]


@rule
def effort(at_stake: float, supervision: float, w: WorksRules) -> float:
    """Effort of the builder (ODD 7.6): what is still to be paid, being watched, and reputation.

    Parameters
    ----------
    at_stake
        Part of the bill that the builder has not been paid when the works end, in [0, 1].
    supervision
        Residents' supervision, as a share of what is useful.
    w
        How works go (`dizao.model.parameters.Works`).

    Returns
    -------
    Effort, in [0, 1].
    """
    return logistic(w.effort_intercept + w.effort_at_stake * at_stake + w.effort_supervision * (supervision - 0.5))


@rule
def quality(effort_share: float, supervision: float, labour: float, random_draw: float, w: WorksRules) -> float:
    """Quality of the works (ODD 7.6).

    Parameters
    ----------
    effort_share
        Effort of the builder (`effort`), in [0, 1].
    supervision
        Residents' supervision, as a share of what is useful.
    labour
        Unskilled labour, as a share of the cost.
    random_draw
        Random draw of unit variance.
    w
        How works go (`dizao.model.parameters.Works`).

    Returns
    -------
    Quality, in [0, 1].
    """
    return logistic(
        w.quality_intercept
        + w.quality_effort * (effort_share - 0.5)
        + w.quality_supervision * supervision
        - w.quality_labour * labour
        + w.quality_spread * random_draw
    )


@rule
def acceptance(true_quality: float, error: float, w: WorksRules) -> float:
    """Probability that whoever looks accepts (ODD 7.7, 7.20): sharp around the threshold, with errors of both kinds.

    Parameters
    ----------
    true_quality
        Quality of the works, in [0, 1].
    error
        Spread of the errors of whoever looks, in quality.
    w
        How works go (`dizao.model.parameters.Works`).

    Returns
    -------
    Probability.
    """
    return logistic((true_quality - w.acceptance_threshold) / error)


@rule
def heard(known: float, members: float, news: float) -> float:
    """Probability that a member hears in one organization this week of what ``known`` other members know (ODD 7.17).

    Parameters
    ----------
    known
        Other members who know it.
    members
        Members of the organization.
    news
        Chance a week where all others know.

    Returns
    -------
    Probability.
    """
    return news * known / max(1.0, members - 1.0)


@rule
def settlement(turnout: float, member_share: float, w: WorksRules) -> float:
    """Probability that one try settles a matter (ODD 7.3); an office tries with the usual turnout and no members.

    Parameters
    ----------
    turnout
        People who came to the meeting.
    member_share
        Share of party members among them, who mediate.
    w
        How works go (`dizao.model.parameters.Works`).

    Returns
    -------
    Probability.
    """
    return logistic(
        w.settle_intercept
        + w.settle_turnout * np.log2(max(turnout, 1.0) / w.settle_usual_turnout)
        + w.settle_members * member_share
    )


@rule
def mediated(chance: float, status: float, weight: float) -> float:
    """Probability that a matter is settled when somebody of a status in [0, 1] presides (ODD 7.12).

    Parameters
    ----------
    chance
        Probability without that, in (0, 1).
    status
        Status of who presides, in [0, 1].
    weight
        Log-odds for a status of 1.

    Returns
    -------
    Probability.
    """
    return logistic(logit(chance) + weight * status)


@rule
def settled_nearer(chance: float, steps: int, knows: float, errs: float) -> float:
    """Probability that a matter is settled where it lies, below the level that had the power before (ODD 7.24).

    Parameters
    ----------
    chance
        Probability of a try at a level that has the power anyway, in [0, 1].
    steps
        Levels between the two; none changes nothing.
    knows
        Log-odds that each step adds.
    errs
        Probability for each step that the decision is captured.

    Returns
    -------
    Probability.
    """
    odds_ratio = math.exp(knows * steps)
    return (1.0 - errs) ** steps * chance * odds_ratio / (1.0 - chance + chance * odds_ratio)
