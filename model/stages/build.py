"""Stage 5, build (共建): campaigns, the collection of pledges, and the works (ODD 7.5, 7.6)."""

from typing import TYPE_CHECKING

from dizao.model.stages import campaign, collect, construct

if TYPE_CHECKING:
    from dizao.model.state import State


def run(state: "State") -> None:
    """Work first, then collect, then campaign, so that nothing passes through two steps in one week.

    Parameters
    ----------
    state
        The state of the run; changed in place.
    """
    construct.run(state)
    collect.run(state)
    campaign.run(state)
