"""Choices switched: the same worlds at each end, nothing run twice, goes on after an interruption, and what is said."""

import json
from pathlib import Path

import pandas as pd
import pytest

from dizao.scenarios.commands.artefacts import REPLICATES as SHOWN
from dizao.scenarios.commands.job import Job
from dizao.scenarios.commands.main import execute
from dizao.scenarios.commands.switching import run_artefacts
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.artefacts import FILES
from dizao.scenarios.studies.artefacts import REPLICATES, Switched, chosen, load_places, tasks_of
from tests.scenarios.fakes import FakeEngine, files_in

pytestmark = pytest.mark.small

HERE = ("horizon", "same_rate", "lender", "arrears")


def places(*names: str) -> tuple[Switched, ...]:
    return load_places(["taoyuan"], chosen(names or HERE))


def test_what_comes_to_the_same_numbers_is_run_once() -> None:
    (place,) = places()
    by_end = {(arm.choice, arm.end): arm.world for arm in place.arms}
    assert by_end["", "usual"] == by_end["horizon", "low"] == by_end["arrears", "low"] == 0
    assert len({by_end[one] for one in (("same_rate", "low"), ("same_rate", "high"), ("arrears", "high"))}) == 3
    assert len(place.worlds) == 1 + 2 + 1 + 2
    assert ("horizon", "high") not in by_end


def test_every_end_has_the_same_seeds_and_its_own_numbers() -> None:
    (place,) = places("lender")
    tasks = tasks_of(place, 2, 40)
    assert [(task.replicate, task.seed) for task in tasks] == [(0, 40), (1, 41), (2, 40), (3, 41), (4, 40), (5, 41)]
    assert [task.settings.works.lender_share for task in tasks[::2]] == [0.5, 0.0, 1.0]
    assert {name for task in tasks for name, _ in task.mechanisms} == {"upfront", "reward"}
    with pytest.raises(ScenarioError, match="--seed"):
        tasks_of(place, 2, 2**63 - 1)


def test_the_table_says_what_is_left_at_each_end(
    fake: type[FakeEngine], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The engine that only counts gives 10 for a rate of 1: the reward, at half the rate, is 5 lower in every world.
    out = tmp_path / "out"
    run_artefacts((places(), chosen(HERE)), 3, 5, Job(out, 1, "dizao artefacts"))
    assert len(fake.worlds) == 6 * 3
    table = pd.read_csv(out / "artefacts.csv", keep_default_na=False).set_index(["choice", "end"])
    assert table["difference"].to_dict() == pytest.approx(
        {("", "usual"): -5.0, ("horizon", "low"): -5.0, ("same_rate", "low"): 0.0, ("same_rate", "high"): 0.0,
         ("arrears", "low"): -5.0, ("arrears", "high"): -5.0, ("lender", "low"): -5.0, ("lender", "high"): -5.0}
    )  # fmt: skip
    assert table["outcome"].to_dict()["horizon", "low"] == "net_benefit_yuan"
    assert table["settings"].to_dict()["same_rate", "low"] == "upfront.payment.rate=0.5"
    assert set(table["worlds"]) == {3}
    assert table.loc[("same_rate", "low"), ["change", "verdict"]].tolist() == [pytest.approx(5.0), "open"]
    assert {path.name for path in out.iterdir()} == {*FILES, "runs"}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["replicates"], manifest["choices"]) == ("artefacts", 3, list(HERE))
    printed = " ".join(capsys.readouterr().out.split())
    assert "A setting at an end is not a finding" in printed
    assert "the difference is not significant: the same rate for both (that of the reward);" in printed
    page = (out / "artefacts.md").read_text(encoding="utf-8")
    assert "| The same rate for both | that of the reward | 0.00 (0.00 to 0.00) open |" in page
    assert "3 worlds" in page


def test_the_same_command_goes_on_where_it_was_stopped(fake: type[FakeEngine], tmp_path: Path) -> None:
    out, asked = tmp_path / "out", (places(), chosen(HERE))
    fake.stop_at = 7
    with pytest.raises(KeyboardInterrupt):
        run_artefacts(asked, 3, 5, Job(out, 1))
    # Seven worlds under two mechanisms; paying up front is the same run where only the reward's rate is another one.
    assert files_in(out) == 2 * 7 - 1
    assert not (out / "artefacts.csv").exists()
    fake.stop_at = None
    run_artefacts(asked, 3, 5, Job(out, 1))
    assert len(fake.worlds) == 6 * 3
    assert (out / "artefacts.csv").exists()


def test_the_table_is_told_in_chinese(
    fake: type[FakeEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dizao.scenarios.reports import artefacts

    # Without a Chinese font matplotlib has much to say; figures are not what is tested.
    monkeypatch.setattr(artefacts, "write_figure", lambda figure, path, language: None)
    run_artefacts((places("same_rate"), chosen(["same_rate"])), 2, 0, Job(tmp_path / "out", 1, "", "zh"))
    assert "取到端点的设定不是结论" in capsys.readouterr().out.replace("\n", "")


def test_worlds_of_the_command_are_those_of_the_study() -> None:
    assert SHOWN == REPLICATES


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--only lendr", "--only: lendr: unknown choice; did you mean lender? known: horizon, "),
        ("nowhere", "nowhere: unknown scenario; known: "),
        ("taoyuan taoyuan", "taoyuan: must be named once, since rows bear the names of scenarios"),
        ("--replicates 1", "--replicates: must be a whole number between 2 and 100000, got 1"),
        ("--scale 2", "--scale: "),
        ("--lang fr", "--lang: must be en or zh, got fr"),
        ("--seed 9223372036854775807", "--seed: must be between 0 and "),
    ],
)
def test_a_mistake_is_one_line_and_leaves_nothing(
    line: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert execute(["artefacts", *line.split()]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {told}")
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
