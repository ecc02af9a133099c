"""Figures: what they draw is what tables and outcomes say, in both languages, the same to the byte."""

import re
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.colors import to_rgba
from matplotlib.ft2font import FT2Font
from pylopdf_fonts_zh_cn import sans_path

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.activity import BIN_WEEKS, binned
from dizao.model.outputs.flows import carried, paid, project_flows
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.outputs.steps import matter_steps, project_steps
from dizao.scenarios import load
from dizao.scenarios.analysis.effects import effects
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports import fonts, style
from dizao.scenarios.reports.canvas import KINDS, encoded
from dizao.scenarios.reports.cost import cost_figure, places
from dizao.scenarios.reports.figures import Caption, effects_figure
from dizao.scenarios.reports.funnel import funnel_figure
from dizao.scenarios.reports.money import money_figure
from dizao.scenarios.reports.numbers import amount
from dizao.scenarios.reports.participation import participation_figure
from dizao.scenarios.reports.run_figures import FIGURES, FILES, figure_files
from dizao.scenarios.reports.run_folder import results as results_of
from dizao.scenarios.reports.squarify import Box, squarify
from dizao.scenarios.reports.style import mark
from dizao.scenarios.reports.texts import LANGUAGES, TEXTS, Voice
from dizao.scenarios.reports.treemap import benefit_per_household, grouping, has_room, layout, limits, treemap_figure
from dizao.scenarios.studies import run

with_font = pytest.mark.skipif(fonts.chinese_font() is None, reason="no font with Chinese characters")


@pytest.fixture(
    scope="module",
    params=["reward", *(pytest.param(name, marks=pytest.mark.long) for name in ("none", "upfront"))],
)
def results(request):
    """Under the reward everybody pays and lends; under the others some columns are empty, as all are in `empty`."""
    return results_of(run.run_scenario(load("taoyuan", []), request.param))


@pytest.fixture(scope="module")
def empty():
    """A run in which nothing happens: no need arises in a programme of one week, or hardly any."""
    quick = [f"calendar.{name}=1" for name in ("programme_weeks", "follow_up_weeks", "warm_up_weeks")]
    return results_of(run.run_scenario(load("taoyuan", quick), "none"))


# texts

ENGLISH, CHINESE = TEXTS["en"], TEXTS["zh"]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.small
def test_both_languages_say_the_same_things():
    assert list(ENGLISH) == list(CHINESE)
    for key, text in ENGLISH.items():
        assert fields(CHINESE[key]) == fields(text), key


@pytest.mark.small
def test_chinese_texts_are_chinese_and_english_ones_are_not():
    han = re.compile(r"[\u4e00-\u9fff]")
    assert not any(han.search(text) for text in ENGLISH.values())
    # What is only fields and signs in English is so in Chinese.
    worded = {key for key, text in ENGLISH.items() if re.search("[A-Za-z]", re.sub("{.*?}", "", text))}
    plain = {key for key, text in CHINESE.items() if text and not han.search(text)} & worded
    assert plain <= {"list.comma", "list.and", "list.semicolon", "effects.mean", "participation.panel", "unit.%",
                     "sentence.called", "table.outcome", "caption.budget", "spending.one"}  # fmt: skip
    # Buttons are called what the page of Mesa calls them.
    signs = "{.*?}|Step|Reset|Render Interval"
    assert not any(re.search("[A-Za-z]", re.sub(signs, "", text)) for text in CHINESE.values())


@pytest.mark.small
def test_chinese_counts_by_ten_thousands():
    assert amount(123_456.0, "yuan", "zh") == "12.3 万元"
    assert amount(2.5e8, "yuan", "zh") == "2.50 亿元"
    assert amount(5.0, "projects", "zh") == "5 个"
    assert amount(5.0, "projects") == "5 projects"
    assert amount(5.5, "projects") == "5.50 projects"


@pytest.mark.small
def test_without_a_font_one_line_says_what_to_install(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    monkeypatch.chdir(tmp_path)
    for command in ("run", "compare"):
        assert execute([command, "taoyuan", "--lang", "zh"]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert re.fullmatch(
            r"error: --lang zh: needs a font [^\n]*pylopdf-fonts-zh-cn[^\n]*fonts-noto-cjk[^\n]*\n", told.err
        )
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ScenarioError, match="must be en or zh, got fr"):
        fonts.check_language("fr")


@pytest.mark.small
def test_the_font_that_is_installed_along_has_every_character_that_is_printed():
    font = FT2Font(str(sans_path()))
    printed = {*"".join(CHINESE.values()), *"".join(o.title_zh for o in OUTCOMES.values())}
    printed |= set("".join(preset.title_zh + preset.about_zh for preset in presets().values()))
    # A cross stands on a page only, whose fonts are the reader's.
    assert not [c for c in printed - set("\n✗") if not font.get_char_index(ord(c))]


@pytest.mark.small
def test_without_a_font_on_the_system_that_one_is_taken(monkeypatch):
    monkeypatch.setattr(fonts, "FAMILIES", ())
    assert fonts.chinese_font.__wrapped__() == "Noto Sans SC"


@pytest.mark.small
def test_a_font_is_looked_for_on_the_system_then_in_the_package(monkeypatch):
    assert fonts.chinese_font.__wrapped__() in (None, *fonts.FAMILIES)
    monkeypatch.setattr(fonts, "FAMILIES", ())
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    assert fonts.chinese_font.__wrapped__() is None
    some = Path(font_manager.findfont("DejaVu Serif"))
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", SimpleNamespace(sans_path=lambda: some))
    assert fonts.chinese_font.__wrapped__() == "DejaVu Serif"
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", SimpleNamespace(sans_path=lambda: Path(__file__)))
    assert fonts.chinese_font.__wrapped__() is None


@pytest.mark.small
def test_titles_are_bold_where_the_font_is(monkeypatch):
    assert fonts.has_bold("DejaVu Sans")
    assert not fonts.has_bold("STIXNonUnicode-no-such")
    monkeypatch.setattr(style, "chinese_font", lambda: "DejaVu Sans Display")
    settings = style._settings.__wrapped__("zh")
    assert settings["axes.titleweight"] == "normal"
    assert settings["font.family"] == ["DejaVu Sans", "DejaVu Sans Display", "sans-serif"]


# a run


def test_the_funnel_never_widens_and_agrees_with_the_outcomes(results):
    steps, matters = list(project_steps(results).values()), list(matter_steps(results).values())
    assert steps == sorted(steps, reverse=True)
    assert steps[0] + matters[0] == results.outcomes["needs"]
    assert steps[1] + matters[1] == results.outcomes["voiced"]


def test_what_is_paid_adds_up_to_the_outcomes(results):
    found = paid(results, project_flows(results))
    assert found["residents"] == results.outcomes["residents_yuan"]
    assert found["upfront"] + found["reward"] == pytest.approx(results.outcomes["public_yuan"])
    assert found["sponsors"] + found["unrepaid"] == pytest.approx(results.outcomes["organizations_yuan"])
    assert min(found.values()) >= 0.0


def test_a_reward_repays_no_more_than_it_brings(results):
    flows = project_flows(results)
    found = carried(results, flows)
    assert sum(part.repaid for part in found.values()) <= paid(results, flows)["reward"]
    assert all(min(part) >= 0.0 for part in found.values())


def test_what_a_run_did_has_the_colour_of_its_mechanism(results):
    colour = mark(results.mechanism).colour
    drawn = {patch.get_facecolor() for axes in funnel_figure(results).axes for patch in axes.patches}
    assert to_rgba(colour) in drawn
    bands = participation_figure(results).axes
    assert all(to_rgba(colour) in {patch.get_facecolor() for patch in axes.patches} for axes in bands)


def test_a_unit_without_a_project_has_no_benefit_rather_than_a_small_one(results):
    units = results.tables["units"]
    benefit = benefit_per_household(results)
    assert (np.isnan(benefit) == (units["completed"] == 0)).all()
    coloured, hatched = treemap_figure(results).axes[0].collections
    assert len(coloured.get_paths()) == (units["completed"] > 0).sum()
    assert len(hatched.get_paths()) == (units["completed"] == 0).sum()


@pytest.mark.small
def test_bins_start_with_the_programme_and_keep_weekly_means():
    weeks = np.arange(-5, 11)
    edges, means = binned(weeks, np.ones(len(weeks)))
    assert edges.tolist() == [-4, 0, 4, 8]
    assert means.tolist() == [1.0, 1.0, 1.0]
    edges, means = binned(np.arange(1, BIN_WEEKS), np.arange(1, BIN_WEEKS))
    assert (edges.tolist(), means.tolist()) == ([1, BIN_WEEKS], [2.0])


@pytest.mark.small
@given(st.lists(st.floats(0.1, 1e4), min_size=1, max_size=60))
def test_a_treemap_keeps_areas_and_stays_inside(sizes):
    box = Box(1.0, 2.0, 7.0, 3.0)
    boxes = squarify(sizes, box)
    areas = np.array([found.width * found.height for found in boxes])
    np.testing.assert_allclose(areas, np.array(sizes) / sum(sizes) * 21.0, rtol=1e-6)
    assert min(found.x for found in boxes) >= 1.0
    assert max(found.x + found.width for found in boxes) <= 8.0 + 1e-9
    assert max(found.y + found.height for found in boxes) <= 5.0 + 1e-9


@pytest.mark.small
def test_colours_hold_zero_and_are_not_stretched_by_a_few_high_values():
    assert limits(np.array([20.0, np.nan, 80.0])) == (0.0, 80.0)
    assert limits(np.array([-5.0, -1.0])) == (-5.0, 0.0)
    assert limits(np.array([np.nan])) == (0.0, 1.0)
    assert limits(np.array([0.0, 0.0])) == (0.0, 1.0)
    assert limits(np.array([10.0] * 99 + [1000.0])) == (0.0, 10.0)


@pytest.mark.small
def test_a_number_stands_only_where_it_has_room():
    assert has_room(Box(0.0, 0.0, 0.3, 0.3), "123", 7.5)
    assert not has_room(Box(0.0, 0.0, 0.3, 0.3), "1234", 7.5)
    assert not has_room(Box(0.0, 0.0, 0.3, 0.1), "1", 7.5)


@pytest.mark.small
def test_units_lie_within_their_group():
    inner, outer = layout(np.array([4, 2, 2]), np.array([7, 3, 7]), Box(0.0, 0.0, 4.0, 2.0))
    assert len(outer) == 2
    assert inner[1] == outer[0]
    assert [box.width * box.height for box in inner] == pytest.approx([4.0, 2.0, 2.0])


def texts_of(svg: bytes) -> set[str]:
    return {"".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}


def test_figures_are_the_same_to_the_byte_and_text_stays_text(results):
    first, second = dict(figure_files(results)), dict(figure_files(results))
    assert tuple(first) == FILES
    assert first == second
    for name in FIGURES:
        assert {results.say(f"{name}.title")} <= texts_of(first[f"{name}.svg"])
        assert any("mechanism" in text for text in texts_of(first[f"{name}.svg"]))
        assert b"date" not in first[f"{name}.svg"].lower()


def test_what_there_is_nothing_of_is_said(empty):
    files = dict(figure_files(empty))
    assert set(files) == set(FILES)
    said = texts_of(files["money.svg"])
    assert {"nobody paid anything", "nobody had to pre-finance"} <= said
    assert "No project was completed: nobody has any benefit yet." in texts_of(files["units.svg"])
    assert grouping(empty) == ""


def test_the_numbers_of_the_units_are_drawn(results):
    figure = treemap_figure(results)
    drawn = {text.get_text() for text in figure.axes[0].texts}
    assert drawn == {str(number) for number in results.tables["units"]["id"]}
    assert len(funnel_figure(results).axes) == len(money_figure(results).axes) == 2


@with_font
@pytest.mark.filterwarnings("error::UserWarning")
def test_chinese_figures_have_every_character(results):
    for name, content in figure_files(replace(results, language="zh", mechanism="以奖代补")):
        if name.endswith(".svg"):
            assert not any(re.search("[a-z]{4}", text.replace("taoyuan", "")) for text in texts_of(content)), name


@with_font
def test_the_summary_of_a_run_is_told_in_chinese(capsys, tmp_path):
    quick = [
        "--set",
        "calendar.programme_weeks=4",
        "--set",
        "calendar.follow_up_weeks=1",
        "--set",
        "calendar.warm_up_weeks=1",
    ]
    assert execute(["run", "taoyuan", "--lang", "zh", "--out", str(tmp_path), *quick]) == 0
    first, *rows, last = capsys.readouterr().out.splitlines()
    assert first == "桃源社区，4 个单元：以奖代补，种子 0，项目期 4 周，跟踪期 1 周"
    assert {row.split()[0] for row in rows} == {o.title_zh for o in OUTCOMES.values() if o.headline}
    assert re.fullmatch(rf"用时 [\d.]+ 秒；已写入 {re.escape(str(tmp_path))}：manifest.json, .*", last)


# a comparison


def runs_of(value, mechanisms=("none", "upfront", "reward"), replicates=3):
    rows = [(m, r, o, value(o, m, r)) for r in range(replicates) for m in mechanisms for o in OUTCOMES]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"])


def costs(outcome, mechanism, replicate):
    found = {"public_yuan": 100.0 * (mechanism != "none"), "benefit_yuan": 100.0 * (1 + replicate)}
    return found.get(outcome, 0.5)


@pytest.mark.small
def test_the_cost_plane_shows_the_ratio_of_the_means():
    none, upfront, _ = places(runs_of(costs))
    assert (none.mechanism, none.cost, none.served) == ("none", 0.0, 50.0)
    assert upfront.cost == 0.5
    assert upfront.replicates.tolist() == [[50.0, 1.0], [50.0, 0.5], [50.0, pytest.approx(1 / 3)]]


@pytest.mark.small
def test_what_brings_no_benefit_has_no_place_and_is_named():
    def value(outcome, mechanism, replicate):
        return 0.0 if outcome == "benefit_yuan" and mechanism == "none" else costs(outcome, mechanism, replicate)

    caption = Caption("taoyuan", "upfront", 3, 0.5)
    svg = encoded(cost_figure(runs_of(value), caption), "svg")
    assert "Without a ratio, since no benefit was delivered: none." in texts_of(svg)
    nothing = encoded(cost_figure(runs_of(lambda *_: 0.0), caption), "svg")
    assert "no benefit was delivered" in texts_of(nothing)


@pytest.mark.small
@pytest.mark.parametrize("language", [LANGUAGES[0], pytest.param(LANGUAGES[1], marks=with_font)])
@pytest.mark.filterwarnings("error::UserWarning")
def test_figures_of_a_comparison_speak_the_language(language):
    names = {name: preset.title_zh for name, preset in presets().items()}
    caption = Caption("taoyuan", "upfront", 3, 0.5, Voice(language, names if language == "zh" else {}))
    runs = runs_of(lambda o, m, r: costs(o, m, r) + len(m) + 0.1 * r * len(o))
    drawn = [cost_figure(runs, caption), effects_figure(effects(runs, "upfront"), caption)]
    for figure in drawn:
        svg = encoded(figure, "svg", language)
        assert svg == encoded(figure, "svg", language)
        assert ("以奖代补" if language == "zh" else "reward") in texts_of(svg)
        assert language == "en" or not any(re.search("[a-z]{2}", text.replace("taoyuan", "")) for text in texts_of(svg))
    titles = {axes.get_title(loc="left").replace("\n", " ") for axes in drawn[1].axes if axes.axison}
    assert titles == {o.title_zh if language == "zh" else o.title for o in OUTCOMES.values() if o.headline}


def test_matplotlib_is_imported_only_where_figures_are_made_and_statistics_where_there_are_draws():
    modules = "dizao.scenarios.reports.run_figures, dizao.scenarios.reports.cost, dizao.scenarios.commands.comparing"
    heavy = {"matplotlib", "scipy.stats", "scipy.optimize"}
    code = f"import sys, {modules}; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "[]\n"
    assert KINDS == ("png", "svg")
