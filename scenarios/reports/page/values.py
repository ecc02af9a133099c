"""Numbers of the report: each is said once as data, and printed from there."""

import math
from typing import Any, NamedTuple

from dizao.scenarios.reports.numbers import MISSING, Scale, clear_of_zero, scale_for
from dizao.scenarios.reports.texts import Language

MINUS = "\N{MINUS SIGN}"
DIGITS = 3
"""Significant digits of a number that is an input."""


class Value(NamedTuple):
    """One number of the report.

    Attributes
    ----------
    id
        Its place: table, row, column.
    unit
        Of all three numbers.
    value, low, high
        The number, and its interval; nan where there is none.
    band
        What the interval holds: monte_carlo (luck), parameters (what nobody knows), spread (single worlds); empty
        without one.
    mechanism, outcome
        Names, where it belongs to one.
    source
        The file of the results folder that it comes from.
    """

    id: str
    unit: str
    value: float
    low: float = math.nan
    high: float = math.nan
    band: str = ""
    mechanism: str = ""
    outcome: str = ""
    source: str = ""

    def table(self) -> dict[str, Any]:
        """Return it as data; what is undefined is left out."""
        return {key: part for key, part in self._asdict().items() if part != "" and part == part}


class Shown(NamedTuple):
    """A number as it is printed: its own text, and those of the ends of its interval, empty where there is none."""

    value: Value
    text: str
    low: str = ""
    high: str = ""


class Numbers:
    """All numbers of a report, in the order in which they are first printed."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.values: dict[str, Value] = {}

    def show(self, value: Value, scale: Scale | None = None, sign: bool = False, apart: bool = True) -> Shown:
        """Take note of a number and write it.

        Parameters
        ----------
        value
            The number.
        scale
            How it is written; by its own size if none is given.
        sign
            Whether a positive one bears a plus.
        apart
            Whether the ends of an interval that leaves out 0 get digits until they do not read as 0.
        """
        known = self.values.setdefault(value.id, value)
        if repr(known) != repr(value):
            raise ValueError(f"{value.id}: two numbers in one place")
        scale = scale or scale_for(value.unit, [value.value], self.language)
        if not value.low < value.high:
            # There is no interval, or luck never moves the number: then its ends are the number itself.
            alone = value.value if math.isfinite(value.value) else value.low
            return Shown(value, written(alone, scale, sign))
        each = clear_of_zero(scale, value.low, value.high) if apart else scale
        text = written(value.value, scale, sign) if math.isfinite(value.value) else ""
        return Shown(value, text, written(value.low, each), written(value.high, each))

    def plain(self, value: Value) -> Shown:
        """Take note of a number and write it as it is, with a few digits."""
        self.values.setdefault(value.id, value)
        rounded = float(f"{value.value:.{DIGITS}g}")
        text = f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,}"
        return Shown(value, text.replace("-", MINUS))

    def table(self) -> list[dict[str, Any]]:
        """Return all numbers as data."""
        return [value.table() for value in self.values.values()]


def written(value: float, scale: Scale, sign: bool = False) -> str:
    """Write a number with a proper minus."""
    text = scale.number(value, sign)
    return text if text == MISSING else text.replace("-", MINUS)
