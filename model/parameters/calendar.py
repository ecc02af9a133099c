"""How long each part of a run lasts."""

from typing import Annotated, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.parameters.constants import FEATURE


class Calendar(NamedTuple):
    """How long each part of a run lasts. Week 0 is the first week of the programme."""

    backlog_weeks: Annotated[
        int, Parameter("weeks", 0, 104, "C", ASSUMED, "weeks of needs that wait unheard when the warm-up starts")
    ] = 26
    warm_up_weeks: Annotated[
        int, Parameter("weeks", 0, 104, "C", "specification", "weeks under the former regime, shared by all mechanisms")
    ] = 52
    programme_weeks: Annotated[
        int, Parameter("weeks", 1, 520, "I", f"{FEATURE}: August 2022 to November 2024", "weeks of the programme")
    ] = 122
    follow_up_weeks: Annotated[
        int, Parameter("weeks", 0, 208, "C", "specification", "weeks without new needs in which projects are followed")
    ] = 104
