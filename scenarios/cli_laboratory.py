"""The commands of the laboratory: ``dizao lab``, ``calibrate``, ``validate``. Thin, like those of `dizao.scenarios.cli`."""

from typing import Annotated

import typer

from dizao.scenarios.cli import LAST_SEED, LangOption, SeedOption, SetOption, app, whole
from dizao.scenarios.errors import ScenarioError


def _language(lang: str) -> str:
    """Return the language of an option; text on a screen needs no font of ours."""
    from dizao.scenarios.reports.texts import LANGUAGES

    if lang not in LANGUAGES:
        raise ScenarioError("--lang", "", f"must be {' or '.join(LANGUAGES)}, got {lang}")
    return lang


@app.command("lab")
def lab_command(
    game: Annotated[str, typer.Argument(help="name of a game that comes with dizao, or path of a .toml file")],
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
    from dizao.scenarios.reports.texts import Voice

    loaded, number = load_lab(game, overrides), whole("--seed", seed, 0, LAST_SEED)
    voice = Voice(_language(lang))  # type: ignore[arg-type]
    say_compiling(Console(stderr=True))
    rounds = loaded.play(number)
    if as_json:
        typer.echo(laboratory.as_json(loaded, number, rounds))
        return
    console = console_for()
    console.print(laboratory.heading(loaded, number, voice))
    for table in laboratory.tables(rounds, voice):
        console.print("", table)
    console.print("", voice.say("lab.key"), soft_wrap=not console.is_terminal)
