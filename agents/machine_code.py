"""Machine code on disk: where it lies, and what happens where it cannot be kept or read.

It lies in a folder of the user's cache that is named by a hash of this package's sources, because numba notices an
edit only in the file of the function it compiles: a kernel would go on running the old version of a rule in another
file. For the same reason only functions of these sources are kept, and never anywhere else. Whatever goes wrong with
the disk costs the time of compiling anew, never a run and never an old rule.
"""

import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
import numpy as np
from numba.core.caching import CompileResultCacheImpl, FunctionCache, InTreeCacheLocator
from platformdirs import user_cache_path

__all__ = ["cache_folder", "code_can_be_kept", "is_complete", "kept_code", "mark_complete", "said_by", "was_said"]

SOURCES = Path(__file__).resolve().parent.parent
CACHES_KEPT = 8
"""Folders of sources that stay in the user's cache, some 30 megabytes each: checkouts do not recompile in turn."""

COMPLETE = "complete"
"""Name of the file that says that all kernels have been compiled."""


def _sources_hash() -> str:
    """Hash every source file that a compiled function may have been made from."""
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__}".encode())
    for package in ("agents", "model"):
        for path in sorted((SOURCES / package).rglob("*.py")):
            digest.update(str(path.relative_to(SOURCES)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_FOLDER = user_cache_path("dizao") / f"compiled-{_sources_hash()}"


def cache_folder() -> Path:
    """Return the folder that holds the machine code of exactly these sources (it may not exist yet).

    Returns
    -------
    A path in the user's cache, named by the hash of the sources as they were when they were loaded.
    """
    return _FOLDER


def _make_folder() -> None:
    if not _FOLDER.is_absolute():
        # It would be another one wherever the working directory changes.
        raise OSError("the path of a cache must be absolute")
    if not _FOLDER.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        _forget_old_caches()
    os.utime(_FOLDER)


def _forget_old_caches() -> None:
    """Remove all but the newest few folders; another process may be doing the same."""
    folders = [path for path in _FOLDER.parent.glob("compiled-*") if path != _FOLDER]
    folders.sort(key=lambda path: path.stat().st_mtime if path.exists() else 0.0, reverse=True)
    for path in folders[CACHES_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


# It is in use: others forget it last. What compiles nothing makes none, and forgets nobody's.
with suppress(OSError):
    os.utime(_FOLDER)


def code_can_be_kept() -> bool:
    """Return whether machine code can be kept; where it cannot, that is said, once.

    Returns
    -------
    False where a file cannot be written to the folder.
    """
    try:
        _make_folder()
        tempfile.TemporaryFile(dir=_FOLDER).close()
    except OSError as error:
        _say(error)
        return False
    return True


def is_complete() -> bool:
    """Return whether all kernels have been compiled and kept.

    Returns
    -------
    True if a process has noted so, whatever was damaged since.
    """
    with suppress(OSError):
        return (_FOLDER / COMPLETE).exists()
    return False


def mark_complete() -> None:
    """Take note that all kernels have been compiled and kept; where that cannot be noted, they are looked for again."""
    with suppress(OSError):
        (_FOLDER / COMPLETE).touch(exist_ok=True)


# what is said, once ---------------------------------------------------------------------------------------------


class _Said:
    """Whether somebody has said that nothing is kept: in this process, or in those that share a counter."""

    here = False
    everywhere: Any = None


def was_said() -> bool:
    """Return whether this process has said that machine code cannot be kept.

    Returns
    -------
    True if it has.
    """
    return _Said.here


def said_by(counter: Any) -> None:
    """Let all processes that share a counter say but once between them that machine code cannot be kept.

    Parameters
    ----------
    counter
        A `multiprocessing.Value` of a whole number: 0 while nobody has said it.
    """
    _Said.everywhere = counter


def _say(error: OSError) -> None:
    first, _Said.here = not _Said.here, True
    if first and _Said.everywhere is not None:
        with _Said.everywhere.get_lock():
            first, _Said.everywhere.value = _Said.everywhere.value == 0, 1
    if first:
        why = error.strerror or error
        told = f"machine code cannot be kept in {_FOLDER} ({why}): every run compiles the model's rules anew"
        print(told, file=sys.stderr, flush=True)


# numba's cache --------------------------------------------------------------------------------------------------


class _OurFolder(InTreeCacheLocator):  # type: ignore[misc]
    """Says that a function's machine code lies in our folder, whether or not that can be written to."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        super().__init__(function, file)
        self._cache_path = str(_FOLDER / Path(file).resolve().relative_to(SOURCES).parent)

    def get_source_stamp(self) -> str:
        """Return the same for all copies of the same file: the folder's name says what is in it."""
        return _FOLDER.name

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "_OurFolder":
        return cls(py_func, py_file)


class _Checked(CompileResultCacheImpl):  # type: ignore[misc]
    """Keeps a hash with the machine code: to load code that a crash or a full disk has damaged may end the process."""

    _locator_classes = [_OurFolder]  # type: ignore[assignment]  # noqa: RUF012

    def reduce(self, cres: Any) -> tuple[bytes, bytes]:
        code = pickle.dumps(super().reduce(cres), protocol=pickle.HIGHEST_PROTOCOL)
        return hashlib.sha256(code).digest(), code

    def rebuild(self, target_context: Any, payload: tuple[bytes, bytes]) -> Any:
        digest, code = payload
        if hashlib.sha256(code).digest() != digest:
            raise ValueError("damaged machine code")
        return super().rebuild(target_context, pickle.loads(code))


class _KeptCode(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, in our folder; where it fails, code is compiled."""

    _impl_class = _Checked

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            found = super().load_overload(sig, target_context)
        except Exception:
            # A damaged file makes unpickling fail in every way that there is. It is written anew.
            with suppress(OSError):
                self.flush()
            return None
        # Two processes that write at the same time may give one file to two signatures.
        wanted = tuple(getattr(sig, "args", sig))
        return found if found is not None and tuple(found.signature.args) == wanted else None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            _make_folder()
            super().save_overload(sig, data)
        except OSError as error:
            _say(error)


def kept_code(function: Callable[..., Any]) -> Any:
    """Return numba's cache for a function, which keeps its machine code in `cache_folder`.

    Parameters
    ----------
    function
        A plain function.

    Returns
    -------
    A cache; None for a function that is not of these sources, of which the folder's name says nothing.
    """
    assert isinstance(function, FunctionType)
    file = Path(function.__code__.co_filename).resolve()
    if not any(file.is_relative_to(SOURCES / package) for package in ("agents", "model")):
        return None
    cache = _KeptCode(function)
    # Numba lets an environment variable name other places, where an old rule might be found.
    return cache if isinstance(cache._impl.locator, _OurFolder) else None
