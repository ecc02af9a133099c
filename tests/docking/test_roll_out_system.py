"""Engine and reference are the same where the programme comes in phases (ODD 7.29), to the week and the fen."""

import numpy as np
import pytest

from dizao.model.engine import Engine
from tests.docking.docking import first_difference
from tests.docking.roll_out_system import FEW, roll_out_world_of

WORLDS = 40
"""How many are lived in all."""


def test_engine_and_reference_are_the_same_in_one_world() -> None:
    difference = first_difference(*roll_out_world_of(FEW[0]))
    assert difference is None, f"world {FEW[0]}: {difference}"


@pytest.mark.docking
def test_engine_and_reference_are_the_same_in_many_worlds() -> None:
    for number in range(WORLDS):
        difference = first_difference(*roll_out_world_of(number))
        assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
def test_all_that_a_roll_out_can_do_happens_in_the_few() -> None:
    phases, heard, moved = set(), 0, 0
    for number in FEW:
        settings, seed = roll_out_world_of(number)
        engine = Engine(settings, seed)
        engine.run()
        phases |= set(engine.start_weeks.tolist())
        taken = np.isin(engine.world.projects.terms, (1,)) & (engine.world.projects.offer_fen > 0)
        heard += int(taken.sum()) * (settings.roll_out.spill_over > 0.0)
        moved += settings.roll_out.minutes_moved > 0.0 and len(set(engine.start_weeks.tolist())) > 1
    assert len(phases) >= 3
    assert heard > 0
    assert moved > 0
