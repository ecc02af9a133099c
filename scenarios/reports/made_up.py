"""Whether truths that are known are kept: on screen and in files."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from rich.console import Console

from dizao.scenarios.analysis.matching.implausibility import CUT
from dizao.scenarios.calibration.plausible.made_up import MadeUp
from dizao.scenarios.calibration.plausible.study import Asked
from dizao.scenarios.execution.kinds import MANIFEST
from dizao.scenarios.execution.store import LIBRARIES, discard, versions, write_csv, write_json
from dizao.scenarios.loading.language import Language
from dizao.scenarios.reports.canvas import KINDS, write_figure
from dizao.scenarios.reports.plausible import MOST_NAMED, percent
from dizao.scenarios.reports.plausible_figures import made_up_figure
from dizao.scenarios.reports.screen import screen
from dizao.scenarios.reports.texts import Voice

NAME = "made_up"
CSV = f"{NAME}.csv"
FILES = (CSV, *(f"{NAME}.{kind}" for kind in KINDS), MANIFEST)
"""Files of a check, in the order in which they are written."""


def save_made_up(made: MadeUp, asked: Asked, out: Path, language: Language, about: Mapping[str, object]) -> None:
    """Write the table and the figure and, last, the manifest.

    Parameters
    ----------
    made
        What became of the truths.
    asked
        What was asked.
    out
        The folder.
    language
        Of the figure.
    about
        What else the manifest says.

    Raises
    ------
    StoreError
        If something cannot be written; no half file stays behind.
    """
    discard(out / MANIFEST)
    write_csv(out / CSV, made.table)
    write_figure(made_up_figure(made, Voice(language)), out / NAME, language)
    manifest = {
        "kind": NAME,
        "scenario": asked.scenario.table(),
        "seed": asked.seed,
        "made_up": len(made.table),
        **asked.size._asdict(),
        "versions": versions((*LIBRARIES, "scipy", "scikit-learn", "SALib")),
        **about,
    }
    write_json(out / MANIFEST, manifest)


def print_made_up(made: MadeUp, out: Path, language: Language, console: Console | None = None) -> None:
    """Print how many truths are kept.

    Parameters
    ----------
    made
        What became of the truths.
    out
        Folder of the files.
    language
        In which it is told.
    console
        Where to; None for standard output.
    """
    console, voice = screen(console), Voice(language)
    for text in sentences(made, voice):
        console.print(f"{text}\n", markup=False)
    console.print(voice.say("table.written", folder=out, files=", ".join(FILES)), markup=False, soft_wrap=True)


def sentences(made: MadeUp, voice: Voice) -> list[str]:
    """Say how many truths are kept, by emulators and by simulation.

    Parameters
    ----------
    made
        What became of the truths.
    voice
        How it is told.

    Returns
    -------
    One text a subject.
    """
    table, count = made.table, len(made.table)
    kept = {name: int((table[name] <= CUT).sum()) for name in ("emulated", "simulated")}
    share = percent(float(np.mean(table["share"])), voice)
    return [
        voice.say("plausible.made.head", count=count),
        voice.say("plausible.made.emulated", sets=made.sets, kept=kept["emulated"], count=count, share=share),
        voice.say("plausible.made.simulated", kept=kept["simulated"], count=count),
        _beyond(made, voice),
        voice.say("plausible.made.note", conditions=len(made.facts)),
    ]


def _beyond(made: MadeUp, voice: Voice) -> str:
    """Say of how many truths each fact is beyond the cut by simulation, the most often first."""
    counts = {fact: int((made.table[f"simulated.{fact.name}"] > CUT).sum()) for fact in made.facts}
    some = sorted((fact for fact in made.facts if counts[fact]), key=lambda fact: -counts[fact])[:MOST_NAMED]
    if not some:
        return voice.say("plausible.made.beyond.none")
    named = [
        voice.say("plausible.named", title=voice.inside(fact.title_in(voice.language)), share=counts[fact])
        for fact in some
    ]
    return voice.say("plausible.made.beyond", facts=voice.say("plausible.comma").join(named), count=len(made.table))
