"""Rows of the sheet of policies that hold terms of a part of the projects: a category, poor units, a group or kind."""

from typing import Any, NamedTuple

from dizao.scenarios.loading.errors import Key
from dizao.scenarios.loading.spreadsheet.columns import BAND, COLUMNS, LIMITS, NAME, OF_A_PART, PART_OF
from dizao.scenarios.loading.spreadsheet.grids import Grid
from dizao.scenarios.loading.spreadsheet.word_list import header, normal

CALLED = {
    "categories": "a category",
    "incomes": "an income limit",
    "places": "a group of places",
    "kinds": "a kind of places",
}
"""What a row of each table is for, in messages."""

TITLES: tuple[Key, ...] = (("title",), ("title_zh",))


class Row(NamedTuple):
    """A row of places or policies: its number, and what stands in its cells, by column."""

    number: int
    values: dict[Key, Any]
    places: dict[Key, int]


class Part(NamedTuple):
    """What a row holds terms of: table, name in it, and the column that says so."""

    table: str
    name: str
    column: int


def part_of(row: Row, grid: Grid) -> Part | None:
    """Return the part of the projects that a row is for.

    Parameters
    ----------
    row
        A row of policies.
    grid
        Its sheet.

    Returns
    -------
    Table, name and column; None where the row is a policy's own. A limit of incomes without a code has no name.

    Raises
    ------
    ScenarioError
        If it is for several things, or holds what no part can have.
    """
    said = {table: [key for key in keys if key in row.values] for table, keys in PART_OF.items()}
    tables = [table for table, keys in said.items() if keys]
    if not tables:
        return None
    table = tables[0]
    if len(tables) > 1:
        second = row.places[said[tables[1]][0]]
        raise grid.refused(
            row.number, second, f"must be empty in the row of {CALLED[table]}: it takes a row of its own"
        )
    _check(row, grid, table)
    first = said[table][0]
    name = row.values[first] if table != "incomes" else normal(row.values.get(BAND, ""))
    return Part(table, name, row.places[first])


def _check(row: Row, grid: Grid, table: str) -> None:
    may = (*OF_A_PART, *(TITLES if table == "incomes" else ()))
    for key in row.values:
        if key not in (NAME, *PART_OF[table], *may):
            names = ", ".join(header(column, "en") for column in COLUMNS["policies"] if column.key in may)
            raise grid.refused(
                row.number, row.places[key], f"must be empty in the row of {CALLED[table]}, but for {names}"
            )


def inside(row: Row, part: Part) -> Row:
    """Return a row with its keys inside the table of its policy that it is for.

    Parameters
    ----------
    row
        A row with terms.
    part
        What it is for.

    Returns
    -------
    The row, without what says which it is.
    """
    keys: dict[Key, Key] = {key: (part.name, key[-1]) for key in row.values if key in (*OF_A_PART, *LIMITS, *TITLES)}
    values = {own: row.values[key] for key, own in keys.items()}
    return Row(row.number, values, {own: row.places[key] for key, own in keys.items()})
