"""Levels: powers, money and minutes move from the county to street, community and unit, totals fixed (ODD 7.24).

Whoever is nearer may know more, and err more. What a level cannot solve goes up, or stays.
"""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from dizao.agents.parameters import ASSUMED, Parameter
from dizao.model.core.definitions import Condition
from dizao.model.system import System

if TYPE_CHECKING:
    from dizao.model.settings import Settings

LEVELS_POWER = 110
"""Purpose of its random draws (`dizao.model.core.draws`)."""


class Levels(NamedTuple):
    """Which powers and what money lie lower than with the county, and what that does (ODD 7.24). Off unless set."""

    powers: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "C", ASSUMED, "matters of a level that the level below may settle (权力下放)"),
    ] = 0.0
    money: Annotated[
        Literal["county", "street", "community", "unit"],
        "where the budget for small projects lies, and who decides and inspects (重心下移)",
    ] = "county"
    knows: Annotated[
        float,
        Parameter("log-odds", 0.0, 1.0, "C", ASSUMED, "how much better a try settles a matter, for each step down"),
    ] = 0.0
    errs: Annotated[
        float,
        Parameter("probability", 0.0, 0.3, "C", ASSUMED, "tries and inspections that are captured, for each step down"),
    ] = 0.0
    linkage: Annotated[
        Literal["goes_up", "stays"],
        "whether what a level cannot solve goes up by itself (四级联动), or stays where it lies",
    ] = "goes_up"
    answer_weeks: Annotated[
        int, Parameter("weeks", 0, 8, "C", ASSUMED, "weeks until the level above has taken up what goes up")
    ] = 0


def _moves_powers(settings: "Settings") -> bool:
    return bool(settings.levels.powers > 0.0)


def _moves_anything(settings: "Settings") -> bool:
    return _moves_powers(settings) or settings.levels.money != "county"


SYSTEM = System(
    name="levels",
    row=2,
    odd="7.24",
    section="levels",
    settings=Levels,
    follows="offices",
    switches=("powers", "money", "linkage"),
    needs={
        "knows": Condition("where levels.powers is above 0", _moves_powers),
        "errs": Condition("where levels.powers is above 0 or levels.money is not county", _moves_anything),
        "answer_weeks": Condition(
            'where levels.powers is above 0 or levels.money is not county, and with levels.linkage = "goes_up"',
            lambda settings: _moves_anything(settings) and settings.levels.linkage == "goes_up",
        ),
    },
    acts={
        "money_lies": "money.lies",
        "hearing_begins": "powers.take_up",
        "power_lies": "powers.lies",
        "trying": "powers.tried",
        "going_up": "powers.goes_up",
        "inspecting": "money.inspected",
    },
    world="money.minutes_move",
    begin="powers.begin",
    draws={"LEVELS_POWER": LEVELS_POWER},
    names={
        "knows": ("how much better who is nearer settles", "下级更知情的程度"),
        "errs": ("captured decisions of who is nearer", "下级决定失公的概率"),
        "answer_weeks": ("weeks until the level above answers", "上级答复的周数"),
    },
)
