"""The commands whose output the pages quote, and what is kept of each in docs/data/.

A command writes into a folder of its own under results/docs/. It goes on from there after Ctrl-C, as all commands do,
and is not run again while the sources are those that it was run with. What the pages need of it is small, and is copied
beside them.
"""

import hashlib
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd
from docs_hours import hours_table
from docs_ranking import MEMBERS, PRIOR, sentence

ROOT = Path(__file__).resolve().parent.parent
DATA, FIGURES, RESULTS = ROOT / "docs" / "data", ROOT / "docs" / "figures", ROOT / "results" / "docs"
SOURCES_OF = ("agents", "model", "scenarios", "benchmarks")
KINDS = (".py", ".toml", ".csv", ".parquet")

DIZAO = [sys.executable, "-c", "from dizao.scenarios.commands.start import main; main()"]
MADE_WITH = "made-with"
"""A file that says with which sources the results beside it were made."""

PRINTED = "printed"
"""Stands for what a command prints, where it writes no files."""

EFFECTS = {"effects.csv": "docs/data/{}.csv"}
PAGE = {**EFFECTS, "table.md": "docs/data/{}.md", "effects.png": "docs/figures/{}.png"}


class Source(NamedTuple):
    """A command that the pages quote.

    Attributes
    ----------
    command
        As users write it; the folder of the results is added.
    kept
        Files of that folder, or what is printed: where each is kept, with {} for the source's name.
    minutes
        How long it takes on two cores, roughly.
    folder
        Of the results under results/docs/; empty: the source's name.
    made
        What is made of the results besides: where it is kept, and by what.
    """

    command: str
    kept: Mapping[str, str] = EFFECTS
    minutes: float = 2.0
    folder: str = ""
    made: Mapping[str, Callable[[Path], str]] = MappingProxyType({})


def _case(arguments: str) -> Source:
    return Source(f"dizao case {arguments} --json", {PRINTED: "docs/data/{}.json"}, 0.5)


def _systems(arguments: str) -> Source:
    return Source(f"dizao systems {arguments}")


def _evaluation(arguments: str) -> Source:
    files = {
        "evaluation.csv": "docs/data/{}.csv",
        "evaluation.md": "docs/data/{}.md",
        "evaluation.png": "docs/figures/{}.png",
    }
    return Source(f"dizao evaluate {arguments}", files, 10.0)


def _page(name: str, arguments: str = "", **more: Any) -> Source:
    """Return what fills the page of a system of the field; runs are shared with all systems side by side."""
    return Source(f"dizao systems {name}{arguments}", PAGE, folder=f"systems/{name}", **more)


def _ranking(option: str, minutes: float) -> Source:
    """Return a ranking of the usual pair: what decides, and its sentence."""
    command = f"dizao compare nanhu --scale 0.1 -m reward -m upfront --draws 64{option}"
    return Source(command, {"decisive.csv": "docs/data/{}.csv"}, minutes, made={"docs/data/{}.md": sentence})


SUSPECTED = (
    "horizon", "stake", "retention", "watch_owed", "cost", "lender", "demand", "public_funds", "hours", "longest_life",
    "needed", "same_rate",
)  # fmt: skip
"""Modelling choices that a close reading had suspected of deciding reward against upfront; all 39 take three times as
long."""

DISPATCH = {
    "loss_0": "dispatch.hand_over_loss=0 --replicates 14", "loss_50": "dispatch.hand_over_loss=0.5 --replicates 14",
    "hands_1": "dispatch.hand_overs=1 --replicates 7", "hands_6": "dispatch.hand_overs=6 --replicates 7",
    "all_told": "dispatch.informal=1 --replicates 7",
    "busy_50": "offices.community_minutes=50 --replicates 7",
    "busy_30": "offices.community_minutes=30 --replicates 7",
}  # fmt: skip
"""What is changed in both of the ends of the scenario `dispatch`: the former practice, and all four repairs."""

SOURCES: dict[str, Source] = {
    "compare_nanhu": Source(
        "dizao compare", {**EFFECTS, "effects.png": "docs/figures/{}.png"}
    ),
    "compare_village": Source("dizao compare village"),
    "same_rate": Source("dizao compare --set upfront.payment.rate=0.5"),
    "artefacts": Source(
        f"dizao artefacts {' '.join(f'--only {name}' for name in SUSPECTED)}",
        {"artefacts.csv": "docs/data/{}.csv", "artefacts.md": "docs/data/{}.md", "artefacts.png": "docs/figures/{}.png"}, 60.0,
    ),
    "plausible": Source(
        "dizao plausible nanhu --waves 4",
        {"plausible.md": "docs/data/{}.md", "facts.csv": "docs/data/{}.facts.csv", "waves.csv": "docs/data/{}.waves.csv",
         "facts.png": "docs/figures/{}.png"}, 60.0,
    ),
    "plausible_made_up": Source(
        "dizao plausible nanhu --made-up 20",
        {"made_up.csv": "docs/data/{}.csv", "made_up.png": "docs/figures/{}.png"}, 20.0,
    ),
    PRIOR: _ranking(" --prior", 10.0),
    MEMBERS: _ranking("", 1.0),
    "cases": Source("dizao validate --part cases", {"cases.csv": "docs/data/{}.csv"}, 1.0),
    "laboratory": Source("dizao validate --part laboratory", {"laboratory.csv": "docs/data/{}.csv"}, 0.5),
    "case_alone": _case("chengwan_alone"),
    "case_lift": _case("stairwell_lift"),
    "case_jiangan_part": _case("jiangan_lift --set project.smallest_part=0.6"),
    "behaviour": Source(
        "benchmarks/behaviour.py",
        {f"behaviour.{kind}": f"docs/figures/behaviour.{kind}" for kind in ("png", "svg")}
        | {"behaviour.csv": "docs/data/{}.csv"}, 2.0,
    ),
    "system_platforms": _page("platforms"),
    "system_party_chain": _page("party_chain"),
    "system_members": _page("members", " --replicates 60", made={"docs/data/{}_hours.md": hours_table}),
    "system_bridge": _page("bridge"),
    "system_dispatch": _page("dispatch", " --replicates 20"),
    "system_issue_councils": _page("issue_councils"),
    "system_organizations": _page("organizations"),
    "system_two_ends": Source(
        "dizao systems two_ends --draws 48", {**PAGE, "interaction.csv": "docs/data/{}_interaction.csv"}, 10.0,
    ),
    "system_four_levels": _page("four_levels", " --replicates 10"),
    "system_data_pool": _page("data_pool", " --replicates 20"),
    "system_burden_reduction": _page("burden_reduction", " --replicates 20"),
    "system_cadre_visits": _page("cadre_visits", " --replicates 20"),
    **{
        f"burden_{minutes}": _systems(f"benchmarks/burden_sweep.toml --set offices.community_minutes={minutes} --replicates 10")
        for minutes in (2_400, 400, 200, 100, 50)
    },
    **{
        f"visits_{minutes}": _systems(f"benchmarks/visits_sweep.toml --set offices.community_minutes={minutes} --replicates 10")
        for minutes in (2_400, 200, 100)
    },
    **{
        f"visits_asked_{weight}": _systems(f"cadre_visits --set cadre_visits.asked={weight} --replicates 10")
        for weight in (0, 4)
    },
    "system_roll_out": _page("roll_out", " --replicates 10"),
    "evaluation": _evaluation("--replicates 40"),
    "evaluation_attended": _evaluation("--outcome attended --replicates 40"),
    "systems": Source(
        "dizao systems --replicates 20", {"systems.csv": "docs/data/{}.csv", "systems.png": "docs/figures/{}.png"}, 8.0
    ),
    "platforms_no_mediating": _systems("platforms --set platforms.convenor_mediates=0"),
    "platforms_never_give_up": _systems("platforms --set offices.give_up_tries=0"),
    "bridge_no_fairness": _systems("bridge --set people.fairness_weight=0 --set people.vote_fairness=0"),
    "bridge_cheap": _systems("bridge --set categories.bridge.cost_yuan=40000"),
    "councils_no_members": _systems("issue_councils --set works.settle_members=0"),
    "chain_busy_office": _systems("party_chain --set offices.community_minutes=100 --replicates 10"),
    "chain_sure": _systems("party_chain --set chain.pass_on=1"),
    **{f"dispatch_{name}": _systems(f"benchmarks/dispatch_ends.toml --set {rest}") for name, rest in DISPATCH.items()},
    "data_pool_sweep": _systems("benchmarks/data_pool_sweep.toml --replicates 10"),
    "data_pool_lean": _systems("benchmarks/data_pool_lean.toml --replicates 8"),
    "organizations_news": _systems("organizations --set memberships.news=0.4 --replicates 10"),
    "organizations_few_come": _systems("organizations --set people.attend_intercept=-5.9 --replicates 10"),
    "levels_nearness": _systems("benchmarks/levels_nearness.toml --replicates 10"),
    "levels_errors": _systems("benchmarks/levels_errors.toml --replicates 10"),
    "levels_weekly": _systems("benchmarks/levels_nearness.toml --set works.meeting_every_weeks=1 --replicates 10"),
    "levels_busy": _systems(
        "benchmarks/levels_nearness.toml --set offices.community_minutes=75 --set offices.street_minutes=75 --replicates 10"
    ),
    "levels_kept": _systems("benchmarks/levels_kept.toml --replicates 10"),
}  # fmt: skip
"""What is run for the pages, by name, the quick and the often quoted first."""


def code() -> str:
    """Return a hash of all sources and data that results follow from."""
    digest = hashlib.sha256()
    for folder in SOURCES_OF:
        for path in sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in KINDS):
            if folder != "benchmarks" or path.name == "behaviour.py" or path.suffix == ".toml":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def is_current(name: str) -> bool:
    """Return whether a command was run with these sources, and what is kept of it is there."""
    stamp = folder_of(name) / MADE_WITH
    return stamp.exists() and stamp.read_text(encoding="utf-8") == code() and is_kept(name)


def is_kept(name: str) -> bool:
    """Return whether there are results of a command, of whatever age."""
    kept = [*SOURCES[name].kept.values(), *SOURCES[name].made]
    return all((ROOT / path.format(name)).exists() for path in kept)


def folder_of(name: str) -> Path:
    """Return where a command writes its results."""
    return RESULTS / (SOURCES[name].folder or name)


def made(name: str, folder: Path) -> dict[Path, bytes]:
    """Run a command in a folder and return what the pages need of it.

    Parameters
    ----------
    name
        Of the command.
    folder
        Of its results; runs that are kept there are not made again.

    Returns
    -------
    The content of each file by where it is kept.

    Raises
    ------
    SystemExit
        If the command fails.
    """
    source, words = SOURCES[name], shlex.split(SOURCES[name].command)
    folder.mkdir(parents=True, exist_ok=True)
    begin = [*DIZAO, *words[1:]] if words[0] == "dizao" else [sys.executable, *words]
    where = [] if PRINTED in source.kept else ["--out", str(folder)]
    done = subprocess.run([*begin, *where], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(f"{source.command}: exit code {done.returncode}")
    found = {
        ROOT / kept.format(name): done.stdout if file == PRINTED else (folder / file).read_bytes()
        for file, kept in source.kept.items()
    }
    return found | {ROOT / kept.format(name): make(folder).encode() for kept, make in source.made.items()}


def run(name: str) -> None:
    """Run a command in its folder, and keep what the pages need of it."""
    folder, made_with = folder_of(name), code()
    (folder / MADE_WITH).unlink(missing_ok=True)
    for path, content in made(name, folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / MADE_WITH).write_text(made_with, encoding="utf-8")


# what is kept ---------------------------------------------------------------------------------------------------


@cache
def _read(name: str) -> bytes:
    return (DATA / name).read_bytes()


def text(name: str) -> str:
    """Return a kept text, by the name of its file."""
    return _read(name).decode("utf-8")


def table(name: str) -> pd.DataFrame:
    """Return a kept table."""
    return pd.read_csv(io.BytesIO(_read(f"{name}.csv")))


def numbers(name: str) -> dict[str, Any]:
    """Return the kept numbers of a case."""
    found: dict[str, Any] = json.loads(_read(f"{name}.json"))
    return found


class Effects:
    """A kept table of effects: means and paired differences by mechanism (or variant) and outcome."""

    def __init__(self, name: str) -> None:
        self.rows = table(name).set_index(["mechanism", "outcome"])
        self.baseline = str(self.rows["baseline"].iloc[0])

    def mean(self, mechanism: str, outcome: str) -> float:
        """Return the mean of an outcome under a mechanism, the baseline included."""
        if mechanism == self.baseline:
            return float(self.rows.xs(outcome, level="outcome")["baseline_mean"].iloc[0])
        return float(self.rows.loc[(mechanism, outcome), "mean"])

    def change(self, mechanism: str, outcome: str) -> tuple[float, float, float]:
        """Return the difference to the baseline, and the ends of its interval."""
        row = self.rows.loc[(mechanism, outcome)]
        return float(row["difference"]), float(row["ci_low"]), float(row["ci_high"])

    def is_significant(self, mechanism: str, outcome: str) -> bool:
        """Return whether the interval leaves out 0."""
        _, low, high = self.change(mechanism, outcome)
        return low * high > 0.0
