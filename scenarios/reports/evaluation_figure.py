"""The figure of an evaluation: each estimator's bias above, its coverage below, a panel a way of choosing pilots."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.evaluation import ESTIMATORS, LEVEL
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    WIDTH_INCHES,
    Texts,
    blank_figure,
    panel_at,
    plain_number,
)
from dizao.scenarios.reports.style import BLUE, VERMILION, figure_style
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.studies.evaluation import SELECTIONS, Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT_INCHES, GAP_INCHES, RIGHT_INCHES = 1.75, 0.2, 0.12
ROW_INCHES, AXIS_INCHES, TITLE_INCHES = 0.3, 0.5, 0.24

COLOURS, MARKERS = (BLUE, VERMILION), ("o", "D")
"""Without spill-over, and with it."""

APART = 0.17
"""How far above and below the middle of a row the two are drawn."""

PERCENT = 100.0


def evaluation_figure(found: Evaluation) -> "Figure":
    """Draw bias and coverage with their intervals, an estimator a row.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    Two rows of panels: bias in the outcome's unit with the true effect as a line; coverage in percent.
    """
    voice, table = Voice(found.language), found.table
    tall = ROW_INCHES * len(ESTIMATORS)
    block = TITLE_INCHES + tall + AXIS_INCHES
    height = HEAD_INCHES + 2 * block + FOOT_INCHES
    across = (WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES - GAP_INCHES * (len(SELECTIONS) - 1)) / len(SELECTIONS)
    outcome = voice.say(f"evaluation.outcome.{found.asked.outcome}")
    about = {"outcome": outcome, "replicates": found.replicates, "strength": f"{found.asked.strength:g}"}
    parts = (voice.say(f"evaluation.figure.{part}", **about) for part in ("title", "subtitle", "key"))
    with figure_style(voice.language):
        figure = blank_figure(height, Texts(*parts))
        bias_ends, coverage_ends = _ends(table, ("bias_low", "bias_high", "truth")), (0.0, PERCENT)
        for place, selection in enumerate(SELECTIONS):
            left, rows = LEFT_INCHES + place * (across + GAP_INCHES), table[table["selection"] == selection]
            labels = [voice.say(f"evaluation.estimator.{name}") if place == 0 else "" for name in ESTIMATORS]
            for below, (what, factor, ends) in enumerate(
                (("bias", 1.0, bias_ends), ("coverage", PERCENT, coverage_ends))
            ):
                panel = panel_at(figure, left, HEAD_INCHES + below * block + TITLE_INCHES, across, tall)
                _draw(panel, rows, what, factor, found.spill_overs)
                panel.set(xlim=ends, ylim=(len(ESTIMATORS) - 0.5, -0.5))
                panel.set_yticks(range(len(ESTIMATORS)), labels, fontsize=7)
                panel.set_xlabel(voice.say(f"evaluation.figure.{what}"))
                if below == 0:
                    panel.set_title(voice.say(f"evaluation.selection.{selection}"), fontsize=8)
                    panel.axvline(rows["truth"].mean(), color="#999999", linewidth=1.0, linestyle=":", zorder=1)
    return figure


def _ends(table: pd.DataFrame, columns: tuple[str, ...]) -> tuple[float, float]:
    values = [0.0, *table[list(columns)].to_numpy(dtype=float).ravel()]
    known = [value for value in values if value == value]
    low, high = min(known), max(known)
    margin = 0.06 * max(high - low, 1e-9)
    return low - margin, high + margin


def _draw(panel: "Axes", rows: pd.DataFrame, what: str, factor: float, spill_overs: list[float]) -> None:
    """Draw a point and an interval for each estimator and strength of spill-over."""
    panel.axvline(PERCENT * LEVEL if what == "coverage" else 0.0, color="#333333", linewidth=0.9, linestyle=(0, (4, 2)))
    for k, spill_over in enumerate(spill_overs):
        some = rows[rows["spill_over"] == spill_over].set_index("estimator")
        shift = APART * (2 * k - 1) if len(spill_overs) > 1 else 0.0
        for place, name in enumerate(ESTIMATORS):
            ends = some.loc[[name], [f"{what}_low", what, f"{what}_high"]].to_numpy(dtype=np.float64)[0]
            low, middle, high = factor * ends
            at = place + shift
            panel.plot([low, high], [at, at], color=COLOURS[k], linewidth=1.1, solid_capstyle="butt", zorder=2)
            panel.plot([middle], [at], MARKERS[k], color=COLOURS[k], markersize=3.6, zorder=3)
    panel.locator_params(axis="x", nbins=5)
    panel.xaxis.set_major_formatter(plain_number)
