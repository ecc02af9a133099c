"""Runs of parameter sets are kept as they end, made once, and made again where a file is damaged."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from dizao.scenarios.calibration.plausible import runs
from dizao.scenarios.calibration.plausible.cube import keys_of_worlds
from dizao.scenarios.calibration.plausible.runs import Runs, columns

pytestmark = pytest.mark.small

COUNT = 5


class Counted:
    """Stands for living in the worlds: counts its calls, and is interrupted at one of them."""

    def __init__(self, stop_at: int = 0) -> None:
        self.calls, self.stop_at = 0, stop_at

    def __call__(self, task: Any, report: Any) -> list[Any]:
        self.calls += 1
        if self.calls == self.stop_at:
            raise KeyboardInterrupt
        place, seeds = task.given
        return [[[place[0], float(seed)]] * len(columns()) for seed in seeds]


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, counted: Counted, first_seed: int = 1) -> np.ndarray:
    """Return the ratios of some sets in two replicates."""
    monkeypatch.setattr(runs, "_lived", counted)
    places = np.random.default_rng(0).random((COUNT, len(keys_of_worlds()) + 1))
    seeds = first_seed + np.arange(2 * COUNT).reshape(COUNT, 2)
    with Runs(folder, 1, Console(stderr=True, quiet=True)) as some:
        return some.ratios(places, seeds, "sets")


def test_what_is_kept_is_not_made_again_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again, other = Counted(), Counted(), Counted()
    found = made(tmp_path, monkeypatch, first)
    assert found.shape == (COUNT, 2, len(columns()), 2)
    assert np.array_equal(made(tmp_path, monkeypatch, again), found)
    made(tmp_path, monkeypatch, other, first_seed=2)
    assert (first.calls, again.calls, other.calls) == (COUNT, 0, COUNT)


def test_after_an_interruption_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, monkeypatch, Counted(stop_at=4))
    rest = Counted()
    made(tmp_path, monkeypatch, rest)
    assert rest.calls == COUNT - 3


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"check": "x", "set": "y", "ratios": []}'])
def test_a_damaged_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    found = made(tmp_path, monkeypatch, Counted())
    damaged = next((tmp_path / "runs").iterdir())
    whole = damaged.read_bytes()
    damaged.write_text(content, encoding="utf-8")
    again = Counted()
    assert np.array_equal(made(tmp_path, monkeypatch, again), found)
    assert again.calls == 1
    assert damaged.read_bytes() == whole
