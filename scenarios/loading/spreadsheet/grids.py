"""Workbooks and CSV files as grids of values: what stands in which cell, before anything is made of it."""

import csv
import io
import os.path
import struct
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from dizao.scenarios.loading.errors import ScenarioError, shown, suggestion
from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.loading.spreadsheet.columns import SHEETS, SheetName
from dizao.scenarios.loading.spreadsheet.word_list import normal, word
from dizao.scenarios.loading.text_file import OTHER_MARKS, decoded

WORKBOOK, CSV = ".xlsx", ".csv"

BESIDE: dict[SheetName, str] = {"places": "", "policies": "-policies", "budget": "-budget"}
"""What the names of CSV files end in: places in county.csv, policies in county-policies.csv beside it, and so on."""

MIB = 2**20
LARGEST_CONTENT = 32 * MIB
"""Bytes of a workbook at most, unpacked; ours have less than one MiB."""

LARGEST_CSV = MIB

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError,
    RuntimeError, EOFError, OSError,
)  # fmt: skip
"""What the library that reads workbooks raises where one is none, or is damaged; bad XML is a `SyntaxError`."""


class Unreadable(NamedTuple):
    """What stands in a cell from which nothing can be read: in words, for a message."""

    words: str


class Grid(NamedTuple):
    """The cells of a sheet.

    Attributes
    ----------
    where
        The file, as a message names it.
    title
        Name of the sheet in a workbook; empty for a CSV file.
    rows
        Values; None where a cell is empty.
    """

    where: str
    title: str
    rows: list[list[Any]]

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell.

        Parameters
        ----------
        row, column
            From 0.

        Returns
        -------
        Such as ``Places!C5``, in a CSV file ``C5``.
        """
        letters, rest = "", column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.title}{'!' if self.title else ''}{letters}{row + 1}"

    def place(self, row: int, column: int) -> str:
        """Return where a cell stands, file and address, for a message.

        Parameters
        ----------
        row, column
            From 0.

        Returns
        -------
        Such as ``county.xlsx: Places!C5``.
        """
        return f"{self.where}: {self.address(row, column)}"

    def whole(self) -> str:
        """Return where the whole sheet stands, for a message.

        Returns
        -------
        Such as ``county.xlsx: Places``.
        """
        return f"{self.where}: {self.title}" if self.title else self.where

    def refused(self, row: int, column: int, problem: str) -> ScenarioError:
        """Return the error of a cell, to be raised.

        Parameters
        ----------
        row, column
            From 0.
        problem
            What is allowed, and what was found instead.

        Returns
        -------
        The error.
        """
        return ScenarioError(self.where, self.address(row, column), problem)


def read_grids(path: Path, label: str) -> dict[SheetName, Grid]:
    """Read the sheets of a workbook, or a CSV file with those beside it.

    Parameters
    ----------
    path
        The workbook, or the CSV file of places.
    label
        What a message calls it.

    Returns
    -------
    Grids by sheet; what is not there is left out.

    Raises
    ------
    ScenarioError
        If a file cannot be read, or a workbook has a sheet of another name with something in it.
    """
    return _workbook(path, label) if path.suffix.lower() == WORKBOOK else _csv_files(path, label)


# workbooks --------------------------------------------------------------------------------------------------------


def _workbook(path: Path, label: str) -> dict[SheetName, Grid]:
    from openpyxl import load_workbook

    _check_size(path, label)
    try:
        with warnings.catch_warnings():
            # It warns of what it does not know: colours of other programs and the like.
            warnings.simplefilter("ignore")
            said, kept = load_workbook(path), load_workbook(path, data_only=True)
    except BROKEN:
        raise ScenarioError(label, "", "must be a workbook (.xlsx), got one that cannot be read") from None
    known = {normal(word(language, f"sheet.{name}")): name for name in SHEETS for language in LANGUAGES}
    ignored = {normal(word(language, "sheet.instructions")) for language in LANGUAGES}
    found: dict[SheetName, Grid] = {}
    for sheet in said.worksheets:
        name, values = known.get(normal(sheet.title)), _values(sheet, kept[sheet.title])
        if name in found:
            raise ScenarioError(label, sheet.title, f"must be there once, got {found[name].title} as well")
        if name is not None:
            found[name] = Grid(label, sheet.title, values)
        elif values and normal(sheet.title) not in ignored:
            hint = suggestion(sheet.title, known) or ";"
            raise ScenarioError(label, sheet.title, f"unknown sheet{hint} known: {', '.join(known)}")
    if not found:
        raise ScenarioError(label, "", f"must have one or more of the sheets {', '.join(known)}")
    return found


def _check_size(path: Path, label: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BROKEN:
        problem = "must be a workbook (.xlsx), got something else: save it as .xlsx, without a password"
        raise ScenarioError(label, "", problem) from None
    if size > LARGEST_CONTENT:
        raise ScenarioError(label, "", f"must be at most {LARGEST_CONTENT / MIB:g} MiB unpacked, got {size / MIB:.1f}")


def _values(said: Any, kept: Any) -> list[list[Any]]:
    """Return the values of a sheet up to its last row with something in it."""
    rows = [
        [_value(cell, result) for cell, result in zip(cells, results, strict=True)]
        for cells, results in zip(said.iter_rows(), kept.iter_rows(values_only=True), strict=True)
    ]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


def _value(cell: Any, result: Any) -> Any:
    if cell.data_type == "f" and result is None:
        return Unreadable("a formula without a kept value: open the file, let it be computed and save it")
    if cell.data_type == "e" or (cell.data_type == "f" and isinstance(result, str) and result.startswith("#")):
        return Unreadable(f"the error {result}")
    return None if isinstance(result, str) and not result.strip() else result


# CSV files --------------------------------------------------------------------------------------------------------


def csv_paths(path: Path) -> dict[SheetName, Path]:
    """Return the paths of the CSV files of a scenario.

    Parameters
    ----------
    path
        The file of places: county.csv.

    Returns
    -------
    Paths by sheet: county-policies.csv and county-budget.csv beside it.
    """
    return {name: path.with_name(f"{path.stem}{end}{path.suffix}") for name, end in BESIDE.items()}


def _csv_files(path: Path, label: str) -> dict[SheetName, Grid]:
    found: dict[SheetName, Grid] = {}
    for name, file in csv_paths(path).items():
        if os.path.isfile(file):
            named = str(Path(label).with_name(file.name))
            found[name] = Grid(named, "", _csv_rows(file, named))
    return found


def _csv_rows(path: Path, label: str) -> list[list[Any]]:
    if (size := os.path.getsize(path)) > LARGEST_CSV:
        raise ScenarioError(label, "", f"must be at most {LARGEST_CSV / MIB:g} MiB, got {size / MIB:.1f} MiB")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError(label, "", f"cannot be read: {error.strerror}") from None
    try:
        rows = list(csv.reader(io.StringIO(_text(data, label), newline=""), strict=True))
    except csv.Error as error:
        raise ScenarioError(label, "", f"must be CSV: {error}") from None
    return [[value if value.strip() else None for value in row] for row in rows]


def _text(data: bytes, label: str) -> str:
    """Return bytes as text: UTF-8, with or without a byte-order mark, or else as Chinese Windows writes it."""
    if data.startswith(tuple(OTHER_MARKS)) or b"\0" in data:
        return decoded(data, label)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise ScenarioError(label, "", f"must be UTF-8 or GBK text, got {shown(data[:20].hex())}: save it as UTF-8")
