"""The command ``dizao artefacts``: which modelling choices decide reward against paying up front."""

from typing import Annotated

import typer

from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    RESULTS,
    LangOption,
    OutOption,
    ScaleOption,
    SeedOption,
    WorkersOption,
    command_line,
    whole,
)

REPLICATES = 30


def artefacts_command(
    scenarios: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO]...", help="names or paths; default: nanhu and village")
    ] = None,
    only: Annotated[
        list[str], typer.Option("--only", metavar="NAME", help="one choice of the table; may be repeated; default: all")
    ] = [],  # noqa: B006
    replicates: Annotated[
        int, typer.Option(metavar="N", parser=whole(2, MOST_SEEDS), help="worlds of each end")
    ] = REPLICATES,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    scale: ScaleOption = None,
    out: OutOption = None,
    lang: LangOption = "en",
) -> None:
    """Switch each modelling choice to both its ends: what is left of the reward's lead over paying up front."""
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.commands.switching import run_artefacts
    from dizao.scenarios.reports.fonts import check_language
    from dizao.scenarios.studies.artefacts import SCENARIOS, chosen, load_places

    language, switched = check_language(lang), chosen(only)
    places = load_places(scenarios or SCENARIOS, switched, scale)
    job = Job(out or RESULTS / f"artefacts-{seed}", workers, command_line(), language)
    run_artefacts((places, switched), replicates, seed, job)
