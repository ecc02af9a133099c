"""Draws: uniform, independent, keyed by every field, the same compiled and not.

All keys are fixed, so a test that passes goes on passing. Had they been chosen at random, sound draws would fail in
one of these tests with the probability that stands beside it, less than 1 in 1,000 for the family.
"""

import itertools
import math
import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from scipy import stats

from dizao.agents.compiled import compiled
from dizao.model.core import draws
from dizao.model.core.draws import (
    draw,
    draw_each,
    draw_each_about,
    fisk_scale,
    hash_bits,
    standard_logistic,
    standard_normal,
)

FIELDS = ("seed", "purpose", "first", "second", "third")
BASE = (20_240_816, draws.PLEDGE, 120_000_034, 91, 7)
NUMBER = 1 << 16
BINS = 256


def stream(field: int) -> np.ndarray:
    """Draw with keys that differ in one field, which counts up."""
    keys = ((*BASE[:field], BASE[field] + k, *BASE[field + 1 :]) for k in range(NUMBER))
    return np.array([draw(*key) for key in keys])


@pytest.fixture(scope="module", params=range(len(FIELDS)), ids=FIELDS)
def counted(request: pytest.FixtureRequest) -> np.ndarray:
    return stream(request.param)


@pytest.mark.small
def test_draws_fill_all_bins_alike(counted: np.ndarray) -> None:
    # Five streams, each at 1e-5: family error 5e-5.
    found = np.bincount((counted * BINS).astype(int), minlength=BINS)
    assert stats.chisquare(found).pvalue > 1e-5


@pytest.mark.small
def test_the_last_bits_of_draws_fill_all_bins_alike(counted: np.ndarray) -> None:
    # What lies below the first 24 bits. Five streams, each at 1e-5: family error 5e-5.
    found = np.bincount(((counted * 2**24) % 1.0 * BINS).astype(int), minlength=BINS)
    assert stats.chisquare(found).pvalue > 1e-5


@pytest.mark.small
def test_draws_have_no_serial_correlation(counted: np.ndarray) -> None:
    # Five streams, 20 lags each, at 5 standard errors: family error 6e-5.
    deviations = (counted - 0.5) * math.sqrt(12.0)
    for lag in range(1, 21):
        assert abs(np.mean(deviations[:-lag] * deviations[lag:])) < 5.0 / math.sqrt(NUMBER - lag)


@pytest.mark.small
def test_streams_of_different_purposes_are_not_correlated() -> None:
    # One pair for each two of six purposes, at 5 standard errors: family error 1e-5.
    rows = np.array([[draw(1, purpose, k, 0, 0) for k in range(4096)] for purpose in range(27, 33)])
    found = np.corrcoef(rows)[np.triu_indices(6, 1)]
    assert np.abs(found).max() < 5.0 / math.sqrt(4096)


# bits -----------------------------------------------------------------------------------------------------------


def keys(number: int) -> Iterator[tuple[int, ...]]:
    """Yield keys as they occur: seeds of 63 bits, purposes, ids of ten digits, weeks."""
    random_draw = np.random.default_rng(7)
    for _ in range(number):
        ids = random_draw.integers(0, 10**13, size=3)
        yield int(random_draw.integers(2**63)), int(random_draw.integers(1, 64)), *(int(x) for x in ids)


def output(key: tuple[int, ...]) -> np.ndarray:
    return np.array([hash_bits(*key, bit) for bit in range(64)])


@pytest.mark.parametrize("field", range(len(FIELDS)), ids=FIELDS)
def test_flipping_an_input_bit_flips_half_of_the_output(field: int) -> None:
    # 63 bits of each field, means over 150 keys (sd 4 / sqrt(150) = .33) within 2 of 32: family error below 1e-6.
    sample = list(keys(150))
    outputs = [output(key) for key in sample]
    for bit in range(63):
        flipped = [output((*key[:field], key[field] ^ 1 << bit, *key[field + 1 :])) for key in sample]
        mean = np.mean([np.sum(one != other) for one, other in zip(outputs, flipped, strict=True)])
        assert abs(mean - 32.0) < 2.0, f"bit {bit}: {mean}"


@pytest.mark.small
def test_keys_that_differ_in_any_field_differ() -> None:
    # 4,000 keys with 53 bits: two equal ones with probability 1e-9.
    near = [tuple(np.add(BASE, change)) for change in itertools.product((0, 1), repeat=5)]
    swapped = [(BASE[0], BASE[1], *rest) for rest in itertools.permutations(BASE[2:])]
    some = {tuple(int(x) for x in key) for key in [*near, *swapped, *keys(4000)]}
    assert len({draw(*key) for key in some}) == len(some)


@pytest.mark.small
def test_every_purpose_has_a_number_of_its_own() -> None:
    purposes = {name: value for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)}
    del purposes["MASK"]
    assert len(set(purposes.values())) == len(purposes) > 40


@pytest.mark.small
def test_a_draw_lies_strictly_between_0_and_1() -> None:
    smallest, largest = (np.uint64(0), np.uint64(draws.MASK)) if compiled else (0, draws.MASK)
    assert 0.0 < draws._as_unit(smallest) < draws._as_unit(largest) < 1.0


@pytest.mark.small
def test_negative_weeks_and_the_largest_seed_are_keys_too() -> None:
    found = {draw(seed, 1, 2, week, 0) for seed in (0, 2**63 - 1) for week in (-5000, -1, 0, 1)}
    assert len(found) == 8
    assert all(0.0 < u < 1.0 for u in found)


@pytest.mark.small
def test_draws_for_many_are_those_for_each() -> None:
    ids = np.array([5, 70_000_001, 3], dtype=np.int64)
    assert draw_each(9, draws.ATTEND, ids, -4).tolist() == [draw(9, draws.ATTEND, i, -4, 0) for i in ids]
    about = draw_each_about(9, draws.ATTENTION, 12, ids, 30).tolist()
    assert about == [draw(9, draws.ATTENTION, 12, i, 30) for i in ids]


# the plain twin -------------------------------------------------------------------------------------------------

TWIN = """
from dizao.agents.compiled import compiled
from dizao.model.core.draws import draw, hash_bits
print(compiled)
for key in {keys}:
    print(repr(float(draw(*key))), *(int(hash_bits(*key, bit)) for bit in (0, 31, 63)))
"""


@pytest.mark.small
def test_the_plain_twin_gives_the_same_numbers() -> None:
    sample = [*keys(200), BASE, (0, 1, 2, -5, 0), (2**63 - 1, 1, -1, -1, -1)]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1" if compiled else "0"}
    command = [sys.executable, "-c", TWIN.format(keys=sample)]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()
    assert found[0] == str(not compiled)
    here = [f"{float(draw(*key))!r} " + " ".join(str(int(hash_bits(*key, b))) for b in (0, 31, 63)) for key in sample]
    assert found[1:] == here


# distributions --------------------------------------------------------------------------------------------------


@pytest.mark.small
def test_two_uniforms_make_a_standard_normal() -> None:
    # Kolmogorov and Smirnov at 1e-4.
    found = [standard_normal(draw(3, 1, k, 0, 0), draw(3, 1, k, 1, 0)) for k in range(4096)]
    assert stats.kstest(found, "norm").pvalue > 1e-4


@pytest.mark.small
def test_a_uniform_makes_a_logistic_of_unit_variance() -> None:
    # Kolmogorov and Smirnov at 1e-4.
    found = [standard_logistic(draw(4, 1, k, 0, 0)) for k in range(4096)]
    assert stats.kstest(found, "logistic", args=(0.0, math.sqrt(3.0) / math.pi)).pvalue > 1e-4


@pytest.mark.small
@pytest.mark.parametrize("sd", [0.0, 0.3, 0.5, 0.9])
def test_log_logistic_numbers_have_mean_1(sd: float) -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    values = np.exp(sd * np.log(u / (1.0 - u)) * math.sqrt(3.0) / math.pi)
    assert fisk_scale(sd) * values.mean() == pytest.approx(1.0, rel=0.01)
