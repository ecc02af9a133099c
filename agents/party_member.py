"""Party members: adults who also report where they live, visit, give first and mediate (双报到, ODD 7.2)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import rule


class PartyMembers(NamedTuple):
    """Columns of the party members, in place order; shape (members,).

    ``resident`` is a row; ``minutes`` what the member has each week after formalities (0: does not act here).
    """

    resident: NDArray[np.int32]
    unit: NDArray[np.int32]
    minutes: NDArray[np.int32]


@rule
def visits(minutes, visit_minutes, chance):
    """Number of households visited in a week: whole visits, and one more with the chance of the rest."""
    wanted = minutes / visit_minutes
    whole = int(wanted)
    return whole + (1 if chance < wanted - whole else 0)
