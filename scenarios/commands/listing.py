"""What ``dizao list`` prints; it reads the library without checking it, so that it answers at once."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dizao.model.mechanisms.presets import presets
from dizao.scenarios.commands.chinese import is_wanted, listed
from dizao.scenarios.loading.layers import library, merged_table, read_layer, read_layers

UNBOUNDED = 10_000
"""Width where nothing may be cropped: a pipe or a file."""


def console_for(width: int | None = None) -> Console:
    """Return the console of standard output; where that is no terminal, lines have any length.

    Parameters
    ----------
    width
        Characters a line; None: those of the terminal, or `UNBOUNDED` where it is a pipe or a file.

    Returns
    -------
    A console that colours no numbers.
    """
    console = Console(width=width, highlight=False)
    return console if width or console.is_terminal else Console(width=UNBOUNDED, highlight=False)


def print_list(console: Console) -> None:
    """Print the scenarios of the library, the mechanisms, the games and the cases, a line each.

    In Chinese where the environment asks for it; titles of games and of cases are in English only.

    Parameters
    ----------
    console
        Where it is printed.
    """
    table = Table.grid(padding=(0, 2))
    for name in library():
        scenario = _merged(name)
        size = _size(scenario)
        number = scenario.get("system", {}).get("number")
        which = _in_words("system {number}", number=number) if number else ""
        title = scenario["title_zh"] if is_wanted() and "title_zh" in scenario else scenario["title"]
        table.add_row(Text(name, "bold"), Text(title, no_wrap=True, overflow="ellipsis"), Text(size), Text(which))
    console.print(_head("scenarios"), table, _head("mechanisms", "\n"), _mechanisms())
    console.print(_head("games (dizao lab)", "\n"), _games())
    console.print(_head("cases (dizao case)", "\n"), _cases())


def _size(scenario: dict[str, Any]) -> str:
    """Return how large a place is; the units of a county of groups are derived, which takes too long here."""
    residents = scenario["place"]["residents"]
    if groups := scenario.get("places"):
        return _in_words("{groups} groups of places, {residents:,} residents", groups=len(groups), residents=residents)
    return _in_words("{units} units, {residents:,} residents", units=scenario["place"]["units"], residents=residents)


def _head(english: str, before: str = "") -> Text:
    return Text(before + _in_words(english), "bold cyan")


def _in_words(english: str, **values: object) -> str:
    """Return a text of the list in the language that is wanted, its fields filled in."""
    return (listed(english) if is_wanted() else english).format(**values)


def _mechanisms() -> Table:
    table = Table.grid(padding=(0, 2))
    for name, preset in presets().items():
        said, title = (preset.about, f"{preset.title} {preset.title_zh}")
        if is_wanted():
            said, title = preset.about_zh, preset.title_zh
        about = _in_words("{about} (evidence: {grade})", about=said, grade=_grade(preset.grade))
        table.add_row(Text(name, "bold"), Text(title, no_wrap=True), Text(about, no_wrap=True, overflow="ellipsis"))
    return table


def _grade(letter: str) -> str:
    return listed(letter) if is_wanted() else letter


def _games() -> Table:
    table = Table.grid(padding=(0, 2))
    for name, path in library("lab").items():
        title = read_layer(path, "", "lab").table["title"]
        table.add_row(Text(name, "bold"), Text(title, no_wrap=True, overflow="ellipsis"))
    return table


def _cases() -> Table:
    table = Table.grid(padding=(0, 2))
    for name in library("cases"):
        title = next(x.table["title"] for x in reversed(read_layers(name, shelf="cases")) if "title" in x.table)
        table.add_row(Text(name, "bold"), Text(title, no_wrap=True, overflow="ellipsis"))
    return table


def systems() -> dict[str, int]:
    """Return the scenarios of the library that are made for a system of the field, with its number, by number.

    Returns
    -------
    Rows of the field's table of systems, by name of the scenario.
    """
    numbers = {name: _merged(name).get("system", {}).get("number") for name in library()}
    return dict(sorted(((name, n) for name, n in numbers.items() if n), key=lambda pair: (pair[1], pair[0])))


def _merged(name: str) -> dict[str, Any]:
    return merged_table(read_layers(name))
