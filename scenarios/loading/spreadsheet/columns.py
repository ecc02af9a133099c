"""What the sheets of a scenario hold: a column for each key of a place and of a policy, a row for each of the county.

Nothing is said twice: kinds and limits of values come from the sections of parameters, as those of `schema` do.
"""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from dizao.agents.parameters import ASSUMED, Parameter, parameter_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import OWN_TERMS, IncomeLimit
from dizao.model.parameters.place_groups import KINDS, OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS, SYSTEMS
from dizao.scenarios.loading.errors import Key
from dizao.scenarios.loading.system import ON_OFF, SWITCHED

Kind = Literal["text", "whole", "number", "numbers", "choice", "choices", "category", "categories"]

SheetName = Literal["places", "policies", "budget"]
SHEETS: tuple[SheetName, ...] = ("places", "policies", "budget")

NAME: Key = ("name",)
"""Column that says which place or policy a row belongs to."""

CATEGORY: Key = ("category",)
GROUP: Key = ("place",)
KIND: Key = ("kind",)
BAND: Key = ("income",)
LIMITS: tuple[Key, ...] = tuple((name,) for name in IncomeLimit._fields)
PART_OF: dict[str, tuple[Key, ...]] = {
    "categories": (CATEGORY,), "incomes": (BAND, *LIMITS), "places": (GROUP,), "kinds": (KIND,),
}  # fmt: skip
"""Columns of a policy by which a row holds terms of a part of the projects, by the table that these are in."""


class Column(NamedTuple):
    """A key that a sheet can hold.

    Attributes
    ----------
    key
        Key inside the table of a place or a policy; of the sheet of the budget, inside the file.
    word
        By which `words` know its header, its note and its choices.
    kind
        What a cell of it holds.
    number
        What is known of a number.
    choices
        Words of the scenario file that it may be.
    """

    key: Key
    word: str
    kind: Kind
    number: Parameter | None = None
    choices: tuple[str, ...] = ()


def _of(section: str, numbers: Any, names: tuple[str, ...] = (), above: Key = ()) -> Iterator[Column]:
    """Yield the columns of a section of parameters, or of some of its fields."""
    hints = get_type_hints(numbers, include_extras=True)
    for name in names or numbers._fields:
        kind, choices = _kind(hints[name])
        yield Column((*above, name), f"{section}.{name}", kind, parameter_of(hints[name]), choices)


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...]]:
    bare: type | UnionType = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(bare) is tuple:
        inside = get_args(bare)[0]
        return ("choices", get_args(inside)) if get_origin(inside) is Literal else ("numbers", ())
    if get_origin(bare) is Literal:
        return "choice", get_args(bare)
    return ("whole" if bare is int else "number"), ()


def _places() -> Iterator[Column]:
    first = ("residents", "households", "units", "communities", "streets", "party_members", "stations")
    numbers = {column.key: column for column in _of("group", GroupNumbers)}
    yield Column(NAME, "group.name", "text")
    yield Column(("title",), "about.name", "text")
    yield Column(("title_zh",), "about.name_zh", "text")
    yield Column(("kind",), "group.kind", "choice", None, tuple(KINDS))
    yield numbers.pop(("residents_share",))
    yield from _of("place", SECTIONS["place"], first)
    share = Parameter("share", 0.0, 1.0, "I", ASSUMED, "part of the county's budget that is for it alone")
    yield Column(("budget_share",), "group.budget_share", "number", share)
    yield numbers.pop(("start_week",))
    yield Column(("categories",), "group.categories", "categories")
    yield from numbers.values()
    for section, names in OWN.items():
        yield from _of(section, SECTIONS[section], tuple(name for name in names if name not in first))


def _policies() -> Iterator[Column]:
    yield Column(NAME, "policy.name", "text")
    yield Column(CATEGORY, "policy.category", "category")
    yield Column(GROUP, "policy.place", "text")
    yield Column(KIND, "policy.kind", "choice", None, tuple(KINDS))
    yield Column(BAND, "policy.income", "text")
    yield from _of("policy", IncomeLimit)
    yield Column(("title",), "about.name", "text")
    yield Column(("title_zh",), "about.name_zh", "text")
    yield Column(("base",), "policy.base", "choice", None, tuple(presets()))
    for part in ("payment", "allocation", "protection", "incentive"):
        yield from _of(part, PARTS[part], above=(part,))


def _budget() -> Iterator[Column]:
    for key in ("extends", "title", "title_zh", "question", "question_zh", "source"):
        yield Column((key,), f"about.{key}", "text")
    for section, names in {"budget": (), "calendar": (), **OWN}.items():
        yield from _of(section, SECTIONS[section], names, (section,))
    for system in SYSTEMS:
        if system.switches and not system.of_a_project:
            yield Column((SWITCHED, system.name), f"{SWITCHED}.{system.name}", "choice", None, ON_OFF)


COLUMNS: dict[SheetName, tuple[Column, ...]] = {
    "places": tuple(_places()),
    "policies": tuple(_policies()),
    "budget": tuple(_budget()),
}
"""What each sheet can hold: columns of places and of policies, rows of the budget."""

OF_A_PART: tuple[Key, ...] = tuple(("payment", name) for name in OWN_TERMS)
"""Columns of a policy that a row for a part of the projects may fill."""
