"""Figures of a ranking under uncertainty: who is best how often, and which few numbers decide."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.uncertainty.decisive import KINDS, MORRIS, SOBOL
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS
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
from dizao.scenarios.reports.drawn_from import over
from dizao.scenarios.reports.indices import needs
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.style import BLUE, SKY, Mark, figure_style, mark
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.unless import named, of_pair, pair_names, worlds

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

ROW_INCHES, AXIS_INCHES, RIGHT_INCHES, BETWEEN_INCHES = 0.24, 0.5, 0.15, 0.2
NAMES_INCHES, NUMBERS_INCHES = 1.55, 2.75
"""Room for the names of mechanisms, and for those of numbers."""

MOST_SHOWN = 12
"""Numbers of the screening that are shown."""

LEAST_SHARE, MOST_SHARE = -0.3, 1.3
"""Ends of the axis of shares, at most: intervals of few runs go further and say no more."""

FIRST_COLOUR, TOTAL_COLOUR = SKY, BLUE


def best_figure(found: "Uncertainty", voice: Voice = IN_ENGLISH) -> "Figure":
    """Draw the share of draws in which each mechanism is best, and its regret over all draws.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the figure speaks.

    Returns
    -------
    The figure, two panels side by side; the mechanism that is best most often is on top.
    """
    rows = found.best.sort_values("best_share", ascending=False, kind="stable").reset_index(drop=True)
    tall, told = ROW_INCHES * len(rows), int(rows["draws"].iloc[0])
    about = {"scenario": found.scenario.name, "over": over(found, voice, brief=True), "numbers": len(found.uncertain)}
    subtitle = voice.say("best.subtitle", **about, worlds=worlds(found, voice), told=told)
    texts = Texts(voice.say("best.title"), subtitle, voice.say("best.key"))
    width = (WIDTH_INCHES - NAMES_INCHES - RIGHT_INCHES - BETWEEN_INCHES) / 2.0
    with figure_style(voice.language):
        figure = blank_figure(HEAD_INCHES + tall + AXIS_INCHES + FOOT_INCHES, texts)
        shares = panel_at(figure, NAMES_INCHES, HEAD_INCHES, width, tall)
        regrets = panel_at(figure, NAMES_INCHES + width + BETWEEN_INCHES, HEAD_INCHES, width, tall)
        scale = scale_for("yuan", rows["largest_regret"].tolist(), voice.language)
        for place, row in rows.iterrows():
            _draw_share(shares, row, int(str(place)), voice)
            _draw_regret(regrets, row, int(str(place)), scale, mark(str(row["mechanism"]), voice.policies))
        _finish_rows(shares, [voice.called(str(name)) for name in rows["mechanism"]])
        _finish_rows(regrets, [""] * len(rows))
        shares.set(xlim=(0.0, 100.0), xlabel=voice.say("best.share"))
        regrets.set_xlabel(voice.say("best.regret", unit=scale.unit))
        regrets.set_xlim(left=0.0)
    return figure


def _draw_share(panel: "Axes", row: pd.Series, place: int, voice: Voice) -> None:
    colour, marker = mark(str(row["mechanism"]), voice.policies)
    ends = [100.0 * row["low"], 100.0 * row["high"]]
    panel.plot(ends, [place, place], color=colour, solid_capstyle="butt", zorder=2)
    panel.plot([100.0 * row["best_share"]], [place], marker, color=colour, zorder=3, clip_on=False)
    if row["dominated_by"]:
        text = voice.say("best.dominated", other=voice.called(str(row["dominated_by"])))
        panel.text(99.0, place, text, ha="right", va="center", color=FAINT)


def _draw_regret(panel: "Axes", row: pd.Series, place: int, scale: Scale, look: Mark) -> None:
    colour, marker = look
    mean, high, most = (row[name] / scale.divisor for name in ("mean_regret", "regret_90", "largest_regret"))
    panel.plot([0.0, high], [place, place], color=colour, solid_capstyle="butt", zorder=2)
    panel.plot([most], [place], "|", color=colour, zorder=2)
    panel.plot([mean], [place], marker, color=colour, zorder=3, clip_on=False)


def _finish_rows(panel: "Axes", names: list[str]) -> None:
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.4, -0.6)
    panel.locator_params(axis="x", nbins=5)
    panel.xaxis.set_major_formatter(plain_number)


def decisive_figure(found: "Uncertainty", voice: Voice = IN_ENGLISH) -> "Figure":
    """Draw the largest elementary effects, and the shares of variance of the few that matter most.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the figure speaks.

    Returns
    -------
    The figure, about the headline's pair; words stand in it where indices take more draws.
    """
    rows = of_pair(found.decisive, found.pair)
    if found.members is not None:
        return _foretold_figure(found, rows.head(MOST_SHOWN), voice)
    screened = rows[rows["method"] == MORRIS].head(MOST_SHOWN)
    told = rows[rows["method"] == SOBOL]
    about = pair_names(found, voice)
    texts = Texts(
        voice.say("decisive.title", **about),
        voice.say("decisive.subtitle", scenario=found.scenario.name),
        voice.say("decisive.key"),
    )
    heights = [ROW_INCHES * max(2, len(part)) for part in (screened, told)]
    with figure_style(voice.language):
        figure = blank_figure(HEAD_INCHES + sum(heights) + 2.0 * AXIS_INCHES + FOOT_INCHES + BETWEEN_INCHES, texts)
        width = WIDTH_INCHES - NUMBERS_INCHES - RIGHT_INCHES
        above = panel_at(figure, NUMBERS_INCHES, HEAD_INCHES, width, heights[1])
        below = panel_at(
            figure, NUMBERS_INCHES, HEAD_INCHES + heights[1] + AXIS_INCHES + BETWEEN_INCHES, width, heights[0]
        )
        _draw_indices(above, told, found, voice)
        _draw_screening(below, screened, found, voice)
    return figure


def _foretold_figure(found: "Uncertainty", rows: pd.DataFrame, voice: Voice) -> "Figure":
    """Draw which single numbers foretell the difference in draws that are members."""
    texts = Texts(
        voice.say("decisive.title", **pair_names(found, voice)),
        voice.say("decisive.subtitle.members", scenario=found.scenario.name, over=over(found, voice, brief=True)),
        voice.say("decisive.key.members"),
    )
    tall = ROW_INCHES * max(2, len(rows))
    with figure_style(voice.language):
        figure = blank_figure(HEAD_INCHES + tall + AXIS_INCHES + FOOT_INCHES, texts)
        panel = panel_at(figure, NUMBERS_INCHES, HEAD_INCHES, WIDTH_INCHES - NUMBERS_INCHES - RIGHT_INCHES, tall)
        if rows.empty:
            say_inside(panel, voice.say("decisive.nothing"))
        low, middle, high = (100.0 * rows[f"first{end}"].to_numpy(dtype=float) for end in ("_low", "", "_high"))
        panel.hlines(range(len(rows)), low, high, color=FIRST_COLOUR, linewidth=1.6, zorder=2)
        panel.plot(middle, range(len(rows)), "o", color=FIRST_COLOUR, zorder=3, clip_on=False)
        panel.axvline(0.0, color="#333333", linewidth=0.8, zorder=1)
        _finish_rows(panel, [_called(str(key), found, voice) for key in rows["key"]])
        panel.set_xlabel(voice.say("decisive.foretold"))
    return figure


def _draw_indices(panel: "Axes", rows: pd.DataFrame, found: "Uncertainty", voice: Voice) -> None:
    if rows.empty:
        say_inside(panel, voice.say("decisive.not_yet" if found.decisive.empty else "decisive.nothing"))
    wanted = {kind: needs(rows, kind, voice) for kind in KINDS}
    _finish_rows(panel, [_called(str(key), found, voice) for key in rows["key"]])
    panel.set_xlabel(voice.say("decisive.total"))
    if all(wanted.values()):
        say_inside(panel, voice.say("decisive.few", needs=wanted["total"]))
        panel.set_xlim(0.0, 100.0)
        return
    for kind, colour, up in (("first", FIRST_COLOUR, 0.14), ("total", TOTAL_COLOUR, -0.14)):
        label = voice.say("decisive.first" if kind == "first" else "decisive.with")
        if wanted[kind]:
            label = voice.say("decisive.one_kind", kind=label, needs=wanted[kind])
        places = [place + up for place in range(len(rows))]
        low, middle, high = (100.0 * rows[f"{kind}{end}"].to_numpy(dtype=float) for end in ("_low", "", "_high"))
        panel.hlines(places, low, high, color=colour, linewidth=1.6, zorder=2)
        panel.plot(middle, places, "o", color=colour, label=label, zorder=3)
    panel.axvline(0.0, color="#333333", linewidth=0.8, zorder=1)
    if len(rows):
        ends = rows[["first_low", "first_high", "total_low", "total_high"]].to_numpy(dtype=float)
        least, most = min(0.0, float(np.nanmin(ends))), float(np.nanmax(ends))
        panel.set_xlim(100.0 * max(least, LEAST_SHARE), 100.0 * min(most, MOST_SHARE))
        panel.legend(loc="lower right", fontsize=7)


def _draw_screening(panel: "Axes", rows: pd.DataFrame, found: "Uncertainty", voice: Voice) -> None:
    if rows.empty:
        say_inside(panel, voice.say("decisive.not_yet"))
    scale = scale_for("yuan", rows["total_high"].tolist(), voice.language)
    low, middle, high = (
        rows[name].to_numpy(dtype=float) / scale.divisor for name in ("total_low", "total", "total_high")
    )
    panel.hlines(range(len(rows)), low, high, color=FAINT, linewidth=1.6, zorder=2)
    panel.plot(middle, range(len(rows)), "o", color=FAINT, zorder=3, clip_on=False)
    _finish_rows(panel, [_called(str(key), found, voice) for key in rows["key"]])
    panel.set_xlabel(voice.say("decisive.screen", unit=scale.unit))
    panel.set_xlim(left=0.0)


def _called(key: str, found: "Uncertainty", voice: Voice) -> str:
    """Return what a number is called, with its grade where that is not C."""
    one = found.by_key.get(key)
    grade = "" if key == DISPOSITIONS or one is None or one.grade == "C" else f" ({voice.grade(one.grade)})"
    return named(key, voice) + grade
