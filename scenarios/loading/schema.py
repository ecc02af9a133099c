"""What a scenario file may hold: pydantic models made from the sections of parameters, and their errors in words.

Nothing is said twice. A field of a section (`dizao.model.parameters`), of a category or of a part of a mechanism
becomes a field of a model here; its type and its hard limits come from the annotation.
"""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from dizao.agents.parameters import Parameter, parameter_of
from dizao.model.mechanisms.parts import PARTS, Payment
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import OWN_TERMS, IncomeLimit
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import Category
from dizao.model.parameters.place_groups import KINDS, OWN, GroupNumbers
from dizao.model.systems.registry import SECTIONS, SYSTEMS
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.scenarios.loading.errors import Key, shown, suggestion
from dizao.scenarios.loading.renamed import renamed_key, renamed_value
from dizao.scenarios.loading.system import HOPED_CHANGES, HopedChange

ROWS = max(17, *(system.row for system in SYSTEMS))
"""Rows of the field's table of systems (docs/architecture.md)."""

LARGEST = 1e12
"""Above this no number is taken: sums of fen would leave whole numbers of 64 bits."""

Numbers = type[Any]
"""A ``NamedTuple`` class whose fields are annotated with parameters."""


class Problem(NamedTuple):
    """One thing that is wrong with a table: at which key, and in words."""

    key: Key
    text: str


class Table(BaseModel):
    """A table of a scenario file, in which every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def limits_of(kind: type, parameter: Parameter) -> tuple[float, float]:
    """Return the smallest and the largest value allowed; a count that starts at one or more is never zero.

    Parameters
    ----------
    kind
        int or float.
    parameter
        What is known of the number.

    Returns
    -------
    Both ends, allowed themselves, in the parameter's unit; at most `LARGEST`.
    """
    low, high = parameter.limits
    if kind is int and parameter.low >= 1:
        low = max(low, 1)
    return low, min(high, LARGEST)


def _number(kind: type, parameter: Parameter) -> Any:
    low, high = limits_of(kind, parameter)
    noun, at_least = ("a whole number", f"of at least {low:g}") if kind is int else ("a number", f"{low:g} or more")
    extent = at_least if high == LARGEST else f"between {low:g} and {high:g}"
    rules: dict[str, Any] = {"strict": True, "ge": low, "le": high, "description": f"{noun} {extent}"}
    if kind is float:
        rules["allow_inf_nan"] = False
    return Annotated[kind, Field(**rules)]  # type: ignore[valid-type]


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(shown(word) for word in words)


def _field_type(annotation: Any) -> Any:
    """Return the type that a model's field has, with its limits and, as its description, what is allowed in words."""
    parameter = parameter_of(annotation)
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if parameter is not None and get_origin(bare) is tuple:
        low, high = limits_of(float, parameter)
        numbers: Any = tuple[_number(get_args(bare)[0], parameter), ...]  # type: ignore[misc]
        return Annotated[numbers, Field(description=f"a list of numbers between {low:g} and {high:g}")]
    if parameter is not None:
        return _number(bare, parameter)
    if get_origin(bare) is Literal:
        words = get_args(bare)
        return Annotated[bare, Field(description=("one of " if len(words) > 1 else "") + _listed(words))]
    if get_origin(bare) is tuple:
        words = get_args(get_args(bare)[0])
        return Annotated[bare, Field(min_length=1, description=f"a list of one or more of {_listed(words)}")]
    return Annotated[bare, Field(strict=True, min_length=1, description="text")]


def table_of(section: Numbers) -> type[Table]:
    """Return the model of a section: the same fields, types and defaults.

    Parameters
    ----------
    section
        A class of parameters.

    Returns
    -------
    A class of pydantic, in which every key must be known.
    """
    hints = get_type_hints(section, include_extras=True)
    defaults = section._field_defaults
    fields: dict[str, Any] = {name: (_field_type(hints[name]), defaults.get(name, ...)) for name in section._fields}
    return create_model(section.__name__, __base__=Table, **fields)


def _optional_numbers(section: Numbers, names: tuple[str, ...]) -> dict[str, Any]:
    """Return fields for some numbers of a section that may be left out and have no default then."""
    hints = get_type_hints(section, include_extras=True)
    return {name: (_field_type(hints[name]), None) for name in names}


def _table(name: str, fields: dict[str, Any]) -> type[Table]:
    return create_model(name, __base__=Table, **fields)


def _optional(models: dict[str, type[Table]]) -> dict[str, Any]:
    """Return fields that may be left out; what was left out is then absent from ``model_fields_set``."""
    field = Field(description="a table", validate_default=True)
    return {name: (Annotated[model, field], {}) for name, model in models.items()}


PART_TABLES = {name: table_of(part) for name, part in PARTS.items()}
SECTION_TABLES = {name: table_of(section) for name, section in SECTIONS.items()}
CATEGORY_TABLE = table_of(Category)

_text = Annotated[str, Field(strict=True, min_length=1, description="text")]


def _own_numbers() -> dict[str, Any]:
    """Return fields for the numbers that a group of places may have of its own; what it does not say is None."""
    found: dict[str, Any] = {}
    for section, names in OWN.items():
        hints = get_type_hints(SECTIONS[section], include_extras=True)
        found |= {name: (_field_type(hints[name]), None) for name in names}
    return found


GROUP_TABLE = _table(
    "Places",
    {
        "title": (_text, ...),
        "title_zh": (_text, ...),
        "kind": (Annotated[Literal[tuple(KINDS)], Field(description=f"one of {_listed(tuple(KINDS))}")], "compound"),  # type: ignore[valid-type]
        "categories": (
            Annotated[
                tuple[Annotated[str, Field(strict=True)], ...], Field(description="a list of names of categories")
            ],
            (),
        ),
        "budget_share": (
            Annotated[float, Field(strict=True, ge=0, le=1, description="a number between 0 and 1")],
            None,
        ),
        **_own_numbers(),
        **{name: (_field_type(hint), GroupNumbers._field_defaults[name])
           for name, hint in get_type_hints(GroupNumbers, include_extras=True).items()},
    },
)  # fmt: skip
_preset = Annotated[Literal[tuple(presets())], Field(description=f"one of {_listed(tuple(presets()))}")]  # type: ignore[valid-type]
_preset_table = _table("Preset", _optional(PART_TABLES))
_name = Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$", description="a name of small letters, digits and _")

TERMS_TABLE = _table("Terms", _optional_numbers(Payment, OWN_TERMS))
"""What a mechanism may say of a category of projects, or of a group or kind of places."""

BAND_TABLE = _table(
    "IncomeBand",
    {
        "title": (_text, ""),
        "title_zh": (_text, ""),
        **_optional_numbers(IncomeLimit, IncomeLimit._fields),
        **_optional_numbers(Payment, OWN_TERMS),
    },
)
"""What it may say of poor units."""


def _tables_of(kind: type[Table], words: str) -> Any:
    table = Annotated[kind, Field(description="a table")]  # type: ignore[valid-type]
    return Annotated[dict[str, table], Field(description=f"a table of {words}")], {}  # type: ignore[valid-type]


_terms: dict[str, Any] = {
    "categories": _tables_of(TERMS_TABLE, "categories"),
    "incomes": _tables_of(BAND_TABLE, "income bands"),
    "places": _tables_of(TERMS_TABLE, "groups of places"),
    "kinds": _tables_of(TERMS_TABLE, "kinds of places"),
}


def _mechanism_table(name: str, default: str) -> type[Table]:
    return _table(name, {"preset": (_preset, default), **_optional(PART_TABLES), **_terms})


POLICY_TABLE = _table(
    "Policy",
    {
        "title": (_text, ""),
        "title_zh": (_text, ""),
        "base": (_preset, "reward"),
        **_optional(PART_TABLES),
        **_terms,
    },
)


_list_field: Any = Field(default=[], description="a list of tables, each headed [[...]]")

_outcome = Annotated[Literal[tuple(OUTCOMES)], Field(description="the name of an outcome (dizao show --outcomes)")]  # type: ignore[valid-type]

VARIANT_TABLE = _table(
    "Variant",
    {
        "name": (Annotated[str, _name], ...),
        "title": (_text, ...),
        "title_zh": (_text, ...),
        "set": (Annotated[dict[str, Any], Field(description="a table of keys and values, as for --set")], {}),
    },
)
SYSTEM_TABLE = _table(
    "System",
    {
        "number": (
            Annotated[int, Field(strict=True, ge=0, le=ROWS, description=f"a whole number from 0 to {ROWS}")],
            ...,
        ),
        "judged_by": (_outcome, ...),
        "expected": (Annotated[Literal["higher", "lower"], Field(description='"higher" or "lower"')], ...),
        "also": (Annotated[list[_outcome], Field(description="a list of names of outcomes")], []),  # type: ignore[valid-type]
        "changes": (
            Annotated[list[HopedChange], Field(description=f"a list with some of {', '.join(HOPED_CHANGES)}")],
            [],
        ),
        "crossed": (Annotated[list[str], Field(description="a list of names of variants")], []),
        "variants": (
            Annotated[
                list[Annotated[VARIANT_TABLE, Field(description="a table")]],  # type: ignore[valid-type]
                Field(min_length=2, description="two tables or more, each headed [[system.variants]]"),
            ],
            ...,
        ),
    },
)

SCENARIO_TABLE: type[Table] = _table(
    "ScenarioFile",
    {
        "title": (_text, ...),
        "title_zh": (_text, ""),
        "question": (_text, ...),
        "question_zh": (_text, ""),
        "source": (_text, "not said"),
        "scale": (Annotated[float, Field(strict=True, gt=0, le=1, description="a number above 0 and at most 1")], 1.0),
        **_optional(SECTION_TABLES),
        "categories": (
            Annotated[
                dict[str, Annotated[CATEGORY_TABLE, Field(description="a table, or false to leave it out")]],  # type: ignore[valid-type]
                Field(min_length=1, description="a table with at least one category"),
            ],
            {},
        ),
        "places": (
            Annotated[
                dict[str, Annotated[GROUP_TABLE, Field(description="a table")]],  # type: ignore[valid-type]
                Field(description="a table of groups of places, each headed [places.NAME]"),
            ],
            {},
        ),
        "projects": (list[Annotated[table_of(PinnedProject), Field(description="a table")]], _list_field),  # type: ignore[misc]
        "organizations": (list[Annotated[table_of(PinnedOrganization), Field(description="a table")]], _list_field),  # type: ignore[misc]
        "ties": (
            Annotated[
                dict[str, Annotated[str, Field(strict=True, min_length=1, description="the path of a file")]],
                Field(description="a table of unit ids and paths of files with ties"),
            ],
            {},
        ),
        "uncertain": (Annotated[dict[str, Any], Field(description="a table of keys and ranges")], {}),
        "system": (Annotated[SYSTEM_TABLE, Field(description="a table")], None),
        # Read before all others (`switched`), and gone by now.
        "systems": (Annotated[dict[str, Literal["on", "off"]], Field(description="a table of systems")], {}),
        **_optional({"mechanism": _mechanism_table("Mechanism", "reward")}),
        **_optional({"former": _mechanism_table("Former", "upfront")}),
        "policies": (
            Annotated[
                dict[str, Annotated[POLICY_TABLE, Field(description="a table")]],  # type: ignore[valid-type]
                Field(description="a table of policies, each headed [policies.NAME]"),
            ],
            {},
        ),
        **_optional({"presets": _table("Presets", _optional(dict.fromkeys(presets(), _preset_table)))}),
    },
)
"""The whole file, after its parents and overrides are merged into it."""


def check(table: dict[str, Any], root: type[Table] = SCENARIO_TABLE) -> tuple[Any, list[Problem]]:
    """Return the validated file, or what is wrong with it.

    Parameters
    ----------
    table
        What stands in it, after its parents and overrides are merged into it.
    root
        Model of the kind of file.

    Returns
    -------
    The validated file, or None; problems, of which only the first has near words looked for, since a file may have a
    million wrong keys.
    """
    try:
        return root.model_validate(table), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, [_problem(details, root, told=number == 0) for number, details in enumerate(found)]


def known_keys(key: Key, root: type[Table] = SCENARIO_TABLE) -> list[str]:
    """Return the keys that a table of a file may have.

    Parameters
    ----------
    key
        Key of the table, one word for each level of tables; empty for the file itself.
    root
        Model of the kind of file.

    Returns
    -------
    Names of keys; none if it is no table with fixed keys.
    """
    found = _kind_at(key, root)
    if get_origin(found) is list:
        found = get_args(get_args(found)[0])[0]
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _problem(details: Any, root: type[Table], told: bool = True) -> Problem:
    key = tuple(step for step in details["loc"] if isinstance(step, str))
    found = details["input"]
    match details["type"]:
        case "extra_forbidden":
            hint = suggestion(key[-1], known_keys(key[:-1], root)) if told else ""
            return Problem(key, renamed_key(key) or f"unknown key{hint}")
        case _ if said := renamed_value(found):
            return Problem(key, said)
        case "missing":
            return Problem(key, f"missing; must be {_allowed(key, root)}")
        case "greater_than_equal" | "greater_than" | "less_than_equal" if not _beyond(details):
            return Problem(key, f"must be {_allowed(key, root).removeprefix('a number ')}, got {shown(found)}")
        case "less_than_equal":
            return Problem(key, f"must be at most {LARGEST:g}, got {shown(found)}")
        case _:
            return Problem(key, f"must be {_allowed(key, root)}, got {shown(found)}")


def _beyond(details: Any) -> bool:
    return bool(details["ctx"].get("le") == LARGEST)


def _steps(key: Key, root: type[Table]) -> Iterator[tuple[Any, str]]:
    """Yield for each word of a key the type it leads to and the words that say what is allowed there."""
    kind: Any = root
    for word in key:
        if get_origin(kind) is list:
            kind = get_args(get_args(kind)[0])[0]
        if isinstance(kind, type) and issubclass(kind, BaseModel) and word in kind.model_fields:
            field = kind.model_fields[word]
            kind = field.annotation
            yield kind, field.description or ""
        elif isinstance(kind, types.GenericAlias):
            value = get_args(kind)[1]
            kind = get_args(value)[0]
            yield kind, value.__metadata__[0].description
        else:
            return


def _kind_at(key: Key, root: type[Table]) -> Any:
    return next(reversed([kind for kind, _ in _steps(key, root)]), root)


def _allowed(key: Key, root: type[Table]) -> str:
    return next(reversed([words for _, words in _steps(key, root)]), "something else")
