"""Cells with a range: a number that is not known, in every way in which people write one, and back."""

from pathlib import Path

import pytest

from dizao.scenarios import Scenario, load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.spreadsheet.cells import CellError, Range, cell_value
from dizao.scenarios.loading.spreadsheet.columns import COLUMNS

pytestmark = pytest.mark.small

NUMBER = next(column for column in COLUMNS["budget"] if column.key == ("budget", "yuan_per_year"))
WHOLE = next(column for column in COLUMNS["places"] if column.key == ("clans",))

COUNTY = """
extends = "county"

[budget]
yuan_per_year = 2_000_000

[network]
across_ties = 0.3

[places.town]
title = "Town"
title_zh = "城区"
cost_ratio = 1.2

[uncertain]
"budget.yuan_per_year" = [1_500_000, 2_500_000]
"people.trust_start" = [0.41, 0.62]
"places.town.cost_ratio" = [1.0, 1.5]
"places.villages.cost_ratio" = [1.5, 3]
"places.villages.clans" = [2, 5]
"""


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("0.1-0.5", (0.1, 0.5, None)),
        ("0.1 – 0.5", (0.1, 0.5, None)),
        ("10%–50%", (0.1, 0.5, None)),
        ("10–50%", (0.1, 0.5, None)),
        ("10万至20万", (100_000.0, 200_000.0, None)),
        ("10至20万", (100_000.0, 200_000.0, None)),
        ("１０％～５０％", (0.1, 0.5, None)),
        ("1,000 to 2,000", (1000.0, 2000.0, None)),
        ("15万（10万至20万）", (100_000.0, 200_000.0, 150_000.0)),
        ("1e-3", 0.001),
        ("-3", -3.0),
    ],
)
def test_ranges_are_read_as_people_write_them(text: str, ends: object) -> None:
    found = cell_value(text, NUMBER)
    assert tuple(found) == ends if isinstance(found, Range) else found == ends


@pytest.mark.parametrize("text", ["-", "0.1-", "to", "0.1-0.2-0.3", "(1-2)", "0.2 (0.1)", "六成至七成"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="must be a number, got"):
        cell_value(text, NUMBER)


def test_whole_numbers_stay_whole() -> None:
    assert cell_value("2-5", WHOLE) == Range(2, 5)
    assert all(isinstance(end, int) for end in cell_value("2至5", WHOLE)[:2])


def written(folder: Path, name: str, source: Path) -> Scenario:
    target = folder / name
    assert execute(["template", str(target), "--from", str(source), "--lang", "zh"]) == 0
    return load(target)


@pytest.mark.parametrize("ends", [".xlsx", ".csv"])
def test_ranges_go_to_sheets_and_back_without_loss(tmp_path: Path, ends: str) -> None:
    source = tmp_path / "mine.toml"
    source.write_text(COUNTY, encoding="utf-8")
    whole = load(source)
    sheet = written(tmp_path, f"sheet{ends}", source)
    again = written(tmp_path, "again.toml", tmp_path / f"sheet{ends}")
    for found in (sheet, again):
        assert found.knowledge.ranges == whole.knowledge.ranges
        assert found.table() == whole.table()
        assert {"network.across_ties"} <= set(found.knowledge.known)
    assert whole.base.places[1].own["network"]["clans"] == 4
    assert "uncertain" in (tmp_path / "again.toml").read_text(encoding="utf-8")


def test_what_only_toml_can_say_is_left_to_the_file_that_is_extended(tmp_path: Path) -> None:
    source = tmp_path / "mine.toml"
    source.write_text(COUNTY.replace("[1.5, 3]", "true").replace("[0.41, 0.62]", "false"), encoding="utf-8")
    whole, sheet = load(source), written(tmp_path, "sheet.csv", source)
    assert sheet.table() == whole.table()
    assert sheet.knowledge.draws("places.villages.cost_ratio", usually=False)
    assert not sheet.knowledge.draws("people.trust_start", usually=True)


def test_a_range_that_cannot_be_is_refused_with_its_cell(tmp_path: Path) -> None:
    places = tmp_path / "mine.csv"
    places.write_text("地点代号,居民占比,未成年人占比\ntown,0.6,0.5-0.2\nvillages,0.4,\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"mine.csv: C2: uncertain.places.town.children_share: must have its lower"):
        load(places)
    places.write_text("地点代号,居民人数\ntown,1万至2万\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"mine.csv: B2: .*residents"):
        load(places)
