"""The compiler: threads are set and used."""

from collections.abc import Iterator

import numpy as np
import pytest

from dizao.agents.compiled import compiled, kernel, set_threads, threaded_kernel, threads


@pytest.fixture
def two_threads(threads_restored: None) -> Iterator[None]:
    set_threads(2, least_seconds=0.0)
    return


@threaded_kernel
def _square(begin, end, numbers, out, workers):
    for k in range(begin, end):
        out[k] = numbers[k] * numbers[k]
        workers[k] = end - begin


@pytest.mark.usefixtures("two_threads")
def test_a_threaded_kernel_does_every_piece_once() -> None:
    numbers = np.arange(1000.0)
    out, pieces = np.full(1000, -1.0), np.zeros(1000)
    _square(1000, numbers, out, pieces)
    assert out.tolist() == (numbers * numbers).tolist()
    if compiled:
        assert pieces.max() < 1000


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize("number", [0, 1, 3, 4, 5])
def test_a_threaded_kernel_needs_no_minimum_of_work(number: int) -> None:
    out, pieces = np.full(8, -1.0), np.zeros(8)
    _square(number, np.arange(8.0), out, pieces)
    assert out.tolist() == [float(k * k) for k in range(number)] + [-1.0] * (8 - number)


@pytest.mark.usefixtures("threads_restored")
def test_what_takes_no_time_is_not_shared() -> None:
    set_threads(2, least_seconds=10.0)
    for _ in range(2):
        pieces = np.zeros(1000)
        _square(1000, np.arange(1000.0), np.zeros(1000), pieces)
        assert pieces.tolist() == [1000.0] * 1000


@pytest.mark.small
@pytest.mark.usefixtures("threads_restored")
def test_threads_are_as_many_as_was_set() -> None:
    for number in (1, 3):
        set_threads(number)
        assert threads() == number


@pytest.mark.small
@pytest.mark.parametrize("number", [0, -1])
def test_there_is_at_least_one_thread(number: int) -> None:
    with pytest.raises(ValueError, match="threads"):
        set_threads(number)


@pytest.mark.small
def test_a_kernel_of_ones_own_runs() -> None:
    @kernel
    def double(x):
        return 2.0 * x

    assert double(3.0) == 6.0
