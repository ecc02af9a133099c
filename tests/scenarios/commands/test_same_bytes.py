"""The same command and the same seed give the same bytes: every command, seeds 0 and 2**32, one worker and two.

Each command is run in two processes that differ in all that must not matter: how Python hashes texts, the order of the
commands, the number of workers, the time of the day.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dizao.scenarios.commands.main import app

SEEDS = (0, 2**32)
"""Zero is what libraries take for unseeded; the other one is the same to whoever looks at 32 bits only."""

CALENDAR = "--set calendar.backlog_weeks=4 --set calendar.warm_up_weeks=4 --set calendar.follow_up_weeks=4"
TINY = f"--weeks 16 {CALENDAR}"
SHORT = "--weeks 20 --set calendar.warm_up_weeks=10 --set calendar.follow_up_weeks=10"
COMPARED = f"compare taoyuan --scale 0.25 {TINY} -m reward"
MATCH = "--members 2 --wave-size 4 --waves 1 --trajectories 0"
BALLOTS = """\
META
key;value
description;a street
country;China
unit;street
instance;one
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;equalshares
PROJECTS
project_id;cost
bench;40
lamp;40
gate;70
VOTES
voter_id;vote
1;bench,lamp
2;bench,gate
3;gate
4;lamp
"""

UNSEEDED = {
    "list": "list",
    "show": "show taoyuan",
    "show-parameters": "show --parameters",
    "show-outcomes": "show --outcomes",
    "show-mechanism": "show reward",
    "template": "template county.xlsx --lang zh",
    "template-csv": "template county.csv --from taoyuan",
    "elect": "elect ../../votes.pb",
    "elect-greedy": "elect ../../votes.pb --rule greedy",
}
SEEDED = {
    "run": f"run taoyuan {TINY} -m reward --out out",
    "compare": f"{COMPARED} -m none --replicates 3 --draws 0 --report --out out",
    "case": "case chengwan_shared --replicates 3 --lang zh",
    "lab": "lab mori2024 --lang zh",
}
LONG_UNSEEDED = {
    "validate": "validate --out out",
    "validate-contrasts": "validate --part contrasts --out out",
}
LONG_SEEDED = {
    "run-ballots": f"run taoyuan --weeks 60 {CALENDAR} -m participatory_budget --out out",
    "systems": f"systems platforms --replicates 2 --set calendar.programme_weeks=8 {CALENDAR} --out out",
    "artefacts": "artefacts taoyuan --scale 0.25 --only progress --replicates 2 --out out",
    "evaluate": f"evaluate --replicates 2 --set calendar.programme_weeks=40 {CALENDAR} --out out",
    "plausible": f"plausible taoyuan {MATCH} --out out",
    "plausible-made-up": f"plausible taoyuan {MATCH} --made-up 2 --out out",
    "case-json": "case stairwell_lift --replicates 2 --json",
    "lab-json": "lab andreozzi2020 --json",
    "lab-giving": "lab andreozzi2020 --giving causal --json",
    "compare-spend": f"compare taoyuan --weeks 60 {CALENDAR} -m reward --replicates 2 --equal spend --report --out out",
    "compare-until": f"{COMPARED} --replicates 5 --until 0.5 --max-replicates 7 --out out",
    "compare-draws": f"compare taoyuan {SHORT} -m reward --replicates 2 --draws 8 --prior --report --out out",
    "calibrate-needs": "calibrate needs --replicates 2 --scale 0.01 --out needs.toml",
    "calibrate-giving": "calibrate giving --replicates 2 --out giving.toml",
    "calibrate-dispositions": "calibrate dispositions --replicates 2 --out dispositions.toml",
    "calibrate-places": "calibrate places --replicates 4 --out places.toml",
}
WITH_WORKERS = ("compare", "systems", "artefacts", "evaluate", "case", "calibrate", "validate", "plausible")

MEASURED = {"seconds", "seconds_per_stage", "peak_memory_bytes"}
"""Keys of manifests that hold a duration or the memory that it took: these do differ."""

PRINTED = "printed.txt"
DURATION = re.compile(rb"^[\d.]+ s; (?=written to )", re.MULTILINE)
"""How long it took, with which the last line of `dizao run` begins."""

SAID = {"workers", "command"}
"""Keys of manifests that repeat how many workers were asked for: these differ here because that does."""


def passes(where: Path, commands: Mapping[str, str], number: int, workers: int) -> dict[str, bytes]:
    """Run commands in a process of their own, and return all files that they leave, by folder and name."""
    words = [(name, _words(line, workers)) for name, line in commands.items()]
    words = words if number % 2 else words[::-1]
    driver = Path(__file__).with_name("every_command.py")
    done = subprocess.run(
        [sys.executable, str(driver), str(where)],
        input=json.dumps(words),
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": str(number), "COLUMNS": "100"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = (path for path in sorted(where.rglob("*")) if path.is_file())
    return {str(path.relative_to(where)): _compared(path) for path in found}


def _words(line: str, workers: int) -> list[str]:
    words = line.split()
    return [*words, "--workers", str(workers)] if words[0] in WITH_WORKERS else words


def _compared(path: Path) -> bytes:
    """Return the bytes of a file, without what was measured and without the number of workers."""
    if path.name == PRINTED:
        return DURATION.sub(b"", path.read_bytes())
    if path.name == "manifest.json":
        return json.dumps(_without(json.loads(path.read_text(encoding="utf-8")))).encode()
    return path.read_bytes()


def _without(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without(value) for key, value in data.items() if key not in MEASURED | SAID}
    return [_without(one) for one in data] if isinstance(data, list) else data


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are not the same, or not in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def twice(where: Path, seed: int, seeded: Mapping[str, str], unseeded: Mapping[str, str]) -> dict[str, bytes]:
    """Run commands twice at a seed, check that all files are the same, and return them."""
    (where / "votes.pb").write_text(BALLOTS, encoding="utf-8")
    commands = {name: f"{line} --seed {seed}" for name, line in seeded.items()} | dict(unseeded)
    first = passes(where / f"{seed}-first", commands, 1, 1)
    assert {name.split("/")[0] for name in first} == set(commands)
    second = passes(where / f"{seed}-second", commands, 2, 2)
    assert differing(first, second) == []
    return first


@pytest.mark.parametrize("seed", [SEEDS[0], pytest.param(SEEDS[1], marks=pytest.mark.long)])
def test_every_command_writes_and_prints_the_same_bytes_again(seed: int, tmp_path: Path) -> None:
    twice(tmp_path, seed, SEEDED, UNSEEDED)


@pytest.mark.long
@pytest.mark.parametrize("name", LONG_UNSEEDED)
def test_every_long_command_writes_and_prints_the_same_bytes_again(name: str, tmp_path: Path) -> None:
    twice(tmp_path, 0, {}, {name: LONG_UNSEEDED[name]})


@pytest.mark.long
@pytest.mark.parametrize("name", LONG_SEEDED)
def test_every_long_command_with_a_seed_does_so_and_heeds_all_of_it(name: str, tmp_path: Path) -> None:
    one, other = (twice(tmp_path, seed, {name: LONG_SEEDED[name]}, {}) for seed in SEEDS)
    # What is printed names the seed, unless the results themselves are printed.
    beside = ("manifest.json",) if "--json" in LONG_SEEDED[name] else ("manifest.json", PRINTED)
    results = [file for file in differing(one, other) if not file.endswith(beside)]
    assert results, "seeds 0 and 2**32 give the same"


def test_no_command_is_left_out() -> None:
    lines: Sequence[str] = [line for part in (SEEDED, UNSEEDED, LONG_SEEDED, LONG_UNSEEDED) for line in part.values()]
    assert {line.split()[0] for line in lines} == {command.name for command in app.registered_commands}
