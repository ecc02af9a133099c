"""The compiler: an edited rule changes a result, threads are set and used."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import dizao.agents.compiled as compiler
from dizao.agents.compiled import compiled, kernel, set_threads, threaded_kernel, threads
from dizao.agents.parameters import People

ROOT = Path(compiler.__file__).resolve().parent.parent

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


@pytest.fixture
def copied_package(tmp_path: Path) -> Path:
    """Copy the package, with a kernel that stands in another file than the rule it calls."""
    for package in ("agents", "model"):
        shutil.copytree(
            ROOT / package, tmp_path / "dizao" / package, ignore=shutil.ignore_patterns("__pycache__", "*.nb?")
        )
    (tmp_path / "dizao/model/probe.py").write_text(PROBE, encoding="utf-8")
    return tmp_path


def ask(folder: Path) -> tuple[str, float, bool]:
    """Ask a new process with the copied package: cache folder, result, and whether machine code was found there."""
    environment = os.environ | {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", ASK]
    found = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    source, cache, result, hits = found.stdout.split()
    assert Path(source) == folder / "dizao/agents/resident.py"
    assert Path(cache).is_relative_to(folder)
    return cache, float(result), int(hits) > 0


@pytest.mark.skipif(not compiled, reason="nothing is compiled")
def test_an_edited_rule_changes_what_a_kernel_in_another_file_returns(copied_package: Path) -> None:
    rules = copied_package / "dizao/agents/resident.py"
    original = rules.read_text(encoding="utf-8")
    assert original.count(INTERCEPT) == 1
    first_cache, first, found_before = ask(copied_package)
    rules.write_text(original.replace(INTERCEPT, INTERCEPT.replace("return ", "return -")), encoding="utf-8")
    second_cache, second, _ = ask(copied_package)
    rules.write_text(original, encoding="utf-8")
    third_cache, third, found_after = ask(copied_package)
    # Eleven people, each more willing by twice the intercept, which is below 0.
    assert second == pytest.approx(first - 11 * 2.0 * People().giving_intercept)
    assert third == first
    assert first_cache == third_cache != second_cache
    # The first result came from the cache, the second did not.
    assert not found_before
    assert found_after


@pytest.fixture
def two_threads(threads_restored: None) -> Iterator[None]:
    set_threads(2, least_seconds=0.0)
    return


@threaded_kernel
def _square(begin, end, numbers, out, workers):
    for k in range(begin, end):
        out[k] = numbers[k] * numbers[k]
        workers[k] = end - begin


@pytest.mark.usefixtures("two_threads")
def test_a_threaded_kernel_does_every_piece_once() -> None:
    numbers = np.arange(1000.0)
    out, pieces = np.full(1000, -1.0), np.zeros(1000)
    _square(1000, numbers, out, pieces)
    assert out.tolist() == (numbers * numbers).tolist()
    if compiled:
        assert pieces.max() < 1000


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("number", [0, 1, 3, 4, 5])
def test_a_threaded_kernel_needs_no_minimum_of_work(number: int) -> None:
    out, pieces = np.full(8, -1.0), np.zeros(8)
    _square(number, np.arange(8.0), out, pieces)
    assert out.tolist() == [float(k * k) for k in range(number)] + [-1.0] * (8 - number)


@pytest.mark.usefixtures("threads_restored")
def test_what_takes_no_time_is_not_shared() -> None:
    set_threads(2, least_seconds=10.0)
    for _ in range(2):
        pieces = np.zeros(1000)
        _square(1000, np.arange(1000.0), np.zeros(1000), pieces)
        assert pieces.tolist() == [1000.0] * 1000


@pytest.mark.small
@pytest.mark.usefixtures("threads_restored")
def test_threads_are_as_many_as_was_set() -> None:
    for number in (1, 3):
        set_threads(number)
        assert threads() == number


@pytest.mark.small
@pytest.mark.parametrize("number", [0, -1])
def test_there_is_at_least_one_thread(number: int) -> None:
    with pytest.raises(ValueError, match="threads"):
        set_threads(number)


@pytest.mark.small
def test_a_kernel_of_ones_own_runs() -> None:
    @kernel
    def double(x):
        return 2.0 * x

    assert double(3.0) == 6.0
