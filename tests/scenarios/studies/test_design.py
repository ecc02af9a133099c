"""Batches of replicates until intervals are narrow: how many, when it ends, and what is said of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario
from dizao.scenarios.analysis.effects import headline
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.execution.replicates import Result
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.studies.compare import Asked, compare
from dizao.scenarios.studies.design import Design, check_design, design_from, run_batches
from tests.scenarios.fakes import FakeEngine

pytestmark = pytest.mark.small


def batches(wanted: list[dict[str, int]], first: int, design: Design) -> list[int]:
    """Return the sizes of the batches that are run if, after each, so many replicates are wanted."""
    sizes: list[int] = []
    tasks, answers = list(range(design.most)), iter(wanted)
    run_batches(tasks, first, design, [], lambda some, results, what: sizes.append(len(some)), lambda _: next(answers))
    return sizes


def test_replicates_grow_to_what_is_needed_and_double_at_most() -> None:
    assert batches([{"a": 26, "b": 14}, {"a": 24}, {}], 10, Design("budget", 0.05, 100)) == [10, 10, 4]
    assert batches([{"a": 9999}] * 3, 10, Design("budget", 0.05, 50)) == [10, 10, 20, 10]
    assert batches([{}], 10, Design("budget", 0.05, 50)) == [10]
    assert batches([], 10, Design("budget", None, 10)) == [10]
    assert batches([], 50, Design("budget", 0.05, 50)) == [50]


def noisy(self: FakeEngine) -> dict[str, float]:
    rate = self.settings.mechanism.payment.rate
    random_draw = float(np.random.default_rng([self.seed, round(100 * rate)]).normal())
    return dict.fromkeys(OUTCOMES, 100.0 + 20.0 * random_draw + rate)


def test_it_goes_on_until_every_headline_interval_is_narrow_enough(
    fake: type[FakeEngine], scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "outcomes", noisy)
    found = compare(scenario, ["reward"], "upfront", 10, design=Design("budget", 0.05, 500))
    assert 60 < len(found.results) < 500
    rows = headline(found.effects)
    widths = (rows["ci_high"] - rows["difference"]) / np.maximum(rows["mean"].abs(), rows["baseline_mean"].abs())
    assert widths.max() <= 0.05
    assert [result.replicate for result in found.results] == list(range(len(found.results)))


@pytest.mark.usefixtures("blank_figures")
def test_what_does_not_get_there_is_named_and_the_bias_said(
    fake: type[FakeEngine],
    scenario: Scenario,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(fake, "outcomes", noisy)
    run_comparison(Asked(scenario, ["reward"], "upfront", 5, 0, Design("budget", 0.02, 20)), Job(tmp_path, 1))
    told = capsys.readouterr()
    assert told.err.count("not within 2% yet: net_present_value_yuan") == 2
    printed = " ".join(told.out.split())
    assert "After 20 replicates, the most allowed, these are not within 2%; it would take" in printed
    assert "contain the truth a little less often than stated" in printed
    assert sorted(set(pd.read_parquet(tmp_path / "runs.parquet")["replicate"])) == list(range(20))


@pytest.mark.usefixtures("blank_figures")
def test_a_second_command_goes_through_the_same_batches_without_a_run(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "outcomes", noisy)
    asked = Asked(scenario, ["reward"], "upfront", 5, 0, Design("budget", 0.1, 40))
    run_comparison(asked, Job(tmp_path, 1))
    before, worlds = (tmp_path / "effects.csv").read_bytes(), len(fake.worlds)
    run_comparison(asked, Job(tmp_path, 1))
    assert ((tmp_path / "effects.csv").read_bytes(), len(fake.worlds)) == (before, worlds)


def test_designs_that_make_no_sense_are_one_line() -> None:
    with pytest.raises(ScenarioError, match="must be budget or spend, got time"):
        design_from("time", None, 500, 10)
    with pytest.raises(ScenarioError, match="--until: must be above 0"):
        check_design(Design("budget", 1.5), 10)
    check_design(Design("budget", None, 1), 10)


def test_results_are_lists_of_replicates() -> None:
    assert Result._fields[:2] == ("replicate", "runs")
