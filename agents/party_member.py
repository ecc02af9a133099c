"""Party members: adults who also report where they live, and what they do there (双报到, ODD 7.2, 7.13, 7.14)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule

CENTRE_HOUSEHOLD, WATCHES_WORKS, LEADS_BUILDING, LEADS_TEAM, MEDIATES = 1, 2, 4, 8, 16
"""Bits of ``PartyMembers.duties``: carries the chain's word to neighbours (党员中心户), watches works, leads a building
(楼栋长), leads a volunteer team."""


class PartyMembers(NamedTuple):
    """Columns of the party members, in place order; shape (members,).

    ``resident`` is a row; ``minutes`` what the member has each week after formalities (0: does not act here),
    ``spent_minutes`` what duties have taken of them before this week's visits; more than a week has is missing later.
    ``duties`` are bits.
    """

    resident: NDArray[np.int32]
    unit: NDArray[np.int32]
    minutes: NDArray[np.int32]
    spent_minutes: NDArray[np.int32]
    duties: NDArray[np.uint8]


@rule
def visits(minutes: float, visit_minutes: float, chance: float) -> int:
    """Number of households visited in a week: whole visits, and one more with the chance of the rest (ODD 7.2).

    Parameters
    ----------
    minutes
        Minutes for visits this week.
    visit_minutes
        Minutes that one visit takes.
    chance
        Uniform random draw, in (0, 1).

    Returns
    -------
    Households.
    """
    wanted = minutes / visit_minutes
    whole = int(wanted)
    return whole + (1 if chance < wanted - whole else 0)
