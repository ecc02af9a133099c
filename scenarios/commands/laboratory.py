"""The command of the laboratory: ``dizao lab``; thin, like all others."""

from typing import Annotated

import typer

from dizao.scenarios.commands.options import GivingOption, LangOption, SeedOption, SetOption, voice_in, with_giving

DEFAULT_GAME = "mori2024"


def lab_command(
    game: Annotated[str, typer.Argument(help="name of a game (dizao list), or path of a .toml file")] = DEFAULT_GAME,
    seed: SeedOption = 0,
    overrides: SetOption = [],  # noqa: B006
    giving: GivingOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the rounds as JSON and nothing else")] = False,
    lang: LangOption = "en",
) -> None:
    """Play a game of the laboratory by the district's rules."""
    from rich.console import Console

    from dizao.scenarios.commands.listing import console_for
    from dizao.scenarios.execution.progress import say_compiling
    from dizao.scenarios.loading.game_file import load_lab
    from dizao.scenarios.reports import laboratory

    loaded, voice = load_lab(game, with_giving(overrides, giving)), voice_in(lang)
    say_compiling(Console(stderr=True))
    rounds = loaded.play(seed)
    if as_json:
        typer.echo(laboratory.as_json(loaded, seed, rounds))
        return
    console = console_for()
    console.print(laboratory.heading(loaded, seed, voice))
    for table in laboratory.tables(rounds, voice):
        console.print()
        console.print(table)
    console.print()
    console.print(voice.say("lab.key"), soft_wrap=not console.is_terminal)
