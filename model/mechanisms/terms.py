"""Terms that hold for a part of the projects only: of a category, an income of the unit, a group or kind of places."""

import math
from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import Parameter

OWN_TERMS = ("rate", "cap_yuan", "minimum_resident_share")
"""Settings of the payment that may differ."""

TABLES = ("categories", "incomes", "places", "kinds")
"""Tables of a mechanism with terms of a part of the projects, the most specific first (ODD 7.10)."""

DECIDED = "what the county decides"

type Terms = tuple[tuple[str, float], ...]
"""Settings of the payment by name."""

type TermsBy = tuple[tuple[str, Terms], ...]
"""Terms by the name of what they hold for."""

type Measure = Literal["below_yuan_per_head", "poorest_share"]


class IncomeLimit(NamedTuple):
    """By what a unit counts as poor: one of the two."""

    below_yuan_per_head: Annotated[
        float,
        Parameter(
            "yuan a year", 5_000.0, 60_000.0, "I", DECIDED,
            "terms of units with a lower mean income a head at the start; of several limits the lowest holds", 1.0,
        ),
    ]  # fmt: skip
    poorest_share: Annotated[
        float,
        Parameter("share", 0.05, 0.5, "I", DECIDED, "terms of this part of all units, from the poorest on", 0.0001),
    ]


class Locality(NamedTuple):
    """Where a unit lies and how poor it is at the start, as far as terms can ask.

    Attributes
    ----------
    group, kind
        Its group of places and the kind of it; empty where the scenario has no groups.
    income_yuan_per_head
        Its mean income a head, yuan a year.
    poorer_share
        Part of all units that come before it, from the poorest on, in [0, 1].
    """

    group: str = ""
    kind: str = ""
    income_yuan_per_head: float = math.inf
    poorer_share: float = 1.0


ANYWHERE = Locality()
"""A unit for which only a mechanism's own terms hold, and those of categories."""


class IncomeBand(NamedTuple):
    """Poor units with terms of their own.

    Attributes
    ----------
    name, title, title_zh
        Its key in the scenario file, and its names for people; the titles are empty where the file does not say.
    measure
        Field of `IncomeLimit` that it is drawn by.
    limit
        Value of that field.
    terms
        What differs in its units.
    """

    name: str
    title: str
    title_zh: str
    measure: Measure
    limit: float
    terms: Terms

    def holds(self, where: Locality) -> bool:
        """Return whether a unit lies in the band.

        Parameters
        ----------
        where
            The unit.

        Returns
        -------
        Whether it is poor enough.
        """
        if self.measure == "below_yuan_per_head":
            return where.income_yuan_per_head < self.limit
        return where.poorer_share < self.limit


def of_name(tables: TermsBy, name: str) -> dict[str, float]:
    """Return the terms of one name.

    Parameters
    ----------
    tables
        Terms by name.
    name
        Which.

    Returns
    -------
    Settings of the payment; none where the name has none of its own.
    """
    return next((dict(terms) for one, terms in tables if one == name), {})
