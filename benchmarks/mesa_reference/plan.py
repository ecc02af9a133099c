"""Stage 3, plan 共谋: meetings, then votes (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from . import councils, meetings, partners, votes

if TYPE_CHECKING:
    from .model import ReferenceModel


def run(model: "ReferenceModel") -> None:
    """See to what units share, hold meetings of councils, then of units, then collect and count votes."""
    partners.run(model)
    councils.run(model)
    meetings.run(model)
    votes.run(model)
