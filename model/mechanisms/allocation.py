"""Allocation: who gets public money, from which pot, and when it lapses (ODD 7.4)."""

from dizao.model.mechanisms.parts import Allocation
from dizao.model.parameters import FEN_PER_YUAN, WEEKS_PER_YEAR


def is_eligible(allocation: Allocation, cost_fen: int) -> bool:
    """Whether a project is small enough to count as a small project."""
    return cost_fen <= allocation.largest_cost_yuan * FEN_PER_YUAN


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
    """
    weeks = max(0, min(WEEKS_PER_YEAR, last_week - week))
    return round(yuan_per_year * share * weeks / WEEKS_PER_YEAR) * FEN_PER_YUAN
