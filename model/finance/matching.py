"""What contributions bring in under a match.

The formula of the payment, applied to pledges and to contributions (ODD 7.10).
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.mechanisms.payment import is_matching, matched_fen
from dizao.model.mechanisms.timings import Contributions

if TYPE_CHECKING:
    from dizao.model.state import State


def _match_of(state: "State", p: int, column: NDArray[np.int64]) -> int:
    """Return what the contributions in a column of the stakes bring in by the formula, whatever the offer, fen."""
    payment = state.terms_of(p).payment
    if not is_matching(payment):
        return 0
    start, end, first = state.block_of(p)
    contributions = column[first : first + end - start]
    contributions = contributions[contributions > 0]
    summary = Contributions(len(contributions), float(contributions.sum()), float(np.sqrt(contributions).sum()))
    return matched_fen(payment, summary)


def match_of_pledges(state: "State", p: int) -> int:
    """Return what a project's pledges would bring in if all were called, before the limit that was offered, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen.
    """
    return _match_of(state, p, state.world.stakes.pledged_fen)


def match_of_contributions(state: "State", p: int) -> int:
    """Return what the contributions that came bring in, before the limit that was offered, fen.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Fen.
    """
    return _match_of(state, p, state.world.stakes.paid_fen)
