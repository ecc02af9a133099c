"""Stage 3, plan (共谋): platforms meet, proposals are written and answered, votes are collected (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases import events
from dizao.model.points import act
from dizao.model.stages import meetings, votes

if TYPE_CHECKING:
    from dizao.model.state import State


def run(engine: "State") -> None:
    """Hold this week's meetings, then collect and count votes."""
    events.run(engine)
    act(engine.points.planning_begins, engine)
    units, agenda, starts = meetings.agendas(engine)
    if len(units):
        act(engine.points.meetings_called, engine, units)
        meetings.meet(engine, units, agenda, starts)
    votes.run(engine)
