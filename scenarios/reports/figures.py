"""The figure of a comparison: what each mechanism changes against the baseline, outcome by outcome."""

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES, Outcome
from dizao.scenarios.analysis.effects import chosen
from dizao.scenarios.reports.canvas import (
    FAINT,
    FOOT_INCHES,
    HEAD_INCHES,
    Texts,
    blank_figure,
    plain_number,
)
from dizao.scenarios.reports.numbers import MINUS, Scale, amount, scale_for
from dizao.scenarios.reports.style import figure_style, mark
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 3
PANEL_INCHES, ROW_INCHES, LINE_INCHES = 1.05, 0.19, 0.13
"""Height of a panel without its rows, of a row, and of each further line of a row's name."""

NAME_CHARACTERS = 24
"""Length of a line of a row's name."""

TITLE_CHARACTERS = 26
"""Length of a line of a panel's title; as much shorter as names are longer than `SHORT_NAME`, which take its room."""

SHORT_NAME, SHORTEST_TITLE = 14, 20

TITLED_UNITS = {"yuan per project": "yuan"}
"""Units of which the title says the rest."""


class Caption(NamedTuple):
    """What a figure of a comparison says about where its numbers come from.

    Attributes
    ----------
    scenario, baseline, replicates
        What was compared.
    lender_share
        Share of projects for which somebody is willing to lend.
    voice
        How the figure speaks.
    """

    scenario: str
    baseline: str
    replicates: int
    lender_share: float
    voice: Voice = IN_ENGLISH

    def called(self, mechanism: str) -> str:
        """Return what a mechanism is called.

        Parameters
        ----------
        mechanism
            Its name.

        Returns
        -------
        The name in the figure's language.
        """
        return self.voice.called(mechanism)

    def say(self, key: str, **values: object) -> str:
        """Return a text in the language of the figure.

        Parameters
        ----------
        key
            Of the text.
        values
            What stands in its fields.

        Returns
        -------
        The text, its fields filled in.
        """
        return self.voice.say(key, **values)

    def number(self) -> str:
        """Return the ending of a key by the number of replicates.

        Returns
        -------
        ``one`` or ``many``.
        """
        return "one" if self.replicates == 1 else "many"

    def first_the_baseline(self, mechanisms: Iterable[str]) -> list[str]:
        """Return the names of mechanisms, each once, the baseline's first.

        Parameters
        ----------
        mechanisms
            Names, some of them more than once.

        Returns
        -------
        Names, the others in the order in which they came.
        """
        names = list(dict.fromkeys(mechanisms))
        return sorted(names, key=lambda name: name != self.baseline)

    def effects(self, mechanisms: Sequence[str]) -> Texts:
        """Return the question that the figure of effects answers, its origin, and how to read the marks.

        Parameters
        ----------
        mechanisms
            Those that are compared with the baseline; at least one.

        Returns
        -------
        Title, subtitle of two lines, and key.
        """
        baseline, number = self.called(self.baseline), "one" if len(mechanisms) == 1 else "many"
        title = self.say(f"effects.title.{number}", other=self.called(mechanisms[0]), baseline=baseline)
        about = {"scenario": self.scenario, "baseline": baseline, "replicates": self.replicates}
        lender = self.say("effects.lender", share=f"{100.0 * self.lender_share:g}")
        subtitle = f"{self.say(f'effects.subtitle.{self.number()}', **about)}\n{lender}"
        return Texts(title, subtitle, self.say("effects.key", baseline=baseline))


def effects_figure(effects: pd.DataFrame, caption: Caption, shown: Sequence[str] = ()) -> "Figure":
    """Draw outcomes as small multiples, each on its own axis in its own unit.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.analysis.effects`).
    caption
        What the figure says about its origin.
    shown
        The outcomes; the headline ones if none is named.

    Returns
    -------
    The figure, one panel an outcome, one row a mechanism.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    rows = chosen(effects, shown)
    outcomes, mechanisms = list(rows["outcome"].drop_duplicates()), list(rows["mechanism"].drop_duplicates())
    names = ["\n".join(wrap(caption.called(name), NAME_CHARACTERS)) for name in mechanisms]
    row_inches = ROW_INCHES + LINE_INCHES * max(name.count("\n") for name in names)
    lines = math.ceil(len(outcomes) / COLUMNS)
    height = HEAD_INCHES + FOOT_INCHES + lines * (PANEL_INCHES + row_inches * len(mechanisms))
    with figure_style(caption.voice.language):
        figure = blank_figure(height, caption.effects(mechanisms))
        figure.set_layout_engine(ConstrainedLayoutEngine(rect=_middle(height), hspace=0.06, wspace=0.06))
        panels = figure.subplots(lines, COLUMNS, squeeze=False).ravel()
        for panel, outcome in zip(panels, outcomes, strict=False):
            _draw_panel(panel, rows[rows["outcome"] == outcome], mechanisms, caption, _title_characters(names))
        for panel in panels[len(outcomes) :]:
            panel.set_axis_off()
        for panel in panels[::COLUMNS]:
            panel.set_yticks(range(len(mechanisms)), names)
        # The layout is settled once: settled anew for each file, it would depend on which file is written first.
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    return figure


def _unit(outcome: Outcome) -> str:
    return TITLED_UNITS.get(outcome.unit, outcome.unit)


def _middle(height: float) -> tuple[float, float, float, float]:
    """Return the part of the figure that the panels take, between the caption and the key."""
    return (0.0, FOOT_INCHES / height, 1.0, 1.0 - (HEAD_INCHES + FOOT_INCHES) / height)


def _title_characters(names: Sequence[str]) -> int:
    """Return how long a line of a panel's title may be beside the names of the rows."""
    longest = max(len(line) for name in names for line in name.split("\n"))
    return max(SHORTEST_TITLE, TITLE_CHARACTERS - max(0, longest - SHORT_NAME))


def _draw_panel(panel: "Axes", rows: pd.DataFrame, mechanisms: list[str], caption: Caption, characters: int) -> None:
    outcome = OUTCOMES[rows["outcome"].iloc[0]]
    values = rows[["difference", "ci_low", "ci_high"]].to_numpy().ravel()
    scale = scale_for(_unit(outcome), values, caption.voice.language)
    panel.axvline(0.0, color="#333333", linewidth=0.9, zorder=1)
    for _, row in rows.iterrows():
        _draw_effect(panel, row, mechanisms.index(row["mechanism"]), scale, caption)
    panel.set_title("\n".join(wrap(caption.voice.title(str(rows["outcome"].iloc[0])), characters)))
    panel.set_xlabel(_axis_label(outcome, scale, rows, caption))
    panel.set_yticks(range(len(mechanisms)), [""] * len(mechanisms))
    panel.set_ylim(len(mechanisms) - 0.4, -0.6)
    panel.locator_params(axis="x", nbins=4)
    panel.xaxis.set_major_formatter(plain_number)


def _draw_effect(panel: "Axes", row: pd.Series, place: int, scale: Scale, caption: Caption) -> None:
    """Draw a point and its interval; hollow where the interval holds 0, words where there is none."""
    if row["n"] < 2:
        across, without = panel.get_yaxis_transform(), caption.say("effects.no_interval")
        panel.text(0.5, place, without, transform=across, ha="center", va="center", color=FAINT)
        return
    low, middle, high = (row[key] / scale.divisor for key in ("ci_low", "difference", "ci_high"))
    colour, marker = mark(row["mechanism"], caption.voice.policies)
    face = colour if row["ci_low"] > 0.0 or row["ci_high"] < 0.0 else "white"
    panel.plot([low, high], [place, place], color=colour, solid_capstyle="butt", zorder=2)
    panel.plot([middle], [place], marker, color=colour, markerfacecolor=face, zorder=3)


def _axis_label(outcome: Outcome, scale: Scale, rows: pd.DataFrame, caption: Caption) -> str:
    """Name the unit of the differences, the better direction, and the baseline's mean, to measure them by."""
    points = caption.say("number.percentage_points")
    unit = points if scale.unit == "%" else scale.unit or caption.say("effects.difference")
    known = rows["baseline_mean"].dropna()
    mean = caption.say("effects.unknown")
    if len(known):
        mean = amount(known.iloc[0], _unit(outcome), caption.voice.language).replace("-", MINUS)
    measure = caption.say("effects.mean", baseline=caption.called(caption.baseline), mean=mean)
    return f"{unit}{caption.say(f'effects.{outcome.better}')}\n{measure}"
