"""``dizao show`` in Chinese: nothing that a planner reads is left in English, and the file it prints is the same."""

import re
import tomllib
from pathlib import Path

import pytest

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.commands.show import ABOUT_PRESETS
from dizao.scenarios.commands.wording import Wording, chinese
from dizao.scenarios.loading.layers import library
from dizao.scenarios.loading.parameter_table import parameter_rows
from dizao.scenarios.studies.uncertainty.parameters import held_for_other_reasons
from tests.scenarios.reports.test_glossary import FORBIDDEN

pytestmark = pytest.mark.small

HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE = Wording("zh")


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert execute(["show", *words]) == 0
    return capsys.readouterr().out


def test_every_parameter_has_unit_meaning_grade_and_source_in_chinese() -> None:
    for row in parameter_rows():
        said = CHINESE.row(row)
        assert HAN.search(said.meaning), row.name
        assert not re.search("[A-Za-z]{2}", said.meaning), row.name
        assert not row.unit or HAN.search(said.unit), row.name
        assert not row.source or HAN.search(said.source), row.source
        assert not row.grade or said.grade in ("甲", "乙", "丙", "统计")
    sources = {row.source for row in parameter_rows()}
    assert [one for one in chinese()["sources"] if one not in sources and "[uncertain]" not in one] == []


def test_every_outcome_mechanism_and_section_is_explained_in_chinese() -> None:
    for name in OUTCOMES:
        unit, _, title, definition = CHINESE.outcome(name)
        assert all(HAN.search(text) for text in (unit, title, definition)), name
        assert not re.search("[A-Za-z]{2}", definition), name
    for preset in presets().values():
        assert all(HAN.search(CHINESE.of_preset(preset, name)) for name in ABOUT_PRESETS), preset.name
    assert all(CHINESE.title(section) for section in SECTIONS)


def test_the_words_are_those_of_the_glossary() -> None:
    texts = [text for table in chinese().values() for text in table.values()]
    assert [(pattern, text) for pattern in FORBIDDEN for text in texts if re.search(pattern, text)] == []


@pytest.mark.parametrize("name", library())
def test_every_rule_of_a_derived_number_and_every_reason_is_in_chinese(name: str) -> None:
    scenario = load(name)
    for one in scenario.derived:
        assert HAN.search(CHINESE.derived(one).partition("推算：")[2]), one.rule
        assert not re.search(r"\b(residents|households|units|county|programme)\b", CHINESE.derived(one)), one.rule
    reasons = held_for_other_reasons(scenario.base, scenario.knowledge)
    assert reasons.keys() <= chinese()["reasons"].keys()


def test_what_is_shown_is_the_same_file_in_both_languages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shown = [printed(capsys, "county", "--lang", language) for language in ("en", "zh")]
    tables = [tomllib.loads(text) for text in shown]
    assert tables[0] == tables[1]
    path = tmp_path / "whole.toml"
    path.write_text(shown[1], encoding="utf-8")
    again = load(path)
    assert again.base._replace(name="county") == load("county").base
    assert again.knowledge == load("county").knowledge
    notes = [line.partition("  # ")[2] for line in shown[1].splitlines() if "  # " in line]
    assert len(notes) > 250
    assert [note for note in notes if not HAN.search(note)] == []


def test_chinese_is_asked_for_by_the_environment_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_option = printed(capsys, "--parameters", "--lang", "zh")
    monkeypatch.setenv("DIZAO_LANG", "zh")
    assert printed(capsys, "--parameters") == by_option


def test_what_is_drawn_known_and_held_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--set", "works.lender_share=0.2", "--set", "uncertain.people.trust_start=[0.4, 0.6]")
    shown = printed(capsys, "nanhu", "--uncertain", *given)
    drawn, _, held = shown.partition("held because the scenario says that they are known: 1")
    assert "sampled by --draws: 211" in drawn
    assert re.search(r"people\.trust_start +0\.4 +0\.6 +0\.5 +share +given by the scenario", drawn)
    assert re.search(r"works\.lender_share +0\.2 ", held)
    assert "towns have no clans: network.kin_ties, network.clans" in held
    in_chinese = printed(capsys, "nanhu", "--uncertain", *given, "--lang", "zh")
    assert "本方案给定范围" in in_chinese
    assert "已由本方案确定、不抽样的参数，1 项" in in_chinese


def test_uncertain_goes_with_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["show", "--parameters", "--uncertain"]) == 2
    assert execute(["show", "reward", "--uncertain"]) == 2
    assert "goes with a scenario" in capsys.readouterr().err
