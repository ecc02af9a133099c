"""Keyed uniforms: a draw is a hash of (seed, purpose, three ids), without a stream or a state (ODD 4, stochasticity).

Whoever asks for the same key gets the same number, on any thread and in any order: common random numbers by
construction. Ids are permanent numbers, never rows; the week stands in the key where it belongs there.
The mixing function is the finaliser of SplitMix64 with Stafford's variant 13 constants, applied once for each word.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.compiled import compiled, kernel, rule

MASK = 0xFFFF_FFFF_FFFF_FFFF
ONE_STEP = 2.0**-52
"""52 bits and a half are exact in a double; with 53 the largest would round to 1."""

# Purposes: one for each kind of draw. A number is never used again for something else. Those of systems of the field
# stand with the systems (`dizao.model.system.System.draws`).
UNIT_SIZE = 1
UNIT_TRUST = 2
HOUSEHOLD_SIZE = 3
HOUSEHOLD_SIZE_ORDER = 4
HOUSEHOLD_INCOME = 5
HOUSEHOLD_AREA = 6
HOUSEHOLD_OWNER = 7
HOUSEHOLD_SAVINGS = 8
RESIDENT_AGE = 9
RESIDENT_MINUTES = 10
RESIDENT_RECIPROCITY = 11
RESIDENT_HUMP = 12
RESIDENT_BELIEF = 13
RESIDENT_TRUST = 14
RESIDENT_SOCIABILITY = 15
TIE_BUILDING = 16
TIE_UNIT = 17
TIE_ACROSS = 18
MEMBER_CHOICE = 19
MEMBER_ACTIVE = 20
MEMBER_STATUS = 21
UNIT_STATION = 22
NEED_ARISES = 23
NEED_BUILDING = 24
NEED_COST = 25
NEED_VALUE = 26
VALUE = 27
VOICE = 28
VISIT = 29
INVITE = 30
ATTEND = 31
SETTLE = 32
OBJECT = 33
REACH = 34
VOTE = 35
ATTENTION = 36
PLEDGE = 37
LABOUR = 38
ADVANCE = 39
SPONSOR = 40
LENDER = 41
SUPERVISE = 42
QUALITY = 43
INSPECT = 44
KEEP = 45
SCORE = 46
MEETING_DAY = 47
MEMBER_MINUTES = 48
MEMBER_VISITS = 49
START = 50
TIE_KIN = 51
HOUSEHOLD_CLAN = 52
CONTRIBUTION = 53
LOTTERY = 54
SPLIT = 55
WAIT = 56
EXPLAINED = 57
SOURCE_FALLS = 58
CASE_RANGE = 59
REPRESENTATIVE = 60
COLLECTIVE = 61
ARREARS = 62
PERSUADE = 63
ENGINEER = 100
HANDOVER = 101
REPAIR_DUTY = 102
LEVY_COURT = 103
LEVY_DUTY = 104
LEVY_IDLE = 105
UNIT_INCOME = 106
CONDITIONAL = 64
KNOWS_USERS = 70
GAME_ENDOWMENT = 80
GAME_PRIZE = 81
GAME_CONTRIBUTION = 82
GAME_ANSWER = 83
GAME_SEAT = 84
GAME_LEAVE = 85
GAME_STEP = 86

_U30 = np.uint64(30)
_U27 = np.uint64(27)
_U31 = np.uint64(31)
_U12 = np.uint64(12)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)

_START = np.uint64(0) if compiled else 0


class When(NamedTuple):
    """What the random draws of a week have in common: the replicate's seed, in [0, 2**63), and the week."""

    seed: int
    week: int


if compiled:

    @rule
    def _mix(state: Any, word: Any) -> Any:
        """Stir one word into a 64-bit state."""
        z = (state ^ np.uint64(word)) + _GOLDEN
        z = (z ^ (z >> _U30)) * _FIRST
        z = (z ^ (z >> _U27)) * _SECOND
        return z ^ (z >> _U31)

    @rule
    def _as_unit(state: Any) -> float:
        """Map 64 bits to the open interval (0, 1)."""
        return (np.float64(state >> _U12) + 0.5) * ONE_STEP

else:

    def _mix(state: Any, word: Any) -> Any:
        """Stir one word into a 64-bit state (plain twin of the compiled function)."""
        z = ((state ^ (int(word) & MASK)) + 0x9E3779B97F4A7C15) & MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def _as_unit(state: Any) -> float:
        """Map 64 bits to the open interval (0, 1)."""
        return (float(state >> 12) + 0.5) * ONE_STEP


@rule
def draw(seed: int, purpose: int, first: int, second: int, third: int) -> float:
    """Return the uniform of a key, in the open interval (0, 1).

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    purpose
        One of the purposes of this module.
    first, second, third
        Ids, a week, or 0 where there is nothing to say.

    Returns
    -------
    In (0, 1).
    """
    state = _mix(_mix(_mix(_START, seed), purpose), first)
    return _as_unit(_mix(_mix(state, second), third))


@kernel
def draw_each(seed: int, purpose: int, ids: NDArray[np.int64], week: int) -> NDArray[np.float64]:
    """Return one uniform for each of several ids: those of ``draw(seed, purpose, id, week, 0)``.

    A loop that does nothing else takes a fifth of the time, since the processor then stirs several words at once.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    purpose
        One of the purposes of this module.
    ids
        Permanent numbers, shape (n,).
    week
        Week, or another whole number of the key.

    Returns
    -------
    In (0, 1), shape (n,).
    """
    uniforms = np.empty(len(ids))
    for k in range(len(ids)):
        uniforms[k] = draw(seed, purpose, ids[k], week, 0)
    return uniforms


@kernel
def draw_each_about(seed: int, purpose: int, about: int, ids: NDArray[np.int64], week: int) -> NDArray[np.float64]:
    """Return one uniform for each of several ids about one thing: those of ``draw(seed, purpose, about, id, week)``.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    purpose
        One of the purposes of this module.
    about
        Permanent number of the thing.
    ids
        Permanent numbers, shape (n,).
    week
        Week, or another whole number of the key.

    Returns
    -------
    In (0, 1), shape (n,).
    """
    uniforms = np.empty(len(ids))
    for k in range(len(ids)):
        uniforms[k] = draw(seed, purpose, about, ids[k], week)
    return uniforms


@rule
def hash_bits(seed: int, purpose: int, first: int, second: int, third: int, bit: int) -> np.int64:
    """Return one bit of the hash behind `draw`, for tests of its quality.

    Parameters
    ----------
    seed
        Seed of the replicate, in [0, 2**63).
    purpose
        One of the purposes of this module.
    first, second, third
        Ids, a week, or 0.
    bit
        Which of the 64 bits, from 0.

    Returns
    -------
    0 or 1.
    """
    state = _mix(_mix(_mix(_START, seed), purpose), first)
    state = _mix(_mix(state, second), third)
    return np.int64((np.uint64(state) >> np.uint64(bit)) & np.uint64(1))


@rule
def standard_normal(first_uniform: float, second_uniform: float) -> float:
    """Return a standard normal number from two uniforms (Box and Muller 1958).

    Parameters
    ----------
    first_uniform, second_uniform
        Uniform random draws, in (0, 1).

    Returns
    -------
    Mean 0, variance 1.
    """
    return math.sqrt(-2.0 * math.log(first_uniform)) * math.cos(2.0 * math.pi * second_uniform)


@rule
def standard_logistic(uniform: float) -> float:
    """Return a logistic number of unit variance: exp(sd * it) has the log-logistic (Fisk) distribution of incomes.

    Parameters
    ----------
    uniform
        Uniform random draw, in (0, 1).

    Returns
    -------
    Mean 0, variance 1.
    """
    return math.log(uniform / (1.0 - uniform)) * (math.sqrt(3.0) / math.pi)


@rule
def fisk_scale(sd: float) -> float:
    """Return the factor that gives ``exp(sd * standard_logistic(u))`` the mean 1 (``sd`` below pi / sqrt(3)).

    Parameters
    ----------
    sd
        Standard deviation of the logarithm.

    Returns
    -------
    Factor, at most 1.
    """
    angle = sd * math.sqrt(3.0)
    return math.sin(angle) / angle if angle > 0.0 else 1.0
