"""Every parameter as a row of one table, taken from the annotations that define it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from dizao.agents.parameters import Parameter, parameter_of, parameters_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.parameters import CATEGORIES, Category
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.errors import shown

VARIES = "by category"
"""Stands for the default of what each category of the catalogue sets for itself."""


class Row(NamedTuple):
    """One parameter as the table shows it."""

    name: str
    default: str
    unit: str
    range: str
    grade: str
    source: str
    meaning: str


def parameter_rows() -> list[Row]:
    """Return all parameters under the keys that a scenario file and ``--set`` know them by.

    Returns
    -------
    A row for each: sections, then a category (key ``categories.NAME``), then the parts of a mechanism.
    """
    rows = [row for name, section in SECTIONS.items() for row in _rows(name, section)]
    rows += [_by_category(row) for row in _rows("categories.NAME", Category)]
    return rows + [row for name, part in PARTS.items() for row in _rows(f"mechanism.{name}", part)]


def ends_of(key: str) -> tuple[float, float]:
    """Return the range of a number, ``section.name``.

    Parameters
    ----------
    key
        Key of a number.

    Returns
    -------
    Lowest and highest plausible value, in its unit.
    """
    section, name = key.split(".")
    parameter = parameters_of(SECTIONS[section])[name]
    return parameter.low, parameter.high


def _rows(prefix: str, section: type[Any]) -> Iterator[Row]:
    hints = get_type_hints(section, include_extras=True)
    for name in section._fields:
        parameter = parameter_of(hints[name])
        default = number(section._field_defaults[name]) if name in section._field_defaults else "none"
        if parameter is not None:
            yield _number_row(f"{prefix}.{name}", default, parameter)
        else:
            yield _choice_row(f"{prefix}.{name}", default, hints[name])


def _number_row(name: str, default: str, parameter: Parameter) -> Row:
    extent = f"{number(parameter.low)} to {number(parameter.high)}"
    return Row(name, default, parameter.unit, extent, parameter.grade, parameter.source, parameter.meaning)


def _choice_row(name: str, default: str, annotation: Any) -> Row:
    bare, *about = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    words = get_args(get_args(bare)[0]) if get_origin(bare) is tuple else get_args(bare)
    unit = {tuple: "list", Literal: "choice"}.get(get_origin(bare), "text")
    return Row(name, default, unit, ", ".join(words), "", "", "; ".join(about))


def _by_category(row: Row) -> Row:
    """Say so where the categories of the catalogue differ from each other."""
    field = row.name.rpartition(".")[2]
    values = {getattr(category, field) for category in CATEGORIES.values()}
    return row if len(values) == 1 else row._replace(default=VARIES)


def number(value: Any) -> str:
    """Write a default as a person would: whole where it is whole, thousands set apart with blanks; words bare.

    Parameters
    ----------
    value
        A number, text, truth value, or a tuple of them.

    Returns
    -------
    Text for a cell; "none" for an empty tuple.
    """
    if isinstance(value, tuple):
        return ", ".join(number(item) for item in value) or "none"
    if isinstance(value, (int, float)):
        return f"{value:,.0f}".replace(",", " ") if float(value).is_integer() else f"{value:g}"
    return value if isinstance(value, str) else shown(value)
