"""The networkx adapter: ties out as a graph, graphs in as ties, and kin in villages."""

import networkx as nx
import numpy as np
import pytest

from dizao.agents.resident import CHILD
from dizao.model.engine import Engine
from dizao.model.mesa_adapter.graphs import Network
from dizao.model.world.pins import PinnedOrganization, PinnedProject
from dizao.model.world.ties import edges_of
from dizao.scenarios import load
from tests.model.worlds import TINY, settings_with

SEED = 3


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(settings_with(), SEED)


def test_a_graph_has_everybody_of_the_unit_and_all_ties_inside(engine: Engine) -> None:
    world = engine.world
    graph = Network(world).to_networkx(unit=2)
    start, end = world.units.first_resident[1], world.units.first_resident[2]
    assert set(graph) == set(range(end - start))
    ties = world.ties
    inside = sum(
        int(((row >= start) & (row < end)).sum())
        for row in (ties.neighbours[ties.first[r] : ties.first[r + 1]] for r in range(start, end))
    )
    assert 2 * graph.number_of_edges() == inside > 0
    assert graph.nodes[0]["id"] == world.residents.id[start]


def test_who_is_not_simulated_has_no_graph(engine: Engine) -> None:
    with pytest.raises(KeyError, match="no unit 99"):
        Network(engine.world).to_networkx(unit=99)


def test_ties_taken_out_and_put_back_are_the_same(engine: Engine) -> None:
    edges = edges_of(Network(engine.world).to_networkx(unit=2))
    again = Engine(engine.settings._replace(ties=((2, edges),)), SEED).world.ties
    assert np.array_equal(again.first, engine.world.ties.first)
    assert np.array_equal(again.neighbours, engine.world.ties.neighbours)


def test_a_club_takes_the_place_of_a_units_ties(engine: Engine) -> None:
    club = nx.karate_club_graph()
    world = Engine(engine.settings._replace(ties=((2, edges_of(club)),)), SEED).world
    graph = Network(world).to_networkx(unit=2)
    assert nx.is_isomorphic(graph.subgraph(range(34)), club)
    assert graph.number_of_edges() == club.number_of_edges()
    assert Network(world).to_networkx(unit=3).edges == Network(engine.world).to_networkx(unit=3).edges


def test_named_nodes_stand_for_adults(engine: Engine) -> None:
    women = nx.davis_southern_women_graph()
    world = Engine(engine.settings._replace(ties=((2, edges_of(women)),)), SEED).world
    graph = Network(world).to_networkx(unit=2)
    tied = [node for node, degree in graph.degree if degree]
    assert len(tied) == len(women)
    assert all(graph.nodes[node]["age"] != "child" for node in tied)


def test_a_tie_to_nobody_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="leads to nobody"):
        Engine(engine.settings._replace(ties=((2, ((0, 100_000),)),)), SEED)


def test_kin_tie_households_of_a_clan_across_the_village() -> None:
    plain = settings_with(network__building_ties=0.0, network__unit_ties=0.0, network__across_ties=0.0)
    with_kin = plain.with_values(network__kin_ties=6.0, network__clans=3)
    world = Engine(with_kin, SEED).world
    adults = np.flatnonzero(world.residents.age != CHILD)
    kin = sum(
        int((world.residents.household[world.ties.neighbours[world.ties.first[r] : world.ties.first[r + 1]]]
             != world.residents.household[r]).sum())
        for r in adults
    ) / len(adults)  # fmt: skip
    assert 4.0 < kin < 7.0
    # Without other ties the clans of a village are islands.
    graph = Network(world).to_networkx(unit=1)
    assert nx.number_connected_components(graph) >= 3


def test_a_pinned_project_arises_for_certain_and_is_no_second_one() -> None:
    pin = PinnedProject("gate", 3, 1, cost_yuan=12_345.0, value_yuan=50.0)
    settings = settings_with(TINY, rates=1e6)._replace(pinned_projects=(pin, pin._replace(unit=2, week=-9_000 % 7)))
    plain, pinned = Engine(settings._replace(pinned_projects=()), SEED), Engine(settings, SEED)
    assert np.array_equal(np.sort(plain.world.needs.id), np.sort(pinned.world.needs.id))
    changed = np.flatnonzero(plain.world.projects.cost_fen != pinned.world.projects.cost_fen)
    assert pinned.world.projects.cost_fen[changed].tolist().count(1_234_500) >= 1
    rare = settings_with(TINY, rates=0.0)._replace(pinned_projects=(pin._replace(unit=0),))
    needs = Engine(rare, SEED).world.needs
    assert needs.week_arose.tolist() == [3] * TINY["place__units"]
    assert needs.value_fen.tolist() == [5_000.0] * TINY["place__units"]


def test_a_pinned_firm_has_its_own_funds() -> None:
    settings = settings_with(TINY)._replace(pinned_organizations=(PinnedOrganization(2, yuan_per_year=777.0),))
    engine = Engine(settings, SEED)
    engine.step()
    funds = engine.ledger.balance("organizations", np.arange(2))
    assert funds.tolist() == [int(settings.works.sponsor_yuan_per_year) * 100, 77_700]


def test_where_each_gives_what_they_like_contributions_differ() -> None:
    settings = load("duhe", ["calendar.follow_up_weeks=0"]).settings("none")
    engine = Engine(settings, SEED)
    engine.run()
    stakes = engine.world.stakes
    ratios = (stakes.pledged_fen / np.maximum(1, stakes.asked_fen))[stakes.pledged_fen > 0]
    assert len(ratios) > 30
    assert len(np.unique(np.round(ratios, 3))) > 0.5 * len(ratios)
