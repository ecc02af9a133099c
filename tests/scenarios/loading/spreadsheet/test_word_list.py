"""Words of spreadsheets: each column has them in both languages, and is recognised by each of them."""

import re

import pytest

from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, SHEETS, SheetName
from dizao.scenarios.loading.spreadsheet.word_list import catalogue, choices, header, name_of, names_of, normal
from dizao.scenarios.loading.spreadsheet.writing import allowed, note

pytestmark = pytest.mark.small

EVERY = [(sheet, column) for sheet in SHEETS for column in COLUMNS[sheet]]


def test_the_languages_have_the_same_words() -> None:
    # The note of a number is in English what the parameters say of it.
    english, chinese = (set(catalogue(language)) for language in LANGUAGES)
    numbers = {f"note.{column.word}" for _, column in EVERY if column.number is not None}
    assert chinese - english == numbers
    assert english - chinese == set()


def test_every_word_is_that_of_something() -> None:
    of_columns = {column.word for _, column in EVERY}
    for key in catalogue("zh"):
        first, _, rest = key.partition(".")
        if first in ("header", "note"):
            assert rest in of_columns, key
        if first == "choice":
            word, _, value = rest.rpartition(".")
            of_word = [column for _, column in EVERY if word in (column.word, column.word.partition(".")[0])]
            assert any(value in column.choices for column in of_word), key


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_column_is_recognised_by_each_of_its_names(sheet: SheetName) -> None:
    known = names_of(COLUMNS[sheet])
    assert len(known) == sum(len({*_names(column)}) for column in COLUMNS[sheet])
    for column in COLUMNS[sheet]:
        for language in LANGUAGES:
            assert f"header.{column.word}" in catalogue(language), column.word
            assert header(column, language).startswith(name_of(column, language))
            assert "(" not in name_of(column, language)
            assert "（" not in name_of(column, language)
            assert note(column, language)
            if column.number is not None:
                assert f"unit.{column.number.unit}" in catalogue(language), column.number.unit
            for value in column.choices:
                if column.key not in (("kind",), ("base",)):
                    words = (column.word, column.word.partition(".")[0])
                    assert any(f"choice.{word}.{value}" in catalogue(language) for word in words)
        assert len(set(choices(column).values())) == len(column.choices)


def _names(column: object) -> list[str]:
    key = ".".join(column.key)  # type: ignore[attr-defined]
    return [normal(one) for one in (key, *(name_of(column, language) for language in LANGUAGES))]  # type: ignore[arg-type]


def test_chinese_has_no_latin_letters() -> None:
    assert [text for text in catalogue("zh").values() if re.search("[A-Za-z]", re.sub("{.*?}", "", text))] == []
    assert [one for _, column in EVERY if re.search("[A-Za-z]", one := allowed(column, "zh"))] == []


def test_a_text_is_compared_without_widths_blanks_and_capitals() -> None:
    assert normal("　Ｋｉｎｄ  of\nPLACE ") == "kind of place"
