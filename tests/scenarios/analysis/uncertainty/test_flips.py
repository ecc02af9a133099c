"""The map of where a pair changes places, and the box, on constructed models."""

import sys

import numpy as np
import pandas as pd
import pytest

from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty import box, flips
from dizao.scenarios.analysis.uncertainty.box import FEW, NEVER, NO_BOX, NO_EXTRA, box_of, within
from dizao.scenarios.analysis.uncertainty.flips import PairRuns
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space

pytestmark = pytest.mark.small

SPACE = Space.of(load("nanhu").base)
X, Y, Z = "works.lender_share", "people.trust_start", "categories.value_yuan"
AT = {key: SPACE.keys.index(key) for key in (X, Y, Z)}


def runs(formula, count: int = 256, seed: int = 0) -> PairRuns:
    """Return runs whose difference follows from the positions of three numbers."""
    positions = design.draws(SPACE, count, seed)
    difference = formula(*(positions[:, AT[key]] for key in (X, Y, Z)))
    return PairRuns(SPACE.values(positions), difference, np.arange(count))


def wrong(flip: flips.Flip, truth) -> float:
    """Return the share of the map whose winner is not the true one."""
    across, up = np.meshgrid(np.linspace(0, 1, flips.GRID), np.linspace(0, 1, flips.GRID))
    return float(np.mean((flip.probability > 0.5) != (truth(across, up) > 0.0)))


@pytest.mark.parametrize(
    ("truth", "most"),
    [
        (lambda x, y: x + y - 1.0, 0.05),
        pytest.param(lambda x, y: x - 0.3 - 0.0 * y, 0.015, marks=pytest.mark.long),
        pytest.param(lambda x, y: (x - 0.5) ** 2 + (y - 0.5) ** 2 - 0.09, 0.05, marks=pytest.mark.long),
    ],
    ids=["slanting", "upright", "round"],
)
def test_the_map_recovers_the_border_of_two_numbers(truth, most: float) -> None:
    """256 runs without noise: on average over four designs at most 5% of the map (1.5%) names the wrong winner.

    Two columns of one design of some 200 numbers may fill their square unevenly; so no single design is held to it.
    """
    found = [flips.flip_of(SPACE.numbers, runs(lambda x, y, z: truth(x, y), seed=k), (X, Y), [X, Y]) for k in range(4)]
    maps = [flip for flip in found if flip is not None]
    assert len(maps) == 4
    assert np.mean([wrong(flip, truth) for flip in maps]) < most
    assert all(flip.accuracy > 0.95 > flip.usual and flip.informative for flip in maps)


def test_the_map_recovers_a_border_through_noise() -> None:
    """A third number decides half of the runs near the border: at most a tenth of the map is wrong (fixed seed)."""
    flip = flips.flip_of(SPACE.numbers, runs(lambda x, y, z: x + y - 1.0 + 0.8 * (z - 0.5)), (X, Y), [X, Y])
    assert flip is not None
    assert wrong(flip, lambda x, y: x + y - 1.0) < 0.1
    middle = flip.probability[flips.GRID // 2, flips.GRID // 2]
    assert 0.3 < middle < 0.7
    assert flip.probability[0, 0] < 0.1
    assert flip.probability[-1, -1] > 0.9


def test_a_map_over_numbers_that_do_not_matter_says_so() -> None:
    flip = flips.flip_of(SPACE.numbers, runs(lambda x, y, z: np.sign(np.sin(1e4 * z))), (X, Y), [X, Y])
    assert flip is not None
    assert flip.accuracy < 0.62
    assert flip.note == NO_BOX
    assert flip.box == ()


def test_points_of_a_block_are_left_out_together() -> None:
    """Copies of one run do not make the map look better than it is."""
    some = runs(lambda x, y, z: np.sign(np.sin(1e4 * z)), 64)
    copied = PairRuns(*(np.repeat(part, 8, axis=0) for part in some))
    flip = flips.flip_of(SPACE.numbers, copied, (X, Y), [X, Y])
    assert flip is not None
    assert flip.accuracy < 0.65


def test_the_box_is_the_constructed_corner() -> None:
    """The second wins where few lend and things are worth little, and hardly elsewhere."""
    corner = runs(lambda x, y, z: np.where((x < 0.4) & (z < 0.5), -1.0, 1.0))
    flip = flips.flip_of(SPACE.numbers, corner, (X, Y), [X, Y, Z])
    assert flip is not None
    bounds = {bound.key: bound for bound in flip.box}
    assert set(bounds) == {X, Z}
    assert bounds[X].low == 0.0
    assert bounds[X].high == pytest.approx(0.4, abs=0.06)
    assert bounds[Z].low == 0.5
    assert bounds[Z].high == pytest.approx(1.0, abs=0.15)
    assert flip.box_density > 0.85
    assert flip.box_coverage > 0.85
    assert flip.box_share == pytest.approx(0.2, abs=0.06)


def test_what_is_said_of_the_box_is_measured_on_runs_left_out() -> None:
    """Noise has boxes too, dense where they were found; left out, they are not."""
    random_draw = np.random.default_rng(3)
    positions = pd.DataFrame(random_draw.random((200, 5)), columns=list("abcde"))
    hit = random_draw.random(200) < 0.3
    assert box_of(positions, hit, np.arange(200)).note == NO_BOX


def test_a_pair_that_never_changes_places_has_no_box() -> None:
    flip = flips.flip_of(SPACE.numbers, runs(lambda x, y, z: 1.0 + x), (X, Y), [X, Y])
    assert flip is not None
    assert flip.note == NEVER
    assert flip.probability.min() > 0.5


def test_few_independent_runs_have_no_box_however_many_there_are() -> None:
    positions, hit = pd.DataFrame({"a": np.linspace(0.0, 1.0, 396)}), np.arange(396) < 100
    assert box_of(positions, hit, np.arange(396) // 4).note == FEW
    assert box_of(positions, hit, np.arange(396) // 3).note != FEW


def test_without_the_extra_the_rest_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    flip = flips.flip_of(SPACE.numbers, runs(lambda x, y, z: x + y - 1.0), (X, Y), [X, Y])
    assert flip is not None
    assert flip.note == NO_EXTRA
    assert flip.accuracy > 0.9


def test_equal_runs_tell_nothing_and_too_few_make_no_map() -> None:
    equal = runs(lambda x, y, z: np.where(x < 0.95, 0.0, 1.0), 64)
    assert flips.flip_of(SPACE.numbers, equal, (X, Y), [X, Y]) is None


def test_conditions_leave_out_equal_runs() -> None:
    some = runs(lambda x, y, z: np.where(y < 0.5, 0.0, np.where(x > 1 / 3, 1.0, -1.0)))
    rows = flips.conditions(SPACE.numbers, some, [X]).set_index("third")
    assert rows["share"].tolist() == [0.0, 1.0, 1.0]
    assert rows["n"].sum() == pytest.approx(128, abs=2)
    assert rows["from"].tolist() == pytest.approx([0.0, 1 / 3, 2 / 3])


def test_a_box_without_sides_holds_nothing() -> None:
    positions = pd.DataFrame({"a": [0.1, 0.9]})
    assert not within((), positions).any()
    assert within((box.Side("a", 0.0, 0.5),), positions).tolist() == [True, False]
