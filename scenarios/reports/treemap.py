"""Units as a treemap: area is the number of households, colour the benefit that each of them has had."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.model.parameters import FEN_PER_YUAN
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    WIDTH_INCHES,
    blank_figure,
    panel_at,
    plain_number,
)
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.squarify import Box, squarify
from dizao.scenarios.reports.style import figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

MAP_INCHES, MARGIN_INCHES, BAR_INCHES, BAR_ROOM_INCHES = 3.6, 0.1, 0.13, 0.55
MARGIN_OF_NUMBER, DIGIT_WIDTH, LINE_HEIGHT = 0.6, 0.7, 1.6
"""Room that a unit must have to bear its number, in sizes of the font: on both sides together, a digit, a line."""

LARGE_POINTS, SMALL_POINTS, MANY = 7.5, 5.0, 150
"""Size of the numbers, and where there are more units than so many."""

SKEWED, HIGH_SHARE = 2.0, 0.95
"""Where the highest value is so many times that below which this share of units lies, the colours end at the latter."""

POINTS_PER_INCH = 72.0

COLOURS = "cividis"
"""From dark to light without a break, for colour-blind readers and in grey."""

DARK = 0.5
"""Up to which place on the colours text is white."""

NOTHING = {"facecolor": "white", "edgecolor": "#C8C8C8", "hatch": "////", "linewidth": 0.6}
"""Where no project was completed, which is something else than a small benefit; no colour, so that it shows in grey."""


def grouping(results: Results) -> str:
    """Return by what units stand together: streets if there are several, else communities, else nothing.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    The column: ``street``, ``community`` or an empty text.
    """
    units = results.tables["units"]
    return next((name for name in ("street", "community") if len(np.unique(units[name])) > 1), "")


def layout(households: NDArray[np.int64], groups: NDArray[np.int64], box: Box) -> tuple[list[Box], list[Box]]:
    """Return the boxes of the units, and those of their groups in the order of the groups' numbers.

    Parameters
    ----------
    households : ndarray of shape (units,)
        Households of each unit.
    groups : ndarray of shape (units,)
        Number of the group of each unit.
    box
        Where all of them go, inches.

    Returns
    -------
    Boxes in the order of the units, and boxes of the groups; an empty unit is drawn as one household.
    """
    numbers, of_unit = np.unique(groups, return_inverse=True)
    sizes = np.maximum(1, households).astype(float)
    outer = squarify(np.bincount(of_unit, weights=sizes).tolist(), box)
    inner: dict[int, Box] = {}
    for group in range(len(numbers)):
        rows = np.flatnonzero(of_unit == group)
        inner |= dict(zip(rows.tolist(), squarify(sizes[rows].tolist(), outer[group]), strict=True))
    return [inner[row] for row in range(len(households))], outer


def benefit_per_household(results: Results) -> NDArray[np.float64]:
    """Return the benefit per household of each unit, yuan; nan where no project was completed.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    Benefit of shape (units,), discounted to week 0.
    """
    units = results.tables["units"]
    benefit = np.asarray(units["benefit_fen"]) / FEN_PER_YUAN / np.maximum(1, units["households"])
    return np.where(np.asarray(units["completed"]) > 0, benefit, np.nan)


def treemap_figure(results: Results) -> "Figure":
    """Draw all units, in groups, with the bar that explains the colours.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    The figure; without the bar where no project was completed.
    """
    units, group = results.tables["units"], grouping(results)
    households = np.asarray(units["households"])
    benefit = benefit_per_household(results)
    scale = scale_for("yuan", benefit, results.language)
    built = bool(np.isfinite(benefit).any())
    width = WIDTH_INCHES - 2 * MARGIN_INCHES
    boxes, outer = layout(
        households, np.asarray(units[group]) if group else 0 * households, Box(0, 0, width, MAP_INCHES)
    )
    height = HEAD_INCHES + MAP_INCHES + BAR_ROOM_INCHES + FOOT_INCHES
    with figure_style(results.language):
        figure = blank_figure(height, results.texts("units", *_texts(results, group, built)))
        panel = panel_at(figure, MARGIN_INCHES, HEAD_INCHES, width, MAP_INCHES)
        panel.set(xlim=(0.0, width), ylim=(MAP_INCHES, 0.0))
        panel.set_axis_off()
        _draw(panel, boxes, benefit / scale.divisor, units["id"])
        for box in outer:
            panel.add_patch(_rectangle(box, fill=False, edgecolor="white", linewidth=2.6))
        if built:
            _colour_bar(figure, panel, scale, results)
    return figure


def _texts(results: Results, group: str, built: bool) -> tuple[str, str]:
    total = f"{int(results.tables['units']['households'].sum()):,} {results.say('unit.households')}"
    groups = results.say(f"units.groups.{group}")
    key = results.say("units.key", groups=groups) if built else results.say("units.nothing")
    return results.say("units.subtitle", total=total), key


def _rectangle(box: Box, **look: object) -> "Rectangle":
    from matplotlib.patches import Rectangle

    return Rectangle((box.x, box.y), box.width, box.height, **look)


def _draw(panel: "Axes", boxes: list[Box], values: NDArray[np.float64], ids: NDArray[np.int64]) -> None:
    """Draw the units in one collection, and the number of each on it if there is room."""
    from matplotlib import colormaps
    from matplotlib.collections import PatchCollection
    from matplotlib.colors import Normalize

    norm = Normalize(*limits(values))
    with_value = [_rectangle(box) for box, value in zip(boxes, values, strict=True) if np.isfinite(value)]
    drawn = PatchCollection(with_value, cmap=colormaps[COLOURS], norm=norm)
    drawn.set(array=values[np.isfinite(values)], edgecolor="white", linewidth=0.6)
    panel.add_collection(drawn)
    without = [_rectangle(box) for box, value in zip(boxes, values, strict=True) if not np.isfinite(value)]
    panel.add_collection(PatchCollection(without, **NOTHING))
    points = LARGE_POINTS if len(boxes) <= MANY else SMALL_POINTS
    for box, value, number in zip(boxes, values, ids, strict=True):
        if has_room(box, str(number), points):
            ink = "white" if np.isfinite(value) and norm(value) <= DARK else "#222222"
            panel.text(box.x + box.width / 2, box.y + box.height / 2, str(number), ha="center", va="center",
                       color=ink, fontsize=points)  # fmt: skip


def limits(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return from where to where the colours go: 0 is always among them, a few very high values need not be.

    Parameters
    ----------
    values : ndarray of shape (units,)
        Benefit per household as it is written; nan where no project was completed.

    Returns
    -------
    The lower end and the upper, which is larger.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high, most = min(0.0, known.min()), max(0.0, known.max()), float(np.quantile(known, HIGH_SHARE))
    high = most if 0.0 < SKEWED * most < high else high
    return low, high if high > low else low + 1.0


def has_room(box: Box, text: str, points: float) -> bool:
    """Say whether a text of some size fits into a box of inches.

    Parameters
    ----------
    box
        Of the unit, inches.
    text
        Its number.
    points
        Size of the font.

    Returns
    -------
    Whether it fits, with some room around it.
    """
    inches = points / POINTS_PER_INCH
    wide, tall = (MARGIN_OF_NUMBER + DIGIT_WIDTH * len(text)) * inches, LINE_HEIGHT * inches
    return box.width >= wide and box.height >= tall


def _colour_bar(figure: "Figure", panel: "Axes", scale: Scale, results: Results) -> None:
    width = WIDTH_INCHES - 2 * MARGIN_INCHES
    bar = panel_at(figure, MARGIN_INCHES + width / 4, HEAD_INCHES + MAP_INCHES + 0.08, width / 2, BAR_INCHES)
    colours = panel.collections[0]
    values, (_, high) = colours.get_array(), colours.get_clim()
    extend = "max" if values is not None and values.max() > high else "neither"
    drawn = figure.colorbar(colours, cax=bar, orientation="horizontal", format=plain_number, extend=extend)
    drawn.set_label(results.say("units.colour", unit=scale.unit))
    drawn.outline.set_visible(False)
