"""The county's budget year by year under each mechanism: means over worlds, and the chance that it runs out.

Where there are groups of places, each has its bar below the county's.
"""

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dizao.model.outputs.budget_years import COMMON
from dizao.model.outputs.places import ALL
from dizao.scenarios.analysis.money import CHANCE, COST, MONTH, of_year
from dizao.scenarios.reports.canvas import SOFT, Texts, plain_number
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.numbers import Scale, largest, scale_for
from dizao.scenarios.reports.panels import COLUMNS, panels_of
from dizao.scenarios.reports.style import BLUE, GREY, ORANGE, VERMILION, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE_INCHES, ROW_INCHES, LEFT_INCHES = 0.24, 0.42, 0.62
LEFT_OF_PLACES_INCHES, PLACE_CHARACTERS = 1.15, 17
"""Room for the names of groups of places, and length of a line of theirs."""

ROOM = 1.04
"""Length of the axis, in the largest budget."""


class Part(NamedTuple):
    """A part of a year's money: its item, and how it looks."""

    item: str
    colour: str


PARTS = (Part("cost", BLUE), Part("arrears", VERMILION), Part("bound", ORANGE), Part("free", GREY))
"""What becomes of a year's money: paid, due and not paid, bound and not due yet, neither."""


def budget_figure(money: pd.DataFrame, caption: Caption, places: Mapping[str, str]) -> "Figure":
    """Draw a bar for each budget year that has an appropriation, and for each place in it, a panel a mechanism.

    Parameters
    ----------
    money
        What `dizao.scenarios.analysis.money.money_by_year` has found.
    caption
        What the figure says about its origin.
    places
        Titles of the places of the budget by name, the whole county first; its common part is left out.

    Returns
    -------
    The figure; behind a bar stands the chance that the budget runs out, and in which month.
    """
    mechanisms, years = caption.first_the_baseline(money["mechanism"]), years_of(money)
    rows = [(year, place) for year in years for place in places if place != COMMON]
    bars = {(name, *row): parts_of(money, name, *row) for name in mechanisms for row in rows}
    totals = [sum(parts.values()) for parts in bars.values()]
    scale = scale_for("yuan", totals, caption.voice.language)
    heights = (TITLE_INCHES, ROW_INCHES * max(1, len(rows)))
    with figure_style(caption.voice.language):
        about = {"scenario": caption.scenario, "replicates": caption.replicates}
        key = caption.say("budget.key", unit=scale.unit)
        texts = Texts(caption.say("budget.title"), caption.say("budget.subtitle", **about), key)
        left = LEFT_INCHES if len(places) == 1 else LEFT_OF_PLACES_INCHES
        figure, panels = panels_of(mechanisms, heights, left, texts)
        for number, (panel, name) in enumerate(zip(panels, mechanisms, strict=True)):
            for line, (year, place) in enumerate(rows):
                _draw(panel, line, bars[name, year, place], scale, caption)
                _write_cost(panel, line, of_year(money, name, year, COST, place), scale)
                chance, month = (of_year(money, name, year, item, place) for item in (CHANCE, MONTH))
                _write_chance(panel, line, chance, month, caption)
            labels = [_label(row, places, caption) if number % COLUMNS == 0 else "" for row in rows]
            panel.set_yticks(range(len(rows)), labels)
            panel.set(xlim=(0.0, ROOM * largest(totals) / scale.divisor or 1.0), ylim=(len(rows) - 0.4, -0.6))
            panel.xaxis.set_major_formatter(plain_number)
            panel.set_title(caption.called(name), fontsize=8)
        _legend(panels[0], figure, caption)
    return figure


def _label(row: tuple[int, str], places: Mapping[str, str], caption: Caption) -> str:
    """Return the name of a bar: the year for the whole county, and the place below it."""
    year, place = row
    return caption.say("budget.year", year=year) if place == ALL else "\n".join(wrap(places[place], PLACE_CHARACTERS))


def years_of(money: pd.DataFrame) -> list[int]:
    """Return the budget years in which something was appropriated.

    Parameters
    ----------
    money
        What `dizao.scenarios.analysis.money.money_by_year` has found.

    Returns
    -------
    Years, from 1.
    """
    rows = money[(money["item"] == "appropriated") & (money["place"] == ALL) & (money["mean"] > 0.0)]
    return sorted({int(year) for year in rows["year"]})


def parts_of(money: pd.DataFrame, mechanism: str, year: int, place: str = ALL) -> dict[str, float]:
    """Return what became of a year's money, in parts that do not overlap.

    Parameters
    ----------
    money
        What `dizao.scenarios.analysis.money.money_by_year` has found.
    mechanism
        Its name.
    year
        Budget year, from 1.
    place
        Of which place. One without a part of the budget of its own has none that is not used.

    Returns
    -------
    Mean yuan by the item of `PARTS`.
    """
    own = money[(money["mechanism"] == mechanism) & (money["year"] == year) & (money["place"] == place)]
    rows = own.set_index("item")["mean"]
    arrears, committed = float(rows.get("arrears", 0.0)), float(rows.get("committed", 0.0))
    left = float(rows.get("carried_over", 0.0)) + float(rows.get("lapsed", 0.0))
    found = {"cost": float(rows.get(COST, 0.0)), "arrears": arrears, "bound": committed - arrears}
    return {**found, "free": max(0.0, left - committed)}


def _draw(panel: "Axes", row: int, parts: dict[str, float], scale: Scale, caption: Caption) -> None:
    left = 0.0
    for part in PARTS:
        wide = max(0.0, parts[part.item]) / scale.divisor
        panel.barh(row, wide, left=left, height=0.5, color=part.colour, edgecolor="white", linewidth=0.4,
                   alpha=0.35 if part.item == "free" else 0.9, label=caption.say(f"budget.{part.item}"))  # fmt: skip
        left += wide


def _write_cost(panel: "Axes", row: int, cost: "pd.Series | None", scale: Scale) -> None:
    """Draw the interval of what a year costs."""
    if cost is not None:
        ends = [max(0.0, float(cost[name])) / scale.divisor for name in ("ci_low", "ci_high")]
        panel.plot(ends, [row, row], color=SOFT, linewidth=1.2, zorder=3)


def _write_chance(
    panel: "Axes", row: int, chance: "pd.Series | None", month: "pd.Series | None", caption: Caption
) -> None:
    """Write below a bar how often the budget runs out, and when."""
    if chance is None:
        return
    share = f"{100.0 * float(chance['mean']):.0f}"
    text = caption.say("budget.never")
    if month is not None:
        text = caption.say("budget.runs_out", share=share, month=f"{float(month['mean']):.0f}")
    panel.annotate(text, (0.01, row + 0.27), xycoords=("axes fraction", "data"), fontsize=6.5, color=SOFT, va="top")


def _legend(panel: "Axes", figure: "Figure", caption: Caption) -> None:
    handles, labels = panel.get_legend_handles_labels()
    named = dict(zip(labels, handles, strict=True))
    across, tall = figure.get_size_inches()
    figure.legend(list(named.values()), list(named), loc="upper right", bbox_to_anchor=(1.0 - 0.1 / across,
                  1.0 - 0.04 / tall), ncols=4, handlelength=1.1, columnspacing=1.0, handletextpad=0.4,
                  fontsize=7.5)  # fmt: skip
