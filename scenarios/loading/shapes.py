"""Types of what a key of a case or a game may hold, each with words for what it allows."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from dizao.scenarios.loading.schema import Table

text: Any = Annotated[str, Field(strict=True, min_length=1, description="text")]
yes_no: Any = Annotated[bool, Field(strict=True, description="true or false")]


def is_number(value: Any, low: float, high: float, whole: bool = False) -> bool:
    """Return whether a value is a number within limits.

    Parameters
    ----------
    value
        Whatever stands in a file.
    low, high
        Limits, allowed themselves.
    whole
        Whether it must be a whole number.

    Returns
    -------
    Whether it is one; true and false are no numbers.
    """
    kinds = int if whole else (int, float)
    return not isinstance(value, bool) and isinstance(value, kinds) and low <= value <= high


def is_number_or_range(value: Any, low: float, high: float, whole: bool = False) -> bool:
    """Return whether a value is a number within limits, or a range [low, high] of them.

    Parameters
    ----------
    value
        Whatever stands in a file.
    low, high
        Limits, allowed themselves.
    whole
        Whether the numbers must be whole.

    Returns
    -------
    Whether it is; the ends of a range may be equal, and stand in ascending order.
    """
    if isinstance(value, list):
        inside = len(value) == 2 and all(is_number(x, low, high, whole) for x in value)
        return inside and value[0] <= value[1]
    return is_number(value, low, high, whole)


def either(accepted: Callable[[Any], bool], words: str) -> Any:
    """Return the type of what may take more than one shape.

    Parameters
    ----------
    accepted
        Whether a value is of one of the shapes.
    words
        What is allowed, for a message.

    Returns
    -------
    An ``Annotated`` type for pydantic.

    Raises
    ------
    ValueError
        By what is returned, if a value is not accepted; pydantic makes a ``ValidationError`` of it.
    """

    def validated(value: Any) -> Any:
        if not accepted(value):
            raise ValueError(words)
        return value

    return Annotated[Any, BeforeValidator(validated), Field(description=words)]


def word(*words: str) -> Any:
    """Return the type of one of some words.

    Parameters
    ----------
    *words
        The words that are allowed.

    Returns
    -------
    An ``Annotated`` type for pydantic.
    """
    listed = ", ".join(f'"{one}"' for one in words)
    return Annotated[Literal[words], Field(description=f"one of {listed}")]


def kind_of_file(name: str) -> Any:
    """Return the type of the key that says what a file is.

    Parameters
    ----------
    name
        The only word allowed: "case" or "lab".

    Returns
    -------
    An ``Annotated`` type for pydantic.
    """
    return Annotated[Literal[name], Field(description=f'"{name}"')]


def table(name: str, fields: dict[str, Any]) -> type[Table]:
    """Return the type of a table with exactly these keys.

    Parameters
    ----------
    name
        Name of the type.
    fields
        By key, its type and its default (``...`` for none).

    Returns
    -------
    A class of pydantic, in which every key must be known.
    """
    return create_model(name, __base__=Table, **fields)


def a_table(model: type[Table]) -> Any:
    """Return the type of a key that holds a table.

    Parameters
    ----------
    model
        Type of the table.

    Returns
    -------
    An ``Annotated`` type for pydantic.
    """
    return Annotated[model, Field(description="a table")]


def tables(model: type[Table], key: str) -> Any:
    """Return a key that holds a list of tables, none if nothing is said.

    Parameters
    ----------
    model
        Type of each of them.
    key
        Dotted key, as it stands in the heading of such a table.

    Returns
    -------
    Type and default of a field.
    """
    field: Any = Field(default=[], description=f"a list of tables, each headed [[{key}]]")
    return (list[a_table(model)], field)  # type: ignore[misc]


def optional(fields: dict[str, Any]) -> dict[str, Any]:
    """Return keys that may be left out.

    Parameters
    ----------
    fields
        Types by key.

    Returns
    -------
    By key, its type and the default None.
    """
    return {name: (kind, None) for name, kind in fields.items()}


def lowest(value: Any) -> float:
    """Return a number, or the lowest of a range.

    Parameters
    ----------
    value
        A number, or a range [low, high].

    Returns
    -------
    The number, in the unit of its key; 1 for true and 0 for false.
    """
    return float(value[0]) if isinstance(value, list) else float(value)


def highest(value: Any) -> float:
    """Return a number, or the highest of a range.

    Parameters
    ----------
    value
        A number, or a range [low, high].

    Returns
    -------
    The number, in the unit of its key; 1 for true and 0 for false.
    """
    return float(value[1]) if isinstance(value, list) else float(value)
