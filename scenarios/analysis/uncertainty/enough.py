"""Whether there are draws enough: for Sobol indices, and for what is picked from many candidates (ODD 9).

Indices are shares of one variance and are read against each other, so those of a pair are judged together, by the
widest of their 95% intervals, as Sarrazin, Pianosi and Wagener (2016) judge whether indices have converged.
"""

import math

FEWEST_ROWS = 32
"""Base rows below which not even the bootstrap's own intervals can be relied on: their error exceeds an eighth."""

FEWEST_DRAWS_TOLD = 100
"""Draws below which there is no box, nothing to look up and no value of information: each is picked from many, of which
some fit any few draws by chance."""

WIDEST = 0.5
"""Width of an interval up to which an index is reported: it then leaves out half of what a share can be."""


def rows_needed(rows: int, width: float) -> int | None:
    """Return how many base rows indices take whose widest interval has a width; None where there are enough.

    The width falls with the root of the rows; where that gives more than can be counted on, the number only says so.

    Parameters
    ----------
    rows
        Base rows of the design, a power of two.
    width
        Of the widest 95% interval.

    Returns
    -------
    Base rows: `FEWEST_ROWS` or, of more, `rows` times a power of two; None where there are enough.
    """
    if rows < FEWEST_ROWS:
        return FEWEST_ROWS
    if width <= WIDEST:
        return None
    doublings = math.ceil(2.0 * math.log2(width / WIDEST))
    return int(rows * 2 ** max(1, doublings))
