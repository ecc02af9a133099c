"""Draws from parameter sets that the field has not ruled out, in place of draws from all ranges."""

import json
from dataclasses import replace
from importlib.resources import as_file, files
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty.decisive import explained
from dizao.scenarios.analysis.uncertainty.lookup import lookup_table
from dizao.scenarios.calibration.plausible.cube import ends_of_worlds, keys_of_worlds
from dizao.scenarios.calibration.plausible.facts import facts, sha256_of_table
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.replicates import Task
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.members import FILE, MADE_FROM, KnownFact, Members, read_members, shipped_members
from dizao.scenarios.reports.comparison_figures import uncertainty_figures
from dizao.scenarios.reports.drawn_from import too_few
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.unless import headline, print_uncertainty
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space
from dizao.scenarios.studies.uncertainty.rank import Ranking
from dizao.scenarios.studies.uncertainty.sampling import Sampling, check_sampling
from tests.scenarios.analysis.uncertainty.made import PLACE, ranking

pytestmark = pytest.mark.small

LENDERS, WORTH = "works.lender_share", "categories.value_yuan"


FACTS = (
    KnownFact("money", "Money in place", "资金到位", (LENDERS, WORTH)),
    KnownFact("turnout", "People at a meeting", "到会人数", ()),
)


def table(count: int = 40) -> pd.DataFrame:
    """Members who have lenders, each in a place of its own."""
    places = (np.arange(count) + 0.5) / count
    made = {"without": "", "density": 1.0, f"position.{LENDERS}": 0.5 + places / 2.0, "position.strange": places}
    return pd.DataFrame(made)


def members(count: int = 40, weights: list[float] | None = None) -> Members:
    positions = table(count)[[f"position.{LENDERS}", "position.strange"]].to_numpy()
    share = np.ones(count) if weights is None else np.array(weights)
    return Members("kept", "0" * 64, (LENDERS, "strange"), positions, share / share.sum(), FACTS)


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
    heavy = members(weights=[39.0, *[1.0] * 39])
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
    with pytest.raises(
        ScenarioError,
        match=r"--draws: must be at most 40, the number of members \(--prior draws from whole ranges\), got 41",
    ):
        design.draws_of_members(space(), members(), 41, 3)


@pytest.fixture(scope="module")
def by_members() -> tuple[Ranking, list[Task]]:
    made: list[Task] = []
    usual = ranking(8, made=made)
    asked = replace(usual.question, sampling=Sampling(100, 2, members(120)))
    found = Ranking(asked, usual.defaults, usual.run)
    found.rank()
    return found, made


def test_only_members_are_run_and_what_decides_is_found_among_them(by_members: tuple[Ranking, list[Task]]) -> None:
    ranked, made = by_members
    found = ranked.found
    assert found is not None
    assert len(made) == 200
    assert set(found.decisive["method"]) == {"regression"}
    first = found.decisive.iloc[0]
    assert first["key"] in (LENDERS, WORTH)
    assert 0.0 < first["first_low"] < first["first"] < first["first_high"] <= 1.0
    assert found.draws[LENDERS].min() >= 0.5
    assert "people.trust_start" in set(found.conditions["key"])


def test_where_no_number_clearly_foretells_the_headline_names_none(by_members: tuple[Ranking, list[Task]]) -> None:
    found = by_members[0].found
    assert found is not None
    assert found.flip is not None
    clear = replace(found, flip=replace(found.flip, box=(), note="", brier=0.1, usual_brier=0.2))
    assert "depends most on" in headline(clear)
    unclear = replace(clear, decisive=clear.decisive.assign(first_low=-0.1))
    assert "depends" not in headline(unclear)


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
        "en": ("notruledoutyet", "perhousehold(", "foretells", "ofthe120inkept", "knownfactsthathangonit,moneyinplace"),
        "zh": ("尚未被排除", "平均每户多", "所能预测的比例", "取自kept中的120组", "受其影响的观测事实：资金到位"),
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
    share = (np.arange(120) + 0.5) / 120.0
    rows = [
        (draw, 0, name, outcome, value)
        for draw, x in enumerate(share)
        for name, worth in (("upfront", 0.5), ("reward", x))
        for outcome, value in (("net_present_value_yuan", worth), ("turnout", 10.0))
    ]
    runs = pd.DataFrame(rows, columns=["draw", "replicate", "mechanism", "outcome", "value"])
    drawn = pd.DataFrame({"draw": range(120), LENDERS: share})
    found = lookup_table(drawn, runs, "net_present_value_yuan")
    assert found["what"].unique().tolist() == [LENDERS]
    assert found["mechanism"].tolist()[::2] == ["upfront", "reward"]
    assert found["best_share"].tolist()[2] == 1.0
    assert found["mean_regret"].tolist()[2] == 0.0
    assert found["draws"].tolist() == [40, 40, 40]
    few = drawn["draw"] < 99
    assert lookup_table(drawn[few], runs[runs["draw"] < 99], "net_present_value_yuan").empty


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"density": None}, "must have the columns density, without and position.KEY"),
        ({f"position.{LENDERS}": 1.5}, "must have rows of positions from 0 to 1"),
        ({"density": 0.0}, "must have rows of positions from 0 to 1 and of densities above 0"),
        ({"without": "turnout"}, "must have rows"),
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
        ("--without turnout", "--without: goes with --draws, which was not given"),
        ("--report --draws 0 --prior", "--prior: goes with --draws, which was not given"),
        ("--draws 8 --prior --members nowhere", "--members: is about parameter sets: it does not go with --prior"),
        ("--draws 8 --prior --without turnout", "--without: is about parameter sets: it does not go with --prior"),
        ("--draws 8 --without weather", "--without: must be one of applications, turnout, "),
        ("--draws 9999", "(--prior draws from whole ranges), got 9999"),
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


def written(folder: Path) -> Path:
    """Write members, with sets that one fact or either of two keeps out, lighter by the density that they have."""
    kept = table(10)
    others = table(4).assign(without=["money", "money turnout", "turnout", "turnout"], density=[4.0, 2.0, 1.0, 1.0])
    made = pa.Table.from_pandas(pd.concat([kept, others]), preserve_index=False)
    about = {MADE_FROM: json.dumps({"facts": [fact._asdict() for fact in FACTS]}).encode()}
    pq.write_table(made.replace_schema_metadata(about), folder / FILE)
    return folder


def test_without_a_fact_there_are_the_sets_that_only_it_rules_out(tmp_path: Path) -> None:
    whole, without = read_members(written(tmp_path)), read_members(tmp_path, "money")
    assert (len(whole.weights), len(without.weights)) == (10, 12)
    assert without.weights.sum() == pytest.approx(1.0)
    # As weights of all sets together: one over density.
    assert without.weights[-2:] / without.weights[0] == pytest.approx([0.25, 0.5])
    assert whole.left_aside is None
    assert without.left_aside == FACTS[0]
    with pytest.raises(ScenarioError, match='--without: must be one of money, turnout, got "weather"'):
        read_members(tmp_path, "weather")


def test_what_is_left_aside_and_what_so_few_draws_cannot_say_is_said(tmp_path: Path) -> None:
    usual = ranking(8)
    asked = replace(usual.question, sampling=Sampling(12, 1, read_members(written(tmp_path), "money")))
    found = Ranking(asked, usual.defaults, usual.run).rank()
    assert "observed in the field (“money in place” left aside) and are not ruled out yet" in headline(found)
    assert found.information.empty
    assert found.lookup.empty
    assert "12 draws are too few to say what to look up" in too_few(found, Voice("en"))[-1]


def test_the_members_that_come_with_dizao_are_places_in_the_ranges_of_today() -> None:
    """Else they are stale: `uv run dizao plausible nanhu`, then `benchmarks/ship_members.py`."""
    anew = "run dizao plausible nanhu, then benchmarks/ship_members.py results/nanhu-plausible-0"
    with as_file(files("dizao.scenarios.evidence").joinpath(FILE)) as file:
        made = json.loads(pq.read_schema(file).metadata[MADE_FROM])
        assert file.stat().st_size < 2_000_000
    assert made["sha256_of_facts"] == sha256_of_table(), anew
    assert made["ends"] == ends_of_worlds(), anew
    shipped = shipped_members()
    assert shipped.keys == keys_of_worlds()
    assert [fact.name for fact in shipped.facts] == [fact.name for fact in facts() if fact.use == "condition"]
    assert shipped.weights.min() > 0.0
    assert shipped.weights.sum() == pytest.approx(1.0)
    for fact in shipped.facts:
        assert len(shipped_members(fact.name).weights) >= len(shipped.weights)


def test_a_ranking_is_over_members_unless_it_is_told_otherwise() -> None:
    assert Sampling(8).members is shipped_members()
    assert Sampling(8, over="prior").members is None
    own = members()
    assert Sampling(8, over=own).members is own
    with pytest.raises(ScenarioError, match="over: must be one of members, prior, or"):
        check_sampling(Sampling(8, over="priors"), 0)  # type: ignore[arg-type]
