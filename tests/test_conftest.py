"""The tests' own rules: what is skipped fails where all tests must run, and the longest come first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = """
import pytest

@pytest.mark.skipif(True, reason="no browser")
def test_by_a_mark():
    pass

def test_by_a_module():
    pytest.importorskip("a_module_that_is_not_there")

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("ci", "code", "told"), [("", 0, "2 skipped, 1 xfailed"), ("true", 1, "1 failed, 1 xfailed, 1 error")]
)
def test_what_is_skipped_fails_in_ci(tmp_path: Path, ci: str, code: int, told: str) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_some.py").write_text(SKIPPED, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert told in done.stdout
    assert ("may not be skipped in CI" in done.stdout) == (code == 1)


def test_files_with_the_longest_tests_are_there() -> None:
    names = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(conftest.LONGEST_FIRST) <= names
