"""Waves on worlds whose outcomes are formulas: what is kept is known, the same seed gives the same."""

import json
from functools import cache

import numpy as np
import pytest

from dizao.agents.parameters import parameters_of
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios import load
from dizao.scenarios.calibration.plausible import study
from dizao.scenarios.calibration.plausible.facts import Fact, off_scale, simulated_facts
from dizao.scenarios.calibration.plausible.runs import columns
from dizao.scenarios.calibration.plausible.study import Asked, Found, Match, Size
from dizao.scenarios.calibration.plausible.tables import made_from, members_table
from dizao.scenarios.commands import plausible as command
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.members import MADE_FROM

pytestmark = pytest.mark.small

SIZE = Size(members=60, replicates=2, wave_size=70, waves=3, trajectories=1)
PARAMETERS = parameters_of(SECTIONS["works"])

STEEP = 6.0
"""Outcomes move so much, in standard deviations of their facts, from one end of their number's range to the other."""


def outcome_of(fact: Fact, place: np.ndarray) -> np.ndarray:
    """Return an outcome, on its scale, that a single number moves: in its middle it is what was observed."""
    return fact.observed + STEEP * 2.0 * np.sqrt(fact.variance) * (place - 0.5)


def mover(column: int) -> int:
    """Return the number that moves an outcome."""
    return 3 * column + 1


def worlds_of_formulas(positions: np.ndarray, seeds: np.ndarray, what: str) -> np.ndarray:
    """Return ratios of worlds whose outcomes are formulas, with Monte Carlo error; at one end nothing happens."""
    of = 1e6
    found = np.empty((*seeds.shape, len(columns()), 2))
    by_column = {(fact.world, fact.outcome): fact for fact in reversed(simulated_facts())}
    for k, column in enumerate(columns()):
        fact = by_column[column]
        error = 0.01 * np.array([[np.random.default_rng([s, k]).normal() for s in row] for row in seeds])
        value = off_scale(fact.scale, outcome_of(fact, positions[:, mover(k)])[:, None] + error)
        amount = np.where(positions[:, 0] < 0.1, 0.0, of)[:, None]
        found[:, :, k, 0], found[:, :, k, 1] = value * amount, amount
    return found


@cache
def matched(seed: int = 3) -> Found:
    """Return a match of these worlds."""
    return Match(Asked(load("taoyuan"), seed, SIZE), worlds_of_formulas).run()


def test_what_is_kept_is_what_the_formulas_say() -> None:
    found = matched()
    places = found.positions[:, [mover(k) for k in range(found.conditions)]]
    distance = np.abs(2.0 * STEEP * (places - 0.5))
    truly = (np.sort(distance, axis=1)[:, -2] <= 3.0) & (found.positions[:, 0] >= 0.1)
    assert (truly == found.kept).mean() > 0.96
    assert found.kept.sum() > 10


def test_later_waves_look_where_more_is_kept_and_say_how_little_of_the_prior_that_is() -> None:
    found = matched()
    first, last = (found.kept[found.wave == number].mean() for number in (0, found.wave.max()))
    assert last > max(0.15, 3.0 * first)
    shares = [wave.share for wave in found.waves]
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)


def test_emulators_foretell_what_was_left_out() -> None:
    checked = [one for wave in matched().waves[:-1] for one in wave.checked.values() if one is not None]
    assert len(checked) > 10
    assert min(one.inside for one in checked) > 0.95
    assert np.median([one.explained for one in checked]) > 0.8


def test_weights_make_members_uniform_over_what_is_left() -> None:
    """Half of what is left lies in the lower half of a number that moves nothing."""
    found = matched()
    assert found.weights.sum() == pytest.approx(1.0)
    assert (found.weights[~found.kept] == 0.0).all()
    idle = found.positions[:, -1] < 0.5
    assert found.weights[idle].sum() == pytest.approx(0.5, abs=0.25)


def test_what_a_single_fact_keeps_out_would_be_kept_without_it() -> None:
    found, table = matched(), members_table(matched())
    tested = found.implausibilities[:, : found.conditions]
    members = table[table["without"] == ""]
    assert members["set"].tolist() == np.flatnonzero(found.kept).tolist()
    for j, fact in enumerate(found.facts[: found.conditions]):
        some = [not names or fact.name in names.split() for names in table["without"]]
        kept = (np.sort(np.delete(tested, j, axis=1), axis=1)[:, -2] <= 3.0).nonzero()[0]
        assert sorted(table["set"][some]) == kept.tolist()
    assert (table["without"] != "").any()
    np.testing.assert_allclose(members["weight"], (1.0 / members["density"]) / (1.0 / members["density"]).sum())


def test_members_say_what_they_were_made_from_and_which_numbers_move_a_fact() -> None:
    made = json.loads(made_from(matched())[MADE_FROM])
    assert made["command"].startswith("dizao plausible taoyuan --seed 3 --members 60 --replicates 2 --wave-size 70 ")
    keys = matched().cube.keys
    for k, fact in enumerate(made["facts"]):
        assert fact["moved_by"][0] in (keys[mover(k)], keys[0])
    ends = made["ends"]["compound"]["works.lender_share"]
    assert ends == [PARAMETERS["lender_share"].low, PARAMETERS["lender_share"].high]


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    again = Match(Asked(load("taoyuan"), 3, SIZE), worlds_of_formulas).run()
    assert np.array_equal(again.positions, matched().positions)
    assert np.array_equal(again.weights, matched().weights)
    assert not np.array_equal(matched(4).positions[:5], matched().positions[:5])


def test_facts_that_no_set_meets_leave_nothing() -> None:
    far = tuple(fact._replace(value=float(off_scale(fact.scale, fact.observed + 40.0 * np.sqrt(fact.variance))))
                if fact.use == "condition" and fact.scale == "log" else fact for fact in simulated_facts())  # fmt: skip
    found = Match(Asked(load("taoyuan"), 3, SIZE._replace(waves=2)), worlds_of_formulas, far).run()
    assert not found.kept.any()
    assert not found.weights.any()


@pytest.mark.parametrize(
    ("size", "option"),
    [
        (SIZE._replace(members=0), "--members"),
        (SIZE._replace(replicates=1), "--replicates"),
        (SIZE._replace(wave_size=3), "--wave-size"),
        (SIZE._replace(waves=0), "--waves"),
        (SIZE._replace(trajectories=-1), "--trajectories"),
    ],
)
def test_a_size_that_is_not_allowed_is_named(size: Size, option: str) -> None:
    with pytest.raises(ScenarioError, match=option):
        Match(Asked(load("taoyuan"), 0, size), worlds_of_formulas)


def test_the_command_offers_what_the_study_has_as_defaults() -> None:
    offered = (command.MEMBERS, command.REPLICATES, command.WAVE_SIZE, command.WAVES, command.TRAJECTORIES)
    assert Size() == Size(*offered)
    assert (command.FEWEST_REPLICATES, command.FEWEST_SETS) == (study.FEWEST_REPLICATES, study.FEWEST_SETS)
    assert command.MOST_SETS == study.MOST_SETS
