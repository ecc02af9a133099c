"""How a meeting is called: what calendar, place, hour and convenor make of it (ODD 7.3, 7.12)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.resident import OLDER

AGES = OLDER + 1


class Called(NamedTuple):
    """How meetings are called.

    Attributes
    ----------
    tilts
        What is added to the log-odds of coming, shape (meetings, age bands).
    representatives
        Share of the adults who may come at all; 1 where all may.
    """

    tilts: NDArray[np.float64]
    representatives: float


def usual_call(meetings: int) -> Called:
    """Return how meetings are called where no platform says otherwise: nothing is added, everybody may come.

    Parameters
    ----------
    meetings
        Number of meetings.

    Returns
    -------
    Tilts of 0, and a share of 1.
    """
    return Called(np.zeros((meetings, AGES)), 1.0)
