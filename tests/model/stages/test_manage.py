"""Upkeep: who lends a hand looks at what neighbours did the month before, whoever is asked first (ODD 7.8)."""

import numpy as np
import pytest

from dizao.model.engine import Engine
from dizao.model.parameters import WEEKS_PER_MONTH
from dizao.model.stages import manage
from dizao.model.world.projects import EVALUATING, IN_USE
from tests.model.worlds import BUSY, TINY, settings_with, under

LIKE_NEIGHBOURS = {"people__keep_intercept": -100.0, "people__keep_neighbours": 200.0}
"""Whoever sees more than half of the neighbours keep it up does so too, others do not."""


def _ties_concerned(engine: Engine, h: int, start: int, end: int) -> int:
    world = engine.world
    r = world.households.first_resident[h]
    others = world.residents.household[world.ties.neighbours[world.ties.first[r] : world.ties.first[r + 1]]]
    return int(((others >= start) & (others < end) & (others != h)).sum())


@pytest.mark.small
def test_who_kept_it_up_before_is_seen_although_they_have_decided_again() -> None:
    engine = Engine(under(settings_with(TINY | BUSY | LIKE_NEIGHBOURS, rates=120.0, costs=0.05), "upfront"), 1)
    while engine.week % WEEKS_PER_MONTH or not len(engine.in_stage(EVALUATING, IN_USE)):
        engine.step()
    p = int(engine.in_stage(EVALUATING, IN_USE)[0])
    start, end, first = engine.block_of(p)
    stakes = engine.world.stakes
    stakes.kept_week[first : first + end - start] = engine.week - WEEKS_PER_MONTH
    manage.run(engine)
    gain = stakes.value_fen[first : first + end - start] > 0
    tied = np.array([_ties_concerned(engine, h, start, end) > 0 for h in range(start, end)])
    assert (gain & tied).sum() > 1
    assert engine.world.projects.keepers[p] == (gain & tied).sum()
