"""The table that a comparison ends with on screen: means, and differences to the baseline with their intervals."""

from collections.abc import Iterator, Sequence

import pandas as pd
from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from dizao.model.outcomes import OUTCOMES
from dizao.scenarios.experiments.effects import needs_more
from dizao.scenarios.reports.numbers import MISSING, Scale, clear_of_zero, decimals_for, scale_for
from dizao.scenarios.reports.texts import IN_ENGLISH, Voice

LABEL_WIDTH = 21
GAP = 2
WIDTH = 80

MARK = "*"
"""Behind the outcomes that would need more replicates."""

Row = pd.Series
"""One row of the table of effects."""


def headline(effects: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the outcomes that stand in the first table."""
    names = [name for name, outcome in OUTCOMES.items() if outcome.headline]
    return effects[effects["outcome"].isin(names)]


def effect_tables(effects: pd.DataFrame, width: int = WIDTH, voice: Voice = IN_ENGLISH) -> list[Table]:
    """Lay the headline outcomes out as one table, or as several with fewer mechanisms where one would be too wide.

    Parameters
    ----------
    effects
        The table of effects against one baseline (`dizao.scenarios.experiments.effects`).
    width
        Characters of a line; a Chinese one counts twice.
    voice
        How it speaks.
    """
    rows = headline(effects)
    cells = {voice.called(name): _column(rows, name, voice) for name in rows["mechanism"].drop_duplicates()}
    first = {"": _labels(rows, voice), voice.called(str(rows["baseline"].iloc[0])): _baseline_column(rows, voice)}
    used = sum(_width(name, column) for name, column in first.items())
    return [_table(first | {name: cells[name] for name in block}) for block in _blocks(cells, width - used + GAP)]


def notes(effects: pd.DataFrame, voice: Voice = IN_ENGLISH) -> str:
    """Explain the table: what stands where, and what the mark means, with the numbers of replicates needed."""
    text = voice.say("table.notes", baseline=voice.called(effects["baseline"].iloc[0]))
    wanting = needed(headline(effects))
    if not wanting:
        return text
    named = [f"{voice.inside(voice.title(name))} {count:,}" for name, count in wanting.items()]
    return f"{text}\n{voice.say('table.needed', mark=MARK, listed=voice.say('list.comma').join(named))}"


def needed(effects: pd.DataFrame) -> dict[str, int]:
    """Return the outcomes that need more replicates than they have, with the most that any mechanism needs."""
    return {
        str(outcome): int(rows["replicates_needed"].max())
        for outcome, rows in effects[needs_more(effects)].groupby("outcome", sort=False)
    }


def _scales(rows: pd.DataFrame, voice: Voice) -> Iterator[tuple[pd.DataFrame, Scale, Scale]]:
    """Yield each outcome's rows, and how its means and its differences are written: in the same unit."""
    for name, group in rows.groupby("outcome", sort=False):
        values = group[["mean", "baseline_mean", "difference", "ci_low", "ci_high"]].to_numpy().ravel()
        means = scale_for(OUTCOMES[str(name)].unit, values, voice.language)
        ends = group[["difference", "ci_low", "ci_high"]].to_numpy().ravel() / means.divisor
        changes = means._replace(decimals=max(decimals_for(ends, 2), min(decimals_for(ends), means.decimals)))
        for low, high in zip(group["ci_low"], group["ci_high"], strict=True):
            changes = clear_of_zero(changes, low, high)
        yield group, means, changes


def _labels(rows: pd.DataFrame, voice: Voice) -> list[Text]:
    wanting = needed(rows)
    labels = []
    for group, means, _ in _scales(rows, voice):
        name = str(group["outcome"].iloc[0])
        title = Text(voice.title(name) + (MARK if name in wanting else ""))
        labels.append(title.append(f"\n{means.unit or voice.say('table.ratio')}", style="dim"))
    return labels


def _baseline_column(rows: pd.DataFrame, voice: Voice) -> list[Text]:
    """Return the baseline's means: over the pairs of the first mechanism that has any."""
    column = []
    for group, means, _ in _scales(rows, voice):
        known = group["baseline_mean"].dropna()
        column.append(Text(means.number(known.iloc[0]) if len(known) else MISSING))
    return column


def _column(rows: pd.DataFrame, mechanism: str, voice: Voice) -> list[Text]:
    return [
        _cell(row, means, changes, voice)
        for group, means, changes in _scales(rows, voice)
        for _, row in group[group["mechanism"] == mechanism].iterrows()
    ]


def _cell(row: Row, means: Scale, changes: Scale, voice: Voice) -> Text:
    """Write a mean and, on the line below, the difference; bold if its interval leaves 0 out."""
    text = Text(" " * (row["mean"] >= 0.0) + means.number(row["mean"]) + "\n")
    if row["n"] < 2:
        return text.append(voice.say("effects.no_interval"), style="dim")
    ends = ", ".join(changes.number(row[end]) for end in ("ci_low", "ci_high"))
    apart = row["ci_low"] * row["ci_high"] > 0.0
    return text.append(f"{changes.number(row['difference'], sign=True):>2} [{ends}]", style="bold" if apart else "")


def _width(name: str, column: Sequence[Text]) -> int:
    """Return the width of a column with the gap to the next."""
    longest = max(cell_len(line) for text in (Text(name), *column) for line in text.plain.split("\n"))
    return (min(longest, LABEL_WIDTH) if name == "" else longest) + GAP


def _blocks(cells: dict[str, list[Text]], width: int) -> Iterator[list[str]]:
    """Yield groups of columns that fit side by side, at least one in each."""
    block: list[str] = []
    for name, column in cells.items():
        taken = sum(_width(other, cells[other]) for other in block)
        if block and taken + _width(name, column) > width:
            yield block
            block = []
        block.append(name)
    yield block


def _table(columns: dict[str, list[Text]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, GAP - 1, 0, 0), show_edge=False, pad_edge=False)
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index == 1 else "left", max_width=LABEL_WIDTH if index == 0 else None)
    for row in zip(*columns.values(), strict=True):
        table.add_row(*row)
    return table
