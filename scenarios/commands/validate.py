"""The command ``dizao validate``: the model and simple baselines against all that was observed."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dizao.scenarios.commands.options import FewWorkersOption, LangOption, path_of, voice_in
from dizao.scenarios.loading.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from dizao.scenarios.execution.executor import Executor
    from dizao.scenarios.execution.progress import WorkProgress

ALL = "all"
PARTS = ("laboratory", "cases", "district")
PAGE = "validation.html"


class Part(NamedTuple):
    """One kind of evidence: how it is tried and told."""

    run: "Callable[[Executor, WorkProgress], pd.DataFrame]"
    head: str
    table: Callable[[Any, Any], Any]
    notes: Callable[[Any, Any], list[str]]


def validate_command(
    part: Annotated[str, typer.Option(metavar="PART", help="what to test: laboratory, cases, district, all")] = ALL,
    workers: FewWorkersOption = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", parser=path_of("folder"), help="also write the tables there, and a page"),
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Hold the model and baselines against what was observed: in games, single projects, a district."""
    if part not in (*PARTS, ALL):
        raise ScenarioError("--part", "", f"must be {', '.join(PARTS)} or {ALL}, got {part or '""'}")
    voice = voice_in(lang)
    from rich.console import Console

    from dizao.scenarios.commands.listing import console_for
    from dizao.scenarios.execution import store
    from dizao.scenarios.execution.executor import executor
    from dizao.scenarios.execution.progress import WorkProgress, say_compiling
    from dizao.scenarios.reports.page.validation import page
    from dizao.scenarios.validation.tables import save

    console, errors, files, tables = console_for(), Console(stderr=True), list[str](), dict[str, Any]()
    with store.results_folder(out) if out is not None else nullcontext(), executor(workers) as execute:
        say_compiling(errors)
        for name, one in _parts().items():
            if part in (name, ALL):
                tables[name] = one.run(execute, WorkProgress(errors))
                files += save(tables[name], out, name) if out is not None else []
                _tell(console, one, tables[name], voice)
        if out is not None:
            store.write_text(out / PAGE, page(tables, voice))
            console.print(voice.say("validation.written", folder=out, files=", ".join([PAGE, *files])))


def _parts() -> dict[str, Part]:
    from dizao.scenarios.reports import case_validation as case_tables
    from dizao.scenarios.reports import validation as targets
    from dizao.scenarios.validation import cases, district, laboratory

    return {
        "laboratory": Part(
            laboratory.validate, "validation.head", targets.table, targets.notes
        ),
        "cases": Part(
            cases.validate_cases, "cases.head", case_tables.table, case_tables.notes
        ),
        "district": Part(
            district.validate_district, "validation.district.head",
            lambda rows, voice: targets.table(rows, voice, tuple(district.BASELINES)),
            lambda rows, voice: [voice.say("validation.note.district")],
        ),
    }  # fmt: skip


def _tell(console: Any, part: Part, rows: "pd.DataFrame", voice: Any) -> None:
    """Print the table of one kind of evidence, and how to read it."""
    console.print(voice.say(part.head), style="bold")
    console.print()
    console.print(part.table(rows, voice))
    console.print()
    for line in part.notes(rows, voice):
        console.print(line, soft_wrap=not console.is_terminal)
    console.print()
