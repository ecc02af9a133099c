"""Policies: mechanisms that a scenario file describes under names of its own."""

import tomllib
from pathlib import Path

import pytest

from dizao.model.mechanisms.presets import presets
from dizao.scenarios import load
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import Layer
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.scenario_file import resolve
from dizao.scenarios.studies.compare import compared, usual_baseline
from tests.scenarios.loading.test_scenario import as_toml

pytestmark = pytest.mark.small

COUNTY = """
extends = "taoyuan"
title = "Three rates"
question = "Which rate?"

[policies.low]
title_zh = "三成奖补"
payment.rate = 0.3

[policies.half_in_advance]
title = "Half, with an advance"
base = "advance_reward"
payment = { advance_share = 0.2, cap_yuan = 100000 }
categories.gate = { rate = 0.9, minimum_resident_share = 0.05 }
"""


def file(folder: Path, text: str = COUNTY) -> Path:
    path = folder / "county.toml"
    path.write_text(text, encoding="utf-8")
    return path


def county(folder: Path, text: str = COUNTY, *overrides: str) -> Scenario:
    return load(file(folder, text), overrides)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        county(folder, COUNTY + text)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder / 'county.toml'}: ")


def test_a_policy_starts_from_the_reward_or_from_the_preset_that_it_names(tmp_path: Path) -> None:
    scenario = county(tmp_path)
    low, half = scenario.mechanism("low"), scenario.mechanism("half_in_advance")
    reward = presets()["reward"].mechanism
    assert low == reward._replace(payment=reward.payment._replace(rate=0.3))
    assert (half.payment.timing, half.payment.rate, half.payment.advance_share) == ("advance_reward", 0.5, 0.2)
    assert scenario.settings("low").mechanism_name == "low"


def test_a_category_has_its_own_terms_and_keeps_the_others(tmp_path: Path) -> None:
    half = county(tmp_path).mechanism("half_in_advance")
    gate = half.payment_for("gate")
    assert (gate.rate, gate.minimum_resident_share, gate.cap_yuan) == (0.9, 0.05, 100_000.0)
    assert half.payment_for("lighting") == half.payment


def test_policies_are_compared_with_none_and_with_what_runs_today_in_the_files_order(tmp_path: Path) -> None:
    scenario = county(tmp_path)
    assert compared(scenario, None, None) == ("none", "upfront", "low", "half_in_advance")
    assert usual_baseline(scenario) == "upfront"


def test_what_runs_today_has_a_name_of_its_own_unless_it_is_a_preset_or_a_policy(tmp_path: Path) -> None:
    changed = county(tmp_path, COUNTY, "former.payment.rate=0.8")
    assert compared(changed, None, None) == ("none", "former", "low", "half_in_advance")
    assert changed.mechanism("former").payment.rate == 0.8
    assert changed.settings("former").mechanism_name == "former"
    same = county(tmp_path, f"{COUNTY}[former]\npreset = 'reward'\npayment.rate = 0.3\n")
    assert same.former_name == "low"
    assert compared(same, None, None) == ("none", "low", "half_in_advance")


def test_a_changed_own_mechanism_is_not_left_out(tmp_path: Path) -> None:
    own = county(tmp_path, COUNTY, "mechanism.payment.rate=0.4")
    assert compared(own, None, None) == ("none", "upfront", "low", "half_in_advance", "own")


def test_without_policies_all_is_as_it_was() -> None:
    plain = load("taoyuan")
    assert compared(plain, None, None) == ("none", "upfront", "reward")
    assert "policies" not in plain.table()


def test_policies_are_taken_by_name_beside_presets(tmp_path: Path) -> None:
    scenario = county(tmp_path)
    assert compared(scenario, ["low", "match"], "reward") == ("low", "match", "reward")
    with pytest.raises(ScenarioError, match="--mechanism: lwo: unknown mechanism; did you mean low"):
        scenario.canonical("lwo")


def test_policies_can_be_set_on_the_command_line_and_in_further_files(tmp_path: Path) -> None:
    assert county(tmp_path, COUNTY, "policies.low.payment.rate=0.35").mechanism("low").payment.rate == 0.35
    child = tmp_path / "child.toml"
    child.write_text("extends = 'county.toml'\n[policies.low]\npayment.cap_yuan = 5000\n", encoding="utf-8")
    file(tmp_path)
    low = load(child).mechanism("low").payment
    assert (low.rate, low.cap_yuan) == (0.3, 5000.0)


def test_a_policy_follows_a_change_of_its_preset(tmp_path: Path) -> None:
    assert county(tmp_path, COUNTY, "reward.payment.delay_weeks=9").mechanism("low").payment.delay_weeks == 9


def test_what_is_printed_loads_to_the_same(tmp_path: Path) -> None:
    scenario = county(tmp_path)
    again = resolve("county", [Layer("again", tomllib.loads(as_toml(scenario.table())))])
    assert again.policies == scenario.policies
    assert [again.settings(name) for name in again.policies] == [scenario.settings(name) for name in scenario.policies]


REFUSED = {
    "[policies.reward]\npayment.rate = 0.2": (
        'policies.reward: must be another name than those of the library, got "reward"'
    ),
    "[policies.all]\npayment.rate = 0.2": 'policies.all: must be another name than those of the library, got "all"',
    "[policies.R-1]\npayment.rate = 0.2": 'policies.R-1: must be a name of small letters, digits and _, got "R-1"',
    "[policies.x]\nbase = 'rewrad'": "policies.x.base: must be one of ",
    "[policies.x]\npayment.rat = 0.2": "policies.x.payment.rat: unknown key; did you mean rate?",
    "[policies.x]\npayment.rate = 2": "policies.x.payment.rate: must be between 0 and 1, got 2",
    "[policies.x]\npayment.tier_scores = [50]": "policies.x.payment.tier_shares: must have as many numbers",
    "[policies.x.categories.gaet]\nrate = 0.2": "policies.x.categories.gaet: no category of projects; did you mean",
    "[policies.x.categories.noise]\nrate = 0.2": "policies.x.categories.noise: no category of projects",
    "[policies.x.categories.gate]\nrat = 0.2": "policies.x.categories.gate.rat: unknown key; did you mean rate?",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_policy_that_is_wrong_is_refused_in_one_line_with_its_key(text: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text).startswith(REFUSED[text])


WITHOUT_EFFECT = {
    "policies.low.payment.milestones=4": 'it acts only with payment.timing = "milestones"',
    "policies.half_in_advance.payment.rate=0.6": "half_in_advance is not run; run: low, upfront",
    "match.payment.match_rate=2": "match is not run; run: low, upfront",
}


@pytest.mark.parametrize("change", WITHOUT_EFFECT)
def test_what_is_set_in_a_policy_without_effect_is_refused(change: str, tmp_path: Path) -> None:
    scenario = county(tmp_path, COUNTY, change)
    with pytest.raises(ScenarioError, match="has no effect here") as caught:
        check_effects([Run(scenario, ["low", "upfront"])])
    assert WITHOUT_EFFECT[change] in str(caught.value)


def test_terms_of_a_category_that_never_arises_are_refused(tmp_path: Path) -> None:
    change = "policies.low.categories.gate.rate=0.4"
    scenario = county(tmp_path, COUNTY, change, "categories.gate.rate=0")
    with pytest.raises(ScenarioError, match=r"policies\.low\.categories\.gate\.rate: has no effect here"):
        check_effects([Run(scenario, ["low"])])
    assert check_effects([Run(county(tmp_path, COUNTY, change), ["low"])]) == []


def test_that_no_policy_is_run_is_told_and_that_one_is_chosen_is_not(tmp_path: Path) -> None:
    scenario = county(tmp_path)
    (told,) = check_effects([Run(scenario, ["reward"])])
    assert "policies.low.title_zh (low is not run; run: reward)" in told
    assert check_effects([Run(scenario, ["low", "upfront"])]) == []


def test_changing_the_preset_of_a_policy_acts(tmp_path: Path) -> None:
    scenario = county(tmp_path, COUNTY, "reward.payment.delay_weeks=9")
    assert check_effects([Run(scenario, ["low", "half_in_advance"])]) == []
