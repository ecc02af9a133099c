"""What a comparison says on screen: a table, sentences, and where the files are."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from dizao.scenarios.reports.county import budget_table, county_table
from dizao.scenarios.reports.folder import files
from dizao.scenarios.reports.information import texts as information_texts
from dizao.scenarios.reports.poor_units import of_poor_units
from dizao.scenarios.reports.ranking import about_spending
from dizao.scenarios.reports.scale import scale_note
from dizao.scenarios.reports.tables import effect_table, losing, notes, until_note
from dizao.scenarios.reports.unless import print_uncertainty
from dizao.scenarios.reports.voices import sentences_of, voice_of
from dizao.scenarios.studies.comparison import Comparison

WIDEST = 100
"""Characters of a line on screen, at most."""


def screen(console: Console | None = None) -> Console:
    """Return a console whose lines are not too long to read.

    Parameters
    ----------
    console
        Whose file and width are taken; None: standard output.

    Returns
    -------
    The console, at most `WIDEST` characters wide.
    """
    console = console or Console(highlight=False)
    return Console(file=console.file, width=min(console.width, WIDEST), highlight=False)


def print_report(comparison: Comparison, out: Path, console: Console | None = None, report: bool = False) -> None:
    """Print the table, what is the same, three sentences, and where the files are.

    Parameters
    ----------
    comparison
        What was found.
    out
        Folder of the results.
    console
        Where to print; None: standard output.
    report
        Whether the report was written too, and is named among the files.
    """
    console, voice = screen(console), voice_of(comparison)
    named = voice.say("list.comma").join(voice.called(name) for name in comparison.mechanisms)
    about = {"scenario": comparison.scenario.name, "mechanisms": named, "replicates": len(comparison.results)}
    if comparison.uncertainty is not None:
        print_uncertainty(comparison.uncertainty, voice, console)
        for text in information_texts(comparison.uncertainty, voice):
            console.print(text, *(() if isinstance(text, Table) else ("",)), sep="\n", markup=False)
        console.print()
    console.print(voice.say(f"table.head.{comparison.design.equal}", **about) + "\n", markup=False)
    console.print(effect_table(comparison.effects, console.width, voice))
    console.print()
    if places := comparison.scenario.base.places:
        console.print(voice.say("county.head") + "\n", markup=False)
        console.print(county_table(comparison.processes, places, voice))
        console.print("\n" + of_poor_units(comparison), markup=False)
        console.print("\n" + voice.say("county.budget") + "\n", markup=False)
        console.print(budget_table(comparison.money_by_year, places, voice))
        console.print()
    explained = notes(comparison.effects, voice, comparison.design.share)
    lost = losing(comparison.losers, comparison.baseline, voice)
    part, spent = scale_note(comparison.scenario.base, voice), about_spending(comparison)
    for text in (explained, part, until_note(comparison), lost, spent, *sentences_of(comparison)):
        if text:
            console.print(text, markup=False)
            console.print()
    listed = ", ".join(files(comparison, report))
    console.print(voice.say("table.written", folder=out, files=listed), markup=False, soft_wrap=True)
