"""Fixtures of experiments: the engine that only counts, and a scenario to ask of it."""

from collections.abc import Iterator

import pytest
from matplotlib.figure import Figure

from dizao.scenarios import Scenario, load
from dizao.scenarios.execution import replicates
from dizao.scenarios.reports import comparison_figures

from .fakes import SHORT, FakeEngine, fake_groups, fake_process


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeEngine]]:
    monkeypatch.setattr(replicates, "Engine", FakeEngine)
    monkeypatch.setattr(replicates, "groups", fake_groups)
    monkeypatch.setattr(replicates, "process", fake_process)
    FakeEngine.worlds, FakeEngine.stop_at = [], None
    yield FakeEngine
    FakeEngine.worlds, FakeEngine.stop_at = [], None


@pytest.fixture
def scenario() -> Scenario:
    return load("taoyuan", SHORT)


@pytest.fixture
def blank_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave figures white where they are not what is tested: they take longer than all the rest."""
    monkeypatch.setattr(comparison_figures, "draw", lambda comparison, name: Figure(figsize=(1.0, 1.0)))
