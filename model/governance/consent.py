"""Legal rules of consent (ODD 7.4): Civil Code article 278 and its relatives, counted by heads and by area."""

from typing import NamedTuple

from dizao.model.world.projects import CONSENT_RULES

ART278_QUORUM = 2 / 3
"""Owners of two thirds of the area and two thirds of the heads must take part (Civil Code, since 2021)."""


class Votes(NamedTuple):
    """A count of votes: owners (or households) and their area; all, those who took part, and those who said yes."""

    heads: int
    heads_present: int
    heads_yes: int
    area: float
    area_present: float
    area_yes: float


def passes(rule: int, votes: Votes) -> bool:
    """Whether a proposal has the category's legal consent.

    Parameters
    ----------
    rule
        Position in `CONSENT_RULES`: none; art278_half (ordinary matters: quorum of 2/3, more than half of those
        taking part); art278_three_quarters (raising money, rebuilding: quorum of 2/3, at least 3/4 of those taking
        part); property_law_two_thirds (before 2021: 2/3 of all owners); village_70 (at least 70% of villagers take
        part, more than half of them agree); unanimous (nobody says no and all take part).
    votes
        The count.

    Returns
    -------
    Whether it has.
    """
    name = CONSENT_RULES[rule]
    if name == "none":
        return True
    if votes.heads == 0:
        return False
    present = min(votes.heads_present / votes.heads, votes.area_present / votes.area)
    of_all = min(votes.heads_yes / votes.heads, votes.area_yes / votes.area)
    of_present = (
        min(votes.heads_yes / votes.heads_present, votes.area_yes / votes.area_present) if votes.heads_present else 0.0
    )
    if name == "art278_half":
        return present >= ART278_QUORUM and of_present > 1 / 2
    if name == "art278_three_quarters":
        return present >= ART278_QUORUM and of_present >= 3 / 4
    if name == "property_law_two_thirds":
        return of_all >= 2 / 3
    if name == "village_70":
        return votes.heads_present / votes.heads >= 0.7 and votes.heads_yes / votes.heads_present > 1 / 2
    return votes.heads_yes == votes.heads
