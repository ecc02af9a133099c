"""What a scenario may pin instead of leaving it to chance: single projects, and the funds of organizations."""

from typing import Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter


class PinError(ValueError):
    """A pin that would not arise as it says.

    Parameters
    ----------
    key
        What of it is wrong.
    problem
        What is allowed, and what was said.
    """

    def __init__(self, key: str, problem: str) -> None:
        self.key, self.problem = key, problem
        super().__init__(key, problem)

    def __str__(self) -> str:
        return f"projects.{self.key}: {self.problem}"


def week_problem(pin: "PinnedProject", first: int, end: int) -> str:
    """Return what is wrong with the week of a pin in a run whose needs arise in [first, end); empty if nothing is.

    Parameters
    ----------
    pin
        A pinned project.
    first
        First week in which needs arise.
    end
        Week after the last.

    Returns
    -------
    What is wrong, or nothing.
    """
    if first <= pin.week < end:
        return ""
    return f"must be between {first} and {end - 1}, the weeks in which needs arise, got {pin.week}"


class PinnedProject(NamedTuple):
    """A need that arises for certain. It takes the place of one of its category that chance had put into that week."""

    category: Annotated[str, "category of the scenario"]
    week: Annotated[
        int,
        Parameter("week number", -1000, 1000, "I", ASSUMED, "week in which it arises; below 0: before the programme"),
    ]
    unit: Annotated[int, Parameter("id", 0, 1e6, "I", ASSUMED, "id of the unit; 0: every unit")] = 0
    building: Annotated[
        int,
        Parameter("number", 0, 1e4, "I", ASSUMED, "which building of the unit, from 1, if it is for one; 0: at random"),
    ] = 0
    cost_yuan: Annotated[float, Parameter("yuan", 0.0, 1e7, "I", ASSUMED, "cost; 0: at random")] = 0.0
    value_yuan: Annotated[
        float, Parameter("yuan a year per household", 0.0, 1e4, "I", ASSUMED, "mean value to a household; 0: at random")
    ] = 0.0
    public_money: Annotated[
        Literal["ordinary", "none"], "whether it may apply for public money like others, or is not eligible"
    ] = "ordinary"
    partner: Annotated[
        int, Parameter("id", 0, 1e6, "I", ASSUMED, "id of another unit whose people use it as well; 0: none")
    ] = 0
    partner_use: Annotated[float, Parameter("share", 0.0, 0.9, "I", ASSUMED, "its share of the use")] = 0.0
    partner_reason: Annotated[
        Literal["unknown", "unvoiced", "voiced"],
        "that they use it: it is not known, people know and nobody has said it, or it has been said",
    ] = "unvoiced"


class PinnedOrganization(NamedTuple):
    """An organization of a unit with funds of its own size."""

    unit: Annotated[int, Parameter("id", 0, 1e6, "I", ASSUMED, "id of the unit; 0: every unit")]
    kind: Annotated[Literal["economic"], "local firms, who sponsor projects"] = "economic"
    yuan_per_year: Annotated[float, Parameter("yuan a year", 0.0, 1e6, "I", ASSUMED, "its funds for contributions")] = (
        0.0
    )
