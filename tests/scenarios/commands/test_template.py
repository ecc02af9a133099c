"""The command ``dizao template``: files that are written, and what is refused."""

from pathlib import Path

import pytest

from dizao.scenarios.commands.main import execute

pytestmark = pytest.mark.small


def test_a_workbook_three_csv_files_and_toml_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert execute(["template", "new/county.xlsx", "--lang", "zh"]) == 0
    assert execute(["template", "county.csv", "--from", "new/county.xlsx", "--lang", "zh"]) == 0
    assert execute(["template", "county.toml", "--from", "county.csv"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "county-budget.csv", "county-policies.csv", "county.csv", "county.toml", "new",
    ]  # fmt: skip
    assert (tmp_path / "county.csv").read_bytes().startswith("\ufeff地点代号,".encode())
    assert 'extends = "county"' in (tmp_path / "county.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["template", "there.xlsx"], "there.xlsx: must be a new file, got one that is there"),
        (["template", "side.csv"], "side-budget.csv: must be a new file, got one that is there"),
        (["template", "county.xls"], 'FILE: must end in .xlsx, .csv, .toml, got "county.xls"'),
        (["template", "county.xlsx", "--lang", "de"], "--lang: must be en or zh, got de"),
        (["template", "county.xlsx", "--from", "nowhere.toml"], "nowhere.toml: no such file"),
    ],
)
def test_what_is_refused_is_told_in_one_line_and_nothing_is_written(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("there.xlsx", "side-budget.csv"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    assert execute(words) == 2
    assert capsys.readouterr().err == f"error: {message}\n"
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        "there.xlsx": "mine",
        "side-budget.csv": "mine",
    }
