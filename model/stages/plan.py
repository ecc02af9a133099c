"""Stage 3, plan (共谋): platforms meet, proposals are written and answered, votes are collected (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from dizao.model import councils, happenings, partners, party_chain
from dizao.model.stages import meetings, votes

if TYPE_CHECKING:
    from dizao.model.engine import Engine


def run(engine: "Engine") -> None:
    """Hold this week's meetings, then collect and count votes."""
    happenings.run(engine)
    partners.run(engine)
    councils.run(engine)
    units, agenda, starts = meetings.agendas(engine)
    if len(units):
        if engine.chain is not None:
            party_chain.announce_meetings(engine, engine.chain, units)
        meetings.meet(engine, units, agenda, starts)
    votes.run(engine)
