"""Residents' memberships in organizations, as a table of the world (ODD 7.17)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import kernel


class Memberships(NamedTuple):
    """Memberships by resident: row ``r`` is in ``organization[first[r]:first[r + 1]]`` (rows of the organizations).

    ``size`` counts the members of each organization; ``invited`` is the chance that it asks one of them to a meeting.
    All are empty where memberships are not modelled.
    """

    first: NDArray[np.int32]
    organization: NDArray[np.int32]
    size: NDArray[np.int32]
    invited: NDArray[np.float64]


NOBODY = np.empty(0, dtype=np.int32)
NO_MEMBERSHIPS = Memberships(NOBODY, NOBODY, NOBODY, np.empty(0))


@kernel
def invite_members(first: int, invitations: NDArray[np.float64], memberships: Memberships) -> None:
    """Let organizations ask their members to a meeting: fewer draws keep these from it (ODD 7.17).

    Parameters
    ----------
    first
        Row of the unit's first resident.
    invitations
        Random draws of the unit's residents, lowered in place; below the share invited somebody is.
    memberships
        Who is a member of what.
    """
    for k in range(len(invitations)):
        r = first + k
        for m in range(memberships.first[r], memberships.first[r + 1]):
            invitations[k] -= memberships.invited[memberships.organization[m]]
