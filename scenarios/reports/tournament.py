"""What ``dizao validate --part tournament`` and ``--part contrasts`` print."""

import math

import pandas as pd
from rich.table import Table

from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.validation import MARK
from dizao.scenarios.validation.contrasts import left_out

LEFT_OUT = ("refund", "challenge", "lead_gift")
"""Contrasts that are left out, in the order in which that is said."""


def table(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> Table:
    """Return the table of the rules of giving.

    Parameters
    ----------
    rows
        What `dizao.scenarios.validation.tournament.validate_rules` returns.
    voice
        The language.

    Returns
    -------
    One row a rule.
    """
    names = ("rule", "held_out", "laboratory", "cases", "order")
    shown = plain_table(voice.say(f"tournament.{name}") for name in names)
    for row in rows.to_dict("records"):
        score = MISSING if math.isnan(row["held_out"]) else f"{row['held_out']:.1f}"
        met = [f"{row[f'{name}_met']} / {row[f'{name}_targets']}" for name in ("laboratory", "cases")]
        shown.add_row(voice.say(f"giving.rule.{row['rule']}"), score, *met, row["order"])
    return shown


def notes(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how to read the table of the rules.

    Parameters
    ----------
    rows
        The rows; they are not read.
    voice
        The language.

    Returns
    -------
    One line.
    """
    return [voice.say("tournament.note")]


def contrast_table(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> Table:
    """Return the table of contrasts: the ratio under each rule.

    Parameters
    ----------
    rows
        What `dizao.scenarios.validation.contrasts.validate_contrasts` returns.
    voice
        The language.

    Returns
    -------
    One row a contrast; what is met is marked.
    """
    rules = list(dict.fromkeys(rows["rule"]))
    titles = [voice.say(f"contrasts.{name}") for name in ("contrast", "control", "observed")]
    shown = plain_table([*titles, *(voice.say(f"giving.rule.{name}") for name in rules)])
    for name, group in rows.groupby("contrast", sort=False):
        first = group.iloc[0]
        values = group.set_index("rule")
        ratios = [f"{values.loc[r, 'model']:.2f}{MARK if values.loc[r, 'met'] else ' '}" for r in rules]
        observed = f"{first['observed']:.2f} ({first['observed_low']:.2f} - {first['observed_high']:.2f})"
        title = f"{voice.say(f'contrasts.name.{name}')}, {first['source']}"
        shown.add_row(title, f"{first['control']:.3f}", observed, *ratios)
    return shown


def contrast_notes(rows: pd.DataFrame, voice: Voice = IN_ENGLISH) -> list[str]:
    """Return how to read the contrasts, and which are left out.

    Parameters
    ----------
    rows
        The rows; they are not read.
    voice
        The language.

    Returns
    -------
    Lines.
    """
    sources = {name: source for name, source, _ in left_out()}
    reasons = [voice.say(f"contrasts.left_out.{name}", source=sources[name]) for name in LEFT_OUT]
    return [voice.say("contrasts.note", mark=MARK), *reasons]
