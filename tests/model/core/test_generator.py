"""Generators of a seed and a purpose: none is another's, and none is anybody's."""

import itertools

import numpy as np
import pytest

from dizao.model.core.generator import LARGEST_SEED, generator, positive_seed, words

pytestmark = pytest.mark.small

SEEDS = (0, 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**33, LARGEST_SEED)


@pytest.mark.parametrize("key", [(0,), (7, 1), (5, 3, 2), (2**32 - 1, 4, 0)])
def test_seeds_of_32_bits_draw_what_estimates_and_docs_were_made_with(key: tuple[int, ...]) -> None:
    expected = np.random.default_rng(list(key)).integers(2**62, size=4)
    assert generator(*key).integers(2**62, size=4).tolist() == expected.tolist()


def test_no_two_seeds_and_purposes_draw_the_same() -> None:
    keys = list(itertools.product(SEEDS, (0, 1, 2**32 - 1), (0, 1)))
    first = {tuple(generator(*key).integers(2**62, size=2).tolist()) for key in keys}
    assert len(first) == len(keys)
    assert len({tuple(words(*key)) for key in keys}) == len(keys)


def test_a_seed_for_others_is_never_their_unseeded() -> None:
    found = [positive_seed(seed, 5) for seed in SEEDS]
    assert all(0 < one <= LARGEST_SEED for one in found)
    assert len(set(found)) == len(SEEDS)
    assert found == [positive_seed(seed, 5) for seed in SEEDS]


@pytest.mark.parametrize("key", [(-1,), (2**63,), (0, -1), (0, 2**32), (0, 0, 2**32)])
def test_what_does_not_fit_is_refused(key: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must be between 0 and"):
        generator(*key)
