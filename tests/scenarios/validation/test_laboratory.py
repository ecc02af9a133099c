"""Calibration and validation: the file is what the command makes, and no target is hidden."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dizao.agents.laboratory import normal_below, normal_log_odds
from dizao.agents.parameters import People
from dizao.agents.resident import logistic
from dizao.model.laboratory.likelihood import normal_quantile
from dizao.scenarios.calibration import beliefs
from dizao.scenarios.calibration.dispositions import (
    DILEMMA,
    FORMS,
    HELD,
    STEP,
    THRESHOLD,
    Form,
    Weights,
    everybody,
    fit,
    folds,
    from_free,
    log_likelihoods,
    nodes,
    resampled,
    to_free,
)
from dizao.scenarios.calibration.posterior import MAIN, Posterior, as_toml, pooled
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.estimates import posterior
from dizao.scenarios.loading.game_file import load_lab
from dizao.scenarios.reports.texts import TEXTS
from dizao.scenarios.validation import laboratory
from dizao.scenarios.validation.laboratory import targets

ESTIMATES = {name: one["value"] for name, one in posterior()["estimates"].items()}
FREE = {name: ESTIMATES[name] for name in FORMS[MAIN].start}


# likelihood -----------------------------------------------------------------------------------------------------


def test_the_normal_quantile_undoes_the_normal_distribution() -> None:
    for z in np.linspace(-7.0, 7.0, 57):
        assert normal_quantile(normal_below(z)) == pytest.approx(z, abs=1e-5 if abs(z) > 5.0 else 1e-7)
        assert logistic(normal_log_odds(z)) == pytest.approx(normal_below(z), rel=1e-9)


@pytest.mark.long
def test_the_likelihood_adds_up_over_all_that_a_subject_may_do() -> None:
    # With one round and one node: the chances of 3 contributions times 27 answers are one.
    from dizao.model.laboratory.likelihood import Dilemma, dilemma_log_likelihood

    ways = [(g, *a) for g in range(3) for a in np.ndindex(3, 3, 3)]
    contributions = np.array([[way[0]] for way in ways])
    answers = np.array([[way[1:]] for way in ways])
    data = Dilemma(contributions, answers, np.full((81, 1), 0.4), np.full((81, 1), 0.5), 3.0)
    out = np.empty(81)
    dilemma_log_likelihood(81, data, nodes(FREE | HELD, False), People(), out)
    assert np.exp(out).sum() == pytest.approx(1.0, abs=1e-9)


@pytest.mark.long
def test_more_nodes_change_little(monkeypatch: pytest.MonkeyPatch) -> None:
    few = sum(part.sum() for part in log_likelihoods(FREE, FORMS[MAIN]))
    monkeypatch.setattr("dizao.scenarios.calibration.dispositions.RHO_NODES", 61)
    monkeypatch.setattr("dizao.scenarios.calibration.dispositions.DRAW_NODES", 15)
    many = sum(part.sum() for part in log_likelihoods(FREE, FORMS[MAIN]))
    assert few == pytest.approx(many, abs=2.0)


# estimates ------------------------------------------------------------------------------------------------------


def test_free_numbers_return_to_themselves() -> None:
    assert from_free(FREE, to_free(FREE)) == pytest.approx(FREE)


@pytest.mark.long
def test_the_command_finds_what_the_file_says() -> None:
    found = fit(FORMS[MAIN], everybody())
    everyone = everybody()
    values = found.numbers | beliefs.first_beliefs(everyone) | beliefs.learning(everyone)
    for name, value in values.items():
        error = posterior()["estimates"][name]["error"]
        assert value == pytest.approx(ESTIMATES[name], abs=0.05 * error), name
    assert found.log_likelihood == pytest.approx(posterior()["alternatives"][MAIN]["log_likelihood"], abs=0.1)


@pytest.mark.long
def test_no_small_step_makes_the_data_likelier() -> None:
    best = sum(part.sum() for part in log_likelihoods(FREE, FORMS[MAIN]))
    for k in range(len(FREE)):
        for sign in (-1.0, 1.0):
            free = to_free(FREE)
            free[k] += sign * 0.05
            assert sum(part.sum() for part in log_likelihoods(from_free(FREE, free), FORMS[MAIN])) < best + STEP


def test_the_models_form_beats_the_others_also_on_held_out_subjects() -> None:
    forms = posterior()["alternatives"]
    assert set(forms) == set(FORMS)
    for name in ("plain_logit", "fixed_types"):
        assert forms[MAIN]["held_out"] > forms[name]["held_out"] + 10.0
        assert forms[MAIN]["aic"] < forms[name]["aic"] - 10.0
    # A separate term for the chance of success is not identified beside belief: it adds nothing.
    assert abs(forms["success_probability"]["held_out"] - forms[MAIN]["held_out"]) < 5.0


def test_defaults_are_the_rounded_estimates() -> None:
    for name, value in ESTIMATES.items():
        if name in People._fields:
            assert getattr(People(), name) == float(f"{value:.2g}"), name


def test_the_pooled_intercept_lies_between_the_studies() -> None:
    for errors in ((0.1, 0.1), (0.01, 0.3)):
        found = pooled({DILEMMA: -2.0, THRESHOLD: -3.0}, errors)
        assert -3.0 < found["giving_intercept"] < -2.0
    assert pooled({DILEMMA: -2.0, THRESHOLD: -2.1}, (0.3, 0.3))["study_spread"] == 0.0


def test_the_bootstrap_draws_as_many_subjects_and_folds_hold_each_once() -> None:
    everyone = everybody()
    drawn = resampled(0, 3)
    assert [part.sum() for part in drawn] == [len(part) for part in everyone]
    assert (resampled(0, 3).dilemma == drawn.dilemma).all()
    parts = folds(0, 5)
    assert (sum(part.dilemma for part in parts) == everyone.dilemma).all()
    assert (sum(part.thresholds for part in parts) == everyone.thresholds).all()


def test_the_file_can_be_read_again() -> None:
    draws = np.array([[1.0, -2.0, 3.0, 4.0], [1.5, -2.5, 2.0, 4.0], [0.5, -1.5, 2.5, 4.0]])
    values = {"a": 1.0, "b": -2.0, "c": 2.5, "reciprocity_mean": 4.0}
    import tomllib

    read = tomllib.loads(as_toml(Posterior(values, draws, [], {}, 7)))
    assert {name: one["value"] for name, one in read["estimates"].items()} == values
    assert read["estimates"]["a"]["error"] == 0.5
    assert read["estimates"]["reciprocity_mean"] == {"value": 4.0, "error": 0.0, "interval": [4.0, 4.0], "held": True}
    assert read["correlations"]["rows"][0][1] == -1.0


def test_a_form_with_fixed_numbers_is_fitted_to_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    # Subjects that do not count change nothing.
    form = Form({DILEMMA: -2.3}, {**FREE, **HELD})
    everyone = everybody()
    without = Weights(everyone.dilemma, np.zeros_like(everyone.thresholds))
    assert fit(form, without).numbers[DILEMMA] == pytest.approx(fit(form, everyone).numbers[DILEMMA], abs=1e-3)


# validation -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return laboratory.validate()


def test_every_target_has_a_row_a_title_and_a_source(rows: pd.DataFrame) -> None:
    assert rows["target"].tolist() == [target.name for target in targets()]
    assert rows["target"].is_unique
    for language in TEXTS.values():
        assert all(f"target.{name}" in language for name in rows["target"])
    assert rows["source"].str.len().min() > 0


def test_what_was_fitted_and_what_was_not_is_told_apart(rows: pd.DataFrame) -> None:
    assert set(rows["fitted"]) == {"yes", "prior", "no"}
    assert (rows["fitted"] == "no").sum() >= 10


def test_met_means_in_the_range(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        for name, met in (("model", "met"), ("selfish", "selfish_met"), ("types", "types_met"), ("coin", "coin_met")):
            inside = row["observed_low"] <= row[name] <= row["observed_high"]
            assert bool(row[met]) == (inside and not math.isnan(row[name]))


def test_the_model_meets_more_targets_than_any_baseline(rows: pd.DataFrame) -> None:
    tests = rows[rows["fitted"] == "no"]
    for name in ("selfish_met", "types_met", "coin_met"):
        assert rows["met"].sum() > rows[name].sum()
        assert tests["met"].sum() > tests[name].sum()


def test_the_range_over_studies_holds_the_value(rows: pd.DataFrame) -> None:
    assert ((rows["model_low"] <= rows["model"]) & (rows["model"] <= rows["model_high"])).all()


def test_selfish_people_give_nothing_but_where_it_pays() -> None:
    from dizao.scenarios.validation.baselines import selfish

    assert selfish(load_lab("linear"))[0].contribution == 0.0
    assert selfish(load_lab("linear", ["game.per_head_return=1.1"]))[0].contribution == 1.0
    assert 0.0 < (selfish(load_lab("mori2024"))[0].contribution or 0.0) < 1.0


def test_the_commands_write_and_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rows: pd.DataFrame
) -> None:
    monkeypatch.setattr(laboratory, "validate", lambda *given: rows)
    assert execute(["validate", "--part", "laboratory", "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "targets are met" in told
    assert all(TEXTS["en"][f"target.{name}"] in told for name in rows["target"])
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"laboratory.csv", "laboratory.json"}
    assert len(json.loads((tmp_path / "out" / "laboratory.json").read_text())) == len(rows)
    assert execute(["validate", "--part", "laboratory", "--lang", "zh"]) == 0
    assert "目标" in capsys.readouterr().out
    for wrong in (
        ["validate", "--part", "system"],
        ["calibrate", "cases"],
        ["calibrate", "dispositions", "--out", "."],
    ):
        assert execute(wrong) == 2
        assert re.fullmatch(r"error: [^\n]+\n", capsys.readouterr().err)


def test_the_table_of_a_calibration_names_every_number(tmp_path: Path) -> None:
    from io import StringIO

    from rich.console import Console

    from dizao.scenarios.reports import dispositions

    text = (Path(laboratory.__file__).parents[1] / "evidence" / "dispositions.toml").read_text(encoding="utf-8")
    console = Console(file=StringIO(), width=120)
    for table in dispositions.tables(text):
        console.print(table)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert all(name in shown for name in [*ESTIMATES, *FORMS])
    assert any("reciprocity_recovery" in line for line in dispositions.notes(text))
