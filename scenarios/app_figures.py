"""What the app draws of a model: units with the ties between them, and the residents of one unit with theirs."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from dizao.model.graphs import unit_slice

if TYPE_CHECKING:
    from dizao.model.cocreation import CoCreationModel

LAYOUT_SEED, LAYOUT_STEPS = 1, 30
COLOURS = "cividis"
"""Can be told apart by people with any common colour blindness."""

type Places = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Where each resident of a unit stands, shape (residents, 2), and the ends of every tie, shape (ties, 2, 2)."""


def resident_places(model: "CoCreationModel", unit: int) -> Places:
    """Return where the residents of a unit and their ties are drawn: the same whenever it is asked."""
    import networkx as nx

    graph = model.network.to_networkx(unit)
    found = nx.spring_layout(graph, seed=LAYOUT_SEED, iterations=LAYOUT_STEPS)
    points = np.array([found[node] for node in range(len(graph))])
    return points, points[np.array(graph.edges, dtype=np.int64).reshape(-1, 2)]


def residents_figure(model: "CoCreationModel", unit: int, places: Places) -> Figure:
    """Return the residents of a unit, coloured by trust; those who gave or worked in the programme have a ring."""
    points, ties = places
    start, end = unit_slice(model.engine.world, unit)
    residents = model.engine.world.residents
    figure = Figure(figsize=(6.0, 5.0), layout="constrained")
    axes = figure.subplots()
    axes.add_collection(LineCollection(list(ties), colors="#C8C8C8", linewidths=0.2, zorder=1))
    active = residents.took_part[start:end] > 0
    rings = np.where(active, "#D55E00", "none")
    drawn = axes.scatter(
        *points.T, c=residents.trust[start:end], s=12, cmap=COLOURS, vmin=0, vmax=1, edgecolors=rings, zorder=2
    )
    figure.colorbar(drawn, ax=axes, label="trust", shrink=0.6)
    axes.set_title(f"Residents of unit {unit}, week {model.week}; ring: has taken part in the programme", fontsize=9)
    axes.set_axis_off()
    return figure


def units_figure(model: "CoCreationModel") -> Figure:
    """Return the units on a circle: size by households, colour by mean trust, lines by ties between them."""
    ids, trust, households = (model.units.get(name) for name in ("id", "trust", "households"))
    angles = 2.0 * np.pi * np.arange(len(ids)) / len(ids)
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    pairs, counts = ties_between_units(model)
    figure = Figure(figsize=(6.0, 5.0), layout="constrained")
    axes = figure.subplots()
    widths = 0.5 + 4.0 * counts / max(1, counts.max(initial=1))
    axes.add_collection(LineCollection(list(points[pairs]), colors="#C8C8C8", linewidths=widths, zorder=1))
    sizes = 1500.0 * households / households.max()
    drawn = axes.scatter(*points.T, c=trust, s=sizes, cmap=COLOURS, vmin=0, vmax=1, edgecolors="#333333", zorder=2)
    for (x, y), number, done in zip(points, ids, model.units.get("in_use"), strict=True):
        axes.annotate(f"unit {number}\n{done} in use", (1.5 * x, 1.4 * y), ha="center", va="center", fontsize=9)
    figure.colorbar(drawn, ax=axes, label="mean trust", shrink=0.6)
    axes.set(xlim=(-1.8, 1.8), ylim=(-1.7, 1.7))
    axes.set_title(f"Units, week {model.week}; size: households, lines: ties between them", fontsize=9)
    axes.set_axis_off()
    return figure


def ties_between_units(model: "CoCreationModel") -> tuple[NDArray[Any], NDArray[Any]]:
    """Return pairs of units (rows) that residents' ties join, shape (pairs, 2), and the number of ties of each."""
    world = model.engine.world
    of_resident = np.repeat(np.arange(len(world.units.id)), np.diff(world.units.first_resident))
    one = of_resident[np.repeat(np.arange(len(of_resident)), np.diff(world.ties.first))]
    other = of_resident[world.ties.neighbours]
    pairs, counts = np.unique(np.column_stack([one, other])[one < other], axis=0, return_counts=True)
    return pairs.reshape(-1, 2), counts
