"""The terms of a mechanism in one line, in both languages, and what policies are called."""

import re

import pytest

from dizao.model.mechanisms.parts import Allocation, Incentive, Mechanism, Payment, Protection
from dizao.model.mechanisms.presets import presets
from dizao.model.mechanisms.terms import IncomeBand
from dizao.model.systems.registry import default_settings
from dizao.scenarios import load
from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.loading.layers import Layer, read_layers
from dizao.scenarios.loading.scenario_file import resolve
from dizao.scenarios.reports.terms import about, clauses, policy_titles, terms, titles

pytestmark = pytest.mark.small

OF_THE_ISSUE = Mechanism(
    payment=Payment(
        timing="advance_reward", rate=0.3, advance_share=0.2, cap_yuan=100_000.0, minimum_resident_share=0.1
    )
)

PRESETS = {
    "none": ("no public money", "无财政补助"),
    "upfront": ("grant of 100% of the cost when works start", "开工时补助 100%"),
    "reward": (
        "reward of 50% of the cost after acceptance, residents put in at least 10%",
        "验收后奖补 50%，居民自筹不低于 10%",
    ),
    "advance_reward": (
        "reward of 50% of the cost after acceptance, 30% of it in advance, residents put in at least 10%",
        "验收后奖补 50%，预拨 30%，居民自筹不低于 10%",
    ),
    "participatory_budget": (
        "grant of 100% of the cost when works start, chosen every 26 weeks by residents' votes, equal shares",
        "开工时补助 100%，每 26 周由居民投票，按等额份额法选出",
    ),
}


def test_the_example_of_a_county() -> None:
    assert terms(OF_THE_ISSUE, "zh") == "验收后奖补 30%，预拨 20%，单个项目上限 10 万元，居民自筹不低于 10%"
    english = "reward of 30% of the cost after acceptance, 20% of it in advance"
    assert terms(OF_THE_ISSUE, "en") == f"{english}, at most 100,000 yuan a project, residents put in at least 10%"


@pytest.mark.parametrize("name", PRESETS)
def test_presets_by_their_terms(name: str) -> None:
    assert tuple(terms(presets()[name].mechanism, language) for language in LANGUAGES) == PRESETS[name]


def test_every_preset_has_terms_of_its_own_without_latin_letters_in_chinese() -> None:
    said = {name: terms(preset.mechanism, "zh") for name, preset in presets().items()}
    assert len(set(said.values())) == len(said)
    assert not any(re.search(r"[A-Za-z{}]", text) for text in said.values())


CHANGES = [
    OF_THE_ISSUE._replace(payment=OF_THE_ISSUE.payment._replace(**{key: value}))
    for key, value in {
        "rate": 0.125, "advance_share": 0.25, "cap_yuan": 123_450.0, "fixed_yuan": 500.0, "delay_weeks": 8,
        "minimum_resident_share": 0.05, "tier_scores": (60.0, 80.0), "waterfall": ("contractor", "givers"),
    }.items()
] + [
    OF_THE_ISSUE._replace(allocation=Allocation(**{key: value}))
    for key, value in {
        "rule": "lottery", "reserve": "acceptance", "unspent": "carry_over", "largest_cost_yuan": 150_000.0,
        "minimum_consent": 0.6,
    }.items()
] + [
    OF_THE_ISSUE._replace(protection=Protection(refund_share=0.5)),
    OF_THE_ISSUE._replace(protection=Protection(bonus_share=0.5, payer="organizations")),
    OF_THE_ISSUE._replace(incentive=Incentive("points", 0.2)),
    OF_THE_ISSUE._replace(incentive=Incentive("points", 0.2, 0.5)),
    OF_THE_ISSUE._replace(incentive=Incentive("honours")),
    OF_THE_ISSUE._replace(categories=(("gate", (("rate", 0.9), ("cap_yuan", 2e5), ("minimum_resident_share", 0.0)),),)),
]  # fmt: skip


@pytest.mark.parametrize("changed", CHANGES, ids=lambda one: str(CHANGES.index(one)))
def test_whatever_is_changed_is_said(changed: Mechanism) -> None:
    if changed.payment.tier_scores:
        changed = changed._replace(payment=changed.payment._replace(tier_shares=(0.8, 1.0)))
    for language in LANGUAGES:
        assert terms(changed, language) != terms(OF_THE_ISSUE, language)
    assert not re.search(r"[A-Za-z{}]", terms(changed, "zh", default_settings()))


def test_terms_of_a_category_bear_its_title() -> None:
    changed = CHANGES[-1]
    assert terms(changed, "zh", default_settings()).endswith("（比例 90%，单个项目上限 20 万元，居民自筹不低于 0%）")


def partly() -> Mechanism:
    """Rules with terms of kinds, groups, two income bands and a category."""
    return OF_THE_ISSUE._replace(
        kinds=(("compound", (("rate", 0.2),)),),
        places=(("villages", (("rate", 0.7),)),),
        incomes=(
            IncomeBand("poor", "", "", "below_yuan_per_head", 15_000.0, (("rate", 0.7), ("cap_yuan", 150_000.0))),
            IncomeBand("low", "Low incomes", "低收入村", "below_yuan_per_head", 20_000.0, (("rate", 0.6),)),
        ),
        categories=(("path", (("minimum_resident_share", 0.0),)),),
    )


def test_terms_by_place_kind_and_income_are_said_from_the_widest_to_the_most_specific() -> None:
    base = load("county").base
    assert clauses(partly(), "zh", base)[-5:] == [
        "住宅小区（比例 20%）",
        "村湾（比例 70%）",
        "低收入村即人均收入低于 2 万元的单元（比例 60%）",
        "人均收入低于 1.5 万元的单元（比例 70%，单个项目上限 15 万元）",
        "入户路（居民自筹不低于 0%）",
    ]
    assert clauses(partly(), "en", base)[-5:] == [
        "Compound (rate 20%)",
        "Villages (rate 70%)",
        "Low incomes, units with a mean income below 20,000 yuan a head (rate 60%)",
        "units with a mean income below 15,000 yuan a head (rate 70%, at most 150,000 yuan a project)",
        "path to the houses (residents at least 0%)",
    ]
    fifth = OF_THE_ISSUE._replace(incomes=(IncomeBand("x", "", "", "poorest_share", 0.2, (("rate", 0.7),)),))
    assert clauses(fifth, "zh", base)[-1] == "人均收入最低的 20% 单元（比例 70%）"
    assert clauses(fifth, "en", base)[-1] == "the poorest 20% of units (rate 70%)"


def three(**titled: str) -> dict[str, dict[str, object]]:
    payment = {"cap_yuan": 100_000.0, "advance_share": 0.2}
    rates = {"r30": 0.3, "r50": 0.5}
    return {
        name: {"base": "advance_reward", "payment": payment | {"rate": rate}, **(titled if name == "r50" else {})}
        for name, rate in rates.items()
    }


def test_a_policy_without_a_title_is_called_by_the_terms_that_differ() -> None:
    scenario = resolve("county", [*read_layers("taoyuan"), Layer("county", {"policies": three(title_zh="对半奖补")})])
    assert policy_titles(scenario, "zh") == {"r30": "验收后奖补 30%", "r50": "对半奖补"}
    assert titles(scenario, "en")["r50"] == "Reward of 50% of the cost after acceptance"
    alone = resolve("one", [*read_layers("taoyuan"), Layer("one", {"policies": {"r30": three()["r30"]}})])
    assert policy_titles(alone, "zh")["r30"] == "验收后奖补 30%，预拨 20%，单个项目上限 10 万元，居民自筹不低于 10%"


def test_a_preset_that_is_changed_is_described_by_its_terms() -> None:
    scenario = resolve("x", [*read_layers("taoyuan"), Layer("x", {"presets": {"reward": {"payment": {"rate": 0.4}}}})])
    rules = scenario.mechanism("reward")
    assert about(scenario, "reward", rules, "zh") == "验收后奖补 40%，居民自筹不低于 10%。"
    assert about(scenario, "upfront", scenario.mechanism("upfront"), "zh") == presets()["upfront"].about_zh
