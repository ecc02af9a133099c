"""The page of a county of groups: what each costs, how it fares, and what becomes of poor units, significant or not."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dizao.model.outputs.places import ALL
from dizao.scenarios import load
from dizao.scenarios.analysis.places import POOR_UNITS
from dizao.scenarios.execution import replicates
from dizao.scenarios.execution.run_process import Process
from dizao.scenarios.reports.comparison_figures import draw
from dizao.scenarios.reports.numbers import MISSING
from dizao.scenarios.reports.page import place_tables
from dizao.scenarios.reports.page.content import content
from dizao.scenarios.reports.page.render import report_files
from dizao.scenarios.reports.page.tables import Maker
from dizao.scenarios.reports.page.values import Numbers
from dizao.scenarios.reports.poor_units import of_poor_units
from dizao.scenarios.reports.screen import print_report
from dizao.scenarios.reports.texts import Language
from dizao.scenarios.studies.compare import compare
from dizao.scenarios.studies.comparison import Comparison
from tests.scenarios.fakes import SHORT, FakeEngine, fake_groups, fake_process

pytestmark = [pytest.mark.small, pytest.mark.filterwarnings("ignore:Glyph")]

COUNTY = """
extends = "county"
title = "Two kinds of places"
title_zh = "两种地方"
question = "Which rate reaches poor villages?"
question_zh = "哪种比例能惠及穷村？"
[places.villages]
budget_share = 0.4
"""
INCOMES = {"town": 4e6, "villages": 2e6, ALL: 3e6}
GROUPS = {"town": "Compounds of the county seat", "villages": "Villages", ALL: "All places"}


def process_of_places(engine: FakeEngine, outcomes: dict[str, float]) -> Process:
    """Villages are served the more the higher the rate; in town the rate changes nothing that is above chance."""
    way, rate, chance = fake_process(engine, outcomes), engine.settings.mechanism.payment.rate, 0.02 * (engine.seed % 3)
    places = {}
    for place, income in INCOMES.items():
        served = 0.5 + (chance if rate > 0.4 else -chance) if place == "town" else 0.1 + 0.4 * rate + chance * rate
        shares = ("served_share", POOR_UNITS, "served_share_poorest_households")
        fen = ("benefit_fen_a_household", "benefit_fen_a_household_poorest_units",
               "benefit_fen_a_household_poorest_households", "public_fen")  # fmt: skip
        own = {"completed": 10.0 * rate, "income_fen_a_head": income, "contributions_of_income": 0.001 * (1.0 - rate)}
        own |= dict.fromkeys(shares, served) | dict.fromkeys(fen, 10000.0 * served)
        places |= {f"{place}.{name}": value for name, value in own.items()}
    halves = {
        f"{place}.{name}": years if name == "runs_out" else tuple(0.5 * year for year in years)
        for name, years in way.budget.items()
        for place in ("town", "villages", "common")
        if _is_there(place, name)
    }
    return way._replace(places=places, budget={**way.budget, **halves})


def _is_there(place: str, name: str) -> bool:
    of_projects = name in ("paid", "returned", "committed", "arrears")
    return name == "runs_out" or place == "villages" or (of_projects if place == "town" else not of_projects)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicates, "Engine", FakeEngine)
        patch.setattr(replicates, "groups", fake_groups)
        patch.setattr(replicates, "process", process_of_places)
        FakeEngine.stop_at = None
        path = tmp_path_factory.mktemp("places") / "places.toml"
        path.write_text(COUNTY, encoding="utf-8")
        yield path


def found(path: Path, language: Language = "en") -> Comparison:
    comparison = compare(load(path, SHORT), replicates=4)
    fields = {name: getattr(comparison, name) for name in ("scenario", "mechanisms", "baseline", "seed", "asked")}
    return Comparison(**fields, results=comparison.results, language=language)


@pytest.mark.usefixtures("no_figures")
def test_poor_units_have_a_sentence_that_says_what_is_significant_and_what_is_not(path: Path) -> None:
    comparison = found(path)
    said = of_poor_units(comparison)
    assert said.index("Villages:") < said.index("Compounds of the county seat:"), "the poorest group comes first"
    villages, town = said.split("Compounds of the county seat:")
    assert re.search(r"r30 -2\d\.\d percentage points \(-\d", villages), "from everything paid to three tenths of it"
    assert re.search(r"; not significant: r30 [^;]*; the same in all worlds under r50 and r70\.$", town)
    assert said in [one.text for one in content(comparison)["answer"]]


@pytest.mark.usefixtures("no_figures")
def test_of_each_group_the_page_has_means_and_differences_to_the_baseline(path: Path) -> None:
    comparison = found(path)
    tables = {table.name: table for table in content(comparison)["places"]}
    assert list(tables) == ["places_served", "places_money", "places_poor"]
    for name, mechanisms in (("places_served", comparison.mechanisms), ("places_poor", comparison.mechanisms[1:])):
        heads = [row.title for row in tables[name].rows if not row.cells]
        assert heads == list(GROUPS.values())
        assert len(tables[name].rows) == len(GROUPS) * (1 + len(mechanisms))
    rows = comparison.processes
    served = rows[(rows["mechanism"] == "r70") & (rows["name"] == f"villages.{POOR_UNITS}")]["value"]
    start = [row.title for row in tables["places_served"].rows].index("Villages")
    row = next(row for row in tables["places_served"].rows[start:] if row.name == "r70")
    assert row.cells[2].number.value.estimate.value == pytest.approx(served.mean())
    verdicts = [cell.verdict for row in tables["places_poor"].rows if row.name == "r30" for cell in row.cells]
    assert verdicts == ["open"] * 4 + ["worse"] * 8


@pytest.mark.usefixtures("no_figures")
def test_tables_of_the_budget_have_a_heading_for_each_place(path: Path) -> None:
    comparison = found(path)
    table = next(table for table in content(comparison)["budget"] if table.name == "budget_year-1")
    heads = [row.title for row in table.rows if not row.cells]
    assert heads == [GROUPS[ALL], GROUPS["town"], GROUPS["villages"], "Shared by places without a budget of their own"]
    town = table.rows[len(comparison.mechanisms) + 2]
    appropriated, paid = (cell.number.text for cell in town.cells[:2])
    assert appropriated == MISSING, "it shares what was appropriated"
    assert paid != MISSING


def test_the_figure_of_the_budget_has_a_bar_for_each_place(path: Path) -> None:
    labels = [one.get_text() for one in draw(found(path), "budget").axes[0].get_yticklabels()]
    assert labels[:4] == ["year 1", "Compounds of the\ncounty seat", "Villages", "year 2"]
    assert len(labels) == 6


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "zh"])
def test_page_and_screen_are_whole_in_both_languages(path: Path, language: Language, tmp_path: Path) -> None:
    comparison = found(path, language)
    page, data = report_files(comparison)
    assert 'id="table-places_poor"' in page
    assert 'scope="rowgroup"' in page
    assert any(one["id"].startswith("places_difference/") for one in data["numbers"])
    console = Console(file=StringIO(), width=160)
    print_report(comparison, tmp_path, console)
    shown = console.file.getvalue()
    assert {"en": "What each budget year costs, by group of places", "zh": "各预算年度财政支出"}[language] in shown
    if language == "zh":
        names = re.compile(r"（(r30|r50|r70|upfront|none)）")
        tables = place_tables.tables(Maker(comparison, Numbers(language)))
        said = [of_poor_units(comparison), *(table.note for table in tables)]
        assert re.findall("[A-Za-z]{2,}", names.sub("", " ".join(said))) == []
