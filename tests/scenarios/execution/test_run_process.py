"""What a run keeps of its way: the same as its tables say, kept whole, and meaned by world."""

import pandas as pd
import pytest

from dizao.model.engine import Engine
from dizao.scenarios import Scenario, load
from dizao.scenarios.analysis.process import process_means, process_table
from dizao.scenarios.execution.run_process import Process, process, process_from
from dizao.scenarios.execution.store import plain
from dizao.scenarios.reports.activity import activity_figure
from dizao.scenarios.reports.figures import Caption
from dizao.scenarios.reports.payers import payers_figure
from dizao.scenarios.reports.steps import steps_figure
from dizao.scenarios.reports.waits import waits_figure
from dizao.scenarios.studies.compare import compare
from tests.scenarios.fakes import FakeEngine

CAPTION = Caption("taoyuan", "upfront", 3, 0.5)


@pytest.fixture(scope="module")
def lived() -> tuple[Process, dict[str, float]]:
    scenario = load("taoyuan")
    engine = Engine(scenario.settings("reward"), 3)
    engine.run()
    outcomes = engine.outcomes()
    return process(engine, outcomes), outcomes


def test_the_way_agrees_with_the_outcomes(lived: tuple[Process, dict[str, float]]) -> None:
    way, outcomes = lived
    assert way.projects["arose"] + way.matters["arose"] == outcomes["needs"]
    assert way.projects["completed"] == outcomes["completed"] == len(way.weeks)
    assert way.paid["residents"] == outcomes["residents_yuan"]
    assert way.paid["upfront"] + way.paid["reward"] == pytest.approx(outcomes["public_yuan"])
    assert list(way.weeks) == sorted(way.weeks)
    assert min(way.weeks, default=0) >= 0
    assert all(len(means) == len(way.edges) - 1 for means in way.activity.values())


def test_a_way_comes_back_from_its_file_as_it_was(lived: tuple[Process, dict[str, float]]) -> None:
    way, _ = lived
    assert process_from(plain(way._asdict())) == way


@pytest.mark.small
def test_the_table_counts_projects_within_weeks() -> None:
    way = Process({"arose": 3}, {}, {}, {}, {}, (3, 8, 9), (0, 4, 8, 12), {"money": (1.0, 2.0, 3.0)}, {})
    rows = process_table([("reward", 0, way)])
    within = rows[rows["kind"] == "completed_within"]
    assert dict(zip(within["at"], within["value"], strict=True)) == {0.0: 0.0, 4.0: 1.0, 8.0: 2.0, 12.0: 3.0}
    activity = rows[rows["kind"] == "activity"]
    assert activity["at"].tolist() == [0.0, 4.0, 8.0]


@pytest.mark.small
def test_means_are_over_worlds_with_an_interval_of_their_own() -> None:
    ways = [Process({"arose": n}, {}, {}, {}, {}, (), (0,), {}, {}) for n in (4, 6, 8)]
    rows = process_means(process_table([("reward", place, way) for place, way in enumerate(ways)]))
    row = rows[rows["kind"] == "projects"].iloc[0]
    # the t quantile of two degrees of freedom, times 2 over the root of 3
    assert (row["mean"], row["ci_low"], row["ci_high"]) == pytest.approx((6.0, 6.0 - 4.968275, 6.0 + 4.968275))


@pytest.mark.small
def test_the_few_are_the_baseline_the_reward_and_the_best(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["none", "points", "reward", "upfront"], "none", replicates=2)
    # In the counting engine what pays the highest rate has most of everything.
    assert found.few == ["none", "reward", "upfront"]


@pytest.mark.small
def test_the_figures_draw_means_of_all_mechanisms(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["none", "upfront", "reward"], "upfront", replicates=3)
    means = found.means
    steps = steps_figure(means, CAPTION)
    assert [panel.get_title(loc="left") for panel in steps.axes] == ["upfront", "none", "reward"]
    widths = [patch.get_width() for patch in steps.axes[0].patches]
    assert widths == [70.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0]
    paid, carried = payers_figure(means, CAPTION).axes
    assert [text.get_text() for text in paid.texts] == ["210", "110", "160"]
    assert [text.get_text() for text in carried.texts] == ["101", "1", "51"]
    waits = waits_figure(means, CAPTION)
    assert waits.axes[0].lines[1].get_ydata()[-1] == 3.0
    activity = activity_figure(means, ["upfront", "reward"], 20, CAPTION)
    assert len(activity.axes) == 5
    assert all(len([line for line in panel.lines if len(line.get_xdata()) > 2]) == 2 for panel in activity.axes)


@pytest.mark.small
def test_a_comparison_has_a_row_for_each_number_of_each_run(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = compare(scenario, ["none", "reward"], "none", replicates=2)
    counts = found.processes.groupby(["mechanism", "replicate"]).size()
    assert set(counts.index) == {(m, r) for m in ("none", "reward") for r in (0, 1)}
    assert counts.to_numpy().tolist() == [counts.iloc[0]] * 4
    runs = [(name, one.replicate, one.runs[name].process) for one in found.results for name in ("none", "reward")]
    pd.testing.assert_frame_equal(found.processes, process_table(runs))
