"""The figure of artefacts: each choice with both its ends, a panel a scenario, the choices that move most on top."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.artefacts import swings
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    SOFT,
    WIDTH_INCHES,
    Texts,
    blank_figure,
    panel_at,
    plain_number,
)
from dizao.scenarios.reports.numbers import MINUS, scale_for
from dizao.scenarios.reports.style import BLUE, VERMILION, figure_style
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.studies.artefacts import Artefacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS, MARKERS, SHIFTS = {"low": BLUE, "high": VERMILION}, {"low": "o", "high": "D"}, {"low": -0.19, "high": 0.19}
"""How the two ends of a choice are drawn, and how far above or below the middle of its row."""

LEFT_INCHES, GAP_INCHES, RIGHT_INCHES = 2.2, 0.18, 0.1
ROW_INCHES, AXIS_INCHES, TITLE_INCHES = 0.235, 0.42, 0.22
"""Height of a row, of what stands below the panels, and of their titles."""

WIDEST = 4.0
"""Half the width of an axis at most, in usual differences or distances from it that nine ends of ten stay within."""

MOST_INSIDE = 90.0
"""Percent of the ends that lie well inside the axis; those far outside are drawn at its edge with their numbers."""


def artefacts_figure(found: Artefacts) -> "Figure":
    """Draw the difference with its interval at both ends of each choice, a panel a scenario.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    Figure
        A row a choice; a line where the difference is as things stand, and one at 0.
    """
    voice, table = Voice(found.language), found.table
    order = [str(choice) for choice in swings(table).sort_values(ascending=False, kind="stable").index]
    head, foot = HEAD_INCHES, FOOT_INCHES + 0.12
    tall = ROW_INCHES * max(1, len(order))
    height = head + TITLE_INCHES + tall + AXIS_INCHES + foot
    about = {"replicates": found.replicates, "outcome": voice.inside(voice.title(HEADLINE))}
    texts = Texts(*(voice.say(f"artefacts.figure.{part}", **about) for part in ("title", "subtitle", "key")))
    across = (WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES - GAP_INCHES * (len(found.names) - 1)) / len(found.names)
    with figure_style(voice.language):
        figure = blank_figure(height, texts)
        for place, name in enumerate(found.names):
            left = LEFT_INCHES + place * (across + GAP_INCHES)
            panel = panel_at(figure, left, head + TITLE_INCHES, across, tall)
            _draw_panel(panel, table[table["scenario"] == name], order, voice)
            labels = [voice.say(f"artefact.{choice}") if place == 0 else "" for choice in order]
            panel.set_yticks(range(len(order)), labels, fontsize=7)
            panel.set_title(name, fontsize=8)
    return figure


def _draw_panel(panel: "Axes", rows: pd.DataFrame, order: list[str], voice: Voice) -> None:
    usual, switched = rows.iloc[0], rows.iloc[1:]
    scale = scale_for("yuan", [usual["difference"], usual["ci_low"], usual["ci_high"]], voice.language)
    low, high = (edge / scale.divisor for edge in _edges(usual, switched))
    panel.axvspan(usual["ci_low"] / scale.divisor, usual["ci_high"] / scale.divisor, color="#EEEEEE", zorder=0)
    panel.axvline(usual["difference"] / scale.divisor, color="#999999", linewidth=1.0, zorder=1)
    panel.axvline(0.0, color="#333333", linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    panel.set(xlim=(low, high), ylim=(len(order) - 0.5, -0.5))
    for _, row in switched.iterrows():
        values = [row[key] / scale.divisor for key in ("ci_low", "difference", "ci_high")]
        outside = scale.number(row["difference"], sign=True).replace("-", MINUS)
        _draw_end(panel, row, order.index(row["choice"]) + SHIFTS[row["end"]], values, outside)
    panel.locator_params(axis="x", nbins=5)
    panel.xaxis.set_major_formatter(plain_number)
    panel.set_xlabel(voice.say("artefacts.figure.axis", unit=scale.unit))
    for place in range(1, len(order)):
        panel.axhline(place - 0.5, color="#EEEEEE", linewidth=0.5, zorder=0)


def _edges(usual: "pd.Series", switched: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis: 0, the usual difference and all ends but those that lie very far from it."""
    known = switched[["difference", "ci_low", "ci_high"]].to_numpy(dtype=float)
    distances = np.abs(known - usual["difference"])
    farthest = float(np.nanpercentile(distances, MOST_INSIDE)) if np.isfinite(distances).any() else 1.0
    room = WIDEST * max(farthest, abs(usual["difference"]), 1.0)
    values = np.clip([*known[np.isfinite(known)], 0.0], usual["difference"] - room, usual["difference"] + room)
    low, high = min(values.min(), usual["difference"]), max(values.max(), usual["difference"])
    margin = 0.06 * max(high - low, 1.0)
    return low - margin, high + margin


def _draw_end(panel: "Axes", row: "pd.Series", place: float, values: list[float], outside: str) -> None:
    """Draw a point and its interval, hollow where that holds 0; where the point is outside, its number at the edge."""
    if row["verdict"] == "unknown":
        return
    colour, (low, high) = COLOURS[row["end"]], panel.get_xlim()
    panel.plot(values[::2], [place, place], color=colour, linewidth=1.1, solid_capstyle="butt", zorder=2)
    if low <= values[1] <= high:
        face = "white" if row["verdict"] == "open" else colour
        marker = MARKERS[row["end"]]
        panel.plot([values[1]], [place], marker, color=colour, markerfacecolor=face, markersize=3.6, zorder=3)
        return
    right = values[1] > high
    panel.annotate(
        f"{outside} \N{RIGHTWARDS ARROW}" if right else f"\N{LEFTWARDS ARROW} {outside}",
        (high if right else low, place), xytext=(-2 if right else 2, 0), textcoords="offset points",
        ha="right" if right else "left", va="center", fontsize=6, color=SOFT,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4}, zorder=4,
    )  # fmt: skip
