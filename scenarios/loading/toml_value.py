"""A value as it stands in a TOML file."""

from typing import Any


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
