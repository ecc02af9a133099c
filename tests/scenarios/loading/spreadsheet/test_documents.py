"""From a spreadsheet to TOML and back without loss, in both languages and both formats."""

import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from dizao.scenarios import load
from dizao.scenarios.commands.template import template_command
from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.loading.layers import read_layers
from dizao.scenarios.loading.toml_value import toml_text

pytestmark = pytest.mark.small

TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["C", "Z"]), min_size=1, max_size=12)
SHARES = st.floats(0.0, 1.0)


def optional(**keys: Any) -> Any:
    return st.fixed_dictionaries({}, optional=keys)


PAYMENTS = optional(
    rate=SHARES,
    cap_yuan=st.floats(0.0, 1e9),
    delay_weeks=st.integers(0, 52),
    waterfall=st.permutations(["lender", "contractor", "givers"]),
    timing=st.sampled_from(["acceptance", "milestones", "match"]),
)
TERMS = optional(rate=SHARES, minimum_resident_share=SHARES)
OWN = TERMS.filter(bool)
BANDS = st.builds(
    lambda measure, titles, terms: {**measure, **titles, **terms},
    st.fixed_dictionaries({"below_yuan_per_head": st.floats(1.0, 1e5)}),
    optional(title=TEXTS, title_zh=TEXTS),
    OWN,
)
SHARES_OF_UNITS = st.floats(0.01, 1.0).map(lambda share: {"poorest_share": share, "rate": 0.25})
PARTS = {
    "categories": st.dictionaries(st.sampled_from(["gate", "drainage", "stairwell"]), TERMS, max_size=2),
    "incomes": st.dictionaries(st.sampled_from(["poor", "band_1"]), BANDS, max_size=2)
    | st.fixed_dictionaries({"poorest": SHARES_OF_UNITS}),
    "kinds": st.dictionaries(st.sampled_from(["compound", "village_group"]), OWN, max_size=2),
}
CATEGORIES = st.lists(st.sampled_from(["stairwell", "gate", "drainage", "noise"]), min_size=1, unique=True)
PLACES = st.fixed_dictionaries(
    {"title": TEXTS, "title_zh": TEXTS, "residents": st.integers(1_000, 90_000)},
    optional={
        "kind": st.sampled_from(["compound", "village_group"]),
        "categories": CATEGORIES,
        "income_yuan_per_head": st.floats(1.0, 1e6),
        "clans": st.integers(1, 12),
        "trust_start": SHARES,
        "cost_ratio": st.floats(0.25, 4.0),
        "budget_share": st.floats(0.0, 0.3),
    },
)
POLICIES = optional(
    title=TEXTS,
    title_zh=TEXTS,
    base=st.sampled_from(["reward", "upfront", "points"]),
    payment=PAYMENTS,
    protection=optional(refund_share=SHARES, payer=st.sampled_from(["county", "organizations"])),
    places=st.fixed_dictionaries({}, optional={"east": OWN, "west": OWN}),
    **PARTS,
)
NAMES = st.sampled_from(["east", "west", "x1", "r_30"])
TABLES = st.fixed_dictionaries(
    {"extends": st.just("county")},
    optional={
        "title": TEXTS,
        "budget": st.just({"yuan_per_year": 1e6, "warm_up_yuan_per_year": 1.5}),
        "policies": st.dictionaries(NAMES, POLICIES, min_size=1, max_size=3),
        "former": st.fixed_dictionaries(
            {"preset": st.just("reward")}, optional={"payment": optional(rate=SHARES), **PARTS}
        ),
    },
)


def whole(table: dict[str, Any]) -> dict[str, Any]:
    """Leave out empty tables inside others: they say nothing, and no cell holds them."""
    found = {}
    for key, value in table.items():
        if isinstance(value, dict):
            value = {name: whole(one) if isinstance(one, dict) else one for name, one in value.items()}
            if key not in ("places", "policies"):
                value = {name: one for name, one in value.items() if one != {}}
        found[key] = value
    return {key: value for key, value in found.items() if value != {}}


def own(table: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Leave out the policies of the scenario that is extended: a sheet has a row for each of them."""
    policies = {name: one for name, one in table.get("policies", {}).items() if name in said.get("policies", {})}
    return {key: value for key, value in (table | {"policies": policies}).items() if value != {}}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=TABLES,
    places=st.dictionaries(NAMES, PLACES, max_size=2),
    language=st.sampled_from(LANGUAGES),
    end=st.sampled_from(["xlsx", "csv"]),
)
def test_toml_to_a_spreadsheet_and_back_is_the_same(
    table: dict[str, Any], places: dict[str, Any], language: str, end: str
) -> None:
    if places:
        # The county's own counts would have to fit; here they are sums of the groups'.
        left_out: dict[str, Any] = {"town": False, "villages": False}
        table = table | {"places": places | left_out, "extends": "parent.toml"}
    said = whole(table)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parent = 'extends = "nanhu"\n[places.town]\ntitle = "t"\ntitle_zh = "t"\nunits = 3\n'
        (folder / "parent.toml").write_text(f'{parent}[places.villages]\ntitle = "v"\ntitle_zh = "v"\nunits = 3\n')
        first, sheet, again = folder / "first.toml", folder / f"sheet.{end}", folder / "again.toml"
        first.write_text(toml_text(said), encoding="utf-8")
        try:
            whole_first = load(first).table()
        except ValueError:
            reject()  # shares of the budget that do not add up, rates without an end, and the like
        template_command(sheet, str(first), language)
        template_command(again, str(sheet), language)
        assert load(sheet).table() == load(again).table() == whole_first
        assert own(whole(read_layers(str(sheet))[-1].table), said) == own(
            whole(read_layers(str(first))[-1].table), said
        )
        assert read_layers(str(again))[-1].table == read_layers(str(sheet))[-1].table


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", ["county", "nanhu", "duhe"])
def test_a_template_says_the_same_as_what_it_starts_from(source: str, language: str, tmp_path: Path) -> None:
    template_command(tmp_path / "sheet.xlsx", source, language)
    mine, theirs = load(tmp_path / "sheet.xlsx"), load(source)
    assert mine.table() == theirs.table()


def test_a_file_that_says_more_than_sheets_can_hold_is_extended(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "county"\ntitle = "Mine"\nworks.lender_share = 0.125\n', "utf-8")
    (tmp_path / "sheets").mkdir()
    template_command(tmp_path / "sheets" / "mine.xlsx", str(tmp_path / "mine.toml"), "en")
    scenario = load(tmp_path / "sheets" / "mine.xlsx")
    assert (scenario.base.works.lender_share, scenario.title) == (0.125, "Mine")
    template_command(tmp_path / "out.toml", str(tmp_path / "sheets" / "mine.xlsx"), "en")
    table = tomllib.loads((tmp_path / "out.toml").read_text("utf-8"))
    assert table["extends"] == "mine.toml"
    assert list(table["places"]) == ["town", "villages"]
    assert load(tmp_path / "out.toml").table() == scenario.table()


PARTLY = """
extends = "county"
title = "Poor villages first"
policies.r50 = false
policies.r70 = false
[policies.r30]
payment = { rate = 0.3 }
categories.path = { cap_yuan = 90000.0 }
places.villages = { rate = 0.7, minimum_resident_share = 0.05 }
kinds.compound = { cap_yuan = 50000.0 }
[policies.r30.incomes.poor]
title_zh = "低收入村"
below_yuan_per_head = 15000.0
rate = 0.8
[policies.r30.incomes.poorest]
below_yuan_per_head = 12000.0
rate = 0.9
cap_yuan = 150000.0
[policies.fifth.incomes.fifth]
poorest_share = 0.2
minimum_resident_share = 0.0
[former]
preset = "upfront"
kinds.village_group = { rate = 0.5 }
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ["xlsx", "csv"])
def test_terms_of_a_part_of_the_projects_come_back_from_a_spreadsheet(end: str, language: str, tmp_path: Path) -> None:
    first, sheet, again = tmp_path / "first.toml", tmp_path / f"sheet.{end}", tmp_path / "again.toml"
    first.write_text(PARTLY, "utf-8")
    template_command(sheet, str(first), language)
    template_command(again, str(sheet), language)
    assert load(first).table() == load(sheet).table() == load(again).table()
    assert whole(read_layers(str(sheet))[-1].table)["policies"] == whole(read_layers(str(first))[-1].table)["policies"]
    assert "incomes" in again.read_text("utf-8")
