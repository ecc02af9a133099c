"""Where a scenario's values come from: files that extend each other, then what the command line sets (`set_values`).

A `Layer` is one file, or all ``--set`` of one command. Layers are merged from the ground up, and are kept, so that an
error can name the file that a wrong value stands in.
"""

import os.path
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from dizao.model.mechanisms.presets import presets
from dizao.scenarios.loading.dotted import with_nested_keys
from dizao.scenarios.loading.errors import Key, ScenarioError, one_line, shown, steers, suggestion
from dizao.scenarios.loading.text_file import read_text, wrong_kind

SET = "--set"
"""What the layer of the command line is called."""

PATH_END = ".toml"
SHEET_ENDS = (".xlsx", ".csv")
"""How the names of scenarios end that are spreadsheets (`spreadsheet`)."""

NOUNS = {"library": "scenario", "cases": "case", "lab": "game"}
"""What the files of each folder of the package are called."""

COMMANDS = {"library": "run", "cases": "case", "lab": "lab"}
"""Which command runs them."""

MIB = 2**20
LARGEST_FILE = MIB
"""Bytes of a file of settings at most: ours have some thousand, and reading takes seconds for each MiB."""

EMPTY = 'empty; a scenario has a title and a question, or extends = "NAME" and a change'


class Layer(NamedTuple):
    """A table of values and what to call it in a message: a file as the user named it, or an option.

    Attributes
    ----------
    label
        The file, or the option.
    table
        Its values.
    cells
        Of a spreadsheet: the cell that each key stands in, with the file in front.
    own
        Whether it is the user's own: what comes with the package is not, nor is what is derived.
    """

    label: str
    table: dict[str, Any]
    cells: Mapping[Key, str] = {}
    own: bool = True

    def place(self, key: Key) -> str:
        """Return where a key stands, for a message.

        Parameters
        ----------
        key
            Key, one word for each level of tables.

        Returns
        -------
        The cell of the key, or else of the table that it belongs to; the file where it has no cells.
        """
        said = (self.cells[key[:size]] for size in range(len(key), 0, -1) if key[:size] in self.cells)
        return next(said, self.label)


def library(name: str = "library") -> dict[str, Path]:
    """Return the files that come with the package, by name: its scenarios, or those of another folder.

    Parameters
    ----------
    name
        Folder of the package: library, cases or lab.

    Returns
    -------
    Paths of TOML files by name, in the order of the alphabet.
    """
    return dict(_shelf(name))


@cache
def _shelf(name: str) -> dict[str, Path]:
    folder = Path(str(files("dizao.scenarios").joinpath(name)))
    return {path.stem: path for path in sorted(folder.glob("*" + PATH_END))}


def find(name_or_path: str, folder: Path | None = None, where: str = "", key: str = "", shelf: str = "library") -> Path:
    """Return the file that a name of the library, or a path, stands for.

    Parameters
    ----------
    name_or_path
        What the user wrote.
    folder
        Where a relative path starts; None for the folder that the user is in.
    where, key
        What a message says in front: who asked for the file.
    shelf
        Folder of the package whose files are called by their names alone.

    Returns
    -------
    The path; that there is a file is not sure where it was written as one.

    Raises
    ------
    ScenarioError
        If the name is unknown and no path, belongs to another folder of the package, or has control characters.
    """
    names = library(shelf)
    if name_or_path in names:
        return names[name_or_path]
    if steers(name_or_path) or "\n" in name_or_path:
        raise ScenarioError(
            where, key, f"must be a name or a path without control characters, got {shown(name_or_path)}"
        )
    path = (folder or Path()) / name_or_path
    # `os.path` and not `Path.exists`, which raises where a name is too long to be one.
    is_file = path.suffix == PATH_END or is_spreadsheet(path) or os.path.exists(path)
    if name_or_path and (is_file or len(Path(name_or_path).parts) != 1):
        return path
    for other, noun in NOUNS.items():
        if name_or_path in library(other) and not key:
            problem = f"is a {noun}, no {NOUNS[shelf]}; dizao {COMMANDS[other]} {name_or_path} runs it"
            raise ScenarioError(where, key, f"{name_or_path}: {problem}")
    hint = suggestion(name_or_path, names) or ";"
    problem = f"unknown {NOUNS[shelf]}{hint} known: {', '.join(names)}, or the path of a .toml file"
    raise ScenarioError(where, key, problem if key else f"{name_or_path or '""'}: {problem}")


def is_spreadsheet(path: Path) -> bool:
    """Return whether a path is that of a workbook or of a CSV file, by its ending.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    Whether it ends in ``.xlsx`` or ``.csv``.
    """
    return path.suffix.lower() in SHEET_ENDS


def read_layers(name_or_path: str, empty: str = EMPTY, shelf: str = "library") -> list[Layer]:
    """Return a file and all that it extends, the remotest parent first.

    Parameters
    ----------
    name_or_path
        Name in the package, or the path of a TOML file.
    empty
        What to say where nothing stands in a file.
    shelf
        Folder of the package whose files are called by their names alone.

    Returns
    -------
    Layers in the order in which they are merged, without the key ``extends``.

    Raises
    ------
    ScenarioError
        If a file is missing or not TOML, or if files extend each other in a circle.
    """
    path = find(name_or_path, shelf=shelf)
    layers: list[Layer] = []
    seen: dict[Path, str] = {}
    while True:
        layer = read_layer(path, empty, shelf)
        if path.resolve() in seen:
            circle = " -> ".join([*list(seen.values())[list(seen).index(path.resolve()) :], layer.label])
            raise ScenarioError(layers[0].label, "extends", f"must not lead back to the same file, got {circle}")
        seen[path.resolve()] = layer.label
        parent = layer.table.pop("extends", None)
        layers.insert(0, layer)
        if parent is None:
            return _settled(layers)
        path = _parent(parent, path, layer, shelf)


def _settled(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers in which those of spreadsheets fit what they extend: names of categories, groups without a row."""
    found: list[Layer] = []
    below: dict[str, Any] = {}
    for layer in layers:
        if layer.cells:
            from dizao.scenarios.loading.spreadsheet.reading import Sheets, settled

            layer = Layer(layer.label, *settled(Sheets(layer.table, dict(layer.cells)), below))
        found.append(layer)
        below = merge(below, layer.table)
    return found


def _parent(parent: Any, path: Path, layer: Layer, shelf: str) -> Path:
    label = layer.place(("extends",))
    if not isinstance(parent, str) or not parent:
        problem = f"must be the name of a {NOUNS[shelf]} or a path, got {shown(parent)}"
        raise ScenarioError(label, "extends", problem)
    found = find(parent, path.parent, label, "extends", shelf)
    if not os.path.exists(found):
        raise ScenarioError(label, "extends", f"no such file, got {shown(parent)}")
    return found


def read_layer(path: Path, empty: str, folder: str = "library") -> Layer:
    """Read one file; every way in which that can fail is a `ScenarioError`.

    Parameters
    ----------
    path
        The file.
    empty
        What to say where nothing stands in it.
    folder
        Folder of the package whose files are called by their names alone.

    Returns
    -------
    The table as it stands in the file, paths of files of ties made relative to it.

    Raises
    ------
    ScenarioError
        If the file is missing, too large, no UTF-8, no TOML, empty, or has control characters in it; if a cell of a
        spreadsheet cannot be read.
    """
    if path in _shelf(folder).values():
        return deepcopy(_packaged(path, empty))
    label = str(path)
    if problem := wrong_kind(path, "a .toml file"):
        raise ScenarioError(label, "", problem)
    if is_spreadsheet(path) and folder == "library":
        from dizao.scenarios.loading.spreadsheet.reading import read_sheets

        table, cells = read_sheets(path, label)
        if not table:
            raise ScenarioError(label, "", empty)
        check_characters(table, label)
        return Layer(label, table, cells)
    return _from_toml(path, label, empty)


@cache
def _packaged(path: Path, empty: str) -> Layer:
    """Read a file that comes with the package once: it stays as it is, and most scenarios extend one."""
    return _from_toml(path, path.name, empty)._replace(own=False)


def _from_toml(path: Path, label: str, empty: str) -> Layer:
    if (size := os.path.getsize(path)) > LARGEST_FILE:
        raise ScenarioError(label, "", f"must be at most {LARGEST_FILE / MIB:g} MiB, got {size / MIB:.1f} MiB")
    table = _parse(read_text(path, label), label)
    if not table:
        raise ScenarioError(label, "", empty)
    check_characters(table, label)
    return Layer(label, with_nested_keys(_with_paths(table, path.parent), label))


def check_characters(table: dict[str, Any], label: str, key: Key = ()) -> None:
    """Refuse keys and texts with characters that steer a terminal: whoever prints them would pass them on.

    Parameters
    ----------
    table
        Tables in each other to any depth.
    label
        What a message calls the layer.
    key
        Where the table stands in the layer.

    Raises
    ------
    ScenarioError
        If there is one; `label` says where.
    """
    for name, value in table.items():
        if steers(name) or "\n" in name or "\r" in name:
            raise ScenarioError(label, ".".join((*key, name)), "must be a key without control characters")
        _check_value(value, label, (*key, name))


def _check_value(value: Any, label: str, key: Key) -> None:
    if isinstance(value, dict):
        check_characters(value, label, key)
    elif isinstance(value, list):
        for one in value:
            _check_value(one, label, key)
    elif isinstance(value, str) and steers(value):
        raise ScenarioError(label, ".".join(key), f"must be without control characters, got {shown(value)}")


def _with_paths(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the table with the paths of files of ties made relative to the file that names them."""
    ties = table.get("ties")
    if not isinstance(ties, dict):
        return table
    return table | {"ties": {k: str(folder / v) if isinstance(v, str) and v else v for k, v in ties.items()}}


def _parse(text: str, label: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError(label, "", "must be TOML, got tables nested too deeply") from None
    except ValueError as error:
        lines = text.split("\n")
        end = f"at line {len(lines)}, column {len(lines[-1]) + 1}"
        problem = one_line(str(error)).replace("at end of document", end)
        raise ScenarioError(label, "", f"must be TOML: {problem[:1].lower()}{problem[1:]}") from None


def merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return the tables merged key by key, `above` first; a mechanism that names what it starts from begins afresh.

    Parameters
    ----------
    below
        Nested tables of what comes first.
    above
        Nested tables of what is said later.

    Returns
    -------
    New tables; both given ones stay as they are.
    """
    merged = {} if "preset" in above or "base" in above else dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def merged_table(layers: Sequence[Layer]) -> dict[str, Any]:
    """Return the tables of layers merged into one.

    Parameters
    ----------
    layers
        Layers in the order in which they are merged.

    Returns
    -------
    A new table; empty where there are no layers.
    """
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = merge(merged, layer.table)
    return merged


def check_shapes(layers: Sequence[Layer]) -> None:
    """Refuse a value where a later layer has keys: merged, the value would be gone without a word.

    Parameters
    ----------
    layers
        Layers in the order in which they will be merged.

    Raises
    ------
    ScenarioError
        If there is one; false is none, since it leaves a category out, which a later layer may take in again.
    """
    below: dict[str, Any] = {}
    for layer in layers:
        key = _clash(below, layer.table)
        if key is not None:
            where = next(one for one in reversed(layers[: layers.index(layer)]) if has(one.table, key))
            raise ScenarioError(where.label, ".".join(key), f"must be a table, got {shown(_at(where.table, key))}")
        below = merge(below, layer.table)


def _clash(below: dict[str, Any], above: dict[str, Any], key: Key = ()) -> Key | None:
    for name, value in above.items():
        old = below.get(name, False)
        if not isinstance(value, dict) or old is False:
            continue
        if not isinstance(old, dict):
            return (*key, name)
        if (found := _clash(old, value, (*key, name))) is not None:
            return found
    return None


def _at(table: Any, key: Key) -> Any:
    for word in key:
        table = table[word]
    return table


def has(table: Any, key: Key) -> bool:
    """Return whether a table holds something at a key.

    Parameters
    ----------
    table
        Nested tables of a file.
    key
        Key, one word for each level of tables.

    Returns
    -------
    Whether something stands there, be it false.
    """
    for word in key:
        if not isinstance(table, dict) or word not in table:
            return False
        table = table[word]
    return True


def depth(layers: Sequence[Layer], key: Key) -> int:
    """Return the index of the topmost layer that says something about a key, or -1.

    Parameters
    ----------
    layers
        Layers in the order in which they are merged.
    key
        Key, one word for each level of tables.

    Returns
    -------
    Index, 0 for the lowest layer.
    """
    return max((i for i, layer in enumerate(layers) if has(layer.table, key)), default=-1)


def error_at(layers: Sequence[Layer], key: Key, problem: str) -> ScenarioError:
    """Return the error for a key, with the name of the layer that it comes from, or else of the topmost file.

    Parameters
    ----------
    layers
        Layers in the order in which they are merged.
    key
        Key, one word for each level of tables; where nobody says it, the layer that says most of it is blamed.
    problem
        What is allowed, and what was found instead.

    Returns
    -------
    The error, to be raised.
    """
    found = next((i for size in range(len(key), 0, -1) if (i := depth(layers, key[:size])) >= 0), -1)
    layer = layers[found] if found >= 0 else next(x for x in reversed(layers) if x.label[:2] != "--")
    named = layer.place(key)
    words = key[1:] if named == SET and key[0] == "presets" and key[1:2] and key[1] in presets() else key
    dotted = ".".join(words)
    return ScenarioError(named, "" if named == f"--{dotted}" else dotted, problem)
