"""The workbook that a template is: notes, allowed ranges, choices, the same bytes each time."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from dizao.scenarios.loading.language import LANGUAGES, Language
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS
from dizao.scenarios.loading.spreadsheet.workbook import DAY, TIME, workbook_bytes
from dizao.scenarios.loading.spreadsheet.writing import Speech, sheet_rows

pytestmark = pytest.mark.small

TABLE = {"extends": "county", "places": {"east": {"title": "=1+1", "title_zh": "东", "units": 3}}}


def written(language: Language) -> bytes:
    return workbook_bytes(sheet_rows(TABLE, Speech(language, {})), language)


def test_a_workbook_has_notes_ranges_and_choices_in_its_language() -> None:
    book = load_workbook(io.BytesIO(written("zh")))
    assert book.sheetnames == ["填表说明", "地点", "政策", "预算"]
    sheet = book["地点"]
    heads = {cell.value: cell for cell in sheet[1]}
    share = heads["居民占比"]
    assert share.comment.text == "占全县居民人数的比例；与居民人数二者填其一\n单位：比例\n允许范围：0 至 1"
    held = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    at = held[f"{share.column_letter}2:{share.column_letter}201"]
    assert (at.type, at.operator, at.formula1, at.formula2) == ("decimal", "between", "0", "1")
    kind = heads["地点类型"].column_letter
    assert held[f"{kind}2:{kind}201"].formula1 == '"住宅小区,村民小组"'
    assert held[f"{heads['治理单元数'].column_letter}2:{heads['治理单元数'].column_letter}201"].type == "whole"
    assert len(list(book["填表说明"].rows)) > sum(len(columns) for columns in COLUMNS.values())
    assert sheet["B2"].value == "=1+1"
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_list(language: Language) -> None:
    book = load_workbook(io.BytesIO(written(language)))
    lists = [one for sheet in book for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert len(lists) == sum(column.kind == "choice" for columns in COLUMNS.values() for column in columns)
    assert all(len(one.formula1) <= 257 for one in lists)


def test_the_same_table_gives_the_same_bytes() -> None:
    data = written("en")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {DAY}
        assert archive.read("docProps/core.xml").count(TIME.encode()) == 2
    assert written("en") == data
