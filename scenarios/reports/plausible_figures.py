"""Figures of a history match: facts with prior and members, numbers that were narrowed, truths that are known."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.matching.implausibility import CUT
from dizao.scenarios.calibration.plausible.facts import Fact, on_scale
from dizao.scenarios.calibration.plausible.made_up import MadeUp
from dizao.scenarios.calibration.plausible.study import Found
from dizao.scenarios.calibration.plausible.tables import ENDS, effective
from dizao.scenarios.reports.canvas import (
    FOOT_INCHES,
    HEAD_INCHES,
    SOFT,
    WIDTH_INCHES,
    Texts,
    blank_figure,
    panel_at,
    say_inside,
)
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.style import BLUE, VERMILION, figure_style
from dizao.scenarios.reports.texts import Voice

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT_INCHES, RIGHT_INCHES = 3.2, 0.75
ROW_INCHES, AXIS_INCHES, FOOT = 0.3, 0.42, FOOT_INCHES + 0.12

PRIOR_COLOUR = "#9A9A9A"
LINES = (("prior", -0.24, PRIOR_COLOUR, False), ("kept", 0.0, VERMILION, False), ("without", 0.24, BLUE, True))
"""What is drawn of a fact: its columns, how far below the middle of the row, colour, and whether hollow."""

WIDEST = 8.0
"""Standard deviations that the axis of facts shows on either side."""

BETWEEN_INCHES = 0.25
"""Between the panels of a figure."""

TRUTHS = (("emulated", "o", BLUE, -0.15), ("simulated", "D", VERMILION, 0.15))
"""How a truth is judged: column, mark, colour, and how far below the middle of a fact's row."""

MOST_NUMBERS = 24
"""Numbers that are shown."""

PALE = 0.35
"""How strong a number is drawn that is not clear."""


def facts_figure(found: Found, facts: pd.DataFrame, voice: Voice) -> "Figure":
    """Draw each fact: prior, members, and what all other facts leave, in its standard deviations.

    Parameters
    ----------
    found
        What a history match found.
    facts
        Its table of facts.
    voice
        How the figure speaks.

    Returns
    -------
    The figure, a row a fact.
    """
    tall = ROW_INCHES * 1.3 * len(facts)
    about = {"members": int(found.kept.sum()), "sets": len(found.wave), "prior": int(found.prior.sum())}
    texts = _texts("facts", voice, scenario=found.asked.scenario.title_in(voice.language), **about)
    with figure_style(voice.language):
        figure = blank_figure(HEAD_INCHES + tall + AXIS_INCHES + FOOT, texts)
        panel = panel_at(figure, LEFT_INCHES, HEAD_INCHES, WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES, tall)
        panel.axvspan(-CUT, CUT, color="#F0F0F0", zorder=0)
        panel.axvline(0.0, color="#333333", linewidth=0.9, zorder=1)
        panel.set(xlim=(-WIDEST, WIDEST), ylim=(len(facts) - 0.4, -0.6))
        for place, (fact, row) in enumerate(zip(found.facts, facts.to_dict("records"), strict=True)):
            for name, shift, colour, hollow in LINES:
                _draw_range(panel, place + shift, _in_deviations(fact, row, name), colour, hollow)
            _at_right(panel, place, f"{100.0 * row['undefined']:.0f}%")
        _at_right(panel, -0.75, voice.say("plausible.facts.undefined"))
        titles = [_label(row, voice) for row in facts.to_dict("records")]
        panel.set_yticks(range(len(facts)), titles, fontsize=7)
        panel.set_xlabel(voice.say("plausible.facts.axis"))
    return figure


def _texts(kind: str, voice: Voice, **about: object) -> Texts:
    return Texts(*(voice.say(f"plausible.{kind}.{part}", **about) for part in ("title", "subtitle", "key")))


def _label(row: Mapping[Any, Any], voice: Voice) -> str:
    """Return the title of a fact, and below it what was observed."""
    title = str(row["title_zh" if voice.language == "zh" else "title"])
    scale = scale_for(row["unit"], [row["observed"]], voice.language)
    observed = scale.with_unit(scale.number(row["observed"]))
    told = title if row["use"] == "condition" else voice.say("plausible.test", title=title)
    return f"{told}\n{observed}"


def _in_deviations(fact: Fact, row: Mapping[Any, Any], name: str) -> np.ndarray:
    """Return the ends and the median of an outcome as its distance from what was observed."""
    values = on_scale(fact.scale, np.array([row[f"{name}_{end}"] for end in ENDS]))
    return np.asarray((values - fact.observed) / np.sqrt(fact.variance))


def _draw_range(panel: "Axes", place: float, ends: np.ndarray, colour: str, hollow: bool) -> None:
    """Draw a bar and a dot; where a bar reaches beyond the axis, an arrow's head at the edge."""
    if np.isnan(ends).any():
        return
    low, middle, high = np.clip(ends, -WIDEST, WIDEST)
    panel.plot([low, high], [place, place], color=colour, linewidth=1.4, solid_capstyle="butt", zorder=2)
    panel.plot(
        [middle], [place], "o", color=colour, markerfacecolor="white" if hollow else colour, markersize=3.4, zorder=3
    )
    for end, marker in ((ends[0], "<"), (ends[-1], ">")):
        if abs(end) > WIDEST:
            panel.plot([np.sign(end) * (WIDEST - 0.1)], [place], marker, color=colour, markersize=3.4, zorder=3)


def _at_right(panel: "Axes", place: float, text: str) -> None:
    panel.annotate(
        text, (1.0, place), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
        va="center", fontsize=7, color=SOFT, annotation_clip=False,
    )  # fmt: skip


def numbers_figure(found: Found, numbers: pd.DataFrame, voice: Voice) -> "Figure":
    """Draw where in their ranges members have the numbers that were narrowed most.

    Parameters
    ----------
    found
        What a history match found.
    numbers
        Its table of numbers, with the columns `title` and `title_zh`.
    voice
        How the figure speaks.

    Returns
    -------
    The figure, a row a number.
    """
    shown = numbers.head(MOST_NUMBERS)
    tall = ROW_INCHES * 0.8 * len(shown)
    about = {"members": int(found.kept.sum()), "effective": round(effective(found.weights)), "all": len(numbers)}
    title = found.asked.scenario.title_in(voice.language)
    with figure_style(voice.language):
        texts = _texts("numbers", voice, scenario=title, shown=len(shown), **about)
        figure = blank_figure(HEAD_INCHES + tall + AXIS_INCHES + FOOT, texts)
        panel = panel_at(figure, LEFT_INCHES, HEAD_INCHES, WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES, tall)
        panel.set(xlim=(0.0, 1.0), ylim=(len(shown) - 0.5, -0.5))
        panel.set_xlabel(voice.say("plausible.numbers.axis"))
        if not found.kept.any():
            panel.set_yticks([])
            say_inside(panel, voice.say("plausible.numbers.nothing"))
            return figure
        weights = found.weights[found.kept]
        for place, row in enumerate(shown.to_dict("records")):
            positions = found.positions[found.kept, found.cube.keys.index(row["key"])]
            _draw_number(panel, place, positions, weights, bool(row["clear"]))
            _at_right(panel, place, f"{100.0 * row['contraction']:.0f}%")
        names = shown["title_zh" if voice.language == "zh" else "title"]
        panel.set_yticks(range(len(shown)), names, fontsize=7)
    return figure


def _draw_number(panel: "Axes", place: int, positions: np.ndarray, weights: np.ndarray, clear: bool) -> None:
    from dizao.scenarios.calibration.places import weighted
    from dizao.scenarios.calibration.plausible.tables import MASS

    low, middle, high = weighted(positions, weights, MASS)
    strength = 1.0 if clear else PALE
    panel.plot([0.0, 1.0], [place, place], color="#EEEEEE", linewidth=3.0, solid_capstyle="butt", zorder=1)
    panel.plot(
        [low, high], [place, place], color=VERMILION, alpha=strength, linewidth=3.0, solid_capstyle="butt", zorder=2
    )
    panel.plot([middle], [place], "o", color=VERMILION, markersize=4.0, zorder=3)


def made_up_figure(made: MadeUp, voice: Voice) -> "Figure":
    """Draw for each made-up world by how much its truth is kept or ruled out, and by which facts.

    Parameters
    ----------
    made
        What became of the truths.
    voice
        How the figure speaks.

    Returns
    -------
    The figure, two panels below each other: a row a world, then a row a fact.
    """
    heights = [ROW_INCHES * 0.6 * len(made.table), ROW_INCHES * len(made.facts)]
    with figure_style(voice.language):
        texts = _texts("made", voice, count=len(made.table), sets=made.sets)
        tall = HEAD_INCHES + sum(heights) + 2.0 * AXIS_INCHES + BETWEEN_INCHES + FOOT
        figure, width = blank_figure(tall, texts), WIDTH_INCHES - LEFT_INCHES - 0.2
        worlds = panel_at(figure, LEFT_INCHES, HEAD_INCHES, width, heights[0])
        below = HEAD_INCHES + heights[0] + AXIS_INCHES + BETWEEN_INCHES
        facts = panel_at(figure, LEFT_INCHES, below, width, heights[1])
        for column, marker, colour, shift in TRUTHS:
            values = np.minimum(made.table[column].to_numpy(), WIDEST)
            worlds.plot(values, np.arange(1, len(values) + 1), marker, color=colour, markersize=4.0, clip_on=False)
            for place, fact in enumerate(made.facts):
                values = np.minimum(made.table[f"{column}.{fact.name}"].to_numpy(), WIDEST)
                facts.plot(
                    values, np.full(len(values), place + shift), marker, color=colour, markersize=3.0, clip_on=False,
                    markerfacecolor="none",
                )  # fmt: skip
        for panel in (worlds, facts):
            panel.axvline(CUT, color="#333333", linewidth=0.9, linestyle=(0, (4, 2)))
        worlds.set(xlim=(0.0, WIDEST), ylim=(len(made.table) + 0.5, 0.5))
        worlds.set_xlabel(voice.say("plausible.made.axis"))
        worlds.set_ylabel(voice.say("plausible.made.world"))
        worlds.yaxis.get_major_locator().set_params(integer=True)
        facts.set(xlim=(0.0, WIDEST), ylim=(len(made.facts) - 0.4, -0.6))
        facts.set_xlabel(voice.say("plausible.made.by_fact"))
        facts.set_yticks(range(len(made.facts)), [fact.title_in(voice.language) for fact in made.facts], fontsize=7)
    return figure
