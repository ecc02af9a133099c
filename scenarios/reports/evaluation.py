"""What evaluators would conclude from a roll-out, and how far off that is: on screen, in Markdown, and in files."""

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from rich.console import Console

from dizao.scenarios.analysis.evaluation import ESTIMATORS
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import LIBRARIES, discard, versions, write_csv, write_json, write_text
from dizao.scenarios.reports.canvas import KINDS, write_figure
from dizao.scenarios.reports.evaluation_figure import evaluation_figure
from dizao.scenarios.reports.numbers import MINUS, MISSING
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.screen import screen
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.studies.evaluation import SELECTIONS, Evaluation

NAME = "evaluation"
CSV, ESTIMATES, MARKDOWN = f"{NAME}.csv", "estimates.csv", f"{NAME}.md"
FILES = (CSV, ESTIMATES, MARKDOWN, *(f"{NAME}.{kind}" for kind in KINDS), MANIFEST)
"""Files of the command, in the order in which they are written."""

DIGITS = 2
"""Significant digits of the true effect, which say how all numbers of the table are rounded."""


def save(found: Evaluation, out: Path, about: Mapping[str, object]) -> None:
    """Write the tables and the figure and, last, the manifest.

    Parameters
    ----------
    found
        What was found.
    out
        The folder.
    about
        What else the manifest says.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    discard(out / MANIFEST)
    write_csv(out / CSV, found.table)
    write_csv(out / ESTIMATES, found.estimates)
    write_text(out / MARKDOWN, markdown(found))
    write_figure(evaluation_figure(found), out / NAME, found.language)
    manifest = {
        "kind": NAME,
        "scenario": found.scenario.table(),
        "outcome": found.asked.outcome,
        "strength": found.asked.strength,
        "seed": found.seed,
        "replicates": found.replicates,
        "versions": versions((*LIBRARIES, "pyfixest", "statsmodels")),
        **about,
    }
    write_json(out / MANIFEST, manifest)


def print_evaluation(found: Evaluation, out: Path, console: Console | None = None) -> None:
    """Print the tables, what they mean, and where the files are.

    Parameters
    ----------
    found
        What was found.
    out
        Folder of the files.
    console
        Where to; None for standard output.
    """
    console, voice = screen(console), Voice(found.language)
    console.print(_head(found, voice) + "\n", markup=False)
    for spill_over in found.spill_overs:
        console.print(_caption(spill_over, voice), markup=False)
        head, *rows = _cells(found, spill_over, voice)
        table = plain_table(head, gap=2)
        for row in rows:
            table.add_row(*row)
        console.print(table)
        console.print("")
    console.print(voice.say("evaluation.notes") + "\n", markup=False)
    console.print(voice.say("table.written", folder=out, files=", ".join(FILES)), markup=False, soft_wrap=True)


def markdown(found: Evaluation) -> str:
    """Return the tables in Markdown, one for each strength of spill-over.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    Tables with what they are of, and how to read them.
    """
    voice = Voice(found.language)
    parts = [_head(found, voice)]
    for spill_over in found.spill_overs:
        head, *rows = _cells(found, spill_over, voice)
        lines = [head, ["---"] * len(head), *rows]
        parts += [_caption(spill_over, voice), "\n".join(f"| {' | '.join(cells)} |" for cells in lines)]
    return "\n\n".join([*parts, voice.say("evaluation.notes")]) + "\n"


def _head(found: Evaluation, voice: Voice) -> str:
    return voice.say(
        "evaluation.head",
        outcome=voice.say(f"evaluation.outcome.{found.asked.outcome}"),
        replicates=found.replicates,
        first=found.seed,
        last=found.seed + found.replicates - 1,
        strength=f"{found.asked.strength:g}",
    )


def _caption(spill_over: float, voice: Voice) -> str:
    key = "evaluation.spill_over" if spill_over > 0.0 else "evaluation.no_spill_over"
    return voice.say(key, spill_over=f"{spill_over:g}")


def _cells(found: Evaluation, spill_over: float, voice: Voice) -> list[list[str]]:
    """Return the heading and the rows of a table: the true effect, then each estimator's bias and coverage."""
    table = found.table[found.table["spill_over"] == spill_over].set_index(["estimator", "selection"])
    decimals = _decimals(found.table)
    rows = [["", *(voice.say(f"evaluation.selection.{name}") for name in SELECTIONS)]]
    truths = [_number(float(table.loc[[("gardner", name)]].iloc[0]["truth"]), decimals) for name in SELECTIONS]
    rows.append([voice.say("evaluation.truth"), *truths])
    for estimator in ESTIMATORS:
        cells = [_cell(table.loc[[(estimator, name)]].iloc[0], decimals, voice) for name in SELECTIONS]
        rows.append([voice.say(f"evaluation.estimator.{estimator}"), *cells])
    return rows


def _decimals(table: pd.DataFrame) -> int:
    """Return how many digits after the point the true effect needs to have so many significant ones."""
    size = table["truth"].abs().max()
    return max(0, DIGITS - 1 - math.floor(math.log10(size))) if size > 0.0 else DIGITS


def _number(value: float, decimals: int) -> str:
    return MISSING if math.isnan(value) else f"{value:+.{decimals}f}".replace("-", MINUS)


def _cell(row: "pd.Series", decimals: int, voice: Voice) -> str:
    if row["worlds"] == 0:
        return MISSING
    values = {name: _number(row[name], decimals) for name in ("bias", "bias_low", "bias_high")}
    shares = {name: f"{100.0 * row[name]:.0f}" for name in ("coverage", "found")}
    return voice.say("evaluation.cell", **values, **shares)
