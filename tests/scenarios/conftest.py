"""Fixtures of experiments: the engine that only counts, and a scenario to ask of it."""

from collections.abc import Iterator

import pytest

from dizao.scenarios import Scenario, load
from dizao.scenarios.reports.page import content

from .fakes import SHORT, FakeEngine, counts_only, leave_figures_white


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeEngine]]:
    counts_only(monkeypatch)
    yield FakeEngine
    FakeEngine.worlds, FakeEngine.stop_at = [], None


@pytest.fixture
def scenario() -> Scenario:
    return load("taoyuan", SHORT)


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave figures out of what a page shows, where its tables and words are what is tested."""
    monkeypatch.setattr(content, "_figures", lambda comparison: iter(()))


@pytest.fixture
def blank_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave figures white where they are not what is tested: they take longer than all the rest."""
    leave_figures_white(monkeypatch)
