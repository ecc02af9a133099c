"""The figure of a comparison: what each mechanism changes against the baseline, outcome by outcome."""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dizao.model.outcomes import OUTCOMES, Outcome
from dizao.scenarios.reports.numbers import Scale, amount, scale_for
from dizao.scenarios.reports.style import figure_style, mark
from dizao.scenarios.reports.tables import headline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 3
WIDTH_INCHES = 7.6
PANEL_INCHES, ROW_INCHES, HEAD_INCHES, FOOT_INCHES = 1.05, 0.19, 0.72, 0.36
"""Height of a panel without its rows, of a row, and of what stands above and below the panels."""

MINUS = "\N{MINUS SIGN}"
ARROWS = {"higher": " (better \N{RIGHTWARDS ARROW})", "lower": " (\N{LEFTWARDS ARROW} better)", "": ""}


class Caption(NamedTuple):
    """What a figure says about where its numbers come from."""

    scenario: str
    baseline: str
    replicates: int
    lender_share: float

    def title(self, mechanisms: Sequence[str]) -> str:
        """Return the question that the figure answers."""
        other = mechanisms[0] if len(mechanisms) == 1 else "another mechanism"
        return f"What changes if {other} takes the place of {self.baseline}?"

    @property
    def subtitle(self) -> str:
        """Scenario, replicates, baseline, and the number that nobody knows."""
        return (
            f"Scenario {self.scenario}. Mean paired difference to {self.baseline} with its 95% interval, "
            f"{self.replicates} replicate{'s' * (self.replicates != 1)}.\n"
            f"Assumed, among much else: a lender for {100.0 * self.lender_share:g}% of projects."
        )

    @property
    def key(self) -> str:
        """How to read the marks."""
        return f"Filled mark: the interval leaves out 0. Hollow mark: cannot be told apart from {self.baseline}."


def effects_figure(effects: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw the headline outcomes as small multiples, each on its own axis in its own unit.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.experiments.effects`).
    caption
        What the figure says about its origin.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rows = headline(effects)
    outcomes, mechanisms = list(rows["outcome"].drop_duplicates()), list(rows["mechanism"].drop_duplicates())
    lines = math.ceil(len(outcomes) / COLUMNS)
    height = HEAD_INCHES + FOOT_INCHES + lines * (PANEL_INCHES + ROW_INCHES * len(mechanisms))
    with figure_style():
        layout = ConstrainedLayoutEngine(rect=_middle(height), hspace=0.06, wspace=0.06)
        figure = Figure(figsize=(WIDTH_INCHES, height), layout=layout)
        panels = figure.subplots(lines, COLUMNS, squeeze=False).ravel()
        for panel, outcome in zip(panels, outcomes, strict=False):
            _draw_panel(panel, rows[rows["outcome"] == outcome], mechanisms)
        for panel in panels[len(outcomes) :]:
            panel.set_axis_off()
        for panel in panels[::COLUMNS]:
            panel.set_yticks(range(len(mechanisms)), mechanisms)
        _write_texts(figure, (caption.title(mechanisms), caption.subtitle, caption.key), height)
        # The layout is settled once: settled anew for each file, it would depend on which file is written first.
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    return figure


def _middle(height: float) -> tuple[float, float, float, float]:
    """Return the part of the figure that the panels take, between the caption and the key."""
    return (0.0, FOOT_INCHES / height, 1.0, 1.0 - (HEAD_INCHES + FOOT_INCHES) / height)


def _draw_panel(panel: "Axes", rows: pd.DataFrame, mechanisms: list[str]) -> None:
    outcome = OUTCOMES[rows["outcome"].iloc[0]]
    scale = scale_for(outcome.unit, rows[["difference", "ci_low", "ci_high"]].to_numpy().ravel())
    panel.axvline(0.0, color="#333333", linewidth=0.9, zorder=1)
    for _, row in rows.iterrows():
        _draw_effect(panel, row, mechanisms.index(row["mechanism"]), scale)
    panel.set_title(outcome.title)
    panel.set_xlabel(_axis_label(outcome, scale, rows))
    panel.set_yticks(range(len(mechanisms)), [""] * len(mechanisms))
    panel.set_ylim(len(mechanisms) - 0.4, -0.6)
    panel.locator_params(axis="x", nbins=4)
    panel.xaxis.set_major_formatter(lambda x, _: f"{x:,g}".replace("-", MINUS))


def _draw_effect(panel: "Axes", row: pd.Series, place: int, scale: Scale) -> None:
    """Draw a point and its interval; hollow where the interval holds 0, words where there is none."""
    if row["n"] < 2:
        across = panel.get_yaxis_transform()
        panel.text(0.5, place, "no interval", transform=across, ha="center", va="center", color="#777777")
        return
    low, middle, high = (row[key] / scale.divisor for key in ("ci_low", "difference", "ci_high"))
    colour, marker = mark(row["mechanism"])
    face = colour if row["ci_low"] > 0.0 or row["ci_high"] < 0.0 else "white"
    panel.plot([low, high], [place, place], color=colour, solid_capstyle="butt", zorder=2)
    panel.plot([middle], [place], marker, color=colour, markerfacecolor=face, zorder=3)


def _axis_label(outcome: Outcome, scale: Scale, rows: pd.DataFrame) -> str:
    """Name the unit of the differences, the better direction, and the baseline's mean, to measure them by."""
    unit = "percentage points" if scale.unit == "%" else scale.unit or "difference"
    arrow = {"higher": " (better \N{RIGHTWARDS ARROW})", "lower": " (\N{LEFTWARDS ARROW} better)", "": ""}[
        outcome.better
    ]
    known = rows["baseline_mean"].dropna()
    mean = amount(known.iloc[0], outcome.unit).replace("-", MINUS) if len(known) else "unknown"
    return f"{unit}{arrow}\n{rows['baseline'].iloc[0]}: {mean}"


def _write_texts(figure: "Figure", texts: tuple[str, str, str], height: float) -> None:
    """Write the title and the subtitle above the panels, and the key below them."""
    title, subtitle, key = texts
    figure.text(0.012, 1.0 - 0.08 / height, title, fontsize=11, fontweight="bold", va="top")
    figure.text(0.012, 1.0 - 0.32 / height, subtitle, fontsize=8, color="#444444", va="top", linespacing=1.35)
    figure.text(0.012, 0.1 / height, key, fontsize=8, color="#444444", va="bottom")


def encoded(figure: "Figure", kind: str) -> bytes:
    """Return the figure as the bytes of a file, ``png`` or ``svg``: the same for the same figure, without a date."""
    buffer = BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with figure_style():
        figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()
