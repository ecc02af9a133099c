"""Mistakes and what is said of each: one line, exit code 2 (1 where the machine fails), and nothing left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from dizao.model.engine import Engine
from dizao.model.parameters import CATEGORIES
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution import progress, replicates
from dizao.scenarios.loading import checks
from dizao.scenarios.reports import run_folder
from dizao.scenarios.studies import run

HERE = 'extends = "taoyuan"\n'
TWO_VARIANTS = '[[system.variants]]\nname = "a"\ntitle = "A"\ntitle_zh = "甲"\n' * 2
MECHANISMS = (
    "none, upfront, reward, advance_reward, match, quadratic, assurance, refund_bonus, points, ranked_reward, "
    "participatory_budget"
)
GATE = '[[projects]]\ncategory = "gate"\nweek = 3\nunit = 1\n'
LONG = "w" * 300
SEEDS = "must be a whole number between 0 and 9223372036854775807"


class Mistake(NamedTuple):
    """A command, the files that it finds, and what it must say."""

    command: str
    told: str
    files: Mapping[str, str | bytes] = MappingProxyType({})
    code: int = 2


def scenario(text: str, told: str) -> Mistake:
    """Return the mistake of running a file that holds a text after ``extends = "taoyuan"``."""
    return Mistake("run my.toml", told, {"my.toml": HERE + text})


def alone(text: str | bytes, told: str) -> Mistake:
    """Return the mistake of running a file that holds just this."""
    return Mistake("run my.toml", told, {"my.toml": text})


def option(words: str, told: str) -> Mistake:
    """Return the mistake of an option of ``run taoyuan``."""
    return Mistake(f"run taoyuan {words}", told)


def ties(name: str, content: str | bytes | None, told: str, unit: str = "1") -> Mistake:
    """Return the mistake of a file of ties."""
    files: dict[str, str | bytes] = {"my.toml": f'{HERE}[ties]\n{unit} = "{name}"\n'}
    return Mistake("run my.toml", told, files if content is None else files | {name: content})


MISTAKES = {
    # keys and values of a file
    "misspelt key": scenario(
        "[works]\nlender_shre = 0.1", "my.toml: works.lender_shre: unknown key; did you mean lender_share?"
    ),
    "misspelt table": scenario("[wroks]\nlender_share = 0.1", "my.toml: wroks: unknown key; did you mean works?"),
    "text for a number": scenario(
        '[works]\nlender_share = "much"',
        'my.toml: works.lender_share: must be a number between 0 and 1, got "much"',
    ),
    "true for a number": scenario(
        "[works]\nlender_share = true", "my.toml: works.lender_share: must be a number between 0 and 1, got true"
    ),
    "a list for a number": scenario(
        "[works]\nlender_share = [1]", "my.toml: works.lender_share: must be a number between 0 and 1, got [1]"
    ),
    "a date for a number": scenario(
        "[calendar]\nprogramme_weeks = 2024-01-01",
        "my.toml: calendar.programme_weeks: must be a whole number between 1 and 5200, got 2024-01-01",
    ),
    "half a week": scenario(
        "[calendar]\nprogramme_weeks = 12.5",
        "my.toml: calendar.programme_weeks: must be a whole number between 1 and 5200, got 12.5",
    ),
    "nan": scenario(
        "[works]\nlender_share = nan", "my.toml: works.lender_share: must be a number between 0 and 1, got nan"
    ),
    "inf": scenario(
        "[budget]\nyuan_per_year = inf", "my.toml: budget.yuan_per_year: must be a number 0 or more, got inf"
    ),
    "negative": scenario("[budget]\nyuan_per_year = -5", "my.toml: budget.yuan_per_year: must be 0 or more, got -5"),
    "out of range": scenario(
        "[mechanism.payment]\nrate = 2", "my.toml: mechanism.payment.rate: must be between 0 and 1, got 2"
    ),
    "a number for a table": scenario("works = 3", "my.toml: works: must be a table, got 3"),
    "unknown word": scenario(
        '[place]\nkind = "castle"', 'my.toml: place.kind: must be one of "compound", "village_group", got "castle"'
    ),
    "absurdly large": scenario(
        f"[place]\nresidents = 1{'0' * 400}",
        "my.toml: place.residents: must be at most 1e+12, got a very large number",
    ),
    # contradictions
    "fewer residents than households": scenario(
        "[place]\nresidents = 3115\nparty_members = 0",
        "my.toml: place.residents: must be at least 3116 (place.households), got 3115",
    ),
    "a unit without residents": scenario(
        "[place]\nunits = 5000", "my.toml: place.units: must be at most 3116 (place.households), got 5000"
    ),
    "nobody at all": scenario(
        "[place]\nresidents = 0", "my.toml: place.residents: must be a whole number of at least 1, got 0"
    ),
    "more streets than communities": scenario(
        "[place]\nstreets = 9", "my.toml: place.streets: must be at most 1 (place.communities), got 9"
    ),
    "members who are children": scenario(
        "[place]\nparty_members = 7600",
        "my.toml: place.party_members: must be at most 6694 (residents who are not children), got 7600",
    ),
    "too long a run": scenario(
        "[calendar]\nprogramme_weeks = 5200",
        "my.toml: calendar.programme_weeks: must keep the whole run within 5200 weeks, got 5200",
    ),
    "tiers that go down": scenario(
        "[mechanism.payment]\ntier_scores = [50, 40]\ntier_shares = [1, 1]",
        "my.toml: mechanism.payment.tier_scores: must be ascending, got [50.0, 40.0]",
    ),
    "a free project": scenario(
        "[categories.gate]\ncost_yuan = 0", "my.toml: categories.gate.cost_yuan: must be above 0 for a project, got 0"
    ),
    "no category left": scenario(
        "[categories]\n" + "\n".join(f"{name} = false" for name in CATEGORIES),
        "my.toml: categories: must be a table with at least one category, got an empty table",
    ),
    "a category that is true": scenario(
        "[categories]\ngate = true", "my.toml: categories.gate: must be a table, or false to leave it out, got true"
    ),
    "a new category, half said": scenario(
        "[categories.gat]\ncost_yuan = 3",
        "my.toml: categories.gat: unknown category; did you mean gate?; a new one must also have title, title_zh, "
        "kind, rate, scope, level",
    ),
    # pins and systems
    "a pin of an unknown category": scenario(
        GATE.replace("gate", "gat"),
        "my.toml: projects.category: unknown category; did you mean gate? known: " + ", ".join(CATEGORIES),
    ),
    "a pin in no unit": scenario(
        GATE.replace("unit = 1", "unit = 99"),
        "my.toml: projects.unit: must be 0 (every unit) or the id of one of 4 units, got 99",
    ),
    "a pin without a week": scenario(
        GATE.replace("week = 3\n", ""),
        "my.toml: projects.week: missing; must be a whole number between -1000 and 10000",
    ),
    "a pin after the last week": scenario(
        GATE.replace("week = 3", "week = 122"),
        "my.toml: projects.week: must be between -78 and 121, the weeks in which needs arise, got 122",
    ),
    "a pin after a shorter run": Mistake(
        "run my.toml --weeks 3",
        "my.toml: projects.week: must be between -78 and 2, the weeks in which needs arise, got 3",
        {"my.toml": HERE + GATE},
    ),
    "a pin in no building": scenario(
        GATE.replace("gate", "stairwell") + "building = 999\n",
        "my: projects.building: must be 0 (at random) or one of the 12 buildings of unit 1, got 999",
    ),
    "a pin of a unit in a building": scenario(
        GATE + "building = 2\n", "my.toml: projects.building: must be 0: gate is for a unit, got 2"
    ),
    "a pin as a table": scenario(
        '[projects]\ncategory = "gate"', "my.toml: projects: must be a list of tables, each headed [[...]], got a table"
    ),
    "the same pin twice": scenario(
        GATE * 2,
        "my.toml: projects: must be pinned once for a category, week and unit, got 2 of gate in week 3 in unit 1",
    ),
    "a pin of every unit and of one": scenario(
        GATE + GATE.replace("unit = 1", "unit = 0"),
        "my.toml: projects: must be pinned once for a category, week and unit, got 2 of gate in week 3 in unit 1",
    ),
    "the same firms twice": scenario(
        "[[organizations]]\nunit = 2\nyuan_per_year = 5\n" * 2,
        "my.toml: organizations: must be pinned once for a unit, got 2 for unit 2",
    ),
    "variants of one name": scenario(
        f'[system]\nnumber = 3\njudged_by = "completed"\nexpected = "higher"\n{TWO_VARIANTS}',
        "my.toml: system.variants: must have a name each, got a twice",
    ),
    "a system without a judge": scenario(
        f'[system]\nnumber = 3\nexpected = "higher"\n{TWO_VARIANTS}',
        "my.toml: system.judged_by: missing; must be the name of an outcome (dizao show --outcomes)",
    ),
    # files
    "a name too long for a file": Mistake(f"run {LONG}.toml", f"{LONG}.toml: no such file"),
    "a results file with a name too long": Mistake(
        f"calibrate needs --out {LONG}", f"{LONG}: cannot be written: File name too long", code=1
    ),
    "missing file": Mistake("run gone.toml", "gone.toml: no such file"),
    "empty file": alone("", 'my.toml: empty; a scenario has a title and a question, or extends = "NAME" and a change'),
    "only a remark": alone(
        "# soon\n", 'my.toml: empty; a scenario has a title and a question, or extends = "NAME" and a change'
    ),
    "no question": alone('title = "T"', "my.toml: question: missing; must be text"),
    "not TOML": alone("title = ", "my.toml: must be TOML: invalid value (at line 1, column 9)"),
    "a key twice": alone("a = 1\na = 2", "my.toml: must be TOML: cannot overwrite a value (at line 2, column 6)"),
    "nested without end": alone("x = " + "[" * 3000, "my.toml: must be TOML, got tables nested too deeply"),
    "not UTF-8": alone(b'title = "\xff"', "my.toml: must be UTF-8 text, got byte 0xff at position 9"),
    "a directory": Mistake("run d.toml", "d.toml: must be a .toml file, got a directory", {"d.toml/x": ""}),
    "a device": Mistake("run /dev/zero", "/dev/zero: must be a .toml file, got something else"),
    "cyclic extends": Mistake(
        "run a.toml",
        "b.toml: extends: must not lead back to the same file, got a.toml -> b.toml -> a.toml",
        {"a.toml": 'extends = "b.toml"', "b.toml": 'extends = "a.toml"'},
    ),
    "extends itself": alone(
        'extends = "my.toml"', "my.toml: extends: must not lead back to the same file, got my.toml -> my.toml"
    ),
    "a parent with a name too long": alone(
        f'extends = "{LONG}.toml"', f'my.toml: extends: no such file, got "{"w" * 56}...'
    ),
    "a parent that is gone": alone('extends = "gone.toml"', 'my.toml: extends: no such file, got "gone.toml"'),
    "a parent that is a number": alone(
        "extends = 3", "my.toml: extends: must be the name of a scenario or a path, got 3"
    ),
    # ties
    "ties of no unit": ties(
        "club.edges", "0 1\n", "my.toml: ties.99: must be the id of one of 4 units, got 99", unit="99"
    ),
    "ties of a word": ties("club.edges", "0 1\n", 'my.toml: ties.one: must be the id of a unit, got "one"', unit="one"),
    "ties of a unit twice": Mistake(
        "run my.toml",
        "my.toml: ties: must name a unit once, got 2 for unit 1",
        {"my.toml": f'{HERE}[ties]\n1 = "a.edges"\n01 = "a.edges"\n', "a.edges": "0 1\n"},
    ),
    "ties that are a number": scenario("[ties]\n1 = 3", "my.toml: ties.1: must be the path of a file, got 3"),
    "ties that are gone": ties("gone.edges", None, "gone.edges: ties.1: no such file"),
    "ties in a directory": Mistake(
        "run my.toml",
        "d: ties.1: must be a file, got a directory",
        {"my.toml": f'{HERE}[ties]\n1 = "d"\n', "d/x": ""},
    ),
    "no GraphML": ties("club.graphml", "no", "club.graphml: ties.1: must be GraphML: syntax error: line 1, column 0"),
    "half an edge": ties(
        "club.edges", "0 1\n2\n", "club.edges: ties.1: must be an edge list, two nodes a line: line 2 has one"
    ),
    "no edge": ties("club.edges", "# nobody\n", "club.edges: ties.1: must have a tie in it, got none"),
    "a tie to nobody": ties(
        "club.edges",
        "0 999999\n",
        "my: ties.1: a tie leads to nobody: the unit has 1361 residents, 1184 of them adults",
    ),
    # options
    "unknown scenario": Mistake(
        "run nanhuu",
        "nanhuu: unknown scenario; did you mean nanhu? known: bridge, busy, duhe, issue_councils, members, nanhu, "
        "organizations, party_chain, platforms, taoyuan, village, wuchang, or the path of a .toml file",
    ),
    "unknown mechanism": option(
        "-m rewrd", f"--mechanism: rewrd: unknown mechanism; did you mean reward? known: {MECHANISMS}"
    ),
    "unknown baseline": Mistake(
        "compare taoyuan --baseline upfornt",
        f"--baseline: upfornt: unknown mechanism; did you mean upfront? known: {MECHANISMS}",
    ),
    "seed below 0": option("--seed -1", f"--seed: {SEEDS}, got -1"),
    "half a seed": option("--seed 1.5", f"--seed: {SEEDS}, got 1.5"),
    "no seed at all": option("--seed abc", f"--seed: {SEEDS}, got abc"),
    "scale 0": option("--scale 0", "--scale: must be above 0 and at most 1, got 0.0"),
    "scale nan": option("--scale nan", "--scale: must be above 0 and at most 1, got nan"),
    "scale in words": option("--scale half", "--scale: must be a number, got half"),
    "no weeks": option("--weeks 0", "--weeks: must be a whole number between 1 and 5200, got 0"),
    "no thread": option("--threads 0", "--threads: must be a whole number of at least 1, got 0"),
    "unknown language": option("--lang fr", "--lang: must be en or zh, got fr"),
    "no value": option(
        "--set works.lender_share", "--set: works.lender_share: must be KEY=VALUE, such as works.lender_share=0"
    ),
    "a wrong value": option(
        "--set works.lender_share=1e400", "--set: works.lender_share: must be a number between 0 and 1, got inf"
    ),
    "one replicate": Mistake(
        "compare taoyuan --replicates 1", "--replicates: must be a whole number of at least 2, got 1"
    ),
    "no worker": Mistake("compare taoyuan --workers 0", "--workers: must be a whole number of at least 1, got 0"),
    "nothing to compare": Mistake(
        "compare taoyuan -m upfront", "--mechanism: must name a mechanism besides the baseline, got only upfront"
    ),
    "a limit without an aim": Mistake(
        "compare taoyuan --max-replicates 5", "--max-replicates: goes with --until, which was not given"
    ),
    "an aim out of reach": Mistake("compare taoyuan --until 2", "--until: must be above 0 and below 1, got 2"),
    "unknown game": Mistake(
        "lab mori",
        "mori: unknown game; did you mean mori2024? known: andreozzi2020, fischbacher2001, leader, linear, match, "
        "mori2024, paths, punishment, refund, restart, seed, talk, voluntary, or the path of a .toml file",
    ),
    "no system": Mistake(
        "systems taoyuan", "taoyuan: system: missing; must be a table that says what the system is judged by"
    ),
    "no part": Mistake("validate --part zzz", "--part: must be laboratory, cases, district or all, got zzz"),
    "no ballots": Mistake("elect x.pb", "x.pb: is no file of Pabulib: vote_type is missing", {"x.pb": ""}),
    "ballots that are gone": Mistake("elect x.pb", "x.pb: cannot be read: No such file or directory"),
    "a case to show": Mistake(
        "show jiangan_lift", "jiangan_lift: is a case, no scenario; dizao case jiangan_lift runs it"
    ),
    "a game to show": Mistake("show mori2024", "mori2024: is a game, no scenario; dizao lab mori2024 runs it"),
    "a scenario as a case": Mistake("case nanhu", "nanhu: is a scenario, no case; dizao run nanhu runs it"),
    "a game as a scenario": Mistake("run mori2024", "mori2024: is a game, no scenario; dizao lab mori2024 runs it"),
    "nothing to show": Mistake("show", "show: give one of NAME, --parameters, --outcomes"),
    # what the machine refuses
    "a file in the way": Mistake(
        "run taoyuan --out here", "here: cannot be written: File exists", {"here": "x"}, code=1
    ),
    "a file on the way": Mistake(
        "run taoyuan --out here/there", "here/there: cannot be written: Not a directory", {"here": "x"}, code=1
    ),
    "no place to write": Mistake(
        "compare taoyuan --out /proc/nowhere/x", "/proc/nowhere/x: cannot be written: No such file or directory", code=1
    ),
}


def put(files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def here() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let worlds be made, since some mistakes show there, and no week be lived."""

    def live(self: Engine, *arguments: Any) -> None:
        raise AssertionError("a mistake went unnoticed")

    monkeypatch.setattr(Engine, "warm_up", live)
    monkeypatch.setattr(Engine, "run", live)
    monkeypatch.setattr(progress, "compiled", False)
    monkeypatch.chdir(tmp_path)


def test_there_are_many() -> None:
    assert len(MISTAKES) >= 80


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_and_leaves_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    mistake = MISTAKES[name]
    put(mistake.files)
    before = here()
    assert execute(mistake.command.split()) == mistake.code
    told = capsys.readouterr()
    assert told.err == f"error: {mistake.told}\n"
    assert told.out == ""
    assert here() == before
    assert not Path("results").exists()


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("line", ["rnu", "run taoyuan --sed 1", "run taoyuan --seed", "run taoyuan nanhu", "elect"])
def test_a_wrong_call_is_one_line(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    # The words are typer's and differ between its versions.
    assert execute(line.split()) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1
    assert here() == {}


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_would_not_fit_into_memory_is_said_before_starting(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (checks, sys.modules["dizao.scenarios.execution.session"]):
        monkeypatch.setattr(module, "memory_available", lambda: 2**30)
    sizes = ["--set", "place.residents=100000000", "--set", "place.households=50000000"]
    assert execute([command, "wuchang", *sizes]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: wuchang: place.residents: must fit into memory: ")
    assert told.endswith("got 100000000 residents\n")
    assert "1.0 GiB free; try --scale 0.0" in told
    assert here() == {}


@pytest.mark.parametrize("worker_processes", ["1", "2"])
def test_a_tie_to_nobody_is_told_by_a_comparison_too(
    worker_processes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(replicates, "compiled", False)
    put({"my.toml": f'{HERE}[ties]\n1 = "club.edges"\n', "club.edges": "0 999999\n"})
    before = here()
    assert execute(["compare", "my.toml", "--replicates", "2", "--workers", worker_processes]) == 2
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]
    assert len(told) == 1
    assert told[0].startswith("error: my: ties.1: a tie leads to nobody: the unit has ")
    assert here() == before


# a full disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a file system of 64 kB, where the system lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs a Unix")
def test_a_full_disk_is_one_line_and_leaves_no_half_file(
    small_disk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.scenarios.commands.test_main import FakeEngine

    monkeypatch.setattr(run, "Engine", FakeEngine)
    monkeypatch.setattr(progress, "compiled", False)
    monkeypatch.setattr(run_folder, "figure_files", lambda results: iter([("units.png", b"x" * 100_000)]))
    out = small_disk / "results"
    assert execute(["run", "taoyuan", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert told == f"error: {out}/units.png: cannot be written: No space left on device\n"
    assert not (out / "units.png").exists()
    assert not (out / "manifest.json").exists()
    assert [path.name for path in out.iterdir() if path.suffix not in (".parquet", ".lock")] == []
