"""Stage 3, plan (共谋): platforms meet, proposals are written and answered, votes are collected (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases import events
from dizao.model.points import act
from dizao.model.stages import meetings, votes

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Hold this week's meetings, then collect and count votes.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    events.run(state)
    act(state.points.planning_begins, state)
    units, agenda, starts = meetings.agendas(state)
    if len(units):
        act(state.points.meetings_called, state, units)
        meetings.meet(state, units, agenda, starts)
    votes.run(state)
