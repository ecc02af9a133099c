"""Files of text that a user brings: UTF-8, with or without a byte-order mark; anything else is one clear line."""

import codecs
import os.path
from pathlib import Path

from dizao.scenarios.loading.errors import ScenarioError

OTHER_MARKS = {
    # The mark of UTF-32 in the usual order begins with that of UTF-16: the longer ones come first.
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""Marks at the beginning of files that other programs write, and what they are marks of."""

REMEDY = "save it as UTF-8"


def read_text(path: Path | str, where: str, key: str = "") -> str:
    """Return what stands in a file, without the byte-order mark that some editors put in front.

    Parameters
    ----------
    path
        An ordinary file.
    where, key
        What a message says in front.

    Returns
    -------
    The text; line ends are as they stand in the file.

    Raises
    ------
    ScenarioError
        If it cannot be read or is not UTF-8.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ScenarioError(where, key, f"cannot be read: {error.strerror}") from None
    return decoded(data, where, key)


def decoded(data: bytes, where: str, key: str = "") -> str:
    """Return bytes as text, without a byte-order mark.

    Parameters
    ----------
    data
        The bytes of a whole file.
    where, key
        What a message says in front.

    Returns
    -------
    The text.

    Raises
    ------
    ScenarioError
        If they are not UTF-8; what other programs call Unicode is named, with what to do.
    """
    for mark, name in OTHER_MARKS.items():
        if data.startswith(mark):
            raise ScenarioError(where, key, f"must be UTF-8 text, got {name}: {REMEDY}")
    if (nul := data.find(b"\0")) >= 0:
        raise ScenarioError(where, key, f"must be UTF-8 text, got byte 0x00 at position {nul}: {REMEDY}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"must be UTF-8 text, got byte 0x{error.object[error.start]:02x} at position {error.start}"
        raise ScenarioError(where, key, problem) from None


def wrong_kind(path: Path | str, wanted: str) -> str | None:
    """Return what is wrong with a path that should be that of an ordinary file.

    Parameters
    ----------
    path
        Any path.
    wanted
        What is wanted, for the message: "a .toml file".

    Returns
    -------
    A half-sentence; None where it is an ordinary file.
    """
    if os.path.isfile(path):
        return None
    if not os.path.exists(path):
        return "no such file"
    return f"must be {wanted}, got {'a directory' if os.path.isdir(path) else 'something else'}"
