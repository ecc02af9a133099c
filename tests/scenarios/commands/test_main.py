import json
import os
import re
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from dizao.agents.parameters import parameters_of
from dizao.model.mechanisms.parts import PARTS
from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.parameters import Category
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.commands.show import print_outcomes, print_parameters, print_scenario
from dizao.scenarios.execution import progress as progress_module
from dizao.scenarios.execution.executor import Item
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.loading.layers import library
from dizao.scenarios.reports import run_folder
from dizao.scenarios.reports.run_figures import FILES as FIGURE_FILES
from dizao.scenarios.studies import run

TABLES = ("weekly", "needs", "projects", "units", "ledger", "places")
FILES = {"manifest.json", *(f"{name}.parquet" for name in TABLES), *FIGURE_FILES}
QUICK = ["--set", "calendar.warm_up_weeks=2", "--set", "calendar.follow_up_weeks=3", "--weeks", "5"]


class FakeEngine:
    """Counts weeks; its numbers depend on seed and mechanism only."""

    def __init__(self, settings, seed):
        self.settings, self.seed, self.week = settings, seed, -settings.calendar.warm_up_weeks
        self.end_week = settings.calendar.programme_weeks + settings.calendar.follow_up_weeks
        self.seconds, self.votes = {"world": 0.5}, []

    def run(self, tick=None):
        while self.week < self.end_week:
            self.week += 1
            if tick is not None:
                tick(self.week - 1)

    def tables(self):
        values = np.arange(4, dtype=np.int64) + self.seed
        return {name: {"week": values, "kind": np.array(["a", "b", "a", "街"])} for name in TABLES}

    def outcomes(self):
        return dict.fromkeys(OUTCOMES, float(self.seed)) | {"leverage": float("nan")}


@pytest.fixture
def fake(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "Engine", FakeEngine)
    monkeypatch.setattr(progress_module, "compiled", False)
    monkeypatch.setattr(run_folder, "figure_files", lambda results: ((name, b"a figure") for name in FIGURE_FILES))
    monkeypatch.chdir(tmp_path)


def failing(arguments, capsys, code=2) -> str:
    assert execute(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"error: [^\n]+\n", told.err)
    return told.err.removeprefix("error: ").rstrip("\n")


# list and show


def test_list_has_a_line_for_every_scenario_and_mechanism(capsys):
    assert execute(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in library():
        assert any(line.startswith(name) and load(name).title in line for line in lines)
    for name, preset in presets().items():
        assert any(line.startswith(name) and preset.about in line for line in lines)


def test_what_show_prints_is_a_scenario_file_of_the_same_numbers(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    changes = ["mechanism.payment.rate=0.4", "former.preset=none", "categories.gate=false", "upfront.payment.rate=0.9"]
    assert execute(["show", "wuchang", *(word for change in changes for word in ("--set", change))]) == 0
    Path("wuchang.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert load("wuchang.toml") == load("wuchang", changes)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_scenario_of_the_library_is_shown_whole(name, capsys, tmp_path):
    assert execute(["show", name]) == 0
    path = tmp_path / f"{name}.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert load(path) == load(name)


def test_show_marks_what_differs_and_puts_the_unit_beside_the_number(capsys):
    execute(["show", "taoyuan"])
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"units = 4 +# places, default 40", next(x for x in lines if x.startswith("units")))
    assert re.fullmatch(r"unit_size_sd = 0.35 +# log-ratio", next(x for x in lines if x.startswith("unit_size")))


def test_show_a_mechanism(capsys):
    execute(["show", "reward", "--set", "reward.payment.rate=0.25"])
    shown = tomllib.loads(capsys.readouterr().out)["presets"]["reward"]
    assert (shown["payment"]["rate"], shown["payment"]["timing"]) == (0.25, "acceptance")


def rendered(function, width, *arguments) -> str:
    console = Console(file=StringIO(), width=width, highlight=False)
    function(console, *arguments)
    return console.file.getvalue()


def parameter_names() -> list[str]:
    names = [f"{name}.{key}" for name, section in SECTIONS.items() for key in section._fields]
    names += [f"categories.NAME.{key}" for key in Category._fields]
    return names + [f"mechanism.{name}.{key}" for name, part in PARTS.items() for key in part._fields]


@pytest.mark.parametrize("width", [80, 160, 10_000])
def test_every_parameter_is_shown_whole_at_any_width(width):
    text = rendered(print_parameters, width)
    assert max(len(line) for line in text.splitlines()) <= width
    squeezed = re.sub(r"\s+", "", text)
    for name in parameter_names():
        assert re.search(rf"^{re.escape(name)}\s", text, re.MULTILINE), name
    if width != 160:  # in a table of folded columns the words of one cell are not together
        for section in [*SECTIONS.values(), Category, *PARTS.values()]:
            for parameter in parameters_of(section).values():
                assert re.sub(r"\s+", "", parameter.meaning) in squeezed
                assert re.sub(r"\s+", "", parameter.source) in squeezed


@pytest.mark.parametrize("width", [80, 160, 10_000])
def test_every_outcome_is_shown_at_any_width(width):
    text = rendered(print_outcomes, width)
    assert max(len(line) for line in text.splitlines()) <= width
    for name, outcome in OUTCOMES.items():
        assert re.search(rf"^{name}\b.* {outcome.unit}\b", text, re.MULTILINE), name


def test_a_scenario_fits_eighty_columns():
    lines = rendered(print_scenario, 80, load("wuchang")).splitlines()
    assert max(map(len, lines)) <= 80
    assert "yuan_per_year = 9_088_000.0" in " ".join(lines)


# wrong usage: one line, exit 2

KNOWN = ", ".join(presets())

USAGE = {
    "show": "show: give one of NAME, --parameters, --outcomes",
    "show nanhu --outcomes": "show: give one of NAME, --parameters, --outcomes",
    "show nanhuu": f"nanhuu: unknown scenario; did you mean nanhu? known: {', '.join(library())}, "
    "or the path of a .toml file",
    "run nowhere.toml": "nowhere.toml: no such file",
    "run --seed x": "--seed: must be a whole number between 0 and 9223372036854775807, got x",
    "run --seed -1": "--seed: must be a whole number between 0 and 9223372036854775807, got -1",
    "run --seed 1.5": "--seed: must be a whole number between 0 and 9223372036854775807, got 1.5",
    f"run --seed {2**63}": f"--seed: must be a whole number between 0 and {2**63 - 1}, got {2**63}",
    "run --weeks 0": "--weeks: must be a whole number between 1 and 5200, got 0",
    "run --weeks 5200": "--set: calendar.programme_weeks: must keep the whole run within 5200 weeks, got 5200",
    "run --threads 0": "--threads: must be a whole number between 1 and 100000, got 0",
    "run --scale half": "--scale: must be a number, got half",
    "run --scale 0": "--scale: must be above 0 and at most 1, got 0.0",
    "run --scale nan": "--scale: must be above 0 and at most 1, got nan",
    "run -m rewrd": f"--mechanism: rewrd: unknown mechanism; did you mean reward? known: {KNOWN}",
    "run --set works.campain_weeks=3": "--set: works.campain_weeks: unknown key; did you mean campaign_weeks?",
    "run --set place.residents=99999999999 --set place.households=40000000000": "",
    "compare --replicates 1": "--replicates: must be a whole number between 2 and 100000, got 1",
    "compare --equal money": "--equal: must be budget or spend, got money",
    "compare --equal spend --baseline none": "--equal: spend: needs a baseline that spends public money, and none "
    "has none",
    "compare --until 0": "--until: must be above 0 and below 1, got 0",
    "compare --until 5%": "--until: must be a number, got 5%",
    "compare --until 0.1 --max-replicates 9": "--max-replicates: must be at least --replicates, 10, got 9",
    "compare --max-replicates 9": "--max-replicates: goes with --until, which was not given",
    "compare --until 0.1 --replicates 3": "--replicates: must be at least 5 with --until, got 3",
    "compare --workers 0": "--workers: must be a whole number between 1 and 256, got 0",
    "compare --baseline own -m reward": "--mechanism: must name a mechanism besides the baseline, got only reward",
    "compare -m rewrd": f"--mechanism: rewrd: unknown mechanism; did you mean reward? known: {KNOWN}",
}


@pytest.mark.parametrize(("line", "expected"), USAGE.items())
def test_wrong_usage_is_one_line_and_exit_2(fake, line, expected, capsys):
    told = failing(line.split(), capsys)
    assert told == expected or (not expected and "must fit into memory" in told)
    assert not any(Path().rglob("*"))


@pytest.mark.parametrize("line", ["frobnicate", "lst", "run --wek 3", "run nanhu more", "run --seed", "--frob"])
def test_errors_of_typer_are_one_line_too(line, capsys):
    failing(line.split(), capsys)


def test_help_and_version(capsys):
    for arguments in ([], ["--help"], ["run", "--help"]):
        assert execute(arguments) == 0
        assert "Usage: dizao" in capsys.readouterr().out
    assert execute(["--version"]) == 0
    assert re.fullmatch(r"dizao \d+\.\d+\.\d+\n", capsys.readouterr().out)


# run


def test_run_writes_a_manifest_and_the_tables(fake, capsys):
    assert execute(["run", "taoyuan", "--seed", "0", "--scale", "0.5", *QUICK]) == 0
    folder = Path("results/taoyuan-reward-0")
    assert {path.name for path in folder.iterdir()} == FILES
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["mechanism"]["name"], manifest["scenario"]["scale"]) == (0, "reward", 0.5)
    assert manifest["scenario"]["calendar"]["programme_weeks"] == 5
    assert set(manifest["versions"]) == {"python", "dizao", "numpy", "numba", "mesa", "pandas", "pyarrow"}
    assert manifest["outcomes"].keys() == OUTCOMES.keys()
    assert manifest["outcomes"]["leverage"] is None
    assert manifest["peak_memory_bytes"] > 10e6
    assert manifest["seconds_per_stage"] == {"world": 0.5}
    assert manifest["seconds"] >= 0.0
    assert pq.read_table(folder / "weekly.parquet").column("kind").to_pylist() == ["a", "b", "a", "街"]
    printed = capsys.readouterr().out
    assert "results/taoyuan-reward-0" in printed
    assert all(outcome.title in printed for outcome in OUTCOMES.values() if outcome.headline)


def test_a_resolved_scenario_in_a_manifest_says_all(fake):
    execute(["run", "taoyuan", "--set", "mechanism.payment.rate=0.4", "--out", "here"])
    manifest = json.loads(Path("here/manifest.json").read_text(encoding="utf-8"))
    assert manifest["mechanism"]["name"] == "own"
    assert manifest["mechanism"]["payment"]["rate"] == 0.4
    assert manifest["scenario"]["place"]["residents"] == 7_695


@pytest.mark.parametrize(("chosen", "folder"), [("none", "taoyuan-none-7"), ("own", "taoyuan-reward-7")])
def test_the_default_folder_is_named_by_scenario_mechanism_and_seed(fake, chosen, folder):
    assert execute(["run", "taoyuan", "-m", chosen, "--seed", "7"]) == 0
    assert (Path("results") / folder / "manifest.json").exists()


def test_the_default_scenario_is_the_street(fake):
    assert execute(["run"]) == 0
    assert Path("results/nanhu-reward-0/manifest.json").exists()


def test_identical_runs_give_identical_bytes_and_other_seeds_do_not(fake):
    for seed, out in (("0", "a"), ("0", "b"), ("1", "c")):
        execute(["run", "taoyuan", "--seed", seed, "--out", out])
    for name in TABLES:
        a, b, c = (Path(folder, f"{name}.parquet").read_bytes() for folder in "abc")
        assert a == b != c


def test_a_file_in_the_way_is_one_line_and_exit_1(fake, capsys):
    Path("results").write_text("in the way")
    assert failing(["run"], capsys, 1).startswith("results/nanhu-reward-0: cannot be written: ")
    Path("here").write_text("in the way")
    assert failing(["run", "--out", "here"], capsys, 1) == "here: cannot be written: File exists"


def test_a_full_disk_leaves_no_half_file_and_no_old_manifest(fake, capsys, monkeypatch):
    execute(["run", "taoyuan", "--out", "here"])
    before = Path("here/weekly.parquet").read_bytes()
    capsys.readouterr()

    def full(table, where, **options):
        Path(where).write_bytes(b"half a file")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    told = failing(["run", "taoyuan", "--seed", "1", "--out", "here"], capsys, 1)
    assert told == "here/weekly.parquet: cannot be written: No space left on device"
    assert {path.name for path in Path("here").iterdir()} == FILES - {"manifest.json"}
    assert Path("here/weekly.parquet").read_bytes() == before


def test_an_interrupt_is_130_and_leaves_nothing(fake, capsys, monkeypatch):
    def interrupted(self, tick=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeEngine, "run", interrupted)
    assert execute(["run", "taoyuan", "--out", "here"]) == 130
    assert not Path("here").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_lack_of_memory_is_one_line(fake, capsys, monkeypatch):
    def greedy(self, tick=None):
        raise MemoryError

    monkeypatch.setattr(FakeEngine, "run", greedy)
    assert (
        failing(["run", "taoyuan"], capsys, 1)
        == "not enough memory; try a smaller place, fewer replicates or fewer workers"
    )


def test_the_first_run_says_that_it_compiles(fake, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(progress_module, "compiled", True)
    monkeypatch.setattr(progress_module, "cache_folder", lambda: tmp_path / "cache")
    said = "compiling the model's rules, once: about 20 s"
    execute(["run", "taoyuan"])
    assert capsys.readouterr().err.count(said) == 1
    (tmp_path / "cache" / "agents").mkdir(parents=True)
    (tmp_path / "cache" / "agents" / "rule.nbi").touch()
    execute(["run", "taoyuan"])
    assert said not in capsys.readouterr().err


def test_progress_is_shown_only_after_two_seconds(monkeypatch):
    now = 0.0
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now)
    console = Console(file=StringIO(), force_terminal=True, width=80)
    progress = WorkProgress(console, "taoyuan, reward")
    progress.start([Item("taoyuan", 100, None)])
    for now, week in ((1.0, 10), (1.9, 19)):  # noqa: B007
        progress.tell([week])
    assert console.file.getvalue() == ""
    now = 3.0
    progress.tell([30])
    assert "taoyuan, reward: week 30 of 100" in console.file.getvalue()
    progress.stop()


# as a process of its own


def process(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from dizao.scenarios.commands.main import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", **options)


def test_list_and_show_load_nothing_heavy():
    code = (
        "import sys; from dizao.scenarios.commands.main import execute; execute(['list']); execute(['show', 'nanhu']);"
        "execute(['show', '--parameters']); "
        "heavy = {'numba', 'numpy', 'pandas', 'pyarrow', 'matplotlib', 'mesa', 'scipy'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_a_wrong_call_ends_with_two_and_one_line():
    done = process("run", "--set", "mechanism.payment.rate=1.7")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: --set: mechanism.payment.rate: must be between 0 and 1, got 1.7\n"


INTERRUPTED_WHILE_LOADING = """
import sys
class Interrupter:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupter())
from dizao.scenarios.commands.start import main
main()
"""


def test_an_interrupt_while_the_command_line_loads_is_quiet():
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_WHILE_LOADING], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_narrow_encoding_does_not_stop_the_list():
    done = process("list", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0, done.stderr
    assert "upfront" in done.stdout


def test_threads_and_processes_do_not_change_a_byte(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = ["run", "taoyuan", *QUICK, "--seed", "3", "--out"]
    for threads in ("1", "2"):
        done = process(*arguments, threads, "--threads", threads)
        assert done.returncode == 0, done.stderr
    assert execute([*arguments, "here"]) == 0
    for name in TABLES:
        assert len({Path(folder, f"{name}.parquet").read_bytes() for folder in ("1", "2", "here")}) == 1, name


def test_more_threads_than_cores_is_one_line(fake, capsys):
    told = failing(["run", "--threads", "99999"], capsys)
    assert re.fullmatch(r"--threads: must be between 1 and \d+, got 99999", told)


# compare: what the command hands over (what it does is tested in test_compare.py)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", ("nanhu", ["none", "upfront", "reward"], "upfront", 10, None, 0, "results/nanhu-compare-0")),
        (
            "taoyuan -m reward -m reward -m own --baseline none --replicates 3 --workers 2 --seed 7",
            ("taoyuan", ["reward", "none"], "none", 3, 2, 7, "results/taoyuan-compare-7"),
        ),
        (
            "taoyuan -m own --set mechanism.payment.rate=0.4 --out here",
            ("taoyuan", ["own", "upfront"], "upfront", 10, None, 0, "here"),
        ),
    ],
)
def test_compare_hands_over_checked_names_and_numbers(monkeypatch, line, expected):
    from dizao.scenarios.commands import comparing
    from dizao.scenarios.studies.design import BY_BUDGET

    given = []
    monkeypatch.setattr(comparing, "run_comparison", lambda *arguments: given.append(arguments))
    assert execute(["compare", *line.split()]) == 0
    asked, job, sampling, report = given[0]
    assert (asked.design, sampling, report) == (BY_BUDGET, None, False)
    scenario, mechanisms, baseline, replicates, seed, _ = asked
    handed = (scenario.name, list(mechanisms), baseline, replicates, job.workers, seed, job.out.as_posix())
    assert handed == expected


def test_compare_hands_over_its_design_and_all_mechanisms(monkeypatch):
    from dizao.scenarios.commands import comparing
    from dizao.scenarios.studies.design import Design

    given = []
    monkeypatch.setattr(comparing, "run_comparison", lambda *arguments: given.append(arguments))
    assert (
        execute(["compare", "taoyuan", "-m", "all", "--equal", "spend", "--until", "0.1", "--max-replicates", "40"])
        == 0
    )
    asked, _, sampling, report = given[0]
    assert list(asked.mechanisms) == list(presets())
    assert (asked.design, sampling, report) == (Design("spend", 0.1, 40), None, False)


@pytest.mark.parametrize(
    ("line", "draws"),
    [("--report", 100), ("--report --draws 0", None), ("--report --draws 16", 16), ("--draws 16", 16), ("", None),
     ("--report --equal spend", None), ("--report --prior", 100)],
)  # fmt: skip
def test_a_report_draws_what_nobody_knows_unless_it_is_told_not_to(monkeypatch, line, draws):
    """With fewer members than draws of a report it has them all."""
    from dizao.scenarios.commands import comparing
    from dizao.scenarios.loading.members import shipped_members

    if draws == 100 and "--prior" not in line:
        draws = min(draws, len(shipped_members().weights))

    given = []
    monkeypatch.setattr(comparing, "run_comparison", lambda *arguments: given.append(arguments))
    assert execute(["compare", "taoyuan", *line.split()]) == 0
    *_, sampling, report = given[0]
    assert report == ("--report" in line)
    assert (None if sampling is None else sampling.draws) == draws


def test_compare_hands_over_how_many_draws_there_are_to_be(monkeypatch):
    from dizao.scenarios.commands import comparing
    from dizao.scenarios.studies.uncertainty.sampling import Sampling

    given = []
    monkeypatch.setattr(comparing, "run_comparison", lambda *arguments: given.append(arguments))
    assert execute(["compare", "taoyuan", "--draws", "16", "--draw-replicates", "2"]) == 0
    assert execute(["compare", "taoyuan", "--draws", "16", "--prior"]) == 0
    assert [one[-2] for one in given] == [Sampling(16, 2), Sampling(16, over="prior")]
