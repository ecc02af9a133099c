"""The command ``dizao calibrate``: estimates as files; thin, like all others."""

import os.path
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    MOST_WORKERS,
    RESULTS,
    LangOption,
    SeedsOption,
    decimal,
    path_of,
    voice_in,
    whole,
)
from dizao.scenarios.loading.errors import ScenarioError

if TYPE_CHECKING:
    from dizao.scenarios.execution.executor import Executor
    from dizao.scenarios.execution.progress import WorkProgress


class Given(NamedTuple):
    """What the options say, read: None where an option was not given."""

    replicates: int | None
    seed: int
    scale: float | None
    workers: int


def _dispositions(given: Given, execute: "Executor", progress: "WorkProgress") -> str:
    from dizao.scenarios.calibration import posterior

    return posterior.as_toml(posterior.estimate(given.replicates or 100, given.seed, execute, progress))


def _needs(given: Given, execute: "Executor", progress: "WorkProgress") -> str:
    from dizao.scenarios.calibration import needs

    scale = needs.SCALE if given.scale is None else given.scale
    worlds = given.replicates or needs.REPLICATES
    return needs.as_toml(needs.estimate(scale, worlds, given.seed, execute, progress))


def _places(given: Given, execute: "Executor", progress: "WorkProgress") -> str:
    from dizao.scenarios.calibration import places

    if find_spec("pyabc") is None:
        raise ScenarioError("calibrate places", "", "needs pyabc: pip install 'dizao[calibrate]'")
    found = places.estimate(given.replicates or places.PARTICLES, given.seed, execute, progress)
    return places.as_toml(found)


def _giving(given: Given, execute: "Executor", progress: "WorkProgress") -> str:
    from dizao.scenarios.calibration import giving_posterior as posterior

    parts = given.replicates or posterior.FOLDS
    return posterior.as_toml(posterior.estimate(parts, given.seed, execute, progress), given.seed, parts)


class Kind(NamedTuple):
    """Something to estimate: how, and which options it has beside those of all."""

    estimate: Callable[[Given, "Executor", "WorkProgress"], str]
    options: tuple[str, ...]


KINDS = {
    "dispositions": Kind(_dispositions, ("--workers",)),
    "giving": Kind(_giving, ("--workers",)),
    "needs": Kind(_needs, ("--scale", "--workers")),
    "places": Kind(_places, ("--workers",)),
}


def calibrate_command(
    what: Annotated[str, typer.Argument(help=f"what to estimate: {', '.join(KINDS)}")],
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=whole(2, MOST_SEEDS),
            help="dispositions: bootstraps (100), giving: folds (5), needs: worlds (10), places: particles (100)",
        ),
    ] = None,
    seed: SeedsOption = 0,
    scale: Annotated[
        float | None,
        typer.Option(metavar="X", parser=decimal, help="needs: share of the district's units to simulate (0.1)"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", parser=whole(1, MOST_WORKERS), help="processes; default: one a core")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=path_of("file"), help="default: results/WHAT.toml")
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Estimate numbers of the model on what was observed (some minutes each)."""
    if what not in KINDS:
        raise ScenarioError("calibrate", "", f"must be one of {', '.join(KINDS)}, got {what or '""'}")
    _refuse_others(what, {"--scale": scale, "--workers": workers})
    from dizao.scenarios.execution.executor import available_cores

    voice = voice_in(lang)
    given = Given(replicates, seed, scale, available_cores() if workers is None else workers)
    path = out or RESULTS / f"{what}.toml"
    if os.path.isdir(path):
        raise ScenarioError("--out", "", f"must be a file, got the directory {path}")
    text = _estimated(KINDS[what], given, path)
    report = import_module(f"dizao.scenarios.reports.{what}")
    _print(report, text, voice, path)


def _refuse_others(what: str, options: dict[str, float | None]) -> None:
    """Refuse an option that means nothing for what is estimated."""
    for name, value in options.items():
        if value is not None and name not in KINDS[what].options:
            having = ", ".join(kind for kind in KINDS if name in KINDS[kind].options)
            raise ScenarioError(name, "", f"goes with calibrate {having}, not with {what}")


def _estimated(kind: Kind, given: Given, path: Path) -> str:
    """Estimate, and write the file whole or not at all."""
    from rich.console import Console

    from dizao.scenarios.execution import store
    from dizao.scenarios.execution.executor import executor
    from dizao.scenarios.execution.progress import WorkProgress, say_compiling

    errors = Console(stderr=True)
    say_compiling(errors)
    with store.results_folder(path.parent):
        store.prepare_file(path)
        with executor(given.workers) as execute:
            text = kind.estimate(given, execute, WorkProgress(errors))
        store.write_text(path, text)
    return text


def _print(report: Any, text: str, voice: Any, path: Path) -> None:
    from dizao.scenarios.commands.listing import console_for

    console = console_for()
    console.print(report.heading(voice), style="bold")
    for table in report.tables(text, voice):
        console.print()
        console.print(table)
    for line in ["", *report.notes(text, voice), voice.say("calibrate.written", path=path)]:
        console.print(line, soft_wrap=not console.is_terminal)
