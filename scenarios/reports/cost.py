"""The cost plane of a comparison: public money per yuan of benefit against the share of households served."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.scenarios.reports.canvas import (
    FAINT,
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
from dizao.scenarios.reports.style import Mark, figure_style, mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PLANE_INCHES, AXIS_INCHES, LEFT_INCHES, LEGEND_INCHES, GAP_INCHES = 3.6, 0.5, 0.62, 1.75, 0.12
SMALL, LARGE = 14.0, 62.0
"""Areas of the marks of replicates and of means, points squared."""


class Place(NamedTuple):
    """Where a mechanism lies: households served (%) and public yuan per yuan of benefit; means and replicates."""

    mechanism: str
    served: float
    cost: float
    replicates: NDArray[np.float64]


def places(runs: pd.DataFrame) -> list[Place]:
    """Work out where each mechanism lies.

    Parameters
    ----------
    runs
        Columns mechanism, replicate, outcome, value.

    Returns
    -------
    list of Place
        In the order of `runs`. The mean of the ratio is the ratio of the means: it does not run away where one
        replicate has hardly any benefit. What has no benefit has no ratio (nan).
    """
    wide = runs.pivot_table(index=["mechanism", "replicate"], columns="outcome", values="value", dropna=False)
    found = []
    for mechanism in runs["mechanism"].drop_duplicates():
        rows = wide.loc[mechanism]
        served = 100.0 * rows["households_served_share"].to_numpy(dtype=float)
        public, benefit = (rows[name].to_numpy(dtype=float) for name in ("public_yuan", "benefit_yuan"))
        cost = np.divide(public, benefit, out=np.full(len(public), np.nan), where=benefit > 0.0)
        mean = float(public.mean() / benefit.mean()) if benefit.mean() > 0.0 else float("nan")
        found.append(Place(str(mechanism), float(served.mean()), mean, np.column_stack([served, cost])))
    return found


def cost_figure(runs: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw the plane: to the right is better, and down is better.

    Parameters
    ----------
    runs
        Every outcome of every run (`dizao.scenarios.studies.comparison`).
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure; mechanisms without a benefit are named instead of drawn.
    """
    found = places(runs)
    height = HEAD_INCHES + PLANE_INCHES + AXIS_INCHES + FOOT_INCHES
    width = WIDTH_INCHES - LEFT_INCHES - LEGEND_INCHES
    with figure_style(caption.voice.language):
        figure = blank_figure(height, _texts(found, caption))
        panel = panel_at(figure, LEFT_INCHES, HEAD_INCHES + GAP_INCHES, width, PLANE_INCHES)
        panel.grid(visible=True, axis="both")
        panel.spines["left"].set_visible(True)
        panel.set(xlabel=caption.say("cost.x"), ylabel=caption.say("cost.y"))
        panel.xaxis.set_major_formatter(plain_number)
        panel.yaxis.set_major_formatter(plain_number)
        known = [place for place in found if np.isfinite(place.cost)]
        for place in known:
            _draw(panel, place, caption.called(place.mechanism), mark(place.mechanism, caption.voice.policies))
        if known:
            _frame(panel, known, caption)
        else:
            say_inside(panel, caption.say("cost.nothing"))
    return figure


def _texts(found: list[Place], caption: Caption) -> Texts:
    about = {"scenario": caption.scenario, "replicates": caption.replicates}
    without = [caption.called(place.mechanism) for place in found if not np.isfinite(place.cost)]
    listed = caption.say("list.comma").join(without)
    lines = [caption.say(f"cost.subtitle.{caption.number()}", **about)]
    lines += [caption.say("cost.undefined", names=listed)] if without else []
    return Texts(caption.say("cost.title"), "\n".join(lines), caption.say("cost.key"))


def _draw(panel: "Axes", place: Place, name: str, look: Mark) -> None:
    """Draw the replicates small and pale, and the mean large above all of them."""
    colour, marker = look
    panel.scatter(*place.replicates.T, s=SMALL, c=colour, marker=marker, alpha=0.4, linewidths=0.0, zorder=2)
    panel.scatter(place.served, place.cost, s=LARGE, c=colour, marker=marker, edgecolors="white", linewidths=0.8,
                  label=name, zorder=3)  # fmt: skip


def _frame(panel: "Axes", known: list[Place], caption: Caption) -> None:
    """Set the limits, draw the line of one yuan for one yuan, say where it is better, and name the mechanisms."""
    highest = max(float(np.nanmax(place.replicates[:, 1])) for place in known)
    furthest = max(float(np.nanmax(place.replicates[:, 0])) for place in known)
    panel.set_xlim(-0.03 * furthest, min(103.0, max(1.0, 1.08 * furthest)))
    panel.set_ylim(-0.05 * max(1.0, highest), 1.12 * max(1.0, highest))
    panel.axhline(1.0, color="#333333", linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)
    panel.annotate(caption.say("cost.line"), (0.0, 1.0), xycoords=("axes fraction", "data"), xytext=(4, 2),
                   textcoords="offset points", va="bottom", color=FAINT)  # fmt: skip
    panel.annotate(caption.say("cost.better"), (1.0, 1.0), xycoords="axes fraction", xytext=(-4, 4),
                   textcoords="offset points", ha="right", va="bottom", color=FAINT)  # fmt: skip
    panel.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), handletextpad=0.3, labelspacing=0.7)
