"""What the app draws of a model: units and residents with the ties between them, and what happened week by week."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from dizao.model.world.ties import unit_slice
from dizao.scenarios.reports.fonts import chinese_font
from dizao.scenarios.reports.texts import IN_ENGLISH, Language, Voice

if TYPE_CHECKING:
    from dizao.model.mesa_adapter.cocreation import CoCreationModel

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
"""Between one point and the next of a spiral that fills a disc evenly."""

NETWORK_SIZE, PROCESS_SIZE = (6.0, 4.6), (6.0, 3.4)
"""Inches; networks beside each other are alike, and so are courses."""

TRUST, IN_USE = "weekly.trust", "weekly.in_use"
GREY, BLUE, ORANGE = "#C8C8C8", "#0072B2", "#D55E00"

CLUSTERS_APART = 1.3
"""Between buildings, in radii of the largest."""

COLOURS = "cividis"
"""Distinguishable for people with any common colour blindness."""

type Places = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Where each resident of a unit stands, shape (residents, 2), and the ends of every tie, shape (ties, 2, 2)."""


def resident_places(model: "CoCreationModel", unit: int) -> Places:
    """Return where the residents of a unit and their ties are drawn: a cluster a building, the same whenever asked.

    Parameters
    ----------
    model
        The model that is watched.
    unit
        Id of the unit.

    Returns
    -------
    Points, shape (residents, 2), and ends of ties, shape (ties, 2, 2), in the same coordinates without a unit.
    """
    world = model.engine.world
    start, end = unit_slice(world, unit)
    of_resident = world.households.building[world.residents.household[start:end]]
    _, building, inside = np.unique(of_resident, return_inverse=True, return_counts=True)
    first = np.concatenate([[0], np.cumsum(inside)[:-1]])
    widest = np.sqrt(inside.max())
    points = widest * CLUSTERS_APART * _spiral(np.arange(len(inside)))[building]
    points = points + _spiral(np.arange(end - start) - first[building])
    ties = np.array(model.network.to_networkx(unit).edges, dtype=np.int64).reshape(-1, 2)
    return points, points[ties]


def _spiral(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Return points by number that fill a disc evenly from its middle."""
    radius, angle = np.sqrt(numbers + 0.5), GOLDEN_ANGLE * numbers
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


@contextmanager
def _lettering(language: Language) -> Iterator[None]:
    """Write with a font that has the language's characters; a server of Solara reads no whole style sheet."""
    from matplotlib import rc_context

    font = chinese_font() if language == "zh" else None
    with rc_context({"font.family": ["DejaVu Sans", *([font] if font else [])]}):
        yield


def _network(title: str, key: str) -> tuple[Figure, Any]:
    """Return a figure with a title and, under it, what lines and marks mean."""
    figure = Figure(figsize=NETWORK_SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set_title(f"{title}\n{key}", fontsize=9, loc="left")
    axes.set_axis_off()
    return figure, axes


def residents_figure(model: "CoCreationModel", unit: int, places: Places, voice: Voice = IN_ENGLISH) -> Figure:
    """Return the residents of a unit, coloured by trust; those who gave or worked in the programme have a ring.

    Parameters
    ----------
    model
        The model that is watched.
    unit
        Id of the unit.
    places
        Where its residents and their ties are drawn, as `resident_places` returns it.
    voice
        How the figure speaks.

    Returns
    -------
    A figure of its own, not of pyplot.
    """
    points, ties = places
    start, end = unit_slice(model.engine.world, unit)
    residents = model.engine.world.residents
    rings = np.where(residents.took_part[start:end] > 0, ORANGE, "none")
    with _lettering(voice.language):
        title = voice.say("app.residents.title", unit=unit, week=model.week)
        figure, axes = _network(title, voice.say("app.residents.key"))
        axes.add_collection(LineCollection(list(ties), colors=GREY, linewidths=0.2, zorder=1))
        drawn = axes.scatter(
            *points.T, c=residents.trust[start:end], s=12, cmap=COLOURS, vmin=0, vmax=1, edgecolors=rings, zorder=2
        )
        figure.colorbar(drawn, ax=axes, label=voice.say("app.residents.colour"), shrink=0.8)
    return figure


def units_figure(model: "CoCreationModel", voice: Voice = IN_ENGLISH) -> Figure:
    """Return the units on a circle: size by households, colour by mean trust, lines by ties between them.

    Parameters
    ----------
    model
        The model that is watched.
    voice
        How the figure speaks.

    Returns
    -------
    A figure of its own, not of pyplot.
    """
    ids, trust, households = (model.units.get(name) for name in ("id", "trust", "households"))
    angles = 2.0 * np.pi * np.arange(len(ids)) / len(ids)
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    pairs, counts = ties_between_units(model)
    widths = 0.5 + 4.0 * counts / max(1, counts.max(initial=1))
    sizes = 1500.0 * households / households.max()
    with _lettering(voice.language):
        figure, axes = _network(voice.say("app.units.title", week=model.week), voice.say("app.units.key"))
        axes.add_collection(LineCollection(list(points[pairs]), colors=GREY, linewidths=widths, zorder=1))
        drawn = axes.scatter(*points.T, c=trust, s=sizes, cmap=COLOURS, vmin=0, vmax=1, edgecolors="#333333", zorder=2)
        for (x, y), number, count in zip(points, ids, model.units.get("in_use"), strict=True):
            said = voice.say("app.units.label", unit=number, count=count)
            axes.annotate(said, (1.5 * x, 1.4 * y), ha="center", va="center", fontsize=9)
        figure.colorbar(drawn, ax=axes, label=voice.say("app.units.colour"), shrink=0.8)
        axes.set(xlim=(-1.9, 1.9), ylim=(-1.7, 1.7))
    return figure


def things_figure(model: "CoCreationModel", voice: Voice = IN_ENGLISH) -> Figure:
    """Return how many projects were completed and how many things are in use, week by week.

    Parameters
    ----------
    model
        The model that is watched; it collects every week.
    voice
        How the figure speaks.

    Returns
    -------
    A figure of its own, not of pyplot.
    """
    return _process(model, voice, "things", {"completed": "completed", "in_use": IN_USE})


def shares_figure(model: "CoCreationModel", voice: Voice = IN_ENGLISH) -> Figure:
    """Return the residents' mean trust and the share of needs that were settled, week by week.

    Parameters
    ----------
    model
        The model that is watched; it collects every week.
    voice
        How the figure speaks.

    Returns
    -------
    A figure of its own, not of pyplot.
    """
    return _process(model, voice, "shares", {"trust": TRUST, "settled": "settled_share"}, top=1.0)


def _process(
    model: "CoCreationModel", voice: Voice, name: str, lines: dict[str, str], top: float | None = None
) -> Figure:
    """Return columns of the collector over the weeks of the whole run; a line marks its start."""
    calendar, found = model.engine.settings.calendar, model.datacollector.model_vars
    weeks = np.arange(len(found["completed"])) - calendar.warm_up_weeks
    with _lettering(voice.language):
        figure = Figure(figsize=PROCESS_SIZE, layout="constrained")
        axes = figure.subplots()
        for (key, column), colour, dashes in zip(lines.items(), (BLUE, ORANGE), ("-", "--"), strict=True):
            axes.plot(weeks, found[column], dashes, color=colour, label=voice.say(f"app.{name}.{key}"))
        axes.set_title(voice.say(f"app.{name}.title"), fontsize=9, loc="left")
        axes.set(xlabel=voice.say("app.week"), ylabel=voice.say(f"app.{name}.axis"))
        axes.set(xlim=(-calendar.warm_up_weeks, model.engine.end_week), ylim=(0.0, top or max(1.0, axes.get_ylim()[1])))
        axes.spines[["top", "right"]].set_visible(False)
        axes.axvline(0.0, color=GREY, linewidth=1.0)
        figure.legend(loc="outside lower center", ncols=1, frameon=False)
    return figure


def ties_between_units(model: "CoCreationModel") -> tuple[NDArray[Any], NDArray[Any]]:
    """Return pairs of units (rows) that residents' ties join, shape (pairs, 2), and the number of ties of each.

    Parameters
    ----------
    model
        The model that is watched.

    Returns
    -------
    Rows of units, the lower first, shape (pairs, 2); ties of each pair, shape (pairs,).
    """
    world = model.engine.world
    of_resident = np.repeat(np.arange(len(world.units.id)), np.diff(world.units.first_resident))
    one = of_resident[np.repeat(np.arange(len(of_resident)), np.diff(world.ties.first))]
    other = of_resident[world.ties.neighbours]
    pairs, counts = np.unique(np.column_stack([one, other])[one < other], axis=0, return_counts=True)
    return pairs.reshape(-1, 2), counts
