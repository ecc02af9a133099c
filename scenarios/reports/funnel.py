"""The funnel of a run: how many needs of the programme get to each step; projects and matters apart."""

from typing import TYPE_CHECKING

import numpy as np

from dizao.model.outputs.run_tables import happened
from dizao.model.outputs.steps import matter_steps, project_steps
from dizao.scenarios.reports.canvas import FAINT, FOOT_INCHES, HEAD_INCHES, blank_figure, panel_at, say_inside
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.style import figure_style, strong

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES, TITLE_INCHES, GAP_INCHES = 0.26, 0.3, 0.12
LEFT_INCHES, PANEL_INCHES = 1.45, 5.0


def funnel_figure(results: Results) -> "Figure":
    """Draw both funnels, each against the needs that arose.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    The figure, two panels one below the other.
    """
    parts = (("projects", project_steps(results)), ("matters", matter_steps(results)))
    heights = [TITLE_INCHES + ROW_INCHES * len(steps) for _, steps in parts]
    height = HEAD_INCHES + sum(heights) + 2 * GAP_INCHES + FOOT_INCHES
    subtitle = results.say("funnel.subtitle", weeks=results.programme_weeks)
    with figure_style(results.language):
        figure = blank_figure(height, results.texts("funnel", subtitle, _key(results)))
        top = HEAD_INCHES
        for (name, steps), tall in zip(parts, heights, strict=True):
            panel = panel_at(figure, LEFT_INCHES, top + TITLE_INCHES, PANEL_INCHES, tall - TITLE_INCHES)
            panel.set_title(results.say(f"funnel.{name}"), x=-(LEFT_INCHES - 0.1) / PANEL_INCHES)
            _draw(panel, steps, results)
            top += tall + GAP_INCHES
    return figure


def _draw(panel: "Axes", steps: dict[str, int], results: Results) -> None:
    """Draw a bar for each step, with its number and its share of the needs that arose behind it."""
    arose = steps["arose"]
    places = np.arange(len(steps))
    panel.set_yticks(places, [results.say(f"funnel.{step}") for step in steps])
    panel.set_ylim(len(steps) - 0.5, -0.5)
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    panel.set_xlim(0.0, max(1, arose))
    if not arose:
        say_inside(panel, results.say("funnel.none"))
        return
    panel.barh(places, arose, height=0.72, color="#EEEEEE")
    panel.barh(places, list(steps.values()), height=0.72, color=results.colour)
    for place, count in enumerate(steps.values()):
        _beside(panel, place, 34, f"{count:,}", fontweight=strong())
        _beside(panel, place, 64, f"{100.0 * count / arose:.0f}%", color=FAINT)


def _beside(panel: "Axes", place: float, points: float, text: str, **look: str) -> None:
    """Write to the right of a row, so that the text ends some points behind the panel."""
    panel.annotate(text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(points, 0),
                   textcoords="offset points", ha="right", va="center_baseline", **look)  # fmt: skip


def _key(results: Results) -> str:
    """Say what the percentages mean, and which counts must be read with care."""
    needs, projects = results.tables["needs"], results.tables["projects"]
    met = int((needs["met"] & results.in_window() & (needs["kind"] == "project")).sum())
    unknown = np.ma.getmaskarray(projects["functioning_after_12_months"])
    young = int((unknown & happened(projects["week_evaluate"]) & results.cohort()).sum())
    parts = [results.say("funnel.key")]
    parts += [results.say("funnel.met", count=met)] if met else []
    parts += [results.say("funnel.young", count=young)] if young else []
    return results.say("list.sentences").join(parts)
