"""Finished runs are kept: reused when they are the same, made again when not, and never lost."""

import json
import math
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario, load
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution import kept_runs as kept_module
from dizao.scenarios.execution.kept_runs import KeptRuns
from dizao.scenarios.execution.replicates import Ended
from dizao.scenarios.loading.errors import FailedError
from dizao.scenarios.studies.compare import Asked, plan
from tests.scenarios.fakes import SHORT, FakeEngine, bytes_of, ended, files_in, started

pytestmark = pytest.mark.usefixtures("blank_figures")

MECHANISMS = ["none", "upfront", "reward"]
on_posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def compared(scenario: Scenario, out: Path, mechanisms: list[str] = MECHANISMS, replicates: int = 3) -> list[int]:
    """Compare with `none` and return the seeds of the worlds that had to be made."""
    FakeEngine.worlds = []
    run_comparison(Asked(scenario, mechanisms, "none", replicates, 0), Job(out, 1))
    return [seed for _, seed in FakeEngine.worlds]


def reused(out: Path) -> list[list[str]]:
    return [entry["reused"] for entry in json.loads((out / "manifest.json").read_text())["replicates"]]


@pytest.mark.small
def test_the_same_command_again_computes_nothing(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compared(scenario, tmp_path) == [0, 1, 2]
    assert reused(tmp_path) == [[], [], []]
    before, (printed, errors) = bytes_of(tmp_path), capsys.readouterr()
    assert errors == ""
    assert compared(scenario, tmp_path) == []
    assert bytes_of(tmp_path) == before
    assert reused(tmp_path) == [MECHANISMS] * 3
    assert json.loads((tmp_path / "manifest.json").read_text())["seconds_per_stage"] == {}
    assert capsys.readouterr() == (printed, "9 of 9 runs are there already\n")


@pytest.mark.small
def test_more_replicates_and_more_mechanisms_take_what_is_there(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compared(scenario, tmp_path / "a", ["none", "upfront"], 2)
    assert compared(scenario, tmp_path / "a", ["none", "upfront"], 3) == [2]
    assert "4 of 6 runs are there already" in capsys.readouterr().err
    assert compared(scenario, tmp_path / "a", MECHANISMS, 4) == [0, 1, 2, 3]
    assert reused(tmp_path / "a") == [["none", "upfront"]] * 3 + [[]]
    assert compared(scenario, tmp_path / "a", MECHANISMS, 3) == []
    compared(scenario, tmp_path / "b", MECHANISMS, 3)
    a, b = bytes_of(tmp_path / "a"), bytes_of(tmp_path / "b")
    assert {name: a[name] for name in b} == b


@pytest.mark.small
def test_a_run_is_found_by_its_seed_not_by_its_place(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path
) -> None:
    run_comparison(Asked(scenario, ["reward"], "none", 4, 5), Job(tmp_path, 1))
    fake.worlds = []
    run_comparison(Asked(scenario, ["reward"], "none", 4, 7), Job(tmp_path, 1))
    assert [seed for _, seed in fake.worlds] == [9, 10]


@pytest.mark.small
def test_changed_rules_are_other_runs_and_the_rest_stays(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path
) -> None:
    compared(scenario, tmp_path)
    changed = load("taoyuan", [*SHORT, "reward.payment.rate=0.4"])
    assert compared(changed, tmp_path) == [0, 1, 2]
    assert reused(tmp_path) == [["none", "upfront"]] * 3
    assert compared(load("taoyuan", [*SHORT, "works.lender_share=0.25"]), tmp_path) == [0, 1, 2]
    assert reused(tmp_path) == [[]] * 3
    assert compared(scenario, tmp_path) == []


@pytest.mark.small
def test_a_changed_model_reuses_nothing(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(scenario, tmp_path)
    monkeypatch.setattr(kept_module, "SOURCES", "edited")
    assert compared(scenario, tmp_path) == [0, 1, 2]
    assert reused(tmp_path) == [[]] * 3


@pytest.mark.small
def test_a_worker_with_other_sources_keeps_nothing(scenario: Scenario, tmp_path: Path) -> None:
    task = plan(scenario, ["reward"], "none", 1, 0)[2][0]
    with pytest.raises(FailedError, match="sources were changed"):
        KeptRuns(tmp_path, "older").keep(task, "reward", Ended(dict.fromkeys(OUTCOMES, 1.0), {}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.small
def test_names_tell_all_that_decides_apart(scenario: Scenario, tmp_path: Path) -> None:
    kept, task = KeptRuns(tmp_path), plan(scenario, ["reward", "upfront"], "none", 1, 0)[2][0]
    categories = dict(reversed(task.settings.categories.items()))
    tasks = [
        task,
        task._replace(seed=1),
        task._replace(settings=task.settings.with_values(works__lender_share=0.125)),
        task._replace(settings=task.settings._replace(left_out=(1,))),
        task._replace(settings=task.settings._replace(categories=categories)),
    ]
    names = [kept.path(task, name) for task in tasks for name in MECHANISMS]
    assert len(set(names)) == len(names)
    twin = plan(scenario, ["none", "reward"], "reward", 2, 0)[2][0]
    assert kept.path(twin, "reward") == kept.path(task, "reward")
    assert kept.path(task, "reward").name.startswith("reward-0-")


@pytest.mark.small
def test_every_digit_comes_back_and_what_is_undefined_too(scenario: Scenario, tmp_path: Path) -> None:
    kept, task = KeptRuns(tmp_path), plan(scenario, ["reward"], "none", 1, 0)[2][0]
    drawn = random.Random(0)
    values = [drawn.choice([0.1, -0.0, 1e300, 5e-324, 12345678901234567.0, drawn.random()]) for _ in OUTCOMES]
    outcomes = dict(zip(OUTCOMES, values, strict=True)) | {"score": math.nan}
    groups = {"unit": {"1": (7, 0.1), "12": (3, -5e-324)}, "tenure": {"owner": (10, drawn.random())}}
    assert kept.ended(task, "reward") is None
    kept.keep(task, "reward", Ended(outcomes, groups))
    assert repr(kept.ended(task, "reward")) == repr(Ended(outcomes, groups))
    assert kept.ended(task, "none") is None


@pytest.mark.small
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: text.replace("110.0", "111.0", 1),
        lambda text: text.replace('"seed": 0', '"seed": 1'),
        lambda text: text.replace("completed", "completes"),
        lambda text: "[]",
        lambda text: '{"outcomes": {}}',
        lambda text: "[" * 100_000,
        lambda text: "\udcff\udc80",
    ],
)
def test_a_damaged_run_is_made_again(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage
) -> None:
    compared(scenario, tmp_path)
    before = bytes_of(tmp_path)
    path = next((tmp_path / "runs").glob("upfront-0-*"))
    path.write_bytes(damage(path.read_text()).encode("utf-8", "surrogateescape"))
    assert path.read_bytes() != before[f"runs/{path.name}"]
    capsys.readouterr()
    assert compared(scenario, tmp_path) == [0]
    assert capsys.readouterr().err == f"8 of 9 runs are there already\n{path}: damaged, to be run again\n"
    assert bytes_of(tmp_path) == before


@pytest.mark.small
def test_many_damaged_runs_are_one_line(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compared(scenario, tmp_path)
    for path in (tmp_path / "runs").iterdir():
        path.write_text("{")
    capsys.readouterr()
    assert compared(scenario, tmp_path) == [0, 1, 2]
    assert capsys.readouterr().err.endswith("and 8 more: damaged, to be run again\n")


@pytest.mark.small
def test_a_run_under_anothers_name_is_not_taken(fake: type[FakeEngine], scenario: Scenario, tmp_path: Path) -> None:
    compared(scenario, tmp_path)
    (one,), (other,) = (list((tmp_path / "runs").glob(f"reward-{seed}-*")) for seed in (0, 1))
    other.write_bytes(one.read_bytes())
    assert compared(scenario, tmp_path) == [1]


@pytest.mark.small
def test_what_one_interrupt_leaves_the_next_command_takes_up(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compared(scenario, tmp_path / "whole", replicates=4)
    fake.stop_at = 2
    with pytest.raises(KeyboardInterrupt):
        compared(scenario, tmp_path / "out", replicates=4)
    assert "the same command goes on from there" in capsys.readouterr().err
    fake.stop_at = None
    assert compared(scenario, tmp_path / "out", replicates=4) == [2, 3]
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


@pytest.mark.small
def test_undefined_is_the_same_to_the_bit_whoever_says_it(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fake, "outcomes", lambda self: dict.fromkeys(OUTCOMES, 1) | {"score": -math.nan, "trust": math.inf}
    )
    compared(scenario, tmp_path)
    before = bytes_of(tmp_path)
    compared(scenario, tmp_path)
    assert bytes_of(tmp_path) == before
    values = pd.read_parquet(tmp_path / "runs.parquet").set_index("outcome")["value"]
    assert values[["score", "trust"]].isna().all()


OPTIONS = ("--replicates", "8", "--workers", "2")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what an uninterrupted command leaves."""
    out = tmp_path_factory.mktemp("whole")
    run_comparison(Asked(load("taoyuan", SHORT), MECHANISMS, "upfront", 8, 0), Job(out, 1))
    return bytes_of(out)


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return how long such a command takes."""
    start = time.monotonic()
    finish(tmp_path_factory.mktemp("seconds"))
    return time.monotonic() - start


def finish(out: Path) -> str:
    process = started(out, *OPTIONS)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return errors


def killed(out: Path, files: int, kill: Callable[[int, int], None]) -> None:
    """Start the command, kill it when it has kept so many runs, and see that no process is left."""
    process = started(out, *OPTIONS)
    while files_in(out) < files and process.poll() is None:
        time.sleep(0.01)
    kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=300)
    assert ended(process.pid)
    assert files <= files_in(out) < 24


@on_posix
@pytest.mark.long
def test_a_killed_command_is_completed_to_the_same_bytes(whole: dict[str, bytes], tmp_path: Path) -> None:
    """Killed without its workers, which must not outlive it, and then with all of them."""
    killed(tmp_path / "out", 3, os.kill)
    killed(tmp_path / "out", 9, os.killpg)
    assert "of 24 runs are there already" in finish(tmp_path / "out")
    assert bytes_of(tmp_path / "out") == whole


@on_posix
@pytest.mark.long
def test_two_commands_at_once_do_not_spoil_a_folder(whole: dict[str, bytes], tmp_path: Path) -> None:
    for process in [started(tmp_path, *OPTIONS) for _ in range(2)]:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    assert bytes_of(tmp_path) == whole


@on_posix
@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_killed_at_any_moment(whole: dict[str, bytes], seconds: float, tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    process = started(tmp_path, *OPTIONS)
    time.sleep(drawn.uniform(0.0, seconds))
    drawn.choice([os.kill, os.killpg])(process.pid, signal.SIGKILL)
    process.communicate(timeout=300)
    assert ended(process.pid)
    finish(tmp_path)
    assert bytes_of(tmp_path) == whole
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
