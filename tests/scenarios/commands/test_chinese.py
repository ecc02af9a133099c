"""``DIZAO_LANG``: the language of results, of help and of errors, unless an option says otherwise."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dizao.scenarios.commands import chinese, listing, options
from dizao.scenarios.commands.chinese import error_in_chinese, texts
from dizao.scenarios.commands.main import app, execute
from tests.scenarios.commands.test_errors_table import MISTAKES

pytestmark = pytest.mark.small

GROUP: Any = typer.main.get_command(app)
LATIN = re.compile("[A-Za-z]")
SPANS = re.compile(r"`[^`]*`|{[^{}]+}")
MARKS = re.compile(
    r"\.toml|TOML|UTF-8|GiB|--[a-z]+|KEY=VALUE|NAME|extends|title|question|false|dizao show|en 或 zh|show："
)
"""Names and signs in messages, which bear no marks of code where they stand on a terminal."""

OTHERS = (
    "works.x: must be a number", "a.toml: must be text, got 3", "out: cannot be read: Permission denied",
    "x: missing; must be 0 or more", "--replicates: must be at least 10 with --until, got 3",
    "x: unknown mechanism; known: none",
    "nanu: unknown scenario; known: nanhu, or the path of a .toml file", "x: unknown category; known: gate",
    "--set: works.a: has no effect here: where there is a lender", "x: unknown key",
    "x: unknown key; must start with one of a, b",
    "place.residents: must fit into memory: 9.0 GiB needed, 1.0 GiB free; try --scale 0.1, got 3 residents",
    "--lang zh: needs a font with Chinese characters; install one and run the command again: how",
    "not enough memory; try a smaller place, fewer replicates or fewer workers",
    "--set: a: must be a number, a word or a \"text\", got }",
    "categories.x: unknown category; a new one must also have title",
    "--x: must be at least 3", "--x: must be a number above 0 and at most 1",
    "Got unexpected extra argument (b)", "Got unexpected extra arguments (b c)", "Got unexpected extra argument(s) (b)",
    "No such option: --wek Did you mean --weeks?", "No such option: --frob",
    "No such option: --wek (Possible options: --set, --weeks)", "No such command 'lst'.",
    "plausible: needs scikit-learn: pip install 'dizao[calibrate]'",
    "Missing argument 'file'.", "Option '--seed' requires an argument.",
)  # fmt: skip
"""Messages that the table of mistakes has not."""


@pytest.fixture
def zh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIZAO_LANG", "zh")


def explained() -> Iterator[str]:
    """Every English text of help."""
    for command in (GROUP, *GROUP.commands.values()):
        context = command.make_context("dizao", [], resilient_parsing=True)
        parameters = [parameter.help for parameter in command.get_params(context)]
        yield from filter(None, (command.help, command.short_help, command.epilog, *parameters))


def test_every_text_of_help_is_there_in_chinese_and_no_other() -> None:
    assert set(texts()["help"]) == set(explained())


def test_help_in_chinese_has_latin_letters_in_names_only() -> None:
    said = [text for table in ("help", "frame", "list") for text in texts()[table].values()]
    assert not [text for text in said if LATIN.search(SPANS.sub("", text))]
    said = list(texts()["errors"].values())
    assert not [text for text in said if LATIN.search(MARKS.sub("", SPANS.sub("", text)))]


@pytest.mark.parametrize("name", ["", *GROUP.commands])
def test_help_is_chinese_and_fits_the_screen(zh: None, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute([*name.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法：dizao {name}".rstrip())
    assert all(len(line.encode("gbk")) <= 80 for line in told.splitlines())
    command = GROUP.commands.get(name, GROUP)
    assert all(option in told for parameter in command.params for option in parameter.opts if option.startswith("-"))


def literals(path: str) -> list[str]:
    """Every text that stands in a file of code."""
    nodes = ast.walk(ast.parse(Path(path).read_text(encoding="utf-8")))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_the_list_is_chinese_but_for_titles_of_games_and_cases(zh: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["list"]) == 0
    told = capsys.readouterr().out
    parts = re.split("\n\n", told.strip())
    assert [part.splitlines()[0] for part in parts] == [
        "情景",
        "补助方式",
        "实验博弈（`dizao lab`）",
        "案例（`dizao case`）",
    ]
    rows = [row for part in parts[:2] for row in part.splitlines()[1:]]
    assert all(re.fullmatch(r"[a-z_]+ +[^A-Za-z]+", row) for row in rows)
    assert set(chinese.texts()["list"]) - {"A", "B", "C"} <= set(literals(listing.__file__))
    assert re.search(r"nanhu +南湖街道，40 个单元 +40 个单元，76,\d+ 名居民", told)
    assert re.search(r"reward +以奖代补 +居民.*（证据等级丙）", told)


def test_without_a_command_help_is_chinese_too(zh: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute([]) == 0
    assert capsys.readouterr().out.startswith("用法：dizao")


def test_english_help_is_not_touched_by_chinese_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(["compare", "--help"])
    before = capsys.readouterr().out
    monkeypatch.setenv("DIZAO_LANG", "zh")
    execute(["compare", "--help"])
    monkeypatch.setenv("DIZAO_LANG", "en")
    capsys.readouterr()
    execute(["compare", "--help"])
    assert capsys.readouterr().out == before
    assert before.startswith("Usage: dizao compare [OPTIONS]")


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["run", "taoyuan", "--lang", "zh"]])
def test_another_language_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setenv("DIZAO_LANG", "fr")
    assert execute(arguments) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "error: DIZAO_LANG: must be en or zh, got fr\n")


@pytest.mark.parametrize("command", [one for one in GROUP.commands.values() if "lang" in {x.name for x in one.params}])
def test_the_environment_is_the_default_of_lang(monkeypatch: pytest.MonkeyPatch, command: Any) -> None:
    needed = {"case": ["chengwan_shared"], "calibrate": ["needs"], "template": ["a.xlsx"]}.get(command.name, [])
    for value, asked, expected in (
        (None, [], "en"), ("", [], "en"), ("zh", [], "zh"), ("en", [], "en"), ("zh", ["--lang", "en"], "en")
    ):  # fmt: skip
        monkeypatch.delenv("DIZAO_LANG", raising=False)
        if value is not None:
            monkeypatch.setenv("DIZAO_LANG", value)
        assert command.make_context(command.name, [*needed, *asked]).params["lang"] == expected


def test_the_command_of_a_manifest_says_the_language(zh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dizao", "run", "taoyuan"])
    assert options.command_line() == "DIZAO_LANG=zh dizao run taoyuan"
    monkeypatch.setattr(sys, "argv", ["dizao", "run", "taoyuan", "--lang", "en"])
    assert options.command_line() == "dizao run taoyuan --lang en"
    monkeypatch.delenv("DIZAO_LANG")
    assert options.command_line() == "dizao run taoyuan --lang en"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "run taoyuan --set works.lender_shre=1",
            "错误：--set: works.lender_shre: 没有这个键；是否应为 lender_share？",
        ),
        ("run taoyuan --set works.lender_share=2", "错误：--set: works.lender_share: 应在 0 与 1 之间，实际为 2"),
        ("run taoyuan --seed x", "错误：--seed: 应为 0 至 9223372036854775807 之间的整数，实际为 x"),
        ("run taoyuan --lang fr", "错误：--lang: 应为 en 或 zh，实际为 fr"),
        ("run gone.toml", "错误：gone.toml: 没有这个文件"),
        ("show", "错误：show：请给出名称、--parameters 或 --outcomes 之一"),
        ("run --frob", "错误：没有这个选项：--frob"),
        ("frobnicate", "错误：没有这个命令：frobnicate"),
    ],
)
def test_an_error_is_one_line_in_chinese(zh: None, line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(line.split()) == 2
    assert capsys.readouterr().err == told + "\n"


def test_what_no_pattern_fits_stays_in_english() -> None:
    assert error_in_chinese("x.toml: something else") == "错误：x.toml: something else"
    assert error_in_chinese("x.toml: must be something else, got 3") == "错误：x.toml: must be something else, got 3"


@pytest.mark.parametrize("place", range(len(chinese._patterns())), ids=list(texts()["errors"]))
def test_every_pattern_of_errors_fits_a_message_before_others(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    messages = [*(mistake.told for mistake in MISTAKES.values()), *OTHERS]
    before = [error_in_chinese(message) for message in messages]
    patterns = list(chinese._patterns())
    del patterns[place]
    monkeypatch.setattr(chinese, "_patterns", lambda: patterns)
    assert [error_in_chinese(message) for message in messages] != before


def test_most_mistakes_of_planners_are_told_in_chinese() -> None:
    told = [error_in_chinese(mistake.told) for mistake in MISTAKES.values()]
    assert sum(bool(re.search("[\u4e00-\u9fff]", line.removeprefix("错误："))) for line in told) > 0.6 * len(told)
