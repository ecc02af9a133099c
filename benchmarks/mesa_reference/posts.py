"""Members' minutes and duties (ODD 7.14)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .people import PartyMember


def has_time(member: "PartyMember") -> bool:
    """Whether a member has minutes left to begin a duty; it is then finished, whatever it takes."""
    return member.spent_minutes < member.minutes


def begin_anew(member: "PartyMember") -> None:
    """A week's visits are over: what duties took beyond the week's minutes is missing in the next."""
    member.spent_minutes = max(0, member.spent_minutes - member.minutes)
