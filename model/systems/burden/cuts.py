"""What fewer meetings, chat groups and signs free, and for whom (ODD 7.26)."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.organization import COMMUNITY_OFFICE, STREET_OFFICE
from dizao.model.parameters import MINUTES_PER_HOUR, WEEKS_PER_MONTH, WEEKS_PER_YEAR
from dizao.model.systems.burden import Burden
from dizao.model.world.groups import groups_of
from dizao.model.world.make import World, kept_shares
from dizao.model.world.place import whole_of

if TYPE_CHECKING:
    from dizao.model.settings import Settings
    from dizao.model.state import State


def cut_minutes(burden: Burden) -> float:
    """Return the staff minutes a week that the cuts take out of the whole district's formalities.

    Parameters
    ----------
    burden
        What is cut, and the time in each.

    Returns
    -------
    Minutes a week, of all communities and streets together.
    """
    meetings = burden.meetings_cut * burden.meeting_people * burden.meeting_hours * MINUTES_PER_HOUR / WEEKS_PER_YEAR
    signs = burden.signs_cut * burden.sign_minutes / WEEKS_PER_MONTH
    return meetings + burden.groups_cut * burden.group_minutes + signs


def freed_minutes(world: World, settings: "Settings") -> NDArray[np.int64]:
    """Return the minutes a week that go from each office's formalities to residents' matters.

    An office of which a part of the units is simulated has that part of its share.

    Parameters
    ----------
    world
        The world; it is not changed.
    settings
        Those of a run.

    Returns
    -------
    Whole minutes a week, shape (organizations,); 0 for all but offices of communities and streets.
    """
    burden, organizations, units = settings.burden, world.organizations, world.units
    whole, share = whole_of(groups_of(settings)), np.zeros(len(organizations.id))
    for kind, kept, of_all in (
        (COMMUNITY_OFFICE, units.community, whole.community),
        (STREET_OFFICE, units.street, whole.street),
    ):
        places, shares = kept_shares(kept, of_all)
        rows = np.flatnonzero(organizations.kind == kind)
        share[rows] = shares[np.searchsorted(places, organizations.place[rows])]
    # Nobody is freed of more than there is.
    formalities = organizations.paid_minutes * settings.offices.formalities_share
    freed = np.minimum(share * cut_minutes(burden) / burden.offices, formalities)
    return (burden.pass_through * freed).astype(np.int64)


def with_freed_minutes(world: World, settings: "Settings", seed: int) -> World:
    """Give offices the freed minutes for residents' matters, out of what they are paid for; return the same world.

    Parameters
    ----------
    world
        A world; its offices' minutes are changed.
    settings
        Those of a run.
    seed
        Not used: nothing is random.

    Returns
    -------
    The world that was given.
    """
    world.organizations.minutes[:] += freed_minutes(world, settings)
    return world


def measure(state: "State") -> dict[str, float]:
    """Return the outcome of burden reduction.

    Parameters
    ----------
    state
        The state of the run.

    Returns
    -------
    Hours freed in the programme window.
    """
    minutes = int(freed_minutes(state.world, state.settings).sum()) * state.settings.calendar.programme_weeks
    return {"freed_hours": minutes / MINUTES_PER_HOUR}
