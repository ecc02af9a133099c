"""Writing results so that a reader never meets half a file.

Every file is written beside its place under another name and then moved there, which a file system does at once or
not at all. Tables carry no time and no host: the same run gives the same bytes. Commands that write into one folder
take turns; what a killed one left half-written is swept away by the next.
"""

import hashlib
import json
import math
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from dizao.scenarios.execution.columns import Column
from dizao.scenarios.execution.kinds import RUNS, check_kind
from dizao.scenarios.loading.errors import FailedError

if TYPE_CHECKING:
    import pandas as pd

LIBRARIES = ("dizao", "numpy", "numba", "mesa", "pandas", "pyarrow")
"""Versions that every manifest names."""

UNFINISHED = ".unfinished-"
"""How the names of files begin that are being written, and of those that a killed command left."""


NAME_LENGTH = 20
"""Hexadecimal digits in the name of a lock."""


class StoreError(FailedError):
    """Results could not be written: no right, no space."""


def versions(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """Return the versions of Python and of some libraries, for a manifest.

    Parameters
    ----------
    libraries
        Names of installed distributions.

    Returns
    -------
    Version by name, that of Python first.
    """
    return {"python": platform.python_version(), **{name: version(name) for name in libraries}}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to; what was written there takes the place of `path` at the end, or never.

    Parameters
    ----------
    path
        The file; its folder must be there.

    Yields
    ------
    A file in the same folder, made and empty.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    with telling(path):
        handle, name = tempfile.mkstemp(prefix=_unfinished(path), suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            _settle(temporary)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def _unfinished(path: Path) -> str:
    """Return how the name of what will take a file's place begins."""
    return f"{UNFINISHED}{path.stem}-"


def _settle(path: Path) -> None:
    """Give the file the usual rights and put it on the disk, which may say only now that it is full."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(path, 0o666 & ~mask)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn an error of the operating system into a `StoreError` that names the path.

    Parameters
    ----------
    path
        What the message is to name.

    Yields
    ------
    Nothing.

    Raises
    ------
    StoreError
        Instead of any ``OSError``.
    """
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(f"{path}: cannot be written: {reason}") from error


def prepare_folder(folder: Path) -> None:
    """Make a folder and try to write into it, so that a long run does not fail at its end.

    Parameters
    ----------
    folder
        Where results are to be written.

    Raises
    ------
    StoreError
        If that is not possible.
    """
    with telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def prepare_file(path: Path) -> None:
    """Make the folder of a file and try to write one of nearly its name, for the same reason.

    Parameters
    ----------
    path
        The file that is to be written.

    Raises
    ------
    StoreError
        If that is not possible.
    """
    prepare_folder(path.parent)
    # A file without a name would not tell that the name is too long.
    with telling(path), tempfile.NamedTemporaryFile(prefix=_unfinished(path), suffix=path.suffix, dir=path.parent):
        pass


@contextmanager
def results_folder(folder: Path, kind: str = "") -> Iterator[None]:
    """Have a folder to oneself; if nothing comes to stand in it, take it and the parents made for it away again.

    While another command is at work in it, this one waits, and says so on standard error. Nothing half-written is left
    in it; where there are no locks it may be another command's, and is left alone.

    Parameters
    ----------
    folder
        Where results are to be written.
    kind
        Of their manifest; empty where they have none.

    Yields
    ------
    Nothing; the folder is there, and swept.

    Raises
    ------
    StoreError
        If it cannot be made or written to.
    ScenarioError
        If it holds results of another kind.
    """
    lock = _locked(folder)
    swept = _left_alone if lock is None else _sweep
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        if kind:
            check_kind(folder, kind)
        prepare_folder(folder)
        swept(folder)
        yield
    except BaseException:
        swept(folder)
        _take_away([folder / RUNS, *made])
        raise
    finally:
        swept(folder)
        if lock is not None:
            lock.release()


def lock_of(folder: Path) -> FileLock:
    """Return the lock of a folder: it lies in the user's cache, so that no file is left beside results.

    The system lets go of it when the process ends, however it ends.

    Parameters
    ----------
    folder
        Any folder; need not be there.

    Returns
    -------
    The lock, not yet held.
    """
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:NAME_LENGTH]
    return FileLock(user_cache_path("dizao", ensure_exists=True) / f"{name}.lock")


def _locked(folder: Path) -> FileLock | None:
    """Return the lock of a folder, held; None where the system or the file system has no locks."""
    try:
        lock = lock_of(folder)
        _wait_for(lock, folder)
    except (OSError, NotImplementedError):
        return None
    return lock


def _wait_for(lock: FileLock, folder: Path) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(f"another command is at work in {folder}; waiting for it", file=sys.stderr, flush=True)
        lock.acquire()


def _left_alone(folder: Path) -> None:
    """Do nothing to a folder in which another command may be at work."""


def _take_away(folders: list[Path]) -> None:
    """Remove folders, the innermost first, as far as they are empty."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _sweep(folder: Path) -> None:
    """Remove what killed commands left half-written in a folder and in that of its finished runs."""
    for path in (*folder.glob(f"{UNFINISHED}*"), *(folder / RUNS).glob(f"{UNFINISHED}*")):
        with suppress(OSError):
            path.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8 with unix line ends.

    Parameters
    ----------
    path
        The file.
    text
        What it is to hold.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_csv(path: Path, table: "pd.DataFrame") -> None:
    """Write a table as CSV, without the numbers of its rows.

    Parameters
    ----------
    path
        The file.
    table
        What it is to hold.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    write_text(path, table.to_csv(index=False, lineterminator="\n"))


def discard(path: Path) -> None:
    """Remove a file, if it is there.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    StoreError
        If it cannot be removed.
    """
    with telling(path):
        path.unlink(missing_ok=True)


def write_json(path: Path, data: Any) -> None:
    """Write data as JSON; numbers that are not finite become null, NumPy's become plain ones.

    Parameters
    ----------
    path
        The file.
    data
        Anything that `plain` can turn into what JSON knows.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    write_text(path, json.dumps(plain(data), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def plain(data: Any) -> Any:
    """Return data made only of what JSON knows.

    Parameters
    ----------
    data
        Mappings, lists, tuples, arrays, numbers, paths, in each other to any depth.

    Returns
    -------
    Tables, lists, plain numbers and texts; None for a number that is not finite.
    """
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple, np.ndarray)):
        return [plain(value) for value in data]
    if isinstance(data, np.generic):
        return plain(data.item())
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return str(data) if isinstance(data, Path) else data


def write_table(
    path: Path,
    columns: Mapping[str, np.ndarray],
    about: Mapping[str, Column] | None = None,
    metadata: Mapping[bytes, bytes] | None = None,
) -> None:
    """Write columns of one length as a parquet table; pandas, polars and R read it.

    Parameters
    ----------
    path
        The file.
    columns
        Arrays by name; masked values become missing ones, arrays of objects are text.
    about
        Unit and meaning of columns, kept in the file beside them.
    metadata
        Of the whole table, kept in the file likewise.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = [pa.array(values, pa.string() if values.dtype == object else None) for values in columns.values()]
    known = {name: column._asdict() for name, column in (about or {}).items()}
    fields = [pa.field(name, x.type, metadata=known.get(name)) for name, x in zip(columns, arrays, strict=True)]
    table = pa.table(arrays, schema=pa.schema(fields, metadata=metadata))
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")
