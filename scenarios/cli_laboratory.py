"""The commands of the laboratory: ``dizao lab``, ``calibrate``; thin, like all others."""

from pathlib import Path
from typing import Annotated

import typer

from dizao.scenarios.errors import ScenarioError
from dizao.scenarios.options import LAST_SEED, RESULTS, LangOption, SeedOption, SetOption, voice_in, whole

MOST_REPLICATES = 100_000
DEFAULT_GAME = "mori2024"


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


def calibrate_command(
    what: Annotated[str, typer.Argument(help="what to estimate: dispositions")],
    replicates: Annotated[str, typer.Option(metavar="N", help="bootstrap replicates, over subjects")] = "100",
    seed: SeedOption = "0",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="default: results/dispositions.toml")] = None,
    lang: LangOption = "en",
) -> None:
    """Estimate what people are like on published data (ten minutes with all replicates)."""
    if what != "dispositions":
        raise ScenarioError("calibrate", "", f"must be dispositions, got {what or '""'}")
    number, times = whole("--seed", seed, 0, LAST_SEED), whole("--replicates", replicates, 2, MOST_REPLICATES)
    voice = voice_in(lang)
    from rich.console import Console

    from dizao.scenarios.experiments import posterior, store
    from dizao.scenarios.listing import console_for
    from dizao.scenarios.reports import dispositions

    path = out or RESULTS / posterior.FILE
    if path.is_dir():
        raise ScenarioError("--out", "", f"must be a file, got the directory {path}")
    with store.telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with Console(stderr=True).status("") as status:
        found = posterior.estimate(times, number, status.update)
    text = posterior.as_toml(found)
    with store.replacing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
    console = console_for()
    console.print(dispositions.heading(voice), style="bold")
    for table in dispositions.tables(text, voice):
        console.print()
        console.print(table)
    for line in ["", *dispositions.notes(text, voice), voice.say("dispositions.written", path=path)]:
        console.print(line, soft_wrap=not console.is_terminal)
