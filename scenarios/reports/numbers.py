"""Numbers as people read them: 1.23 million yuan, 34.5%, 12.3 thousand hours."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from dizao.scenarios.reports.texts import Language, say

SIGNIFICANT = 3
"""Digits that the largest number of a set keeps, if it has no more than that before the point."""

PERCENT_DECIMALS = 1
"""Digits after the point that a difference of percentages is worth, unless it would read as 0."""

MISSING = "-"
"""Stands where a number is undefined."""

MINUS = "\N{MINUS SIGN}"
"""Stands before a negative number in figures and pages; on screen a hyphen does."""

_SCALED_UNITS = ("yuan", "yuan per project", "hours", "people", "households", "needs")
_COUNTED_UNITS = ("people", "households", "needs", "projects")
"""What is counted: a whole number of them is written as one."""

_STEPS: dict[Language, tuple[tuple[float, float, str], ...]] = {
    "en": ((1e9, 1e9, "number.billion"), (1e6, 1e6, "number.million"), (1e4, 1e3, "number.thousand")),
    "zh": ((1e8, 1e8, "number.billion"), (1e4, 1e4, "number.thousand")),
}
"""From which size on, divided by what, called what; Chinese counts by 万 and 亿."""


class Scale(NamedTuple):
    """How the values of one row are written: divided by `divisor`, in `unit`, with `decimals` after the point.

    ``one`` is the unit where it is counted and there is just one.
    """

    divisor: float
    unit: str
    decimals: int
    language: Language = "en"
    one: str = ""

    def number(self, value: float, sign: bool = False) -> str:
        """Write a value without its unit; with `sign`, a plus where it is positive.

        Parameters
        ----------
        value
            In the outcome's unit, not yet divided.
        sign
            Whether a positive value bears a plus.

        Returns
        -------
        The text; `MISSING` where the value is undefined.
        """
        return number(value / self.divisor, self.decimals, sign)

    def with_unit(self, text: str, difference: bool = False) -> str:
        """Put the unit behind a text; the unit of differences between percentages is percentage points.

        Parameters
        ----------
        text
            A number, as `number` writes it.
        difference
            Whether it is a difference.

        Returns
        -------
        The text with the unit; alone where there is none.
        """
        if self.unit == "%":
            return f"{text} {say(self.language, 'number.percentage_points')}" if difference else f"{text}%"
        return f"{text} {self.one if text == '1' and self.one else self.unit}".rstrip()


def largest(values: Iterable[float]) -> float:
    """Return the largest size among values, 0 if none of them is defined.

    Parameters
    ----------
    values
        Some may be nan or infinite, and are passed over.

    Returns
    -------
    The size, without a sign.
    """
    return max((abs(value) for value in values if math.isfinite(value)), default=0.0)


def scale_for(unit: str, values: Iterable[float], language: Language = "en") -> Scale:
    """Choose how a set of values is written, by the largest of them.

    Parameters
    ----------
    unit
        The outcome's unit (`dizao.model.outputs.outcomes`); shares are written in percent.
    values
        What will be written in that scale; nan is passed over.
    language
        Of the unit's name.

    Returns
    -------
    The scale of all these values.
    """
    values = list(values)
    named = say(language, "unit." + {"share": "%", "ratio": ""}.get(unit, unit))
    divisor, name = (0.01 if unit == "share" else 1.0), named
    if unit in _SCALED_UNITS:
        for start, step, word in _STEPS[language]:
            if largest(values) >= start:
                divisor, name = step, say(language, word, unit=named)
                break
    one = say(language, f"one.{unit}") if unit in _COUNTED_UNITS and divisor == 1.0 else ""
    return Scale(divisor, name, decimals_for(value / divisor for value in values), language, one)


def decimals_for(values: Iterable[float], significant: int = SIGNIFICANT) -> int:
    """Return the digits after the point that keep some significant ones of the largest value, at most three.

    Parameters
    ----------
    values
        Values as they are written, after the division.
    significant
        Digits that the largest of them keeps.

    Returns
    -------
    Number of digits; 0 where all values are 0 or undefined.
    """
    size = largest(values)
    if size == 0.0:
        return 0
    before = math.floor(math.log10(size)) + 1
    return min(max(significant - before, 0), SIGNIFICANT)


def scale_of_interval(unit: str, low: float, difference: float, high: float, language: Language = "en") -> Scale:
    """Choose how a difference and its interval are written, so that an end that is not 0 does not read as 0.

    Parameters
    ----------
    unit
        The outcome's unit.
    low
        Lower end of the interval; nan where there is none.
    difference
        The difference itself.
    high
        Upper end.
    language
        Of the unit's name.

    Returns
    -------
    The scale of all three.
    """
    scale = scale_for(unit, (low, difference, high), language)
    if scale.unit == "%":
        scale = scale._replace(decimals=min(scale.decimals, PERCENT_DECIMALS))
    return clear_of_zero(scale, low, high)


def clear_of_zero(scale: Scale, low: float, high: float) -> Scale:
    """Add digits while an interval that leaves 0 out would seem to end there.

    Parameters
    ----------
    scale
        How they are written.
    low, high
        Ends of the interval; nan where there is none.

    Returns
    -------
    The scale, the same one where neither end reads as 0 or 0 lies inside.
    """
    while low * high > 0.0 and scale.decimals < 2 * SIGNIFICANT and _reads_zero(scale, min(abs(low), abs(high))):
        scale = scale._replace(decimals=scale.decimals + 1)
    return scale


def _reads_zero(scale: Scale, value: float) -> bool:
    return round(value / scale.divisor, scale.decimals) == 0.0


def number(value: float, decimals: int, sign: bool = False) -> str:
    """Write a number with thousands separators; with `sign`, a plus where it is positive; never ``-0``.

    Parameters
    ----------
    value
        As it is written, after the division.
    decimals
        Digits after the point.
    sign
        Whether a positive value bears a plus.

    Returns
    -------
    The text; `MISSING` where the value is not finite.
    """
    if not math.isfinite(value):
        return MISSING
    return f"{round(value, decimals) + 0.0:{'+' if sign and round(value, decimals) > 0.0 else ''},.{decimals}f}"


def amount(value: float, unit: str, language: Language = "en") -> str:
    """Write one value with its unit: ``1.23 million yuan``, ``34.5%``, ``0.312``, ``5 projects``.

    Parameters
    ----------
    value
        In the outcome's unit.
    unit
        The outcome's unit (`dizao.model.outputs.outcomes`).
    language
        Of the unit's name.

    Returns
    -------
    The number in the scale of its own size, and the unit behind it.
    """
    scale = scale_for(unit, [value], language)
    if unit in _COUNTED_UNITS and scale.divisor == 1.0 and float(value).is_integer():
        scale = scale._replace(decimals=0)
    return scale.with_unit(scale.number(value))
