import math

import numpy as np
import pandas as pd
import pytest

from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.analysis.uncertainty.information import Draws, gain, information_table, perfect
from dizao.scenarios.library import __name__ as library
from dizao.scenarios.loading.information import group_titles, grouped, possible_studies

N = 2_000


def uniform(seed: int, columns: int = 2) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(seed)).random((N, columns))


def test_expected_value_of_a_parameter_is_what_the_integral_says() -> None:
    """A rule that brings x against one that brings 0, x even over (-1, 1): knowing x is worth E max(x, 0) = 1/4."""
    positions = uniform(1)
    x = 2.0 * positions[:, 0] - 1.0
    noise = np.random.Generator(np.random.PCG64(2)).normal(0.0, 2.0, N)
    values = np.column_stack([np.zeros(N), x - x.mean() - 1e-3 + noise - noise.mean()])
    known = gain(positions[:, [0]], values).gains
    # Four standard errors of the mean of 2,000 gains: wrong once in 16,000 draws of the noise.
    assert abs(known.mean() - 0.25) < 4.0 * known.std() / math.sqrt(N)
    # What decides nothing is worth nothing, and the noise of a draw does not make it worth something.
    idle = gain(positions[:, [1]], values).gains
    assert idle.mean() < 3.0 * max(idle.std(), 1e-9) / math.sqrt(N)


def test_a_group_is_worth_what_its_parameters_are_together() -> None:
    """Two rules: 0 and x + y. The triangle's E max(x + y, 0) is 1/3, more than either alone."""
    positions = uniform(3, 3)
    x, y = 2.0 * positions[:, 0] - 1.0, 2.0 * positions[:, 1] - 1.0
    values = np.column_stack([np.zeros(N), x + y - 0.001 - (x + y).mean()])
    both, one = (gain(positions[:, columns], values).gains.mean() for columns in ([0, 1], [0]))
    assert both == pytest.approx(1.0 / 3.0, abs=0.03)
    assert one == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("tau", [0.5, 2.0])
def test_value_of_a_study_shrinks_as_its_error_grows(tau: float) -> None:
    """x normal with variance 1, seen with variance tau squared: EVSI = 0.3989 / sqrt(1 + tau squared)."""
    random = np.random.Generator(np.random.PCG64(5))
    x = random.standard_normal(N)
    values = np.column_stack([np.zeros(N), x - x.mean() - 1e-3])
    seen = (x + tau * random.standard_normal(N))[:, None]
    expected = 1.0 / math.sqrt(2.0 * math.pi * (1.0 + tau * tau))
    found = gain(seen, values).gains
    assert abs(found.mean() - expected) < 4.0 * found.std() / math.sqrt(N)


def runs_of(values: np.ndarray, replicates: int, spread: float) -> pd.DataFrame:
    random = np.random.Generator(np.random.PCG64(7))
    rows = [
        (draw, replicate, name, outcome, value + spread * random.standard_normal())
        for draw, of_draw in enumerate(values)
        for replicate in range(replicates)
        for name, value in zip("ab", of_draw, strict=True)
        for outcome in ("net_present_value_yuan", *FLOWS)
    ]
    return pd.DataFrame(rows, columns=["draw", "replicate", "mechanism", "outcome", "value"])


FLOWS = (
    "public_yuan",
    "residents_yuan",
    "organizations_yuan",
    "completed",
    "consents",
    "functioning_after_12_months",
)


def test_perfect_information_about_nothing_is_worth_nothing_where_draws_have_two_worlds() -> None:
    """Both rules bring the same: with one world in a draw the better of two random draws looks worth something."""
    same = np.zeros((400, 2))
    one, two = (perfect(runs_of(same, replicates, 1.0), "net_present_value_yuan").gains for replicates in (1, 2))
    assert one.mean() > 0.4
    assert abs(two.mean()) < 4.0 * two.std() / math.sqrt(len(two))


def draws_of(count: int) -> Draws:
    key = "works.lender_share"
    positions = uniform(11)[:count, 0]
    uncertain = (Uncertain(key, "share", 0.0, 1.0, 0.5, "C", "", False),)
    values = np.column_stack([np.zeros(count), 1_000.0 * (positions - 0.5)])
    runs = runs_of(values, 2, 10.0)
    drawn = pd.DataFrame({"draw": range(count), key: positions})
    return Draws(uncertain, drawn, runs, runs[runs["draw"] < 4].drop(columns="draw"), 12)


def test_table_has_every_kind_once_and_the_same_bytes_twice() -> None:
    draws = draws_of(100)
    first, second = (information_table(draws, "net_present_value_yuan", 3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert first["kind"].tolist()[:2] == ["perfect", "group"]
    assert set(first["kind"]) == {"perfect", "group", "study", "parameter"}
    worth = first.set_index(["kind", "name"])["value_yuan"]
    # A survey of 300 can tell nearly what the parameter is, and nothing is worth more than all there is to know.
    assert 0.8 * worth["parameter", "works.lender_share"] < worth["study", "cash_survey"]
    assert worth.max() <= 1.05 * worth["perfect", "perfect"]
    assert (first["wrong_after"] <= first["wrong_before"] + 0.05).all()


def test_few_draws_have_no_values() -> None:
    assert information_table(draws_of(FEWEST_DRAWS_TOLD - 1), "net_present_value_yuan", 3).empty


def test_every_drawn_parameter_of_the_library_is_in_one_group_and_no_pattern_is_idle() -> None:
    from importlib.resources import files

    from dizao.scenarios import load
    from dizao.scenarios.loading.estimates import kept
    from dizao.scenarios.loading.information import FILE
    from dizao.scenarios.studies.uncertainty.parameters import uncertain

    names = [one.name[:-5] for one in files(library).iterdir() if one.name.endswith(".toml")]
    keys = sorted({one.key for name in names for one in uncertain(load(name).settings("reward"))})
    found = grouped(keys)
    assert sorted(key for members in found.values() for key in members) == keys
    assert list(found) == [group.name for group in group_titles()]
    from fnmatch import fnmatchcase

    idle = [
        pattern
        for name, table in kept(FILE)["groups"].items()
        for pattern in table["keys"]
        if not any(fnmatchcase(key, pattern) for key in found[name])
    ]
    assert idle == []


def test_a_number_of_a_group_or_of_a_category_is_where_that_of_all_is() -> None:
    keys = ["places.villages.cost_ratio", "categories.lamps.cost_yuan", "places.villages.income_yuan_per_head"]
    assert grouped(keys) == {"cash": [keys[2]], "costs": keys[:2]}


def test_what_studies_observe_exists() -> None:
    from dizao.model.outputs.outcomes import OUTCOMES
    from dizao.scenarios import load
    from dizao.scenarios.studies.uncertainty.parameters import uncertain

    keys = {one.key for one in uncertain(load("nanhu").settings("reward"))}
    for study in possible_studies():
        assert set(study.shares) | set(study.means) <= keys
        ratios = [name for ratio in study.ratios for name in (*ratio.of, *ratio.to)]
        assert {*ratios, *study.trial} <= set(OUTCOMES)
