"""What is left of the reward's lead when modelling choices are switched: on screen, in Markdown, and in files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import LIBRARIES, discard, versions, write_csv, write_json, write_text
from dizao.scenarios.reports.artefacts_figure import artefacts_figure
from dizao.scenarios.reports.canvas import KINDS, write_figure
from dizao.scenarios.reports.numbers import MINUS, MISSING, Scale, clear_of_zero, scale_for
from dizao.scenarios.reports.plain_table import plain_table
from dizao.scenarios.reports.scale import scale_note
from dizao.scenarios.reports.screen import screen
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.studies.artefacts import Artefacts

NAME = "artefacts"
CSV, MARKDOWN = f"{NAME}.csv", f"{NAME}.md"
FILES = (CSV, MARKDOWN, *(f"{NAME}.{kind}" for kind in KINDS), MANIFEST)
"""Files of a command, in the order in which they are written."""

STYLES = {"flips": "bold red", "open": "dim", "holds": "", "unknown": "dim"}
"""How cells are set off on screen, by verdict."""

TOLD = ("flips", "open")
"""Verdicts that are said in words beside a difference."""

INDENT = 2


def save(found: Artefacts, out: Path, about: Mapping[str, object]) -> None:
    """Write the table, the page's part and the figure and, last, the manifest.

    Parameters
    ----------
    found
        What was found.
    out
        The folder.
    about
        What else the manifest says.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    discard(out / MANIFEST)
    write_csv(out / CSV, found.table)
    write_text(out / MARKDOWN, markdown(found))
    write_figure(artefacts_figure(found), out / NAME, found.language)
    manifest = {
        "kind": NAME,
        "scenarios": {place.scenario.name: place.scenario.table() for place in found.places},
        "choices": [one.name for one in found.choices],
        "seed": found.seed,
        "replicates": found.replicates,
        "versions": versions((*LIBRARIES, "scipy")),
        **about,
    }
    write_json(out / MANIFEST, manifest)


def print_artefacts(found: Artefacts, out: Path, console: Console | None = None) -> None:
    """Print the table, what flips the sign and what leaves it open, and where the files are.

    Parameters
    ----------
    found
        What was found.
    out
        Folder of the files.
    console
        Where to; None for standard output.
    """
    console, voice = screen(console), Voice(found.language)
    console.print(voice.say("artefacts.head", **_about(found, voice)) + "\n", markup=False)
    console.print(_screen_table(found, voice))
    for text in (
        "",
        *sentences(found, voice),
        *_parts(found, voice),
        voice.say("artefacts.notes"),
        voice.say("artefacts.caveat"),
    ):
        console.print(f"{text}\n" if text else text, markup=False)
    console.print(voice.say("table.written", folder=out, files=", ".join(FILES)), markup=False, soft_wrap=True)


def markdown(found: Artefacts) -> str:
    """Return the table in Markdown: a row an end, a column a scenario; then what flips and what is open.

    Parameters
    ----------
    found
        What was found.

    Returns
    -------
    str
        Differences that flip the sign are bold.
    """
    voice, scales = Voice(found.language), _scales(found)
    head = [voice.say("artefacts.choice"), voice.say("artefacts.end")]
    head += [voice.say("artefacts.column", scenario=name, unit=scales[name].unit) for name in found.names]
    lines = [head, ["---"] * len(head)]
    for (title, end), rows in _blocks(found, voice):
        cells = (_cell(row, scales[name], voice) for name, row in zip(found.names, rows, strict=True))
        told = [f"**{text}**" if row["verdict"] == "flips" else text for text, row in zip(cells, rows, strict=True)]
        lines.append([title, end, *told])
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    about = voice.say("artefacts.head", **_about(found, voice))
    told = [
        *sentences(found, voice),
        *_parts(found, voice),
        *(voice.say(f"artefacts.{key}") for key in ("notes", "caveat")),
    ]
    return "\n\n".join([about, table.strip(), *told]) + "\n"


def _parts(found: Artefacts, voice: Voice) -> list[str]:
    """Return for each scenario which part of it was simulated; nothing for one that was simulated whole."""
    notes = {place.scenario.name: scale_note(place.scenario.base, voice) for place in found.places}
    return [voice.say("artefacts.part", scenario=name, note=note) for name, note in notes.items() if note]


def sentences(found: Artefacts, voice: Voice) -> list[str]:
    """Say for each scenario what its difference is, which ends flip its sign, and which leave it open.

    Parameters
    ----------
    found
        What was found.
    voice
        How it is told.

    Returns
    -------
    list of str
        One a scenario.
    """
    return [_sentence(name, rows, voice) for name, rows in found.table.groupby("scenario", sort=False)]


def _sentence(name: object, rows: pd.DataFrame, voice: Voice) -> str:
    usual, switched = rows.iloc[0], rows.iloc[1:]
    said = {"scenario": name, "usual": _with_unit(usual, voice), "worlds": int(usual["worlds"])}
    listed = {}
    for verdict in TOLD:
        ends = [_named(row, voice) for _, row in switched[switched["verdict"] == verdict].iterrows()]
        listed[verdict] = voice.say("artefacts.semicolon").join(ends) or voice.say("artefacts.none")
    counts = {"kept": int((switched["verdict"] == "holds").sum()), "all": len(switched)}
    return voice.say("artefacts.sentence", **said, **listed, **counts)


def _named(row: "pd.Series", voice: Voice) -> str:
    title, end = _titles(row["choice"], row["end"], voice)
    return voice.say("artefacts.named", title=voice.inside(title), end=end)


def _with_unit(row: "pd.Series", voice: Voice) -> str:
    scale = scale_for("yuan", _values(row), voice.language)
    return voice.say("artefacts.with_unit", unit=scale.unit, change=_interval(row, scale, voice))


def _about(found: Artefacts, voice: Voice) -> dict[str, object]:
    return {
        "outcome": voice.inside(voice.title(HEADLINE)),
        "scenarios": voice.listed(found.names),
        "count": len(found.choices),
        "replicates": found.replicates,
        "first": found.seed,
        "last": found.seed + found.replicates - 1,
    }


def _screen_table(found: Artefacts, voice: Voice) -> Table:
    """Lay the table out for a screen: the title of a choice on a line of its own, its ends below."""
    table = plain_table([voice.say("artefacts.choice")], gap=2)
    scales, before = _scales(found), ""
    for name in found.names:
        table.add_column(voice.say("artefacts.column", scenario=name, unit=scales[name].unit), no_wrap=True)
    for (title, end), rows in _blocks(found, voice):
        cells = [
            Text(_cell(row, scales[name], voice, "bracketed"), STYLES[row["verdict"]])
            for name, row in zip(found.names, rows, strict=True)
        ]
        if end and title != before:
            table.add_row(Text(title, "bold"))
        table.add_row(Padding(end, (0, 0, 0, INDENT)) if end else Text(title, "bold"), *cells)
        before = title
    return table


def _blocks(found: Artefacts, voice: Voice) -> Iterator[tuple[tuple[str, str], list["pd.Series"]]]:
    """Yield the titles of each end with its rows, one a scenario."""
    for (choice, end), rows in found.table.groupby(["choice", "end"], sort=False):
        yield _titles(str(choice), str(end), voice), [row for _, row in rows.iterrows()]


def _titles(choice: str, end: str, voice: Voice) -> tuple[str, str]:
    """Return what a choice and its end are called."""
    if not choice:
        return voice.say("artefacts.usual"), ""
    return voice.say(f"artefact.{choice}"), voice.say(f"artefact.{choice}.{end}")


def _scales(found: Artefacts) -> dict[str, Scale]:
    """Return how the differences of each scenario are written: all like the one as it stands."""
    usual = found.table[found.table["choice"] == ""]
    return {row["scenario"]: scale_for("yuan", _values(row), found.language) for _, row in usual.iterrows()}


def _values(row: "pd.Series") -> list[float]:
    return [float(row[key]) for key in ("difference", "ci_low", "ci_high")]


def _interval(row: "pd.Series", scale: Scale, voice: Voice, form: str = "plain") -> str:
    if row["verdict"] == "unknown":
        return MISSING
    scale = clear_of_zero(scale, row["ci_low"], row["ci_high"])
    change, low, high = (scale.number(value, sign=True).replace("-", MINUS) for value in _values(row))
    return voice.say(f"artefacts.cell.{form}", change=change, low=low, high=high)


def _cell(row: "pd.Series", scale: Scale, voice: Voice, form: str = "plain") -> str:
    """Write a difference with its interval, and what it means for the sign unless that stays."""
    text = _interval(row, scale, voice, form)
    return voice.say(f"artefacts.told.{row['verdict']}", cell=text) if row["verdict"] in TOLD else text
