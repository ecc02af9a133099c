"""What a file of a game may hold: exactly these keys, with what each allows in words."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from dizao.agents.parameters import People
from dizao.scenarios.loading.schema import LARGEST, Table, table_of

MOST_ROUNDS = 10_000
MOST_STEPS = 1_000
MOST_PEOPLE = 5_000_000
"""People whose state still fits into half a gigabyte."""

MANY_TIMES = 1_000.0
"""Largest of the numbers that multiply a contribution."""


def _is_number(value: Any, low: float, high: float) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and low <= value <= high


def _either(accepted: Callable[[Any], bool], words: str) -> Any:
    """Return the type of what may take more than one shape."""

    def validated(value: Any) -> Any:
        if not accepted(value):
            raise ValueError(words)
        return value

    return Annotated[Any, BeforeValidator(validated), Field(description=words)]


def _number(low: float, high: float) -> Any:
    extent = f"of at least {low:g}" if high == LARGEST else f"between {low:g} and {high:g}"
    return Annotated[float, Field(strict=True, ge=low, le=high, allow_inf_nan=False, description=f"a number {extent}")]


def _whole(low: int, high: int) -> Any:
    return Annotated[int, Field(strict=True, ge=low, le=high, description=f"a whole number between {low} and {high}")]


def _word(*words: str) -> Any:
    listed = ", ".join(f'"{word}"' for word in words)
    return Annotated[Literal[words], Field(description=f"one of {listed}")]


def _number_or_range(smallest: float) -> Any:
    def accepted(value: Any) -> bool:
        if isinstance(value, list):
            return len(value) == 2 and all(_is_number(x, smallest, LARGEST) for x in value) and value[0] <= value[1]
        return _is_number(value, smallest, LARGEST)

    return _either(accepted, f"a number of at least {smallest:g}, or [low, high]")


def _choices(value: Any) -> bool:
    if not isinstance(value, list):
        return value == "any"
    rising = all(_is_number(x, 0.0, LARGEST) for x in value) and value == sorted(set(value))
    return rising and len(value) > 1


def _own_or_share(value: Any) -> bool:
    return value == "own" or _is_number(value, 0.0, 1.0)


_yes_no = Annotated[bool, Field(strict=True, description="true or false")]
SMALLEST_ENDOWMENT = 1e-6

KEYS: dict[str, tuple[Any, Any]] = {
    "form": (_word("linear", "threshold", "dilemma", "donation"), None),
    "group_size": (_whole(2, MOST_PEOPLE), 5),
    "groups": (_whole(1, MOST_PEOPLE), 400),
    "rounds": (_whole(1, MOST_ROUNDS), 1),
    "endowment": (_number_or_range(SMALLEST_ENDOWMENT), 10.0),
    "choices": (_either(_choices, '"any", or a list of two or more rising numbers, none below 0'), "any"),
    "threshold": (_whole(1, MOST_PEOPLE), None),
    "threshold_total": (_number(SMALLEST_ENDOWMENT, LARGEST), None),
    "prize": (_number_or_range(0.0), None),
    "per_head_return": (_number(0.0, MANY_TIMES), None),
    "multiplier": (_number(0.0, MANY_TIMES), None),
    "sequential": (_yes_no, False),
    "matching": (_word("strangers", "partners"), "strangers"),
    "membership": (_word("mandatory", "voluntary"), "mandatory"),
    "exit_payoff": (_number(-LARGEST, LARGEST), 0.0),
    "leavers": (_word("replaced", "shrink", "zero"), "replaced"),
    "refund": (_number(0.0, 1.0), 0.0),
    "refund_bonus": (_number(0.0, MANY_TIMES), 0.0),
    "rebate": (_word("none", "proportional"), "none"),
    "match_rate": (_number(0.0, MANY_TIMES), 0.0),
    "seed_money": (_number(0.0, 1.0), 0.0),
    "leader": (_word("none", "random", "authority"), "none"),
    "leader_contribution": (_either(_own_or_share, 'a number between 0 and 1, or "own"'), "own"),
    "communication": (_word("none", "written", "face_to_face"), "none"),
    "visibility": (_word("anonymous", "public"), "anonymous"),
    "private_reward": (_number(0.0, LARGEST), 0.0),
    "honours": (_yes_no, False),
    "pledging": (_word("simultaneous", "open"), "simultaneous"),
    "open_steps": (_whole(1, MOST_STEPS), 10),
    "punishment_cost": (_number(0.0, LARGEST), 0.0),
    "punishment_effect": (_number(0.0, LARGEST), 0.0),
}
"""Keys of a game: what each allows, and what holds where a file is silent (None: nothing)."""

_optional: dict[str, Any] = {name: (kind, None) for name, (kind, _) in KEYS.items()}
_text: Any = Annotated[str, Field(strict=True, min_length=1, description="text")]


def _table(name: str, fields: dict[str, Any]) -> type[Table]:
    return create_model(name, __base__=Table, **fields)


def _a_table(model: type[Table]) -> Any:
    return Annotated[model, Field(description="a table")]


BLOCK_TABLE = _table("Block", {"from_round": (_whole(2, MOST_ROUNDS), ...), **_optional})
_blocks: Any = list[_a_table(BLOCK_TABLE)]  # type: ignore[misc]
_no_blocks: Any = Field(default=[], description="a list of tables, each headed [[game.block]]")
GAME_TABLE = _table("Game", {**_optional, "form": (KEYS["form"][0], ...), "block": (_blocks, _no_blocks)})

_lab: Any = Annotated[Literal["lab"], Field(description='"lab"')]
LAB_TABLE = _table(
    "LaboratoryFile",
    {"kind": (_lab, ...), "title": (_text, ...), "source": (_text, ...), "game": (_a_table(GAME_TABLE), ...)},
)
"""The whole file."""

PEOPLE_TABLE = _table("PeopleOnly", {"people": (_a_table(table_of(People)), {})})
"""What ``--set`` may change of people; a file holds nothing of them."""
