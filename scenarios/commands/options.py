"""Options that commands share, and how their numbers are read."""

import re
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dizao.scenarios.commands.chinese import VARIABLE, is_wanted, note_in_chinese
from dizao.scenarios.loading.errors import ScenarioError, quoted, shown, steers

LAST_SEED = 2**63 - 1
MOST_SEEDS = 100_000
"""Replicates at most where each has the next seed."""

MOST_THREADS = 100_000
"""No machine has more; how many this one has is known once the compiler is loaded."""

MOST_WORKERS = 256
"""Processes at most."""

RESULTS = Path("results")


class WrongValueError(typer.BadParameter):
    """A value that an option cannot have; it is told in one line with the option's name in front."""


def whole(low: int, high: int) -> Callable[[str | int], int]:
    """Return what reads the whole number of an option, which must lie in [low, high].

    Parameters
    ----------
    low, high
        Limits, allowed themselves.

    Returns
    -------
    A function from what stood behind the option to the number.

    Raises
    ------
    WrongValueError
        By what is returned, if the text is no whole number within the limits.
    """
    allowed = f"between {low} and {high}"

    def read(value: str | int) -> int:
        text = str(value)
        if not re.fullmatch(r"[+-]?[0-9]{1,30}", text.strip()) or not low <= int(text) <= high:
            raise WrongValueError(f"must be a whole number {allowed}, got {quoted(text)}")
        return int(text)

    return read


def path_of(what: str) -> Callable[[str | Path], Path]:
    """Return what reads the path of an option; an empty one would be the folder that the user happens to be in.

    Parameters
    ----------
    what
        What the path must be of, for a message: "folder" or "file".

    Returns
    -------
    A function from what stood behind the option to the path; whether something is there is not looked at.

    Raises
    ------
    WrongValueError
        By what is returned, if the text is empty or has control characters.
    """

    def read(value: str | Path) -> Path:
        text = str(value)
        if isinstance(value, str) and not text.strip():
            raise WrongValueError(f"must be the path of a {what}, got {shown(text)}")
        if steers(text) or "\n" in text or "\r" in text:
            raise WrongValueError(f"must be a path without control characters, got {shown(text)}")
        return Path(text)

    return read


def decimal(value: str | float) -> float:
    """Read the number of an option.

    Parameters
    ----------
    value
        What stood behind the option.

    Returns
    -------
    The number, in the unit of the option; limits are those of what takes it.

    Raises
    ------
    WrongValueError
        If it is none.
    """
    try:
        return float(value)
    except ValueError:
        raise WrongValueError(f"must be a number, got {quoted(str(value))}") from None


def programme_weeks(value: str | int) -> int:
    """Read the weeks of a programme; what knows the longest one is loaded only when there are some.

    Parameters
    ----------
    value
        What stood behind the option.

    Returns
    -------
    Weeks, at least 1 and at most `LONGEST_RUN_WEEKS`.

    Raises
    ------
    WrongValueError
        If it is no such number.
    """
    from dizao.scenarios.loading.checks import LONGEST_RUN_WEEKS

    return whole(1, LONGEST_RUN_WEEKS)(value)


def draws_of_a_ranking(value: str | int) -> int:
    """Read a number of draws, 0 for none; what knows how many there may be is loaded only when there are some.

    Parameters
    ----------
    value
        What stood behind the option.

    Returns
    -------
    Draws, at most `MOST_DRAWS`.

    Raises
    ------
    WrongValueError
        If it is no such number.
    """
    from dizao.scenarios.studies.uncertainty.sampling import MOST_DRAWS

    return whole(0, MOST_DRAWS)(value)


GIVING_RULES = ("conditional", "causal", "pivotal", "norm", "inequality")
"""As `dizao.agents.parameters.GIVING_RULES`, which is loaded only when something is run; a test holds them together."""


def rule_of_giving(value: str) -> str:
    """Read the name of a rule of giving.

    Parameters
    ----------
    value
        What stood behind the option.

    Returns
    -------
    The name.

    Raises
    ------
    WrongValueError
        If there is no such rule.
    """
    if value not in GIVING_RULES:
        raise WrongValueError(f"must be one of {', '.join(GIVING_RULES)}, got {quoted(value)}")
    return value


def with_giving(overrides: list[str], name: str | None) -> list[str]:
    """Return what is changed, with a rule of giving in front; what ``--set`` says of it wins.

    Parameters
    ----------
    overrides
        ``KEY=VALUE``, as for ``--set``.
    name
        Name of the rule; None: as it is.

    Returns
    -------
    ``KEY=VALUE``.
    """
    return overrides if name is None else [f"people.giving_rule={name}", *overrides]


ScenarioArgument = Annotated[
    str, typer.Argument(help="name of the library (dizao list), or path of a .toml, .xlsx or .csv file")
]
SetOption = Annotated[list[str], typer.Option("--set", metavar="KEY=VALUE", help="change one value; may be repeated")]
GivingOption = Annotated[
    str | None,
    typer.Option("--giving", metavar="NAME", parser=rule_of_giving, help=f"rule of giving: {', '.join(GIVING_RULES)}"),
]
SeedOption = Annotated[
    int, typer.Option(metavar="N", parser=whole(0, LAST_SEED), help="seed of the world and of all draws")
]
SeedsOption = Annotated[
    int, typer.Option(metavar="N", parser=whole(0, LAST_SEED - MOST_SEEDS), help="seed of the first; each has the next")
]
WeeksOption = Annotated[int | None, typer.Option(metavar="N", parser=programme_weeks, help="weeks of the programme")]
ScaleOption = Annotated[
    float | None, typer.Option(metavar="X", parser=decimal, help="share of the units to simulate, whole")
]
WorkersOption = Annotated[
    int | None, typer.Option(metavar="N", parser=whole(1, MOST_WORKERS), help="processes; default: one a core")
]
FewWorkersOption = Annotated[int, typer.Option(metavar="N", parser=whole(1, MOST_WORKERS), help="processes")]
OutOption = Annotated[Path | None, typer.Option(metavar="DIR", parser=path_of("folder"), help="folder of the results")]
LangOption = Annotated[
    str,
    typer.Option(metavar="LANG", envvar=VARIABLE, show_envvar=False, help="language of figures and results: en, zh"),
]


def load_with(scenario: str, overrides: list[str], weeks: int | None, scale: float | None) -> Any:
    """Load a scenario with what the options of a command change in it.

    Parameters
    ----------
    scenario
        Name in the library, or the path of a TOML file.
    overrides
        ``KEY=VALUE``, as for ``--set``.
    weeks
        Weeks of the programme; None: what the file says. It wins over `overrides`.
    scale
        Share of the units to simulate; None: what the file says.

    Returns
    -------
    A `Scenario`, whose class is loaded only here.

    Raises
    ------
    ScenarioError
        If anything about it is wrong.
    """
    from dizao.scenarios import load

    if weeks is not None:
        overrides = [*overrides, f"calendar.programme_weeks={weeks}"]
    return load(scenario, overrides, scale)


def say_effects(runs: Sequence[tuple[Any, Sequence[str]]], drawn: bool = False) -> None:
    """Refuse what ``--set`` sets without effect on what is run, and say which settings of the file have none.

    Parameters
    ----------
    runs
        Scenarios, each with the names of the mechanisms that take part.
    drawn
        Whether mechanisms are also ranked over draws of the uncertain numbers.
    """
    from dizao.scenarios.loading.effects import Run, check_effects

    for line in check_effects([Run(*one, drawn) for one in runs]):
        print(note_in_chinese(line) if is_wanted() else f"note: {line}", file=sys.stderr)


def voice_in(lang: str) -> Any:
    """Return how results are told in the language of an option; text on a screen needs no font of ours.

    Parameters
    ----------
    lang
        What stood behind ``--lang``.

    Returns
    -------
    A `Voice`, whose class is loaded only here.

    Raises
    ------
    ScenarioError
        If there is no such language.
    """
    from dizao.scenarios.reports.texts import LANGUAGES, Voice

    for language in LANGUAGES:
        if lang == language:
            return Voice(language)
    raise ScenarioError("--lang", "", f"must be {' or '.join(LANGUAGES)}, got {quoted(lang)}")


def command_line() -> str:
    """Return what the user wrote, for manifests.

    Returns
    -------
    One line that a shell would read as the same command, the language of the environment included where it is Chinese.
    """
    line = shlex.join(["dizao", *sys.argv[1:]])
    return f"{VARIABLE}=zh {line}" if is_wanted() and "--lang" not in sys.argv else line
