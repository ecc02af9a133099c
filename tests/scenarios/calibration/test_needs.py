"""The rate of needs: what a count of applications says of it, and what it leaves open."""

import re
import tomllib
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from dizao.agents.parameters import parameters_of
from dizao.model.engine import Engine
from dizao.model.parameters import CATEGORIES, Category
from dizao.scenarios import load
from dizao.scenarios.calibration import needs
from dizao.scenarios.calibration.needs import (
    APPLICATIONS,
    FACTORS,
    Found,
    applications,
    as_toml,
    crossing,
    scaled,
)
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.executor import Item, Processes, executor
from dizao.scenarios.loading.estimates import kept
from dizao.scenarios.loading.parameter_table import ends_of
from dizao.scenarios.reports import needs as report
from dizao.scenarios.reports.texts import LANGUAGES, Voice

SHORT = [
    "calendar.backlog_weeks=8",
    "calendar.warm_up_weeks=8",
    "calendar.programme_weeks=26",
    "calendar.follow_up_weeks=0",
]


def found_at(rate: float, spread: float = 0.0, share: float = 0.1) -> Found:
    """Return what would be found if applications were so many at factor 1, and proportional to it."""
    random_draw = 1.0 + spread * np.array([-1.0, 0.0, 1.0])
    counts = rate * np.outer(FACTORS, random_draw)
    return Found(0.1, 0, 122, counts, np.full(3, share), {"works.invitations": (1.0, 2.0)}, 2.0)


def test_the_crossing_is_where_the_mean_is_the_count() -> None:
    found = found_at(APPLICATIONS / 0.75)
    assert crossing(found.means) == pytest.approx(0.75)
    assert found.at_bound == pytest.approx((0.75, 0.75, 0.75))
    assert found.lowest == pytest.approx(0.75)


def test_a_count_that_is_never_reached_has_no_factor() -> None:
    assert crossing(found_at(APPLICATIONS / 3.0).means) == np.inf
    assert not tomllib.loads(as_toml(found_at(APPLICATIONS / 3.0)))["estimates"]["factor"]["compatible"]


def test_draw_makes_smaller_factors_compatible_and_a_larger_share_less_so() -> None:
    some, few = (found_at(APPLICATIONS / 0.75, 0.3, share).lowest for share in (0.1, 1.0))
    assert few < some < 0.75


def test_a_factor_multiplies_every_rate_and_nothing_else() -> None:
    settings = load("taoyuan").settings()
    twice = scaled(settings, 2.0)
    for name, one in settings.categories.items():
        assert twice.categories[name] == one._replace(rate=2.0 * one.rate)
    assert scaled(twice, 0.5) == settings


def test_fewer_needs_are_a_part_of_more() -> None:
    # The same random draws: what arises at a smaller factor arises at a larger one as well.
    settings = load("taoyuan", SHORT).settings()
    ids = [set(Engine(scaled(settings, f), 3).world.needs.id.tolist()) for f in (0.5, 1.0, 2.0)]
    assert ids[0] < ids[1] < ids[2]


def test_what_is_counted_is_what_the_county_examined_in_the_programme() -> None:
    settings = load("taoyuan", SHORT).settings()
    number, share = applications(Item.run_of(settings, (settings, 0)), lambda weeks: None)
    engine = Engine(settings, 0)
    engine.warm_up()
    examined = engine.world.projects.examined.sum()
    engine.run()
    assert share == 1.0
    assert number == engine.world.projects.examined.sum() - examined


def test_part_of_a_district_counts_for_all_of_it() -> None:
    settings = load("wuchang", SHORT, 0.02).settings()
    number, share = applications(Item.run_of(settings, (settings, 0)), lambda weeks: None)
    assert 0.01 < share < 0.03
    assert number * share == pytest.approx(round(number * share))


def test_workers_give_the_same_in_the_same_order() -> None:
    settings = load("taoyuan", [*SHORT, "calendar.programme_weeks=4"]).settings()
    tasks = [Item.run_of(settings, (settings, seed)) for seed in range(3)]
    with executor(2) as two, executor(1) as one:
        assert two.in_order(applications, tasks) == one.in_order(applications, tasks)


# the file -------------------------------------------------------------------------------------------------------


def test_the_file_says_that_the_present_rates_are_compatible() -> None:
    factor = kept(needs.FILE)["estimates"]["factor"]
    assert factor["compatible"]
    assert factor["lowest"] < factor["at_bound"] < 1.0 < factor["end_of_range"]
    low, high = factor["at_bound_interval"]
    assert low <= factor["at_bound"] <= high
    highest = parameters_of(Category)["rate"].high
    assert factor["end_of_range"] == pytest.approx(highest / max(one.rate for one in CATEGORIES.values()), rel=0.01)


def test_the_file_is_about_what_is_run_now() -> None:
    file = kept(needs.FILE)
    assert file["curve"]["factor"] == list(FACTORS)
    assert set(file["also"]) == set(needs.ALSO)
    for key, one in file["also"].items():
        assert one["at"] == pytest.approx(ends_of(key)), key


@pytest.mark.long
def test_the_command_finds_what_the_file_says() -> None:
    file = kept(needs.FILE)
    with Processes(2) as two:
        found = needs.estimate(file["scale"], file["replicates"], file["seed"], two)
    assert tomllib.loads(as_toml(found)) == file


def test_the_report_shows_every_number_in_both_languages() -> None:
    text = as_toml(found_at(APPLICATIONS / 0.75))
    for language in LANGUAGES:
        console = Console(file=StringIO(), width=120)
        for table in report.tables(text, Voice(language)):
            console.print(table)
        shown = console.file.getvalue()  # type: ignore[attr-defined]
        assert "works.invitations" in shown
        assert all(f"{factor:g}" in shown for factor in FACTORS)
        assert "0.75" in " ".join(report.notes(text, Voice(language)))


def test_the_command_writes_a_file_and_refuses_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(needs, "estimate", lambda *given: found_at(APPLICATIONS / 0.75)._replace(seed=given[2]))
    path = tmp_path / "new" / "needs.toml"
    assert execute(["calibrate", "needs", "--seed", "4", "--out", str(path)]) == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["seed"] == 4
    assert "they stay" in capsys.readouterr().out
    for wrong in (
        ["calibrate", "need"],
        ["calibrate", "needs", "--replicates", "1"],
        ["calibrate", "needs", "--workers", "0"],
        ["calibrate", "needs", "--scale", "few"],
        ["calibrate", "dispositions", "--scale", "0.1"],
        ["calibrate", "needs", "--out", str(tmp_path)],
    ):
        assert execute(wrong) == 2
        assert re.fullmatch(r"error: [^\n]+\n", capsys.readouterr().err)
