"""The command ``dizao systems``: one system of the field with it and without, or all of them side by side."""

from typing import Annotated

import typer

from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    RESULTS,
    LangOption,
    OutOption,
    SeedOption,
    SetOption,
    WorkersOption,
    command_line,
    draws_of_a_ranking,
    say_effects,
    whole,
)
from dizao.scenarios.loading.errors import ScenarioError


def systems_command(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="a scenario with a system; none: all of the library")
    ] = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N", parser=whole(2, MOST_SEEDS), help="worlds; default: as many as are needed, from 20 to 60"
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=draws_of_a_ranking,
            help="N worlds, each with another parameter set that the field has not ruled out",
        ),
    ] = None,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    overrides: SetOption = [],  # noqa: B006
    out: OutOption = None,
    lang: LangOption = "en",
) -> None:
    """Show what a system of the field changes: its variants in the same worlds, judged by one outcome."""
    folder = RESULTS / f"systems-{seed}"
    if scenario is None and overrides:
        raise ScenarioError("--set", "", "needs the NAME of a system")
    if draws and replicates is not None:
        raise ScenarioError("--draws", "", "is the number of worlds, as --replicates is; only one of them can be given")
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.commands.listing import systems
    from dizao.scenarios.commands.studying import Worlds, run_overview, run_study
    from dizao.scenarios.reports.fonts import check_language
    from dizao.scenarios.studies.systems import load_variants

    language, worlds = check_language(lang), Worlds.asked(replicates, seed, draws or 0)
    if scenario is None:
        run_overview(systems(), worlds, Job(out or folder, workers, command_line(), language))
        return
    loaded = load_variants(scenario, overrides)
    say_effects([(one, [one.mechanism_name]) for one in loaded[1].values()], drawn=worlds.members is not None)
    where = out or folder / loaded[0].name
    run_study(loaded, worlds, Job(where, workers, command_line(), language))
