"""Workbooks and CSV files become the table that a TOML file would give; what is wrong is told with its cell."""

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dizao.scenarios import load
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.layers import read_layers

pytestmark = pytest.mark.small

Rows = Sequence[Sequence[Any]]

PLACES: Rows = [
    ["地点代号", "中文名称", "地点类型", "居民占比", "诉求类别", "项目启动时间（周）"],
    ["town", "城区", "住宅小区", "６０％", "楼道整修、下水管网", None],
    ["hills", "山村", "村民小组", "40%", "入户路；路灯", 26],
]
POLICIES: Rows = [
    [
        "Code of the policy",
        "Starts from",
        "Rate of support",
        "Category of projects",
        "Largest sum for a project (yuan)",
    ],
    ["former", "Everything paid up front", 0.8, None, None],
    ["r50", "Advance and reward", "50%", None, "10万"],
    ["r50", None, 0.4, "Gate", None],
]
BUDGET: Rows = [
    ["项目", "数值", "单位", "说明"],
    ["中文标题", "本县", None, "随意填写"],
    ["项目预算", "300万", "元/年", None],
    ["居民人数", "30万", "人", None],
    ["社区和村数", None, None, None],
]


def workbook(folder: Path, **sheets: Rows) -> Path:
    book, path = Workbook(), folder / "county.xlsx"
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def csv_files(folder: Path, encoding: str, **files: Rows) -> Path:
    for name, rows in files.items():
        lines = [",".join("" if value is None else str(value) for value in row) for row in rows]
        (folder / f"{name.replace('_', '-')}.csv").write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return folder / "county.csv"


def told(path: Path) -> str:
    with pytest.raises(ScenarioError) as error:
        load(path)
    return str(error.value).replace(str(path), path.name).replace(f"{path.parent}/", "")


def changed(rows: Rows, row: int, column: int, value: Any) -> Rows:
    copy = [list(one) for one in rows]
    copy[row][column] = value
    return copy


PARTLY: Rows = [
    [
        "政策代号", "补助比例", "适用地点", "适用地点类型", "人均收入低于（元/年）", "最低收入单元占比",
        "单个项目补助上限（元）", "收入档代号",
    ],
    ["r50", "50%", None, None, None, None, None, None],
    [None, "70%", "山村", None, None, None, None, None],
    [None, "40%", None, "住宅小区", None, None, None, None],
    ["r50", "80%", None, None, "1.5万", None, "15万", None],
    ["r50", "90%", None, None, 9000, None, None, "low"],
    ["r30", "30%", None, None, None, None, None, None],
    [None, "60%", None, None, None, "20%", None, None],
]  # fmt: skip
PARTLY_TOML = """
[policies.r50]
payment.rate = 0.5
places.hills.rate = 0.7
kinds.compound.rate = 0.4
incomes.band_1 = { below_yuan_per_head = 15000.0, rate = 0.8, cap_yuan = 150000.0 }
incomes.low = { below_yuan_per_head = 9000.0, rate = 0.9 }
[policies.r30]
payment.rate = 0.3
incomes.band_1 = { poorest_share = 0.2, rate = 0.6 }
"""

TOML = """
extends = "county"
title = "本县"
title_zh = "本县"
budget = {yuan_per_year = 3_000_000.0}
place = {residents = 300_000}
[places]
villages = false
[places.town]
title = "城区"
title_zh = "城区"
kind = "compound"
residents_share = 0.6
categories = ["stairwell", "drainage"]
[places.hills]
title = "山村"
title_zh = "山村"
kind = "village_group"
residents_share = 0.4
categories = ["path", "lamps"]
start_week = 26
[former]
preset = "upfront"
payment = {rate = 0.8}
[policies]
r30 = false
r70 = false
[policies.r50]
base = "advance_reward"
payment = {rate = 0.5, cap_yuan = 100_000.0}
categories.gate.rate = 0.4
"""


def as_toml(folder: Path) -> Path:
    path = folder / "as_toml.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def test_a_workbook_is_the_table_that_toml_would_give(tmp_path: Path) -> None:
    path = workbook(tmp_path, 地点=PLACES, Policies=POLICIES, 预算=BUDGET)
    layer, other = read_layers(str(path))[-1], read_layers(str(as_toml(tmp_path)))[-1]
    assert layer.table == other.table
    scenario = load(path)
    assert scenario.name == "county"
    assert scenario.table() == load(as_toml(tmp_path)).table()
    assert [group.name for group in scenario.base.places] == ["town", "hills"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_files_are_read_in_the_encodings_of_spreadsheet_programs(encoding: str, tmp_path: Path) -> None:
    path = csv_files(tmp_path, encoding, county=PLACES, county_policies=POLICIES, county_budget=BUDGET)
    assert load(path).table() == load(as_toml(tmp_path)).table()


def test_places_alone_start_from_the_county_of_the_library(tmp_path: Path) -> None:
    rows = [PLACES[0], ["town", "城区", "住宅小区", 1, None, None]]
    scenario = load(csv_files(tmp_path, "utf-8", county=rows))
    assert scenario.title == load("county").title
    assert [group.name for group in scenario.base.places] == ["town"]
    assert scenario.base.places[0].title == "城区"


def test_rows_without_a_code_are_numbered(tmp_path: Path) -> None:
    rows = [PLACES[0], *([None, *row[1:]] for row in PLACES[1:])]
    assert [group.name for group in load(workbook(tmp_path, 地点=rows)).base.places] == ["place_1", "place_2"]


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (1, 3, "六成", "county.xlsx: 地点!D2: residents_share must be a number, got \"六成\""),
        (1, 3, 60, "county.xlsx: 地点!D2: places.town.residents_share: must be between 0 and 1, got 60.0"),
        (2, 5, 26.5, "county.xlsx: 地点!F3: places.hills.start_week: must be a whole number between 0 and "),
        (2, 2, "山区", "county.xlsx: 地点!C3: kind must be one of compound, village_group, got \"山区\""),
        (2, 4, "桥", "county.xlsx: 地点!E3: places.hills.categories: unknown category 桥; known: "),
        (2, 3, 0.5, "county.xlsx: 地点: places: residents_share must add up to 1, got town 0.6 + hills 0.5 = 1.1"),
        (2, 0, "Hill 1", "county.xlsx: 地点!A3: places.hill 1: must be called by small letters, digits and _"),
        (2, 0, "town", "county.xlsx: 地点!A3: must be a code of its own, got that of 地点!A2"),
        (0, 3, "居民比例", "county.xlsx: 地点!D1: unknown column '居民比例'"),
        (0, 3, "居民人数", None),
        (0, 3, "地点类型", "county.xlsx: 地点!D1: must be there once"),
        (0, 3, None, "county.xlsx: 地点!D2: must stand below a header"),
        (1, 3, "=1/3", "county.xlsx: 地点!D2: residents_share must be a number, got a formula without a kept value"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_place_is_told_with_its_cell(
    row: int, column: int, value: Any, message: str | None, tmp_path: Path
) -> None:
    path = workbook(tmp_path, 地点=changed(PLACES, row, column, value))
    if message is not None:
        assert told(path).startswith(message)


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (2, 0, "reward", "county.xlsx: Policies!A3: policies.reward: must be another name than those of the library"),
        (2, 2, "150%", "county.xlsx: Policies!C3: policies.r50.payment.rate: must be between 0 and 1, got 1.5"),
        (3, 2, 4, "county.xlsx: Policies!C4: policies.r50.categories.gate.rate: must be between 0 and 1, got 4.0"),
        (3, 1, "reward", "county.xlsx: Policies!B4: must be empty in the row of a category, but for Rate of support"),
        (3, 3, "Bridge", "county.xlsx: Policies!D4: policies.r50.categories.Bridge: no category of projects"),
        (1, 3, "Gate", None),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_policy_is_told_with_its_cell(
    row: int, column: int, value: Any, message: str | None, tmp_path: Path
) -> None:
    path = workbook(tmp_path, Policies=changed(POLICIES, row, column, value))
    if message is not None:
        assert told(path).startswith(message)


def test_rows_for_a_place_a_kind_and_poor_units_are_the_tables_that_toml_would_give(tmp_path: Path) -> None:
    layer = read_layers(str(workbook(tmp_path, 地点=PLACES, 政策=PARTLY, 预算=BUDGET)))[-1]
    # Policies of the scenario that is extended have no row.
    left_out = {name: value for name, value in layer.table["policies"].items() if value is False}
    assert layer.table["policies"] == tomllib.loads(PARTLY_TOML)["policies"] | left_out
    assert left_out == {"r70": False}


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (2, 2, "河边", "县.xlsx: 政策!C3: policies.r50.places.河边: no group of places; known: town, hills"),
        (2, 3, "住宅小区", "县.xlsx: 政策!D3: must be empty in the row of a group of places"),
        (2, 4, "一万", "县.xlsx: 政策!E3: below_yuan_per_head must be a number"),
        (4, 4, -1, "县.xlsx: 政策!E5: policies.r50.incomes.band_1.below_yuan_per_head: must be 1 or more, got -1.0"),
        (
            4,
            5,
            0.2,
            "县.xlsx: 政策!E5: policies.r50.incomes.band_1: must say one of below_yuan_per_head, poorest_share",
        ),
        (5, 4, 15000, "县.xlsx: 政策"),
        (7, 5, "1.2", "县.xlsx: 政策!F8: policies.r30.incomes.band_1.poorest_share: must be between 0.0001 and 1"),
    ],
)
def test_what_is_wrong_with_a_row_for_a_part_is_told_with_its_cell(
    row: int, column: int, value: Any, message: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path, 地点=PLACES, 政策=changed(PARTLY, row, column, value), 预算=BUDGET)
    assert told(path).startswith(message.replace("县", "county"))


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (2, 1, "很多", "county.xlsx: 预算!B3: budget.yuan_per_year must be a number, got \"很多\""),
        (2, 1, -1, "county.xlsx: 预算!B3: budget.yuan_per_year: must be 0 or more, got -1.0"),
        (2, 0, "预算额", "county.xlsx: 预算!A3: unknown item '预算额'"),
        (3, 0, "项目预算", "county.xlsx: 预算!A4: must be there once, got row 3 as well"),
        (0, 1, "值", "county.xlsx: 预算: must have a column value or 数值 in the first row"),
        (1, 0, "所依据的情景", "county.xlsx: 预算!B2: extends"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_budget_is_told_with_its_cell(
    row: int, column: int, value: Any, message: str, tmp_path: Path
) -> None:
    path = workbook(tmp_path, 预算=changed(BUDGET, row, column, value))
    assert told(path).startswith(message)


def test_a_sheet_that_nobody_knows_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    assert told(workbook(tmp_path, Plcaes=PLACES)).startswith("county.xlsx: Plcaes: unknown sheet; did you mean places")
    assert "must have one or more of the sheets" in told(workbook(tmp_path, Instructions=PLACES))
    path = tmp_path / "county.xlsx"
    path.write_bytes(b"no workbook")
    assert (
        told(path)
        == "county.xlsx: must be a workbook (.xlsx), got something else: save it as .xlsx, without a password"
    )
    path.unlink()
    assert "no such file" in told(path)


def test_a_damaged_workbook_is_one_clear_line(tmp_path: Path) -> None:
    path, draw = workbook(tmp_path, 地点=PLACES, Policies=POLICIES, 预算=BUDGET), random.Random(1)
    whole, refused = path.read_bytes(), 0
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(4):
            data[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(data[: draw.randrange(len(data))] if draw.random() < 0.2 else data)
        try:
            load(path)
        except ScenarioError as error:
            refused += "\n" not in str(error)
    assert refused > 20


def test_cells_of_csv_files_are_told_with_the_file(tmp_path: Path) -> None:
    path = csv_files(tmp_path, "gbk", county=PLACES, county_policies=changed(POLICIES, 2, 2, "half"))
    assert told(path) == 'county-policies.csv: C3: payment.rate must be a number, got "half"'
    csv_files(tmp_path, "gbk", county_policies=changed(POLICIES, 2, 2, "-1"))
    message = "county-policies.csv: C3: policies.r50.payment.rate: must be between 0 and 1, got -1.0"
    assert told(path) == message


@pytest.mark.parametrize(
    ("data", "message"), [(b"\xff\xfea\x00", "UTF-16"), (b"\x80\xff", "must be UTF-8 or GBK text")]
)
def test_other_encodings_are_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "county.csv").write_bytes(data)
    assert message in told(tmp_path / "county.csv")


def test_a_policy_that_has_no_row_does_not_take_part(tmp_path: Path) -> None:
    (tmp_path / "parent.toml").write_text('extends = "taoyuan"\n[policies.r30]\npayment.rate = 0.3\n', "utf-8")
    budget = [["Item", "Value"], ["Starts from scenario", "parent.toml"]]
    scenario = load(workbook(tmp_path, Policies=POLICIES, Budget=budget))
    assert list(scenario.policies) == ["r50"]
    assert "r30" not in "".join(check_effects([Run(scenario, ["r50"])]))
    assert list(load(workbook(tmp_path, Budget=budget)).policies) == ["r30"]


def test_a_name_that_is_left_out_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "county"\nplaces.twon = false\n', "utf-8")
    assert (
        told(path) == "mine.toml: places.twon: must be a name of what is extended, to leave it out; did you mean town?"
    )


def test_what_is_set_is_told_by_its_option_and_not_by_a_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, 地点=PLACES, 预算=BUDGET)
    with pytest.raises(ScenarioError, match=r"^--set: places.town.residents_share: must be between 0 and 1, got 7"):
        load(path, ["places.town.residents_share=7.0"])
    assert load(path, ["budget.yuan_per_year=5.0"]).base.budget.yuan_per_year == 5.0
