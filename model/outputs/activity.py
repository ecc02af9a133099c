"""Taking part over the weeks of a run, kind by kind: meetings, money, labour, supervision, upkeep."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR

BIN_WEEKS = 4
"""Weeks over which a mean is taken: platforms meet and sites are supervised month by month."""


class Kind(NamedTuple):
    """One way of taking part: its column of the weekly table, and what to divide it by."""

    column: str
    divisor: float


KINDS = {
    "attendances": Kind("attendances", 1.0),
    "money": Kind("residents_fen", float(FEN_PER_YUAN)),
    "labour": Kind("labour_minutes", float(MINUTES_PER_HOUR)),
    "supervisors": Kind("supervisors", 1.0),
    "keepers": Kind("keepers", 1.0),
}


def binned(weeks: NDArray[Any], values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the edges of four-week bins, of which one starts at week 0, and the weekly mean in each.

    Only whole bins count: what happens once a month would seem more frequent in a shorter one.

    Parameters
    ----------
    weeks
        Consecutive weeks, ascending, shape (n,).
    values
        Number in each week, shape (n,).

    Returns
    -------
    Edges in weeks, shape (bins + 1,); means a week, shape (bins,).
    """
    first, end = int(weeks[0]), int(weeks[-1]) + 1
    edges = np.arange(-(-first // BIN_WEEKS) * BIN_WEEKS, end + 1, BIN_WEEKS)
    if len(edges) < 2:
        edges = np.array([first, end])
    sums = np.add.reduceat(np.asarray(values, dtype=np.float64)[: edges[-1] - first], edges[:-1] - first)
    return edges, sums / np.diff(edges)
