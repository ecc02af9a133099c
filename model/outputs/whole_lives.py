"""What projects bring and take up over their whole lives, discounted to week 0 (ODD 7.19)."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.world.projects import ENDED, NEVER

if TYPE_CHECKING:
    from dizao.model.state import State

type Floats = NDArray[np.float64]

PARTIES: dict[str, tuple[tuple[str, str, float], ...]] = {
    "public": (("county", "escrow", 1.0), ("escrow", "county", -1.0)),
    "residents": (
        ("households", "escrow", 1.0),
        ("escrow", "households", -1.0),
        ("escrow", "goods", -1.0),
        ("community_fund", "escrow", 1.0),
    ),
    "organizations": (("organizations", "escrow", 1.0), ("escrow", "organizations", -1.0)),
    "lenders": (("lender", "escrow", 1.0), ("escrow", "lender", -1.0), ("escrow", "fees", -1.0)),
    "collectives": (("collective", "escrow", 1.0), ("escrow", "collective", -1.0)),
    "builders": (("contractor_claims", "contractor", 1.0), ("escrow", "contractor_claims", -1.0)),
}
"""What each party puts in (1) and gets back (-1): from which kind of account, to which. Goods for points are worth to
residents what they cost; money that stays in a unit's funds is what it was put in for, and no party's again."""


class WholeLives(NamedTuple):
    """What each project has brought and taken up over its whole life; shape (projects,) each.

    Attributes
    ----------
    benefit_fen
        Benefit, fen, discounted to week 0.
    residents_minutes, offices_minutes
        Minutes of residents' labour, supervision and upkeep, and of offices' decisions and inspections, discounted.
    paid_fen
        By party, what it put in less what it got back, fen, discounted by the week of each entry.
    week_ended
        Week in which it was worn out or of old age; NEVER for what was never in use.
    """

    benefit_fen: Floats
    residents_minutes: Floats
    offices_minutes: Floats
    paid_fen: dict[str, Floats]
    week_ended: NDArray[np.int32]


def whole_lives_of(state: "State") -> WholeLives:
    """Add up what projects have brought and taken up by the time at which all of them are over.

    Parameters
    ----------
    state
        A state in which nothing is in use any more.

    Returns
    -------
    What each project has brought and taken up.
    """
    projects = state.world.projects
    return WholeLives(
        projects.benefit_fen.copy(),
        projects.residents_minutes_now.copy(),
        projects.offices_minutes_now.copy(),
        _paid(state),
        np.where(projects.stage == ENDED, projects.week_of[:, ENDED], NEVER).astype(np.int32),
    )


def _paid(state: "State") -> dict[str, Floats]:
    """Return by party what it put into each project less what it got back, fen, discounted."""
    ledger, number = state.ledger, len(state.world.projects.need)
    weeks, source, target, fen = ledger.money_moved()
    first = int(weeks.min(initial=0))
    present = np.array([state.present(week) for week in range(first, int(weeks.max(initial=0)) + 1)])
    value = fen * present[weeks - first]
    one_each = ("escrow", "contractor_claims", "lender", "collective")
    found: dict[str, Floats] = {}
    for party, ways in PARTIES.items():
        total = np.zeros(number)
        for here, there, sign in ways:
            rows = ledger.is_of(source, here) & ledger.is_of(target, there)
            account, kind = (source, here) if here in one_each else (target, there)
            at = account[rows] - ledger.first[kind]
            total += sign * np.bincount(at, weights=value[rows], minlength=number)
        found[party] = total
    return found
