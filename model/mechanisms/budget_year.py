"""The budget year: what may apply, when rounds are held, and what is appropriated (ODD 7.4, 7.10)."""

import numpy as np
from numpy.typing import NDArray

from dizao.model.mechanisms.parts import Allocation
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR


def is_eligible(allocation: Allocation, cost_fen: int) -> bool:
    """Whether a project is small enough to count as a small project.

    Parameters
    ----------
    allocation
        How public money is allocated.
    cost_fen
        Cost of the project, fen.

    Returns
    -------
    Whether it is.
    """
    return cost_fen <= allocation.largest_cost_yuan * FEN_PER_YUAN


def rounds_left(allocation: Allocation, weeks_into_year: int) -> int:
    """Return how many rounds of the budget year are left on one of its dates, this one included.

    Parameters
    ----------
    allocation
        How public money is allocated.
    weeks_into_year
        Week of the budget year, from 0.

    Returns
    -------
    Rounds, at least 1.
    """
    return len(range(weeks_into_year, WEEKS_PER_YEAR, allocation.round_weeks))


def is_round(allocation: Allocation, weeks_into_year: int) -> bool:
    """Whether applications that wait are decided in this week of the budget year.

    Parameters
    ----------
    allocation
        How public money is allocated.
    weeks_into_year
        Week of the budget year, from 0.

    Returns
    -------
    Whether they are.
    """
    return weeks_into_year % allocation.round_weeks == 0


def appropriation_fen(yuan_per_year: float, share: float, week: int, last_week: int) -> int:
    """Return the fen appropriated at the start of a budget year, in proportion if the regime ends within it.

    Parameters
    ----------
    yuan_per_year
        Budget of the whole scenario.
    share
        Share of the scenario's households that is simulated.
    week
        First week of the budget year.
    last_week
        The week after the regime's last.

    Returns
    -------
    Fen; 0 after the regime's end.
    """
    weeks = max(0, min(WEEKS_PER_YEAR, last_week - week))
    return round(yuan_per_year * share * weeks / WEEKS_PER_YEAR) * FEN_PER_YUAN


def divided(fen: int, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide a budget into its parts: the first k get the sum of their shares of it, cut to whole fen; all get it all.

    Parameters
    ----------
    fen
        What is divided.
    shares
        Share of each part, which add up to 1, shape (parts,).

    Returns
    -------
    Fen, shape (parts,).
    """
    ends = (fen * np.cumsum(shares)).astype(np.int64)
    ends[-1] = fen
    return np.diff(ends, prepend=0)
