"""A ranking as a whole: which runs are made, kept and found again, and what is said of them."""

import re
import shutil
from collections import defaultdict
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from rich.console import Console

from dizao.model.settings import Settings
from dizao.scenarios import Scenario, load
from dizao.scenarios.analysis.uncertainty.box import NEVER, NO_EXTRA
from dizao.scenarios.analysis.uncertainty.found import Uncertainty
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.commands.main import execute
from dizao.scenarios.execution.columns_ranking import RANKING
from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.reports import uncertainty_files as files
from dizao.scenarios.reports.comparison_figures import uncertainty_figures
from dizao.scenarios.reports.folder import DRAW_FILES
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.unless import headline, print_uncertainty
from dizao.scenarios.studies.compare import Asked
from dizao.scenarios.studies.uncertainty import rank
from dizao.scenarios.studies.uncertainty.parameters import ALWAYS
from dizao.scenarios.studies.uncertainty.rank import Ranking
from dizao.scenarios.studies.uncertainty.sampling import Sampling
from tests.scenarios.analysis.uncertainty.made import NAMES, PLACE, defaults, ranking, runner
from tests.scenarios.fakes import SHORT, FakeEngine, counts_only, leave_figures_white

CHINESE = Voice("zh", {name: preset.title_zh for name, preset in PLACE.presets.items()})


@pytest.fixture(scope="module")
def found() -> Uncertainty:
    return ranking(64).rank()


def printed(found: Uncertainty, told: Voice = IN_ENGLISH) -> str:
    text = StringIO()
    print_uncertainty(found, told, Console(file=text, width=100))
    return text.getvalue()


@pytest.mark.small
def test_draws_are_common_over_mechanisms_and_worlds_over_draws() -> None:
    made: list[Task] = []
    asked = ranking(8, made=made)
    asked = Ranking(replace(asked.question, sampling=Sampling(8, 2, "prior")), asked.defaults, asked.run)
    asked.draw()
    assert len(made) == 16
    assert all([name for name, _ in task.mechanisms] == list(NAMES) for task in made)
    by_settings = defaultdict(list)
    for task in made:
        by_settings[repr(task.settings)].append(task.seed)
    assert sorted(map(sorted, by_settings.values())) == [[0, 1]] * 8


@pytest.mark.small
def test_worlds_are_shared_along_a_trajectory_and_along_a_base_row() -> None:
    made: list[Task] = []
    asked = ranking(32, made=made)
    asked.draw()
    made.clear()
    asked.decide()
    walked, told = made[: 2 * 168], made[2 * 168 :]
    assert {task.seed for task in walked} == {0, 1}
    assert {task.seed for task in told} == set(range(32))
    assert {len(task.mechanisms) for task in made} <= {2, 3}


@pytest.mark.small
def test_more_draws_keep_the_runs_that_were_there() -> None:
    few, many = [], []
    ranking(8, made=few).draw()
    ranking(16, made=many).draw()
    assert {repr(task.settings) for task in few} < {repr(task.settings) for task in many}


@pytest.mark.small
def test_the_constructed_ranking_is_found(found: Uncertainty) -> None:
    assert found.pair == ("reward", "upfront")
    best = found.best.set_index("mechanism")
    assert best["best_share"]["reward"] > 0.6
    assert best["best_share"]["none"] == 0.0
    wins = found.beats.set_index(["mechanism", "other"])
    assert wins["share"]["reward", "upfront"] + wins["share"]["upfront", "reward"] == 1.0
    table = found.decisive[(found.decisive["method"] == "sobol") & (found.decisive["pair_b"] == "upfront")]
    assert set(table["key"].head(2)) == {"works.lender_share", "categories.value_yuan"}
    assert found.flip is not None
    assert {found.flip.x_key, found.flip.y_key} == {"works.lender_share", "categories.value_yuan"}
    assert found.flip.accuracy > found.flip.usual + 0.1


@pytest.mark.small
def test_the_pair_is_always_reported_on_as_a_function_of_what_nobody_knows(found: Uncertainty) -> None:
    rows = found.conditions[(found.conditions["pair_a"] == "reward") & (found.conditions["pair_b"] == "upfront")]
    assert set(ALWAYS) <= set(rows["key"])
    thirds = rows[rows["key"] == "works.lender_share"]["share"].tolist()
    assert thirds[0] < thirds[1] < thirds[2]
    assert set(ALWAYS) <= set(found.draws.columns)


@pytest.mark.small
def test_the_sentence_names_conditions_numbers_and_the_grade(found: Uncertainty) -> None:
    english, chinese = headline(found), headline(found, CHINESE)
    assert english.startswith("In the model reward beats upfront in net present value unless ")
    assert "share of projects with a lender” is below" in english
    assert "(grade C)" in english
    assert re.search(r"95% interval \d+% to \d+%", english)
    assert chinese.startswith("模型中，以奖代补的净现值优于财政全额事前拨付，除非")
    assert "丙级" in chinese


@pytest.mark.small
def test_when_the_other_mostly_wins_the_sentence_turns_round() -> None:
    def formula(settings: Settings, name: str, seed: int) -> float:
        return {"reward": -500.0 + 700.0 * settings.works.lender_share, "none": -900.0}.get(name, 0.0)

    turned = ranking(64, formula).rank()
    assert turned.pair == ("upfront", "reward")
    assert headline(turned).startswith("In the model upfront beats reward in net present value unless ")
    assert "share of projects with a lender” is above" in headline(turned)


@pytest.mark.small
def test_where_nothing_can_be_told_it_says_so() -> None:
    def formula(settings: Settings, name: str, seed: int) -> float:
        random_draw = float(np.random.default_rng([round(1e6 * settings.works.meeting_minutes) % 2**31, seed]).normal())
        return {"reward": random_draw, "none": -900.0}.get(name, 0.0)

    said = headline(ranking(32, formula).rank())
    assert said.startswith("The difference in net present value between ")
    assert "is not significant" in said


@pytest.mark.small
def test_where_nothing_differs_nothing_is_claimed() -> None:
    same = ranking(8, lambda settings, name, seed: 1.0).rank()
    assert "do not differ in any draw" in headline(same)
    assert same.flip is None
    assert "not identified, their difference never varies" in printed(same)
    assert [name for name, _ in uncertainty_figures(same)] == ["best", "decisive", "flip"]


@pytest.mark.small
@pytest.mark.parametrize(
    ("draws", "said"),
    [
        (8, "they take at least 32 draws."),
        pytest.param(32, "they take about 64 draws.", marks=pytest.mark.long),
    ],
)
def test_indices_that_so_few_draws_cannot_give_are_nowhere_printed(draws: int, said: str) -> None:
    few = ranking(draws).rank()
    text = " ".join(printed(few).split())
    assert f"{draws} draws are too few for Sobol indices" in text
    assert said in text
    assert "has 0%" not in text
    assert re.search(r"需(至少|约) \d+ 次抽样", printed(few, CHINESE))
    drawn = dict(uncertainty_figures(few))["decisive"]
    texts = [one.get_text() for one in drawn.findobj(Text)]
    assert any(one.startswith("too few draws for Sobol indices") for one in texts)
    assert [len(line.get_xdata()) for line in drawn.axes[0].lines] == []


@pytest.mark.small
def test_one_kind_of_indices_may_be_known_and_the_other_not(found: Uncertainty) -> None:
    hidden = dict.fromkeys(("first", "first_low", "first_high"), float("nan"))
    half = replace(found, decisive=found.decisive.assign(**hidden, first_needs=512))
    drawn = dict(uncertainty_figures(half))["decisive"]
    legend = drawn.axes[0].get_legend()
    assert legend is not None
    assert [one.get_text() for one in legend.get_texts()] == [
        "first-order effect: too few draws, it takes about 512 draws",
        "total effect with interactions",
    ]
    assert "what projects are worth to a household has" in " ".join(printed(half).split())
    most = replace(found, decisive=found.decisive.assign(total_needs=16_384))
    assert "they take more than 10,000 draws." in " ".join(printed(most).split())


@pytest.mark.small
@pytest.mark.long
def test_the_same_seed_gives_the_same_tables_and_another_others() -> None:
    def tables(seed: int) -> dict[str, str]:
        asked = ranking(16)
        question = replace(asked.question, seed=seed)
        return {
            name: table.to_csv() for name, table in files.tables(Ranking(question, asked.defaults, asked.run).rank())
        }

    first, last = tables(0), tables(2**32)
    assert tables(0) == first
    assert tables(2**32) == last
    assert {"draws.parquet", "decisive.csv"} <= {name for name in first if first[name] != last[name]}


@pytest.mark.small
def test_headlines_fit_what_was_found(found: Uncertainty) -> None:
    assert found.flip is not None
    bare = replace(found.flip, box=())
    cases = {
        "wherever the two differ": replace(bare, note=NEVER),
        "where it does not depends most on": replace(bare, note=NO_EXTRA),
        "more often than not. Over": replace(bare, note=NO_EXTRA, brier=1.0),
    }
    for part, flip in cases.items():
        assert part in headline(replace(found, flip=flip))
    assert "pip install 'dizao[explore]'" in printed(replace(found, flip=replace(bare, note=NO_EXTRA)))
    assert "more often than not. Over" in headline(replace(found, flip=None))


@pytest.mark.small
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_printed_begins_with_the_sentence_and_tells_bands_apart(found: Uncertainty, language: str) -> None:
    told = CHINESE if language == "zh" else IN_ENGLISH
    text = "".join(printed(found, told).split())
    assert text.startswith("".join(headline(found, told).split()))
    bands = ("MonteCarloerror", "Spreadofoutcomes", "Parameteruncertainty")
    for part in bands if language == "en" else ("蒙特卡洛误差", "结果离散", "参数不确定性"):
        assert part in text


@pytest.mark.small
@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_speak_the_language(found: Uncertainty, language: str) -> None:
    for _, figure in uncertainty_figures(found, CHINESE if language == "zh" else IN_ENGLISH):
        texts = [text.get_text() for text in figure.findobj(Text)]
        assert bool(re.search(r"[\u4e00-\u9fff]", " ".join(texts))) == (language == "zh")


@pytest.mark.small
def test_tables_hold_what_was_found(found: Uncertainty) -> None:
    tables = dict(files.tables(found))
    assert list(tables) == list(files.TABLES)
    for name, columns in RANKING.items():
        table = next(table for file, table in tables.items() if file.partition(".")[0] == name)
        assert list(table.columns) == list(columns), name
    assert found.flip is not None
    grid = tables["flip.csv"]
    assert len(grid) == found.flip.probability.size
    row = grid[(grid["x"] == found.flip.x[3]) & (grid["y"] == found.flip.y[7])]
    assert row["probability"].tolist() == [found.flip.probability[7, 3]]
    assert tables["draws.parquet"].shape == (64, 1 + len(found.uncertain))
    empty = dict(files.tables(replace(found, flip=None)))
    assert list(empty["flip.csv"].columns) == list(grid.columns)
    assert empty["flip.csv"].empty


# the command, with an engine that only counts


def compared(scenario: Scenario, out: Path, draws: int = 8) -> None:
    run_comparison(Asked(scenario, ["reward"], "upfront", 2, 0), Job(out, 1), sampling=Sampling(draws, over="prior"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Return the folder of a whole comparison, which tests copy before they change it, and how many worlds it took."""
    out = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        counts_only(patch)
        leave_figures_white(patch)
        compared(load("taoyuan", SHORT), out)
        return out, len(FakeEngine.worlds)


def copied(whole: tuple[Path, int], out: Path) -> Path:
    return Path(shutil.copytree(whole[0], out, dirs_exist_ok=True))


@pytest.mark.small
def test_every_run_is_kept_and_none_is_made_twice(whole: tuple[Path, int], fake: type[FakeEngine], scenario: Scenario,
                                                  tmp_path: Path, blank_figures: None) -> None:  # fmt: skip
    assert whole[1] > 2 + 8 + 2 * 168
    compared(scenario, copied(whole, tmp_path))
    assert len(fake.worlds) == 0
    for name in files.TABLES:
        assert (tmp_path / name).read_bytes() == (whole[0] / name).read_bytes()
    assert all((tmp_path / name).exists() for name in DRAW_FILES)


@pytest.mark.small
@pytest.mark.parametrize(
    "stop", [7, pytest.param(100, marks=pytest.mark.long)], ids=["in the draws", "in the screening"]
)
def test_a_killed_run_goes_on(whole: tuple[Path, int], fake: type[FakeEngine], scenario: Scenario, tmp_path: Path,
                              stop: int, blank_figures: None) -> None:  # fmt: skip
    fake.stop_at = stop
    with pytest.raises(KeyboardInterrupt):
        compared(scenario, tmp_path)
    assert (tmp_path / "best.csv").exists() == (stop > 10)
    fake.stop_at = None
    compared(scenario, tmp_path)
    assert len(fake.worlds) == whole[1]
    for name in files.TABLES:
        assert (tmp_path / name).read_bytes() == (whole[0] / name).read_bytes()


@pytest.mark.small
def test_a_comparison_without_draws_leaves_no_old_ones(whole: tuple[Path, int], fake: type[FakeEngine],
                                                       scenario: Scenario, tmp_path: Path,
                                                       blank_figures: None) -> None:  # fmt: skip
    copied(whole, tmp_path)
    run_comparison(Asked(scenario, ["reward"], "upfront", 2, 0), Job(tmp_path, 1))
    assert not any((tmp_path / name).exists() for name in (*files.TABLES, *DRAW_FILES))


@pytest.mark.long
def test_results_do_not_hang_on_the_number_of_workers(scenario: Scenario) -> None:
    def run_with(workers: int) -> pd.DataFrame:
        def run(tasks: list[Task], results: list[Result], what: str) -> None:
            results.extend(run_replicates(tasks, workers))

        question = replace(ranking(8).question, scenario=scenario, mechanisms=("reward", "upfront"))
        return Ranking(question, defaults(("reward", "upfront")), run).draw().runs

    pd.testing.assert_frame_equal(run_with(1), run_with(2))


@pytest.mark.small
def test_the_notebooks_face(fake: type[FakeEngine], scenario: Scenario) -> None:
    found = rank(scenario, ["reward"], "upfront", draws=8, replicates=2)
    assert found.mechanisms == ("reward", "upfront")
    assert len(found.draws) == 8


@pytest.mark.small
@pytest.mark.parametrize(
    ("line", "told"),
    {
        "--draws 3": "--draws: must be a whole number from 8 to 10000, got 3",
        "--draws many": "--draws: must be a whole number between 0 and 10000, got many",
        "--draws 8 --draw-replicates 0": "--draw-replicates: must be a whole number between 1 and 100000, got 0",
        "--draw-replicates 2": "--draw-replicates: goes with --draws, which was not given",
        "--draws 8 --equal spend": '--draws: goes with --equal budget, got --equal "spend"',
        f"--draws 64 --prior --seed {2**63 - 20}": f"--seed: must be between 0 and {2**63 - 64}, got {2**63 - 20}",
    }.items(),
)
def test_bad_options_are_one_line_and_exit_2(line: str, told: str, capsys: pytest.CaptureFixture[str],
                                             tmp_path: Path) -> None:  # fmt: skip
    assert execute(["compare", "taoyuan", "--out", str(tmp_path / "out"), *line.split()]) == 2
    assert capsys.readouterr().err == f"error: {told}\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.small
def test_the_runner_of_these_tests_returns_results_in_any_order() -> None:
    results: list[Result] = []
    tasks = [Task(k, 0, PLACE.settings("upfront"), (("upfront", PLACE.mechanism("upfront")),)) for k in range(3)]
    runner()(tasks, results, "")
    assert [result.replicate for result in results] == [2, 1, 0]
