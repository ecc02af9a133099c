"""Organizations that residents are members of (ODD 7.17): who is in what, and that each effect comes by its own path.

Where two worlds must be the same they are compared to the byte, so that random variation has no part in it.
"""

from typing import Any

import networkx as nx
import numpy as np
import pytest

from dizao.agents.organization import KIND_NAMES, MASS, heard
from dizao.agents.resident import CHILD, OLDER
from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.mesa_adapter.graphs import Network
from dizao.model.systems.organizations import news
from dizao.model.systems.organizations.joining import who_joins
from dizao.model.world.make import World
from dizao.model.world.network import with_pairs
from dizao.model.world.place import slice_of_each
from dizao.model.world.projects import CAMPAIGNING, VOTING
from dizao.scenarios import load
from tests.model.invariants import broken
from tests.model.worlds import different_columns, lived, settings_with

SEED = 4
NOTHING = {"memberships__ties": 0.0, "memberships__news": 0.0, "memberships__invited": 0.0}
WITHOUT_CONTACT = {
    "people__contact_weight": 0.0,
    "people__voice_contact": 0.0,
    "people__reach_contact": 0.0,
    "people__supervise_asked": 0.0,
    "people__attention": 1.0,
}
"""A talk moves nobody, and everybody looks at a campaign anyway."""


def settings_of(coverage: float = 0.9, **changes: Any) -> Any:
    return settings_with(memberships__coverage=coverage, **changes)


def world_of(**changes: Any) -> World:
    return Engine(settings_of(**changes), SEED).world


def members_of(world: World) -> dict[int, np.ndarray]:
    """Return the rows of the members of each organization that has some."""
    joined = world.memberships
    people = np.repeat(np.arange(len(world.residents.id)), np.diff(joined.first))
    return {int(o): people[joined.organization == o] for o in np.unique(joined.organization)}


def units_of(world: World, rows: np.ndarray) -> set[int]:
    return set(slice_of_each(world.units.first_resident)[rows].tolist())


# who is in what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coverage", [0.4, 0.92])
def test_just_so_many_adults_of_each_unit_are_in_an_organization(coverage: float) -> None:
    world = world_of(coverage=coverage)
    members = np.flatnonzero(np.diff(world.memberships.first) > 0)
    assert (world.residents.age[members] != CHILD).all()
    unit = slice_of_each(world.units.first_resident)[members]
    assert np.bincount(unit).tolist() == np.round(coverage * world.units.adults).astype(int).tolist()


def test_who_is_in_at_a_low_coverage_is_in_at_a_higher_one_and_older_owners_come_first() -> None:
    few, many = (world_of(coverage=coverage) for coverage in (0.4, 0.92))
    rules = settings_of().memberships
    at_first, later = (
        who_joins(world, rules._replace(coverage=share), SEED) for world, share in ((few, 0.4), (many, 0.92))
    )
    assert set(at_first) < set(later)
    adults = np.flatnonzero(few.residents.age != CHILD)
    owns = few.households.owner[few.residents.household] == 1
    older = few.residents.age == OLDER
    assert owns[at_first].mean() > owns[adults].mean()
    assert older[at_first].mean() > older[adults].mean()


def test_organizations_hold_like_with_like_unless_they_bridge() -> None:
    world = world_of()
    for o, rows in members_of(world).items():
        assert world.organizations.kind[o] == MASS
        assert len(units_of(world, rows)) == 1
        assert len(set(world.residents.age[rows].tolist())) == 1
        assert len(set(world.households.owner[world.residents.household[rows]].tolist())) == 1


@pytest.mark.parametrize("across", [0.0, 1.0])
def test_organizations_that_bridge_mix_ages_and_tenures_and_if_they_reach_so_far_units(across: float) -> None:
    world = world_of(memberships__bridging=1.0, memberships__across_units=across)
    found = members_of(world)
    kinds = {KIND_NAMES[world.organizations.kind[o]] for o in found}
    assert {"self_governance", "social"} <= kinds <= {"self_governance", "social", "cooperative"}
    most = [rows for rows in found.values() if len(rows) >= 20]
    assert all(len(set(world.residents.age[rows].tolist())) > 1 for rows in most)
    assert all((len(units_of(world, rows)) > 1) == (across > 0.0) for rows in most)
    community = world.units.community
    assert all(len({int(community[u]) for u in units_of(world, rows)}) == 1 for rows in found.values())


def test_ids_of_organizations_are_all_different_and_sizes_count_their_members() -> None:
    world = world_of(memberships__bridging=0.5, memberships__across_units=0.5)
    assert len(set(world.organizations.id.tolist())) == len(world.organizations.id)
    sizes = {o: len(rows) for o, rows in members_of(world).items()}
    assert {o: int(world.memberships.size[o]) for o in sizes} == sizes
    assert world.memberships.size.sum() == sum(sizes.values())


def test_new_ties_join_members_of_one_organization_and_are_about_as_many_as_asked_for() -> None:
    plain, tied = world_of(memberships__ties=0.0), world_of(memberships__ties=4.0, memberships__further_share=0.0)

    def pairs(world: World) -> set[tuple[int, int]]:
        one = np.repeat(np.arange(len(world.residents.id)), np.diff(world.ties.first))
        return set(zip(one.tolist(), world.ties.neighbours.tolist(), strict=True))

    new = pairs(tied) - pairs(plain)
    assert pairs(plain) < pairs(tied)
    assert new == {(b, a) for a, b in new}
    first, organization = tied.memberships.first, tied.memberships.organization
    assert all(organization[first[a]] == organization[first[b]] for a, b in new)
    members = int((np.diff(first) > 0).sum())
    # Members of the same household, and pairs that were tied already, are lost.
    assert 2.5 < len(new) / members <= 4.2


def test_who_is_tied_already_is_not_tied_twice() -> None:
    ties = world_of(memberships__ties=0.0).ties
    a = int(np.flatnonzero(np.diff(ties.first) > 0)[0])
    known = ties.neighbours[ties.first[a] : ties.first[a] + 1]
    again = with_pairs(ties, np.array([a], dtype=np.int32), known.astype(np.int32))
    assert np.array_equal(again.first, ties.first)
    assert np.array_equal(again.neighbours, ties.neighbours)


def test_memberships_come_out_as_a_bipartite_graph() -> None:
    world = world_of(memberships__bridging=0.5)
    graph = Network(world).memberships(unit=2)
    people = {node for node, side in graph.nodes(data="bipartite") if side == 0}
    assert nx.bipartite.is_bipartite_node_set(graph, people)
    start, end = world.units.first_resident[1:3]
    assert graph.number_of_edges() == world.memberships.first[end] - world.memberships.first[start] > 0
    assert all(graph.nodes[node]["members"] >= graph.degree(node) for node in set(graph) - people)
    assert Network(world).memberships().number_of_edges() == len(world.memberships.organization)


def test_without_coverage_nobody_is_in_anything() -> None:
    world = Engine(settings_with(), SEED).world
    assert len(world.memberships.first) == len(world.memberships.organization) == 0
    assert Network(world).memberships(unit=1).number_of_edges() == 0


# effects, each by its own path ------------------------------------------------------------------------------------


def test_organizations_that_do_nothing_change_nothing() -> None:
    assert different_columns(lived(settings_with(), SEED).tables(), lived(settings_of(**NOTHING), SEED).tables()) == []


def test_news_works_only_because_a_talk_moves_people() -> None:
    for cut, same in ((WITHOUT_CONTACT, True), ({}, False)):
        silent = lived(settings_of(**(NOTHING | cut)), SEED)
        told = lived(settings_of(**(NOTHING | cut | {"memberships__news": 0.4})), SEED)
        changed = different_columns(silent.tables(), told.tables())
        # The time that telling takes is in the ledger, whatever it moves.
        assert {name.partition(".")[0] for name in changed} == ({"ledger"} if same else {"ledger", *silent.tables()})
        assert told.outcomes()["organizing_hours"] > 0.0


def turnout(engine: Engine) -> float:
    """Return how many come to a meeting, over the whole run."""
    return sum(engine.weekly["attendances"]) / sum(engine.weekly["meetings"])


def test_invitations_work_only_because_people_come_when_invited() -> None:
    few = {"works__invitations": 10.0}
    for cut, same in ((few | {"people__attend_invited": 0.0}, True), (few, False)):
        alone = lived(settings_of(**(NOTHING | cut)), SEED)
        invited = lived(settings_of(**(NOTHING | cut | {"memberships__invited": 0.2})), SEED)
        assert (different_columns(alone.tables(), invited.tables()) == []) == same
        if not same:
            assert turnout(invited) > turnout(alone)


def test_ties_work_only_because_people_look_at_others() -> None:
    blind = {
        "people__attend_neighbours": 0.0,
        "people__vote_neighbours": 0.0,
        "people__keep_neighbours": 0.0,
        "people__lead_weight": 0.0,
        "people__belief_slope": 0.0,
        "people__goal_weight": 0.0,
        "people__return_weight": 0.0,
        "people__hump_share": 0.0,
        "people__belief_learning": 0.0,
        "people__reciprocity_erosion": 0.0,
    }
    for cut, same in ((blind, True), ({}, False)):
        strangers = lived(settings_of(**(NOTHING | cut)), SEED)
        tied = lived(settings_of(**(NOTHING | cut | {"memberships__ties": 6.0})), SEED)
        assert (different_columns(strangers.tables(), tied.tables()) == []) == same


def test_nobody_hears_from_an_organization_in_which_nobody_knows() -> None:
    assert heard(0, 40, 0.4) == 0.0
    engine = Engine(settings_of(), SEED)
    while not len(open_rows := engine.in_stage(VOTING, CAMPAIGNING)):
        engine.step()
    households = engine.world.households
    households.contact_week[:] = engine.week - 1000
    news.tell_members(engine)
    assert (households.contact_week < engine.week).all()
    start, end, _ = engine.block_of(int(open_rows[0]))
    households.contact_week[start:end] = engine.week - 1
    for _ in range(20):
        news.tell_members(engine)
        engine.week += 1
    assert (households.contact_week[start:end] >= engine.week - 21).any()


def test_an_organization_over_several_units_has_fewer_who_know() -> None:
    near, far = (
        lived(settings_of(memberships__bridging=1.0, memberships__across_units=share), SEED).outcomes()
        for share in (0.0, 1.0)
    )
    assert near["reached_share"] > far["reached_share"] + 0.03
    assert near["member_share"] == far["member_share"]


def test_reach_is_counted_for_all_groups_and_only_where_memberships_are_modelled() -> None:
    found = lived(settings_of(), SEED).outcomes()
    names = ("member_share", "reached_share", "reached_tenants_share", "reached_young_share", "reached_older_share")
    assert all(0.0 < found[name] < 1.0 for name in names)
    without = lived(settings_with(), SEED).outcomes()
    assert all(np.isnan(without[name]) for name in names)


def test_a_fork_has_its_own_count_of_reach() -> None:
    engine = Engine(settings_of(), SEED)
    engine.warm_up()
    twin = engine.fork("upfront", presets()["upfront"].mechanism)
    before = engine.systems["organizations"].copy()
    twin.run()
    assert np.array_equal(engine.systems["organizations"], before)
    assert twin.systems["organizations"].sum() > 0


def test_all_that_must_hold_holds() -> None:
    assert broken(Engine(settings_of(memberships__bridging=0.7, memberships__across_units=0.5), SEED)) == {}


def test_the_whole_scenario_covers_over_nine_tenths() -> None:
    settings = load("organizations").settings()
    assert settings.memberships.coverage > 0.9
