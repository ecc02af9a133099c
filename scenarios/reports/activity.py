"""Taking part over time under a few mechanisms, kind by kind on axes of their own: means over worlds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from dizao.model.outputs.activity import BIN_WEEKS, KINDS
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    WIDTH_INCHES,
    Texts,
    blank_figure,
    panel_at,
    plain_number,
    say_inside,
)
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.participation import mark_programme
from dizao.scenarios.reports.style import figure_style, mark
from dizao.scenarios.reports.waits import BAND

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT_INCHES, RIGHT_INCHES, BAND_INCHES, TITLE_INCHES, AXIS_INCHES = 0.62, 0.15, 0.8, 0.3, 0.42
LEGEND_INCHES = 0.22


def activity_figure(means: pd.DataFrame, shown: Sequence[str], programme_weeks: int, caption: Caption) -> "Figure":
    """Draw each kind as a panel of its own over the same weeks, a line for each mechanism.

    Parameters
    ----------
    means
        What `dizao.scenarios.analysis.process.process_means` has found.
    shown
        The mechanisms: of more than a few nothing could be read.
    programme_weeks
        Length of the programme.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure, one panel a kind, with the interval of each mean as a band.
    """
    rows = means[(means["kind"] == "activity") & means["mechanism"].isin(list(shown))]
    step, top = TITLE_INCHES + BAND_INCHES, HEAD_INCHES + LEGEND_INCHES
    width = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES
    with figure_style(caption.voice.language):
        figure = blank_figure(top + step * len(KINDS) + AXIS_INCHES + FOOT_INCHES, _texts(caption))
        for place, name in enumerate(KINDS):
            panel = panel_at(figure, LEFT_INCHES, top + place * step + TITLE_INCHES, width, BAND_INCHES)
            _draw(panel, name, rows[rows["name"] == name], shown, caption)
            mark_programme(panel, int(rows["at"].min()), int(rows["at"].max()) + BIN_WEEKS, programme_weeks)
            panel.tick_params(axis="x", labelbottom=place == len(KINDS) - 1)
            if place == 0:
                panel.legend(loc="lower right", bbox_to_anchor=(1.0, 1.16), ncols=len(shown), borderpad=0.0)
        panel.set_xlabel(caption.say("participation.week"))
    return figure


def _draw(panel: "Axes", name: str, rows: pd.DataFrame, shown: Sequence[str], caption: Caption) -> None:
    scale = scale_for("yuan", rows["mean"], caption.voice.language) if name == "money" else None
    divisor = scale.divisor if scale else 1.0
    unit = caption.say(f"participation.unit.{name}", unit=scale.unit if scale else "")
    panel.set_title(caption.say("participation.panel", kind=caption.say(f"participation.{name}"), unit=unit))
    for mechanism in shown:
        own, colour = rows[rows["mechanism"] == mechanism], mark(mechanism, caption.voice.policies).colour
        at = own["at"] + BIN_WEEKS / 2.0
        low, high, mean = (own[key] / divisor for key in ("ci_low", "ci_high", "mean"))
        panel.fill_between(at, low, high, color=colour, alpha=BAND, linewidth=0.0, zorder=2)
        panel.plot(at, mean, color=colour, linewidth=1.2, label=caption.called(mechanism), zorder=3)
    highest = float(rows["ci_high"].fillna(rows["mean"]).max()) / divisor
    panel.set_ylim(0.0, 1.08 * highest or 1.0)
    panel.grid(visible=False, axis="x")
    panel.grid(visible=True, axis="y")
    panel.locator_params(axis="y", nbins=3)
    panel.yaxis.set_major_formatter(plain_number)
    if not rows["mean"].any():
        panel.set_yticks([0.0])
        say_inside(panel, caption.say("participation.nothing"))


def _texts(caption: Caption) -> Texts:
    about = {"scenario": caption.scenario, "replicates": caption.replicates, "weeks": BIN_WEEKS}
    return Texts(caption.say("participation.title"), caption.say("activity.subtitle", **about),
                 caption.say("activity.key"))  # fmt: skip
