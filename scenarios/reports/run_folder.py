"""What a run leaves behind: its tables, figures and manifest in a folder, and a summary on screen."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from dizao.model.mechanisms.presets import presets
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.execution.columns import TABLES
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import prepare_folder, replacing, telling, versions, write_json, write_table
from dizao.scenarios.loading.ballots import BALLOTS, file_name, pabulib_text
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.policies import parts_table
from dizao.scenarios.reports.numbers import amount
from dizao.scenarios.reports.results import Results
from dizao.scenarios.reports.run_figures import FIGURES, figure_files
from dizao.scenarios.reports.scale import scale_note
from dizao.scenarios.reports.style import mark
from dizao.scenarios.reports.terms import terms, titles
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.voices import voice
from dizao.scenarios.studies.run import Run


def manifest(run: Run, command: str) -> dict[str, Any]:
    """Return what has to be known about a run besides its tables.

    Parameters
    ----------
    run
        What the run leaves behind.
    command
        As it was given.

    Returns
    -------
    What stands in the manifest, which `write_json` can write.
    """
    return {
        "kind": "run",
        "scenario": {"name": run.scenario.name, **run.scenario.table()},
        "mechanism": {"name": run.mechanism, **_about(run)},
        "seed": run.seed,
        "command": command,
        "versions": versions(),
        "threads": run.threads,
        "seconds": run.seconds,
        "seconds_per_stage": run.seconds_per_stage,
        "peak_memory_bytes": run.peak_memory_bytes,
        "rows": {name: len(next(iter(columns.values()), ())) for name, columns in run.tables.items()},
        "outcomes": run.outcomes,
    }


def _about(run: Run) -> dict[str, Any]:
    rules, preset = run.scenario.mechanism(run.mechanism), presets().get(run.mechanism)
    about = {"title": titles(run.scenario, "en")[run.mechanism], "terms": terms(rules, "en", run.scenario.base)}
    return {**about, "grade": preset.grade if preset else "C", **parts_table(rules)}


def results(run: Run, language: Language = "en") -> Results:
    """Return what the figures of a run are made from, in a language.

    Parameters
    ----------
    run
        What the run leaves behind.
    language
        Of all that figures say.

    Returns
    -------
    The run as figures see it.
    """
    told, weeks = voice(run.scenario, language), run.scenario.base.calendar.programme_weeks
    colour = mark(run.mechanism, told.policies).colour
    about = (run.scenario.name, told.called(run.mechanism), run.seed, language, colour)
    return Results(run.tables, run.outcomes, weeks, *about)


def save(run: Run, folder: Path, command: str = "", language: Language = "en") -> None:
    """Write a run's tables and figures and, last, its manifest; an older manifest goes first.

    So it never speaks for files of another run.

    Parameters
    ----------
    run
        What it leaves behind.
    folder
        Of the results; made where it is missing.
    command
        As it was given, for the manifest.
    language
        Of the figures.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    prepare_folder(folder)
    with telling(folder / MANIFEST):
        (folder / MANIFEST).unlink(missing_ok=True)
        for older in folder.glob(BALLOTS):
            older.unlink()
    for name, columns in run.tables.items():
        write_table(folder / f"{name}.parquet", columns, TABLES.get(name))
    for name, content in figure_files(results(run, language)):
        with replacing(folder / name) as temporary:
            temporary.write_bytes(content)
    for vote in run.votes:
        with replacing(folder / file_name(vote)) as temporary:
            temporary.write_text(pabulib_text(vote, run.scenario.title), encoding="utf-8", newline="\n")
    write_json(folder / MANIFEST, manifest(run, command))


def print_summary(run: Run, folder: Path, console: Console | None = None, language: Language = "en") -> None:
    """Print the headline outcomes with their units, and where the files are.

    Parameters
    ----------
    run
        What it leaves behind.
    folder
        Where its files are.
    console
        Where to print; None: standard output.
    language
        Of what is printed.
    """
    console, told = console or Console(highlight=False), voice(run.scenario, language)
    console.print(_headline(run, told), soft_wrap=True, markup=False)
    grid = Table.grid(padding=(0, 2))
    for name, outcome in OUTCOMES.items():
        if outcome.headline:
            grid.add_row("", told.title(name), amount(run.outcomes[name], outcome.unit, language))
    console.print(grid)
    if note := scale_note(run.scenario.base, told):
        console.print(note, soft_wrap=True, markup=False)
    files = ", ".join([MANIFEST, *(f"{name}.parquet" for name in run.tables), f"{', '.join(FIGURES)} (png, svg)"])
    written = told.say("summary.written", seconds=f"{run.seconds:.1f}", folder=folder, files=files)
    console.print(written, soft_wrap=True, markup=False)


def _headline(run: Run, told: Voice) -> str:
    """Return what was run, in a line."""
    base, title = run.scenario.base, run.scenario.title_in(told.language)
    scale = told.say("summary.scale", scale=f"{base.scale:g}") if base.scale < 1.0 else ""
    weeks = {"weeks": base.calendar.programme_weeks, "follow_up": base.calendar.follow_up_weeks}
    about = {"mechanism": told.called(run.mechanism), "seed": run.seed, **weeks}
    return told.say("summary.head", scenario=title, scale=scale, **about)
