"""Engine and reference are the same where systems are on, and what these can do happens (ODD 7.15 to 7.17)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dizao.model.engine import Engine
from dizao.model.systems.organizations.news import reach_in
from dizao.model.systems.partners.joints import ALONE, REFUSED, SHARED, joints_in
from dizao.model.world.projects import STAGES
from tests.docking.docking import first_difference
from tests.docking.system_worlds import system_world_of

WORLDS = 40
"""How many are lived in all."""

FEW = (12, 22, 51, 1, 7)
"""A few of them, small, in which everything that can happen does happen."""

ONE = 22
"""The one of them that is lived beside the reference each time; the others are with all worlds."""

REASONS = {"organizing", "council meetings", "council talks", "mediating"}
"""For what time moves in these systems, besides the base model."""


def test_systems_are_the_same_in_a_world() -> None:
    difference = first_difference(*system_world_of(ONE))
    assert difference is None, f"world {ONE}: {difference}"


@pytest.mark.docking
@given(st.integers(0, WORLDS - 1))
@settings(max_examples=WORLDS)
def test_systems_are_the_same_in_all_worlds(number: int) -> None:
    difference = first_difference(*system_world_of(number))
    assert difference is None, f"world {number}: {difference}"


def test_what_two_units_share_is_not_left_standing_when_one_fails() -> None:
    # In this world nothing is asked of the first unit, which is a site before the other has pledged.
    engine = Engine(*system_world_of(42))
    engine.run()
    ends = [[STAGES[engine.world.projects.stage[p]] for p in (j.main, j.part)] for j in joints_in(engine).values()]
    assert ["unfunded", "unfunded"] in ends
    assert not [end for end in ends if "build" in end and {"unfunded", "no_consent"} & set(end)]


def test_whatever_systems_can_do_happens_in_a_few_worlds() -> None:
    reasons: set[str] = set()
    ends: set[str] = set()
    talks, knew, concerned = 0, 0, 0
    for number in FEW:
        engine = Engine(*system_world_of(number))
        engine.run()
        reasons |= {entry[1] for entry in engine.ledger.entries()}
        ends |= {joint.state for joint in joints_in(engine).values()}
        talks += sum(joint.talks for joint in joints_in(engine).values())
        knew, concerned = knew + reach_in(engine)[0], concerned + reach_in(engine)[1]
    assert reasons >= REASONS
    assert ends >= {ALONE, REFUSED, SHARED}
    assert talks > 0
    # In every group some know what is open, and some do not.
    assert (knew > 0).all()
    assert (knew < concerned).all()
