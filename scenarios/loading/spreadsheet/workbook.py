"""Sheets as the bytes of a workbook: headers with notes, cells that take only what is allowed, instructions."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.schema import LARGEST
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, SHEETS, Column, SheetName
from dizao.scenarios.loading.spreadsheet.word_list import choice, name_of, unit, word
from dizao.scenarios.loading.spreadsheet.writing import SINGLE, allowed, limits, note

ROWS = 200
"""Rows of places and of policies in which cells take only what is allowed."""

LONGEST_LIST = 255
"""Characters of a list of choices at most, by the format of workbooks."""

AUTHOR = "dizao"
WIDTH, WIDE, WIDEST = 16, 34, 90
"""Widths of columns, in characters."""

BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="DDE7F0")
WRAPPED = Alignment(wrap_text=True, vertical="top")
HELP = ("help.1", "help.2", "help.3", "help.range", "help.4")

DAY, TIME = (1980, 1, 1, 0, 0, 0), "1980-01-01T00:00:00Z"
"""The time that workbooks bear: the same table gives the same bytes."""


def workbook_bytes(rows: dict[SheetName, list[list[Any]]], language: Language) -> bytes:
    """Return sheets as a workbook.

    Parameters
    ----------
    rows
        What stands in each sheet, as `writing.sheet_rows` returns it.
    language
        Of notes and of the names of sheets, as that of the rows.

    Returns
    -------
    The bytes of a file.
    """
    book = Workbook()
    _fill_instructions(book.active, language)
    for name in SHEETS:
        sheet = book.create_sheet(word(language, f"sheet.{name}"))
        _fill(sheet, rows[name])
        if name == "budget":
            _finish_items(sheet, language)
        else:
            _finish_columns(sheet, COLUMNS[name], language)
    written = io.BytesIO()
    book.save(written)
    return _without_time(written.getvalue())


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column, _exact(value))
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # never a formula
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = BOLD, SHADE, WRAPPED


def _exact(value: Any) -> Any:
    """Return a number as text where the 16 digits that the library writes would make another of it."""
    return repr(value) if isinstance(value, float) and float(f"{value:.16g}") != value else value


def _finish_columns(sheet: Any, columns: Sequence[Column], language: Language) -> None:
    sheet.freeze_panes = "B2"
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = WIDTH
        sheet[f"{letter}1"].comment = _comment(column, language)
        _validate(sheet, f"{letter}2:{letter}{ROWS + 1}", column, language)


def _finish_items(sheet: Any, language: Language) -> None:
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCD", (WIDE, WIDE, WIDTH, WIDEST), strict=True):
        sheet.column_dimensions[letter].width = width
    for number, column in enumerate(COLUMNS["budget"], 2):
        sheet[f"A{number}"].comment = _comment(column, language)
        _validate(sheet, f"B{number}", column, language)


def _comment(column: Column, language: Language) -> Comment:
    lines = [note(column, language)]
    if column.number is not None:
        lines.append(word(language, "sheet.unit_line", unit=unit(column, language)))
    if column.number is not None or column.choices:
        lines.append(word(language, "sheet.allowed_line", allowed=allowed(column, language)))
    return Comment("\n".join(lines), AUTHOR, width=300, height=150)


def _validate(sheet: Any, cells: str, column: Column, language: Language) -> None:
    """Let cells take only what is allowed, as far as workbooks can say it: lists of several are not held."""
    listed = ",".join(choice(column, one, language) for one in column.choices)
    if column.kind in SINGLE:
        low, high = limits(column)
        kind = "whole" if column.kind == "whole" else "decimal"
        ends = ("greaterThanOrEqual", None) if high >= LARGEST else ("between", f"{high:.12g}")
        held = DataValidation(type=kind, operator=ends[0], formula1=f"{low:.12g}", formula2=ends[1], allow_blank=True)
    elif column.kind == "choice" and len(listed) <= LONGEST_LIST:
        held = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    else:
        return
    held.showErrorMessage = True
    if column.kind in SINGLE:
        held.errorStyle = "warning"  # a range is text
    held.errorTitle, held.error = name_of(column, language)[:32], allowed(column, language)[:LONGEST_LIST]
    held.add(cells)
    sheet.add_data_validation(held)


def _fill_instructions(sheet: Any, language: Language) -> None:
    """Fill the first sheet: how the others are filled in, and all that they can hold."""
    sheet.title = word(language, "sheet.instructions")
    rows = [[word(language, key)] for key in HELP]
    rows += [[], [word(language, f"sheet.{name}") for name in ("sheet", "column", "unit", "allowed", "note")]]
    first = len(rows)
    for name in SHEETS:
        title = word(language, f"sheet.{name}")
        for column in COLUMNS[name]:
            about = (unit(column, language), allowed(column, language), note(column, language))
            rows.append([title, name_of(column, language), *about])
    _fill(sheet, rows)
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = Font(), PatternFill(), Alignment()
    for cell in sheet[first]:
        cell.font, cell.fill = BOLD, SHADE
    for letter, width in zip("ABCDE", (WIDTH, WIDE, WIDTH, WIDE, WIDEST), strict=True):
        sheet.column_dimensions[letter].width = width


def _without_time(data: bytes) -> bytes:
    """Return a workbook that does not say when it was written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", TIME.encode(), content)
            new.writestr(zipfile.ZipInfo(entry.filename, DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
