"""Draws, trajectories and the design of Sobol indices: ranges, constraints, and points that stay."""

import numpy as np
import pytest

from dizao.model.systems.registry import SECTIONS
from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.analysis.uncertainty.points import DISPOSITIONS, position_of, value_at
from dizao.scenarios.loading.checks import contradictions
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.studies.uncertainty import design
from dizao.scenarios.studies.uncertainty.design import Space
from dizao.scenarios.studies.uncertainty.parameters import errors_of_the_estimate

pytestmark = pytest.mark.small

SPACE = Space.of(load("nanhu").base)


@pytest.mark.parametrize("name", ["nanhu", "duhe", "bridge", "wuchang"])
def test_draws_lie_in_their_ranges_and_contradict_nothing(name: str) -> None:
    space = Space.of(load(name).base)
    values = space.values(design.draws(space, 128, 0))
    for k, one in enumerate(space.numbers):
        room = 1e-5 * max(abs(one.low), abs(one.high))
        assert (values[:, k] >= one.low - room).all(), one.key
        assert (values[:, k] <= one.high + room).all(), one.key
    assert [problem for settings in space.checked(values) for problem in contradictions(settings, [])] == []


def test_a_draw_that_contradicts_itself_is_one_clear_line() -> None:
    crowded = load("nanhu", ["place.party_members=64000"])
    space = Space.of(crowded.base)
    with pytest.raises(ScenarioError, match=r"--draws: place.party_members: a draw must be at most"):
        space.checked(space.values(design.draws(space, 64, 0)))


def test_numbers_keep_their_kinds() -> None:
    drawn = SPACE.checked(SPACE.values(design.draws(SPACE, 8, 1)))
    for settings in drawn:
        for section in SECTIONS:
            for a, b in zip(getattr(settings, section), getattr(SPACE.settings, section), strict=True):
                assert type(a) is type(b)
        for name, category in settings.categories.items():
            assert [type(x) for x in category] == [type(x) for x in SPACE.settings.categories[name]]


def test_more_draws_keep_the_first_and_another_seed_draws_others() -> None:
    many, few = design.draws(SPACE, 100, 5), design.draws(SPACE, 13, 5)
    assert (many[:13] == few).all()
    assert not (design.draws(SPACE, 13, 6) == few).any()


def test_draws_are_spread_evenly() -> None:
    """Of a scrambled Sobol sequence each half of each range gets exactly half of a power of two of points."""
    positions = design.draws(SPACE, 64, 0)
    assert ((positions < 0.5).sum(axis=0) == 32).all()


def test_whole_numbers_are_drawn_equally_often() -> None:
    one = Uncertain("works.settle_tries", "tries", 1, 4, 2, "C", "", False, whole=True)
    space = Space(SPACE.settings, (one,))
    values = space.values(((np.arange(400) + 0.5) / 400.0)[:, None])
    assert np.unique(values, return_counts=True)[1].tolist() == [100, 100, 100, 100]


def test_proportions_are_drawn_evenly_where_a_range_spans_tenfold() -> None:
    at = {one.key: k for k, one in enumerate(SPACE.numbers)}
    column = SPACE.values(design.draws(SPACE, 256, 0))[:, at["place.spare_money_share"]]
    low, high = 0.002, 0.03
    assert np.median(column) == pytest.approx(np.sqrt(low * high), rel=0.05)


@pytest.mark.parametrize("log", [False, True])
def test_positions_and_values_go_back_and_forth(log: bool) -> None:
    one = Uncertain("x", "share", 0.01, 0.9, 0.1, "C", "", log)
    positions = np.linspace(0.0, 1.0, 11)
    assert position_of(one, value_at(one, positions)) == pytest.approx(positions)


def test_the_estimate_is_drawn_with_its_errors_and_correlations() -> None:
    """Both tails drawn in, the spread is 0.96 of the error, or less where a range cuts; correlations stay."""
    columns = SPACE.estimated
    drawn = SPACE.values(design.draws(SPACE, 2048, 0))[:, columns]
    errors, correlations = errors_of_the_estimate()
    spread = drawn.std(axis=0) / np.array(errors)
    assert (spread > 0.75).all()
    assert (spread < 0.97).all()
    assert np.abs(np.corrcoef(drawn, rowvar=False) - np.array(correlations)).max() < 0.12


def test_a_factor_acts_on_all_categories_and_on_nothing_else() -> None:
    row = np.array([one.default for one in SPACE.numbers])
    row[SPACE.keys.index("categories.value_yuan")] = 1.5
    changed = SPACE.at(row)
    for name, category in changed.categories.items():
        before = SPACE.settings.categories[name]
        assert category == before._replace(value_yuan=1.5 * before.value_yuan)
    assert changed._replace(categories=SPACE.settings.categories) == SPACE.settings


def test_a_factor_stays_within_what_is_allowed() -> None:
    row = np.array([one.default for one in SPACE.numbers])
    for name in ("value_spread", "decay", "labour_share"):
        row[SPACE.keys.index(f"categories.{name}")] = 50.0
    changed = SPACE.at(row)
    assert max(category.value_spread for category in changed.categories.values()) <= 1.5
    assert max(category.decay for category in changed.categories.values()) <= 1.0
    assert max(category.labour_share for category in changed.categories.values()) <= 1.0


def test_along_a_trajectory_one_number_moves_and_the_estimate_moves_as_one() -> None:
    groups = SPACE.groups()
    walk = design.trajectories(groups, 3, 0)
    for block in range(3):
        steps = np.diff(walk.positions[walk.blocks == block], axis=0)
        moved = [{groups[k] for k in np.flatnonzero(step)} for step in steps]
        assert all(len(one) == 1 for one in moved)
        assert {key for one in moved for key in one} == set(groups)
    assert DISPOSITIONS in groups
    assert (design.trajectories(groups, 2, 0).positions == walk.positions[walk.blocks < 2]).all()


def test_more_base_rows_keep_the_first() -> None:
    groups = SPACE.groups(["works.lender_share", "people.trust_start"])
    few, many = design.saltelli(groups, 8, 3), design.saltelli(groups, 16, 3)
    assert (many.positions[: len(few.positions)] == few.positions).all()
    assert len(few.positions) == 8 * (3 + 2)
    assert few.blocks.tolist() == [k for k in range(8) for _ in range(5)]
