"""How needs answer to public money: what people expect of it, and what they do about that (ODD 7.21)."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter

CROWDING = (
    "range only, sign open: incentives drive out or bring in own effort (Bowles & Polania-Reyes 2012, J. Econ. "
    "Literature 50); matches lower what is given besides (Huck & Rasul 2011); a review finds both (Epperson & Reif "
    "2019)"
)
COMMON_POOL = (
    "range only; sign: who pays a part of the cost wants a larger project (Weingast, Shepsle & Johnsen 1981, J. "
    "Political Economy 89)"
)
RESCUE = "range only; sign: who counts on help does less without it (Buchanan 1975, the Samaritan's dilemma)"


class Demand(NamedTuple):
    """Expected subsidy and how demand answers to it (ODD 7.21): with all four weights 0 nothing does."""

    announced: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "step of the expected subsidy towards what new rules announce"),
    ] = 0.5
    learning: Annotated[
        float,
        Parameter(
            "share", 0.0, 0.5, "C", ASSUMED, "step of the expected subsidy towards what the own unit's projects got"
        ),
    ] = 0.2
    neighbours: Annotated[
        float,
        Parameter(
            "ratio", 0.0, 1.0, "C", ASSUMED, "how much what other units of the community got counts beside the own"
        ),
    ] = 0.5
    voice: Annotated[
        float,
        Parameter(
            "log-odds",
            -1.0,
            2.0,
            "C",
            "range only, sign open",
            "expected subsidy, when a need for a project is voiced",
        ),
    ] = 0.0
    wait: Annotated[
        float,
        Parameter("share", 0.0, 0.8, "C", RESCUE, "what an expected subsidy of 1 adds to the chance of waiting"),
    ] = 0.0
    scope: Annotated[
        float,
        Parameter("ratio", 0.0, 0.5, "C", COMMON_POOL, "part by which a project is planned larger at a subsidy of 1"),
    ] = 0.0
    scope_value: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "power of a project's scope by which its value grows with it"),
    ] = 0.5
    effort: Annotated[
        float, Parameter("log-odds", -1.5, 1.5, "C", CROWDING, "expected subsidy, when money or labour is given")
    ] = 0.0
