"""The funnel of a comparison, from needs to projects functioning after 12 months.

Means over worlds, a panel a mechanism.
"""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.scenarios.reports.canvas import FAINT, SOFT
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.panels import COLUMNS, panels_of, texts_of
from dizao.scenarios.reports.style import figure_style, mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEPS = ("arose", "voiced", "proposed", "consented", "funded", "completed", "functioning")
"""Steps of a need for a project, in the order of its life."""

HEIGHTS = (0.24, 1.15)
"""Of the title of a panel and of the panel, in inches."""

LEFT_INCHES = 1.62

ROOM = 1.32
"""Length of the axis, in needs that arose: numbers stand behind the bars."""


def steps_figure(means: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw how many needs for a project get to each step under each mechanism.

    Parameters
    ----------
    means
        What `dizao.scenarios.analysis.process.process_means` has found.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure, one panel a mechanism; a stroke on each bar is the baseline's mean.
    """
    rows = means[means["kind"] == "projects"]
    mechanisms = caption.first_the_baseline(rows["mechanism"])
    arose = float(rows.loc[rows["name"] == "arose", "mean"].max())
    usual = _of(rows, caption.baseline)
    with figure_style(caption.voice.language):
        figure, panels = panels_of(mechanisms, HEIGHTS, LEFT_INCHES, texts_of("steps", caption))
        for place, (panel, name) in enumerate(zip(panels, mechanisms, strict=True)):
            _draw(panel, _of(rows, name), mark(name, caption.voice.policies).colour)
            if name != caption.baseline:
                panel.plot(usual["mean"], np.arange(len(STEPS)), "|", color="black", markersize=7, zorder=4)
            labels = [caption.say(f"funnel.{step}") if place % COLUMNS == 0 else "" for step in STEPS]
            panel.set_yticks(np.arange(len(STEPS)), labels)
            panel.set(xlim=(0.0, ROOM * max(1.0, arose)), ylim=(len(STEPS) - 0.5, -0.5), xticks=[])
            panel.set_title(caption.called(name), fontsize=8)
            panel.spines["bottom"].set_visible(False)
    return figure


def _of(rows: pd.DataFrame, mechanism: str) -> pd.DataFrame:
    """Return the means of the steps of a mechanism, in order."""
    return rows[rows["mechanism"] == mechanism].set_index("name").loc[list(STEPS)]


def _draw(panel: "Axes", steps: pd.DataFrame, colour: str) -> None:
    """Draw a bar for each step with its interval, and its number behind it."""
    for place, (_, row) in enumerate(steps.iterrows()):
        panel.barh(place, row["mean"], height=0.7, color=colour, alpha=0.75, zorder=2)
        panel.plot([row["ci_low"], row["ci_high"]], [place, place], color=SOFT, linewidth=1.2, zorder=3)
        panel.annotate(f"{row['mean']:,.0f}", (1.0, place), xycoords=("axes fraction", "data"), xytext=(-2, 0),
                       textcoords="offset points", ha="right", va="center_baseline", fontsize=7.5,
                       color="black" if row["mean"] else FAINT)  # fmt: skip
