"""Groups of places in a file: what it leaves out is derived, what contradicts itself is refused with the arithmetic."""

from pathlib import Path

import pytest
from rich.console import Console

from dizao.model.outputs.budget_years import COMMON
from dizao.model.outputs.places import ALL
from dizao.model.parameters import COUNTS
from dizao.scenarios import load
from dizao.scenarios.commands.show import print_scenario
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.places import TAKEN
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.loading.toml_value import toml_value

pytestmark = pytest.mark.small

ABOUT = 'extends = "nanhu"\ntitle = "A county"\nquestion = "What?"\n'
TOWN = '[places.town]\ntitle = "Town"\ntitle_zh = "城镇"\n'
HILLS = '[places.hills]\ntitle = "Hills"\ntitle_zh = "山村"\nkind = "village_group"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "county.toml"
    path.write_text(ABOUT + text, encoding="utf-8")
    return path


def counts(scenario: Scenario, group: str) -> dict[str, float]:
    own = next(one for one in scenario.base.places if one.name == group).own["place"]
    return {name: own[name] for name in COUNTS}


def test_all_counts_follow_from_one(tmp_path: Path) -> None:
    found = load(written(tmp_path, f"{TOWN}units = 40\n{HILLS}residents = 12_780\n"))
    # A compound is as in Wuchang, a village group as in `village`, whose own counts so come back.
    assert counts(found, "hills") == {
        "streets": 1, "communities": 10, "units": 30, "residents": 12_780, "households": 3_600, "party_members": 489,
        "stations": 5,
    }  # fmt: skip
    street = load("nanhu").base.place
    town = counts(found, "town")
    assert {name: town[name] for name in ("units", "communities", "streets", "stations")} == {
        "units": 40, "communities": 10, "streets": 1, "stations": 23,
    }  # fmt: skip
    for name in ("residents", "households", "party_members"):
        assert town[name] == pytest.approx(getattr(street, name), rel=1e-3), name
        assert getattr(found.base.place, name) == town[name] + counts(found, "hills")[name]


def test_the_countys_totals_are_shared_out(tmp_path: Path) -> None:
    said = "[place]\nstreets = 12\ncommunities = 96\nresidents = 300_000\n"
    found = load(written(tmp_path, f"{said}{TOWN}residents_share = 0.6\n{HILLS}residents_share = 0.4\nstreets = 10\n"))
    town, hills = counts(found, "town"), counts(found, "hills")
    assert (town["residents"], hills["residents"]) == (180_000, 120_000)
    assert town["communities"] + hills["communities"] == 96
    assert (town["streets"], hills["streets"]) == (2, 10)
    assert found.base.place.residents == 300_000


def test_every_number_that_was_derived_is_shown_with_its_rule_and_grade(tmp_path: Path) -> None:
    found = load(written(tmp_path, f"[budget]\nyuan_per_year = 1_000_000\n{HILLS}units = 30\nresidents = 12_780\n"))
    console = Console(width=250, record=True)
    print_scenario(console, found)
    lines = {line.partition(" = ")[0]: line for line in console.export_text().splitlines() if "derived:" in line}
    assert "12 780 residents / 3.55 residents a household (village_group), grade C" in lines["households"]
    assert "30 units / 3 units a community (village_group), grade C" in lines["communities"]
    assert "0.5 x 1 000 000 yuan of the programme, grade C" in lines["warm_up_yuan_per_year"]
    assert found.base.budget.warm_up_yuan_per_year == 500_000.0
    derived = {one.key for one in found.derived}
    assert not {"places.hills.units", "places.hills.residents"} & derived
    assert {f"places.hills.{name}" for name in COUNTS} - {"places.hills.units", "places.hills.residents"} <= derived


def test_a_former_budget_that_is_said_stays(tmp_path: Path) -> None:
    both = "[budget]\nyuan_per_year = 1_000_000\nwarm_up_yuan_per_year = 7.0\n"
    assert load(written(tmp_path, f"{both}{HILLS}units = 30\n")).base.budget.warm_up_yuan_per_year == 7.0
    assert load(written(tmp_path, f"{HILLS}units = 30\n")).base.budget == load("nanhu").base.budget


def test_what_is_shown_loads_to_the_same_county(tmp_path: Path) -> None:
    found = load("county")
    path = tmp_path / "county.toml"
    path.write_text(as_toml(found.table()), encoding="utf-8")
    again = load(path)
    assert again.base == found.base
    assert again.derived == ()


def as_toml(table: dict, prefix: str = "") -> str:
    lines = [f"{key} = {toml_value(value)}" for key, value in table.items() if not isinstance(value, dict)]
    lines += [
        f"[{prefix}{key}]\n{as_toml(value, f'{prefix}{key}.')}"
        for key, value in table.items()
        if isinstance(value, dict)
    ]
    return "\n".join(lines)


WRONG = {
    "nothing to begin with": (TOWN, "places.town: must say one or more of residents, residents_share, households,"),
    "a name that results use": (
        TOWN.replace("town", "all") + "units = 4\n",
        "places.all: must be another name than all, common, which tables of results use",
    ),
    "a total that is not the sum": (
        f"[place]\nunits = 150\n{TOWN}units = 40\n{HILLS}units = 96\n",
        "place.units: must be 136 (places: town 40 + hills 96 = 136), got 150",
    ),
    "no room for the others": (
        f"[place]\nstreets = 12\n{TOWN}units = 40\n{HILLS}units = 96\nstreets = 12\n",
        "place.streets: must be at least 13 (places: hills 12 = 12, and 1 for the others), got 12",
    ),
    "shares of residents": (
        f"[place]\nresidents = 9_000\n{TOWN}residents_share = 0.5\n{HILLS}residents_share = 0.4\n",
        "places: residents_share must add up to 1, got town 0.5 + hills 0.4 = 0.9",
    ),
    "a share of nobody": (
        f"{TOWN}residents_share = 1.0\n",
        "places.town.residents_share: goes with place.residents, the county's, not said",
    ),
    "twice as many residents": (
        f"[place]\nresidents = 9_000\n{TOWN}residents_share = 1.0\nresidents = 5\n",
        "places.town.residents_share: must stand without residents, got 5 residents and a share of 1",
    ),
    "too much of the budget": (
        f"{TOWN}units = 4\nbudget_share = 0.7\n{HILLS}units = 4\nbudget_share = 0.5\n",
        "places: budget_share must add up to 1 at most, got town 0.7 + hills 0.5 = 1.2",
    ),
    "a budget for nobody": (
        f"{TOWN}units = 4\nbudget_share = 0.7\n{HILLS}units = 4\nbudget_share = 0.2\n",
        "places: budget_share must add up to 1 where every group has one, got town 0.7 + hills 0.2 = 0.9",
    ),
    "streets without communities": (
        f"{TOWN}units = 4\ncommunities = 2\nstreets = 3\n",
        "places.town.streets: must be at most 2 (places.town.communities), got 3",
    ),
    "units without households": (
        f"{TOWN}units = 40\nhouseholds = 30\n",
        "places.town.units: must be at most 30 (places.town.households), got 40",
    ),
    "crowds": (
        f"{TOWN}households = 30\nunits = 1\nresidents = 3_000\n",
        "places.town.residents: must be at most 300 (10 x 30 households), got 3000",
    ),
    "an unknown category": (
        f'{TOWN}units = 4\ncategories = ["gat"]\n', "places.town.categories: unknown category gat; did you mean gate?",
    ),
    "too late": (
        f"{TOWN}units = 4\nstart_week = 122\n",
        "places.town.start_week: must be below 122 (calendar.programme_weeks), got 122",
    ),
    "no kind": (
        f'{TOWN}units = 4\nkind = "tower"\n',
        'places.town.kind: must be one of "compound", "village_group", got "tower"',
    ),
    "a name": (
        TOWN.replace("town", "Town") + "units = 4\n", "places.Town: must be called by small letters, digits and _",
    ),
    "a misspelt key": (f"{TOWN}units = 4\nkin_tie = 2.0\n", "places.town.kin_tie: unknown key; did you mean kin_ties?"),
    "a list of tables": (
        "[[places]]\nunits = 4\n", "places: must be a table of groups of places, each headed [places.NAME]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("about", WRONG)
def test_what_contradicts_itself_is_refused_with_the_arithmetic(tmp_path: Path, about: str) -> None:
    text, said = WRONG[about]
    with pytest.raises(ScenarioError) as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("place.streets=30", "place.streets: must be at most 10 (place.communities), got 30"),
        ("place.residents=400000", "place.residents: must be at most 311560 (10 x 31156 households), got 400000"),
    ],
)
def test_a_place_that_cannot_be_is_refused(change: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("nanhu", [change])
    assert str(caught.value) == f"--set: {said}"


def test_a_number_that_every_group_has_of_its_own_has_no_effect(tmp_path: Path) -> None:
    path = written(tmp_path, f"{TOWN}units = 4\nowner_share = 0.5\n{HILLS}units = 4\n")
    with pytest.raises(ScenarioError) as caught:
        check_effects([Run(load(path, ["place.owner_share=0.9"]), ["reward"])])
    assert "where a group of places has no number of its own (places.NAME)" in str(caught.value)
    assert check_effects([Run(load(path, ["place.area_sd=0.2"]), ["reward"])]) == []


def test_a_group_can_be_changed_from_the_command_line() -> None:
    found = load("county", ["places.villages.income_yuan_per_head=12000", "places.villages.start_week=52"])
    group = found.base.places[1]
    assert group.own["place"]["income_yuan_per_head"] == 12_000.0
    assert group.numbers.start_week == 52


def test_names_that_results_use_are_those_that_are_refused() -> None:
    assert TAKEN == (ALL, COMMON)
