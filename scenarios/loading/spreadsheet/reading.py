"""Sheets as the table of a scenario file, with the cell that each key stands in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dizao.model.parameters import CATEGORIES
from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.errors import Key, ScenarioError, suggestion
from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.loading.spreadsheet.cells import CellError, Range, cell_value
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, NAME, Column, SheetName
from dizao.scenarios.loading.spreadsheet.grids import Grid, read_grids
from dizao.scenarios.loading.spreadsheet.policy_rows import Row, inside, part_of
from dizao.scenarios.loading.spreadsheet.word_list import catalogue, names_of, normal, word

EXTENDS = "county"
"""The scenario that a spreadsheet starts from where it does not say."""

FORMER = "former"
"""Code of what runs today: it is the table of that name, not a policy."""


class Sheets(NamedTuple):
    """What sheets say: the table that a TOML file would give, and where each of its keys stands."""

    table: dict[str, Any]
    cells: dict[Key, str]


class _Reader:
    """Puts what cells say into a table, key by key."""

    def __init__(self) -> None:
        self.table: dict[str, Any] = {}
        self.cells: dict[Key, str] = {}

    def put(self, key: Key, value: Any, place: str) -> None:
        """Put a value at a key, and note the cell; a range goes where what is uncertain stands."""
        if isinstance(value, Range):
            self.put((UNCERTAIN, *key), [value.low, value.high], place)
            value = value.value
        if value is None:
            return
        table = self.table
        for step in key[:-1]:
            table = table.setdefault(step, {})
        table[key[-1]] = value
        self.cells[key] = place

    def group(self, above: Key, row: Row, grid: Grid) -> None:
        """Put all keys of a row but those that say which table it is for."""
        for key, value in row.values.items():
            if key != NAME:
                self.put((*above, *key), value, grid.place(row.number, row.places[key]))

    def begin(self, key: Key, grid: Grid, row: int, column: int) -> None:
        """Begin a table of a row; the cell of its code stands for all that is not said in it."""
        if key in self.cells:
            first = self.cells[key].removeprefix(f"{grid.where}: ")
            raise grid.refused(row, column, f"must be a code of its own, got that of {first}")
        table = self.table
        for step in key:
            table = table.setdefault(step, {})
        self.cells[key] = grid.place(row, column)

    def places(self, grid: Grid) -> None:
        """Read the sheet of places."""
        for number, row in enumerate(_rows(grid, "places"), 1):
            key = ("places", _code(row, f"place_{number}"))
            self.begin(key, grid, row.number, row.places.get(NAME, 0))
            self.group(key, row, grid)
            self._both_titles(key)
        self.cells[("places",)] = grid.whole()

    def policies(self, grid: Grid) -> None:
        """Read the sheet of policies: a row each, and one for each part of the projects in which it differs."""
        above, number, bands = "", 0, Counter[Key]()
        for row in _rows(grid, "policies"):
            part = part_of(row, grid)
            number += part is None
            code = _code(row, above if part else f"policy_{number}")
            if part and not code:
                raise grid.refused(row.number, part.column, "must stand below its policy, or with its code")
            above = code
            key: Key = (FORMER,) if code in _former_words() else ("policies", code)
            if part:
                bands[key] += part.table == "incomes"
                part = part._replace(name=part.name or f"band_{bands[key]}")
                self.begin((*key, part.table, part.name), grid, row.number, part.column)
                self.group((*key, part.table), inside(row, part), grid)
                continue
            self.begin(key, grid, row.number, row.places.get(NAME, 0))
            self.group(key, _former(row, grid) if key == (FORMER,) else row, grid)
        self.cells[("policies",)] = grid.whole()

    def budget(self, grid: Grid) -> None:
        """Read the sheet of the budget: an item and its value in each row."""
        known = names_of(COLUMNS["budget"])
        items, values = _item_columns(grid)
        seen: dict[Key, int] = {}
        for number, row in enumerate(grid.rows[1:], 1):
            item, value = (row[k] if k < len(row) else None for k in (items, values))
            if item is None and value is None:
                continue
            column = known.get(_header(item)) if isinstance(item, str) else None
            if column is None:
                raise grid.refused(number, items, _unknown("item", item, known))
            if column.key in seen:
                raise grid.refused(number, items, f"must be there once, got row {seen[column.key] + 1} as well")
            seen[column.key] = number
            if value is not None:
                self.put(column.key, _read(grid, number, values, column), grid.place(number, values))
        for name in ("title", "question"):
            if f"{name}_zh" in self.table and name not in self.table:
                self.put((name,), self.table[f"{name}_zh"], self.cells[(f"{name}_zh",)])

    def _both_titles(self, key: Key) -> None:
        """Give a place that has a name in one language the same in the other."""
        table = self.table[key[0]][key[1]]
        for name, other in (("title", "title_zh"), ("title_zh", "title")):
            if name not in table and other in table:
                self.put((*key, name), table[other], self.cells[(*key, other)])


def read_sheets(path: Path, label: str) -> Sheets:
    """Read a workbook, or a CSV file of places with those of policies and of the budget beside it.

    Parameters
    ----------
    path
        The workbook, or the CSV file of places.
    label
        What a message calls it.

    Returns
    -------
    The table, with the scenario that it extends, names of categories as they were written (`settled` makes names of
    the scenario of them), and the cell of each key.

    Raises
    ------
    ScenarioError
        If a file cannot be read, or a cell says nothing that its column can hold; the message names the cell.
    """
    grids, reader = read_grids(path, label), _Reader()
    for name, read in (("budget", reader.budget), ("places", reader.places), ("policies", reader.policies)):
        if name in grids:
            read(grids[name])
    if reader.table:
        reader.table.setdefault("extends", EXTENDS)
    return Sheets(reader.table, reader.cells)


def settled(sheets: Sheets, below: Mapping[str, Any]) -> Sheets:
    """Return sheets as they stand above what they extend.

    Parameters
    ----------
    sheets
        As `read_sheets` returns them.
    below
        The merged table of what they extend.

    Returns
    -------
    Categories and groups by their names, whatever they were called; places and policies of `below` that have no row are
    false.
    """
    names, reader = category_names(below), _Reader()
    known = {"categories": names, "places": _group_names(below, sheets.table)}
    for key, value in _leaves(sheets.table):
        if key[:1] == ("places",) and key[2:] == ("categories",):
            value = [names.get(normal(one), one) for one in value]
        reader.put(_named(key, known), value, "")
    cells = {_named(key, known): place for key, place in sheets.cells.items()}
    for table in ("places", "policies"):
        if own := reader.table.get(table):
            own |= {name: False for name, value in _tables(below, table) if name not in own and value is not False}
    return Sheets(reader.table, cells)


def category_names(table: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of categories by all that they may be called, as `normal` has them.

    Parameters
    ----------
    table
        A merged table with categories besides those of the catalogue.

    Returns
    -------
    Names; a title that two have is left out.
    """
    merged: dict[str, Any] = {name: category._asdict() for name, category in CATEGORIES.items()}
    for name, own in _tables(table, "categories"):
        merged[name] = {**merged.get(name, {}), **own} if isinstance(own, Mapping) else {}
    return _by_titles(merged)


def _group_names(below: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of groups of places by all that they may be called: of those with a row, if there is any."""
    merged = {name: dict(said) for name, said in _tables(below, "places") if isinstance(said, Mapping)}
    rows = dict(_tables(own, "places"))
    return _by_titles({name: merged.get(name, {}) | said for name, said in rows.items()} if rows else merged)


def _by_titles(named: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return names by themselves and by their titles in both languages, but for titles that two have."""
    titles: dict[str, set[str]] = {}
    for name, values in named.items():
        for title in ("title", "title_zh"):
            if isinstance(values.get(title), str):
                titles.setdefault(normal(values[title]), set()).add(name)
    found = {title: next(iter(names)) for title, names in titles.items() if len(names) == 1}
    return found | {normal(name): name for name in named}


def _tables(table: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    found = table.get(name)
    return found.items() if isinstance(found, Mapping) else ()


def _named(key: Key, known: Mapping[str, Mapping[str, str]]) -> Key:
    """Return a key in which a category or a group that a policy, or what runs today, has terms for bears its name."""
    k = {"policies": 3, FORMER: 2}.get(key[0], 0)
    names = known.get(key[k - 1]) if 0 < k < len(key) else None
    return key if names is None else (*key[:k], names.get(normal(key[k]), key[k]), *key[k + 1 :])


def _leaves(table: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Yield all values of nested tables, empty tables among them."""
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name), value


# rows and headers -------------------------------------------------------------------------------------------------


def _rows(grid: Grid, sheet: SheetName) -> Iterator[Row]:
    """Yield the rows below the header that have something in them."""
    columns = _columns(grid, sheet)
    for number, values in enumerate(grid.rows[1:], 1):
        said = {k: value for k, value in enumerate(values) if value is not None}
        for k in said:
            if k not in columns:
                raise grid.refused(number, k, "must stand below a header, got a column without one")
        if said:
            read = {columns[k].key: _read(grid, number, k, columns[k]) for k in said}
            yield Row(number, read, {columns[k].key: k for k in said})


def _columns(grid: Grid, sheet: SheetName) -> dict[int, Column]:
    known, found = names_of(COLUMNS[sheet]), dict[int, Column]()
    for k, value in enumerate(grid.rows[0] if grid.rows else ()):
        if value is None:
            continue
        column = known.get(_header(value)) if isinstance(value, str) else None
        if column is None:
            raise grid.refused(0, k, _unknown("column", value, known))
        if column in found.values():
            raise grid.refused(0, k, "must be there once, got the same header as another column")
        found[k] = column
    return found


def _item_columns(grid: Grid) -> tuple[int, int]:
    """Return which columns of the budget hold items and values; units and notes are not read."""
    heads = [_header(value) if isinstance(value, str) else "" for value in (grid.rows[0] if grid.rows else ())]
    found = []
    for name in ("item", "value"):
        words = [normal(word(language, f"sheet.{name}")) for language in LANGUAGES]
        if not any(one in heads for one in words):
            raise ScenarioError(grid.whole(), "", f"must have a column {' or '.join(words)} in the first row")
        found.append(next(k for k, head in enumerate(heads) if head in words))
    return found[0], found[1]


def _header(text: str) -> str:
    """Return a header as it is compared: without its unit in brackets."""
    plain = normal(text)
    return plain.partition("(")[0].rstrip() if plain.endswith(")") else plain


def _unknown(noun: str, value: Any, known: Mapping[str, Column]) -> str:
    hint = suggestion(value, known) if isinstance(value, str) else ""
    return f"unknown {noun} {str(value)[:40]!r}{hint or '; dizao template writes a file with all that are known'}"


def _read(grid: Grid, row: int, column: int, kind: Column) -> Any:
    try:
        return cell_value(grid.rows[row][column], kind)
    except CellError as error:
        raise grid.refused(row, column, f"{'.'.join(kind.key)} {error}") from None


def _code(row: Row, otherwise: str) -> str:
    return normal(row.values[NAME]) if NAME in row.values else otherwise


def _former_words() -> set[str]:
    return {FORMER, *(normal(catalogue(language)[FORMER]) for language in LANGUAGES)}


def _former(row: Row, grid: Grid) -> Row:
    """Return the row of what runs today with the keys of that table: it has no title, and its base is its preset."""
    for key in (("title",), ("title_zh",)):
        if key in row.values:
            raise grid.refused(row.number, row.places[key], "must be empty: what runs today has no name of its own")
    renamed: dict[Key, Key] = {("base",): ("preset",)}
    values = {renamed.get(key, key): value for key, value in row.values.items()}
    return Row(row.number, values, {renamed.get(key, key): k for key, k in row.places.items()})
