"""The money of a comparison: who paid in the end, and who laid it out until public money came; means over worlds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

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
from dizao.scenarios.reports.numbers import Scale, largest, scale_for
from dizao.scenarios.reports.style import BLUE, GREEN, GREY, OLIVE, ORANGE, SKY, VERMILION, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES, TITLE_INCHES, AXIS_INCHES = 0.21, 0.5, 0.42
LEFT_INCHES, RIGHT_INCHES = 1.45, 0.7


class Part(NamedTuple):
    """A part of a row: its kind and name among the means, and how it looks."""

    kind: str
    name: str
    colour: str
    hatch: str = ""


PAID = (
    Part("paid", "upfront", BLUE),
    Part("paid", "reward", VERMILION),
    Part("paid", "givers", ORANGE),
    Part("paid", "residents", GREEN),
    Part("paid", "sponsors", OLIVE),
    Part("paid", "unrepaid", GREY),
)
"""Who paid in the end: public money first."""

CARRIED = (
    Part("repaid", "lender", SKY),
    Part("repaid", "collective", OLIVE),
    Part("repaid", "builder", GREY),
    Part("repaid", "advances", GREEN),
    Part("unpaid", "lender", SKY, "////"),
    Part("unpaid", "collective", OLIVE, "////"),
    Part("unpaid", "builder", GREY, "////"),
    Part("unpaid", "advances", GREEN, "////"),
)
"""Who laid money out until public money came: what that repaid, then what it did not."""


def payers_figure(means: pd.DataFrame, caption: Caption) -> "Figure":
    """Draw a row for each mechanism, in two panels on one scale.

    Parameters
    ----------
    means
        What `dizao.scenarios.analysis.process.process_means` has found.
    caption
        What the figure says about its origin.

    Returns
    -------
    The figure; a mechanism's total stands behind its row.
    """
    sums = means[means["kind"].isin(["paid", "repaid", "unpaid"])].set_index(["mechanism", "kind", "name"])["mean"]
    mechanisms = caption.first_the_baseline(means["mechanism"])
    totals = [_total(sums, name, parts) for parts in (PAID, CARRIED) for name in mechanisms]
    scale, tall = scale_for("yuan", totals, caption.voice.language), ROW_INCHES * len(mechanisms)
    width, step = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES, TITLE_INCHES + tall + AXIS_INCHES
    with figure_style(caption.voice.language):
        figure = blank_figure(HEAD_INCHES + 2 * step + FOOT_INCHES, _texts(caption))
        for place, (name, parts) in enumerate((("paid", PAID), ("carried", CARRIED))):
            panel = panel_at(figure, LEFT_INCHES, HEAD_INCHES + place * step + TITLE_INCHES, width, tall)
            panel.set_title(caption.say(f"money.{name}"), x=-(LEFT_INCHES - 0.1) / width, pad=16)
            panel.set_xlim(0.0, 1.02 * largest(totals) / scale.divisor or 1.0)
            shown = _draw(panel, sums, mechanisms, parts, scale, caption)
            if not shown:
                say_inside(panel, caption.say(f"money.nothing_{name}"))
            panel.set_yticks(range(len(mechanisms)), [caption.called(one) for one in mechanisms])
            panel.set_ylim(len(mechanisms) - 0.4, -0.6)
            panel.set_xlabel(scale.unit)
            panel.xaxis.set_major_formatter(plain_number)
    return figure


def _total(sums: "pd.Series[float]", mechanism: str, parts: Sequence[Part]) -> float:
    return sum(float(sums.get((mechanism, part.kind, part.name), 0.0)) for part in parts)


def _draw(
    panel: "Axes",
    sums: "pd.Series[float]",
    mechanisms: Sequence[str],
    parts: Sequence[Part],
    scale: Scale,
    caption: Caption,
) -> bool:
    """Draw the parts of each row one behind the other, its total behind them; say whether there is anything."""
    left = [0.0] * len(mechanisms)
    for part in parts:
        widths = [float(sums.get((name, part.kind, part.name), 0.0)) / scale.divisor for name in mechanisms]
        if not any(widths):
            continue
        face, edge = ("white", part.colour) if part.hatch else (part.colour, "white")
        panel.barh(range(len(mechanisms)), widths, left=left, height=0.74, linewidth=0.5, hatch=part.hatch,
                   facecolor=face, edgecolor=edge, label=_named(part, caption))  # fmt: skip
        left = [before + wide for before, wide in zip(left, widths, strict=True)]
    for place, total in enumerate(left):
        text = scale.number(total * scale.divisor) if total else "0"
        panel.annotate(text, (total, place), xytext=(4, 0), textcoords="offset points", va="center_baseline")
    if any(left):
        panel.legend(loc="lower left", bbox_to_anchor=(-(LEFT_INCHES - 0.1) / WIDTH_INCHES * 1.4, 1.0), ncols=6,
                     borderpad=0.1, handlelength=1.1, columnspacing=1.0, handletextpad=0.4, fontsize=7.5)  # fmt: skip
    return any(left)


def _named(part: Part, caption: Caption) -> str:
    """Name a part; what was not repaid says so."""
    name = caption.say(f"money.{part.name}")
    return caption.say("payers.unpaid", name=name) if part.kind == "unpaid" else name


def _texts(caption: Caption) -> Texts:
    about = {"scenario": caption.scenario, "replicates": caption.replicates}
    return Texts(caption.say("payers.title"), caption.say("payers.subtitle", **about), caption.say("payers.key"))
