"""The page of a file with policies: its first conclusion answers the file's own question."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from dizao.scenarios import load
from dizao.scenarios.execution import replicates
from dizao.scenarios.reports.comparison_figures import draw
from dizao.scenarios.reports.page.content import content
from dizao.scenarios.reports.page.render import report_files
from dizao.scenarios.reports.style import mark
from dizao.scenarios.reports.texts import Language
from dizao.scenarios.studies.compare import compare
from dizao.scenarios.studies.comparison import Comparison
from tests.scenarios.fakes import SHORT, FakeEngine, fake_groups, fake_process

pytestmark = [pytest.mark.small, pytest.mark.filterwarnings("ignore:Glyph")]

COUNTY = """
extends = "taoyuan"
title = "Three rates"
title_zh = "三种比例"
question = "Which rate?"
question_zh = "采用哪种比例？"
"""
POLICIES = """
[policies.r30]
title_zh = "奖补三成"
payment.rate = 0.3
[policies.r50]
payment.rate = 0.5
[policies.r70]
payment.rate = 0.7
"""


class PricyEngine(FakeEngine):
    """Counts too; where less is paid less is built, and each project costs less."""

    def outcomes(self) -> dict[str, float]:
        rate = self.settings.mechanism.payment.rate
        found = super().outcomes()
        jitter = float(self.seed % 3)
        found["functioning_after_12_months"] = 100.0 * rate + jitter
        found["public_yuan_per_functioning"] = 1000.0 * rate + jitter * (1.0 + rate)
        return found


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicates, "Engine", PricyEngine)
        patch.setattr(replicates, "groups", fake_groups)
        patch.setattr(replicates, "process", fake_process)
        FakeEngine.stop_at = None
        path = tmp_path_factory.mktemp("county") / "county.toml"
        path.write_text(COUNTY + POLICIES, encoding="utf-8")
        yield path


def found(path: Path, language: Language = "en", **asked: Any) -> Comparison:
    comparison = compare(load(path, SHORT), replicates=4, **asked)
    fields = {name: getattr(comparison, name) for name in ("scenario", "mechanisms", "baseline", "seed", "asked")}
    return Comparison(**fields, results=comparison.results, language=language)


@pytest.mark.usefixtures("no_figures")
@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "zh"])
def test_the_first_conclusion_says_which_policy_by_how_much_for_whom_and_at_which_cost(
    county: Path, language: Language
) -> None:
    comparison = found(county, language)
    assert comparison.mechanisms == ("none", "upfront", "r30", "r50", "r70")
    first = content(comparison)["answer"][0].text
    expected = {
        "en": ["Of the 3 policies", "(r70) has the highest mean net present value", "higher than r50",
               "higher than r30", "Compared with what runs today", "For whom, under r70",
               "Public money in year 1: r30 120 thousand yuan",
               "Public money in year 2: r30"],
        "zh": ["在 3 种补助方式中", "验收后奖补 70%（r70）的平均净现值最高", "比奖补三成高",
               "与现行的财政全额事前拨付（upfront）相比",
               "第 1 年财政支出：奖补三成 12.0 万元", "第 2 年财政支出：奖补三成"],
    }[language]  # fmt: skip
    assert [text for text in expected if text not in first] == []


@pytest.mark.usefixtures("no_figures")
def test_the_costs_are_those_of_money_by_year(county: Path) -> None:
    comparison = found(county)
    tables = {table.name: table for table in content(comparison)["budget"]}
    assert set(tables) == {"budget_costs", "budget_year-1", "budget_year-2"}
    money = comparison.money_by_year
    rows = money[(money["mechanism"] == "r70") & (money["year"] == 2)].set_index("item")["mean"]
    shown = next(row for row in tables["budget_costs"].rows if row.name == "r70").cells[1].number
    assert shown is not None
    assert shown.value.estimate.value == pytest.approx(rows["cost"])
    assert isinstance(money, pd.DataFrame)


@pytest.mark.usefixtures("no_figures")
def test_a_mechanism_that_builds_less_is_not_green_for_its_cost_per_project(county: Path) -> None:
    cells = {
        (row.name, head.title): cell.verdict
        for table in content(found(county, baseline="r50"))["outcomes"]
        for row in table.rows
        for head, cell in zip(table.heads, row.cells, strict=True)
    }
    title = "Public money per functioning project"
    assert cells["none", title] == "clear"
    assert cells["r30", title] == "clear"
    assert cells["r70", title] == "worse"
    assert cells["r30", "Functioning after 12 months"] == "worse"


@pytest.mark.usefixtures("no_figures")
def test_without_policies_the_first_conclusion_is_as_it_was(county: Path) -> None:
    plain = county.with_name("plain.toml")
    plain.write_text(COUNTY, encoding="utf-8")
    first = content(found(plain))["answer"][0].text
    assert first.startswith("Net present value, at the default numbers only: with subsidy-by-reward (reward)")


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.long), "zh"])
def test_the_page_is_whole_and_chinese_is_without_latin_words(county: Path, language: Language) -> None:
    page, data = report_files(found(county, language))
    assert data["tables"]
    assert 'id="figure-budget"' in page
    if language == "zh":
        answers = " ".join(one["text"] for one in data["answer"])
        names = re.compile(r"（(r30|r50|r70|upfront|none)）")
        assert re.findall("[A-Za-z]{2,}", names.sub("", answers)) == []


def test_the_figure_of_the_budget_has_a_panel_for_each_mechanism(county: Path) -> None:
    comparison = found(county)
    assert len(draw(comparison, "budget").axes) == len(comparison.mechanisms)


def test_policies_have_the_same_different_colours_in_all_figures(county: Path) -> None:
    comparison = found(county)
    colours = {name: mark(name, comparison.policies).colour for name in comparison.policies}
    assert len(set(colours.values())) == 3
    panel = draw(comparison, "cost").axes[0]
    drawn = {str(one.get_label()): to_hex(one.get_facecolor()[0]).upper() for one in panel.collections}
    assert {name: drawn[name] for name in colours} == {name: colour.upper() for name, colour in colours.items()}
    lines = [str(line.get_color()).upper() for panel in draw(comparison, "effects").axes for line in panel.lines]
    assert {colour.upper() for colour in colours.values()} <= set(lines)
