"""Small clubs that networkx ships decide on one project, by ties brought in as graph, GraphML and edge list."""

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from dizao.model import CoCreationModel
from dizao.model.mesa_adapter.graphs import Network
from dizao.model.settings import Settings
from dizao.model.world.projects import NEVER, VOTING
from dizao.model.world.ties import with_graphs
from dizao.scenarios import load
from tests.model.worlds import TINY, fingerprint, settings_with

pytestmark = pytest.mark.small


def southern_women() -> nx.Graph:
    """Return the women of Davis, Gardner and Gardner (1941), tied where they came to an event together."""
    both = nx.davis_southern_women_graph()
    return nx.bipartite.projected_graph(both, both.graph["top"])


CLUBS = {"karate": nx.karate_club_graph(), "southern_women": southern_women()}

CLUB = """
extends = "taoyuan"
title = "A club"
question = "What does a club decide about one yard?"
[place]
communities = 1
units = 1
residents = {members}
households = {members}
party_members = 2
stations = 0
children_share = 0.0
building_households = 200.0
[calendar]
backlog_weeks = 1
warm_up_weeks = 1
programme_weeks = 60
follow_up_weeks = 60
[works]
meeting_every_weeks = 2
[people]
voice_intercept = 3.0
[[projects]]
category = "yard"
week = 0
unit = 1
cost_yuan = 4000.0
value_yuan = 100.0
{dropped}
"""


def club(graph: nx.Graph, folder: Path, ties: str = "") -> Settings:
    """Return a place where every member of a club is an adult who lives alone, and one project is all that arises."""
    from dizao.model.parameters import CATEGORIES

    rates = "\n".join(f"[categories.{name}]\nrate = 0.0" for name in CATEGORIES)
    text = CLUB.format(members=len(graph), dropped=rates) + (f'[ties]\n1 = "{ties}"\n' if ties else "")
    (folder / "club.toml").write_text(text, encoding="utf-8")
    return load(folder / "club.toml").settings("none")


@pytest.fixture(params=sorted(CLUBS))
def graph(request: pytest.FixtureRequest) -> nx.Graph:
    return CLUBS[request.param]


@pytest.fixture
def model(graph: nx.Graph, tmp_path: Path) -> CoCreationModel:
    return CoCreationModel(with_graphs(club(graph, tmp_path), {1: graph}), rng=5).run()


def test_the_club_is_the_network(graph: nx.Graph, model: CoCreationModel) -> None:
    found = model.network.to_networkx(unit=1)
    assert nx.is_isomorphic(found, graph)
    assert len(model.residents) == len(model.households) == len(graph)
    degrees = sorted(degree for _, degree in graph.degree())
    assert sorted(model.residents.get("degree").tolist()) == degrees
    assert sorted(len(resident.neighbors) for resident in model.residents) == degrees


def test_the_club_decides_on_its_one_project(model: CoCreationModel) -> None:
    (project,) = model.projects.to_list()
    assert model.engine.world.projects.week_of[project.row, VOTING] > NEVER
    assert project.stage not in ("potential", "voiced", "recorded")
    stakes = model.engine.world.stakes
    assert (stakes.vote[: len(model.households)] >= 0).any()


def test_members_see_those_whom_the_graph_ties_them_to(graph: nx.Graph, model: CoCreationModel) -> None:
    stakes, world = model.engine.world.stakes, model.engine.world
    (project,) = model.projects.to_list()
    start, end, first = model.engine.block_of(project.row)
    asked = stakes.asked_week[first : first + end - start] > NEVER
    assert asked.sum() > 3
    # Everybody lives alone, so a member sees as many as were asked among its ties.
    ties = [world.ties.neighbours[world.ties.first[r] : world.ties.first[r + 1]] for r in range(end - start)]
    assert stakes.ties_asked[first : first + end - start].tolist() == [int(asked[row].sum()) for row in ties]


@pytest.mark.parametrize("name", ["club.graphml", "club.edges"])
def test_a_file_brings_the_same_life_as_the_graph(
    name: str, graph: nx.Graph, model: CoCreationModel, tmp_path: Path
) -> None:
    numbered = nx.convert_node_labels_to_integers(graph)
    plain: Any = nx.Graph(numbered.edges)
    plain.add_nodes_from(numbered)
    (nx.write_graphml if name.endswith("graphml") else nx.write_edgelist)(plain, tmp_path / name)
    from_file = CoCreationModel(club(graph, tmp_path, ties=name), rng=5).run()
    assert from_file.network.to_networkx(unit=1).edges == model.network.to_networkx(unit=1).edges
    assert fingerprint(from_file.engine.tables()) == fingerprint(model.engine.tables())


def test_other_ties_lead_to_another_life(tmp_path: Path) -> None:
    graph = CLUBS["karate"]
    lives = set()
    for ties in (graph, nx.empty_graph(len(graph)), nx.complete_graph(len(graph))):
        model = CoCreationModel(with_graphs(club(graph, tmp_path), {1: ties}), rng=5).run()
        lives.add(fingerprint(model.engine.tables()))
    assert len(lives) > 1


# the tree of organizations, and who is in them -------------------------------------------------------------------


def test_organizations_are_a_tree_below_the_county() -> None:
    settings = settings_with(TINY, place__units=6, place__communities=3, place__streets=2, memberships__coverage=0.8)
    settings = settings.with_values(memberships__bridging=0.6, memberships__across_units=0.5, memberships__members=5.0)
    model = CoCreationModel(settings, rng=1)
    tree = model.network.organizations()
    assert nx.is_arborescence(tree)
    assert set(tree) == set(model.organizations.get("id").tolist())
    (root,) = [node for node, degree in tree.in_degree() if degree == 0]
    assert tree.nodes[root]["kind"] == "county_office"
    above = {
        "street_office": {"county_office"}, "community_office": {"street_office"},
        "residents_council": {"community_office"}, "economic": {"community_office"},
    }  # fmt: skip
    for office, other in tree.edges:
        expected = above.get(tree.nodes[other]["kind"], {"community_office"})
        assert tree.nodes[office]["kind"] in expected
    communities = dict(zip(model.units.get("id").tolist(), model.units.get("community").tolist(), strict=True))
    for node in tree:
        if tree.nodes[node]["kind"] == "residents_council":
            (office,) = tree.predecessors(node)
            assert tree.nodes[office]["place"] == communities[tree.nodes[node]["place"]]


def test_members_stand_below_the_office_of_their_community() -> None:
    settings = settings_with(TINY, place__units=4, place__communities=2, memberships__coverage=0.8)
    settings = settings.with_values(memberships__bridging=1.0, memberships__across_units=0.5, memberships__members=5.0)
    model = CoCreationModel(settings, rng=1)
    tree = model.network.organizations()
    checked = 0
    for organization in model.organizations.select(lambda organizations: organizations.members > 0):
        (office,) = tree.predecessors(organization.unique_id)
        communities = {resident.unit.community for resident in organization.members}
        assert communities == {tree.nodes[office]["place"]}
        checked += 1
    assert checked > 2


def test_memberships_are_two_mode() -> None:
    model = CoCreationModel(settings_with(TINY, memberships__coverage=0.8, memberships__members=5.0), rng=1)
    graph = Network(model.engine.world).memberships()
    people = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    assert nx.is_bipartite(graph)
    assert len(people) == len(model.residents)
    degrees = dict(graph.degree(people))
    assert all(degrees[row.unique_id] == len(row.organizations) for row in model.residents)
    assert np.mean(list(degrees.values())) > 0.5
