"""What the tables of the report are made of: columns, rows, and cells with a number, a difference or words."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.reports.numbers import Scale
from dizao.scenarios.reports.page.values import Numbers, Shown
from dizao.scenarios.reports.terms import titles
from dizao.scenarios.reports.voices import voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison


class Head(NamedTuple):
    """A column: what it is, its unit, and whether it holds words."""

    title: str
    unit: str = ""
    words: bool = False


class Cell(NamedTuple):
    """A cell: words, a number, below it the difference to the baseline, a further number, or the span it holds for.

    ``also`` is the further number behind the words that say what it is.
    """

    number: Shown | None = None
    difference: Shown | None = None
    verdict: str = ""
    words: str = ""
    span: tuple[Shown, Shown] | None = None
    also: tuple[str, Shown] | None = None


class Row(NamedTuple):
    """A row: what it is called, the name that commands take, and its cells; without any it heads those below."""

    title: str
    name: str
    cells: list[Cell]


class Table(NamedTuple):
    """A table of the page."""

    name: str
    title: str
    note: str
    first: str
    heads: list[Head]
    rows: list[Row]


class Maker:
    """What all tables of a comparison share; it takes note of every number.

    Parameters
    ----------
    comparison
        What was found.
    numbers
        Gets the numbers.
    """

    def __init__(self, comparison: "Comparison", numbers: Numbers) -> None:
        self.comparison, self.numbers, self.voice = comparison, numbers, voice_of(comparison)
        self.order = sorted(comparison.mechanisms, key=lambda name: name != comparison.baseline)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page.

        Parameters
        ----------
        key
            Of the text, without ``page.``.
        values
            What stands in its fields.

        Returns
        -------
        The text, its fields filled in.
        """
        return self.voice.say(f"page.{key}", **values)

    def mechanism(self, name: str, cells: list[Cell]) -> Row:
        """Return the row of a mechanism.

        Parameters
        ----------
        name
            Of the mechanism.
        cells
            What the row holds.

        Returns
        -------
        The row, under the mechanism's full title.
        """
        return Row(title_of(self.comparison, name), name, cells)

    def head(self, outcome: str, scale: Scale) -> Head:
        """Return the column of an outcome.

        Parameters
        ----------
        outcome
            Its name.
        scale
            How its values are written.

        Returns
        -------
        The column, under the outcome's title.
        """
        return Head(self.voice.title(outcome), scale.unit)

    def scale(self, unit: str, decimals: int) -> Scale:
        """Return how shares ("%") and counts are written.

        Parameters
        ----------
        unit
            ``%`` for shares; of others, what is printed behind the number.
        decimals
            Digits after the point.

        Returns
        -------
        The scale, in the language of the report.
        """
        return Scale(0.01 if unit == "%" else 1.0, unit, decimals, self.voice.language)

    def table(
        self, name: str, heads: list[Head], rows: list[Row], first: str = "mechanism", kind: str = "", **about: object
    ) -> Table:
        """Return a table with the title and the note that its name has among the texts.

        Parameters
        ----------
        name
            Of the table.
        heads, rows
            What it holds.
        first
            Key of the text above the rows' names.
        kind
            What its texts go by, where that is not its name.
        about
            Fields of title and note; the baseline is always one.

        Returns
        -------
        The table, its texts filled in.
        """
        about = {"baseline": self.voice.called(self.comparison.baseline), **about}
        title, note = (self.say(f"{kind or name}.{part}", **about) for part in ("title", "note"))
        return Table(name, title, note, self.say(first), heads, rows)


def title_of(comparison: "Comparison", name: str) -> str:
    """Return what a mechanism is called in the language of the report, by its full title.

    Parameters
    ----------
    comparison
        What was found.
    name
        Of the mechanism or variant.

    Returns
    -------
    The title; a variant of a system is called as elsewhere in the report.
    """
    return titles(comparison.scenario, comparison.language).get(name) or voice_of(comparison).called(name)


def verdict(row: "pd.Series[Any]", better: str) -> str:
    """Say whether a difference is for the better, for the worse, clear but neither, or not significant.

    Parameters
    ----------
    row
        One row of the table of effects or of winners, with the ends of its interval.
    better
        ``higher`` or ``lower``; empty where neither is better.

    Returns
    -------
    ``better``, ``worse``, ``clear`` or ``open``.
    """
    low, high = float(row["ci_low"]), float(row["ci_high"])
    if not (low > 0.0 or high < 0.0):
        return "open"
    if not better:
        return "clear"
    return "better" if (low > 0.0) == (better == "higher") else "worse"


def by_mechanism(runs: pd.DataFrame, outcome: str) -> dict[str, npt.NDArray[np.float64]]:
    """Return the values of an outcome by mechanism, one a replicate.

    Parameters
    ----------
    runs
        Columns mechanism, replicate, outcome, value.
    outcome
        Its name.

    Returns
    -------
    Values of shape (replicates,), in the outcome's unit.
    """
    rows = runs[runs["outcome"] == outcome]
    return {str(name): each["value"].to_numpy(dtype=np.float64) for name, each in rows.groupby("mechanism", sort=False)}
