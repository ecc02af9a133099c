"""Engine and reference are the same where a county has places of different kinds (ODD 5.1)."""

import pytest

from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import IncomeBand, Measure
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


def with_terms(name: str, measure: Measure, limits: tuple[float, float]) -> Mechanism:
    """Return a preset that pays by category, income, group and kind, one term of each said by another as well."""
    poor = (("rate", 0.95), ("minimum_resident_share", 0.02))
    return presets()[name].mechanism._replace(
        categories=(("gate", (("cap_yuan", 400.0),)),),
        incomes=(
            IncomeBand("low", "", "", measure, limits[1], (("rate", 0.8), ("cap_yuan", 900.0))),
            IncomeBand("poor", "", "", measure, limits[0], poor),
        ),
        places=(("hills", (("rate", 0.7), ("minimum_resident_share", 0.2))),),
        kinds=(("village_group", (("rate", 0.6), ("cap_yuan", 700.0))), ("compound", (("rate", 0.3),))),
    )


WITH_TERMS = [
    (name, measure, limits)
    for name in ("reward", "match", "participatory_budget")
    for measure, limits in (("below_yuan_per_head", (6_500.0, 20_000.0)), ("poorest_share", (0.2, 0.45)))
]


@pytest.mark.parametrize(("name", "measure", "limits"), WITH_TERMS[:2])
def test_terms_by_category_income_group_and_kind_are_the_same(
    name: str, measure: Measure, limits: tuple[float, float]
) -> None:
    settings = under(county(TINY | BUSY, start_week=0), name, with_terms(name, measure, limits))
    difference = first_difference(settings, 1)
    assert difference is None, str(difference)
    assert _offered_shares(Engine(settings, 1)) > 2


def _offered_shares(engine: Engine) -> int:
    engine.run()
    projects = engine.world.projects
    offered = (projects.terms == 1) & (projects.offer_fen > 0)
    return len({round(x, 3) for x in (projects.offer_fen / projects.cost_fen)[offered].tolist()})


@pytest.mark.docking
@pytest.mark.parametrize(("name", "measure", "limits"), WITH_TERMS)
def test_terms_are_the_same_in_other_counties_and_where_people_expect_them(
    name: str, measure: Measure, limits: tuple[float, float]
) -> None:
    rules = with_terms(name, measure, limits)
    for seed in range(3):
        settings = under(county(TINY | BUSY, start_week=seed * 20)._replace(former=rules), name, rules)
        settings = settings.with_values(
            works__nominal_share=0.5,
            works__padded_share=0.1,
            demand__announced=0.7,
            demand__voice=1.0,
            demand__wait=0.5,
        )
        difference = first_difference(settings, seed)
        assert difference is None, f"seed {seed}: {difference}"
