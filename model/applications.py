"""What an application brings with it: the votes that were collected door to door, and the ballots made of them."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.mechanisms.participatory import Ballots

if TYPE_CHECKING:
    from dizao.model.engine import Engine


def _votes(engine: "Engine", p: int) -> NDArray[np.int8]:
    start, end, first = engine.block_of(p)
    return engine.world.stakes.vote[first : first + end - start]


def votes_of(engine: "Engine", p: int) -> tuple[int, int]:
    """Return how many said yes to a proposal when it was last put to the vote, and how many voted."""
    votes = _votes(engine, p)
    return int((votes == 1).sum()), int((votes >= 0).sum())


def ballots_of(engine: "Engine", rows: NDArray[np.int64]) -> Ballots:
    """Return how many households approve which of some projects: those that they said yes to (ODD 7.10).

    A set of projects is written as ascending positions in `rows`; who said yes to none has no ballot.
    """
    approved: dict[int, list[int]] = {}
    for k, p in enumerate(rows):
        start = engine.block_of(int(p))[0]
        for h in np.flatnonzero(_votes(engine, int(p)) == 1) + start:
            approved.setdefault(int(h), []).append(k)
    return dict(sorted(Counter(tuple(ballot) for ballot in approved.values()).items()))
