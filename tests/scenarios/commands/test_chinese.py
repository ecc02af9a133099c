"""``DIZAO_LANG``: the language of results, of help and of errors, unless an option says otherwise."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dizao.model import acting
from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios.commands import chinese, listing, options
from dizao.scenarios.commands.chinese import error_in_chinese, texts
from dizao.scenarios.commands.main import app, execute
from tests.scenarios.commands.test_errors_table import MISTAKES

pytestmark = pytest.mark.small

GROUP: Any = typer.main.get_command(app)
LATIN = re.compile("[A-Za-z]")
SPANS = re.compile(r"`[^`]*`|{[^{}]+}")
MARKS = re.compile(
    r"\.toml|TOML|UTF-8|GiB|--[a-z]+|KEY=VALUE|NAME|extends|title|question|false|true|dizao show|en 或 zh|show："
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
    "x: no category of projects; did you mean gate? known: gate", "x: no category of projects; known: gate",
    "x: no group of places; did you mean town? known: town", "x: no group of places; known: town",
    "x: no kind of the scenario's groups of places; did you mean compound? known: compound",
    "x: no kind of the scenario's groups of places; known: compound",
    "x: no group of places: the scenario has no groups of places", "x: must say one of a, b, got both",
    "x: must say one of a, b, got none", "x: must say one or more of a, b", "x: must all be limits of one sort, a or b",
    "x: must have a limit each, got a 0.1 2 times",
    "--x: must be at least 3", "--x: must be a number above 0 and at most 1",
    "Got unexpected extra argument (b)", "Got unexpected extra arguments (b c)", "Got unexpected extra argument(s) (b)",
    "No such option: --wek Did you mean --weeks?", "No such option: --frob",
    "No such option: --wek (Possible options: --set, --weeks)", "No such command 'lst'.",
    "a.toml: works.a: must be between 0.1 and 0.5 (uncertain.works.a), got 0.9", "uncertain.a: must be a range such as "
    "[0.1, 0.5], true (the usual range) or false (not drawn), got 3",
    "uncertain.a: must have its lower end first, below the upper one, got [2, 1]",
    "uncertain.a: must have whole numbers as ends, got [1.5, 2]", "uncertain.a: must lie between 0 and 1, got [0, 2]",
    "uncertain.a: must hold 1: it is a factor on that number of all categories, got [2, 3]",
    "uncertain.a: must be the key of a number, such as works.lender_share; did you mean works?",
    "uncertain.a: must be the key of a number, such as works.lender_share",
    "uncertain.a: must name a group of places, and there is none", "uncertain.a: must name one of b, c",
    "uncertain.a: must be said once, got true besides",
    "uncertain.a: is a choice, which is not drawn: compare policies instead",
    "uncertain.a: is a count, which is not drawn: other counts follow from it",
    "uncertain.a: is a period of the experiment, which is not drawn", "uncertain.a: is a word, which is not drawn",
    "uncertain.a: says what there is of a system, which is a choice and not drawn",
    "--draws: needs 2 numbers or more that are not known (dizao show --uncertain), got 0",
    "uncertain.all: must be true or false, got 3",
    "place.units: must be 136 (places: a 40 + b 96 = 136), got 150", "places.a: must say one or more of residents",
    "places: residents_share must add up to 1, got a 2", "places: budget_share must add up to 1 at most, got a 2",
    "places.A: must be called by small letters, digits and _",
    'policies.A: must be a name of small letters, digits and _, got "A"',
    'policies.none: must be another name than those of the library, got "none"',
    "projects.unit: must be 0 (every unit) or the id of one of 40 units, got 99",
    "places.a: must be a name of what is extended, to leave it out; did you mean b?",
    "--draws: must be at most 40, the number of members (--prior draws from whole ranges), got 64",
    "--without: is about parameter sets: it does not go with --prior",
    "--members: must be a folder of dizao plausible or its members.parquet: a: not a parquet file",
    "--draws: must be a whole number from 8 to 10000, got 4", "--equal: must be budget or spend, got money",
    '--draws: goes with --equal budget, got --equal "spend"', 'FILE: must end in .xlsx, .csv, got "x.pdf"',
    "m.toml: must be a new file, got one that is there", "show: --set, --scale and --uncertain go with NAME",
    "show: --uncertain goes with a scenario, not with a mechanism",
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


def test_why_a_setting_has_no_effect_is_told_in_chinese() -> None:
    words = {condition.words for table in (acting.PARTS, acting.SECTIONS) for condition in table.values()}
    words |= {condition.words for system in SYSTEMS for condition in system.needs.values()}
    words |= {f"where the system {one.name} is on ({one.on_by})" for one in SYSTEMS}
    reasons = [f"it acts only {one}" for one in sorted(words)]
    reasons += [
        "it acts only with --draws",
        "match is not run; run: none, reward",
        "it acts only for a project, and this is a matter",
    ]
    for why in reasons:
        told = chinese.reason_in_chinese(why)
        assert re.search("[\u4e00-\u9fff]", told), why
        assert not re.search(r"\b(where|with|acts|only|above|the)\b", told), told
    assert error_in_chinese("--set: a: has no effect here: it acts only with --draws") == (
        "错误：--set: a: 在此不起作用：仅与 --draws 合用时起作用"
    )


def test_settings_without_effect_are_told_in_chinese() -> None:
    unit = "projects.7 (unit 7 is not simulated (scale 0.05: 2 of 40 units))"
    said = f"uncertain.works.lender_share (it acts only with --draws); {unit}; and 2 more"
    told = chinese.note_in_chinese(f"my.toml: without effect here: {said}")
    assert told == (
        "提示：my.toml：以下各项在此不起作用：uncertain.works.lender_share（仅与 --draws 合用时起作用）；"
        "projects.7（第 7 单元未被模拟（scale 为 0.05，模拟 40 个单元中的 2 个））；另有 2 项"
    )


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
