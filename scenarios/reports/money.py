"""The money of a run: who paid in the end, and who carried the cash until the reward came, on one scale."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dizao.model.outputs.flows import carried, paid, project_flows
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    WIDTH_INCHES,
    blank_figure,
    panel_at,
    plain_number,
    say_inside,
)
from dizao.scenarios.reports.numbers import Scale, largest, scale_for
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.style import figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES, TITLE_INCHES, AXIS_INCHES, GAP_INCHES = 0.27, 0.3, 0.4, 0.1
LEFT_INCHES, RIGHT_INCHES = 1.45, 0.8
HATCH = "////"

PUBLIC = ("upfront", "reward", "givers")
"""What is public money; it is drawn in the mechanism's colour, all other in grey."""

PRIVATE = "#595959"


class Bar(NamedTuple):
    """One row: whose money, how much in full colour, and how much hatched behind it."""

    name: str
    solid: float
    hatched: float = 0.0

    @property
    def size(self) -> float:
        """Both together, yuan."""
        return self.solid + self.hatched


def money_figure(results: Results) -> "Figure":
    """Draw the two panels one below the other; rows of the ledger are those of the programme's projects.

    Parameters
    ----------
    results
        The run as figures see it.

    Returns
    -------
    The figure, two panels with one scale of yuan.
    """
    flows = project_flows(results)
    payers = [Bar(name, value) for name, value in paid(results, flows).items()]
    carriers = [Bar(name, *value) for name, value in carried(results, flows).items()]
    scale = scale_for("yuan", [bar.size for bar in payers + carriers], results.language)
    tall = TITLE_INCHES + AXIS_INCHES + GAP_INCHES
    height = HEAD_INCHES + 2 * tall + ROW_INCHES * (len(payers) + len(carriers)) + FOOT_INCHES
    subtitle = results.say("money.subtitle", weeks=results.programme_weeks)
    with figure_style(results.language):
        figure = blank_figure(height, results.texts("money", subtitle, results.say("money.key")))
        top = HEAD_INCHES + TITLE_INCHES
        for name, bars in (("paid", payers), ("carried", carriers)):
            width = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES
            panel = panel_at(figure, LEFT_INCHES, top, width, ROW_INCHES * len(bars))
            panel.set_title(results.say(f"money.{name}"), x=-(LEFT_INCHES - 0.1) / width)
            if any(bar.size for bar in bars):
                panel.set_xlim(0.0, 1.02 * largest(bar.size for bar in payers + carriers) / scale.divisor)
                _draw(panel, bars, scale, results.colour)
            else:
                panel.set_xticks([])
                say_inside(panel, results.say(f"money.nothing_{name}"))
            panel.set_yticks(range(len(bars)), [results.say(f"money.{bar.name}") for bar in bars])
            panel.set_ylim(len(bars) - 0.5, -0.5)
            if name == "carried" and any(bar.size for bar in bars):
                _explain(panel, results)
            top += ROW_INCHES * len(bars) + tall
    return figure


def _draw(panel: "Axes", bars: Sequence[Bar], scale: Scale, public: str) -> None:
    """Draw a row for each bar, its amount behind it."""
    panel.set_xlabel(scale.unit)
    panel.xaxis.set_major_formatter(plain_number)
    for place, bar in enumerate(bars):
        solid, hatched = bar.solid / scale.divisor, bar.hatched / scale.divisor
        colour = public if bar.name in PUBLIC else PRIVATE
        panel.barh(place, solid, height=0.7, color=colour)
        if hatched:
            look = {"facecolor": "white", "edgecolor": colour, "hatch": HATCH, "linewidth": 0.6}
            panel.barh(place, hatched, left=solid, height=0.7, **look)
        text = scale.number(bar.size) if bar.size else "0"
        panel.annotate(text, (solid + hatched, place), xytext=(4, 0), textcoords="offset points", va="center_baseline")


def _explain(panel: "Axes", results: Results) -> None:
    """Add the key of full and hatched bars, outside the rows."""
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=PRIVATE, label=results.say("money.repaid")),
        Patch(facecolor="white", edgecolor=PRIVATE, hatch=HATCH, linewidth=0.6, label=results.say("money.open")),
    ]
    panel.legend(handles=marks, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderpad=0.0)
