"""Chinese pages: each has the commands and the files of its English twin, leads to it, and is written in Chinese."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.reports.test_glossary import FORBIDDEN

pytestmark = pytest.mark.small

ROOT = Path(__file__).resolve().parents[1]
HOW_TO = ("your-county", "ranking-under-uncertainty", "scenario-files", "watch-in-a-browser")
TWINS = ("README.zh.md", *(f"docs/how-to/{name}.zh.md" for name in HOW_TO))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_PROSE = re.compile(r"^```.*?^```$|<!--.*?-->|`[^`\n]*`|\]\([^)]*\)|\[English\]\([^)]*\)", re.MULTILINE | re.DOTALL)


@pytest.fixture(params=TWINS)
def twins(request: pytest.FixtureRequest) -> tuple[str, str, Path]:
    """The text of a Chinese page, that of its English twin, and where the first stands."""
    page = ROOT / request.param
    return page.read_text("utf-8"), english_of(page).read_text("utf-8"), page


def english_of(page: Path) -> Path:
    return page.with_name(page.name.replace(".zh.md", ".md"))


def blocks(text: str, language: str) -> list[str]:
    return [block for found, block in FENCE.findall(text) if found == language]


def commands(text: str) -> list[str]:
    """Return the command lines of a page, without remarks."""
    lines = [line.split("#")[0].strip() for block in blocks(text, "sh") for line in block.splitlines()]
    return [line for line in lines if line]


def without_titles(table: Any) -> Any:
    if not isinstance(table, dict):
        return table
    return {key: without_titles(value) for key, value in table.items() if key not in {"title", "title_zh"}}


def test_the_command_lines_are_those_of_the_english_page(twins: tuple[str, str, Path]) -> None:
    chinese, english, _ = twins
    assert commands(chinese) == commands(english)
    inside = [set(re.findall(r"`((?:uv run )?dizao [^`\n]+)`", text)) for text in (chinese, english)]
    assert inside[0] <= inside[1]


def test_the_files_say_what_those_of_the_english_page_say(twins: tuple[str, str, Path]) -> None:
    chinese, english, _ = twins
    tables = [[without_titles(tomllib.loads(block)) for block in blocks(text, "toml")] for text in (chinese, english)]
    assert tables[0] == tables[1]
    code = [[ast.dump(ast.parse(block)) for block in blocks(text, "python")] for text in (chinese, english)]
    assert code[0] == code[1]


def test_the_pages_lead_to_each_other(twins: tuple[str, str, Path]) -> None:
    chinese, english, page = twins
    assert f"[English]({english_of(page).name})" in chinese
    assert f"[中文]({page.name})" in english


def test_the_page_is_written_in_chinese(twins: tuple[str, str, Path]) -> None:
    assert re.findall("[A-Za-z]+", NOT_PROSE.sub("", twins[0])) == []


def test_the_page_has_the_terms_of_the_glossary(twins: tuple[str, str, Path]) -> None:
    assert {pattern for pattern in FORBIDDEN if re.search(pattern, NOT_PROSE.sub("", twins[0]))} == set()


@pytest.mark.parametrize("page", [ROOT / name for name in TWINS[1:]], ids=HOW_TO)
def test_tables_and_keys_of_the_how_to_are_those_of_the_english_one(page: Path) -> None:
    keys = [
        set(re.findall(r"`([a-z_]+)`", text)) for text in (page.read_text("utf-8"), english_of(page).read_text("utf-8"))
    ]
    assert keys[0] == keys[1]
