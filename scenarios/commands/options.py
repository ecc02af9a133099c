"""Options that commands share, and how they are read.

Numbers are taken as text and read by `whole` and `decimal`, so that a wrong one is told like every other wrong value.
"""

import re
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dizao.scenarios.loading.errors import ScenarioError, shown

LAST_SEED = 2**63 - 1
RESULTS = Path("results")

ScenarioArgument = Annotated[str, typer.Argument(help="name of the library (dizao list), or path of a .toml file")]
SetOption = Annotated[list[str], typer.Option("--set", metavar="KEY=VALUE", help="change one value; may be repeated")]
SeedOption = Annotated[str, typer.Option(metavar="N", help="seed of the world and of all draws")]
WeeksOption = Annotated[str | None, typer.Option(metavar="N", help="weeks of the programme")]
ScaleOption = Annotated[str | None, typer.Option(metavar="X", help="share of the units to simulate, whole")]
WorkersOption = Annotated[str | None, typer.Option(metavar="N", help="processes; default: one a core")]
FewWorkersOption = Annotated[str, typer.Option(metavar="N", help="processes")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", help="folder of the results")]
LangOption = Annotated[str, typer.Option(metavar="LANG", help="language of figures and results: en, zh")]


def load_with(scenario: str, overrides: list[str], weeks: str | None, scale: str | None) -> Any:
    """Load a scenario with what the options of a command change in it."""
    from dizao.scenarios import load
    from dizao.scenarios.loading.checks import LONGEST_RUN_WEEKS

    if weeks is not None:
        overrides = [*overrides, f"calendar.programme_weeks={whole('--weeks', weeks, 1, LONGEST_RUN_WEEKS)}"]
    return load(scenario, overrides, decimal("--scale", scale))


def whole(option: str, text: str, low: int, high: int | None = None) -> int:
    """Read the whole number of an option.

    Raises
    ------
    ScenarioError
        If it is none, or is not in [low, high].
    """
    allowed = f"of at least {low}" if high is None else f"between {low} and {high}"
    if not re.fullmatch(r"[+-]?[0-9]{1,30}", text.strip()) or not low <= int(text) <= (high or int(text)):
        raise ScenarioError(option, "", f"must be a whole number {allowed}, got {text or shown(text)}")
    return int(text)


def decimal(option: str, text: str | None) -> float | None:
    """Read the number of an option; None stays None.

    Raises
    ------
    ScenarioError
        If it is no number.
    """
    try:
        return None if text is None else float(text)
    except ValueError:
        raise ScenarioError(option, "", f"must be a number, got {text or shown(text)}") from None


def voice_in(lang: str) -> Any:
    """Return how results are told in the language of an option; text on a screen needs no font of ours."""
    from dizao.scenarios.reports.texts import LANGUAGES, Voice

    for language in LANGUAGES:
        if lang == language:
            return Voice(language)
    raise ScenarioError("--lang", "", f"must be {' or '.join(LANGUAGES)}, got {lang}")


def command_line() -> str:
    """Return what the user wrote, for manifests."""
    return shlex.join(["dizao", *sys.argv[1:]])
