"""``--scale``: which part was simulated is said on the page and in the tables; totals are of that part."""

from pathlib import Path

import pytest

from dizao.model.settings import Settings
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution import replicates
from dizao.scenarios.reports.scale import scale_note
from dizao.scenarios.reports.texts import Voice
from tests.scenarios.fakes import SHORT, FakeEngine, fake_groups, fake_process

pytestmark = [pytest.mark.small, pytest.mark.filterwarnings("ignore:Glyph")]


def settings(name: str, scale: float | None) -> Settings:
    return load(name, (), scale).settings()


def test_nothing_is_said_of_a_place_that_was_simulated_whole() -> None:
    assert [scale_note(settings("nanhu", scale), Voice()) for scale in (None, 1.0)] == ["", ""]


@pytest.mark.parametrize(("name", "scale", "kept", "units"), [("nanhu", 0.25, 10, 40), ("taoyuan", 0.1, 1, 4)])
def test_the_units_that_were_simulated_are_counted(name: str, scale: float, kept: int, units: int) -> None:
    told = scale_note(settings(name, scale), Voice())
    assert told.startswith(f"Simulated: {kept} of {units} units (--scale {scale})")
    assert "not scaled up" in told
    told = scale_note(settings(name, scale), Voice("zh"))
    assert told.startswith(f"本次模拟 {units} 个治理单元中的 {kept} 个（比例 {scale}）")
    assert "未放大到整体" in told


def test_units_of_all_groups_of_places_are_counted() -> None:
    county, part = settings("county", None), settings("county", 0.5)
    number = sum(one.own["place"]["units"] for one in county.places)
    assert f"of {number} units" in scale_note(part, Voice())


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "zh"])
def test_page_and_table_say_it(
    language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("Engine", FakeEngine), ("groups", fake_groups), ("process", fake_process)):
        monkeypatch.setattr(replicates, name, value)
    FakeEngine.stop_at = None
    words = ["compare", "taoyuan", *(word for change in SHORT for word in ("--set", change)), "--scale", "0.5"]
    words += ["--replicates", "2", "--workers", "1", "--report", "--draws", "0", "--lang", language]
    assert execute([*words, "--out", str(tmp_path / "part")]) == 0
    said = {"en": "Simulated: 2 of 4 units", "zh": "本次模拟 4 个治理单元中的 2 个"}[language]
    assert said in capsys.readouterr().out
    assert (tmp_path / "part" / "report.html").read_text(encoding="utf-8").count(said) == 2
