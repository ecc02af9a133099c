"""What may be known of a project that happened: its course, its asks, its money, and what came to pass (ODD 7.18)."""

from typing import Literal, NamedTuple

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
