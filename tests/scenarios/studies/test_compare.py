"""Comparisons: one world a replicate, the same bytes in any number of workers, and what is complete is kept."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from dizao.agents import machine_code
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario, load
from dizao.scenarios.analysis.effects import effects
from dizao.scenarios.commands import comparing
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution import interrupts, replicates
from dizao.scenarios.execution import progress as progress_module
from dizao.scenarios.execution.executor import Work, WorkerLostError
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.execution.replicates import Task, run_replicates, tiny
from dizao.scenarios.loading import checks
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.comparison_figures import draw
from dizao.scenarios.reports.folder import FILES, save
from dizao.scenarios.reports.voices import sentences_of
from dizao.scenarios.studies.compare import Asked, compare, plan
from tests.scenarios.fakes import BYTES_COMPARED, SHORT, FakeEngine, ended, files_in, started


@pytest.mark.small
def test_a_replicates_world_is_made_once_and_shared(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["none", "upfront", "reward"], "upfront", replicates=3, seed=40)
    assert [seed for _, seed in fake.worlds] == [40, 41, 42]
    assert len(found.runs) == 3 * 3 * len(OUTCOMES)
    expected = {"none": 0.0, "upfront": 10.0, "reward": 5.0}
    means = found.runs.groupby("mechanism")["value"].mean()
    assert {name: means[name] - means["none"] for name in expected} == pytest.approx(expected)


@pytest.mark.small
def test_runs_stand_by_replicate_then_mechanism_then_outcome(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["reward", "none"], "none", replicates=2)
    assert list(found.runs.columns) == ["mechanism", "replicate", "outcome", "value"]
    keys = list(found.runs[["replicate", "mechanism", "outcome"]].itertuples(index=False, name=None))
    assert keys == [(r, m, o) for r in (0, 1) for m in ("reward", "none") for o in OUTCOMES]
    pd.testing.assert_frame_equal(found.effects, effects(found.runs, "none"))


@pytest.mark.small
def test_results_do_not_depend_on_the_order_of_completion(fake: type[FakeEngine], scenario: Scenario) -> None:
    _, _, tasks = plan(scenario, ["reward"], "none", 3, 0)
    forwards, backwards = run_replicates(tasks, 1), run_replicates(tasks[::-1], 1)
    assert [r.runs for r in sorted(forwards)] == [r.runs for r in sorted(backwards)]


@pytest.mark.small
def test_the_baseline_is_run_even_if_not_named(scenario: Scenario) -> None:
    names, baseline, tasks = plan(scenario, ["reward", "reward"], "none", 1, 0)
    assert (names, baseline) == (("reward", "none"), "none")
    assert [name for name, _ in tasks[0].mechanisms] == ["reward", "none"]
    assert tasks[0].mechanisms[0][1] == scenario.mechanism("reward")


@pytest.mark.small
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((["none"], "none", 2, 0), "besides the baseline"),
        ((["nonesuch"], "none", 2, 0), "unknown mechanism"),
        ((["reward"], "nonesuch", 2, 0), "unknown mechanism"),
        ((["reward"], "none", 0, 0), "between 1 and 100000"),
        ((["reward"], "none", 2, -1), "--seed: must be between 0 and 9223372036854775806, got -1"),
        ((["reward"], "none", 2, 2**63 - 1), "--seed: must be between 0 and 9223372036854775806"),
    ],
)
def test_what_a_user_can_put_right_is_said(scenario: Scenario, arguments: Any, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        plan(scenario, *arguments)


@pytest.mark.small
def test_the_largest_seed_is_still_one(scenario: Scenario) -> None:
    assert [task.seed for task in plan(scenario, ["reward"], "none", 2, 2**63 - 2)[2]] == [2**63 - 2, 2**63 - 1]


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.small
def test_files_say_what_was_found(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_comparison(Asked(scenario, ["none", "reward"], "none", 3, 5), Job(tmp_path / "out", 1, "dizao compare"))
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {*FILES, "runs"}
    assert len(list((out / "runs").iterdir())) == 6
    runs = pd.read_parquet(out / "runs.parquet")
    assert list(runs.columns) == ["mechanism", "replicate", "outcome", "value"]
    written = pd.read_csv(out / "effects.csv")
    row = written[(written["outcome"] == "completed") & (written["mechanism"] == "reward")].iloc[0]
    assert (row["baseline"], row["difference"], row["n"]) == ("none", 5.0, 3)
    expected = effects(runs, "none")
    assert written["correlation"].to_numpy() == pytest.approx(expected["correlation"].to_numpy(), nan_ok=True)
    manifest = json.loads((out / "manifest.json").read_text())
    assert [entry["seed"] for entry in manifest["replicates"]] == [5, 6, 7]
    assert manifest["mechanisms"]["reward"]["payment"]["rate"] == scenario.mechanism("reward").payment.rate
    assert manifest["scenario"]["calendar"]["programme_weeks"] == 20
    # one world and one warm-up a replicate, and each of its two runs
    assert manifest["seconds_per_stage"] == {"world": 3.0, "needs": 3 * (2.0 + 2 * 4.0)}
    assert manifest["peak_memory_bytes"] > 1e6
    printed = capsys.readouterr().out
    assert "3 paired replicates" in printed
    assert "Net present value" in printed
    assert "Units worse off than under none, of 2: reward 1.0 (1.0 to 1.0)." in " ".join(printed.split())
    assert " ".join(printed.split()).count("How sure:") == 1
    assert all(name in printed for name in FILES)


@pytest.mark.small
def test_the_manual_names_every_file() -> None:
    page = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
    section = page.partition("## `dizao compare`")[2].partition("\n## ")[0]
    assert [name for name in (*FILES, "runs/") if f"`{name}`" not in section] == []


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.small
@pytest.mark.parametrize(("stop_at", "kept"), [(3, True), (2, True), (1, False), (0, False)])
def test_an_interrupt_keeps_what_is_complete(
    fake: type[FakeEngine],
    scenario: Scenario,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stop_at: int,
    kept: bool,
) -> None:
    fake.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        run_comparison(Asked(scenario, ["none", "reward"], "none", 5, 0), Job(tmp_path, 1))
    assert f"stopped after {stop_at} of 5 replicates" in capsys.readouterr().err
    assert (tmp_path / "effects.csv").exists() == kept
    if kept:
        assert sorted(set(pd.read_parquet(tmp_path / "runs.parquet")["replicate"])) == list(range(stop_at))
        assert set(pd.read_csv(tmp_path / "effects.csv")["n"]) == {stop_at}
        manifest = json.loads((tmp_path / "manifest.json").read_text())
        assert (manifest["replicates_asked"], len(manifest["replicates"])) == (5, stop_at)


@pytest.mark.small
@pytest.mark.usefixtures("fake", "blank_figures")
def test_who_stops_the_writing_gets_the_line_and_whole_tables(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    strikes = [True]

    def struck(*arguments: Any) -> None:
        if strikes:
            strikes.pop()
            raise KeyboardInterrupt
        save(*arguments)

    monkeypatch.setattr(comparing, "save", struck)
    with pytest.raises(KeyboardInterrupt):
        run_comparison(Asked(scenario, ["none", "reward"], "none", 3, 0), Job(tmp_path, 1))
    assert f"stopped after 3 of 3 replicates; what they show is in {tmp_path}" in capsys.readouterr().err
    assert all((tmp_path / name).exists() for name in FILES)


@pytest.mark.usefixtures("blank_figures")
@pytest.mark.small
def test_an_older_result_survives_a_comparison_that_finishes_nothing(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path
) -> None:
    run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(tmp_path, 1))
    before = {name: (tmp_path / name).read_bytes() for name in FILES}
    fake.worlds, fake.stop_at = [], 1
    with pytest.raises(KeyboardInterrupt):
        run_comparison(Asked(scenario, ["upfront", "reward"], "reward", 4, 0), Job(tmp_path, 1))
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == before


@pytest.mark.small
def test_what_does_not_fit_into_memory_is_one_line_and_leaves_nothing(
    fake: type[FakeEngine],
    scenario: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(checks, "memory_available", lambda: 1000)
    with pytest.raises(ScenarioError, match="must fit into memory"):
        run_comparison(Asked(scenario, ["none", "reward"], "none", 2, 0), Job(tmp_path / "out", 1))
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.small
def test_a_notebooks_comparison_is_silent(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    found = compare(scenario, replicates=2)
    assert len(sentences_of(found)) == 3
    assert len([axes for axes in draw(found).axes if axes.axison]) > 6
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.small
def test_progress_counts_runs_and_estimates_the_rest(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now[0])
    _, _, tasks = plan(scenario, ["reward"], "none", 2, 0)
    stream = StringIO()
    progress = WorkProgress(Console(file=stream, width=80))
    progress.start(tasks)
    now[0] += 1.5
    progress.tell([6, 0])
    assert stream.getvalue() == ""
    # 62 weeks a replicate: 6 of warm-up, 28 for each of two mechanisms; 56 weeks in 30 s
    now[0] += 30.0
    progress.tell([62, 0])
    assert stream.getvalue() == "2 of 4 runs finished, about 33 s left\n"
    now[0] += 1.0
    progress.tell([62, 33])
    assert stream.getvalue().count("\n") == 1
    assert progress.text([62, 34], 101.5 + 900.0) == "3 of 4 runs finished, about 5 min left"


class Seen:
    """Keeps the sum of the weeks finished, whenever it is told of them."""

    def __init__(self, seen: list[int]) -> None:
        self.seen = seen

    def start(self, tasks: Sequence[Work]) -> None: ...

    def tell(self, finished: Sequence[int]) -> None:
        self.seen.append(sum(finished))

    def stop(self) -> None: ...


@pytest.mark.small
def test_weeks_reported_rise_to_the_whole(fake: type[FakeEngine], scenario: Scenario) -> None:
    _, _, tasks = plan(scenario, ["reward"], "none", 2, 0)
    seen: list[int] = []
    list(run_replicates(tasks, 1, Seen(seen)))
    assert seen[0] == 6
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 2 * (1 + 2 * 28)
    assert seen[-1] == sum(task.weeks for task in tasks) == 2 * 62


@pytest.mark.small
def test_compiling_first_is_done_once(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_code, "_FOLDER", tmp_path)
    monkeypatch.setattr(replicates, "compiled", True)
    task = plan(scenario, ["reward"], "none", 1, 0)[2][0]
    replicates.compile_first(task)
    replicates.compile_first(task)
    (settings, _) = fake.worlds[0]
    assert len(fake.worlds) == 1
    assert settings.place.units == 2
    assert set(settings.categories) == set(task.settings.categories)


@pytest.mark.small
def test_nothing_is_compiled_first_where_it_cannot_be_kept(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setattr(machine_code, "_FOLDER", tmp_path / "taken" / "here")
    monkeypatch.setattr(machine_code._Said, "here", False)
    monkeypatch.setattr(replicates, "compiled", True)
    replicates.compile_first(plan(scenario, ["reward"], "none", 1, 0)[2][0])
    assert fake.worlds == []


def a_task(replicates: int = 2) -> list[Task]:
    return [tiny(task) for task in plan(load("taoyuan", SHORT), ["none", "reward"], "upfront", replicates, 0)[2]]


@pytest.mark.long
def test_one_or_two_workers_give_the_same_bytes(scenario: Scenario, tmp_path: Path) -> None:
    for number in (1, 2):
        run_comparison(
            Asked(scenario, ["none", "upfront", "reward"], "upfront", 3, 0), Job(tmp_path / str(number), number)
        )
    for name in BYTES_COMPARED:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
    assert multiprocessing.active_children() == []


COMPILED_BY = """
import sys
from types import FunctionType
from numba.core.registry import CPUDispatcher
from dizao.scenarios import load
from dizao.scenarios.studies.compare import plan
from dizao.scenarios.execution.replicates import run_replicate, tiny

def compiled():
    found = set()
    for name, module in list(sys.modules.items()):
        if name.startswith("dizao."):
            for value in list(vars(module).values()):
                cells = value.__closure__ or () if isinstance(value, FunctionType) else ()
                inside = [cell.cell_contents for cell in cells]
                for it in (value, *inside):
                    if isinstance(it, CPUDispatcher):
                        found |= {(it.py_func.__qualname__, str(types)) for types in it.signatures}
    return found

keys = ["offices.county_minutes_per_unit=1000", "budget.yuan_per_year=300000"]
task = plan(load("taoyuan", keys), ["none", "upfront"], "reward", 1, 0)[2][0]
run_replicate(tiny(task), lambda weeks: None)
before = compiled()
outcomes = run_replicate(task, lambda weeks: None).outcomes
print(len(before), sorted(compiled() - before), outcomes["reward"]["completed"])
"""


def test_the_tiny_replicate_compiles_all_that_a_real_one_needs() -> None:
    """Otherwise every worker would compile the rest, each for itself."""
    done = subprocess.run([sys.executable, "-c", COMPILED_BY], capture_output=True, text=True, check=True)
    number, _, rest = done.stdout.partition(" ")
    left, _, completed = rest.rpartition(" ")
    assert int(number) > 20
    assert float(completed) > 0.0
    assert left == "[]"


@pytest.mark.long
def test_leaving_the_results_early_ends_the_workers() -> None:
    """Long, as the next, since tests/scenarios/execution/test_executor.py has both with tasks that do nothing."""
    results = run_replicates(a_task(4), 2)
    assert set(next(results).outcomes) == set(presets())
    results.close()
    assert multiprocessing.active_children() == []


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_is_an_error_in_one_line() -> None:
    results = run_replicates(a_task(40), 2)
    next(results)
    for process in multiprocessing.active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
    with pytest.raises(WorkerLostError, match="memory"):
        list(results)
    assert multiprocessing.active_children() == []


@pytest.mark.long  # What a signal does inside a command is tested in test_interrupts.py and test_executor.py each time.
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", interrupts.ENDING)
def test_a_signal_ends_with_its_code_and_no_process_left(tmp_path: Path, number: signal.Signals) -> None:
    """A terminal sends its signals to all processes of the group; none may print a traceback."""
    process = started(tmp_path / "out", "--replicates", "5000", "--workers", "2")
    while files_in(tmp_path / "out") == 0 and process.poll() is None:
        time.sleep(0.1)
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=300.0)
    assert process.returncode == 128 + number, errors
    assert "Traceback" not in errors
    assert "stopped after" in errors
    assert not list(tmp_path.rglob(".unfinished-*"))
    assert ended(process.pid)
