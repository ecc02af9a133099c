"""How long it takes from a need to its completed project: means over worlds, a panel a mechanism."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.scenarios.reports.canvas import FAINT, plain_number
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.panels import COLUMNS, panels_of, texts_of
from dizao.scenarios.reports.style import figure_style, mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHTS = (0.24, 0.95)
"""Of the title of a panel and of the panel, in inches."""

LEFT_INCHES = 0.62
YEAR_WEEKS = 52

BAND = 0.25
"""Opacity of the band around a mean."""


def waits_figure(means: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw how many projects are completed within so many weeks of their need, under each mechanism.

    Parameters
    ----------
    means
        What `dizao.scenarios.analysis.process.process_means` has found.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure, one panel a mechanism; the thin line is the baseline's mean.
    """
    rows = means[means["kind"] == "completed_within"]
    mechanisms, usual = caption.first_the_baseline(rows["mechanism"]), rows[rows["mechanism"] == caption.baseline]
    top, last = 1.08 * float(rows["ci_high"].fillna(rows["mean"]).max()), float(rows["at"].max())
    with figure_style(caption.voice.language):
        figure, panels = panels_of(mechanisms, HEIGHTS, LEFT_INCHES, texts_of("waits", caption))
        for place, (panel, name) in enumerate(zip(panels, mechanisms, strict=True)):
            panel.plot(usual["at"], usual["mean"], color=FAINT, linewidth=1.0, zorder=2)
            _draw(panel, rows[rows["mechanism"] == name], mark(name, caption.voice.policies).colour)
            panel.set(xlim=(0.0, last), ylim=(0.0, max(1.0, top)))
            panel.set_xticks(np.arange(0.0, last + 1.0, YEAR_WEEKS * (1 if last < 6 * YEAR_WEEKS else 2)))
            panel.grid(visible=True, axis="both")
            panel.locator_params(axis="y", nbins=4)
            panel.tick_params(labelleft=place % COLUMNS == 0)
            panel.set_title(caption.called(name), fontsize=8)
            panel.yaxis.set_major_formatter(plain_number)
        panels[0].set_ylabel(caption.say("waits.y"))
        panels[-1].set_xlabel(caption.say("waits.x"), loc="right")
    return figure


def _draw(panel: "Axes", rows: pd.DataFrame, colour: str) -> None:
    panel.fill_between(rows["at"], rows["ci_low"], rows["ci_high"], color=colour, alpha=BAND, linewidth=0.0, zorder=3)
    panel.plot(rows["at"], rows["mean"], color=colour, zorder=4)
