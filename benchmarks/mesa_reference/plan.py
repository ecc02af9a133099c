"""Stage 3, plan 共谋: meetings, then votes (ODD 7.3, 7.4)."""

from typing import TYPE_CHECKING

from . import meetings, votes

if TYPE_CHECKING:
    from .model import ReferenceModel


def run(model: "ReferenceModel") -> None:
    """Hold this week's meetings, then collect and count votes."""
    meetings.run(model)
    votes.run(model)
