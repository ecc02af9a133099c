"""The networkx door: a unit's ties and memberships out as graphs, and anybody's graph in as a unit's ties.

Nothing else in the model touches networkx; ties live as arrays (`dizao.model.world.network.Ties`).
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, KIND_NAMES, STREET_OFFICE
from dizao.agents.resident import CHILD
from dizao.model.settings import Settings
from dizao.model.systems.organizations.joining import gather_communities
from dizao.model.world.make import World
from dizao.model.world.network import Ties

if TYPE_CHECKING:
    import networkx as nx

AGES = ("child", "young", "middle", "older")


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


class Network:
    """Ties of a world, for people who look at networks.

    Parameters
    ----------
    world
        The world whose ties these are.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def to_networkx(self, unit: int) -> "nx.Graph":
        """Return the ties inside a unit as a graph.

        Parameters
        ----------
        unit
            Id of the unit.

        Returns
        -------
        A graph whose nodes are the residents' numbers in the unit, from 0, with the attributes ``id``,
        ``household``, ``building``, ``age``, ``party_member``, ``trust``, ``belief``, ``reciprocity``.

        Raises
        ------
        KeyError
            If no such unit is simulated.
        """
        import networkx as nx

        start, end = unit_slice(self._world, unit)
        graph: nx.Graph = nx.Graph(unit=unit)
        graph.add_nodes_from((r - start, self._attributes(r)) for r in range(start, end))
        ties = self._world.ties
        for r in range(start, end):
            row = ties.neighbours[ties.first[r] : ties.first[r + 1]]
            graph.add_edges_from((r - start, int(other) - start) for other in row if r < other < end)
        return graph

    def memberships(self, unit: int | None = None) -> "nx.Graph":
        """Return who is in which organization as a bipartite graph (two-mode network).

        Parameters
        ----------
        unit
            Id of the unit whose residents are wanted; None: those of all.

        Returns
        -------
        A graph whose nodes are ids. Residents (``bipartite`` 0) have the attributes of `to_networkx`; organizations
        (``bipartite`` 1) have ``kind``, ``place`` (id of a unit or a community) and ``members``, counted everywhere. It
        is empty of organizations where memberships are not modelled.

        Raises
        ------
        KeyError
            If no such unit is simulated.
        """
        import networkx as nx

        world, joined = self._world, self._world.memberships
        start, end = (0, len(world.residents.id)) if unit is None else unit_slice(world, unit)
        graph: nx.Graph = nx.Graph(unit=unit)
        graph.add_nodes_from(
            (int(world.residents.id[r]), self._attributes(r) | {"bipartite": 0}) for r in range(start, end)
        )
        if not len(joined.first):
            return graph
        rows = joined.organization[joined.first[start] : joined.first[end]]
        people = np.repeat(world.residents.id[start:end], np.diff(joined.first[start : end + 1]))
        for o in np.unique(rows):
            graph.add_node(int(world.organizations.id[o]), bipartite=1, **self._about(int(o)))
        graph.add_edges_from(zip(people.tolist(), world.organizations.id[rows].tolist(), strict=True))
        return graph

    def organizations(self) -> "nx.DiGraph":
        """Return who is above whom: the county's office, streets, communities, and what each unit has.

        Returns
        -------
        A tree whose nodes are ids of organizations, with ``kind``, ``place`` (id of a street, community or unit; 0 the
        county), ``members`` and ``minutes`` a week. An edge leads from an office to those below it; organizations of
        residents stand below their community's office.
        """
        import networkx as nx

        organizations = self._world.organizations
        tree: nx.DiGraph = nx.DiGraph()
        for o, number in enumerate(organizations.id.tolist()):
            tree.add_node(number, **self._about(o), minutes=int(organizations.minutes[o]))
        tree.add_edges_from(self._above())
        return tree

    def _above(self) -> "Iterator[tuple[int, int]]":
        """Yield each organization below the county's office with the one above it, by their ids."""
        units, organizations = self._world.units, self._world.organizations
        kinds, places, ids = (column.tolist() for column in (organizations.kind, organizations.place, organizations.id))
        offices = {(kind, place): number for kind, place, number in zip(kinds, places, ids, strict=True)}
        of_unit = dict(zip(units.id.tolist(), units.community.tolist(), strict=True))
        street = dict(zip(units.community.tolist(), units.street.tolist(), strict=True))
        of_community = gather_communities(organizations.id)
        for o, (kind, place, number) in enumerate(zip(kinds, places, ids, strict=True)):
            if kind == STREET_OFFICE:
                yield offices[COUNTY_OFFICE, 0], number
            elif kind == COMMUNITY_OFFICE:
                yield offices[STREET_OFFICE, street[place]], number
            elif kind != COUNTY_OFFICE:
                yield offices[COMMUNITY_OFFICE, place if of_community[o] else of_unit[place]], number

    def _about(self, o: int) -> dict[str, object]:
        organizations = self._world.organizations
        return {
            "kind": KIND_NAMES[organizations.kind[o]],
            "place": int(organizations.place[o]),
            "members": int(self._world.memberships.size[o]) if len(self._world.memberships.size) else 0,
        }

    def _attributes(self, r: int) -> dict[str, object]:
        residents, households = self._world.residents, self._world.households
        h = residents.household[r]
        return {
            "id": int(residents.id[r]),
            "household": int(households.id[h]),
            "building": int(households.building[h]),
            "age": AGES[residents.age[r]],
            "party_member": bool((self._world.members.resident == r).any()),
            "trust": float(residents.trust[r]),
            "belief": float(residents.belief[r]),
            "reciprocity": float(residents.reciprocity[r]),
        }


def unit_slice(world: World, unit: int) -> tuple[int, int]:
    """Return the rows of a unit's residents, by the unit's id.

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


def edges_of(graph: "nx.Graph") -> tuple[tuple[int, int], ...]:
    """Return a graph's edges as pairs of numbers, for `Settings.ties`; loops and directions are dropped.

    Nodes that are whole numbers (or text of such), not below 0, are residents' numbers in the unit. Other nodes are
    numbered in the graph's order, and stand for the unit's adults in their order (numbers below 0: adult -1 - k).
    """
    numbers = _numbers(list(graph.nodes))
    pairs = {tuple(sorted((numbers[a], numbers[b]))) for a, b in graph.edges if a != b}
    return tuple(sorted((int(a), int(b)) for a, b in pairs))


def with_graphs(settings: Settings, graphs: "Mapping[int, nx.Graph]") -> Settings:
    """Return settings in which graphs take the place of the ties inside some units, by the unit's id.

    See `edges_of` for what the nodes stand for. A two-mode network (who came to what) is projected on people first, as
    with ``networkx.bipartite.projected_graph``.
    """
    kept = [(unit, edges) for unit, edges in settings.ties if unit not in graphs]
    return settings._replace(ties=(*kept, *((unit, edges_of(graph)) for unit, graph in graphs.items())))


def _numbers(nodes: list[Hashable]) -> dict[Hashable, int]:
    try:
        found = {node: int(str(node)) for node in nodes}
    except ValueError:
        found = {}
    if len(set(found.values())) == len(nodes) and all(number >= 0 for number in found.values()):
        return found
    return {node: -1 - k for k, node in enumerate(nodes)}


def with_edges(world: World, unit: int, edges: tuple[tuple[int, int], ...]) -> Ties:
    """Return a world's ties with those inside a unit replaced; ties to other units stay.

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
