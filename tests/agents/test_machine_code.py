"""Machine code on disk: an edited rule changes a result, whatever is wrong with the disk, and that is said once."""

import errno
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dizao.agents import machine_code
from dizao.agents.compiled import compiled
from dizao.agents.parameters import People

ROOT = Path(machine_code.__file__).resolve().parent.parent

PROBE = '''
"""A kernel in another file than the rules that it calls."""

from dizao.agents.compiled import kernel
from dizao.agents.resident import willingness


@kernel
def sum_of_willingness(beliefs, p):
    total = 0.0
    for k in range(len(beliefs)):
        total += willingness(0.8, 0, beliefs[k], 1.2, 0.0, p)
    return total
'''
ASK = """
import numpy as np
import dizao.agents.resident
from dizao.agents.machine_code import cache_folder
from dizao.agents.parameters import People
from dizao.model.probe import sum_of_willingness

print(dizao.agents.resident.__file__)
print(cache_folder())
print(sum_of_willingness(np.linspace(0.0, 1.0, 11), People()))
print(sum(sum_of_willingness.stats.cache_hits.values()))
"""
INTERCEPT = "return p.giving_intercept + p.belief_slope"
TWICE = 11 * 2.0 * People().giving_intercept
"""What eleven people, each more willing by twice the intercept, differ by."""

needs_compiler = pytest.mark.skipif(not compiled, reason="nothing is compiled")


class Answer(NamedTuple):
    cache: Path
    result: float
    found: bool
    told: str


@pytest.fixture
def copied_package(tmp_path: Path) -> Path:
    """Copy the package, with a kernel that stands in another file than the rule it calls."""
    for package in ("agents", "model"):
        shutil.copytree(
            ROOT / package, tmp_path / "dizao" / package, ignore=shutil.ignore_patterns("__pycache__", "*.nb?")
        )
    (tmp_path / "dizao/model/probe.py").write_text(PROBE, encoding="utf-8")
    return tmp_path


def ask(folder: Path, cache: str | None = None, before: str = "") -> Answer:
    """Ask a new process with the copied package, which may have something done before; its answer, and stderr."""
    home = str(folder / "cache") if cache is None else cache
    environment = os.environ | {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": home, "HOME": str(folder / "home")}
    command = [sys.executable, "-c", before + ASK]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    source, where, result, hits = done.stdout.split()
    assert Path(source) == folder / "dizao/agents/resident.py"
    return Answer(Path(where), float(result), int(hits) > 0, done.stderr)


def edit(folder: Path) -> str:
    """Turn the sign of a rule's intercept, and return the file as it was."""
    rules = folder / "dizao/agents/resident.py"
    original = rules.read_text(encoding="utf-8")
    assert original.count(INTERCEPT) == 1
    rules.write_text(original.replace(INTERCEPT, INTERCEPT.replace("return ", "return -")), encoding="utf-8")
    return original


@needs_compiler
def test_an_edited_rule_changes_what_a_kernel_in_another_file_returns(copied_package: Path) -> None:
    first = ask(copied_package)
    original = edit(copied_package)
    second = ask(copied_package)
    (copied_package / "dizao/agents/resident.py").write_text(original, encoding="utf-8")
    third = ask(copied_package)
    assert second.result == pytest.approx(first.result - TWICE)
    assert third.result == first.result
    assert first.cache == third.cache != second.cache
    assert first.cache.is_relative_to(copied_package)
    # The first result came from the cache, the second did not.
    assert not first.found
    assert third.found
    assert first.told == second.told == third.told == ""


@pytest.mark.long
@needs_compiler
def test_an_edited_rule_does_so_too_where_nothing_can_be_kept(copied_package: Path) -> None:
    (copied_package / "taken").write_text("", encoding="utf-8")
    cache = str(copied_package / "taken")
    first = ask(copied_package, cache)
    edit(copied_package)
    second = ask(copied_package, cache)
    assert second.result == pytest.approx(first.result - TWICE)
    for one in (first, second):
        assert not one.found
        assert one.told.count("\n") == 1
        assert one.told.startswith(f"machine code cannot be kept in {one.cache} (")
    assert list(copied_package.rglob("*.nb?")) == []


def test_nothing_is_kept_where_the_working_directory_decides(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(machine_code, "_FOLDER", Path("here"))
    monkeypatch.setattr(machine_code._Said, "here", False)
    assert not machine_code.code_can_be_kept()
    assert "cannot be kept in here (the path of a cache must be absolute)" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@needs_compiler
def test_without_a_name_the_cache_lies_in_the_home(copied_package: Path) -> None:
    answer = ask(copied_package, "")
    assert answer.cache.is_relative_to(copied_package / "home/.cache")
    assert ask(copied_package, "").found


FULL = """
import numba.core.caching as caching

def full(self, name, data):
    raise OSError(28, "No space left on device")

caching.IndexDataCacheFile._save_data = full
"""
ASKED_BEFORE = "from dizao.agents.machine_code import code_can_be_kept; code_can_be_kept()\n"
REMOVED = """
import shutil
import dizao.model.probe
from dizao.agents.machine_code import cache_folder, code_can_be_kept

code_can_be_kept()
shutil.rmtree(cache_folder())
"""


@needs_compiler
def test_a_full_disk_is_said_with_its_path_and_stops_nothing(copied_package: Path) -> None:
    answer = ask(copied_package, before=FULL)
    said = f"machine code cannot be kept in {answer.cache} (No space left on device): every run compiles the model's"
    assert answer.told.startswith(said)
    assert answer.told.count("\n") == 1
    assert ask(copied_package).result == answer.result


@pytest.mark.long
@needs_compiler
def test_copies_of_the_same_sources_share_their_code(
    copied_package: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = ask(copied_package)
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(copied_package / "dizao", other / "dizao", ignore=shutil.ignore_patterns("__pycache__"))
    shared = ask(other, str(copied_package / "cache"))
    assert shared == first._replace(found=True)


@needs_compiler
@pytest.mark.parametrize("before", ["", pytest.param(ASKED_BEFORE, marks=pytest.mark.long)])
def test_a_new_folder_takes_the_place_of_the_oldest(copied_package: Path, before: str) -> None:
    folders = copied_package / "cache/dizao"
    for k in range(machine_code.CACHES_KEPT):
        (folders / f"compiled-{k}").mkdir(parents=True)
        os.utime(folders / f"compiled-{k}", (k + 1.0, k + 1.0))
    answer = ask(copied_package, before=before)
    left = {path.name for path in folders.glob("compiled-*")}
    assert left == {answer.cache.name} | {f"compiled-{k}" for k in range(1, machine_code.CACHES_KEPT)}


def test_what_compiles_nothing_makes_no_folder(copied_package: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(copied_package), "XDG_CACHE_HOME": str(copied_package / "cache")}
    command = [sys.executable, "-c", "import dizao.model.engine"]
    subprocess.run(command, env=environment | {"NUMBA_DISABLE_JIT": "1"}, cwd=copied_package, check=True)
    assert not (copied_package / "cache").exists()


@needs_compiler
def test_a_folder_that_is_removed_meanwhile_is_made_again(copied_package: Path) -> None:
    answer = ask(copied_package, before=REMOVED)
    assert answer.told == ""
    assert ask(copied_package)[1:] == (answer.result, True, "")


@needs_compiler
@pytest.mark.parametrize("kind", ["nbi", pytest.param("nbc", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "damage", ["cut", *(pytest.param(one, marks=pytest.mark.long) for one in ("empty", "changed", "a folder"))]
)
def test_damaged_machine_code_is_made_anew(kind: str, damage: str, copied_package: Path) -> None:
    first = ask(copied_package)
    for path in first.cache.rglob(f"*.{kind}"):
        code = bytearray(path.read_bytes())
        if damage == "changed":
            # At the end of it, where an index has its names and code has what the linker reads.
            code[-60] ^= 0xFF
        if damage == "a folder":
            path.unlink()
            path.mkdir()
        else:
            path.write_bytes({"empty": b"", "cut": code[: len(code) // 2], "changed": code}[damage])
    second = ask(copied_package)
    assert (second.result, second.found) == (first.result, False)
    if damage != "a folder":
        assert second.told == ""
        assert ask(copied_package).found


def test_processes_that_share_a_counter_say_it_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: Any = multiprocessing.get_context("spawn").Value("q", 0)
    for _ in range(2):
        monkeypatch.setattr(machine_code._Said, "here", False)
        monkeypatch.setattr(machine_code._Said, "everywhere", None)
        machine_code.said_by(said)
        for _ in range(2):
            machine_code._say(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert capsys.readouterr().err.count("\n") == 1


def test_only_functions_of_these_sources_are_kept() -> None:
    assert machine_code.kept_code(ask) is None
