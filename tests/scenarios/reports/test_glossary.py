"""The Chinese terms: one for each thing, as official documents have them, in every text that is printed."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import CATEGORIES
from dizao.scenarios.reports.texts import TEXTS, Voice

pytestmark = pytest.mark.small

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
HAN = re.compile(r"[\u4e00-\u9fff]")

FORBIDDEN = {
    r"情景自带": "本方案",
    r"机制|补助规则|几种办法|现行办法": "补助方式",
    r"(?<!（)大包大揽|事前支付|全额支付": "财政全额事前拨付（大包大揽）",
    r"世界|次重复|重复次数|次配对": "模拟样本",
    r"未知参数|不确定的?数值": "不确定参数",
    r"街道工委": "街道党工委",
    r"在用(?!项目)": "在用项目",
    r"干部": "工作人员工时",
    r"赞助|驻地企业|(?<!单位)组织出资": "共建单位",
    r"配捐": "配套补助",
    r"垫付|垫资方": "垫资，出借方",
    r"投劳": "投工",
    r"贴现": "折现",
    r"财政资金": "公共资金",
    r"项目成本|占成本": "造价",
    r"质保金": "质量保证金",
}
"""What must not occur, as patterns, and the one term that stands for it."""

USED = (
    "本方案",
    "补助方式",
    "财政全额事前拨付（大包大揽）",
    "不确定参数",
    "模拟样本",
    "街道党工委",
    "在用项目",
    "工作人员工时",
    "共建单位",
    "配套补助",
)
"""Terms of which each occurs."""


def in_tables(values: Any) -> Iterator[str]:
    """Return every Chinese text of a file, however deep."""
    if isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            yield from in_tables(value)
    elif isinstance(values, str) and HAN.search(values):
        yield values


def printed() -> dict[str, str]:
    """Return every Chinese text that is printed, by where it stands."""
    files = [path for folder in ("library", "cases", "lab") for path in sorted((SCENARIOS / folder).glob("*.toml"))]
    files.append(SCENARIOS / "evidence" / "facts.toml")
    return {
        **{f"words: {key}": text for key, text in TEXTS["zh"].items()},
        **{f"outcome {name}": outcome.title_zh for name, outcome in OUTCOMES.items()},
        **{f"mechanism {name}": f"{preset.title_zh} {preset.about_zh}" for name, preset in presets().items()},
        **{f"category {name}": category.title_zh for name, category in CATEGORIES.items()},
        **{
            f"{path.name}: {text}": text for path in files for text in in_tables(tomllib.loads(path.read_text("utf-8")))
        },
    }


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_there_is_one_term_for_each_thing(pattern: str) -> None:
    found = [f"{where}: {text}" for where, text in printed().items() if re.search(pattern, text)]
    assert not found, f"write {FORBIDDEN[pattern]}:\n" + "\n".join(found)


@pytest.mark.parametrize("term", USED)
def test_a_term_of_the_glossary_is_used(term: str) -> None:
    assert any(term in text for text in printed().values())


def test_grades_of_evidence_have_no_letters_in_chinese() -> None:
    assert [Voice("zh").grade(letter) for letter in "ABC"] == ["甲", "乙", "丙"]
    assert [Voice("en").grade(letter) for letter in "ABC"] == ["A", "B", "C"]
    assert not any(re.search(r"(?<![A-Za-z{])[ABC] ?级", text) for text in printed().values())
