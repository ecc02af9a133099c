"""The page of all validation: every target is there, failures too, in both languages."""

import re

import numpy as np
import pandas as pd
import pytest

from dizao.model.world.place import totals
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.reports.page.validation import page
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.validation import district

MET, MISSED = "\N{CHECK MARK}", "\N{BALLOT X}"


def a_target(**changes) -> dict[str, object]:
    row = {
        "target": "match", "source": "Karlan & List 2007", "observed": 1.19, "observed_low": 1.09,
        "observed_high": 1.38, "fitted": "prior", "model": 1.08, "model_low": 1.07, "model_high": 1.1, "met": False,
    }  # fmt: skip
    for name in ("selfish", "types", "coin"):
        row |= {name: 1.2, f"{name}_met": True}
    return row | changes


def an_observation(**changes) -> dict[str, object]:
    row = {
        "case": "a_gate", "outcome": "completed", "observed_low": 1.0, "observed_high": 1.0, "model": 0.7,
        "model_met": True, "selfish": 0.1, "selfish_met": False, "subsidy": np.nan, "subsidy_met": False,
        "model_low": 0.6, "model_high": 0.8,
    }  # fmt: skip
    return row | changes


TABLES = {
    "laboratory": pd.DataFrame([a_target(), a_target(target="seed", met=True)]),
    "cases": pd.DataFrame([an_observation()]),
    "district": pd.DataFrame([a_target(target="turnout", observed=np.nan, met=True)]),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_target_is_on_the_page_with_its_verdict(language):
    voice = Voice(language)
    text = page(TABLES, voice)
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', text, re.DOTALL)
    assert [voice.say("target.match") in rows[0], voice.say("target.seed") in rows[1]] == [True, True]
    assert [MET in row.split("</td>")[1] for row in rows] == [False, True, True, True]
    assert MISSED in rows[0].split("</td>")[1]


def test_a_baseline_that_says_nothing_is_neither_met_nor_missed():
    row = re.findall(r'<tr><th scope="row">(.*?)</tr>', page({"cases": TABLES["cases"]}, Voice()), re.DOTALL)[0]
    subsidy = row.split("</td>")[4]
    assert MET not in subsidy
    assert MISSED not in subsidy


def test_what_was_not_run_is_left_out():
    assert 'id="district"' not in page({"cases": TABLES["cases"]}, Voice())


def test_names_of_cases_are_escaped():
    tables = {"cases": pd.DataFrame([an_observation(case="<b>")])}
    assert "&lt;b&gt;" in page(tables, Voice())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_in_one_language(language):
    words = re.sub(
        r"<style>.*?</style>|<[^>]+>|Karlan &amp; List 2007|a_gate", " ", page(TABLES, Voice(language)), flags=re.DOTALL
    )
    foreign = re.findall(r"[\u4e00-\u9fff]+" if language == "en" else r"[A-Za-z]{2,}", words)
    assert foreign == []


def test_a_district_is_scaled_up_and_its_baselines_live_too(monkeypatch):
    monkeypatch.setattr(district, "SCENARIO", "taoyuan")
    monkeypatch.setattr(district, "SCALE", 0.5)
    monkeypatch.setattr(district, "SEEDS", (0,))
    rows = district.validate_district().set_index("target")
    # Units differ in size, so that half of them are not half of the households; what was counted is whole.
    share = totals(load("taoyuan", scale=0.5).settings(), 0).household_share
    counted = rows.loc["applications", "model"] * share
    assert share != 0.5
    assert counted == pytest.approx(round(counted))
    assert rows.loc["turnout", "model"] > 1.0
    assert rows.loc["applications", "types"] >= 0.0


def test_a_wrong_part_is_named(capsys):
    assert execute(["validate", "--part", "moon"]) == 2
    assert "must be laboratory, cases, district, all, tournament or contrasts, got moon" in capsys.readouterr().err
