"""Draws from parameter sets that the field has not ruled out, in place of draws from all ranges."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty.decisive import explained
from dizao.scenarios.analysis.uncertainty.lookup import lookup_table
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.replicates import Task
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.members import Members, read_members
from dizao.scenarios.reports.comparison_figures import uncertainty_figures
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.unless import print_uncertainty
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space
from dizao.scenarios.studies.uncertainty.rank import Ranking, Sampling
from tests.scenarios.analysis.uncertainty.made import PLACE, ranking

pytestmark = pytest.mark.small

LENDERS, WORTH = "works.lender_share", "categories.value_yuan"


def table(count: int = 40) -> pd.DataFrame:
    """Members who have lenders, each in a place of its own."""
    places = (np.arange(count) + 0.5) / count
    return pd.DataFrame({"weight": 1.0 / count, f"position.{LENDERS}": 0.5 + places / 2.0, "position.strange": places})


def members(count: int = 40, **columns: object) -> Members:
    made = table(count).assign(**columns)
    positions = made[[f"position.{LENDERS}", "position.strange"]].to_numpy()
    return Members("kept", "0" * 64, (LENDERS, "strange"), positions, made["weight"].to_numpy())


def space(*overrides: str) -> Space:
    place = load("taoyuan", list(overrides))
    return Space.of(place.settings("upfront"), place.knowledge)


def test_draws_are_members_each_once_and_the_rest_is_as_ever() -> None:
    whole = space()
    drawn, ever = design.draws_of_members(whole, members(), 16, 3), design.draws(whole, 16, 3)
    at = whole.keys.index(LENDERS)
    assert len(set(drawn[:, at])) == 16
    assert set(drawn[:, at]) < set(members().positions[:, 0])
    others = np.arange(len(whole.keys)) != at
    np.testing.assert_array_equal(drawn[:, others], ever[:, others])
    np.testing.assert_array_equal(design.draws_of_members(whole, members(), 8, 3)[:, at], drawn[:8, at])
    assert set(design.draws_of_members(whole, members(), 16, 4)[:, at]) != set(drawn[:, at])


def test_heavier_members_come_earlier() -> None:
    """One of 40 has half of all weight: it is among the first four in all but 1 of 16 orders, else in 1 of 10."""
    heavy = members(weight=[39.0, *[1.0] * 39])
    first = heavy.positions[0, 0]
    at = space().keys.index(LENDERS)
    among = [first in design.draws_of_members(space(), heavy, 4, seed)[:, at] for seed in range(40)]
    # Binomial with 40 tries: at most 27 with a chance of 1 in 100,000 if it is .92, at least 27 with less if it is .1.
    assert sum(among) > 27


def test_a_range_of_the_scenario_s_own_goes_before_the_field() -> None:
    own = space(f"uncertain.{LENDERS}=[0.0, 0.1]")
    at = own.keys.index(LENDERS)
    drawn = own.values(design.draws_of_members(own, members(), 16, 3))[:, at]
    assert drawn.max() <= 0.1
    assert LENDERS not in space(f"{LENDERS}=0.1").keys


def test_there_are_no_more_draws_than_members() -> None:
    with pytest.raises(ScenarioError, match="--draws: must be at most 40, the number of members, got 41"):
        design.draws_of_members(space(), members(), 41, 3)


@pytest.fixture(scope="module")
def by_members() -> tuple[Ranking, list[Task]]:
    made: list[Task] = []
    usual = ranking(8, made=made)
    asked = replace(usual.question, sampling=Sampling(40, 2, members()))
    found = Ranking(asked, usual.defaults, usual.run)
    found.rank()
    return found, made


def test_only_members_are_run_and_what_decides_is_found_among_them(by_members: tuple[Ranking, list[Task]]) -> None:
    ranked, made = by_members
    found = ranked.found
    assert found is not None
    assert len(made) == 80
    assert set(found.decisive["method"]) == {"regression"}
    first = found.decisive.iloc[0]
    assert first["key"] in (LENDERS, WORTH)
    assert 0.0 < first["first_low"] < first["first"] < first["first_high"] <= 1.0
    assert found.draws[LENDERS].min() >= 0.5
    assert "people.trust_start" in set(found.conditions["key"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sentence_says_where_the_sets_are_from_and_by_how_much(
    by_members: tuple[Ranking, list[Task]], language: str
) -> None:
    ranked, _ = by_members
    found, text = ranked.found, StringIO()
    assert found is not None
    voice = Voice(language, {name: preset.title_zh for name, preset in PLACE.presets.items()})
    print_uncertainty(found, voice, Console(file=text, width=100))
    said = "".join(text.getvalue().split())
    parts = {
        "en": ("notruledoutyet", "perhousehold(", "foretells"),
        "zh": ("尚未被排除", "平均每户多", "所能预测的比例"),
    }
    assert [part for part in parts[language] if part not in said] == []
    assert next(name for name, _ in uncertainty_figures(found, voice)) == "best"


def test_share_that_is_foretold_is_what_the_number_brings() -> None:
    """d = x + e with variances 1/12 and 1/12: x alone foretells one half, and noise nothing."""
    random = np.random.Generator(np.random.PCG64(3))
    places = random.random((800, 3))
    values = places[:, 0] + random.random(800)
    rows = explained(["x", "idle", "idle"], places, values, 0).set_index("key")
    assert rows.loc["x", "first_low"] < 0.5 < rows.loc["x", "first_high"]
    assert rows.loc["idle", "first"] < 0.02
    assert explained(["x", "idle", "idle"], places, np.ones(800), 0).empty


def test_the_rule_to_choose_follows_what_is_looked_up() -> None:
    """The reward is ahead where lenders are many; in the highest third it is always best."""
    share = (np.arange(30) + 0.5) / 30.0
    rows = [
        (draw, 0, name, outcome, value)
        for draw, x in enumerate(share)
        for name, worth in (("upfront", 0.5), ("reward", x))
        for outcome, value in (("net_present_value_yuan", worth), ("turnout", 10.0))
    ]
    runs = pd.DataFrame(rows, columns=["draw", "replicate", "mechanism", "outcome", "value"])
    drawn = pd.DataFrame({"draw": range(30), LENDERS: share})
    found = lookup_table(drawn, runs, "net_present_value_yuan")
    assert found["what"].unique().tolist() == [LENDERS]
    assert found["mechanism"].tolist()[::2] == ["upfront", "reward"]
    assert found["best_share"].tolist()[2] == 1.0
    assert found["mean_regret"].tolist()[2] == 0.0
    assert found["draws"].tolist() == [10, 10, 10]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"weight": None}, "must have the columns weight and position.KEY"),
        ({f"position.{LENDERS}": 1.5}, "must have rows of positions from 0 to 1"),
        ({"weight": 0.0}, "must have rows of positions from 0 to 1"),
    ],
)
def test_tables_that_are_none_of_members_are_refused(columns: dict[str, object], told: str, tmp_path: Path) -> None:
    made = table().assign(**columns)
    made = made.drop(columns=[name for name, value in columns.items() if value is None])
    made.to_parquet(tmp_path / "members.parquet")
    with pytest.raises(ScenarioError, match=told):
        read_members(tmp_path)


def test_members_are_read_as_they_were_written(tmp_path: Path) -> None:
    table().to_parquet(tmp_path / "members.parquet")
    for where in (tmp_path, tmp_path / "members.parquet"):
        found = read_members(where)
        assert found.keys == (LENDERS, "strange")
        np.testing.assert_array_equal(found.positions, members().positions)
        assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--members nowhere", "--members: goes with --draws, which was not given"),
        ("--draws 8 --members nowhere", "nowhere: No such file or directory"),
        ("--draws 8 --members words.txt", "words.txt: not a parquet file"),
    ],
)
def test_bad_members_give_one_line(
    words: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("no table", encoding="utf-8")
    assert execute(["compare", "taoyuan", "-m", "reward", *words.split()]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert not (tmp_path / "results").exists()
