"""Values, keys and tables as they stand in a TOML file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dizao.scenarios.loading.errors import Key

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: Any) -> str:
    """Return a value as TOML: text quoted, thousands of a number set apart.

    Parameters
    ----------
    value
        A truth value, a number, a text, or lists and tables of these.

    Returns
    -------
    One line of TOML.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:_}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_value(key)} = {toml_value(item)}" for key, item in value.items()) + "}"
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"


def toml_key(key: str) -> str:
    """Return a key as TOML: quoted where it must be.

    Parameters
    ----------
    key
        One word of a key.

    Returns
    -------
    The word, or its text in quotes.
    """
    return key if BARE_KEY.fullmatch(key) else toml_value(key)


def toml_text(table: Mapping[str, Any]) -> str:
    """Return nested tables as a TOML file, each table under its heading.

    Parameters
    ----------
    table
        Values, lists of values and tables, to any depth.

    Returns
    -------
    Lines of TOML.
    """
    return "\n".join(_lines(table, ())).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], above: Key) -> Iterator[str]:
    inside = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    if above and (len(inside) < len(table) or not table):
        yield f"\n[{'.'.join(toml_key(key) for key in above)}]"
    for key, value in table.items():
        if key not in inside:
            yield f"{toml_key(key)} = {toml_value(value)}"
    for key, value in inside.items():
        yield from _lines(value, (*above, key))
