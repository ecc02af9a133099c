"""A unit's own ties: edges that somebody brings, from a file or a graph, in place of those that are drawn (ODD 5)."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dizao.agents.resident import CHILD
from dizao.model.settings import Settings
from dizao.model.world.make import World
from dizao.model.world.network import Ties


class Graph(Protocol):
    """What is needed of a graph, such as one of networkx."""

    @property
    def nodes(self) -> Iterable[Any]:
        """Its nodes."""

    @property
    def edges(self) -> Iterable[Any]:
        """Its edges, as pairs of nodes."""


class TiesError(ValueError):
    """A tie of a graph that leads to nobody.

    Parameters
    ----------
    unit
        Id of the unit whose graph it is.
    problem
        What is wrong.
    """

    def __init__(self, unit: int, problem: str) -> None:
        self.unit, self.problem = unit, problem
        super().__init__(unit, problem)

    def __str__(self) -> str:
        return f"ties of unit {self.unit}: {self.problem}"


class NodesError(ValueError):
    """Nodes of a graph of which it cannot be said whom they stand for."""


def unit_slice(world: World, unit: int) -> tuple[int, int]:
    """Return the rows of a unit's residents, by the unit's id.

    Parameters
    ----------
    world
        A world.
    unit
        Id of the unit.

    Returns
    -------
    Row of the first resident, and of the one after the last.

    Raises
    ------
    KeyError
        If no such unit is simulated.
    """
    found = np.flatnonzero(world.units.id == unit)
    if not len(found):
        raise KeyError(f"no unit {unit} is simulated")
    u = int(found[0])
    return int(world.units.first_resident[u]), int(world.units.first_resident[u + 1])


def edges_of(graph: Graph) -> tuple[tuple[int, int], ...]:
    """Return a graph's edges as pairs of numbers, for `Settings.ties`; loops and directions are dropped.

    Nodes that are whole numbers (or text of such), not below 0, are residents' numbers in the unit. Nodes with names
    are numbered in the graph's order, and stand for the unit's adults in their order (numbers below 0: adult -1 - k).
    All are the one or all the other: a single slip would else tie other people than those that the numbers say.

    Parameters
    ----------
    graph
        Nodes and edges.

    Returns
    -------
    Pairs of numbers, each pair ascending and once, in ascending order.

    Raises
    ------
    NodesError
        If some nodes are numbers and others not, or a number is below 0, not whole, or there in two spellings.
    """
    numbers = _numbers(list(graph.nodes))
    pairs = {tuple(sorted((numbers[a], numbers[b]))) for a, b in graph.edges if a != b}
    return tuple(sorted((int(a), int(b)) for a, b in pairs))


def with_graphs(settings: Settings, graphs: Mapping[int, Graph]) -> Settings:
    """Return settings in which graphs take the place of the ties inside some units, by the unit's id.

    See `edges_of` for what the nodes stand for. A two-mode network (who came to what) is projected on people first, as
    with ``networkx.bipartite.projected_graph``.

    Parameters
    ----------
    settings
        Those of a run.
    graphs
        Graphs by the unit's id.

    Returns
    -------
    Settings; ties of other units stay.
    """
    kept = [(unit, edges) for unit, edges in settings.ties if unit not in graphs]
    return settings._replace(ties=(*kept, *((unit, edges_of(graph)) for unit, graph in graphs.items())))


NUMBER = re.compile(r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
"""What a reader takes for a number, whole or not."""

WHOLE = re.compile(r"0*[0-9]{1,18}")


def _numbers(nodes: list[Hashable]) -> dict[Hashable, int]:
    texts = {node: str(node) for node in nodes}
    named = [text for text in texts.values() if not NUMBER.fullmatch(text)]
    if len(named) == len(nodes):
        return {node: -1 - k for k, node in enumerate(nodes)}
    for text in texts.values():
        if not WHOLE.fullmatch(text):
            short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
            raise NodesError(f"nodes must all be whole numbers from 0 on, or all be names, got {short}")
    found = {node: int(text.lstrip("0") or "0") for node, text in texts.items()}
    repeated = [number for number, times in Counter(found.values()).items() if times > 1]
    if repeated:
        raise NodesError(f"nodes must be written in one way each, got {repeated[0]} in several")
    return found


LONGEST_SHOWN = 57
"""Characters of a wrong node that a message quotes."""


def with_edges(world: World, unit: int, edges: tuple[tuple[int, int], ...]) -> Ties:
    """Return a world's ties with those inside a unit replaced; ties to other units stay.

    Parameters
    ----------
    world
        A world; it is not changed.
    unit
        Id of the unit.
    edges
        Pairs of numbers, as `edges_of` returns them.

    Returns
    -------
    The ties of all residents.

    Raises
    ------
    KeyError
        If no such unit is simulated.
    TiesError
        If an edge leads to nobody.
    """
    start, end = unit_slice(world, unit)
    adults = np.flatnonzero(world.residents.age[start:end] != CHILD)
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    beyond = (pairs >= end - start) | (pairs < -len(adults))
    if beyond.any():
        people = f"{end - start} residents, {len(adults)} of them adults"
        raise TiesError(unit, f"a tie leads to nobody: the unit has {people}")
    rows = np.where(pairs < 0, adults[np.clip(-1 - pairs, 0, len(adults) - 1)], pairs) + start
    source = np.repeat(np.arange(len(world.residents.id)), np.diff(world.ties.first))
    target = world.ties.neighbours.astype(np.int64)
    inside = (source >= start) & (source < end) & (target >= start) & (target < end)
    source = np.concatenate([source[~inside], rows[:, 0], rows[:, 1]])
    target = np.concatenate([target[~inside], rows[:, 1], rows[:, 0]])
    return _as_ties(source, target, len(world.residents.id))


def _as_ties(source: NDArray[np.int64], target: NDArray[np.int64], number: int) -> Ties:
    order = np.lexsort((target, source))
    first = np.zeros(number + 1, dtype=np.int32)
    first[1:] = np.cumsum(np.bincount(source, minlength=number))
    return Ties(first, target[order].astype(np.int32))
