"""Numbers of the report: each is said once as data, and printed from there."""

import math
from typing import Any, NamedTuple

import pandas as pd

from dizao.scenarios.reports.numbers import MINUS, MISSING, Scale, clear_of_zero, scale_for
from dizao.scenarios.reports.texts import Language

DIGITS = 3
"""Significant digits of a number that is an input."""


class Estimate(NamedTuple):
    """A number with the ends of its interval; nan where there is none."""

    value: float
    low: float = math.nan
    high: float = math.nan


class Origin(NamedTuple):
    """Where a number comes from, and what it belongs to.

    Attributes
    ----------
    source
        The file of the results folder.
    mechanism, outcome
        Names; empty where it belongs to none.
    band
        What the interval holds: monte_carlo (its error), parameters (their uncertainty), spread (single worlds);
        empty without one.
    """

    source: str
    mechanism: str = ""
    outcome: str = ""
    band: str = ""


class Value(NamedTuple):
    """One number of the report: its place (table, row, column), its unit, itself, and where it comes from.

    `absent` says why there is no number where that can be said.
    """

    id: str
    unit: str
    estimate: Estimate
    origin: Origin
    absent: str = ""

    def part(self, name: str) -> float:
        """Return the number, or an end of its interval.

        Parameters
        ----------
        name
            ``value``, ``low`` or ``high``.

        Returns
        -------
        The part, in the number's unit; nan where it is undefined.
        """
        return float(getattr(self.estimate, name))

    def table(self) -> dict[str, Any]:
        """Return it as data; what is undefined is left out.

        Returns
        -------
        Place, unit, number, interval and origin, by name.
        """
        about = {"id": self.id, "unit": self.unit}
        every = {**about, **self.estimate._asdict(), **self.origin._asdict(), "absent": self.absent}
        return {key: part for key, part in every.items() if part != "" and part == part}


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

        Returns
        -------
        The number as it is printed, with the ends of its interval where there is one.
        """
        self._note(value)
        number, low, high = value.estimate
        scale = scale or scale_for(value.unit, [number], self.language)
        if math.isfinite(number) and not low < high:
            # There is no interval, or no random draw ever moves the number: then its ends are the number itself.
            return Shown(value, written(number, scale, sign))
        if not math.isfinite(low):
            return Shown(value, MISSING)
        each = clear_of_zero(scale, low, high) if apart else scale
        text = written(number, scale, sign) if math.isfinite(number) else ""
        return Shown(value, text, written(low, each), written(high, each))

    def plain(self, value: Value) -> Shown:
        """Take note of a number and write it as it is, with a few digits.

        Parameters
        ----------
        value
            The number; its interval is not printed.

        Returns
        -------
        The number as it is printed, with `DIGITS` significant digits.
        """
        self._note(value)
        if not math.isfinite(value.estimate.value):
            return Shown(value, MISSING)
        rounded = float(f"{value.estimate.value:.{DIGITS}g}")
        text = f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,}"
        return Shown(value, text.replace("-", MINUS))

    def _note(self, value: Value) -> None:
        if repr(self.values.setdefault(value.id, value)) != repr(value):
            raise ValueError(f"{value.id}: two numbers in one place")

    def table(self) -> list[dict[str, Any]]:
        """Return all numbers as data.

        Returns
        -------
        One record a number, in the order in which they were first printed.
        """
        return [value.table() for value in self.values.values()]


def estimate_of(row: "pd.Series[Any]", value: str, low: str = "", high: str = "") -> Estimate:
    """Return the number of a row of a table, and its interval where columns of its ends are named.

    Parameters
    ----------
    row
        Of a table of results.
    value
        Column of the number.
    low, high
        Columns of the ends of its interval; empty where there is none.

    Returns
    -------
    The number and the ends of its interval; an end without a column is nan.
    """
    return Estimate(float(row[value]), *(float(row[key]) if key else math.nan for key in (low, high)))


def written(value: float, scale: Scale, sign: bool = False) -> str:
    """Write a number with a proper minus.

    Parameters
    ----------
    value
        In the outcome's unit.
    scale
        How it is written.
    sign
        Whether a positive value bears a plus.

    Returns
    -------
    The text; `MISSING` where the value is undefined.
    """
    text = scale.number(value, sign)
    return text if text == MISSING else text.replace("-", MINUS)
