"""Ties, measured through networkx in units of a usual size."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from dizao.agents.resident import CHILD
from dizao.model.engine import Engine
from dizao.model.world.make import World
from dizao.model.world.place import slice_of_each
from tests.model.worlds import settings_with

LARGE = {
    "place__streets": 1,
    "place__communities": 2,
    "place__units": 4,
    "place__households": 1_600,
    "place__residents": 3_840,
    "place__party_members": 160,
    "place__stations": 2,
}
"""Four units of about 400 households, two in each community."""


@pytest.fixture(scope="module")
def world() -> World:
    return Engine(settings_with(LARGE), 5).world


def all_ties(world: World) -> np.ndarray:
    """Return every tie as a pair of rows, both ways."""
    ties = world.ties
    one = np.repeat(np.arange(len(world.residents.id)), np.diff(ties.first))
    return np.column_stack([one, ties.neighbours])


def unit_graph(world: World, u: int) -> nx.Graph:
    """Return the adults of a unit and the ties among them."""
    start, end = world.units.first_resident[u : u + 2]
    graph = nx.Graph()
    graph.add_nodes_from(int(r) for r in range(start, end) if world.residents.age[r] != CHILD)
    pairs = all_ties(world)
    inside = np.isin(pairs, list(graph.nodes)).all(axis=1)
    graph.add_edges_from(pairs[inside].tolist())
    return graph


@pytest.fixture(scope="module")
def graph(world: World) -> nx.Graph:
    return unit_graph(world, 1)


def test_a_tie_joins_both(world: World) -> None:
    pairs = {(int(a), int(b)) for a, b in all_ties(world)}
    assert pairs == {(b, a) for a, b in pairs}


def test_nobody_is_tied_to_themselves(world: World) -> None:
    pairs = all_ties(world)
    assert (pairs[:, 0] != pairs[:, 1]).all()


def test_neighbours_are_sorted_and_named_once(world: World) -> None:
    first, neighbours = world.ties
    assert first[0] == 0
    assert first[-1] == len(neighbours)
    for r in range(len(first) - 1):
        assert (np.diff(neighbours[first[r] : first[r + 1]]) > 0).all()


def test_everybody_in_a_household_is_tied(world: World) -> None:
    pairs = {(int(a), int(b)) for a, b in all_ties(world)}
    starts = world.households.first_resident
    for h in range(len(starts) - 1):
        assert set(combinations(range(starts[h], starts[h + 1]), 2)) <= pairs


def test_children_have_no_ties_outside_the_household(world: World) -> None:
    pairs = all_ties(world)
    children = world.residents.age[pairs[:, 0]] == CHILD
    household = world.residents.household[pairs]
    assert (household[children, 0] == household[children, 1]).all()


def test_friends_of_friends_are_friends_far_more_often_than_by_chance(graph: nx.Graph) -> None:
    # In a random graph of the same density clustering equals the density.
    assert nx.average_clustering(graph) > 5.0 * nx.density(graph)


def test_anybody_is_reached_in_a_few_steps(graph: nx.Graph) -> None:
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    assert len(largest) > 0.99 * len(graph)
    some = sorted(largest)[::20]
    steps = [np.mean(list(nx.single_source_shortest_path_length(largest, r).values())) for r in some]
    assert np.mean(steps) < 5.0


def test_an_adult_has_ten_ties_or_more_and_some_have_many_more(world: World, graph: nx.Graph) -> None:
    degrees = np.array([degree for _, degree in graph.degree])
    assert degrees.mean() > 10.0
    assert 0.15 < degrees.std() / degrees.mean() < 0.6
    assert degrees.max() > 2.0 * degrees.mean()
    assert np.median(degrees) > 8.0


def test_some_ties_lead_to_the_next_unit_of_the_community_and_none_further(world: World) -> None:
    pairs = all_ties(world)
    unit = slice_of_each(world.units.first_resident)[pairs]
    across = unit[:, 0] != unit[:, 1]
    assert 0.002 < across.mean() < 0.05
    assert (np.abs(unit[across, 0] - unit[across, 1]) == 1).all()
    community = world.units.community[unit]
    assert (community[:, 0] == community[:, 1]).all()


def test_most_ties_outside_the_household_are_in_the_building(world: World) -> None:
    pairs = all_ties(world)
    household = world.residents.household[pairs]
    outside = household[:, 0] != household[:, 1]
    building = world.households.building[household[outside]]
    assert 0.5 < (building[:, 0] == building[:, 1]).mean() < 0.95


def test_without_sought_ties_only_households_are_left() -> None:
    world = Engine(settings_with(network__building_ties=0, network__unit_ties=0, network__across_ties=0), 1).world
    # A fraction of a tie is sought with that probability, so nobody seeks none of none.
    household = world.residents.household[all_ties(world)]
    assert (household[:, 0] == household[:, 1]).all()


def test_ties_of_a_unit_do_not_depend_on_units_elsewhere(world: World) -> None:
    part = Engine(settings_with(LARGE)._replace(left_out=(1, 2)), 5).world
    mine = part.residents.id[all_ties(part)]
    whole = world.residents.id[all_ties(world)]
    kept = np.isin(whole, part.residents.id).all(axis=1)
    assert mine.tolist() == whole[kept].tolist()
