"""Generators of random numbers for what is no decision of the model (ODD 4, stochasticity).

Decisions draw by key (`dizao.model.core.draws`). Whoever needs a stream instead, a design, a bootstrap or a library
that asks for a generator, gets one here for a seed and a purpose. No state is shared: NumPy's own stream, and
libraries that fall back on it when their seed is 0, are never used.
"""

import numpy as np

LARGEST_WORD = 0xFFFF_FFFF
"""Generators are seeded with words of 32 bits."""

WORD_BITS = 32

LARGEST_SEED = 2**63 - 1


def words(seed: int, first: int = 0, second: int = 0) -> list[int]:
    """Return what a generator is seeded with: all 63 bits of a seed, and two numbers that say what it is for.

    The upper half of the seed comes last and is left out where it is 0: a short list is filled up with zeros, so that
    no two seeds and purposes share their words, and seeds below 2**32 give what they gave before the upper half was
    heeded.

    Parameters
    ----------
    seed
        In [0, 2**63).
    first, second
        Purpose, and number within it, or 0; below 2**32.

    Returns
    -------
    Three words, or four; each below 2**32.

    Raises
    ------
    ValueError
        If a number is beyond its range.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"seed: must be between 0 and 2**63 - 1, got {seed}")
    if not (0 <= first <= LARGEST_WORD and 0 <= second <= LARGEST_WORD):
        raise ValueError(f"purpose and number: must be between 0 and 2**32 - 1, got {first} and {second}")
    upper = int(seed) >> WORD_BITS
    return [int(seed) & LARGEST_WORD, int(first), int(second), *([upper] if upper else [])]


def generator(seed: int, first: int = 0, second: int = 0) -> np.random.Generator:
    """Return the generator of a seed and a purpose; two that differ in any of the three numbers are independent.

    Parameters
    ----------
    seed
        In [0, 2**63).
    first, second
        Purpose, and number within it, or 0; below 2**32.

    Returns
    -------
    A new generator.
    """
    return np.random.default_rng(words(seed, first, second))


def positive_seed(seed: int, first: int = 0, second: int = 0) -> int:
    """Return a seed for a library that takes a whole number, and takes 0 for none.

    Parameters
    ----------
    seed
        In [0, 2**63).
    first, second
        Purpose, and number within it, or 0; below 2**32.

    Returns
    -------
    int
        From 1 to 2**63 - 1.
    """
    return int(generator(seed, first, second).integers(1, LARGEST_SEED, endpoint=True))
