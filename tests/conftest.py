"""What all tests share: random examples, the number of threads, the order of tests, and machine code made once."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator

# Tests run beside each other: a process of many threads for linear algebra would only stand in the others' way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, Phase, settings

from dizao.agents.compiled import compiled, set_threads, threads
from dizao.agents.machine_code import cache_folder

# Before they are imported, so that a rule that is broken says with which numbers.
pytest.register_assert_rewrite("tests.model.invariants")

settings.register_profile(
    "same_everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    # Without shrinking: an example is a whole world, and the message says which rule it broke and where.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.load_profile("same_everywhere")


@pytest.fixture
def threads_restored() -> Iterator[None]:
    before = threads()
    yield
    set_threads(before)


@pytest.fixture(autouse=True, scope="session")
def not_through_to_the_disk() -> Iterator[None]:
    """Do not wait for the disk: thousands of small files are written, and no test takes the power away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


# the order of tests, and what is done before them -----------------------------------------------------------------

LONGEST_FIRST = (
    "test_page.py",
    "test_notebooks.py",
    "test_same_bytes.py",
)
"""Files with the longest tests. They come first, so that no process is left with one of them while others are idle."""

LIVES = """
from dizao.model.engine import Engine
from dizao.scenarios import load
from dizao.scenarios.commands.listing import systems
from dizao.scenarios.execution.replicates import compile_first
from dizao.scenarios.studies.compare import plan

compile_first(plan(load("taoyuan"), ["none"], "reward", 1, 0)[2][0])
short = [f"calendar.{part}_weeks={weeks}" for part, weeks in (("warm_up", 16), ("programme", 8), ("follow_up", 0))]
for name in systems():
    Engine(load(name, short).settings(), 1).run()
"""
GAMES = "from dizao.scenarios.commands.main import execute; execute(['lab', 'mori2024'])"
WARM_UP = (LIVES, GAMES)
"""Short lives under all mechanisms and with each system, and beside them a game: they compile nearly everything."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile once, before the tests are dealt out: else each process would compile the same for itself."""
    controls = getattr(session.config.option, "dist", "no") != "no" and not hasattr(session.config, "workerinput")
    if controls and compiled and not any(cache_folder().rglob("*.nbi")):
        started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL) for code in WARM_UP]
        assert [process.wait() for process in started] == [0] * len(WARM_UP)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped where all tests must run (CI is set): a browser that is missing would go unnoticed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{item.nodeid} may not be skipped in CI: {reason}"
    return report
