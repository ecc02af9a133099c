"""What systems of the field change, in words, in a table and in figures."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from rich.console import Console

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import Effect, chosen
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import LIBRARIES, discard, versions, write_csv, write_json
from dizao.scenarios.reports.canvas import FOOT_INCHES, HEAD_INCHES, KINDS, Texts, blank_figure, write_figure
from dizao.scenarios.reports.comparison_figures import SYSTEM_FIGURES
from dizao.scenarios.reports.interaction import INTERACTION, interactions_told
from dizao.scenarios.reports.numbers import MINUS, MISSING, Scale, scale_for, scale_of_interval
from dizao.scenarios.reports.screen import screen
from dizao.scenarios.reports.style import BLUE, GREY, VERMILION, figure_style
from dizao.scenarios.reports.tables import effect_table, losing, notes, scales
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.voices import voice_of
from dizao.scenarios.studies.systems import Study
from dizao.scenarios.studies.systems_overview import Judged, Overview, verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKDOWN = "table.md"
OVERVIEW_TABLE, OVERVIEW_FIGURE = "systems.csv", "systems"
OVERVIEW_FILES = (OVERVIEW_TABLE, *(f"{OVERVIEW_FIGURE}.{kind}" for kind in KINDS), MANIFEST)
"""Files of an overview, in the order in which they are written."""

COLOURS = {"as_hoped": BLUE, "wrong": VERMILION}
"""Of the effects that are significant."""

LABEL_CHARACTERS = 30
ROW_INCHES = 0.5


class _Numbers(NamedTuple):
    """An effect as people read it."""

    off: str
    on: str
    change: str
    low: str
    high: str


def print_study(study: Study, out: Path, console: Console | None = None) -> None:
    """Print the table of a system, whether it does what is hoped for, who loses, and where the files are.

    Parameters
    ----------
    study
        What the system changes.
    out
        Folder of the results.
    console
        Where to print; None: standard output.
    """
    console, voice, system = screen(console), voice_of(study), study.system
    about = {"scenario": study.scenario.name, "number": system.number, "replicates": len(study.results)}
    listed = voice.say("list.comma").join(voice.called(name) for name in study.mechanisms)
    head = "systems.head" if system.number else "systems.head.several"
    console.print(voice.say(head, **about, variants=listed) + "\n", markup=False)
    console.print(effect_table(study.effects, console.width, voice, study.shown))
    console.print()
    told = notes(study.effects, voice, study.design.share, study.shown)
    texts = [*_drawn(study, voice), sentence(study), *interactions_told(study), told]
    for text in (*texts, losing(study.losers, study.baseline, voice)):
        console.print(text + "\n", markup=False)
    figures = f"{', '.join(SYSTEM_FIGURES)} (png, svg)"
    crossed = [INTERACTION] if system.crossed else []
    names = ", ".join([MARKDOWN, *crossed, "effects.csv", "runs.parquet", "winners.parquet", figures, MANIFEST])
    console.print(voice.say("table.written", folder=out, files=names), markup=False, soft_wrap=True)


def _drawn(study: Study, voice: Voice) -> list[str]:
    """Say that each world has another parameter set, and how many there are to take; nothing where none has."""
    if study.members is None:
        return []
    about = {"worlds": len(study.results), "count": len(study.members.weights)}
    return [voice.say("systems.drawn", **about)]


def markdown_table(study: Study) -> str:
    """Return the table of a system in Markdown: a row an outcome, a column a variant, bold what is significant.

    The first column is the mean without the system, the others are differences to it with their intervals.

    Parameters
    ----------
    study
        What the system changes.

    Returns
    -------
    The lines of the table.
    """
    voice, shown = voice_of(study), study.shown
    head = [voice.say("systems.column"), *(voice.called(name) for name in study.mechanisms)]
    rows = [_cells(*written, voice) for written in scales(chosen(study.effects, shown), voice)]
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cells(rows: pd.DataFrame, means: Scale, changes: Scale, voice: Voice) -> list[str]:
    """Write one outcome: its title and unit, the baseline's mean, the others' differences with their intervals."""
    title, unit = voice.title(str(rows["outcome"].iloc[0])), means.unit
    known = rows["baseline_mean"].dropna()
    cells = [voice.say("table.outcome", title=title, unit=unit) if unit else title]
    cells.append(means.number(known.iloc[0]) if len(known) else MISSING)
    for _, row in rows.iterrows():
        difference, low, high = (changes.number(row[key], sign=True) for key in ("difference", "ci_low", "ci_high"))
        told = row["ci_low"] * row["ci_high"] > 0.0
        cell = (
            difference
            if row["ci_low"] == row["ci_high"]
            else voice.say("systems.cell", change=difference, low=low, high=high)
        )
        cells.append(f"**{cell}**" if told else cell)
    return [cell.replace("-", MINUS) if cell != MISSING else cell for cell in cells]


def sentence(study: Study) -> str:
    """Say what the whole system does to the outcome that it is judged by.

    Parameters
    ----------
    study
        What the system changes.

    Returns
    -------
    A sentence: the effect with its interval, and whether it has the sign that is hoped for.
    """
    return _told(study.judged, study.system.expected, voice_of(study))


def _told(found: Effect, expected: str, voice: Voice) -> str:
    said = _numbers(found, voice)
    about = {"outcome": voice.inside(voice.title(found.outcome)), "hoped": voice.say(f"systems.hoped.{expected}")}
    about |= {"baseline": voice.called(found.baseline), "variant": voice.called(found.mechanism)}
    key = verdict(found, expected)
    return voice.say("systems.sentence", **about, **said._asdict(), verdict=voice.say(f"systems.verdict.{key}"))


def _numbers(found: Effect, voice: Voice) -> _Numbers:
    unit = OUTCOMES[found.outcome].unit
    changes = scale_of_interval(unit, found.ci_low, found.difference, found.ci_high, voice.language)
    means = scale_for(unit, [found.mean, found.baseline_mean], voice.language)
    off, on = (means.with_unit(means.number(value)) for value in (found.baseline_mean, found.mean))
    ends = [changes.number(value, sign=True) for value in (found.ci_low, found.ci_high)]
    return _Numbers(off, on, _difference(found.difference, changes), *ends)


def _difference(value: float, scale: Scale) -> str:
    return scale.with_unit(scale.number(value, sign=True), difference=True)


def print_overview(overview: Overview, out: Path, console: Console | None = None) -> None:
    """Print a paragraph for each system and where the files are.

    Parameters
    ----------
    overview
        What all systems change.
    out
        Folder of the results.
    console
        Where to print; None: standard output.
    """
    console, voice = screen(console), Voice(overview.language)
    head = {"count": len(overview.studies), "replicates": _replicates(overview)}
    console.print(voice.say("systems.all.head", **head) + "\n")
    for study, judged in zip(overview.studies, overview.judged, strict=True):
        _print_judged(console, study, judged)
    console.print(voice.say("systems.all.notes", level=f"{100.0 * overview.judged[0].effect.level:.2f}") + "\n")
    console.print(voice.say("table.written", folder=out, files=", ".join(OVERVIEW_FILES)), markup=False, soft_wrap=True)


def _print_judged(console: Console, study: Study, judged: Judged) -> None:
    voice, needed = voice_of(study), judged.effect.replicates_needed
    head = {"number": judged.number, "scenario": judged.scenario, "title": study.scenario.title}
    console.print(voice.say("systems.all.one", **head), style="bold", markup=False)
    wanted = voice.say("systems.needed", needed=MISSING if needed is None else f"{needed:,}")
    hoped = voice.say("systems.changes", changes=hoped_changes(study, voice))
    console.print(f"{_told(judged.effect, judged.expected, voice)} {hoped} {wanted}\n", markup=False)


def hoped_changes(study: Study, voice: Voice) -> str:
    """Return which of the changes that the field hopes for a system's judged outcome speaks of.

    Parameters
    ----------
    study
        What a system changes.
    voice
        In whose language.

    Returns
    -------
    Their names, with commas between them; "none of the five" where it speaks of none.
    """
    named = [voice.say(f"systems.change.{one}") for one in study.system.changes]
    return voice.say("list.comma").join(named) or voice.say("systems.change.none")


def save_overview(overview: Overview, out: Path, about: Mapping[str, object]) -> None:
    """Write the table and the figure of an overview and, last, its manifest.

    Parameters
    ----------
    overview
        What all systems change.
    out
        Folder of the results, which must be there.
    about
        What else the manifest says.
    """
    discard(out / MANIFEST)
    write_csv(out / OVERVIEW_TABLE, overview.table)
    write_figure(overview_figure(overview), out / OVERVIEW_FIGURE, overview.language)
    systems = {one.scenario: {"number": one.number, "judged_by": one.effect.outcome} for one in overview.judged}
    write_json(
        out / MANIFEST, {"kind": "systems", "systems": systems, "versions": versions((*LIBRARIES, "scipy")), **about}
    )


def overview_figure(overview: Overview) -> "Figure":
    """Draw the effect of each system on its own outcome, each on a scale of its own, and write it beside.

    Parameters
    ----------
    overview
        What all systems change.

    Returns
    -------
    The figure, one row a system, the effect in numbers to its right.
    """
    voice, judged = Voice(overview.language), overview.judged
    height = HEAD_INCHES + 2.0 * FOOT_INCHES + ROW_INCHES * len(judged) + 0.2
    subtitle = voice.say("systems.all.subtitle", replicates=_replicates(overview))
    texts = Texts(voice.say("systems.all.title"), subtitle, voice.say("systems.all.key"))
    with figure_style(voice.language):
        figure = blank_figure(height, texts)
        bottom, tall = 2.0 * FOOT_INCHES / height, ROW_INCHES * len(judged) / height
        panel = figure.add_axes((0.27, bottom, 0.32, tall))
        panel.axvline(0.0, color="#333333", linewidth=0.9, zorder=1)
        for place, one in enumerate(judged):
            _draw_judged(panel, place, one)
            across = panel.get_yaxis_transform()
            panel.text(1.05, place, _beside(one, voice), transform=across, va="center", fontsize="small")
        panel.set_yticks(range(len(judged)), [_label(one, voice) for one in judged])
        panel.set_ylim(len(judged) - 0.5, -0.5)
        panel.set_xlim(-1.1, 1.1)
        panel.set_xticks([-1.0, 0.0, 1.0], [voice.say(f"systems.all.{end}") for end in ("lower", "none", "higher")])
    return figure


def _replicates(overview: Overview) -> str:
    """Return how many worlds the systems had: one number, or from the fewest to the most."""
    counts = sorted({len(one.results) for one in overview.studies})
    if len(counts) == 1:
        return f"{counts[0]}"
    return Voice(overview.language).say("systems.all.range", low=counts[0], high=counts[-1])


def _draw_judged(panel: "Axes", place: int, judged: Judged) -> None:
    """Draw a point and its interval, the farther end of which is 1; hollow where the interval holds 0."""
    found, colour = judged.effect, COLOURS.get(judged.verdict, GREY)
    size = max(abs(found.ci_low), abs(found.ci_high)) or 1.0
    low, middle, high = (value / size for value in (found.ci_low, found.difference, found.ci_high))
    panel.plot([low, high], [place, place], color=colour, solid_capstyle="butt", zorder=2)
    face = colour if judged.verdict in COLOURS else "white"
    panel.plot([middle], [place], "o", color=colour, markerfacecolor=face, zorder=3)


def _beside(judged: Judged, voice: Voice) -> str:
    return voice.say("systems.all.beside", **_numbers(judged.effect, voice)._asdict()).replace("-", MINUS)


def _label(judged: Judged, voice: Voice) -> str:
    outcome = "\n".join(wrap(voice.title(judged.effect.outcome), LABEL_CHARACTERS))
    return f"{judged.number} {judged.scenario}\n{outcome}"
