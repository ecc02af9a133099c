"""Ties, memberships and organizations of a world as networkx graphs.

Ties live as arrays (`dizao.model.world.network.Ties`); graphs come in as ties by `dizao.model.world.ties`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from dizao.agents.organization import COMMUNITY_OFFICE, COUNTY_OFFICE, KIND_NAMES, STREET_OFFICE
from dizao.model.systems.organizations.joining import gather_communities
from dizao.model.world.make import World
from dizao.model.world.ties import unit_slice

if TYPE_CHECKING:
    import networkx as nx

AGES = ("child", "young", "middle", "older")


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
