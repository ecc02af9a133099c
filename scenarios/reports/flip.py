"""The figure of where a pair changes places: a map of chances over the two numbers that matter most."""

from typing import TYPE_CHECKING

from dizao.scenarios.analysis.uncertainty.found import Flip, Uncertain
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
from dizao.scenarios.reports.style import figure_style
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.unless import PERCENT_UNITS, SCALES, named, pair_names, predicted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

MAP_INCHES, LEFT_INCHES, RIGHT_INCHES, AXIS_INCHES, BAR_INCHES = 3.6, 0.75, 0.95, 0.5, 0.16
LINE_INCHES = 0.17
"""Height of a further line of text above or below the panel."""

COLOURS = "RdBu"
"""Red where the second is ahead, blue where the first is, white at even chances; safe for common colour blindness."""

STEPS = 10
"""Steps of colour, and lines between them."""

TICKS = (1.0, 2.0, 5.0)
"""Where an axis in proportions has ticks, in each power of ten."""

DASHED = (0.0, (4.0, 2.5))


def flip_figure(found: "Uncertainty", voice: Voice = IN_ENGLISH) -> "Figure":
    """Draw the chance that the first of the pair is ahead, the runs it was fitted on, and the box.

    Parameters
    ----------
    found
        The ranking over uncertain parameters.
    voice
        How the figure speaks.

    Returns
    -------
    The figure; words stand in it where there is no map.
    """
    flip = found.flip
    head, foot = HEAD_INCHES, FOOT_INCHES + LINE_INCHES
    height = head + MAP_INCHES + AXIS_INCHES + foot
    with figure_style(voice.language):
        figure = blank_figure(height, _texts(found, voice))
        width = WIDTH_INCHES - LEFT_INCHES - RIGHT_INCHES
        panel = panel_at(figure, LEFT_INCHES, head, width, MAP_INCHES)
        if flip is None:
            say_inside(panel, voice.say("flip.nothing"))
            panel.set(xticks=[], yticks=[])
            return figure
        drawn = panel.contourf(flip.x, flip.y, 100.0 * flip.probability, levels=_levels(), cmap=COLOURS, zorder=1)
        bar = panel_at(figure, LEFT_INCHES + width + 0.15, head, BAR_INCHES, MAP_INCHES)
        figure.colorbar(drawn, cax=bar, label=voice.say("flip.colour", **pair_names(found, voice)))
        _draw_over(panel, flip, found)
        for axis, key in ((panel.xaxis, flip.x_key), (panel.yaxis, flip.y_key)):
            _finish_axis(axis, found.by_key[key], voice)
    return figure


def _levels() -> list[float]:
    return [100.0 * k / STEPS for k in range(STEPS + 1)]


def _texts(found: "Uncertainty", voice: Voice) -> Texts:
    flip, about = found.flip, pair_names(found, voice)
    runs = 0 if flip is None else len(flip.points)
    key = ""
    if flip is not None:
        key = voice.say("flip.key", **about, **predicted(flip))
        more = [voice.say("flip.key.box", **about)] if _box_on_map(flip) else []
        more += [] if flip.informative else [voice.say("flip.key.useless")]
        key += voice.say("list.sentences").join(more)
    subtitle = voice.say("flip.subtitle", **about, scenario=found.scenario.name, runs=runs)
    return Texts(voice.say("flip.title", **about), subtitle, key)


def _box_on_map(flip: Flip) -> bool:
    """Say whether the box is about a number of the map."""
    return any(bound.key in (flip.x_key, flip.y_key) for bound in flip.box)


def _draw_over(panel: "Axes", flip: Flip, found: "Uncertainty") -> None:
    """Draw runs, the line of even chances, the box, and the scenario's own numbers."""
    won = flip.points["difference"] > 0.0
    for rows, face in ((flip.points[won], "#222222"), (flip.points[~won], "none")):
        panel.plot(rows["x"], rows["y"], "o", markersize=2.2, color="#222222", markerfacecolor=face, linewidth=0,
                   markeredgewidth=0.5, zorder=3, clip_on=False)  # fmt: skip
    if flip.probability.min() < 0.5 < flip.probability.max():
        panel.contour(flip.x, flip.y, flip.probability, levels=[0.5], colors="black", linewidths=1.6, zorder=4)
    if _box_on_map(flip):
        _draw_box(panel, flip)
    own = [found.by_key[key].default for key in (flip.x_key, flip.y_key)]
    panel.plot(own[:1], own[1:], "D", color="black", markerfacecolor="#F0E442", markersize=7, zorder=6, clip_on=False)


def _draw_box(panel: "Axes", flip: Flip) -> None:
    from matplotlib.patches import Rectangle

    bounds = {bound.key: bound for bound in flip.box}
    sides = []
    for key, values in ((flip.x_key, flip.x), (flip.y_key, flip.y)):
        sides.append((bounds[key].low, bounds[key].high) if key in bounds else (values[0], values[-1]))
    (left, right), (low, high) = sides
    panel.add_patch(Rectangle((left, low), right - left, high - low, fill=False, linestyle=DASHED, linewidth=1.4,
                              edgecolor="black", zorder=5, clip_on=False))  # fmt: skip


def _finish_axis(axis: object, one: Uncertain, voice: Voice) -> None:
    """Scale an axis as the number was drawn, and name it with its unit."""
    from matplotlib.ticker import LogLocator, NullLocator

    across = getattr(axis, "axis_name", "x") == "x"
    panel = axis.axes  # type: ignore[attr-defined]
    name, label = named(one.key, voice), panel.set_xlabel if across else panel.set_ylabel
    kind = "share" if one.unit in PERCENT_UNITS else "scale" if one.unit in SCALES else one.unit
    if one.log:
        (panel.set_xscale if across else panel.set_yscale)("log")
        axis.set_major_locator(LogLocator(subs=TICKS))  # type: ignore[attr-defined]
        axis.set_minor_locator(NullLocator())  # type: ignore[attr-defined]
    (panel.set_xlim if across else panel.set_ylim)(one.low, one.high)
    axis.set_major_formatter(_percent if kind == "share" else plain_number)  # type: ignore[attr-defined]
    label(_label(name, kind, voice))


def _label(name: str, kind: str, voice: Voice) -> str:
    """Return the text of an axis: the name, and the unit where it says more than the name."""
    if kind in ("share", "times", "scale"):
        return voice.say("flip.axis", name=name, unit=voice.say(f"axis.unit.{kind}"))
    if kind.startswith("yuan"):
        return voice.say("flip.axis", name=name, unit=voice.say("unit.yuan"))
    return voice.say("flip.axis.plain", name=name)


def _percent(value: float, _: object = None) -> str:
    return plain_number(round(100.0 * value, 1))
