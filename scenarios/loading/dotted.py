"""The table ``uncertain`` of a file, whose dotted keys stand for tables in each other."""

from typing import Any

from dizao.scenarios.loading.errors import Key, ScenarioError, shown

UNCERTAIN = "uncertain"


def with_nested_keys(table: dict[str, Any], label: str) -> dict[str, Any]:
    """Return the table of a file in which ``uncertain`` has tables in each other in place of dotted keys.

    Parameters
    ----------
    table
        A file as it was read.
    label
        What a message calls it.

    Returns
    -------
    The table; as it is where there is no such table in it.

    Raises
    ------
    ScenarioError
        If two keys of it stand for the same number.
    """
    said = table.get(UNCERTAIN)
    if not isinstance(said, dict):
        return table
    nested: dict[str, Any] = {}
    for key, value in _leaves(said):
        _put(nested, key, value, label)
    return table | {UNCERTAIN: nested}


def _leaves(table: dict[str, Any], above: Key = ()) -> list[tuple[Key, Any]]:
    found: list[tuple[Key, Any]] = []
    for name, value in table.items():
        key = (*above, *name.split("."))
        found += _leaves(value, key) if isinstance(value, dict) and value else [(key, value)]
    return found


def _put(table: dict[str, Any], key: Key, value: Any, label: str) -> None:
    inside = table
    for word in key[:-1]:
        inside = inside.setdefault(word, {})
        if not isinstance(inside, dict):
            break
    if not isinstance(inside, dict) or key[-1] in inside:
        raise ScenarioError(label, ".".join((UNCERTAIN, *key)), f"must be said once, got {shown(value)} besides")
    inside[key[-1]] = value
