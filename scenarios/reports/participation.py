"""Participation over time, kind by kind on axes of their own: meetings, money, labour, supervision, upkeep."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.model.outputs.activity import BIN_WEEKS, KINDS, Kind, binned
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    WIDTH_INCHES,
    blank_figure,
    panel_at,
    plain_number,
    say_inside,
)
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.style import figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TICK_WEEKS, LONG_WEEKS = 26, 400
"""Half a year between two ticks, two years where the run is longer than that."""

LEFT_INCHES, RIGHT_INCHES, BAND_INCHES, TITLE_INCHES, AXIS_INCHES = 0.62, 0.15, 0.62, 0.3, 0.42


def participation_figure(results: Results) -> "Figure":
    """Draw each kind as a band of its own over the same weeks, the programme left white between the grey.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    The figure, one panel a kind.
    """
    step = TITLE_INCHES + BAND_INCHES
    height = HEAD_INCHES + step * len(KINDS) + AXIS_INCHES + FOOT_INCHES
    subtitle = results.say("participation.subtitle", weeks=BIN_WEEKS)
    width = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES
    with figure_style(results.language):
        figure = blank_figure(height, results.texts("participation", subtitle, results.say("participation.key")))
        for place, (name, kind) in enumerate(KINDS.items()):
            panel = panel_at(figure, LEFT_INCHES, HEAD_INCHES + place * step + TITLE_INCHES, width, BAND_INCHES)
            _draw(panel, name, kind, results)
            panel.tick_params(axis="x", labelbottom=place == len(KINDS) - 1)
        panel.set_xlabel(results.say("participation.week"))
    return figure


def _draw(panel: "Axes", name: str, kind: Kind, results: Results) -> None:
    weekly = results.tables["weekly"]
    edges, means = binned(weekly["week"], weekly[kind.column])
    means = means / kind.divisor
    scale = scale_for("yuan", means, results.language) if name == "money" else None
    unit = results.say(f"participation.unit.{name}", unit=scale.unit if scale else "")
    panel.set_title(results.say("participation.panel", kind=results.say(f"participation.{name}"), unit=unit))
    mark_programme(panel, int(weekly["week"][0]), int(weekly["week"][-1]) + 1, results.programme_weeks)
    heights = means / scale.divisor if scale else means
    panel.stairs(heights, edges, fill=True, color=results.colour, linewidth=0.0, zorder=2)
    panel.set_ylim(0.0, 1.08 * float(heights.max()) or 1.0)
    panel.grid(visible=False, axis="x")
    panel.grid(visible=True, axis="y")
    panel.locator_params(axis="y", nbins=3)
    panel.yaxis.set_major_formatter(plain_number)
    if not heights.any():
        panel.set_yticks([0.0])
        say_inside(panel, results.say("participation.nothing"))


def mark_programme(panel: "Axes", first: int, end: int, programme_weeks: int) -> None:
    """Shade what is not the programme, and draw a line where it starts and where it ends.

    Parameters
    ----------
    panel
        Its horizontal axis is in weeks.
    first, end
        Where the axis begins and ends, weeks; the warm-up is below 0.
    programme_weeks
        Length of the programme, which begins in week 0.
    """
    panel.set_xlim(first, end)
    for low, high in ((first, 0.0), (float(programme_weeks), end)):
        if high > low:
            panel.axvspan(low, high, color="#EFEFEF", linewidth=0.0, zorder=0)
    for week in (0.0, float(programme_weeks)):
        panel.axvline(week, color="#333333", linewidth=0.8, linestyle=(0, (3, 2)), zorder=3)
    step = TICK_WEEKS if end - first <= LONG_WEEKS else 4 * TICK_WEEKS
    panel.set_xticks(np.arange(-(-first // step) * step, end + 1.0, step))
    panel.xaxis.set_major_formatter(plain_number)
