"""The command ``dizao plausible``: parameter sets that what was observed has not ruled out."""

from typing import Annotated

import typer

from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    RESULTS,
    LangOption,
    OutOption,
    ScenarioArgument,
    SeedOption,
    WorkersOption,
    command_line,
    whole,
)

MEMBERS, REPLICATES, WAVE_SIZE, WAVES, TRAJECTORIES = 500, 2, 400, 8, 2

FEWEST_REPLICATES, FEWEST_SETS, MOST_SETS, MOST_MADE_UP = 2, 4, 20_000, 1_000


def plausible_command(
    scenario: ScenarioArgument = "nanhu",
    members: Annotated[
        int, typer.Option(metavar="N", parser=whole(1, MOST_SETS), help="parameter sets that are to be kept")
    ] = MEMBERS,
    replicates: Annotated[
        int,
        typer.Option(metavar="N", parser=whole(FEWEST_REPLICATES, MOST_SEEDS), help="worlds of each kind for each set"),
    ] = REPLICATES,
    wave_size: Annotated[
        int, typer.Option(metavar="N", parser=whole(FEWEST_SETS, MOST_SETS), help="sets simulated in a wave")
    ] = WAVE_SIZE,
    waves: Annotated[int, typer.Option(metavar="N", parser=whole(1, MOST_SETS), help="waves at most")] = WAVES,
    trajectories: Annotated[
        int, typer.Option(metavar="N", parser=whole(0, MOST_SETS), help="Morris trajectories of the screening")
    ] = TRAJECTORIES,
    made_up: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=whole(1, MOST_MADE_UP),
            help="check the method instead: N made-up worlds whose truth is known, one wave",
        ),
    ] = None,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    out: OutOption = None,
    lang: LangOption = "en",
) -> None:
    """Rule out parameter sets under which what was observed would be very unlikely, and keep others."""
    from dizao.scenarios import load
    from dizao.scenarios.calibration.plausible.study import Asked, Size
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.commands.matching import run_made_up, run_match
    from dizao.scenarios.reports.fonts import check_language

    language, loaded = check_language(lang), load(scenario)
    asked = Asked(loaded, seed, Size(members, replicates, wave_size, waves, trajectories))
    kind = "plausible" if made_up is None else "made-up"
    job = Job(out or RESULTS / f"{loaded.name}-{kind}-{seed}", workers, command_line(), language)
    if made_up is None:
        run_match(asked, job)
    else:
        run_made_up(asked, made_up, job)
