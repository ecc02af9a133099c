"""A panel for each mechanism, side by side and one line below the other."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dizao.scenarios.reports.canvas import FOOT_INCHES, WIDTH_INCHES, Texts, blank_figure, panel_at
from dizao.scenarios.reports.figures import Caption

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
"""Panels side by side, at most."""

AXIS_INCHES, BETWEEN_INCHES, RIGHT_INCHES = 0.42, 0.12, 0.12

TOP_INCHES = 0.52
"""What stands above the panels: a title, and a subtitle of one line."""


def panels_of(
    mechanisms: Sequence[str], heights: tuple[float, float], left: float, texts: Texts
) -> "tuple[Figure, list[Axes]]":
    """Return a figure with a panel for each mechanism.

    `heights` are those of the title of a panel and of the panel itself, `left` the room to the left of all.

    Parameters
    ----------
    mechanisms
        Names, in the order of the panels.
    heights
        Those of the title of a panel and of the panel itself, inches.
    left
        Room to the left of all panels, inches.
    texts
        What stands above and below them.

    Returns
    -------
    The figure, and its panels in the order of the mechanisms.
    """
    columns, (title, tall) = min(COLUMNS, len(mechanisms)), heights
    each = title + tall + AXIS_INCHES
    figure = blank_figure(TOP_INCHES + math.ceil(len(mechanisms) / columns) * each + FOOT_INCHES, texts)
    width = (WIDTH_INCHES - left - RIGHT_INCHES - BETWEEN_INCHES * (columns - 1)) / columns
    panels = []
    for place in range(len(mechanisms)):
        line, column = divmod(place, columns)
        at = (left + column * (width + BETWEEN_INCHES), TOP_INCHES + line * each + title)
        panels.append(panel_at(figure, *at, width, tall))
    return figure, panels


def texts_of(figure: str, caption: Caption) -> Texts:
    """Return the title of a figure of means, where its numbers come from, and how they are measured by the baseline.

    Parameters
    ----------
    figure
        What the keys of its texts begin with.
    caption
        What the figure says about its origin.

    Returns
    -------
    Title, subtitle and key.
    """
    about = {"scenario": caption.scenario, "replicates": caption.replicates}
    key = caption.say(f"{figure}.key", baseline=caption.called(caption.baseline))
    return Texts(caption.say(f"{figure}.title"), caption.say(f"{figure}.subtitle", **about), key)
