"""The command ``dizao case``: one documented project, in many replicates."""

from typing import Annotated

import typer

from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    FewWorkersOption,
    GivingOption,
    LangOption,
    SeedsOption,
    SetOption,
    voice_in,
    whole,
    with_giving,
)

REPLICATES = 200


def case_command(
    case: Annotated[str, typer.Argument(help="name of a case (dizao list), or path of a .toml file")],
    replicates: Annotated[
        int,
        typer.Option(metavar="N", parser=whole(1, MOST_SEEDS), help="replicates: times that its ranges are sampled"),
    ] = REPLICATES,
    workers: FewWorkersOption = 1,
    seed: SeedsOption = 0,
    overrides: SetOption = [],  # noqa: B006
    giving: GivingOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the numbers as JSON and nothing else")] = False,
    lang: LangOption = "en",
) -> None:
    """Follow one documented project by the district's rules, with what is unknown about it included."""
    voice = voice_in(lang)
    from rich.console import Console

    from dizao.scenarios.commands.listing import console_for
    from dizao.scenarios.execution.executor import executor
    from dizao.scenarios.execution.progress import WorkProgress, say_compiling
    from dizao.scenarios.loading.case_effects import check_case_changes
    from dizao.scenarios.loading.case_file import load_case
    from dizao.scenarios.reports import cases as report
    from dizao.scenarios.studies.cases import answer_of, run_case

    changes = with_giving(overrides, giving)
    loaded = load_case(case, changes)
    check_case_changes(loaded, changes)
    errors = Console(stderr=True)
    say_compiling(errors)
    with executor(workers) as execute:
        answer = answer_of(loaded, run_case(loaded, replicates, seed, None, execute, WorkProgress(errors, loaded.name)))
    if as_json:
        typer.echo(report.as_json(answer))
        return
    console = console_for()
    console.print(report.heading(loaded, replicates, seed, voice))
    for table in report.tables(answer, voice):
        console.print()
        console.print(table)
    console.print()
    for line in report.sentences(answer, voice):
        console.print(line, soft_wrap=not console.is_terminal)
