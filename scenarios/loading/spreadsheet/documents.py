"""The part of a scenario that sheets can hold, taken from any scenario."""

import os.path
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.errors import Key
from dizao.scenarios.loading.layers import EMPTY, Layer, find, library, merged_table, read_layer, read_layers
from dizao.scenarios.loading.scenario_file import load
from dizao.scenarios.loading.schema import BAND_TABLE, TERMS_TABLE
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, NAME, PART_OF
from dizao.scenarios.loading.spreadsheet.reading import FORMER

TITLES = (("title", "title_zh"), ("question", "question_zh"))


def document(source: str, target: Path) -> dict[str, Any]:
    """Return what a file of places, policies and budget says that starts from a scenario.

    Parameters
    ----------
    source
        Name in the library, or the path of a file.
    target
        Where it is to be written: paths in it start from that folder.

    Returns
    -------
    A table that loads to the same numbers as the scenario. A file that says only what sheets can hold is taken as it
    stands; any other, and one of the library, is extended.

    Raises
    ------
    ScenarioError
        If anything about the scenario is wrong.
    """
    scenario = load(source)
    path, layers = find(source), read_layers(source)
    table, own = dict(layers[-1].table), read_layer(path, EMPTY).table
    if "extends" in own and path not in library().values() and _fits(table):
        found = {"extends": _extended(own["extends"], path.parent, target), **table}
    else:
        found = {"extends": _extended(source, Path(), target), **_part(table, layers)}
    for title, chinese in TITLES:
        if chinese in found and title not in found:
            found[title] = getattr(scenario, title)
    return _with_all_names(found, layers)


def _extended(parent: str, folder: Path, target: Path) -> str:
    """Return a name of the library as it is, and a path from another folder."""
    if parent in library():
        return parent
    return os.path.relpath(folder / parent, target.parent).replace(os.sep, "/")


def _fits(table: Mapping[str, Any]) -> bool:
    """Return whether sheets can hold all that a table says; one without a row would leave nothing out."""
    rows = [table[name].values() for name in ("places", "policies") if table.get(name)]
    return all(any(row is not False for row in own) for own in rows) and all(
        _has_a_cell(key, value) for key, value in _leaves(table)
    )


def _part(table: Mapping[str, Any], layers: list[Layer]) -> dict[str, Any]:
    """Return what sheets can hold of a scenario: its own numbers, and all places and policies that are in force."""
    merged = merged_table(layers)
    whole: dict[str, Any] = {name: merged[name] for name in ("places", "policies", UNCERTAIN) if name in merged}
    said, found = dict(_leaves(merged.get(UNCERTAIN, {}))), dict[str, Any]()
    for key, value in _leaves({**table, **whole}):
        if _has_a_cell(key, value) and not _is_left_to_the_parent(key, value, said):
            _put(found, key, value)
    return found


def _is_left_to_the_parent(key: Key, value: Any, said: Mapping[Key, Any]) -> bool:
    """Return whether a number stands better in what is extended: in a cell it would be known, or beyond its range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    entry = said.get(key, said.get(("all",), False))
    return not entry[0] <= value <= entry[1] if isinstance(entry, list) else entry


def _with_all_names(found: dict[str, Any], layers: list[Layer]) -> dict[str, Any]:
    """Return a table that names every place and policy: in a sheet those without a row are left out."""
    merged = merged_table(layers)
    for table in ("places", "policies"):
        if said := found.get(table):
            kept = {name: whole is not False for name, whole in merged[table].items()}
            found = found | {table: {name: kept[name] and dict(said.get(name, {})) for name in kept}}
    for name, own in found.get("places", {}).items():
        # A row with a name in one language has it in both.
        if own and ("title" in own or "title_zh" in own):
            own |= {key: merged["places"][name][key] for key in TITLES[0]}
    return found


def _leaves(table: Mapping[str, Any], above: Key = ()) -> list[tuple[Key, Any]]:
    """Return all values of nested tables, empty tables among them."""
    found: list[tuple[Key, Any]] = []
    for name, value in table.items():
        inside = isinstance(value, Mapping) and value
        found += _leaves(value, (*above, name)) if inside else [((*above, name), value)]
    return found


def _put(table: dict[str, Any], key: Key, value: Any) -> None:
    for step in key[:-1]:
        table = table.setdefault(step, {})
    table[key[-1]] = value


def _has_a_cell(key: Key, value: Any) -> bool:
    """Return whether a sheet has a cell for a key; false and an empty table need none."""
    head, *rest = key
    if head == UNCERTAIN:
        return isinstance(value, list) and _has_a_cell(tuple(rest), value[0])
    if head in ("places", "policies") and len(rest) == 1:
        return value in (False, {})
    if head == "places":
        return tuple(rest[1:]) in KEYS["places"]
    if head == FORMER and rest == ["preset"]:
        return True
    inside = tuple(rest if head == FORMER else rest[1:])
    if head in ("policies", FORMER) and inside[:1] and inside[0] in PART_OF:
        known = BAND_TABLE if inside[0] == "incomes" else TERMS_TABLE
        return len(inside) == 3 and inside[2] in known.model_fields
    if head in ("policies", FORMER):
        return inside in KEYS["policies"] and not (head == FORMER and len(inside) == 1)
    return key in KEYS["budget"]


KEYS = {name: {column.key for column in columns} - {NAME} for name, columns in COLUMNS.items()}
"""Keys that cells of each sheet can hold."""
