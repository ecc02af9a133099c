"""Sentences of the pages whose numbers a command prints: found, compared, and filled in.

A sentence is given as it stands in a page, each of its numbers as what it is now, between ⟨ and ⟩. It is looked for
with any number in those places. Where a page has another one, the one that is right is put there, and nothing else of
the page is touched. A sentence that also draws a conclusion says whether that still follows.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

MINUS = "\N{MINUS SIGN}"
WORDS = [
    "no", "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
"""Numbers that may stand in words; `spelled` writes them."""

NUMBER = rf"[+{MINUS}-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)|\b(?:{'|'.join(WORDS)})\b"
PLACE = re.compile(r"⟨(.*?)⟩")
BLOCK = "(<!-- made by benchmarks/docs.py: {} -->\n).*?(<!-- end -->)"


class Said(NamedTuple):
    """A sentence of a page, or a part of one.

    Attributes
    ----------
    text
        As it stands in the page, with ⟨numbers⟩ as they are now. Line breaks may stand anywhere.
    holds
        Whether what it concludes still follows from the numbers.
    """

    text: str
    holds: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        """The sentence with any numbers."""
        pieces = [r"\s+".join(re.escape(word) for word in piece.split(" ")) for piece in PLACE.split(self.text)[::2]]
        return re.compile(f"({NUMBER})".join(pieces), re.IGNORECASE)

    @property
    def numbers(self) -> list[str]:
        """What stands in the places now."""
        return PLACE.findall(self.text)

    @property
    def plain(self) -> str:
        """The sentence without the marks."""
        return PLACE.sub(r"\1", self.text)


class Filled(NamedTuple):
    """A page as it should be: its text, what was changed, and what nobody but us can put right."""

    text: str
    changes: list[str]
    problems: list[str]


def filled(text: str, sentences: Iterable[Said]) -> Filled:
    """Return a page with the numbers that hold now.

    Parameters
    ----------
    text
        The page.
    sentences
        What it says, each of which must stand in it once.

    Returns
    -------
    The page, a line for each number that was another one, and a line for each sentence that is not there, is there
    twice, or no longer follows.
    """
    changes, problems = list[str](), list[str]()
    for said in sentences:
        places = list(said.pattern.finditer(text))
        if len(places) != 1:
            problems.append(f"stands there {len(places)} times: {said.plain}")
            continue
        if not said.holds:
            problems.append(f"no longer follows: {said.plain}")
        for k, now in reversed(list(enumerate(said.numbers, 1))):
            begin, end = places[0].span(k)
            if text[begin:end] != now:
                changes.append(f"{text[begin:end]} is {now} now: {said.plain}")
                text = text[:begin] + now + text[end:]
    return Filled(text, changes, problems)


def with_block(text: str, name: str, table: str) -> Filled:
    """Return a page with a table in the place of a marked block.

    Parameters
    ----------
    text
        The page.
    name
        Of the block.
    table
        In Markdown.

    Returns
    -------
    The page, whether the block was another one, and whether it is missing.
    """
    pattern = re.compile(BLOCK.format(re.escape(name)), re.DOTALL)
    made, found = pattern.subn(lambda match: f"{match[1]}\n{table.strip()}\n\n{match[2]}", text)
    if found != 1:
        return Filled(text, [], [f"has {found} blocks {name}"])
    return Filled(made, [] if made == text else [f"the block {name} is another one now"], [])


# how numbers are written ----------------------------------------------------------------------------------------


def shown(value: float, places: int = 0, sign: bool = False) -> str:
    """Return a number with so many decimals, thousands apart, a true minus sign, and with + where a sign is asked for.

    Parameters
    ----------
    value
        The number.
    places
        Decimals.
    sign
        Whether a plus is written too.

    Returns
    -------
    Text. What is rounded to zero has no sign.
    """
    rounded = round(value, places) + 0.0
    text = f"{rounded:{'+' if sign and rounded else ''},.{places}f}"
    return text.replace("-", MINUS)


def share(value: float, places: int = 2) -> str:
    """Return a share as the descriptions write it: .33."""
    return shown(value, places).removeprefix("0") or "0"


def percent(value: float, places: int = 0, sign: bool = False) -> str:
    """Return a share as a number of hundredths, without the sign of percent."""
    return shown(100.0 * value, places, sign)


def spelled(number: int) -> str:
    """Return a small whole number as a word, a larger one in figures."""
    return WORDS[number + 1] if 1 <= number < len(WORDS) - 1 else "none" if number == 0 else f"{number:,}"


def ends(low: float, high: float, places: int = 0, sign: bool = False) -> str:
    """Return both ends of an interval, each as a number of its own: ⟨1⟩ to ⟨2⟩."""
    return f"⟨{shown(low, places, sign)}⟩ to ⟨{shown(high, places, sign)}⟩"
