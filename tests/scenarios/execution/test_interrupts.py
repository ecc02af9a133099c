"""Signals that end a command: deferred where a lock is held, lost nowhere, with the code that shells expect."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from dizao.scenarios.execution import interrupts

pytestmark = [
    pytest.mark.small,
    pytest.mark.skipif(os.name == "nt", reason="signals of POSIX"),
]


def test_a_signal_waits_for_the_end_of_the_context() -> None:
    reached = []

    @interrupts.deferred()
    def struck() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        reached.append(True)

    with pytest.raises(KeyboardInterrupt):
        struck()
    assert reached
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_replaces_the_error_that_it_caused() -> None:
    @interrupts.deferred()
    def struck() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        raise OSError

    with pytest.raises(KeyboardInterrupt):
        struck()


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        interrupts.end_like_an_interrupt()
        with interrupts.deferred():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_a_default_action_still_ends_the_process() -> None:
    code = (
        "import os, signal\nfrom dizao.scenarios.execution import interrupts\n"
        "with interrupts.deferred():\n    os.kill(os.getpid(), signal.SIGTERM)\n    print('inside', flush=True)\n"
        "print('after')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "inside\n")


def test_other_threads_leave_signals_alone() -> None:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with interrupts.deferred():
                pass
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert errors == []


def test_what_is_started_inside_begins_with_the_terminals_signals_blocked() -> None:
    code = "import signal; print(sorted(int(n) for n in signal.pthread_sigmask(signal.SIG_BLOCK, [])))"
    with interrupts.left_to_the_parent():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(sorted(int(number) for number in interrupts.PARENTS))
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == set()
