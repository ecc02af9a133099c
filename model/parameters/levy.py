"""What a decision of all binds all to: levies, and pledges that hold only if enough others pledge (ODD 7.22)."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter

RATES = (
    "estimated from collections of water groups in Malawi: median 0.857, middle 80% from 0.72 to 0.97 (F031); the "
    "range holds management fees in Chinese compounds, 0.763 (F019)"
)


class Levy(NamedTuple):
    """Levies after lawful consent, and mutual pledges (ODD 7.22)."""

    duty: Annotated[
        float, Parameter("log-odds", 0.5, 4.0, "C", RATES, "that a share is owed which was lawfully decided")
    ] = 1.8
    duty_spread: Annotated[
        float, Parameter("log-odds", 0.0, 2.0, "C", RATES, "standard deviation of the duty between units")
    ] = 0.6
    idle_share: Annotated[
        float,
        Parameter(
            "share",
            0.0,
            0.24,
            "C",
            "17 of 108 groups at their last collection (F032), rural Malawi; 0 where somebody always collects",
            "units in which nobody collects what is owed",
        ),
    ] = 0.16
    dissent: Annotated[float, Parameter("log-odds", 0.0, 2.0, "C", ASSUMED, "voted no (subtracted)")] = 0.5
    list_weight: Annotated[
        float,
        Parameter(
            "log-odds",
            0.0,
            2.0,
            "C",
            "range only, 0 included; letters that made tax debts more visible raised payment of debts below 2,500 "
            "dollars and of no larger ones (Perez-Truglia & Troiano 2018, J. Public Economics 167:120)",
            "names of who has not paid are read out, in the second half of the weeks",
        ),
    ] = 0.0
    court_share: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "of those who can pay and do not, taken to court at the end"),
    ] = 0.0
    court_minutes: Annotated[
        float, Parameter("minutes", 60.0, 1_920.0, "C", ASSUMED, "of residents' time for one claim")
    ] = 480.0
    weeks: Annotated[int, Parameter("weeks", 2, 26, "C", ASSUMED, "weeks in which a levy is collected", 1.0)] = 12
    planned_payers: Annotated[
        float,
        Parameter(
            "share",
            0.7,
            1.0,
            "C",
            "1: shares that add up to the cost (Civil Code, art. 283)",
            "households that are expected to pay when the share is set",
            0.01,
        ),
    ] = 1.0
    mutual_share: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "a pledge holds only if so many of those asked pledge; 0: it holds"),
    ] = 0.0
    mutual_most_households: Annotated[
        int,
        Parameter("households", 5, 300, "C", ASSUMED, "largest group that pledges mutually", 1.0),
    ] = 150
