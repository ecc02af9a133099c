"""The commands of the laboratory: ``dizao lab`` and ``validate``; thin, like all others."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dizao.scenarios.cli_cases import validate_cases
from dizao.scenarios.errors import ScenarioError
from dizao.scenarios.options import LAST_SEED, LangOption, SeedOption, SetOption, voice_in, whole

DEFAULT_GAME = "mori2024"
PARTS = ("laboratory", "cases")


def lab_command(
    game: Annotated[str, typer.Argument(help="name of a game (dizao list), or path of a .toml file")] = DEFAULT_GAME,
    seed: SeedOption = "0",
    overrides: SetOption = [],  # noqa: B006
    as_json: Annotated[bool, typer.Option("--json", help="print the rounds as JSON and nothing else")] = False,
    lang: LangOption = "en",
) -> None:
    """Play a game of the laboratory by the district's rules."""
    from rich.console import Console

    from dizao.scenarios.experiments.run import say_compiling
    from dizao.scenarios.laboratory import load_lab
    from dizao.scenarios.listing import console_for
    from dizao.scenarios.reports import laboratory

    loaded, number = load_lab(game, overrides), whole("--seed", seed, 0, LAST_SEED)
    voice = voice_in(lang)
    say_compiling(Console(stderr=True))
    rounds = loaded.play(number)
    if as_json:
        typer.echo(laboratory.as_json(loaded, number, rounds))
        return
    console = console_for()
    console.print(laboratory.heading(loaded, number, voice))
    for table in laboratory.tables(rounds, voice):
        console.print()
        console.print(table)
    console.print()
    console.print(voice.say("lab.key"), soft_wrap=not console.is_terminal)


def validate_command(
    part: Annotated[str, typer.Option(metavar="PART", help="what to test: laboratory, cases")] = "laboratory",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="also write the table there, as csv and json")] = None,
    lang: LangOption = "en",
) -> None:
    """Hold the model and baselines against what was observed."""
    if part not in PARTS:
        raise ScenarioError("--part", "", f"must be {' or '.join(PARTS)}, got {part or '""'}")
    voice = voice_in(lang)
    if part == "cases":
        validate_cases(out, voice)
        return
    from rich.console import Console

    from dizao.scenarios.experiments import store, validation
    from dizao.scenarios.experiments.run import say_compiling
    from dizao.scenarios.listing import console_for
    from dizao.scenarios.reports import validation as report

    console = console_for()
    with store.results_folder(out) if out is not None else nullcontext():
        say_compiling(Console(stderr=True))
        rows = validation.validate()
        files = validation.save(rows, out) if out is not None else []
    console.print(voice.say("validation.head"), style="bold")
    console.print()
    console.print(report.table(rows, voice))
    console.print()
    for line in report.notes(rows, voice):
        console.print(line, soft_wrap=not console.is_terminal)
    if out is not None:
        console.print(voice.say("validation.written", folder=out, files=", ".join(files)))
