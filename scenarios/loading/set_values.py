"""What a command changes in files: every ``--set KEY=VALUE``, or keys and values of a table, as one more layer."""

import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Any

from dizao.model.mechanisms.presets import presets
from dizao.scenarios.loading.errors import Key, ScenarioError, one_line, shown, suggestion
from dizao.scenarios.loading.layers import SET, Layer, check_characters


def listed(overrides: Iterable[str]) -> list[str]:
    """Return changes one by one; a text is one change, not its letters.

    Parameters
    ----------
    overrides
        ``KEY=VALUE``, one or several.

    Returns
    -------
    Each of them.
    """
    return [overrides] if isinstance(overrides, str) else list(overrides)


def set_layer(overrides: Iterable[str], full_key: Callable[[Key, str], Key] | None = None) -> Layer:
    """Return the layer of all ``KEY=VALUE`` of a command; a later one wins.

    Parameters
    ----------
    overrides
        ``KEY=VALUE``, the key dotted, the value as TOML, a number in another common form or a bare word.
    full_key
        From the words of a key and the name of the layer to the full key, or its refusal; None: keys are those of a
        scenario.

    Returns
    -------
    The layer, called ``--set``.

    Raises
    ------
    ScenarioError
        If one is not of this form, or its key cannot be one of a scenario.
    """
    values: list[tuple[str, Any]] = []
    for override in overrides:
        name, equals, text = override.partition("=")
        words = tuple(word.strip() for word in name.split("."))
        if not equals or not all(words):
            raise ScenarioError(SET, one_line(name) or '""', "must be KEY=VALUE, such as works.lender_share=0")
        values.append((".".join(words), _value(text.strip(), ".".join(words))))
    return values_layer(SET, values, full_key)


def values_layer(
    label: str, values: Iterable[tuple[str, Any]], full_key: Callable[[Key, str], Key] | None = None
) -> Layer:
    """Return the layer of some dotted keys and their values; a later one wins.

    Parameters
    ----------
    label
        What a message calls the layer.
    values
        Dotted keys, each with its value.
    full_key
        From the words of a key and the name of the layer to the full key, or its refusal; None: keys are those of a
        scenario.

    Returns
    -------
    The layer, its keys as nested tables.

    Raises
    ------
    ScenarioError
        If a key cannot be one of a scenario, or is set as a whole and key by key; `label` says where it stands.
    """
    table: dict[str, Any] = {}
    for key, value in values:
        for word in reversed((full_key or _full_key)(tuple(key.split(".")), label)):
            value = {word: value}
        table = _put(table, value, label)
    check_characters(table, label)
    return Layer(label, table)


def _put(table: dict[str, Any], change: dict[str, Any], label: str, above: Key = ()) -> dict[str, Any]:
    """Merge plainly: within one command the order of a preset and its changes does not matter.

    Raises
    ------
    ScenarioError
        If a key has a value of its own and keys inside it as well: one of them would be without effect.
    """
    merged = dict(table)
    for key, value in change.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _put(old, value, label, (*above, key))
            continue
        if key in merged and isinstance(old, dict) != isinstance(value, dict):
            problem = f"must be set as a whole or key by key, got {shown(old)} and {shown(value)}"
            raise ScenarioError(label, ".".join((*above, key)), problem)
        merged[key] = value
    return merged


def _full_key(words: Key, label: str) -> Key:
    from dizao.scenarios.loading.schema import known_keys  # what only reads files does without pydantic

    known = known_keys(())
    if words[0] in presets():
        return ("presets", *words)
    if words[0] not in known:
        hint = suggestion(words[0], [*known, *presets()])
        raise ScenarioError(label, ".".join(words), f"unknown key{hint}" if hint else _starts(known))
    return words


def _starts(known: list[str]) -> str:
    return f"unknown key; must start with one of {', '.join([*known, *presets()])}"


def _value(text: str, key: str) -> Any:
    """Read a value as TOML would, or as a number in another common form, or as a bare word."""
    try:
        table = tomllib.loads(f"value = {text}")
        if len(table) == 1:
            return table["value"]
    except (ValueError, RecursionError):
        pass
    if re.fullmatch(r"[^\W\d][\w-]*", text):
        return text
    try:
        return float(text)
    except ValueError:
        raise ScenarioError(SET, key, f'must be a number, a word or a "text", got {shown(text)}') from None
