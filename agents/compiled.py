"""The adapter of the compiler: nothing else imports numba, but for `dizao.agents.machine_code`.

``rule`` compiles a decision (a pure scalar function), ``kernel`` what makes arrays or loops over agents and calls rules
as module globals, ``threaded_kernel`` a loop over units that share nothing they write. Machine code is kept on disk
(`dizao.agents.machine_code`).
"""

import inspect
import os
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from itertools import pairwise
from types import FunctionType
from typing import Any

from numba import config, njit, typeof, types

from dizao.agents.machine_code import kept_code

__all__ = [
    "compiled",
    "is_rule",
    "kernel",
    "rebound",
    "returns_number",
    "rule",
    "set_threads",
    "threaded_kernel",
    "threads",
]

OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}
"""Nothing here is called from C; without the wrappers for that, compiling is quicker."""

WITHIN: dict[str, Any] = {"forceinline": True, "_nrt": False}
"""For rules. Inlined, since a call hands over every column and parameter one by one, which took longer than most rules.
Without reference counts, since threads that count the same arrays up and down wait for each other."""

compiled: bool = not config.DISABLE_JIT  # type: ignore[attr-defined]
"""False when ``NUMBA_DISABLE_JIT=1``: rules and kernels then run as plain Python, for debugging and coverage."""


def _compile(function: Callable[..., Any], maker: Callable[..., Any], cache: bool, **options: Any) -> Any:
    compiled_function: Any = njit(**OPTIONS, **options)(function)
    kept = kept_code(function) if cache and compiled else None
    if kept is not None:
        # As numba's own `enable_caching` does with the cache that lies where numba thinks best.
        compiled_function._cache = kept
    compiled_function.maker = maker
    return compiled_function


def rule[F: Callable[..., Any]](function: F, *, cache: bool = True) -> F:
    """Compile a decision: a pure scalar function of perceptions, parameters and one uniform. It makes no arrays.

    Parameters
    ----------
    function
        A pure scalar function.
    cache
        Whether machine code is kept on disk.

    Returns
    -------
    The compiled function, which takes and returns what the plain one does.
    """
    return _compile(function, rule, cache, **WITHIN)  # type: ignore[no-any-return]


def kernel[F: Callable[..., Any]](function: F, *, cache: bool = True) -> F:
    """Compile a serial loop over the agents concerned.

    Parameters
    ----------
    function
        A loop over rows of tables.
    cache
        Whether machine code is kept on disk.

    Returns
    -------
    The compiled function, which takes and returns what the plain one does.
    """
    return _compile(function, kernel, cache)  # type: ignore[no-any-return]


def is_rule(function: Any) -> bool:
    """Return whether something was made by `rule`.

    Parameters
    ----------
    function
        Anything.

    Returns
    -------
    True for a rule.
    """
    return getattr(function, "maker", None) is rule


def rebound(function: Callable[..., Any], namespace: dict[str, Any]) -> Any:
    """Return a twin of a function, compiled as it was, that finds its globals in another namespace.

    A twin is never cached on disk: it would be taken for the original there, and the other way round.

    Parameters
    ----------
    function
        A plain function, or one made here.
    namespace
        Global names, by which it finds what it calls.

    Returns
    -------
    A function, compiled as the given one was.
    """
    plain = inspect.unwrap(function)
    assert isinstance(plain, FunctionType)
    twin = FunctionType(plain.__code__, namespace, plain.__name__, plain.__defaults__, plain.__closure__)
    twin.__kwdefaults__ = plain.__kwdefaults__
    twin.__module__, twin.__doc__ = plain.__module__, plain.__doc__
    maker = getattr(function, "maker", None)
    return twin if maker is None else maker(twin, cache=False)


def returns_number(function: Any, arguments: Sequence[Any]) -> tuple[bool, str]:
    """Compile a function for arguments like some, and say whether it then returns a number.

    Parameters
    ----------
    function
        A rule, compiled.
    arguments
        Examples of what it takes.

    Returns
    -------
    Whether it always returns a number, and what it returns, in the compiler's words.

    Raises
    ------
    ValueError
        If it cannot be compiled; with what the compiler says, in one line.
    """
    takes = tuple(typeof(argument) for argument in arguments)
    try:
        function.compile(takes)
    except Exception as error:
        # The compiler has errors of its own, and lets others through that it ran into.
        raise ValueError(_in_one_line(error)) from error
    found = function.overloads[takes].signature.return_type
    return isinstance(found, (types.Integer, types.Float)), str(types.unliteral(found))


COMPILERS_WORDS = 2
"""Lines of the compiler's message that say what is wrong; where it is found, and what could be tried, follow."""


def _in_one_line(error: Exception) -> str:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("Failed in nopython mode", "During:"))]
    return " ".join(told[:COMPILERS_WORDS]) or type(error).__name__


WORTH_SHARING = 250e-6
"""Seconds that a loop takes at least for it to be shared: to wake up a thread takes a good part of that."""


class _Threads:
    """How many threads there are, and the pool that holds them (made when first needed)."""

    number = os.cpu_count() or 1
    least_seconds = WORTH_SHARING
    pool: ThreadPoolExecutor | None = None


PIECES_PER_THREAD = 4
"""A loop is cut into more pieces than threads, since units differ in size; what is not worth so many is not cut."""


def _share(take_pieces: Callable[[], None]) -> None:
    """Take pieces on all threads, this one too; do not wait for a thread that wakes up when none is left."""
    if _Threads.pool is None:
        _Threads.pool = ThreadPoolExecutor(_Threads.number - 1)
    others = [_Threads.pool.submit(take_pieces) for _ in range(_Threads.number - 1)]
    take_pieces()
    for other in others:
        if not other.cancel():
            other.result()


def threaded_kernel(function: Callable[..., None], *, cache: bool = True) -> Callable[..., None]:
    """Compile a loop over pieces of work that share nothing they write, and spread it over the threads.

    `function` takes ``begin, end`` before its other arguments and loops from one to the other; it is called with the
    number of pieces instead. Threads run compiled code without the interpreter's lock. To wake one up takes a tenth
    of a millisecond: a loop that took little more the last time is not shared. This is our own few lines because
    numba's parallel loops took five times as long to compile and were no faster here.

    Parameters
    ----------
    function
        Takes ``begin, end`` first.
    cache
        Whether machine code is kept on disk.

    Returns
    -------
    A function that takes the number of pieces in place of `begin` and `end`.
    """
    compiled_function = _compile(function, threaded_kernel, cache, nogil=True)
    last_seconds = 0.0

    @wraps(function)
    def over_all(number: int, *arguments: Any) -> None:
        nonlocal last_seconds
        began = time.perf_counter()
        pieces = PIECES_PER_THREAD * _Threads.number
        shared = number >= pieces and last_seconds >= _Threads.least_seconds
        if _Threads.number == 1 or not shared or not compiled:
            compiled_function(0, number, *arguments)
        else:
            ends = iter(list(pairwise([number * k // pieces for k in range(pieces + 1)])))

            def take_pieces() -> None:
                for begin, end in ends:
                    compiled_function(begin, end, *arguments)

            _share(take_pieces)
        last_seconds = time.perf_counter() - began

    over_all.maker = threaded_kernel  # type: ignore[attr-defined]
    return over_all


def threads() -> int:
    """Return the number of threads that threaded kernels use.

    Returns
    -------
    At least 1.
    """
    return _Threads.number


def set_threads(number: int, least_seconds: float = WORTH_SHARING) -> None:
    """Set the number of threads that threaded kernels use; results do not depend on it.

    Parameters
    ----------
    number
        At least 1.
    least_seconds
        How long a loop must have taken the last time for the next to be shared; 0 shares all.

    Raises
    ------
    ValueError
        If `number` is below 1.
    """
    if number < 1:
        raise ValueError(f"threads: must be at least 1, got {number}")
    if _Threads.pool is not None:
        _Threads.pool.shutdown()
    _Threads.number, _Threads.least_seconds, _Threads.pool = number, least_seconds, None
