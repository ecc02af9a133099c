"""The engine computes what the plain reference in benchmarks/mesa_reference does, to the week and the fen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dizao.agents.parameters import GIVING_RULES
from dizao.model.documented_cases.record import Documented
from dizao.model.engine import Engine
from dizao.model.mechanisms.presets import presets
from dizao.model.world.projects import STAGES
from tests.docking.docking import first_difference
from tests.docking.reference import ReferenceModel
from tests.docking.worlds import FEW, FEWEST, WORLDS, world_of
from tests.model.worlds import BUSY, TINY, changed, settings_with, under

REASONS = {
    "advances", "appropriation", "claims", "collective's advance", "contributions", "deciding", "fee",
    "final payment", "first savings", "funds", "grant", "inspecting", "labour", "lapsed", "left over", "loan",
    "lost by collective", "lost by contractor", "lost by county", "lost by lender", "lost by organizations",
    "lost by residents", "meetings", "milestone", "points", "recording", "refund", "refund bonus", "repaid", "repair",
    "rest of the reward", "retention", "returned", "reward", "settling", "spare money", "sponsor's contribution",
    "supervision", "upkeep", "visits", "works", "works on credit", "works owed",
}  # fmt: skip
"""Everything for which money or time moves in the base model."""


@given(st.sampled_from(FEWEST))
@settings(max_examples=len(FEWEST))
def test_engine_and_reference_are_the_same_in_a_few_worlds(number: int) -> None:
    difference = first_difference(*world_of(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
@given(st.integers(0, WORLDS - 1))
@settings(max_examples=WORLDS)
def test_engine_and_reference_are_the_same_in_all_worlds(number: int) -> None:
    difference = first_difference(*world_of(number))
    assert difference is None, f"world {number}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("name", presets())
def test_every_preset_is_the_same(name: str) -> None:
    for seed in range(3):
        world = under(settings_with(TINY | BUSY, rates=120.0, costs=0.05), name)
        difference = first_difference(world, seed)
        assert difference is None, f"seed {seed}: {difference}"


@pytest.mark.docking
@pytest.mark.parametrize("name", GIVING_RULES[1:])
def test_every_rule_of_giving_is_the_same(name: str) -> None:
    """In two worlds in which money and labour are given under all of them; in the second pay crowds out as well."""
    for number, preset in ((FEW[0], ""), (FEW[3], "points")):
        world, seed = world_of(number)
        world = under(world, preset) if preset else world
        rivals = {"people__giving_intercept": -1.0, "people__selfish_share": 0.2, "people__external_weight": 0.5}
        difference = first_difference(world.with_values(people__giving_rule=name, **rivals), seed)
        assert difference is None, f"world {number}: {difference}"


@pytest.mark.parametrize("memory", [0.0, 12.0])
def test_what_a_list_and_what_talks_tell_is_the_same(memory: float) -> None:
    """In a world in which more, and others, pledge by it: names are read out, and talks are remembered or not."""
    world, seed = world_of(FEW[0])
    listed = world._replace(mechanism=changed(world.mechanism, incentive__kind="honours"))
    told = {"people__told_ties": 1_000.0, "people__giving_intercept": -1.0, "people__contact_memory_weeks": memory}
    assert first_difference(listed.with_values(**told), seed) is None


def test_terms_by_category_are_the_same() -> None:
    """Under a reward and under a match, whose ceiling is that of the category when a plan is cut."""
    for number, preset in ((FEW[0], "reward"), (FEW[1], "match")):
        world, seed = world_of(number)
        kinds = [name for name, one in world.categories.items() if one.kind == "project"]
        own = {"rate": (0.9, 0.2), "cap_yuan": (4000.0, 2e5), "minimum_resident_share": (0.3, 0.0)}
        terms = tuple((name, tuple((key, x[k % 2]) for key, x in own.items())) for k, name in enumerate(kinds))
        world = under(world, preset)
        apart = world._replace(mechanism=world.mechanism._replace(categories=terms))
        difference = first_difference(apart, seed)
        assert difference is None, f"world {number}: {difference}"
        runs = [Engine(one, seed) for one in (world, apart)]
        for run in runs:
            run.run()
        assert runs[0].table("projects")["offer_fen"].tolist() != runs[1].table("projects")["offer_fen"].tolist()


def test_whatever_can_happen_happens_in_a_few_worlds() -> None:
    reasons, stages = set(), set()
    for number in FEW:
        engine = Engine(*world_of(number))
        engine.run()
        reasons |= {entry[1] for entry in engine.ledger.entries()}
        stages |= {STAGES[stage] for stage in engine.world.projects.stage}
    assert reasons == REASONS
    assert {"ended", "no_consent", "unfunded", "abandoned"} <= stages


def test_a_difference_is_told_with_week_agent_and_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    def step_wrongly(self: ReferenceModel) -> None:
        rightly(self)
        if self.week == 3:
            self.residents[0].trust += 0.1

    rightly = ReferenceModel.step
    monkeypatch.setattr(ReferenceModel, "step", step_wrongly)
    settings, seed = world_of(FEW[0])
    difference = first_difference(settings, seed)
    assert difference is not None
    resident = Engine(settings, seed).world.residents.id[0]
    assert str(difference).startswith(f"week 2, resident {resident}, trust: engine ")


def test_documented_projects_are_refused() -> None:
    with pytest.raises(ValueError, match=r"documented.*not in the reference"):
        ReferenceModel(settings_with(TINY)._replace(documented=Documented()), 0)
