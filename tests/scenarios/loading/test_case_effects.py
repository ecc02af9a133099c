"""What a case has of its own is refused where it is set for it."""

import pytest

from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.case_effects import ALWAYS, SAID, check_case_changes
from dizao.scenarios.loading.case_file import load_case
from dizao.scenarios.loading.errors import ScenarioError

pytestmark = pytest.mark.small


def changed(case: str, *overrides: str) -> None:
    check_case_changes(load_case(case, overrides), overrides)


@pytest.mark.parametrize(
    ("case", "override", "why"),
    [
        ("dongxing_gate", "mechanism.payment.rate=0.5", "a case has its own rules of public money"),
        ("dongxing_gate", "former.preset=none", "a case has no warm-up"),
        ("dongxing_gate", "reward.payment.rate=0.5", "a case has its own rules of public money"),
        ("dongxing_gate", "budget.yuan_per_year=5", "a case has its own money: [[project.source]]"),
        ("dongxing_gate", "calendar.programme_weeks=5", "a case has its own calendar: project.weeks"),
        ("dongxing_gate", "works.sponsor_probability=0.5", "a case has its own donors: [[place.patron]]"),
        ("dongxing_gate", "works.lender_share=0.5", "it acts only where public money is promised for later"),
        ("dongxing_gate", "partners.aware_share=0.5", "it acts only where a pinned project names a partner"),
        ("dongxing_gate", "categories.noise.rate=0.5", "its project is of the category gate"),
        ("dongxing_gate", "categories.gate.cost_yuan=5", "it has project.cost_yuan"),
        ("jizidu_path", "network.kin_ties=2", "its file says place.kinship"),
        ("jiangan_lift", "works.redesign_floor=0.5", "its file says project.smallest_part"),
    ],
)
def test_what_a_case_has_of_its_own_is_refused(case: str, override: str, why: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        changed(case, override)
    assert str(caught.value).startswith(f"--set: {override.partition('=')[0]}: has no effect on a case: {why}")


@pytest.mark.parametrize(
    ("case", "override"),
    [
        ("dongxing_gate", "works.vote_weeks=3"),
        ("dongxing_gate", "network.kin_ties=2"),
        ("dongxing_gate", "categories.gate.life_years=4"),
        ("dongxing_gate", "project.cost_yuan=9000"),
        ("chengwan_shared", "partners.aware_share=0.5"),
    ],
)
def test_what_a_case_leaves_open_can_be_set(case: str, override: str) -> None:
    changed(case, override)


def test_what_is_named_are_settings() -> None:
    settings = {f"{section}.{name}" for section, kind in SECTIONS.items() for name in kind._fields}
    assert {*ALWAYS, *SAID} <= settings
