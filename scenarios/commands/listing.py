"""What ``dizao list`` prints; it reads the library without checking it, so that it answers at once."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dizao.model.mechanisms.presets import presets
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

    Parameters
    ----------
    console
        Where it is printed.
    """
    table = Table.grid(padding=(0, 2))
    for name in library():
        scenario = _merged(name)
        place = scenario["place"]
        size = f"{place['units']} units, {place['residents']:,} residents"
        number = scenario.get("system", {}).get("number")
        which = f"system {number}" if number else ""
        table.add_row(
            Text(name, "bold"), Text(scenario["title"], no_wrap=True, overflow="ellipsis"), Text(size), Text(which)
        )
    console.print(Text("scenarios", "bold cyan"), table, Text("\nmechanisms", "bold cyan"), _mechanisms())
    console.print(Text("\ngames (dizao lab)", "bold cyan"), _games())
    console.print(Text("\ncases (dizao case)", "bold cyan"), _cases())


def _mechanisms() -> Table:
    table = Table.grid(padding=(0, 2))
    for name, preset in presets().items():
        about = Text(f"{preset.about} (evidence: {preset.grade})", no_wrap=True, overflow="ellipsis")
        table.add_row(Text(name, "bold"), Text(f"{preset.title} {preset.title_zh}", no_wrap=True), about)
    return table


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
