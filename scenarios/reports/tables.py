"""The table that a comparison ends with on screen: a block for each headline outcome, a line for each mechanism."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from rich.cells import cell_len
from rich.text import Text

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import chosen, needed
from dizao.scenarios.reports.numbers import MISSING, Scale, clear_of_zero, decimals_for, scale_for
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice
from dizao.scenarios.reports.voices import voice_of

if TYPE_CHECKING:
    from dizao.scenarios.studies.comparison import Comparison

WIDTH = 80
GAP, INDENT = 2, 2

MARK = "*"
"""Behind the number of replicates that an interval needs, where fewer were run."""

COLUMNS = ("name", "mean", "difference", "correlation", "saved", "needed")
LEFT = ("name", "difference")
DROPPED_FIRST = ("correlation", "saved")
"""Columns that a narrow screen does without, in that order."""

MOST_NAMED = 4
"""Effects on which pairing did not help that are named."""

Row = pd.Series
"""One row of the table of effects."""


class Line(NamedTuple):
    """A line of the table: its cells by column, and which of them are set off from the rest."""

    cells: dict[str, str]
    styles: Mapping[str, str] = MappingProxyType({})


def effect_table(
    effects: pd.DataFrame, width: int = WIDTH, voice: Voice = IN_ENGLISH, outcomes: Sequence[str] = ()
) -> Text:
    """Lay outcomes out, one below the other, so that any number of mechanisms can be read.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.analysis.effects`).
    width
        Characters of a line; a Chinese one counts twice.
    voice
        How the report speaks.
    outcomes
        What is shown; the headline ones if none is named.

    Returns
    -------
    The text, which is not wrapped.
    """
    head = Line({name: voice.say(f"table.{name}") for name in COLUMNS}, dict.fromkeys(COLUMNS, "dim"))
    blocks = [_block(*written, voice) for written in scales(chosen(effects, outcomes), voice)]
    widths = _widths([head, *(line for _, lines in blocks for line in lines)], width)
    text = Text(no_wrap=True, overflow="ignore")
    text.append_text(_written(head, widths))
    for title, lines in blocks:
        text.append("\n").append(title, style="bold")
        for line in lines:
            text.append("\n").append_text(_written(line, widths))
    return text


def _block(group: pd.DataFrame, means: Scale, changes: Scale, voice: Voice) -> tuple[str, list[Line]]:
    """Return the title of an outcome with its unit, and its lines: the baseline's, then the others'."""
    unit = means.unit or voice.say("table.ratio")
    title = voice.say("table.outcome", title=voice.title(str(group["outcome"].iloc[0])), unit=unit)
    known = group["baseline_mean"].dropna()
    name = " " * INDENT + voice.called(str(group["baseline"].iloc[0]))
    first = Line({"name": name, "mean": means.number(known.iloc[0]) if len(known) else MISSING})
    return title, [first, *(_line(row, means, changes, voice) for _, row in group.iterrows())]


def _line(row: Row, means: Scale, changes: Scale, voice: Voice) -> Line:
    """Write a mechanism's mean, its difference with the interval, what pairing did, and the replicates it takes."""
    cells = {"name": " " * INDENT + voice.called(row["mechanism"]), "mean": means.number(row["mean"])}
    if row["n"] < 2:
        return Line({**cells, "difference": voice.say("effects.no_interval")}, {"difference": "dim"})
    ends = ", ".join(changes.number(row[end]) for end in ("ci_low", "ci_high"))
    apart = row["ci_low"] * row["ci_high"] > 0.0
    cells["difference"] = f"{changes.number(row['difference'], sign=True)} [{ends}]"
    cells["correlation"] = MISSING if pd.isna(row["correlation"]) else f"{row['correlation']:.2f}"
    cells["saved"] = MISSING if pd.isna(row["variance_reduction"]) else f"{100.0 * row['variance_reduction']:.0f}%"
    cells["needed"] = _needed(row)
    return Line(cells, {"difference": "bold"} if apart else {})


def _needed(row: Row) -> str:
    if pd.isna(row["replicates_needed"]):
        return MISSING
    return f"{row['replicates_needed']:,}{MARK if row['n'] < row['replicates_needed'] else ' '}"


def _widths(lines: list[Line], width: int) -> dict[str, int]:
    """Return the width of each column that finds room."""
    widths = {name: max(cell_len(line.cells.get(name, "")) for line in lines) for name in COLUMNS}
    for name in DROPPED_FIRST:
        if sum(widths.values()) + GAP * (len(widths) - 1) > width:
            del widths[name]
    return widths


def _written(line: Line, widths: dict[str, int]) -> Text:
    text = Text()
    for name, wide in widths.items():
        cell = line.cells.get(name, "")
        space = " " * (wide - cell_len(cell))
        padded = cell + space if name in LEFT else space + cell
        text.append(padded + " " * GAP, style=line.styles.get(name, ""))
    text.rstrip()
    return text


def scales(rows: pd.DataFrame, voice: Voice) -> Iterator[tuple[pd.DataFrame, Scale, Scale]]:
    """Yield each outcome's rows, and how its means and its differences are written: in the same unit.

    Parameters
    ----------
    rows
        Of the table of effects.
    voice
        The language of the units.

    Yields
    ------
    The rows of an outcome, the scale of its means, and that of its differences.
    """
    for name, group in rows.groupby("outcome", sort=False):
        values = group[["mean", "baseline_mean", "difference", "ci_low", "ci_high"]].to_numpy().ravel()
        means = scale_for(OUTCOMES[str(name)].unit, values, voice.language)
        ends = group[["difference", "ci_low", "ci_high"]].to_numpy().ravel() / means.divisor
        changes = means._replace(decimals=max(decimals_for(ends, 2), min(decimals_for(ends), means.decimals)))
        for low, high in zip(group["ci_low"], group["ci_high"], strict=True):
            changes = clear_of_zero(changes, low, high)
        yield group, means, changes


def notes(effects: pd.DataFrame, voice: Voice = IN_ENGLISH, share: float = 0.05, outcomes: Sequence[str] = ()) -> str:
    """Explain the table: what the intervals hold for, what pairing did, and what the mark means.

    Parameters
    ----------
    effects
        The table of effects against one baseline.
    voice
        How the report speaks.
    share
        Half-width that is wanted, as a share of the larger mean.
    outcomes
        What is shown; the headline ones if none is named.

    Returns
    -------
    Sentences, one after the other.
    """
    number = "one" if len(set(effects["mechanism"])) == 1 else "many"
    percent, baseline = f"{100.0 * share:g}", voice.called(effects["baseline"].iloc[0])
    lines = [voice.say(f"table.notes.{number}", baseline=baseline), voice.say("table.columns", share=percent)]
    rows = chosen(effects, outcomes)
    lines += [voice.say("table.more", mark=MARK)] if needed(rows) else []
    return voice.say("list.sentences").join([*lines, _pairing(rows, voice)])


def _pairing(rows: pd.DataFrame, voice: Voice) -> str:
    """Say on which headline effects pairing did not help."""
    harmed = rows[rows["variance_reduction"] <= 0.0].sort_values("variance_reduction", kind="stable")
    if not len(harmed):
        return voice.say("table.pairing.all")
    named = [
        voice.say(
            "table.pairing.one",
            outcome=voice.inside(voice.title(row["outcome"])),
            mechanism=voice.called(row["mechanism"]),
            saved=f"{100.0 * row['variance_reduction']:.0f}",
        )
        for _, row in harmed.head(MOST_NAMED).iterrows()
    ]
    named += [voice.say("table.pairing.more", count=len(harmed) - MOST_NAMED)] if len(harmed) > MOST_NAMED else []
    return voice.say("table.pairing.some", count=len(harmed), all=len(rows), listed=voice.listed(named))


def losing(losers: pd.DataFrame, baseline: str, voice: Voice = IN_ENGLISH) -> str:
    """Say how many units are worse off under each mechanism than under the baseline.

    Parameters
    ----------
    losers
        What `dizao.scenarios.analysis.winners.losers` returns.
    baseline
        Name of the mechanism that the others are compared with.
    voice
        How the report speaks.

    Returns
    -------
    One sentence.
    """
    parts = []
    for _, row in losers.iterrows():
        about = {"mechanism": voice.called(row["mechanism"]), "losing": f"{row['losing']:.1f}"}
        ends = {"low": f"{row['losing_low']:.1f}", "high": f"{row['losing_high']:.1f}"}
        parts.append(voice.say("losers.one", **about, **ends))
    units = f"{losers['units'].max():g}" if len(losers) else "0"
    return voice.say("losers", units=units, baseline=voice.called(baseline), listed=voice.say("list.comma").join(parts))


def until_note(comparison: "Comparison") -> str:
    """Say where replicates were added until intervals were narrow, whether they are, and what that does to them.

    Parameters
    ----------
    comparison
        What was found.

    Returns
    -------
    Sentences; an empty text where a single batch was asked for.
    """
    voice, design = voice_of(comparison), comparison.design
    if design.until is None:
        return ""
    about = {"replicates": len(comparison.results), "share": f"{100.0 * design.until:g}"}
    wanting = (comparison.budget or comparison).wanting
    if not wanting:
        said = voice.say("until.reached", **about)
    else:
        named = [
            voice.say("sentence.needs", outcome=voice.inside(voice.title(name)), count=f"{count:,}")
            for name, count in wanting.items()
        ]
        said = voice.say("until.missed", **about, listed=voice.listed(named))
    return voice.say("list.sentences").join([said, voice.say("until.bias")])
