"""What ``dizao validate --part laboratory`` prints: targets, the model and three baselines side by side."""

import math

import pandas as pd
from rich.table import Table
from rich.text import Text

from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

BASELINES = ("selfish", "types", "coin")
MARK = "*"
"""Behind each value that is met."""

LARGE = 1000.0
"""From here on a value is written as a whole number."""

FITTED = {"yes": "validation.yes", "no": "validation.no", "prior": "validation.prior"}


def table(rows: pd.DataFrame, voice: Voice = IN_ENGLISH, baselines: tuple[str, ...] = BASELINES) -> Table:
    """Return the table; what is met is marked.

    Parameters
    ----------
    rows
        What a validation returns: one row a target, with what is observed, the model and the baselines.
    voice
        The language.
    baselines
        Columns of the baselines that are shown.

    Returns
    -------
    The table, one row a target.
    """
    names = ("target", "observed", "model", "fitted", *baselines)
    shown = plain_table((voice.say(f"validation.{name}") for name in names), left=(0, 1, 2))
    for row in rows.to_dict("records"):
        first = Text(voice.say(f"target.{row['target']}")).append(f"\n{row['source']}", style="dim")
        model = _answer(row["model"], row["met"])
        model.append(f"\n{_range(row['model_low'], row['model_high'])}", style="dim")
        observed = Text(_number(row["observed"])).append(
            f"\n{_range(row['observed_low'], row['observed_high'])}", "dim"
        )
        others = [_answer(row[name], row[f"{name}_met"]) for name in baselines]
        shown.add_row(first, observed, model, voice.say(FITTED[row["fitted"]]), *others)
    return shown


def notes(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how many targets are met, and how to read the table.

    Parameters
    ----------
    rows
        What a validation against the laboratory returns.
    voice
        The language.

    Returns
    -------
    Two lines; targets that were not fitted are counted by themselves too.
    """
    tests = rows[rows["fitted"] == "no"]
    baselines = {name: int(rows[f"{name}_met"].sum()) for name in BASELINES}
    counts = {"count": int(rows["met"].sum()), "all": len(rows), "tested": int(tests["met"].sum()), "tests": len(tests)}
    return [voice.say("validation.met", **counts, **baselines), voice.say("validation.key", mark=MARK)]


def _answer(value: float, met: bool) -> Text:
    return Text(f"{_number(value)}{MARK if met else ' '}", style="bold" if met else "")


def _number(value: float) -> str:
    return MISSING if math.isnan(value) else f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.3f}"


def _range(low: float, high: float) -> str:
    if math.isnan(low):
        return MISSING
    return f"> {low:.3g}" if math.isinf(high) else f"{_number(low)} to {_number(high)}"
