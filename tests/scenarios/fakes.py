"""What tests of experiments share: an engine that only counts, a short calendar, commands in processes of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.outputs.activity import KINDS
from dizao.model.outputs.groups import Groups
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.settings import Settings
from dizao.scenarios.execution import replicates
from dizao.scenarios.execution.run_process import Process
from dizao.scenarios.reports import comparison_figures
from dizao.scenarios.reports.folder import FILES

SHORT = [
    "calendar.backlog_weeks=4",
    "calendar.warm_up_weeks=6",
    "calendar.programme_weeks=20",
    "calendar.follow_up_weeks=8",
]
BYTES_COMPARED = [name for name in FILES if name != "manifest.json"]


class FakeEngine:
    """Lives its weeks and ends with numbers made from seed and mechanism; remembers how many worlds were made."""

    worlds: list[tuple[Settings, int]] = []  # noqa: RUF012
    stop_at: int | None = None

    def __init__(self, settings: Settings, seed: int) -> None:
        if len(FakeEngine.worlds) == FakeEngine.stop_at:
            raise KeyboardInterrupt
        FakeEngine.worlds.append((settings, seed))
        self.settings, self.seed, self.name = settings, seed, ""
        self.week = -settings.calendar.warm_up_weeks
        self.end_week = settings.calendar.programme_weeks + settings.calendar.follow_up_weeks
        self.seconds = {"world": 1.0}

    def warm_up(self) -> None:
        self.week, self.seconds = 0, {**self.seconds, "needs": 2.0}

    def fork(self, name: str, mechanism: Mechanism) -> "FakeEngine":
        assert self.week == 0
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__, name=name, seconds=dict(self.seconds))
        twin.settings = self.settings._replace(mechanism=mechanism)
        return twin

    def run(self, tick: Callable[[int], None] | None = None) -> None:
        while self.week < self.end_week:
            self.week += 1
            if tick is not None:
                tick(self.week - 1)
        self.seconds["needs"] += 4.0

    def whole_lives(self) -> None:
        """Nothing is followed: what hangs on it is made up too."""

    def outcomes(self) -> dict[str, float]:
        rate = self.settings.mechanism.payment.rate
        return dict.fromkeys(OUTCOMES, 100.0 + 7.0 * (self.seed % 5) ** 2 + 10.0 * rate)


def fake_groups(engine: FakeEngine, lives: None) -> Groups:
    """Two units, the first of which loses what the rate makes the second gain, and owners who gain with the rate."""
    rate = engine.settings.mechanism.payment.rate
    return {
        "unit": {"1": (100, -300.0 * rate), "2": (50, 300.0 * rate + engine.seed)},
        "income": {"1": (150, 30.0 * rate + engine.seed)},
        "tenure": {"owner": (90, 90.0 * rate + engine.seed), "tenant": (60, 0.0)},
    }


def fake_process(engine: FakeEngine, outcomes: dict[str, float]) -> Process:
    """A way in which the rate decides who pays, and the seed how long it takes."""
    rate, last = engine.settings.mechanism.payment.rate, engine.end_week
    steps = ("arose", "voiced", "proposed", "consented", "funded", "completed", "functioning")
    return Process(
        {step: 70 - 10 * place for place, step in enumerate(steps)},
        {"arose": 90, "voiced": 60, "settled": 30},
        {"residents": 1e5, "sponsors": 1e4, "upfront": 0.0, "reward": 1e5 * rate, "unrepaid": 0.0},
        {"lender": 5e4 * rate, "builder": 0.0, "advances": 5e4 * rate},
        {"lender": 0.0, "builder": 1e3, "advances": 0.0},
        tuple(sorted((8 + engine.seed % 5, 12, 20))),
        tuple(range(-4, last + 1, 4)),
        {name: tuple(float(week % 7) for week in range(-4, last, 4)) for name in KINDS},
        fake_budget(rate, engine.seed),
    )


def fake_budget(rate: float, seed: int) -> dict[str, tuple[float, ...]]:
    """Two budget years of which the rate decides what is paid, and the follow-up."""
    paid = (4e5 * rate, 6e5 * rate + 1e3 * seed, 1e4 * rate)
    amounts = {"carried_in": (0.0,) * 3, "appropriated": (1e6, 1e6, 0.0), "returned": (0.0,) * 3, "paid": paid}
    left = {"lapsed": (1e6 - paid[0], 1e6 - paid[1], -paid[2]), "carried_over": (0.0,) * 3}
    bound = {"committed": (1e5 * rate, 1e5 * rate, 0.0), "arrears": (1e4 * rate, 1e4 * rate, 0.0)}
    return {**amounts, **left, **bound, "runs_out": (float(9 if rate > 0.9 else 0), float(7 if seed % 2 else 0), 0.0)}


def counts_only(patch: pytest.MonkeyPatch) -> None:
    """Let comparisons in this process be made by the engine that only counts, of which none has been made yet."""
    patch.setattr(replicates, "Engine", FakeEngine)
    patch.setattr(replicates, "groups", fake_groups)
    patch.setattr(replicates, "process", fake_process)
    FakeEngine.worlds, FakeEngine.stop_at = [], None


def leave_figures_white(patch: pytest.MonkeyPatch) -> None:
    """Write figures with nothing on them."""
    patch.setattr(comparison_figures, "draw", lambda comparison, name: Figure(figsize=(0.1, 0.1)))


def bytes_of(out: Path) -> dict[str, bytes]:
    """Return what must not differ between two folders of the same comparison, finished runs included."""
    kept = {f"runs/{path.name}": path.read_bytes() for path in (out / "runs").iterdir()}
    return {name: (out / name).read_bytes() for name in BYTES_COMPARED} | kept


def files_in(out: Path) -> int:
    """Return how many finished runs a folder holds."""
    return sum(1 for _ in (out / "runs").glob("[!.]*.json"))


def started(out: Path, *options: str, **how: Any) -> subprocess.Popen[str]:
    """Start a short comparison of the smallest scenario in a process group of its own."""
    code = "from dizao.scenarios.commands.main import main; main()"
    settings = [word for key in SHORT for word in ("--set", key)]
    command = [sys.executable, "-c", code, "compare", "taoyuan", *settings, "--out", str(out), *options]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, start_new_session=True, **pipes, **how)


def ended(group: int, seconds: float = 10.0) -> bool:
    """Wait until no process of a group is left."""
    for _ in range(int(seconds / 0.1)):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
