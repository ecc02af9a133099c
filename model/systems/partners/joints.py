"""Two units and their one project: who belongs together, and how far they have come (ODD 7.15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.systems.partners import SYSTEM
from dizao.model.world.make import need_id

if TYPE_CHECKING:
    from dizao.model.state import State

ALONE, MEDIATION, ASKED, SHARED, REFUSED = "alone", "mediation", "asked", "shared", "refused"
"""How far two units have come: one goes on by itself; the township mediates; the other decides whether it takes part;
both have agreed; the other will not."""


@dataclass
class Joint:
    """What two units have to do with each other about one project.

    Attributes
    ----------
    main, part
        Rows of the project, and of the other unit's part in it.
    use
        The other unit's share of the use.
    voiced
        Whether somebody has said aloud that the others use it and pay nothing.
    state
        How far they have come.
    tries, talks
        Tries of the township so far; meetings that ended without agreement.
    """

    main: int
    part: int
    use: float
    voiced: bool
    state: str = ALONE
    tries: int = 0
    talks: int = 0

    def other(self, p: int) -> int:
        """Return the row of the other of the two.

        Parameters
        ----------
        p
            Row of one of the two projects.

        Returns
        -------
        Row of the other project.
        """
        return self.part if p == self.main else self.main


type Joints = dict[int, Joint]
"""By project row; a project and its other part lead to the same entry."""


def joints_of(state: "State") -> Joints:
    """Find the pairs of projects that the scenario's pins make, and note what people know of the others' use.

    Parameters
    ----------
    state
        The state of the run. The projects' columns of free use are written.

    Returns
    -------
    By the row of each of the two projects; empty where no pinned project names a partner.
    """
    world, found = state.world, {}
    rows = {int(number): n for n, number in enumerate(world.needs.id)}
    codes = list(state.settings.categories)
    for pin in state.settings.pinned_projects:
        key = int(world.kinds.key[codes.index(pin.category)])
        main, part = (rows.get(int(need_id(unit, pin.week, key)), -1) for unit in (pin.unit, pin.partner))
        if pin.partner == 0 or min(main, part) < 0:
            continue
        p, other = int(world.needs.project[main]), int(world.needs.project[part])
        joint = Joint(p, other, pin.partner_use, pin.partner_reason == "voiced")
        known = 1.0 if joint.voiced else state.settings.partners.aware_share
        world.projects.free_use[p] = pin.partner_use
        world.projects.refuse_alone[p] = state.settings.partners.conditional_share
        world.projects.free_known[p] = 0.0 if pin.partner_reason == "unknown" else known
        found[p] = found[other] = joint
    return found


def joints_in(state: "State") -> Joints:
    """Return the pairs of projects of a run.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    The pairs themselves, not a copy; empty where there is none.
    """
    return state.systems.get(SYSTEM.name, {})  # type: ignore[no-any-return]


def each_joint(state: "State") -> Iterable[Joint]:
    """Go over the pairs of projects, each once.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    In the order of the pins.
    """
    return (joint for p, joint in joints_in(state).items() if p == joint.main)


def shared_with(state: "State", p: int) -> int:
    """Return the row of the other part that a project is built together with, or -1.

    Parameters
    ----------
    state
        The state of the run.
    p
        Row of the project.

    Returns
    -------
    Row of a project, or -1.
    """
    joint = joints_in(state).get(p)
    return joint.other(p) if joint is not None and joint.state == SHARED else -1


def parts(state: "State") -> list[int]:
    """Return the rows of the parts of other units, which are no projects of their own: counts leave them out.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Rows of projects.
    """
    return [joint.part for joint in each_joint(state)]


def partner_units(state: "State") -> NDArray[np.int64]:
    """Return for each project the id of the unit that takes part in it, masked where there is none.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Ids of units, shape (projects,), masked where a project is not shared.
    """
    world = state.world
    found = np.zeros(len(world.projects.need), dtype=np.int64)
    for p in joints_in(state):
        other = shared_with(state, p)
        found[p] = world.units.id[world.projects.unit[other]] if other >= 0 else 0
    return np.ma.masked_equal(found, 0)  # type: ignore[no-any-return]


def never_alone(state: "State", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out of some needs those that are another unit's part: they are not voiced by themselves.

    Parameters
    ----------
    state
        The state of the run.
    rows
        Needs that arise, rows.

    Returns
    -------
    The rows without those of other units' parts.
    """
    if not joints_in(state):
        return rows
    return rows[~np.isin(rows, state.world.projects.need[parts(state)])]
