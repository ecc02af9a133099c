"""What the README shows works: its commands, its Python, its scenario file, and all links inside the repository."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dizao.model.mechanisms.presets import presets
from dizao.scenarios import load
from dizao.scenarios.commands.main import app
from dizao.scenarios.loading.game_file import load_lab

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
CHINESE = (ROOT / "README.zh.md", ROOT / "docs" / "how-to" / "your-county.zh.md")
PAGES = [README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *CHINESE]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FIRST_COMMANDS = ("python -m pip install uv && uv run dizao compare", "uv run pytest")


def blocks(language: str) -> list[str]:
    return [text for found, text in FENCE.findall(README.read_text(encoding="utf-8")) if found == language]


def commands(page: Path) -> Iterator[list[str]]:
    """Every command of a page that stands in a block or between backticks, word by word."""
    text = page.read_text(encoding="utf-8")
    lines = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    lines += re.findall(r"^    (.*)$", text, re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    for line in lines:
        for command in line.split("#")[0].split("&&"):
            if re.match(r"\s*(uv run (--no-sync )?)?dizao(\s|$)", command):
                yield shlex.split(command)


def arguments(command: list[str]) -> list[str]:
    return command[command.index("dizao") + 1 :]


DIZAO = sorted({" ".join(arguments(command)) for page in PAGES for command in commands(page)})


def test_the_first_commands_stand_at_the_top() -> None:
    first = [line.split("#")[0].strip() for line in blocks("sh")[0].splitlines()]
    assert tuple(first) == FIRST_COMMANDS


@pytest.mark.parametrize("line", [line for line in DIZAO if line])
def test_a_command_is_understood(line: str) -> None:
    group: Any = typer.main.get_command(app)
    words = shlex.split(line)
    if words[0].startswith("-"):
        group.make_context("dizao", words, resilient_parsing=True)
        return
    # An unknown command, option or missing value raises; nothing is run.
    context = group.commands[words[0]].make_context(words[0], words[1:])
    if words[0] == "lab":
        load_lab(context.params["game"], context.params["overrides"])
        return
    name = context.params.get("scenario") or context.params.get("name") or "nanhu"
    if name not in presets() and name.islower() and not name.endswith((".toml", ".xlsx")):
        load(name, context.params.get("overrides", ()))


def test_some_commands_were_found() -> None:
    assert {line.split()[0] for line in DIZAO if line} >= {"list", "show", "run", "compare"}


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda text: text.splitlines()[0])
def test_the_scenario_file_loads(block: str, tmp_path: Path) -> None:
    path = tmp_path / "street.toml"
    path.write_text(block, encoding="utf-8")
    assert load(path).settings("reward").works.lender_share == 0.0


@pytest.mark.parametrize("block", blocks("python"), ids=lambda text: text.splitlines()[-1])
def test_the_python_runs(block: str) -> None:
    names: dict[str, Any] = {}
    exec(compile(block, str(README), "exec"), names)
    assert len(names["model"].projects) > 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_into_the_repository_resolve(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    for target in targets:
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.is_relative_to(ROOT), target
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page get."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# the numbers ----------------------------------------------------------------------------------------------------

FIGURE = ROOT / "docs" / "figures" / "compare_nanhu.png"
"""The README's numbers are held to docs/data by tests/benchmarks/test_docs.py."""


def test_the_figure_is_small_enough_to_be_kept() -> None:
    assert FIGURE.stat().st_size < 300_000
