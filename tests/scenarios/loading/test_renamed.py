"""A name of version 0.1.0 in a file or in --set is refused in one line that says the name it has now."""

import re
from pathlib import Path

import pytest

from dizao.agents.parameters import People
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.case_file import load_case
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.game_file import load_lab
from dizao.scenarios.loading.game_schema import KEYS as GAME_KEYS
from dizao.scenarios.loading.renamed import KEYS, REMOVED, VALUES

pytestmark = pytest.mark.small

ROOT = Path(__file__).resolve().parents[3]
OBSERVED = {"mean_contribution_yuan", "median_contribution_yuan"}
SETTINGS = {f"{section}.{name}" for section, fields in SECTIONS.items() for name in fields._fields}
SYSTEM = """
[system]
number = 11
judged_by = "JUDGED"
expected = "higher"
also = ["ALSO"]
[[system.variants]]
name = "without"
title = "Without"
title_zh = "没有"
[[system.variants]]
name = "with"
title = "With"
title_zh = "有"
"""


def test_new_names_exist_and_old_ones_do_not() -> None:
    there = {key.partition(".")[2] for key in SETTINGS} | set(People._fields) | set(GAME_KEYS) | OBSERVED
    assert set(KEYS.values()) <= there
    assert not set(KEYS) & there
    assert set(VALUES.values()) - set(OUTCOMES) == {"lead_contribution"}


def test_the_changelog_names_each() -> None:
    said = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for old, new in (KEYS | VALUES).items():
        row = next((line for line in said.splitlines() if line.startswith("|") and f"{old}`" in line), "")
        assert f"{new}`" in row, f"{old} -> {new} is missing from the changelog"


def test_modules_of_the_changelog_are_where_it_says() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| `dizao\.([\w.]+)` \|$", text, re.MULTILINE)
    moved = [f"{new}.{name}" for old, new in rows for name in re.findall(r"`(\w+)`", old.partition(": ")[2])]
    named = [new for old, new in rows if ": " not in old]
    assert len(moved + named) > 100
    paths = {name: ROOT / name.replace(".", "/") for name in moved + named}
    assert [name for name, path in paths.items() if not (path.is_dir() or path.with_suffix(".py").exists())] == []


def refused(tmp_path: Path, text: str, read: object) -> str:
    path = tmp_path / "street.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(path)  # type: ignore[operator]
    return str(caught.value).replace(str(path), path.name)


@pytest.mark.parametrize(("old", "new"), [pair for pair in KEYS.items() if pair[1] not in {*GAME_KEYS, *OBSERVED}])
def test_an_old_key_of_a_scenario_file(tmp_path: Path, old: str, new: str) -> None:
    section = next(key.partition(".")[0] for key in SETTINGS if key.endswith(f".{new}"))
    said = refused(tmp_path, f'extends = "taoyuan"\n[{section}]\n{old} = 1\n', load)
    assert said == f"street.toml: {section}.{old}: renamed in version 0.2.0; write {section}.{new}"


@pytest.mark.parametrize(("old", "new"), [pair for pair in VALUES.items() if pair[1] in OUTCOMES])
def test_an_old_outcome_of_a_system(tmp_path: Path, old: str, new: str) -> None:
    head = 'extends = "taoyuan"\n'
    judged = head + SYSTEM.replace("JUDGED", old).replace("ALSO", new)
    assert refused(tmp_path, judged, load) == f'street.toml: system.judged_by: renamed in version 0.2.0; write "{new}"'
    also = head + SYSTEM.replace("JUDGED", new).replace("ALSO", old)
    assert refused(tmp_path, also, load) == f'street.toml: system.also: renamed in version 0.2.0; write "{new}"'


@pytest.mark.parametrize("key", list(REMOVED))
def test_a_key_that_is_gone_is_refused_with_its_reason(tmp_path: Path, key: tuple[str, str]) -> None:
    section, name = key
    assert ".".join(key) not in SETTINGS
    said = refused(tmp_path, f'extends = "taoyuan"\n[{section}]\n{name} = 1\n', load)
    assert said == f"street.toml: {section}.{name}: removed in version 0.2.0: {REMOVED[key]}"
    assert f"`{section}.{name}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_an_old_key_of_a_game_file(tmp_path: Path) -> None:
    text = (
        'kind = "lab"\ntitle = "t"\nsource = "s"\n[game]\nform = "linear"\nper_head_return = 0.5\nleader_gift = 1.0\n'
    )
    said = refused(tmp_path, text, load_lab)
    assert said == "street.toml: game.leader_gift: renamed in version 0.2.0; write game.leader_contribution"


CASE = 'kind = "case"\n[place]\nhouseholds = 40\n[project]\ncost_yuan = 10000\n'


def test_old_names_of_a_case_file(tmp_path: Path) -> None:
    event = CASE + '[[project.event]]\nweek = 1\nkind = "lead_gift"\nyuan = 100\n'
    said = refused(tmp_path, event, load_case)
    assert said == 'street.toml: project.event.kind: renamed in version 0.2.0; write "lead_contribution"'
    said = refused(tmp_path, CASE + "[observed]\nmean_gift_yuan = 50\n", load_case)
    assert (
        said == "street.toml: observed.mean_gift_yuan: renamed in version 0.2.0; write observed.mean_contribution_yuan"
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["run", "taoyuan", "--set", "calendar.run_out_weeks=5"], "calendar.follow_up_weeks"),
        (["run", "taoyuan", "--set", "people.luck_persistence=0.5"], "people.draw_persistence"),
        (["lab", "linear", "--set", "game.leader_gift=1"], "game.leader_contribution"),
        (["lab", "linear", "--set", "people.leader_standing=1"], "people.leader_status"),
        (["case", "bridge", "--set", "people.lead_gift_ratio=1"], "people.lead_contribution_ratio"),
    ],
)
def test_an_old_key_of_set(
    command: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if command[0] == "case":
        command[1] = next(path.stem for path in sorted((ROOT / "scenarios" / "cases").glob("*.toml")))
    assert execute(command) == 2
    key = command[-1].partition("=")[0]
    told = capsys.readouterr().err
    assert told == f"error: --set: {key}: renamed in version 0.2.0; write {said}\n"
    assert list(tmp_path.iterdir()) == []
