"""What sheets, columns and choices are called in each language, and how a word that a user wrote is recognised."""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from dizao.model.mechanisms.presets import presets
from dizao.model.parameters.place_groups import KINDS
from dizao.scenarios.loading.language import LANGUAGES, Language
from dizao.scenarios.loading.spreadsheet.columns import Column

PLAIN_UNITS = ("share", "ratio", "log-ratio", "score", "places", "people", "households", "ties", "clans", "payments")
"""Units that a header leaves out, since its words say them; notes have all."""


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Return the words of spreadsheets in a language.

    Parameters
    ----------
    language
        ``en`` or ``zh``.

    Returns
    -------
    Texts by key.
    """
    path = files("dizao.scenarios.loading.spreadsheet.words").joinpath(f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def word(language: Language, key: str, **values: object) -> str:
    """Return a text in a language, its fields filled in.

    Parameters
    ----------
    language
        ``en`` or ``zh``.
    key
        Of the text.
    values
        What stands in its fields.

    Returns
    -------
    The text.
    """
    return catalogue(language)[key].format(**values)


def normal(text: str) -> str:
    """Return a text as it is compared: full-width letters as usual ones, small, blanks alike.

    Parameters
    ----------
    text
        As somebody wrote it.

    Returns
    -------
    Text without blanks at its ends.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_of(column: Column, language: Language) -> str:
    """Return what a column is called; by its key where no language has a word for it.

    Parameters
    ----------
    column
        The column.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A few words, without the unit.
    """
    return catalogue(language).get(f"header.{column.word}", ".".join(column.key))


def header(column: Column, language: Language) -> str:
    """Return the header of a column: its name, and the unit where the name does not say it.

    Parameters
    ----------
    column
        The column.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A few words; the unit stands in brackets.
    """
    name, number = name_of(column, language), column.number
    if number is None or number.unit in PLAIN_UNITS:
        return name
    return word(language, "sheet.with_unit", name=name, unit=unit(column, language))


def unit(column: Column, language: Language) -> str:
    """Return the unit of a column's number.

    Parameters
    ----------
    column
        The column.
    language
        ``en`` or ``zh``.

    Returns
    -------
    The unit; empty for what is no number.
    """
    return "" if column.number is None else catalogue(language).get(f"unit.{column.number.unit}", column.number.unit)


def names_of(columns: Iterable[Column]) -> dict[str, Column]:
    """Return columns by all that they may be called: key or name in either language, as `normal` has them.

    Parameters
    ----------
    columns
        Columns of one sheet.

    Returns
    -------
    Columns by name.
    """
    found = {}
    for column in columns:
        for name in (".".join(column.key), *(name_of(column, language) for language in LANGUAGES)):
            found[normal(name)] = column
    return found


def choice(column: Column, value: str, language: Language) -> str:
    """Return what one of the words that a column may hold is called.

    Parameters
    ----------
    column
        A column of choices.
    value
        The word of the scenario file.
    language
        ``en`` or ``zh``.

    Returns
    -------
    A few words; the word itself where no language has others.
    """
    named = KINDS if column.word in ("group.kind", "policy.kind") else presets() if column.word == "policy.base" else {}
    if value in named:
        return named[value].title_zh if language == "zh" else named[value].title
    words, kind = catalogue(language), column.word.partition(".")[0]
    return words.get(f"choice.{column.word}.{value}", words.get(f"choice.{kind}.{value}", value))


def choices(column: Column) -> dict[str, str]:
    """Return the words that a column may hold by all that they may be called, as `normal` has them.

    Parameters
    ----------
    column
        A column of choices.

    Returns
    -------
    Words of the scenario file by name.
    """
    found = {}
    for value in column.choices:
        for name in (value, *(choice(column, value, language) for language in LANGUAGES)):
            found[normal(name)] = value
    return found
