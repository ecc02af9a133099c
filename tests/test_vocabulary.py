"""What people read has the terms of the field: no private word stands in any text file of the project."""

import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.small

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("py", "md", "toml", "jinja", "ipynb")

PRIVATE = {
    r"luck|lucky|luckily": "random draw, random variation or Monte Carlo error",
    r"run-?outs?|run_out\w*": "follow-up period",
    r"gifts?": "contribution",
    r"alive": "functioning",
    r"standings?": "status",
    r"a year on": "after 12 months",
    r"told apart|tells? (them|\w+) apart|tell (\w+ ){1,4}apart": "distinguishable; the difference is (not) significant",
    r"tells? nothing|(cannot|can) be told(?! of)|told from (none|nothing)|worlds\s+cannot tell": "is (not) significant",
    r"nobody knows": "uncertain parameters, or not known",
    r"eaten": "sunk cost",
    r"acts? together": "interactions",
    r"weighs? most": "largest individual effects",
    r"mesa is (a|the) face|mesa face|networkx door": "adapter",
    r"(a|an|much) random draws|random draws (is|has|was|makes|lies|weighs)": "random draw(s): singular or plural",
    r"运气|谁也不知道|无人知道|分不出高[低下]|一年后仍在用": "随机波动；不确定参数；差异不显著；建成12个月后正常使用",
}
"""Private words, as patterns between word boundaries: what stands instead."""

FILES_WITH_OLD_NAMES = {
    "CHANGELOG.md",  # what was renamed
    "benchmarks/fingerprints.py",  # the names in version 0.1.0
    "scenarios/loading/renamed.py",
    "tests/scenarios/loading/test_renamed.py",
    "tests/test_vocabulary.py",
}

ALLOWED = (
    r"[Ss]tanding( council|, one council|: the|: 3)|(one|a) standing\b|STANDING",
    r'"[Ss]tanding"|, standing,|\| Standing \|',  # a kind of council
)
"""A standing council is one that stays."""


def texts() -> list[tuple[str, str]]:
    """Return every tracked text file and what it holds."""
    names = subprocess.run(
        ["git", "ls-files", *(f"*.{kind}" for kind in KINDS)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    kept = [name for name in names if name not in FILES_WITH_OLD_NAMES and (ROOT / name).exists()]
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in kept]


def found(pattern: str, text: str) -> list[str]:
    """Return the lines in which a private word stands, allowed terms taken out."""
    for term in ALLOWED:
        text = re.sub(term, "", text)
    # Chinese has no blanks between words.
    bounded = pattern if re.search(r"[\u4e00-\u9fff]", pattern) else rf"\b({pattern})\b"
    return [line.strip() for line in text.splitlines() if re.search(bounded, line, re.IGNORECASE)]


@pytest.mark.parametrize("pattern", PRIVATE)
def test_no_private_word_is_left(pattern: str) -> None:
    lines = [f"{name}: {line[:160]}" for name, text in texts() for line in found(pattern, text)]
    assert not lines, f"write {PRIVATE[pattern]}:\n" + "\n".join(lines)


@pytest.mark.parametrize(
    "line",
    ["a matter of luck", "in the run-out", "their gifts", "those alive", "of high standing", "cannot be told apart",
     "7 tell nothing", "no more can be told",
     "not told from nothing", "what nobody knows",
     "Mesa is a face", "the random draws is", "单个世界之间因运气相差多少"],
)  # fmt: skip
def test_a_private_word_would_be_found(line: str) -> None:
    assert any(found(pattern, line) for pattern in PRIVATE)


def test_a_standing_council_is_one() -> None:
    assert not any(found(pattern, "one standing council, or one for each issue") for pattern in PRIVATE)
