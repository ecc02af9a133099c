"""A roll-out as evaluators see it: records are what happened, the truth is known, and bad input is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dizao.model.engine import Engine
from dizao.model.world.projects import EVALUATING, NEVER
from dizao.scenarios import load
from dizao.scenarios.analysis.evaluation import ESTIMATORS
from dizao.scenarios.commands import evaluate as command
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.executor import Serial
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.evaluation import markdown
from dizao.scenarios.reports.texts import Language
from dizao.scenarios.studies import evaluation as studied
from dizao.scenarios.studies.evaluation import Asked, Evaluation, asked_of, evaluate, kept, month_of, records_of

TINY = [
    *("place.streets=2", "place.communities=8", "place.units=8", "place.households=320", "place.residents=790"),
    *("place.party_members=37", "place.stations=4", "calendar.backlog_weeks=10", "calendar.warm_up_weeks=20"),
    *("calendar.programme_weeks=40", "roll_out.street_week=12", "roll_out.all_week=25"),
]


@pytest.fixture(scope="module")
def asked() -> Asked:
    return asked_of(load("roll_out", TINY), 1.5, "attended")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation")


@pytest.fixture(scope="module")
def estimates(asked: Asked, folder: Path) -> pd.DataFrame:
    return evaluate(asked, range(3, 5), folder, Serial())


def test_months_are_twelfths_of_a_year_from_the_first_week_on() -> None:
    assert month_of(np.array([-52, -1, 0, 4, 5, 34, 35, 78, 79, 121])).tolist() == [-12, -1, 0, 0, 1, 7, 8, 17, 18, 27]


def test_records_are_what_happened(asked: Asked) -> None:
    engine = Engine(asked.settings, 3)
    while engine.week < asked.settings.calendar.programme_weeks:
        engine.step()
    found = records_of(engine)
    households = np.diff(engine.world.units.first_household)[found["unit"].to_numpy() - 1] / 100.0
    assert len(found) == 8 * found["month"].nunique()
    assert (found["settled"] * households).sum() == pytest.approx((engine.world.needs.week_settled > NEVER).sum())
    finished = engine.world.projects.week_of[:, EVALUATING] > NEVER
    assert (found["completed"] * households).sum() == pytest.approx(finished.sum())
    assert (found["attended"] * households).sum() == pytest.approx(sum(engine.weekly["attendances"]))
    assert set(found["start"]) == set(month_of(engine.start_weeks).tolist())


def test_every_estimator_says_something_of_every_roll_out_and_the_truth_is_that_of_the_same_world(
    estimates: pd.DataFrame, asked: Asked, folder: Path
) -> None:
    arms = {(row.selection, row.spill_over) for row in estimates.itertuples()}
    assert arms == {(name, spill_over) for name in studied.SELECTIONS for spill_over in (0.0, 1.0)}
    assert set(estimates["estimator"]) == set(ESTIMATORS)
    assert estimates.groupby("seed").size().tolist() == [36, 36]
    records = pd.read_parquet(studied.path_of(asked, 3, folder))
    some, never = (
        records[(records["selection"] == name) & (records["spill_over"] == 0.0)].reset_index()
        for name in ("random", "never")
    )
    reached = (some["month"] >= some["start"]) & (some["month"] < some["start"].max())
    truth = (some["attended"] - never["attended"])[reached].mean()
    first = estimates[(estimates["seed"] == 3) & (estimates["estimator"] == "gardner")].iloc[0]
    assert first["truth"] == pytest.approx(truth)


def test_before_the_programme_all_arms_are_the_same(estimates: pd.DataFrame, asked: Asked, folder: Path) -> None:
    assert len(estimates) > 0
    records = pd.read_parquet(studied.path_of(asked, 3, folder))
    before = records[records["month"] < 0]
    parts = [
        part[["settled", "completed", "attended"]].to_numpy() for _, part in before.groupby(["selection", "spill_over"])
    ]
    assert all((part == parts[0]).all() for part in parts)
    assert parts[0].sum() > 0.0


def test_what_is_kept_is_not_made_again(
    estimates: pd.DataFrame, asked: Asked, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept(asked, 2, 3, folder) == 2
    monkeypatch.setattr(studied, "Engine", None)
    again = evaluate(asked, range(3, 5), folder, Serial())
    pd.testing.assert_frame_equal(again, estimates)
    assert kept(asked._replace(strength=1.0), 2, 3, folder) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_has_a_row_an_estimator_and_a_column_a_way_of_choosing(
    estimates: pd.DataFrame, asked: Asked, language: Language
) -> None:
    found = Evaluation(load("roll_out", TINY), asked, 3, 2, estimates, language)
    assert len(found.table) == 36
    lines = [line for line in markdown(found).splitlines() if line.startswith("| ")]
    assert len(lines) == 2 * (len(ESTIMATORS) + 3)
    assert {line.count("|") for line in lines} == {5}


def test_without_phases_or_a_time_before_there_is_nothing_to_evaluate() -> None:
    for override in ("roll_out.pilots=1", "roll_out.pilots=0"):
        with pytest.raises(ScenarioError, match=r"roll_out\.pilots: must be above 0 and below 1"):
            asked_of(load("roll_out", [override]), 1.5, "settled")
    with pytest.raises(ScenarioError, match=r"calendar\.warm_up_weeks"):
        asked_of(load("roll_out", ["calendar.warm_up_weeks=0"]), 1.5, "settled")
    with pytest.raises(ScenarioError, match="--outcome: must be one of settled, completed, attended, got trust"):
        asked_of(load("roll_out"), 1.5, "trust")


def test_the_command_refuses_what_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["evaluate", "nanhu"]) == 2
    assert "roll_out.pilots" in capsys.readouterr().err
    assert execute(["evaluate", "--strength", "strong"]) == 2
    assert "--strength" in capsys.readouterr().err
    assert execute(["evaluate", "--strength", "-1"]) == 2
    assert "--strength" in capsys.readouterr().err


def test_the_command_says_which_extra_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert execute(["evaluate"]) == 2
    assert "pip install 'dizao[evaluation]'" in capsys.readouterr().err


def test_the_commands_own_numbers_are_those_of_the_study() -> None:
    assert (command.REPLICATES, command.STRENGTH) == (studied.REPLICATES, studied.STRENGTH)
    assert command.OUTCOMES == studied.OUTCOMES
