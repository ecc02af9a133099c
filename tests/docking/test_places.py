"""Engine and reference are the same where a county has places of different kinds (ODD 5.1)."""

import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from tests.docking.docking import first_difference
from tests.model.counties import county
from tests.model.worlds import BUSY, TINY, under


@pytest.mark.parametrize("name", ["reward", "participatory_budget"])
def test_a_county_of_two_kinds_of_places_is_the_same(name: str) -> None:
    settings = under(county(TINY | BUSY), name)
    difference = first_difference(settings, 2)
    assert difference is None, str(difference)
    engine = Engine(settings, 2)
    engine.run()
    completed = engine.table("places")["completed"].tolist()
    assert min(completed) > 0
    assert set(engine.table("projects")["mechanism"]) == {"former", name, "none"}


@pytest.mark.docking
@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("shares", [(None, None), (0.5, 0.5), (0.25, None)])
def test_every_preset_is_the_same_however_the_budget_is_divided(
    name: str, shares: tuple[float | None, float | None]
) -> None:
    for seed in range(2):
        difference = first_difference(under(county(TINY | BUSY, shares=shares, start_week=seed * 30), name), seed)
        assert difference is None, f"seed {seed}: {difference}"
