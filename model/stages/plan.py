"""Stage 3, plan (共谋): platforms meet, proposals are written and answered, votes are collected (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from dizao.model.documented_cases import events
from dizao.model.stages import meetings, votes
from dizao.model.systems import councils, partners, party_chain

if TYPE_CHECKING:
    from dizao.model.engine import Engine


def run(engine: "Engine") -> None:
    """Hold this week's meetings, then collect and count votes."""
    events.run(engine)
    partners.run(engine)
    councils.run(engine)
    units, agenda, starts = meetings.agendas(engine)
    if len(units):
        if engine.chain is not None:
            party_chain.announce_meetings(engine, engine.chain, units)
        meetings.meet(engine, units, agenda, starts)
    votes.run(engine)
