"""Terms by group, kind and income in scenario files: read, set, extended, printed, and refused in one line."""

import tomllib
from pathlib import Path

import pytest

from dizao.model.mechanisms.terms import IncomeBand, Locality
from dizao.scenarios import load
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import Layer
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.scenario_file import resolve
from tests.scenarios.loading.test_scenario import as_toml

pytestmark = pytest.mark.small

FILE = """
extends = "county"
title = "Poor villages first"
question = "Who should get more?"

[policies.r30]
payment.rate = 0.3
kinds.compound.cap_yuan = 50000
places.villages = { rate = 0.7, minimum_resident_share = 0.05 }
categories.path.rate = 0.95

[policies.r30.incomes.poor]
title_zh = "低收入村"
below_yuan_per_head = 15000
rate = 0.8
cap_yuan = 150000

[policies.fifth.incomes.fifth]
poorest_share = 0.2
rate = 0.9

[former]
preset = "upfront"
places.town.rate = 0.5

[mechanism]
kinds.village_group.rate = 0.6
"""
VILLAGE = Locality("villages", "village_group", 20_000.0, 0.5)


def scenario(folder: Path, text: str = "", *overrides: str) -> Scenario:
    path = folder / "county.toml"
    path.write_text(FILE + text, encoding="utf-8")
    return load(path, overrides)


def refused(folder: Path, text: str, *overrides: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        scenario(folder, text, *overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder / 'county.toml'}: ")


def test_terms_are_read_for_policies_former_and_own_rules(tmp_path: Path) -> None:
    found = scenario(tmp_path)
    rules = found.mechanism("r30")
    assert rules.kinds == (("compound", (("cap_yuan", 50_000.0),)),)
    assert rules.incomes == (
        IncomeBand("poor", "", "低收入村", "below_yuan_per_head", 15_000.0, (("rate", 0.8), ("cap_yuan", 150_000.0))),
    )
    village = rules.payment_for("square", VILLAGE)
    assert (village.rate, village.minimum_resident_share, rules.payment_for("path", VILLAGE).rate) == (0.7, 0.05, 0.95)
    assert found.base.former.payment_for("gate", Locality("town", "compound")).rate == 0.5
    assert found.mechanism("own").payment_for("path", VILLAGE).rate == 0.6
    assert found.mechanism("fifth").payment_for("path", VILLAGE._replace(poorer_share=0.1)).rate == 0.9


def test_terms_can_be_set_on_the_command_line_and_in_further_files(tmp_path: Path) -> None:
    changed = scenario(tmp_path, "", "policies.r30.places.villages.rate=0.6", "policies.r30.incomes.poor.rate=0.85")
    assert changed.mechanism("r30").payment_for("square", VILLAGE).rate == 0.6
    assert dict(changed.mechanism("r30").incomes[0].terms) == {"rate": 0.85, "cap_yuan": 150_000.0}
    child = tmp_path / "child.toml"
    child.write_text("extends = 'county.toml'\n[policies.r30.places.town]\nrate = 0.25\n", encoding="utf-8")
    places = dict(load(child).mechanism("r30").places)
    assert places == {"villages": (("rate", 0.7), ("minimum_resident_share", 0.05)), "town": (("rate", 0.25),)}


def test_what_is_printed_loads_to_the_same(tmp_path: Path) -> None:
    found = scenario(tmp_path)
    again = resolve("county", [Layer("again", tomllib.loads(as_toml(found.table())))])
    assert again.policies == found.policies
    assert (again.own, again.base.former) == (found.own, found.base.former)


BAND = "[policies.x.incomes.y]\n"
REFUSED = {
    "[policies.x.places.vilages]\nrate = 0.2": "policies.x.places.vilages: no group of places; did you mean villages?",
    "[policies.x.places.hills]\nrate = 0.2": "policies.x.places.hills: no group of places; did you mean ",
    "[policies.x.kinds.hamlet]\nrate = 0.2": "policies.x.kinds.hamlet: no kind of the scenario's groups of places; ",
    "[policies.x.places.town]\nrate = -0.2": "policies.x.places.town.rate: must be between 0 and 1, got -0.2",
    "[policies.x.places.town]\nrat = 0.2": "policies.x.places.town.rat: unknown key; did you mean rate?",
    "[policies.x.kinds.compound]\ncap_yuan = -1": "policies.x.kinds.compound.cap_yuan: must be 0 or more, got -1",
    f"{BAND}rate = 0.2": "policies.x.incomes.y: must say one of below_yuan_per_head, poorest_share, got none",
    f"{BAND}rate = 0.2\nbelow_yuan_per_head = 9000\npoorest_share = 0.1": (
        "policies.x.incomes.y: must say one of below_yuan_per_head, poorest_share, got both"
    ),
    f"{BAND}poorest_share = 0.1": (
        "policies.x.incomes.y: must say one or more of rate, cap_yuan, minimum_resident_share"
    ),
    f"{BAND}poorest_share = 1.1\nrate = 0.1": "policies.x.incomes.y.poorest_share: must be between 0.0001 and 1",
    f"{BAND}below_yuan_per_head = 0\nrate = 0.1": "policies.x.incomes.y.below_yuan_per_head: must be 1 or more, got 0",
    "[policies.x.incomes.Y-1]\npoorest_share = 0.1\nrate = 0.1": (
        'policies.x.incomes.Y-1: must be a name of small letters, digits and _, got "Y-1"'
    ),
    f"{BAND}poorest_share = 0.1\nrate = 0.1\n[policies.x.incomes.z]\nbelow_yuan_per_head = 9000\nrate = 0.1": (
        "policies.x.incomes: must all be limits of one sort, below_yuan_per_head or poorest_share"
    ),
    f"{BAND}poorest_share = 0.1\nrate = 0.1\n[policies.x.incomes.z]\npoorest_share = 0.1\nrate = 0.2": (
        "policies.x.incomes: must have a limit each, got poorest_share 0.1 2 times"
    ),
}


@pytest.mark.parametrize("text", REFUSED)
def test_terms_that_are_wrong_are_refused_in_one_line_with_their_key(text: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text).startswith(REFUSED[text])


def test_a_scenario_without_groups_has_terms_by_income_only(tmp_path: Path) -> None:
    path = tmp_path / "street.toml"
    path.write_text("extends = 'taoyuan'\n[policies.x]\nincomes.y = { poorest_share = 0.2, rate = 0.9 }\n", "utf-8")
    assert len(load(path).mechanism("x").incomes) == 1
    for table in ("places.town", "kinds.compound"):
        with pytest.raises(ScenarioError, match=rf"policies\.x\.{table}: no .*: the scenario has no groups of places"):
            load(path, [f"policies.x.{table}.rate=0.2"])


WITHOUT_EFFECT = {
    "policies.r30.incomes.poor.below_yuan_per_head=1000": "where units are as poor, and fewer than 0.05",
    "policies.r30.kinds.village_group.rate=0.4": "it acts only where a group of this kind has none of its own",
    "policies.fifth.places.town.rate=0.4": "fifth is not run; run: r30",
}


@pytest.mark.parametrize("change", WITHOUT_EFFECT)
def test_a_term_that_is_set_without_effect_is_refused(change: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="has no effect here") as caught:
        check_effects([Run(scenario(tmp_path, "", change), ["r30"])])
    assert WITHOUT_EFFECT[change] in str(caught.value)


NOTHING = """
extends = "county"
[policies.x]
payment.timing = "none"
incomes.poor = { poorest_share = 0.2, rate = 0.5 }
"""


@pytest.mark.parametrize(
    "change", ["places.villages.rate=0.6", "kinds.compound.cap_yuan=9.0", "incomes.poor.poorest_share=0.5"]
)
def test_terms_are_without_effect_where_nothing_is_paid(change: str, tmp_path: Path) -> None:
    path = tmp_path / "none.toml"
    path.write_text(NOTHING, "utf-8")
    with pytest.raises(ScenarioError, match="has no effect here: it acts only where public money is paid"):
        check_effects([Run(load(path, [f"policies.x.{change}"]), ["x"])])


def test_a_policy_that_begins_afresh_on_the_command_line_loses_its_terms(tmp_path: Path) -> None:
    found = scenario(tmp_path, "", "policies.r30.base='upfront'")
    assert found.mechanism("r30").incomes == ()
    check_effects([Run(found, ["r30"])])


def test_a_rate_that_every_group_says_anew_is_without_effect(tmp_path: Path) -> None:
    change = "policies.r30.payment.rate=0.4"
    town = "[policies.r30.places.town]\nrate = 0.2\n"
    with pytest.raises(ScenarioError, match="has no effect here: it acts only where a group of places has none"):
        check_effects([Run(scenario(tmp_path, town, change), ["r30"])])
    assert check_effects([Run(scenario(tmp_path, "", change), ["r30", "fifth", "own", "former"])]) == []
