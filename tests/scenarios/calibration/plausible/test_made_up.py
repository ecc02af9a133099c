"""Truths that are known are kept, on formulas at once and on worlds in a long test."""

from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from dizao.scenarios import load
from dizao.scenarios.analysis.matching.implausibility import CUT
from dizao.scenarios.calibration.plausible.made_up import made_up
from dizao.scenarios.calibration.plausible.runs import Runs
from dizao.scenarios.calibration.plausible.study import Asked, Match, Size
from dizao.scenarios.loading.errors import FailedError
from tests.scenarios.calibration.plausible.test_study import SIZE, worlds_of_formulas

WORLDS = 20
MOST_LOST = 2
"""Of twenty truths: more are lost by chance once in a hundred studies where one in twenty is."""


@pytest.mark.small
def test_truths_of_formulas_are_kept_and_little_of_the_prior() -> None:
    made = made_up(Match(Asked(load("taoyuan"), 5, SIZE), worlds_of_formulas), WORLDS)
    assert (made.table["simulated"] > CUT).sum() <= MOST_LOST
    assert (made.table["emulated"] > CUT).sum() <= MOST_LOST
    assert made.table["share"].mean() < 0.5


@pytest.mark.small
def test_where_nothing_ever_happens_no_truth_is_made_up() -> None:
    def nothing(positions: np.ndarray, seeds: np.ndarray, what: str) -> np.ndarray:
        return np.zeros_like(worlds_of_formulas(positions, seeds, what))

    with pytest.raises(FailedError, match="have all outcomes"):
        made_up(Match(Asked(load("taoyuan"), 5, SIZE), nothing), 2)


@pytest.mark.long
def test_truths_of_worlds_are_kept(tmp_path: Path) -> None:
    size = Size(wave_size=60, trajectories=0)
    with Runs(tmp_path, None, Console(stderr=True)) as runs:
        made = made_up(Match(Asked(load("nanhu"), 0, size), runs.ratios), WORLDS)
    assert (made.table["simulated"] > CUT).sum() <= MOST_LOST
    assert (made.table["emulated"] > CUT).sum() <= MOST_LOST
