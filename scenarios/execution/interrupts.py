"""Signals that end a command: where they may take effect, and where they must wait.

An interrupt that strikes inside a lock of the standard library leaves the lock taken, and whoever asks for it next
waits for ever. Work is therefore handed out and waited for inside `deferred`, and an interrupt takes effect where
nothing is held.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C, a scheduler's or system's request to end, and a closed terminal."""

PARENTS = tuple(number for number in ENDING if number != signal.SIGTERM)
"""Those that a terminal sends to all processes of a command, and that only its first process acts on."""


_struck: list[int] = []
"""Numbers of the signals that have ended work in this process."""


def end_like_an_interrupt() -> None:
    """Let every signal of `ENDING` raise a KeyboardInterrupt in the main thread, unless it was to be ignored."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise)


def exit_code() -> int:
    """Return what a shell expects of a process that a signal ended: 128 and its number, of Ctrl-C if none is known.

    Returns
    -------
    The code; that of Ctrl-C is 130.
    """
    return 128 + (_struck[0] if _struck else signal.SIGINT)


def _raise(number: int, frame: FrameType | None) -> None:
    _struck.append(number)
    raise KeyboardInterrupt


@contextmanager
def deferred() -> Iterator[None]:
    """Let signals that end a command take effect at the end of this context; in other threads do nothing.

    Yields
    ------
    Nothing; the first signal that came meanwhile is raised again at the end.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    struck: list[int] = []
    before = {number: handler for number in ENDING if (handler := signal.getsignal(number)) is not None}
    for number in before:
        signal.signal(number, lambda number, frame: struck.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if struck:
            signal.raise_signal(signal.Signals(struck[0]))


@contextmanager
def left_to_the_parent() -> Iterator[None]:
    """Let processes started inside begin with the signals of `PARENTS` blocked, so that none dies while it starts.

    Yields
    ------
    Nothing; does nothing where the system has no such masks.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, PARENTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
