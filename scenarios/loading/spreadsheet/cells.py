"""What a cell says: numbers as people write them, words of either language, lists of these."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from dizao.scenarios.loading.errors import shown, suggestion
from dizao.scenarios.loading.spreadsheet.columns import Column
from dizao.scenarios.loading.spreadsheet.grids import Unreadable
from dizao.scenarios.loading.spreadsheet.word_list import choices, normal


class Range(NamedTuple):
    """A number that is not known: the ends of its range, and the value that somebody thinks likely, if there is one."""

    low: float
    high: float
    value: float | None = None


NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d{1,3})?\s*([%万亿]?)")
FACTORS = {"": Decimal(1), "%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}

RANGE = re.compile(rf"({NUMBER.pattern})\s*(?:-|–|—|~|至|到|to)\s*({NUMBER.pattern})")
"""A range, once full-width marks are usual ones: 0.1-0.5, 10%–50%, 10万至20万."""

LIKELY = re.compile(rf"({NUMBER.pattern})\s*\((.+)\)")
"""A value with its range in brackets behind it."""

SEPARATORS = re.compile(r"[;、,]")
"""Between the words of a list, once full-width marks are usual ones."""

LONGEST = 100
"""Characters of a number at most."""


class CellError(ValueError):
    """A cell that cannot be read: what is allowed, and what was found."""


def cell_value(value: Any, column: Column) -> Any:
    """Return what a cell says, as a scenario file would have it.

    Parameters
    ----------
    value
        What stands in the cell; not empty.
    column
        What the cell is for.

    Returns
    -------
    A text, a number, a list of these, or a `Range`; names of categories as they were written.

    Raises
    ------
    CellError
        If it is nothing of the kind; limits of numbers are left to the check of the whole file.
    """
    if isinstance(value, Unreadable):
        raise CellError(f"must be {_ALLOWED[column.kind]}, got {value.words}")
    return _READ[column.kind](value, column)


def _text(value: Any, column: Column) -> str:
    if isinstance(value, str):
        return value
    return _of_number(value, "text")


def _of_number(value: Any, wanted: str) -> str:
    """Return a number that stands where a text is meant."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CellError(f"must be {wanted}, got {_shown(value)}")
    return f"{value:.15g}"


def _number(value: Any, column: Column) -> float | Range:
    if isinstance(value, str):
        return _range(value) or _parsed(value, "a number")
    return _single(value)


def _single(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CellError(f"must be a number, got {_shown(value)}")
    return float(value)


def _range(text: str) -> Range | None:
    """Return the range that a text says; None where it says none. A unit behind the upper end alone is that of both."""
    plain = _plain(text)
    if len(plain) > LONGEST or NUMBER.fullmatch(plain):
        return None
    likely = LIKELY.fullmatch(plain)
    match = RANGE.fullmatch(likely[len(likely.groups())].strip() if likely else plain)
    first, last = (match[1], match[2 + NUMBER.groups]) if match else ("", "")
    if not (first and last) or (likely and not likely[1]):
        return None
    if last[-1:] in FACTORS and first[-1:] not in FACTORS:
        first += last[-1:]
    low, high = (_parsed(one, "a range") for one in (first, last))
    return Range(low, high, _parsed(likely[1], "a range") if likely else None)


def _plain(text: str) -> str:
    """Return a text with usual marks in place of full-width ones, small."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _numbers(value: Any, column: Column) -> list[float]:
    if not isinstance(value, str):
        return [_single(value)]
    # A comma may stand between thousands.
    parts = re.split("[;、]", unicodedata.normalize("NFKC", value))
    return [_parsed(part, "a list of numbers") for part in parts]


def _whole(value: Any, column: Column) -> float | Range:
    """Return a whole number as one; another is left as it is, for the check of the file to refuse."""
    found = _number(value, column)
    if not isinstance(found, Range):
        return _if_whole(found)
    likely = None if found.value is None else _if_whole(found.value)
    return Range(_if_whole(found.low), _if_whole(found.high), likely)


def _if_whole(value: float) -> float:
    return int(value) if value.is_integer() else value


def _parsed(text: str, wanted: str) -> float:
    plain = _plain(text)
    match = NUMBER.fullmatch(plain) if len(plain) <= LONGEST else None
    if match is None or not (match[2] or (match[3] or "")[1:]):
        raise CellError(f"must be {wanted}, got {shown(text.strip())}")
    sign, whole, part, power, factor = match.groups(default="")
    return float(Decimal(f"{sign}{whole.replace(',', '') or '0'}{part}{power}") * FACTORS[factor])


def _choice(value: Any, column: Column) -> str:
    known = choices(column)
    if isinstance(value, str) and normal(value) in known:
        return known[normal(value)]
    hint = suggestion(value, known) if isinstance(value, str) else ""
    raise CellError(f"must be one of {', '.join(column.choices)}, got {_shown(value)}{hint}")


def _words(value: Any) -> list[str]:
    text = value if isinstance(value, str) else _of_number(value, "a list of words")
    parts = [part.strip() for part in SEPARATORS.split(unicodedata.normalize("NFKC", text))]
    return [part for part in parts if part]


def _shown(value: Any) -> str:
    return shown(value) if isinstance(value, (str, bool, int, float)) else f"a date or time, {shown(str(value))}"


_READ: dict[str, Callable[[Any, Column], Any]] = {
    "text": _text,
    "category": _text,
    "whole": _whole,
    "number": _number,
    "numbers": _numbers,
    "choice": _choice,
    "choices": lambda value, column: [_choice(part, column) for part in _words(value)],
    "categories": lambda value, column: _words(value),
}

_ALLOWED: dict[str, str] = {
    "text": "text",
    "category": "a category of projects",
    "whole": "a whole number",
    "number": "a number",
    "numbers": "a list of numbers",
    "choice": "a word",
    "choices": "a list of words",
    "categories": "a list of categories",
}
