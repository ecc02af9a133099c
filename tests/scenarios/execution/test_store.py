"""Writing: whole files or none, one command at a time in a folder, and one line when the disk is full."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock, Timeout

from dizao.scenarios import Scenario
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution import store
from dizao.scenarios.execution.store import (
    UNFINISHED,
    StoreError,
    lock_of,
    prepare_folder,
    replacing,
    results_folder,
    write_json,
    write_table,
    write_text,
)
from dizao.scenarios.studies.compare import Asked
from tests.scenarios.fakes import SHORT, FakeEngine, bytes_of

pytestmark = pytest.mark.small
on_posix = pytest.mark.skipif(os.name == "nt", reason="locks and signals of POSIX")

HOLD = """
import sys
from pathlib import Path
from dizao.scenarios.execution.store import results_folder
with results_folder(Path(sys.argv[1])):
    print("in", flush=True)
    if sys.stdin.readline() == "fail":
        raise SystemExit(1)
    Path(sys.argv[1], sys.argv[2]).touch()
"""


def holder(folder: Path, name: str = "mine") -> subprocess.Popen[str]:
    """Start a process that has a folder to itself until it is told to go on."""
    command = [sys.executable, "-c", HOLD, str(folder), name]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )


def read_line(stream: object) -> str:
    return stream.readline().strip()  # type: ignore[attr-defined, no-any-return]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with suppress(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    write_text(path, "new")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("a.txt", "new")]


def test_what_json_does_not_know_is_made_plain(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"x": np.float64("nan"), "y": (np.int64(2), float("inf")), "名": tmp_path.parent})
    assert f'"名": "{tmp_path.parent}"' in (tmp_path / "a.json").read_text(encoding="utf-8")
    assert '"x": null,\n  "y": [\n    2,\n    null\n  ]' in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_a_folder_in_which_nothing_came_to_stand_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), results_folder(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with suppress(ZeroDivisionError), results_folder(tmp_path / "a" / "b"):
        (tmp_path / "a" / "b" / "kept").touch()
        raise ZeroDivisionError
    assert (tmp_path / "a" / "b" / "kept").exists()


@on_posix
def test_what_a_killed_command_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    for name in (f"{UNFINISHED}a.png", f"runs/{UNFINISHED}b.json", "mine.png", ".mine", "runs/c.json"):
        (tmp_path / name).touch()
    with results_folder(tmp_path):
        assert {path.name for path in tmp_path.rglob("*")} == {"runs", "mine.png", ".mine", "c.json"}


@on_posix
def test_commands_take_turns_in_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with holder(out, "first") as first:
        assert read_line(first.stdout) == "in"
        with holder(out, "second") as second:
            assert read_line(second.stderr) == f"another command is at work in {out}; waiting for it"
            assert list(out.iterdir()) == []
            first.communicate("go\n", timeout=300)
            assert read_line(second.stdout) == "in"
            assert [path.name for path in out.iterdir()] == ["first"]
            second.communicate("go\n", timeout=300)
    assert sorted(path.name for path in out.iterdir()) == ["first", "second"]


@on_posix
def test_who_waits_gets_a_folder_that_was_taken_away_meanwhile(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with holder(out) as first:
        assert read_line(first.stdout) == "in"
        with holder(out, "second") as second:
            assert "waiting" in read_line(second.stderr)
            first.communicate("fail", timeout=300)
            assert second.communicate("go\n", timeout=300) == ("in\n", "")
    assert [path.name for path in out.iterdir()] == ["second"]


def test_an_empty_folder_is_taken_away_before_its_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it would be taken from under the next command, which has just made it."""
    taken = []

    def rmdir(path: Path) -> None:
        if path == tmp_path / "out":
            with pytest.raises(Timeout):
                lock_of(path).acquire(timeout=0)
            taken.append(path)
        os.rmdir(path)

    monkeypatch.setattr(Path, "rmdir", rmdir)
    with pytest.raises(ZeroDivisionError), results_folder(tmp_path / "out"):
        raise ZeroDivisionError
    assert taken == [tmp_path / "out"]
    assert list(tmp_path.iterdir()) == []


@on_posix
def test_a_killed_command_lets_go_of_its_folder(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        assert read_line(first.stdout) == "in"
        first.send_signal(signal.SIGKILL)
        first.wait(30)
        with results_folder(tmp_path):
            pass


@pytest.mark.parametrize("error", [OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)), NotImplementedError()])
def test_where_there_are_no_locks_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refused(lock: FileLock, **how: float) -> None:
        raise error

    monkeypatch.setattr(FileLock, "acquire", refused)
    (tmp_path / f"{UNFINISHED}perhaps-anothers").touch()
    with results_folder(tmp_path):
        assert (tmp_path / f"{UNFINISHED}perhaps-anothers").exists()
    with results_folder(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()


@on_posix
def test_what_cannot_be_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file: cannot be written: File exists"):
        prepare_folder(tmp_path / "file")
    with pytest.raises(StoreError, match="file: cannot be written: File exists"), results_folder(tmp_path / "file"):
        pass


def test_a_disk_that_is_full_at_any_moment_leaves_only_whole_files(
    fake: type[FakeEngine],
    blank_figures: None,
    scenario: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(tmp_path / "whole", 1))
    whole = bytes_of(tmp_path / "whole")
    for files in range(len(whole) + 1):
        out = tmp_path / str(files)
        with monkeypatch.context() as patched:
            settle, left = store._settle, iter(range(files))

            def full(path: Path, settle=settle, left=left) -> None:  # type: ignore[no-untyped-def]
                if next(left, None) is None:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                settle(path)

            patched.setattr(store, "_settle", full)
            with pytest.raises(StoreError, match=r"^[^\n]*: cannot be written: No space left on device$"):
                run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(out, 1))
        assert sum(path.is_file() for path in out.rglob("*")) == files
        assert all(path.read_bytes() == whole[str(path.relative_to(out))] for path in out.rglob("*") if path.is_file())
        assert out.exists() == (files > 0)
        run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(out, 1))
        assert bytes_of(out) == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("room_kb", [0, 8, 20, 40])
def test_a_full_disk_is_one_line(
    fake: type[FakeEngine],
    blank_figures: None,
    tmp_path: Path,
    small_disk: Path,
    room_kb: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = [word for key in SHORT for word in ("--set", key)]
    command = ["compare", "taoyuan", *settings, "--replicates", "2", "--workers", "1", "--out"]
    assert execute([*command, str(tmp_path / "whole")]) == 0
    capsys.readouterr()
    (small_disk / "ballast").write_bytes(bytes((512 - room_kb) * 1024))
    assert execute([*command, str(small_disk / "out")]) == 1
    printed, errors = capsys.readouterr()
    assert printed == ""
    error = errors.splitlines()[-1]
    assert error.startswith(f"error: {small_disk}")
    assert error.endswith(": cannot be written: No space left on device")
    assert [line for line in errors.splitlines()[:-1] if not line.startswith("compiling")] == []
    whole, files = bytes_of(tmp_path / "whole"), [path for path in (small_disk / "out").rglob("*") if path.is_file()]
    assert all(path.read_bytes() == whole[str(path.relative_to(small_disk / "out"))] for path in files)
    (small_disk / "ballast").unlink()
    assert execute([*command, str(small_disk / "out")]) == 0
    assert bytes_of(small_disk / "out") == whole


def test_a_table_without_room_is_one_line(small_disk: Path) -> None:
    columns = {"x": np.random.default_rng(0).random(200_000)}
    with pytest.raises(StoreError, match=r"a.parquet: cannot be written: No space left on device$"):
        write_table(small_disk / "a.parquet", columns)
    assert list(small_disk.iterdir()) == []
