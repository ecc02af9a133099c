"""The table of a scenario file as sheets: rows of values in a language, CSV files, and a workbook."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dizao.scenarios.loading.dotted import UNCERTAIN
from dizao.scenarios.loading.errors import Key
from dizao.scenarios.loading.language import LANGUAGES, Language
from dizao.scenarios.loading.schema import LARGEST, limits_of
from dizao.scenarios.loading.spreadsheet.cells import SEPARATORS, Range
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS, NAME, OF_A_PART, PART_OF, Column, SheetName
from dizao.scenarios.loading.spreadsheet.reading import FORMER, category_names
from dizao.scenarios.loading.spreadsheet.word_list import catalogue, choice, header, normal, unit, word

SINGLE = ("whole", "number")
ROWS = ("places", "policies")
"""Tables of which each has a row."""


class Speech(NamedTuple):
    """How sheets are written: their language, and what categories are called in it."""

    language: Language
    categories: Mapping[str, str]


def speech(language: Language, below: Mapping[str, Any], titles: Mapping[str, tuple[str, str]]) -> Speech:
    """Return how sheets are written in a language.

    Parameters
    ----------
    language
        ``en`` or ``zh``.
    below
        The merged table of the scenario, whose categories may be called by their titles.
    titles
        English and Chinese titles of categories, by name.

    Returns
    -------
    With a title for each category that is recognised by it; the others are called by their names.
    """
    known = category_names(below)
    named = {name: pair[LANGUAGES.index(language)] for name, pair in titles.items()}
    clear = {name: title for name, title in named.items() if known.get(normal(title)) == name}
    return Speech(language, {name: title for name, title in clear.items() if not SEPARATORS.search(normal(title))})


def sheet_rows(table: Mapping[str, Any], speech: Speech) -> dict[SheetName, list[list[Any]]]:
    """Return what stands in each sheet, headers in the first row.

    Parameters
    ----------
    table
        Places, policies and the budget of a scenario, as `documents.document` returns them.
    speech
        The language, and what categories are called.

    Returns
    -------
    Rows of texts, numbers, and None for empty cells.
    """
    kept = {key: {name: own for name, own in table.get(key, {}).items() if own is not False} for key in ROWS}
    ranges = {key: Range(*ends) for key, ends in _flat(table.get(UNCERTAIN, {})).items()}
    places = [
        ({NAME: name} | _with_ranges(_flat(own), ranges, ("places", name))) for name, own in kept["places"].items()
    ]
    policies = [row for name, own in kept["policies"].items() for row in _policy(name, own)]
    if FORMER in table:
        own = {("base" if key == "preset" else key): value for key, value in table[FORMER].items()}
        policies = [*_policy(word(speech.language, FORMER), own), *policies]
    found: dict[SheetName, list[list[Any]]] = {}
    tables: tuple[tuple[SheetName, list[dict[Key, Any]]], ...] = (("places", places), ("policies", policies))
    for name, rows in tables:
        heads = [header(column, speech.language) for column in COLUMNS[name]]
        found[name] = [heads, *([_cell(row.get(one.key), one, speech) for one in COLUMNS[name]] for row in rows)]
    found["budget"] = [[word(speech.language, f"sheet.{name}") for name in ("item", "value", "unit", "note")]]
    said = _with_ranges(_flat(table), ranges, ())
    for column in COLUMNS["budget"]:
        about = (unit(column, speech.language), note(column, speech.language))
        value = _cell(said.get(column.key), column, speech)
        found["budget"].append([header_of_item(column, speech.language), value, *(one or None for one in about)])
    return found


def header_of_item(column: Column, language: Language) -> str:
    """Return what a row of the budget is called; its unit stands beside it.

    Parameters
    ----------
    column
        The row.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A few words.
    """
    return header(column._replace(number=None), language)


def _flat(table: Mapping[str, Any], above: Key = ()) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for key, value in table.items():
        found |= _flat(value, (*above, key)) if isinstance(value, Mapping) else {(*above, key): value}
    return found


def _with_ranges(values: dict[Key, Any], ranges: Mapping[Key, Range], above: Key) -> dict[Key, Any]:
    """Return values by key with the ranges of those that are uncertain in their place."""
    inside = {key[len(above) :]: found for key, found in ranges.items() if key[: len(above)] == above}
    return values | {key: found._replace(value=values.get(key)) for key, found in inside.items()}


def _policy(name: str, own: Mapping[str, Any]) -> Iterator[dict[Key, Any]]:
    """Yield the row of a policy, and one for each part of the projects with terms of its own."""
    yield {NAME: name} | _flat({key: value for key, value in own.items() if key not in PART_OF})
    columns = {key[1]: key for key in OF_A_PART}
    for table, (first, *_) in PART_OF.items():
        for part, terms in own.get(table, {}).items():
            yield {NAME: name, first: part} | {columns.get(key, (key,)): value for key, value in terms.items()}


def _cell(value: Any, column: Column, speech: Speech) -> Any:
    if value is None or value is False:
        return None
    if isinstance(value, Range):
        low, high = (_number(one) for one in value[:2])
        extent = word(speech.language, "sheet.between", low=low, high=high)
        return extent if value.value is None else f"{_number(value.value)} ({extent})"
    comma = word(speech.language, "sheet.comma")
    match column.kind:
        case "choice":
            return choice(column, value, speech.language)
        case "choices":
            return comma.join(choice(column, one, speech.language) for one in value)
        case "category":
            return speech.categories.get(value, value)
        case "categories":
            return comma.join(speech.categories.get(one, one) for one in value) or None
        case "numbers":
            return comma.join(repr(one) for one in value) or None
    return value


def _number(value: float) -> str:
    """Return a number without a loss, a whole one without a point."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def note(column: Column, language: Language) -> str:
    """Return what a column means.

    Parameters
    ----------
    column
        The column.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A line; the meaning that is documented of a number where the language has no note for it.
    """
    meaning = column.number.meaning if column.number else ""
    return catalogue(language).get(f"note.{column.word}", meaning)


def allowed(column: Column, language: Language) -> str:
    """Return what a column may hold.

    Parameters
    ----------
    column
        The column.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A few words, limits of numbers among them.
    """
    if column.number is not None:
        low, high = limits(column)
        ends = {"low": f"{low:.12g}", "high": f"{high:.12g}"}
        extent = word(language, "sheet.at_least" if high >= LARGEST else "sheet.between", **ends)
        if column.kind == "numbers":
            return word(language, "sheet.numbers", extent=extent)
        return word(language, "sheet.whole", extent=extent) if column.kind == "whole" else extent
    if column.choices:
        listed = word(language, "sheet.comma").join(choice(column, one, language) for one in column.choices)
        return word(language, "sheet.some_of" if column.kind == "choices" else "sheet.one_of", choices=listed)
    return word(language, "sheet.text")


def limits(column: Column) -> tuple[float, float]:
    """Return the smallest and the largest number that a column may hold.

    Parameters
    ----------
    column
        A column of numbers.

    Returns
    -------
    Both ends, allowed themselves.

    Raises
    ------
    ValueError
        If it holds no numbers.
    """
    if column.number is None:
        raise ValueError(f"{column.word}: no number")
    return limits_of(int if column.kind == "whole" else float, column.number)


def csv_text(rows: list[list[Any]]) -> str:
    """Return rows as CSV, with a byte-order mark, without which spreadsheet programs do not see that it is UTF-8.

    Parameters
    ----------
    rows
        Texts, numbers and None.

    Returns
    -------
    Lines of text.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[_plain(value) for value in row] for row in rows])
    return "\ufeff" + text.getvalue()


def _plain(value: Any) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
