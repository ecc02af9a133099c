"""What may be known of a project that happened: its course, its asks, its money, and what came to pass (ODD 7.18)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Timing = Literal["start", "milestone", "acceptance"]
Kind = Literal["explain", "voice_reason", "mediate", "lead_contribution", "bring_in_partner", "redesign_shares"]
Who = Literal["member", "organization", "office"]


class Source(NamedTuple):
    """Outside money for a documented project.

    Attributes
    ----------
    name
        What it is called.
    fen
        How much.
    timing
        Paid when works start, in parts while they go on, or after acceptance.
    secured
        Chance that it comes if its conditions hold.
    resident_share
        Part of the cost that residents must put in, in money, labour or land, for it to be paid.
    consent_share
        Share of yes among votes cast below which it is not offered.
    repaid_to
        Who is paid first out of it when it comes after the works: names of the waterfall (ODD 7.10).
    """

    name: str
    fen: int
    timing: Timing = "start"
    secured: float = 1.0
    resident_share: float = 0.0
    consent_share: float = 0.0
    repaid_to: tuple[str, ...] = ()


class Patron(NamedTuple):
    """So many people who give so much each, fen, for certain."""

    number: int
    fen: int


class Event(NamedTuple):
    """Something that came to pass in a week; ``fen`` is a lead contribution, or what each loser is paid."""

    week: int
    kind: Kind
    fen: int = 0
    by: Who = "member"


class Documented(NamedTuple):
    """What is known of the course of a pinned project (the first pin of a scenario, in its first unit).

    Attributes
    ----------
    meetings
        Meetings until it is put to the vote.
    unit_households
        Households of each unit; empty: apportioned at random.
    unit_trust
        Mean trust in each unit; empty: as the people of the scenario.
    floors
        Floors of each building; 1: nothing differs by floor.
    worth
        What the thing is worth on each floor, to its mean; empty: the same on all.
    asks_fen
        What is asked of a household on each floor, or of every household; empty: worked out from the cost.
    land_fen
        Worth of land given in kind; it is in no cost of the model, and counts as residents' share.
    lender_weeks
        Weeks for which a lender waits; 0: for as long as it takes.
    patrons, sources, happenings
        Who gives for certain, outside money, what came to pass.
    """

    meetings: int = 1
    unit_households: tuple[int, ...] = ()
    unit_trust: tuple[float, ...] = ()
    floors: int = 1
    worth: tuple[float, ...] = ()
    asks_fen: tuple[int, ...] = ()
    land_fen: int = 0
    lender_weeks: int = 0
    patrons: tuple[Patron, ...] = ()
    sources: tuple[Source, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass
class FollowedCase:
    """How far a documented project has come.

    Attributes
    ----------
    known
        What is pinned about it.
    cost_fen
        Its cost at first.
    asks_fen
        What is asked of each household concerned, at that cost; None where it is worked out.
    held
        Meetings that were held about it.
    voiced
        Whether the reason was said that nobody had said.
    objecting
        Which of the households concerned objected when it was first put to the vote; None before.
    due
        What each source pays, fen, since pledges are in; None before.
    paid
        What each source has paid, fen.
    parts
        In how many parts each source that pays as works go on has paid.
    given
        What patrons and those who gave first have given: who, and fen.
    done
        Numbers of the happenings that are over.
    """

    known: Documented
    cost_fen: int
    asks_fen: "NDArray[np.int64] | None"
    held: int = 0
    voiced: bool = False
    objecting: "NDArray[np.bool_] | None" = None
    due: dict[int, int] | None = None
    paid: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    given: list[tuple[str, int]] = field(default_factory=list)
    done: set[int] = field(default_factory=set)


type FollowedCases = dict[int, FollowedCase]
"""By project row."""
