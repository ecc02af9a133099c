"""Figures of who wins and who loses: units from worst to best, and households by income, age and tenure."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.scenarios.analysis.winners import unit_changes_per_household
from dizao.scenarios.reports.canvas import FAINT, Texts, plain_number
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.panels import COLUMNS, panels_of
from dizao.scenarios.reports.style import Mark, figure_style, mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

UNITS_INCHES = 1.25
LEFT_INCHES, LABELS_INCHES = 0.62, 1.32
"""Room to the left of the first panel: for numbers, and for the names of groups."""

UNITS_TITLE_INCHES, GROUPS_TITLE_INCHES = 0.52, 0.26
"""Room for the titles of a line of panels."""

ROW_INCHES, KIND_GAP = 0.17, 0.7
"""Height of a group's row, and what separates kinds, in rows."""

KINDS = {
    "income": ("1", "2", "3", "4", "5"),
    "age": ("young", "middle", "older"),
    "tenure": ("owner", "tenant"),
}
"""Groups that the figure shows, from top to bottom."""

HATCH = "/////"

ROOM = 0.06
"""Beyond the outermost value, as a share of the axis."""


def units_figure(groups: pd.DataFrame, losers: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw, for each mechanism, the change of the worst to the best unit: losses hatched, gains full.

    Parameters
    ----------
    groups, losers
        What `dizao.scenarios.analysis.winners` has found.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure, one panel a mechanism: yuan per household against the share of units.
    """
    changes = unit_changes_per_household(groups, caption.baseline)
    curves = {name: np.sort(each, axis=1).mean(axis=0) for name, each in changes.items()}
    scale = scale_for("yuan", np.concatenate(list(curves.values())), caption.voice.language)
    limits, lose = _limits(np.concatenate(list(curves.values())), scale), _lose(losers, caption)
    heights = (UNITS_TITLE_INCHES, UNITS_INCHES)
    with figure_style(caption.voice.language):
        figure, panels = panels_of(list(curves), heights, LEFT_INCHES, _texts("units", caption))
        for place, (panel, (name, curve)) in enumerate(zip(panels, curves.items(), strict=True)):
            _draw_units(panel, curve / scale.divisor, mark(name, caption.voice.policies).colour)
            panel.set_ylim(*limits)
            panel.set_title(f"{caption.called(name)}\n{lose[name]}", fontsize=8)
            panel.yaxis.set_major_formatter(plain_number)
            panel.tick_params(labelleft=place % COLUMNS == 0)
        panels[0].set_ylabel(caption.say("winners.units.y", unit=scale.unit))
        panels[-1].set_xlabel(caption.say("winners.units.x"), loc="right")
    return figure


def _lose(losers: pd.DataFrame, caption: Caption) -> dict[str, str]:
    """Say of each mechanism how many units lose, with the interval on a line of its own."""
    said = {}
    for _, row in losers.iterrows():
        name, about = str(row["mechanism"]), {"losing": f"{row['losing']:.1f}", "units": f"{row['units']:g}"}
        said[name] = caption.say("winners.units.lose", **about)
        if math.isfinite(row["losing_low"]):
            ends = {"low": f"{row['losing_low']:.1f}", "high": f"{row['losing_high']:.1f}"}
            said[name] += f"\n{caption.say('winners.units.interval', **ends)}"
    return said


def _draw_units(panel: "Axes", curve: NDArray[np.float64], colour: str) -> None:
    edges = np.linspace(0.0, 100.0, len(curve) + 1)
    losses = {"facecolor": "white", "edgecolor": colour, "hatch": HATCH, "linewidth": 0.0}
    panel.stairs(np.maximum(curve, 0.0), edges, fill=True, color=colour, linewidth=0.0, zorder=2)
    panel.stairs(np.minimum(curve, 0.0), edges, fill=True, zorder=2, **losses)
    panel.stairs(curve, edges, color=colour, linewidth=0.9, zorder=3)
    panel.axhline(0.0, color="#333333", linewidth=0.8, zorder=4)
    panel.set(xlim=(0.0, 100.0), xticks=[25, 50, 75])
    panel.grid(visible=True, axis="y")
    panel.grid(visible=False, axis="x")


def groups_figure(winners: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw, for each mechanism, the mean change of every group of households with its interval.

    Parameters
    ----------
    winners
        What `dizao.scenarios.analysis.winners` has found.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure, one panel a mechanism: yuan per household, hollow where the interval holds 0.
    """
    rows = winners[winners["kind"].isin(list(KINDS))]
    mechanisms, (places, tall) = [str(name) for name in rows["mechanism"].drop_duplicates()], _places(rows)
    values = rows[["difference", "ci_low", "ci_high"]].to_numpy().ravel()
    scale = scale_for("yuan", values, caption.voice.language)
    heights = (GROUPS_TITLE_INCHES, ROW_INCHES * tall)
    with figure_style(caption.voice.language):
        figure, panels = panels_of(mechanisms, heights, LABELS_INCHES, _texts("groups", caption))
        for number, (panel, name) in enumerate(zip(panels, mechanisms, strict=True)):
            panel.axvline(0.0, color="#333333", linewidth=0.8, zorder=1)
            for _, row in rows[rows["mechanism"] == name].iterrows():
                look = mark(row["mechanism"], caption.voice.policies)
                _draw_group(panel, row, places[row["kind"], row["group"]], scale, look)
            labels = [caption.say(f"group.{kind}.{group}") if number % COLUMNS == 0 else "" for kind, group in places]
            panel.set_yticks(list(places.values()), labels)
            panel.set(xlim=_limits(values, scale), ylim=(tall - 0.5, -0.8))
            panel.set_title(caption.called(name), fontsize=8)
            panel.locator_params(axis="x", nbins=3)
            panel.xaxis.set_major_formatter(plain_number)
        panels[-1].set_xlabel(caption.say("winners.groups.x", unit=scale.unit), loc="right")
    return figure


def _places(rows: pd.DataFrame) -> tuple[dict[tuple[str, str], float], float]:
    """Return the row of each group that has households, kinds apart, and how many rows there are in all."""
    places: dict[tuple[str, str], float] = {}
    found, at = set(zip(rows["kind"], rows["group"], strict=True)), 0.0
    for kind, names in KINDS.items():
        for name in names:
            if (kind, name) in found:
                places[kind, name] = at
                at += 1.0
        at += KIND_GAP
    return places, at


def _limits(values: NDArray[np.float64], scale: Scale) -> tuple[float, float]:
    """Return the ends of an axis that all panels share: 0 and every value are inside."""
    known = np.append(values[np.isfinite(values)] / scale.divisor, 0.0)
    room = ROOM * (known.max() - known.min() or 1.0)
    return float(known.min() - room), float(known.max() + room)


def _draw_group(panel: "Axes", row: pd.Series, place: float, scale: Scale, look: Mark) -> None:
    """Draw a point and its interval; hollow where the interval holds 0, grey without one."""
    colour, marker = look
    apart = row["ci_low"] > 0.0 or row["ci_high"] < 0.0
    low, middle, high = (row[name] / scale.divisor for name in ("ci_low", "difference", "ci_high"))
    panel.plot([low, high], [place, place], color=colour, solid_capstyle="butt", zorder=2)
    face, edge = (colour if apart else "white"), (colour if math.isfinite(low) else FAINT)
    panel.plot([middle], [place], marker, color=edge, markerfacecolor=face, markersize=4.5, zorder=3)


def _texts(name: str, caption: Caption) -> Texts:
    baseline = caption.called(caption.baseline)
    about = {"scenario": caption.scenario, "replicates": caption.replicates, "baseline": baseline}
    title, subtitle, key = (f"winners.{name}.{part}" for part in ("title", "subtitle", "key"))
    return Texts(caption.say(title), caption.say(subtitle, **about), caption.say(key))
