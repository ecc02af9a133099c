"""The command ``dizao evaluate``: what an evaluator would conclude from a roll-out, beside what is true."""

from importlib.util import find_spec
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
    decimal,
    say_effects,
    whole,
)
from dizao.scenarios.loading.errors import ScenarioError

REPLICATES, STRENGTH, OUTCOMES = 200, 1.5, ("settled", "completed", "attended")
"""As in `dizao.scenarios.studies.evaluation`, which is loaded only when it is run; a test holds them together."""

NEEDED = ("pyfixest", "statsmodels")


def evaluate_command(
    scenario: Annotated[str, typer.Argument(help="a scenario with a roll-out in phases")] = "roll_out",
    outcome: Annotated[str, typer.Option(metavar="NAME", help=f"what is evaluated: {', '.join(OUTCOMES)}")] = OUTCOMES[
        0
    ],
    strength: Annotated[
        float,
        typer.Option(metavar="X", parser=decimal, help="how strongly pilots are picked, log-odds a standard deviation"),
    ] = STRENGTH,
    replicates: Annotated[int, typer.Option(metavar="N", parser=whole(2, MOST_SEEDS), help="worlds")] = REPLICATES,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    overrides: SetOption = [],  # noqa: B006
    out: OutOption = None,
    lang: LangOption = "en",
) -> None:
    """Show what evaluators would conclude from a roll-out in phases, by several methods, and how far off that is."""
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise ScenarioError("evaluate", "", f"needs {' and '.join(lacking)}: pip install 'dizao[evaluation]'")
    from dizao.scenarios import load
    from dizao.scenarios.commands.evaluating import run_evaluation
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.reports.fonts import check_language
    from dizao.scenarios.studies.evaluation import asked_of

    language, loaded = check_language(lang), load(scenario, overrides)
    asked = asked_of(loaded, strength, outcome)
    say_effects([(loaded, [loaded.mechanism_name])])
    job = Job(out or RESULTS / f"evaluate-{loaded.name}-{seed}", workers, command_line(), language)
    run_evaluation((loaded, asked), replicates, seed, job)
