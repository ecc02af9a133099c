"""What a documented project leaves open (ODD 7.18)."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter


class Cases(NamedTuple):
    """What a documented project leaves open (ODD 7.18); it acts only where one is pinned."""

    unsecured_falls: Annotated[
        float,
        Parameter("probability", 0.0, 0.8, "C", ASSUMED, "chance that a source that is not secured falls away"),
    ] = 0.3
    explained_reach: Annotated[
        float, Parameter("share", 0.2, 1.0, "C", ASSUMED, "households that somebody who goes round explaining reaches")
    ] = 0.5
    organization_status: Annotated[
        float, Parameter("ratio", 0.0, 2.0, "C", ASSUMED, "status of an organization that gives first")
    ] = 0.5
    office_status: Annotated[
        float, Parameter("ratio", 0.0, 2.0, "C", ASSUMED, "status of an office that gives first")
    ] = 0.5
    least_worth: Annotated[
        float,
        Parameter("ratio", 0.2, 1.0, "C", ASSUMED, "least worth of a thing to all, to its cost, if not said"),
    ] = 0.5
    most_worth: Annotated[
        float,
        Parameter("ratio", 2.0, 6.0, "C", ASSUMED, "most worth of a thing to all, to its cost, if not said"),
    ] = 3.0
    least_savings_weeks: Annotated[
        float,
        Parameter(
            "weeks of income", 0.5, 8.0, "C", ASSUMED, "least that households would touch for it, if not said", 0.0
        ),
    ] = 2.0
    most_savings_weeks: Annotated[
        float,
        Parameter("weeks of income", 8.0, 104.0, "C", ASSUMED, "most that households would touch for it, if not said"),
    ] = 26.0
    full_kinship_ties: Annotated[
        float, Parameter("ties", 4.0, 8.0, "C", ASSUMED, "ties of an adult to kin in a place where all are kin")
    ] = 8.0
    follow_weeks: Annotated[
        int, Parameter("weeks", 52, 208, "C", ASSUMED, "weeks that a project is followed where a case is silent")
    ] = 104
