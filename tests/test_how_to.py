"""The how-to pages do what they say: their blocks are put where they tell, and their commands are run."""

import ast
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from pyarrow.parquet import read_schema

from dizao.model.mechanisms import allocation
from dizao.model.mechanisms.parts import PARTS
from dizao.model.mechanisms.presets import ABOUT
from dizao.model.mechanisms.terms import Locality
from dizao.model.parameters import COUNTS, Network, Place
from dizao.scenarios import load
from dizao.scenarios.calibration.plausible.facts import facts
from dizao.scenarios.commands.main import app, execute
from dizao.scenarios.loading.case_schema import CASE_TABLE
from dizao.scenarios.loading.effects import Run, check_effects
from dizao.scenarios.loading.schema import GROUP_TABLE
from dizao.scenarios.reports.plausible import FILES as PLAUSIBLE_FILES
from tests.model.mechanisms.test_allocation import round_of

ROOT = Path(__file__).parents[1]
COMMAND = "from dizao.scenarios.commands.main import main; main()"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks_of(page: str) -> list[tuple[str, str]]:
    """Return the blocks of a page with their languages, in order."""
    return BLOCK.findall((ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8"))


def insert(path: Path, before: str, text: str) -> None:
    """Put text before the first line that begins with something."""
    whole = path.read_text(encoding="utf-8")
    at = whole.index(f"\n{before}") + 1
    path.write_text(whole[:at] + text + whole[at:], encoding="utf-8")


class Here(NamedTuple):
    """A folder of its own, in which commands are run one after another in this process."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def dizao(self, *words: str) -> str:
        """Run a command as if it had been typed, and return what it prints."""
        self.monkeypatch.setattr(sys, "argv", ["dizao", *words])
        code = execute()
        told = self.capsys.readouterr()
        assert code == 0, told.err[-2000:]
        return told.out


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    return Here(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package to which a mechanism and a system were added as their pages say.

    Both stand in one copy: it is another model than ours, and is compiled anew.
    """
    folder = tmp_path_factory.mktemp("how-to")
    for package in ("agents", "model", "scenarios"):
        shutil.copytree(ROOT / package, folder / "dizao" / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    add_mechanism(folder)
    add_system(folder)
    return folder


def add_mechanism(folder: Path) -> None:
    (_, function), (_, line), (_, preset), _, (_, test) = blocks_of("add-a-mechanism.md")
    rules = folder / "dizao" / "model" / "mechanisms" / "allocation.py"
    insert(rules, "ALLOCATION_RULES: dict", f"{function}\n\n")
    text = rules.read_text(encoding="utf-8")
    end = text.index("\n}\n", text.index("\nALLOCATION_RULES: dict")) + 1
    rules.write_text(text[:end] + line + text[end:], encoding="utf-8")
    with (rules.parent / "presets.toml").open("a", encoding="utf-8") as presets:
        presets.write(f"\n{preset}")
    ours = (ROOT / "tests" / "model" / "mechanisms" / "test_allocation.py").read_text(encoding="utf-8")
    imported = "from dizao.model.mechanisms.allocation import smallest_first\n"
    (folder / "test_allocation.py").write_text(f"{imported}{ours}\n\n{test}", encoding="utf-8")


def add_system(folder: Path) -> None:
    (_, room), (_, week), (_, scenario), _, (_, test) = blocks_of("add-a-system.md")
    system = folder / "dizao" / "model" / "systems" / "time_bank"
    system.mkdir()
    (system / "__init__.py").write_text(room, encoding="utf-8")
    (system / "week.py").write_text(week, encoding="utf-8")
    (folder / "dizao" / "scenarios" / "library" / "time_bank.toml").write_text(scenario, encoding="utf-8")
    (folder / "test_time_bank.py").write_text(test, encoding="utf-8")


def run(folder: Path, *command: str) -> str:
    """Run Python with the copied package and return what it prints."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
    return done.stdout


@pytest.mark.long
def test_a_mechanism_is_added_as_the_page_says(copy: Path) -> None:
    commands = blocks_of("add-a-mechanism.md")[3][1]
    assert "smallest_first" in run(
        copy, "-c", "from dizao.model.mechanisms.parts import Allocation; print(Allocation.__annotations__)"
    )
    shown, compared = (run(copy, "-c", COMMAND, *command.split()[1:]) for command in commands.strip().splitlines())
    assert "Small projects first 小额优先" in shown
    assert 'rule = "smallest_first"' in shown
    assert "small_first" in compared
    assert "smallest" in run(copy, "-m", "pytest", "-p", "no:cacheprovider", "-v", "test_allocation.py")


@pytest.mark.long
def test_a_system_is_added_as_the_page_says(copy: Path) -> None:
    commands = blocks_of("add-a-system.md")[3][1]
    shown, lived = (run(copy, "-c", COMMAND, *command.split()[1:]) for command in commands.strip().splitlines())
    assert "[time_bank]" in shown
    assert "members = 0.2" in shown
    assert "time_bank" in lived
    weekly = run(copy, "-c", "from dizao.scenarios.execution.columns import TABLES; print(TABLES['weekly']['helps'])")
    assert "hours of help" in weekly
    sampled = run(
        copy,
        "-c",
        "from dizao.scenarios import load; from dizao.scenarios.studies.uncertainty.parameters import uncertain\n"
        "print([one.key for one in uncertain(load('time_bank').base) if one.key.startswith('time_bank')])",
    )
    assert sampled.strip() == "['time_bank.need', 'time_bank.help_minutes', 'time_bank.limit_hours']"
    assert "3 passed" in run(copy, "-m", "pytest", "-p", "no:cacheprovider", "test_time_bank.py")


PAGES = sorted(path.name for path in (ROOT / "docs" / "how-to").glob("*.md"))
ADDED = {"dizao.model.systems.time_bank", "dizao.model.systems.time_bank.week"}
"""Modules that a page adds: they are there in its own test, which compiles a copy of the package."""


@pytest.mark.parametrize("page", PAGES)
def test_blocks_of_pages_can_be_read_and_name_what_exists(page: str) -> None:
    for language, text in blocks_of(page):
        if language == "toml":
            assert tomllib.loads(text)
        if language == "python" and not text.startswith(" "):
            check_imports(text)
        if language == "sh":
            commands = re.findall(r"^(?:uv run )?dizao (\S+)", text, re.MULTILINE)
            assert {*commands} <= {command.name for command in app.registered_commands}


def check_imports(code: str) -> None:
    """Check that code can be parsed, and that what it imports from our packages is there."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module not in ADDED and (node.module or "").startswith("dizao"):
            module = importlib.import_module(node.module or "")
            assert [one.name for one in node.names if not hasattr(module, one.name)] == []


def test_the_rule_of_the_added_mechanism_fits_where_it_is_put() -> None:
    """The page's own test, with its function beside the others; a copy of the package is compiled in the long one."""
    (_, function), (_, line), (_, preset), _, (_, test) = blocks_of("add-a-mechanism.md")
    names = vars(allocation).copy()
    exec(function, names)
    rules = eval(f"{{{line}}}", names)
    (parts,) = tomllib.loads(preset).values()
    assert set(rules) == {parts["allocation"]["rule"]}
    assert set(ABOUT) < set(parts) <= {*ABOUT, *PARTS}
    names["round_of"] = round_of
    exec(f"{test}\ntest_the_smallest_come_first()", names)


def test_a_case_is_followed_as_the_page_says(here: Here) -> None:
    (_, case), (_, commands) = blocks_of("case-files.md")
    (here.folder / "shed.toml").write_text(case, encoding="utf-8")
    # With fewer replicates than the page has: what is looked at does not hang on how many there are.
    lines = commands.strip().replace("--replicates 50", "--replicates 8").splitlines()
    told = [here.dizao(*line.split()[3:]) for line in lines]
    assert "A shed for bicycles" in told[0]
    assert json.loads(told[1])["money_by_source"]["street office"]["high"] > 0.0
    assert told[2] != told[0]


@pytest.mark.long
def test_a_question_is_asked_with_policies_as_the_page_says(tmp_path: Path) -> None:
    blocks = [text for language, text in blocks_of("scenario-files.md") if "policies.r30" in text or language == "sh"]
    county, commands = blocks[0], blocks[1]
    (tmp_path / "county.toml").write_text(county, encoding="utf-8")
    short = "--set calendar.warm_up_weeks=10 --set calendar.programme_weeks=60 --set calendar.follow_up_weeks=10"
    told = []
    for command in commands.strip().replace("--replicates 30", "--replicates 2 --workers 1").splitlines():
        words = [*command.split()[1:], *([] if " show " in command else short.split())]
        how = {"cwd": tmp_path, "capture_output": True, "text": True, "encoding": "utf-8", "check": False}
        done = subprocess.run([sys.executable, "-c", COMMAND, *words], **how)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    assert "# 验收后奖补 30%，预拨 20%，单个项目上限 10 万元，居民自筹不低于 10%" in told[0]
    out = tmp_path / "results" / "county-compare-0"
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert "奖补三成" in report["answer"][0]["text"]
    assert "第 2 年财政支出" in report["answer"][0]["text"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["mechanisms"]) == ["none", "former", "r30", "r50", "r70"]
    assert manifest["baseline"] == "former"
    run = json.loads((tmp_path / "results" / "county-r50-0" / "manifest.json").read_text(encoding="utf-8"))
    assert run["mechanism"]["payment"]["rate"] == 0.5


def test_every_key_of_a_case_is_on_its_page() -> None:
    page = (ROOT / "docs" / "how-to" / "case-files.md").read_text(encoding="utf-8")
    missing = [key for key in keys_of(CASE_TABLE) if f"`{key}`" not in page]
    assert not missing


def keys_of(model: Any) -> Iterator[str]:
    """Yield the keys of a table and of all tables in it."""
    for name, field in model.model_fields.items():
        inner = [one for one in (field.annotation, *get_args(field.annotation)) if hasattr(one, "model_fields")]
        inner += [one for kind in get_args(field.annotation) for one in get_args(kind) if hasattr(one, "model_fields")]
        if inner:
            yield from keys_of(inner[0])
        elif model is not CASE_TABLE:
            yield name


@pytest.mark.long
def test_a_rule_is_changed_as_the_page_says(tmp_path: Path) -> None:
    blocks = [text for language, text in blocks_of("change-a-rule.md") if language == "python"]
    assert len(blocks) == 4
    done = subprocess.run(
        [sys.executable, "-c", "\n\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    decisions, _, table = done.stdout.partition("\n")
    assert "willingness" in decisions.split(", ")
    rows = {line.split()[0]: [float(number) for number in line.split()[1:]] for line in table.splitlines()[1:]}
    assert set(rows) == {"gave_money", "completed", "residents_yuan", "benefit_yuan", "net_present_value_yuan"}
    # Another rule is another life, in the same worlds: the difference is that of the means.
    assert rows["gave_money"][2] != 0.0
    for usual, other, difference, low, high in rows.values():
        assert abs(other - usual - difference) <= 2.0
        assert low <= difference <= high


def test_ties_in_python_are_as_the_page_says() -> None:
    (block,) = [text for language, text in blocks_of("scenario-files.md") if language == "python"]
    names: dict[str, Any] = {}
    exec(block, names)
    assert names["model"].network.to_networkx(unit=2).number_of_edges() == names["women"].number_of_edges()


def test_a_county_is_described_as_the_page_says(here: Here) -> None:
    (_, county), (_, commands), *_ = blocks_of("your-county.md")
    (here.folder / "mine.toml").write_text(county, encoding="utf-8")
    shown, compared = commands.strip().splitlines()
    # One world of fewer weeks tells the same lines.
    short = "--replicates 2 --scale 0.01 -m reward --weeks 52 --set calendar.follow_up_weeks=26 --workers 1"
    told = [here.dizao(*shown.split()[3:]), here.dizao(*compared.split()[3:5], *short.split())]
    page = (ROOT / "docs" / "how-to" / "your-county.md").read_text(encoding="utf-8")
    rule = "33 803 households / 120 households a unit (village_group), grade C"
    assert rule in page
    assert rule in told[0]
    assert "By group of places" in told[1]
    assert all(name in told[1] for name in ("Compounds in town", "Villages", "All places"))


def test_terms_by_place_and_income_are_what_the_page_says(tmp_path: Path) -> None:
    (_, county), _, _, (_, policies), _ = blocks_of("your-county.md")
    (tmp_path / "mine.toml").write_text(f"{county}\n{policies}", encoding="utf-8")
    scenario = load(tmp_path / "mine.toml", ["policies.villages_more.places.villages.rate=0.6"])
    village = Locality("villages", "village_group", 9_999.0, 0.1)
    poor, more = (scenario.mechanism(name).payment_for("gate", village) for name in ("poor_more", "villages_more"))
    assert (poor.rate, poor.cap_yuan) == (0.9, 150_000.0)
    assert (more.rate, more.minimum_resident_share) == (0.6, 0.05)
    assert check_effects([Run(scenario, ["poor_more", "villages_more"])]) == []


def test_a_spreadsheet_is_filled_in_as_the_page_says(here: Here) -> None:
    *_, (_, commands) = blocks_of("your-county.md")
    short = "--replicates 2 --scale 0.01 -m reward --weeks 20 --set calendar.follow_up_weeks=10 --workers 1"
    lines = commands.replace("--scale 0.05", short).strip().splitlines()
    told = [here.dizao(*line.split()[3:]) for line in lines]
    assert "[places.villages]" in told[1]
    assert "By group of places" in told[2]
    manifest = json.loads((here.folder / "results" / "county-compare-0" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["places"]["town"]["residents"] == 180_000
    assert "county.xlsx" in manifest["command"]
    assert {path.name for path in here.folder.iterdir()} > {
        "county.xlsx", "county.csv", "county-policies.csv", "county-budget.csv", "county.toml",
    }  # fmt: skip
    assert (
        load(here.folder / "county.csv").table() == load(here.folder / "county.toml").table() == load("county").table()
    )


@pytest.mark.long
def test_what_is_known_is_said_as_the_page_says(tmp_path: Path) -> None:
    blocks = blocks_of("ranking-under-uncertainty.md")
    (county,) = [text for language, text in blocks if language == "toml"]
    commands = [text for language, text in blocks if language == "sh"][-1].strip().splitlines()
    (tmp_path / "mine.toml").write_text(county, encoding="utf-8")
    # With fewer draws of fewer numbers, in smaller worlds, than the page has.
    short = "--draws 8 --scale 0.01 --replicates 2 --weeks 20 -m reward --workers 1 --set uncertain.all=false"
    short += " --set calendar.warm_up_weeks=2 --set calendar.follow_up_weeks=4"
    told = []
    for words in (commands[0].split()[1:], [*commands[1].split()[1:3], *short.split()]):
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        told.append(" ".join(done.stdout.split()))
    assert "budget.yuan_per_year 2 000 000" in told[0]
    assert "4 of these parameters are sampled from ranges that the scenario gives" in told[1]
    assert "more are held because the scenario says that they are known" in told[1]
    manifest = json.loads((tmp_path / "results" / "mine-compare-0" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["draws"]["known"]["budget.yuan_per_year"] == 2_000_000.0
    assert manifest["draws"]["numbers"] == 4
    assert manifest["draws"]["ranges"]["works.lender_share"] == [0.0, 0.2]


@pytest.mark.long
def test_a_ranking_in_python_is_as_the_page_says(tmp_path: Path) -> None:
    (block,) = [text for language, text in blocks_of("ranking-under-uncertainty.md") if language == "python"]
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    sentence, known = done.stdout.strip().splitlines()
    assert "8 parameter sets" in sentence
    assert known.startswith("{'works.wait_probability': 0.2} 0.1")


def test_every_key_of_a_group_of_places_is_on_its_page() -> None:
    page = (ROOT / "docs" / "how-to" / "your-county.md").read_text(encoding="utf-8")
    sections = {*Place._fields, *Network._fields}
    keys = [key for key in GROUP_TABLE.model_fields if key not in sections or key in COUNTS]
    assert [key for key in keys if f"`{key}`" not in page] == []


@pytest.mark.long
def test_parameter_sets_are_ruled_out_as_the_page_says(tmp_path: Path) -> None:
    _, (_, command), *_, (_, code) = blocks_of("plausible-worlds.md")
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *command.split()[1:], "--workers", "1"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
    assert "4 of 4 are there already" in done.stderr
    folder = tmp_path / "results" / "try"
    assert {path.name for path in folder.iterdir() if path.is_file()} == set(PLAUSIBLE_FILES)
    assert {"weight", "people.attention", "position.people.attention"} <= set(
        read_schema(folder / "members.parquet").names
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert len(told.splitlines()) == sum(fact.use == "condition" for fact in facts())
