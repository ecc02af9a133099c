"""One function on many items, in this process or in worker processes: the same results in the same order either way."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from dizao.scenarios.execution.replicates import WorkerLostError, interrupts_ignored, work_alone


class _Here(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*args, **named))
        return done


@contextmanager
def executor(workers: int) -> Iterator[Executor]:
    """Open what work is submitted to: worker processes, each with one thread, or with one worker this process.

    Raises
    ------
    WorkerLostError
        If a worker was killed, most likely because memory ran out.
    """
    if workers <= 1:
        yield _Here()
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), work_alone)
    try:
        with interrupts_ignored():
            # A worker is started by the first work that comes: all of them now, while they inherit that.
            for ready in [pool.submit(int) for _ in range(workers)]:
                ready.result()
        yield pool
    except BrokenProcessPool as error:
        raise WorkerLostError("a worker was killed, most likely because memory ran out; try fewer workers") from error
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    function: Callable[[Any], Any], items: Sequence[Any], workers: int, tick: Callable[[int], None] | None = None
) -> list[Any]:
    """Return the function's result on each item.

    Parameters
    ----------
    function
        Picklable, and without memory.
    items
        Picklable.
    workers
        Number of processes.
    tick
        Is told after each item how many are done.
    """
    found = []
    with executor(min(workers, len(items))) as pool:
        waiting = (function(item) for item in items) if isinstance(pool, _Here) else pool.map(function, items)
        for number, one in enumerate(waiting):
            found.append(one)
            if tick is not None:
                tick(number + 1)
    return found
