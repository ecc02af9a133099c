"""What ``dizao validate --part cases`` prints: observations, the model and two baselines side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from dizao.scenarios.reports.cases import SHARES, written
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.validation import MARK
from dizao.scenarios.studies.cases import PROBABILITIES

TOLD = ("model", "selfish", "subsidy")


def table(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> Table:
    """Return the table; what is met is marked.

    Parameters
    ----------
    rows
        What `dizao.scenarios.validation.cases.validate_cases` returns.
    voice
        The language.

    Returns
    -------
    The table, one row an observation.
    """
    keys = ("cases.case", "case.outcome", "cases.observed", "cases.model", "case.range")
    headings = [*(voice.say(key) for key in keys), *(voice.say(f"cases.{name}") for name in TOLD[1:])]
    shown = plain_table(headings, left=(0, 1, 2, 4))
    for row in cells(rows, voice):
        shown.add_row(*row)
    return shown


def cells(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> Iterator[tuple[str | Text, ...]]:
    """Write the rows of the table: case, outcome, observed, model, its range, and the baselines.

    Parameters
    ----------
    rows
        What `dizao.scenarios.validation.cases.validate_cases` returns.
    voice
        The language.

    Yields
    ------
    The cells of an observation; a case is named in its first row only.
    """
    before = ""
    for row in rows.to_dict("records"):
        name, share = row["outcome"], row["outcome"] in SHARES
        model, *others = (_told(row, who, share) for who in TOLD)
        ends = _ends(row["model_low"], row["model_high"], share)
        first = "" if row["case"] == before else row["case"]
        yield first, voice.say(f"case.{name}"), observed(row, voice), model, ends, *others
        before = row["case"]


def observed(row: Mapping[Any, Any], voice: Voice) -> str:
    """Write what was observed: yes or no, a number or a range.

    Parameters
    ----------
    row
        One observation, by column.
    voice
        The language.

    Returns
    -------
    The text; a single number where both ends of what was observed are the same.
    """
    low, high, share = row["observed_low"], row["observed_high"], row["outcome"] in SHARES
    if row["outcome"] in PROBABILITIES and low == high and low in (0.0, 1.0):
        return voice.say("cases.yes" if low else "cases.no")
    return written(low, share) if low == high else _ends(low, high, share)


def _told(row: Mapping[Any, Any], who: str, share: bool) -> Text:
    text = MISSING if pd.isna(row[who]) else written(row[who], share)
    met = bool(row[f"{who}_met"])
    return Text(text + (MARK if met else " "), style="bold" if met else "")


def _ends(low: float, high: float, share: bool) -> str:
    return MISSING if pd.isna(low) else f"{written(low, share)} - {written(high, share)}"


def notes(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how many observations are met, and how to read the table.

    Parameters
    ----------
    rows
        What `dizao.scenarios.validation.cases.validate_cases` returns.
    voice
        The language.

    Returns
    -------
    Two lines; the subsidy's share of the cost is held against observations of yes or no only.
    """
    yes_no = rows[rows["outcome"].isin(PROBABILITIES)]
    counts = {
        "met": int(rows["model_met"].sum()), "selfish": int(rows["selfish_met"].sum()), "all": len(rows),
        "subsidy": int(yes_no["subsidy_met"].sum()), "told": len(yes_no),
        "brier": brier(yes_no, "model"), "brier_selfish": brier(yes_no, "selfish"),
        "brier_subsidy": brier(yes_no, "subsidy"),
    }  # fmt: skip
    return [voice.say("cases.met", **counts), voice.say("cases.key", mark=MARK)]


def brier(rows: pd.DataFrame, who: str) -> str:
    """Return the mean squared distance of chances from what was observed.

    Parameters
    ----------
    rows
        Observations of yes or no.
    who
        Column of the chances: ``model`` or that of a baseline.

    Returns
    -------
    The mean, with two digits after the point.
    """
    return f"{((rows[who] - rows['observed_low']) ** 2).mean():.2f}"
