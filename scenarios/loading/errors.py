"""The one error of scenarios: a single line that says where, which key, what is allowed and what was found."""

import json
import math
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

Key = tuple[str, ...]
"""A key of a scenario file, one word for each level of tables."""

LONGEST_VALUE = 60
"""Characters of a wrong value that a message quotes."""

LONGEST_KEY = 120
"""Characters of a key that a message quotes; none of ours is so long."""

LONGEST_INTEGER = 10**LONGEST_VALUE


class ScenarioError(ValueError):
    """What a user can put right: a wrong file, key, value or name.

    Parameters
    ----------
    where
        File, or option such as ``--set``.
    key
        Dotted key inside it, or empty.
    problem
        What is allowed, and what was found instead.
    """

    def __init__(self, where: str, key: str, problem: str) -> None:
        self.where, self.key, self.problem = where, key, problem
        short = key if len(key) <= LONGEST_KEY else f"{key[: LONGEST_KEY - 3]}..."
        parts = [part for part in (where, short, problem) if part]
        super().__init__(one_line(": ".join(parts)))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.where, self.key, self.problem))


def one_line(text: str) -> str:
    """Return the text with every run of white space, line ends included, as one blank, and nothing that is not seen.

    Control characters, among them those by which a terminal is steered, are written as escapes.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Text that prints on one line; empty if there was nothing but blanks.
    """
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Return the text with control characters as escapes; white space stays, letters of all languages too.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    Text in which each control character is written as its escape.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or (c.isspace() and c not in CONTROL_SPACES) else _escape(c) for c in text)


CONTROL_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
"""What Python takes for white space and a terminal may take for a command."""


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def steers(text: str) -> bool:
    """Return whether a text holds characters that steer a terminal or the direction of writing: no text needs any.

    Parameters
    ----------
    text
        Any text: a key, a value, a name or a path.

    Returns
    -------
    Whether there is one; tabs and line ends are none.
    """
    if text.isprintable():  # Most texts are, and it is told at once.
        return False
    return any((unicodedata.category(c) == "Cc" and c not in "\t\n\r") or c in DIRECTIONS for c in text)


DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: what is read is then not what stands there."""


def shown(value: Any) -> str:
    """Return a value as a scenario file would write it, shortened where it is long.

    Parameters
    ----------
    value
        Whatever was found in a file or an option.

    Returns
    -------
    At most `LONGEST_VALUE` characters; of a table only that it is one.
    """
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (str, list, tuple)):
        text = json.dumps(value, ensure_ascii=False, default=str)
    elif isinstance(value, int) and abs(value) > LONGEST_INTEGER:
        text = "a very large number"
    else:
        text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def quoted(text: str) -> str:
    """Return what an option was given as a message shows it: as it is, or in quotes where it is empty, and not long.

    Parameters
    ----------
    text
        What stood behind the option.

    Returns
    -------
    Text for the end of a message.
    """
    return shown(text) if not text.strip() or len(text) > LONGEST_VALUE else text


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean X?"`` for the nearest known word, or nothing if none is near.

    Parameters
    ----------
    word
        The word that is unknown.
    known
        Words that are known there.

    Returns
    -------
    The half-sentence, or an empty text.
    """
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""


class FailedError(Exception):
    """What the machine refuses (no room, no right, a lost worker); the message is one line."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))
