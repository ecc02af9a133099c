"""What a file of a game may hold: exactly these keys, with what each allows in words."""

from functools import partial
from typing import Annotated, Any

from pydantic import Field

from dizao.agents.parameters import People
from dizao.scenarios.loading.schema import LARGEST, table_of
from dizao.scenarios.loading.shapes import (
    a_table,
    either,
    is_number,
    is_number_or_range,
    kind_of_file,
    optional,
    table,
    tables,
    text,
    word,
    yes_no,
)

MOST_ROUNDS = 10_000
MOST_STEPS = 1_000
MOST_PEOPLE = 5_000_000
"""People whose state still fits into half a gigabyte."""

MANY_TIMES = 1_000.0
"""Largest of the numbers that multiply a contribution."""


def _number(low: float, high: float) -> Any:
    extent = f"of at least {low:g}" if high == LARGEST else f"between {low:g} and {high:g}"
    return Annotated[float, Field(strict=True, ge=low, le=high, allow_inf_nan=False, description=f"a number {extent}")]


def _whole(low: int, high: int) -> Any:
    return Annotated[int, Field(strict=True, ge=low, le=high, description=f"a whole number between {low} and {high}")]


def _number_or_range(smallest: float) -> Any:
    accepted = partial(is_number_or_range, low=smallest, high=LARGEST)
    return either(accepted, f"a number of at least {smallest:g}, or [low, high]")


def _choices(value: Any) -> bool:
    if not isinstance(value, list):
        return value == "any"
    rising = all(is_number(x, 0.0, LARGEST) for x in value) and value == sorted(set(value))
    return rising and len(value) > 1


def _own_or_share(value: Any) -> bool:
    return value == "own" or is_number(value, 0.0, 1.0)


SMALLEST_ENDOWMENT = 1e-6

KEYS: dict[str, tuple[Any, Any]] = {
    "form": (word("linear", "threshold", "dilemma", "donation"), None),
    "group_size": (_whole(2, MOST_PEOPLE), 5),
    "groups": (_whole(1, MOST_PEOPLE), 400),
    "rounds": (_whole(1, MOST_ROUNDS), 1),
    "endowment": (_number_or_range(SMALLEST_ENDOWMENT), 10.0),
    "choices": (either(_choices, '"any", or a list of two or more rising numbers, none below 0'), "any"),
    "threshold": (_whole(1, MOST_PEOPLE), None),
    "threshold_total": (_number(SMALLEST_ENDOWMENT, LARGEST), None),
    "prize": (_number_or_range(0.0), None),
    "per_head_return": (_number(0.0, MANY_TIMES), None),
    "multiplier": (_number(0.0, MANY_TIMES), None),
    "sequential": (yes_no, False),
    "matching": (word("strangers", "partners"), "strangers"),
    "membership": (word("mandatory", "voluntary"), "mandatory"),
    "exit_payoff": (_number(-LARGEST, LARGEST), 0.0),
    "leavers": (word("replaced", "shrink", "zero"), "replaced"),
    "refund": (_number(0.0, 1.0), 0.0),
    "refund_bonus": (_number(0.0, MANY_TIMES), 0.0),
    "rebate": (word("none", "proportional"), "none"),
    "match_rate": (_number(0.0, MANY_TIMES), 0.0),
    "seed_money": (_number(0.0, 1.0), 0.0),
    "leader": (word("none", "random", "authority"), "none"),
    "leader_contribution": (either(_own_or_share, 'a number between 0 and 1, or "own"'), "own"),
    "communication": (word("none", "written", "face_to_face"), "none"),
    "visibility": (word("anonymous", "public"), "anonymous"),
    "private_reward": (_number(0.0, LARGEST), 0.0),
    "honours": (yes_no, False),
    "pledging": (word("simultaneous", "open"), "simultaneous"),
    "open_steps": (_whole(1, MOST_STEPS), 10),
    "punishment_cost": (_number(0.0, LARGEST), 0.0),
    "punishment_effect": (_number(0.0, LARGEST), 0.0),
}
"""Keys of a game: what each allows, and what holds where a file is silent (None: nothing)."""

_rules = optional({name: kind for name, (kind, _) in KEYS.items()})


BLOCK_TABLE = table("Block", {"from_round": (_whole(2, MOST_ROUNDS), ...), **_rules})
GAME_TABLE = table("Game", {**_rules, "form": (KEYS["form"][0], ...), "block": tables(BLOCK_TABLE, "game.block")})

LAB_TABLE = table(
    "LaboratoryFile",
    {
        "kind": (kind_of_file("lab"), ...),
        "title": (text, ...),
        "source": (text, ...),
        "game": (a_table(GAME_TABLE), ...),
    },
)
"""The whole file."""

PEOPLE_TABLE = table("PeopleOnly", {"people": (a_table(table_of(People)), {})})
"""What ``--set`` may change of people; a file holds nothing of them."""
