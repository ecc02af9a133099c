"""The command ``dizao validate``: the model and simple baselines against all that was observed."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dizao.scenarios.commands.options import FewWorkersOption, GivingOption, LangOption, path_of, voice_in, with_giving
from dizao.scenarios.loading.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from dizao.scenarios.execution.executor import Executor
    from dizao.scenarios.execution.progress import WorkProgress

ALL = "all"
PARTS = ("laboratory", "cases", "district")
OF_RULES = ("tournament", "contrasts")
"""Parts that set the rules of giving beside each other; they are not among all."""

PAGE = "validation.html"

KNOWN = (*PARTS, ALL, *OF_RULES)


class Part(NamedTuple):
    """One kind of evidence: how it is tried and told."""

    run: "Callable[[Executor, WorkProgress, list[str]], pd.DataFrame]"
    head: str
    table: Callable[[Any, Any], Any]
    notes: Callable[[Any, Any], list[str]]


def validate_command(
    part: Annotated[
        str, typer.Option(metavar="PART", help=f"what to test: {', '.join((*PARTS, ALL, *OF_RULES))}")
    ] = ALL,
    giving: GivingOption = None,
    workers: FewWorkersOption = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", parser=path_of("folder"), help="also write the tables there, and a page"),
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Hold the model and baselines against what was observed: in games, single projects, a district."""
    if part not in KNOWN:
        raise ScenarioError("--part", "", f"must be {', '.join(KNOWN[:-1])} or {KNOWN[-1]}, got {part or '""'}")
    if giving is not None and part in OF_RULES:
        raise ScenarioError("--giving", "", f"does not go with --part {part}, which tries all rules")
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
            if part == name or (part == ALL and name in PARTS):
                tables[name] = one.run(execute, WorkProgress(errors), with_giving([], giving))
                files += save(tables[name], out, name) if out is not None else []
                _tell(console, one, tables[name], voice)
        if out is not None:
            if part not in OF_RULES:
                store.write_text(out / PAGE, page(tables, voice))
                files = [PAGE, *files]
            console.print(voice.say("validation.written", folder=out, files=", ".join(files)))


def _parts() -> dict[str, Part]:
    from dizao.scenarios.reports import case_validation as case_tables
    from dizao.scenarios.reports import tournament as of_rules
    from dizao.scenarios.reports import validation as targets
    from dizao.scenarios.validation import cases, contrasts, district, laboratory, tournament

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
        "tournament": Part(
            lambda execute, progress, changes: tournament.validate_rules(execute, progress),
            "tournament.head", of_rules.table, of_rules.notes,
        ),
        "contrasts": Part(
            lambda execute, progress, changes: contrasts.validate_contrasts(execute, progress),
            "contrasts.head", of_rules.contrast_table, of_rules.contrast_notes,
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
