"""Numbers of places from reports of successes: what is compared, and that known numbers are found again."""

import math
import re
import sys
import tomllib
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from dizao.model.documented_cases.ending import Ending
from dizao.scenarios.calibration import evidence, places, reported
from dizao.scenarios.calibration.particles import Generation, Particles
from dizao.scenarios.calibration.places import Found, Recovery, as_toml, recovered, scales_of, weighted
from dizao.scenarios.calibration.reported import (
    FITTED,
    Target,
    case_of,
    dataset,
    finished,
    observed,
    priors,
    with_values,
)
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.executor import executor
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.loading.case_settings import settings_of
from dizao.scenarios.loading.estimates import kept
from dizao.scenarios.reports import places as report
from dizao.scenarios.reports.texts import LANGUAGES, Voice

ROWS = {"shenjiadian_road": 1, "bajiaoxi_road": 5, "yiyun_shed": 13, "muyang_road": 24}
"""Cases that are fitted, and their rows in field_cases.csv."""

CONTRIBUTIONS = np.array([10_000, 30_000])


def ending(completed: bool, contributions: np.ndarray = CONTRIBUTIONS) -> Ending:
    """Return an end of a project with these contributions, fen."""
    weeks = 8.0 if completed else math.nan
    return Ending(True, True, completed, weeks, contributions, (), {}, 80_000, 480 * 5, 40.0)


# what is compared -----------------------------------------------------------------------------------------------


def test_what_is_fitted_is_what_the_reports_say() -> None:
    table = evidence.read("field_cases.csv").set_index("id")
    columns = {"payers": "donors", "mean_contribution_yuan": "mean_per_payer_yuan", "labour_days": "labour_persondays"}
    assert set(FITTED) == set(ROWS)
    for name, target in observed().items():
        case, what = name.split(".")
        if what in columns:
            assert target == Target(*[float(table.loc[ROWS[case], columns[what]])] * 2), name


def test_no_share_of_successes_is_fitted() -> None:
    assert {what for whats in FITTED.values() for what in whats} == {
        "payers", "mean_contribution_yuan", "private_share", "labour_days", "turnout",
    }  # fmt: skip


def test_a_gap_is_a_ratio_and_nothing_inside() -> None:
    target = Target(17.0, 86.0)
    assert target.gap(17.0) == target.gap(50.0) == target.gap(86.0) == 0.0
    assert target.gap(172.0) == pytest.approx(math.log(2.0))
    assert target.gap(8.5) == pytest.approx(math.log(2.0))
    assert target.gap(math.nan) == math.inf


def test_values_become_settings_of_every_replicate() -> None:
    values = {"cases.worth": 2.5, "cases.savings_weeks": 20.0, "people.attention": 0.5, "works.labour_hours_asked": 3.0}
    case = with_values(case_of("muyang_road"), values)
    one, other = (settings_of(case, seed) for seed in (1, 2))
    for settings in (one, other):
        assert settings.people.attention == 0.5
        assert settings.works.labour_hours_asked == 3.0
    # What a case draws where its file is silent is one number now.
    assert one.pinned_projects[0].value_yuan == pytest.approx(other.pinned_projects[0].value_yuan)
    assert one.place.savings_weeks == other.place.savings_weeks
    assert case_of("muyang_road").base.people.attention != 0.5


def test_reports_say_what_became_of_what_was_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    # How many tries it took leaves no trace: the success that is reported is the same.
    told = []
    for failures in (0, 5):
        ends = iter([ending(False)] * failures + [ending(True)])
        monkeypatch.setattr(reported, "follow", lambda settings, seed, ends=ends: next(ends))
        monkeypatch.setattr(reported, "settings_of", lambda case, seed: None)
        told.append(finished(case_of("muyang_road"), 0, 0))
    assert told[0] is not None
    assert told[1] is not None
    for what in ("payers", "mean_contribution_yuan", "private_share", "labour_days", "turnout"):
        assert reported.reported(told[0], what) == reported.reported(told[1], what)
    assert reported.reported(told[0], "payers") == 2.0
    assert reported.reported(told[0], "mean_contribution_yuan") == 200.0
    assert reported.reported(told[0], "private_share") == 0.5
    assert reported.reported(told[0], "labour_days") == 5.0
    assert reported.reported(told[0], "turnout") == 40.0


def test_where_a_case_is_never_finished_there_is_no_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reported, "follow", lambda settings, seed: ending(False))
    monkeypatch.setattr(reported, "settings_of", lambda case, seed: None)
    found = dataset(({}, 0))
    assert set(found) == set(observed())
    assert all(math.isnan(value) for value in found.values())
    assert places.Distance(observed(), dict.fromkeys(observed(), 1.0))(found) == math.inf


def test_a_dataset_has_every_number_and_the_same_ones_again() -> None:
    values = {"works.planned_participation": 0.6, "cases.worth": 2.0}
    one, again, other = dataset((values, 3)), dataset((values, 3)), dataset((values, 4))
    assert one == again != other
    assert set(one) == set(observed())
    assert all(value > 0.0 for value in one.values())


# the method -----------------------------------------------------------------------------------------------------


def made_up(seed: int, number: int) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return known numbers and data of which the first number makes all, and the second nothing."""
    rng = np.random.default_rng(seed)
    known = [{"seen": a, "unseen": b} for a, b in rng.uniform(0.0, 1.0, (number, 2)).tolist()]
    noise = rng.normal(0.0, 0.05, (number, len(observed())))
    data = [
        {name: math.exp(one["seen"] + z) for name, z in zip(observed(), row, strict=True)}
        for one, row in zip(known, noise, strict=True)
    ]
    return known, data


def test_known_numbers_are_found_again_where_the_data_say_something_of_them() -> None:
    known, data = made_up(0, 300)
    found = recovered(known, data, scales_of(data))
    assert found["seen"].explained > 0.9
    assert found["unseen"].explained < 0.1
    # 90% intervals hold the truth in about 90% of 300: four standard errors are .07.
    assert abs(found["unseen"].covered - 0.9) < 0.07
    assert found["seen"].covered > 0.83


def simulate(values: Mapping[str, float], seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    return {"y": values["a.one"] + 0.05 * rng.normal()}


def distance(simulated: Mapping[str, float]) -> float:
    return abs(simulated["y"] - 0.7)


@pytest.mark.long
def test_particles_gather_where_the_data_were_made_and_do_so_again() -> None:
    smc = pytest.importorskip("dizao.scenarios.calibration.smc", exc_type=ImportError)
    ends = {"a.one": (0.0, 1.0), "b.two": (-1.0, 1.0)}
    search = smc.Search(simulate, distance, ends, 0.3, 60, 3, 5)
    with executor(1) as execute:
        one, again = (smc.sample(search, execute, WorkProgress()) for _ in range(2))
    assert np.array_equal(one.values, again.values)
    assert np.array_equal(one.weights, again.weights)
    assert one.names == list(ends)
    assert one.weights.sum() == pytest.approx(1.0)
    epsilons = [generation.epsilon for generation in one.generations]
    assert epsilons == sorted(epsilons, reverse=True)
    means = one.weights @ one.values
    assert means[0] == pytest.approx(0.7, abs=0.1)
    # Nothing is said of the other one: it keeps most of its width.
    spread = one.weights @ (one.values[:, 1] - means[1]) ** 2
    assert spread > 0.15


def test_particles_of_seeds_that_share_their_lower_bits_differ_and_no_stream_is_touched() -> None:
    smc = pytest.importorskip("dizao.scenarios.calibration.smc", exc_type=ImportError)
    searches = [smc.Search(simulate, distance, {"a.one": (0.0, 1.0)}, 0.3, 4, 1, seed) for seed in (0, 2**31, 2**32)]
    np.random.seed(1)
    with executor(1) as execute:
        found = [smc.sample(search, execute, WorkProgress()).values.tolist() for search in searches]
    assert found[0] != found[1] != found[2] != found[0]
    assert np.random.random() == pytest.approx(0.417022004702574, abs=1e-15)


@pytest.mark.long
def test_workers_make_the_same_particles() -> None:
    smc = pytest.importorskip("dizao.scenarios.calibration.smc", exc_type=ImportError)
    # A worker cannot import this file: what stands in it is handed over whole.
    pytest.importorskip("cloudpickle").register_pickle_by_value(sys.modules[__name__])
    found, search = [], smc.Search(places._simulate, _first_payers, priors(), 5.0, 4, 2, 5)
    for workers in (1, 2):
        with executor(workers) as execute:
            found.append(smc.sample(search, execute, WorkProgress()))
    assert np.array_equal(found[0].values, found[1].values)


def _first_payers(simulated: Mapping[str, float]) -> float:
    return observed()["muyang_road.payers"].gap(simulated["muyang_road.payers"])


def test_weights_move_quantiles() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert weighted(values, np.full(3, 1 / 3), (0.5,)) == [2.0]
    assert weighted(values, np.array([0.9, 0.05, 0.05]), (0.5,))[0] > 2.5


# the file -------------------------------------------------------------------------------------------------------


def made_found() -> Found:
    rng, names = np.random.default_rng(0), list(priors())
    ends = np.array(list(priors().values()))
    draws = rng.uniform(ends[:, 0], ends[:, 1], (50, len(names)))
    narrow = np.tile(ends.mean(axis=1), (10, 1)) + 1e-3 * rng.normal(size=(10, len(names)))
    particles = Particles(
        names, narrow, np.full(10, 0.1), [Generation(1.0, 20, 0.5, 10.0), Generation(0.5, 40, 0.25, 9.5)]
    )
    data = [{name: rng.uniform(1.0, 2.0) for name in observed()} for _ in range(50)]
    return Found("0.0", 3, particles, 0.25, draws, data, data, {name: Recovery(0.5, 0.9) for name in names})


def test_the_file_can_be_read_again_and_is_shown_in_both_languages() -> None:
    text = as_toml(made_found())
    file = tomllib.loads(text)
    assert set(file["estimates"]) == set(priors())
    assert set(file["targets"]) == set(observed())
    assert all(one["moved"] and one["contraction"] > 0.9 for one in file["estimates"].values())
    for language in LANGUAGES:
        console = Console(file=StringIO(), width=200)
        for table in report.tables(text, Voice(language)):
            console.print(table)
        shown = console.file.getvalue()  # type: ignore[attr-defined]
        assert all(name in shown for name in [*priors(), *observed()])
        assert any("25%" in line for line in report.notes(text, Voice(language)))


def test_the_kept_file_is_about_what_is_asked_now() -> None:
    file = kept(places.FILE)
    assert list(file["estimates"]) == list(priors())
    for name, ends in priors().items():
        assert file["estimates"][name]["prior"] == pytest.approx(ends, rel=0.01), name
    assert {name: one["observed"] for name, one in file["targets"].items()} == {
        name: pytest.approx(list(target), rel=0.01) for name, target in observed().items()
    }
    for key, one in file["estimates"].items():
        assert one["moved"] == (one["contraction"] >= places.LEAST_CONTRACTION), key
        low, _, high = one["quantiles"]
        default = reported.default_of(key)
        if default is not None:
            assert one["default"] == pytest.approx(default, rel=0.01), key
            assert one["holds_default"] == (low <= default <= high), key


def test_the_command_needs_its_extra_and_says_so_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dizao.scenarios.commands import calibrate

    monkeypatch.setattr(calibrate, "find_spec", lambda name: None)
    assert execute(["calibrate", "places", "--out", str(tmp_path / "places.toml")]) == 2
    assert re.fullmatch(r"error: [^\n]*dizao\[calibrate\][^\n]*\n", capsys.readouterr().err)
    assert not (tmp_path / "places.toml").exists()


def test_the_command_writes_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyabc")
    monkeypatch.setattr(places, "estimate", lambda *given: made_found())
    assert execute(["calibrate", "places", "--out", str(tmp_path / "places.toml")]) == 0
    assert tomllib.loads((tmp_path / "places.toml").read_text(encoding="utf-8"))["seed"] == 3
    assert "Moved by the reports" in capsys.readouterr().out
    for wrong in (["calibrate", "places", "--scale", "0.1"], ["calibrate", "places", "--replicates", "1"]):
        assert execute(wrong) == 2
        assert re.fullmatch(r"error: [^\n]+\n", capsys.readouterr().err)
