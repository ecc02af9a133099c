"""The command ``dizao case``: one documented project, in many replicates."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from dizao.scenarios.options import LAST_SEED, LangOption, SeedOption, SetOption, voice_in, whole

REPLICATES = "200"
MOST_REPLICATES = 100_000


def case_command(
    case: Annotated[str, typer.Argument(help="name of a case (dizao list), or path of a .toml file")],
    replicates: Annotated[str, typer.Option(metavar="N", help="times that its ranges and luck are drawn")] = REPLICATES,
    seed: SeedOption = "0",
    overrides: SetOption = [],  # noqa: B006
    as_json: Annotated[bool, typer.Option("--json", help="print the numbers as JSON and nothing else")] = False,
    lang: LangOption = "en",
) -> None:
    """Follow one documented project by the district's rules, with what is unknown about it included."""
    times = whole("--replicates", replicates, 1, MOST_REPLICATES)
    number, voice = whole("--seed", seed, 0, LAST_SEED - times), voice_in(lang)
    from rich.console import Console

    from dizao.scenarios.case_file import load_case
    from dizao.scenarios.experiments.cases import answer_of, run_case
    from dizao.scenarios.experiments.run import say_compiling
    from dizao.scenarios.listing import console_for
    from dizao.scenarios.reports import cases as report

    loaded = load_case(case, overrides)
    say_compiling(Console(stderr=True))
    answer = answer_of(loaded, run_case(loaded, times, number))
    if as_json:
        typer.echo(report.as_json(answer))
        return
    console = console_for()
    console.print(report.heading(loaded, times, number, voice))
    for table in report.tables(answer, voice):
        console.print()
        console.print(table)
    console.print()
    for line in report.sentences(answer, voice):
        console.print(line, soft_wrap=not console.is_terminal)


def validate_cases(out: Path | None, voice: Any) -> None:
    """Hold the model and two baselines against what was observed in the cases of the package."""
    from rich.console import Console

    from dizao.scenarios.experiments import case_validation, store
    from dizao.scenarios.experiments.run import say_compiling
    from dizao.scenarios.listing import console_for
    from dizao.scenarios.reports import case_validation as report

    console = console_for()
    with store.results_folder(out) if out is not None else nullcontext():
        say_compiling(Console(stderr=True))
        with Console(stderr=True).status("") as status:
            rows = case_validation.validate_cases(tick=status.update)
        files = case_validation.save(rows, out) if out is not None else []
    console.print(voice.say("cases.head"), style="bold")
    console.print()
    console.print(report.table(rows, voice))
    console.print()
    for line in report.notes(rows, voice):
        console.print(line, soft_wrap=not console.is_terminal)
    if out is not None:
        console.print(voice.say("cases.written", folder=out, files=", ".join(files)))
