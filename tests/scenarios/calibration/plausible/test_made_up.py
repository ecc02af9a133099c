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
from dizao.scenarios.loading.language import LANGUAGES
from dizao.scenarios.reports.made_up import sentences
from dizao.scenarios.reports.plausible_figures import made_up_figure
from dizao.scenarios.reports.texts import Voice
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
    for kind in ("emulated", "simulated"):
        by_fact = made.table[[f"{kind}.{fact.name}" for fact in made.facts]].to_numpy()
        np.testing.assert_array_equal(np.sort(by_fact, axis=1)[:, -2], made.table[kind])
    for language in LANGUAGES:
        said = " ".join(sentences(made, Voice(language)))
        beyond = {fact.title_in(language) for fact in made.facts if (made.table[f"simulated.{fact.name}"] > CUT).any()}
        assert any(Voice(language).inside(title) in said for title in beyond) == bool(beyond)
        rows = [one.get_text() for one in made_up_figure(made, Voice(language)).axes[1].get_yticklabels()]
        assert rows == [fact.title_in(language) for fact in made.facts]


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
