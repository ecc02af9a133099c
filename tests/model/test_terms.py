"""Terms by place, kind and income in a run: who is paid what, and what stays as it is (ODD 7.10)."""

import numpy as np
import pytest

from dizao.model.acting import idle_payment, idle_terms
from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import IncomeBand, Measure, Terms
from dizao.model.parameters import FEN_PER_YUAN
from dizao.model.settings import Settings
from dizao.model.state import PROGRAMME, State
from dizao.model.world.groups import units_below
from dizao.model.world.place import slice_of_each
from tests.model.counties import county
from tests.model.invariants import broken
from tests.model.worlds import BUSY, TINY, changed, different_columns, lived, under

pytestmark = pytest.mark.small

REWARD = changed(presets()["reward"].mechanism, payment__cap_yuan=500.0)


def place(mechanism: Mechanism = REWARD) -> Settings:
    return under(county(TINY | BUSY, start_week=0), "reward", mechanism)


def band(limit: float, *terms: tuple[str, float], measure: Measure = "poorest_share") -> IncomeBand:
    return IncomeBand("poor", "", "", measure, limit, terms)


def everywhere(rate: float, cap: float) -> dict[str, Mechanism]:
    """The same terms, said in four ways, over a rate and a cap that then hold nowhere."""
    terms: Terms = (("rate", rate), ("cap_yuan", cap))
    other = changed(REWARD, payment__rate=0.1, payment__cap_yuan=10.0)
    return {
        "places": other._replace(places=(("town", terms), ("hills", terms))),
        "kinds": other._replace(kinds=(("compound", terms), ("village_group", terms))),
        "incomes": other._replace(incomes=(band(1.0, *terms),)),
        "limit": other._replace(incomes=(band(1e9, *terms, measure="below_yuan_per_head"),)),
    }


def test_the_same_terms_everywhere_are_the_plain_ones_to_the_byte() -> None:
    plain = lived(place(), 1).tables()
    assert plain["projects"]["public_fen"].sum() > 0
    for how, rules in everywhere(0.5, 500.0).items():
        assert different_columns(plain, lived(place(rules), 1).tables()) == [], how


WITH_TERMS = presets()["reward"].mechanism._replace(
    places=(("hills", (("rate", 0.7),)),),
    kinds=(("compound", (("minimum_resident_share", 0.6),)),),
    incomes=(band(0.25, ("rate", 0.9), ("minimum_resident_share", 0.0)),),
)


def test_units_are_paid_at_their_own_rate_and_all_money_adds_up() -> None:
    paid = set()
    for seed in (0, 1, 3):
        engine = Engine(place(WITH_TERMS), seed)
        assert broken(engine) == {}
        projects, world = engine.world.projects, engine.world
        poorest = int(np.argmin([one.poorer_share for one in engine.localities]))
        for p in np.flatnonzero((projects.terms == PROGRAMME) & (projects.offer_fen > 0)):
            unit = int(projects.unit[p])
            rate = 0.9 if unit == poorest else 0.7 if world.units.group[unit] == 1 else 0.4
            # A plan that is cut is cut with its offer, each to whole fen.
            assert projects.offer_fen[p] == pytest.approx(rate * projects.cost_fen[p], abs=3)
            assert projects.public_fen[p] in (0, projects.offer_fen[p])
            paid |= {rate} if projects.public_fen[p] > 0 else set()
    assert paid == {0.4, 0.7, 0.9}


def test_the_poorest_are_those_of_lowest_mean_income_and_it_is_what_their_people_have() -> None:
    state = State(place(), 3)
    assert sorted(one.poorer_share for one in state.localities) == [0.0, 0.25, 0.5, 0.75]
    incomes = [one.income_yuan_per_head for one in sorted(state.localities, key=lambda one: one.poorer_share)]
    assert incomes == sorted(incomes)
    assert [one.group for one in state.localities] == ["town", "town", "hills", "hills"]
    assert [one.kind for one in state.localities] == ["compound", "compound", "village_group", "village_group"]


def test_mean_incomes_are_those_of_households_in_the_long_run() -> None:
    settings = county(TINY).with_values(place__income_spread=0.1)
    ratios = []
    for seed in range(30):
        state = State(settings, seed)
        world, share = state.world, state.of_units("spare_money_share", np.arange(4))
        money = np.bincount(slice_of_each(world.units.first_household), weights=world.households.spare_fen)
        people = np.diff(world.units.first_resident)
        found = money * 52.0 / FEN_PER_YUAN / share / people
        ratios += (found / [one.income_yuan_per_head for one in state.localities]).tolist()
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.02)


def test_units_expected_below_a_limit_are_those_that_come() -> None:
    settings, limits = county(TINY), (6_000.0, 9_000.0, 70_000.0)
    incomes = [[one.income_yuan_per_head for one in State(settings, seed).localities] for seed in range(60)]
    found = [np.mean([sum(income < limit for income in world) for world in incomes]) for limit in limits]
    assert found == pytest.approx([units_below(settings, limit) for limit in limits], abs=0.25)


def test_people_of_poor_units_expect_what_is_announced_to_them() -> None:
    engine = Engine(place(WITH_TERMS).with_values(demand__announced=1.0, demand__learning=0.0), 3)
    while engine.week <= 0:
        engine.step()
    expected = engine.world.units.expected_subsidy
    town, hills = expected[:2], expected[2:]
    assert town[0] == town[1] < hills.min() < hills.max()
    assert int(np.argmax(expected)) == int(np.argmin([x.poorer_share for x in engine.localities]))


def test_a_term_that_nothing_can_have_is_known() -> None:
    settings = place(WITH_TERMS)
    low = WITH_TERMS._replace(incomes=(band(900.0, ("rate", 0.9), measure="below_yuan_per_head"),))
    assert idle_terms("incomes", "poor", "rate", WITH_TERMS, settings) == ""
    assert "are expected here" in idle_terms("incomes", "poor", "rate", low, settings)
    hidden = WITH_TERMS._replace(kinds=(("village_group", (("rate", 0.2),)),))
    assert "places.GROUP" in idle_terms("kinds", "village_group", "rate", hidden, settings)
    assert idle_terms("kinds", "compound", "minimum_resident_share", WITH_TERMS, settings) == ""
    none = WITH_TERMS._replace(payment=WITH_TERMS.payment._replace(timing="none"))
    assert "is paid" in idle_terms("places", "hills", "rate", none, settings)
    assert "none of its own" in idle_payment("rate", everywhere(0.5, 1.0)["places"], settings)
    assert idle_payment("rate", WITH_TERMS, settings) == idle_payment("delay_weeks", WITH_TERMS, settings) == ""
