"""The command line: ``dizao list``, ``run``, ``compare`` and the others. A command loads, calls, prints.

What a command needs is imported inside it, so that ``list`` and ``show`` answer at once. A user's error is one line
on standard error and exit code 2; what the machine refuses is one line and 1; a signal that ends it is 128 and its
number, 130 for Ctrl-C, and keeps what is complete.
"""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dizao.scenarios.commands import (
    artefacts,
    calibrate,
    case,
    evaluate,
    laboratory,
    plausible,
    systems,
    template,
    validate,
)
from dizao.scenarios.commands.chinese import error_in_chinese, is_wanted, language_wanted, put_into_chinese
from dizao.scenarios.commands.drawing import REPORT_DRAWS, Over, sampling_of
from dizao.scenarios.commands.exit_codes import INTERRUPTED
from dizao.scenarios.commands.options import (
    MOST_SEEDS,
    MOST_THREADS,
    RESULTS,
    GivingOption,
    LangOption,
    OutOption,
    ScaleOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    WeeksOption,
    WorkersOption,
    WrongValueError,
    command_line,
    decimal,
    draws_of_a_ranking,
    load_with,
    say_effects,
    voice_in,
    whole,
    with_giving,
)
from dizao.scenarios.execution import interrupts
from dizao.scenarios.loading.errors import FailedError, ScenarioError, one_line, shown

DEFAULT_SCENARIO = "nanhu"
REPLICATES, MOST_REPLICATES = 10, 500

ALL = "all"
"""Stands for all mechanisms of the library and of the scenario."""

BEGIN = (
    "Begin with `dizao compare`: one to two minutes, the first time with half a minute of compiling. "
    "It writes a table, figures and sentences to the folder results. `dizao list` says what there is, "
    "`dizao show nanhu` what can be changed."
)

UsageError: Any = typer.BadParameter.__mro__[1]
"""The class of all errors of usage; its home has moved between versions of typer."""

app = typer.Typer(
    name="dizao",
    help="Agent-based model of co-creation and of subsidy-by-reward.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True, epilog=BEGIN)
def start(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="print the version")] = False
) -> None:
    """Agent-based model of co-creation and of subsidy-by-reward."""
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"dizao {version_of('dizao')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_command() -> None:
    """List the scenarios, the mechanisms, the games and the cases, a line each."""
    from dizao.scenarios.commands.listing import console_for, print_list

    print_list(console_for())


@app.command("show", short_help="Print a scenario, every parameter, or every outcome.")
def show_command(
    name: Annotated[str | None, typer.Argument(help="a scenario, the path of one, or a mechanism")] = None,
    parameters: Annotated[bool, typer.Option("--parameters", help="every parameter, with range and source")] = False,
    outcomes: Annotated[bool, typer.Option("--outcomes", help="every outcome, with its definition")] = False,
    overrides: SetOption = [],  # noqa: B006
    scale: ScaleOption = None,
    drawn: Annotated[
        bool, typer.Option("--uncertain", help="with NAME: what --draws samples, and what it holds")
    ] = False,
    lang: LangOption = "en",
) -> None:
    """Print a scenario with all its values, or what can be set, or what is measured."""
    if sum([name is not None, parameters, outcomes]) != 1:
        raise UsageError("show: give one of NAME, --parameters, --outcomes")
    if name is None and (overrides or scale is not None or drawn):
        raise UsageError("show: --set, --scale and --uncertain go with NAME")
    from dizao.scenarios.commands import show
    from dizao.scenarios.commands.listing import console_for
    from dizao.scenarios.commands.wording import Wording

    wording = Wording(voice_in(lang).language)
    if parameters:
        show.print_parameters(console_for(), wording)
    elif outcomes:
        show.print_outcomes(console_for(), wording)
    elif name is not None:
        _show_name(name, overrides, scale, drawn, wording)


def _show_name(name: str, overrides: list[str], scale: float | None, drawn: bool, wording: Any) -> None:
    from dizao.model.mechanisms.presets import presets
    from dizao.scenarios import load
    from dizao.scenarios.commands import show
    from dizao.scenarios.commands.listing import console_for

    if name in presets():
        if drawn:
            raise UsageError("show: --uncertain goes with a scenario, not with a mechanism")
        show.print_preset(console_for(), load(DEFAULT_SCENARIO, overrides, scale).presets[name], wording)
    elif drawn:
        from dizao.scenarios.commands.show_uncertain import print_uncertain

        print_uncertain(console_for(), load(name, overrides, scale), wording)
    else:
        show.print_scenario(console_for(), load(name, overrides, scale), wording)


@app.command("run", short_help="Run a scenario once: its tables and figures (seconds).")
def run_command(
    scenario: ScenarioArgument = DEFAULT_SCENARIO,
    mechanism: Annotated[str | None, typer.Option("--mechanism", "-m", help="default: the scenario's own")] = None,
    overrides: SetOption = [],  # noqa: B006
    seed: SeedOption = 0,
    weeks: WeeksOption = None,
    scale: ScaleOption = None,
    out: OutOption = None,
    threads: Annotated[
        int | None,
        typer.Option(metavar="N", parser=whole(1, MOST_THREADS), help="default: all cores; results do not differ"),
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Run a scenario once under one mechanism and write its tables and figures."""
    loaded = load_with(scenario, overrides, weeks, scale)
    name = loaded.canonical(mechanism)
    say_effects([(loaded, [name])])
    folder = out or RESULTS / f"{loaded.name}-{name}-{seed}"
    from rich.console import Console

    from dizao.scenarios.execution import store
    from dizao.scenarios.execution.progress import WorkProgress, say_compiling
    from dizao.scenarios.reports import run_folder
    from dizao.scenarios.reports.fonts import check_language
    from dizao.scenarios.studies import run

    language = check_language(lang)

    run.use_threads(threads)
    with store.results_folder(folder, "run"):
        errors = Console(stderr=True)
        say_compiling(errors)
        done = run.run_scenario(loaded, name, seed, WorkProgress(errors, f"{loaded.name}, {name}"))
        run_folder.save(done, folder, command_line(), language)
    run_folder.print_summary(done, folder, language=language)


@app.command("compare", short_help="Compare mechanisms in the same worlds: the main job.")
def compare_command(
    scenario: ScenarioArgument = DEFAULT_SCENARIO,
    mechanisms: Annotated[
        list[str],
        typer.Option(
            "--mechanism",
            "-m",
            help="may be repeated, or all; default: none, upfront, reward and the scenario's own, or the file's "
            "policies with none and what runs today",
        ),
    ] = [],  # noqa: B006
    baseline: Annotated[
        str | None,
        typer.Option(
            help="mechanism that the others are compared with; default: upfront, with policies what runs today (former)"
        ),
    ] = None,
    replicates: Annotated[
        int, typer.Option(metavar="N", parser=whole(2, MOST_SEEDS), help="worlds, each shared by all mechanisms")
    ] = REPLICATES,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    overrides: SetOption = [],  # noqa: B006
    giving: GivingOption = None,
    weeks: WeeksOption = None,
    scale: ScaleOption = None,
    equal: Annotated[str, typer.Option(metavar="WHAT", help="same under all: budget, or mean public spend")] = "budget",
    until: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE", parser=decimal, help="add replicates until half-widths are under this share: 0.05"
        ),
    ] = None,
    max_replicates: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=whole(2, MOST_SEEDS),
            help=f"with --until: replicates at most; default: {MOST_REPLICATES}",
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=draws_of_a_ranking,
            help="rank also over N parameter sets that the field has not ruled out: A beats B unless ...",
        ),
    ] = None,
    draw_replicates: Annotated[
        int | None,
        typer.Option(metavar="N", parser=whole(1, MOST_SEEDS), help="with --draws: worlds inside a draw; default: 1"),
    ] = None,
    members: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="with --draws: of the sets that dizao plausible has kept in a folder"),
    ] = None,
    without: Annotated[
        str | None, typer.Option(metavar="FACT", help="with --draws: as if one fact of odd.md 9.1 were not known")
    ] = None,
    prior: Annotated[
        bool, typer.Option("--prior", help="with --draws: from whole ranges, as if nothing had been observed")
    ] = False,
    report: Annotated[
        bool, typer.Option("--report", help=f"a page for planners; draws {REPORT_DRAWS} unless --draws says else")
    ] = False,
    out: OutOption = None,
    lang: LangOption = "en",
) -> None:
    """Compare mechanisms in the same worlds: effects with intervals, winners, figures, three sentences."""
    loaded = load_with(scenario, with_giving(overrides, giving), weeks, scale)
    from dizao.scenarios.studies.compare import Asked, compared, usual_baseline

    named = [one for name in mechanisms for one in (loaded.mechanism_names if name == ALL else [name])]
    names, base = compared(loaded, named or None, baseline), usual_baseline(loaded, baseline)
    sampled = sampling_of(draws, draw_replicates, Over(members, without, prior), equal, report)
    say_effects([(loaded, names)], drawn=sampled is not None)
    if max_replicates is not None and until is None:
        raise ScenarioError("--max-replicates", "", "goes with --until, which was not given")
    folder = out or RESULTS / f"{loaded.name}-compare-{seed}"
    from dizao.scenarios.commands.comparing import run_comparison
    from dizao.scenarios.commands.job import Job
    from dizao.scenarios.reports.fonts import check_language
    from dizao.scenarios.studies.design import design_from

    language = check_language(lang)
    design = design_from(equal, until, MOST_REPLICATES if max_replicates is None else max_replicates, replicates)
    asked, job = Asked(loaded, names, base, replicates, seed, design), Job(folder, workers, command_line(), language)
    run_comparison(asked, job, sampled, report)


@app.command("elect")
def elect_command(
    file: Annotated[Path, typer.Argument(help="ballots in the format of Pabulib (.pb)")],
    rule: Annotated[str, typer.Option(help="equal_shares or greedy")] = "equal_shares",
) -> None:
    """Count ballots of participatory budgeting by the model's rules."""
    from dizao.scenarios.loading.ballots import RULES, elect, read_election

    if rule not in RULES:
        raise ScenarioError("--rule", "", f"must be one of {', '.join(RULES)}, got {shown(rule)}")
    election = read_election(file)
    won = set(elect(election, rule))
    costs = dict(zip(election.names, election.costs, strict=True))
    voters = sum(election.ballots.values())
    typer.echo(f"{election.title}: {voters:,} ballots, {len(costs)} projects, {float(election.money):,.10g} to spend")
    for name in election.names:
        approvals = sum(n for ballot, n in election.ballots.items() if election.names.index(name) in ballot)
        typer.echo(f"{'+' if name in won else '-'} {name}  cost {float(costs[name]):,.10g}  approvals {approvals:,}")
    typer.echo(f"{len(won)} win by {rule}, for {float(sum(costs[name] for name in won)):,.10g}")


app.command("case", short_help="One documented project by the district's rules.")(case.case_command)
app.command("systems", short_help="A system of the field with it and without.")(systems.systems_command)
app.command("evaluate", short_help="What evaluators would conclude from a roll-out (half an hour).")(
    evaluate.evaluate_command
)
app.command("artefacts", short_help="Which modelling choices decide reward or up front (an hour).")(
    artefacts.artefacts_command
)
app.command("plausible", short_help="Parameter sets that the field has not ruled out (an hour).")(
    plausible.plausible_command
)
app.command("template", short_help="A spreadsheet to fill in: places, policies, budget.")(template.template_command)
app.command("lab")(laboratory.lab_command)
app.command("calibrate", short_help="Estimate numbers on published data.")(calibrate.calibrate_command)
app.command("validate", short_help="Model and baselines beside what was observed.")(validate.validate_command)


def execute(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is told in one line.

    Parameters
    ----------
    arguments
        What stands behind ``dizao``; None: what the user wrote.

    Returns
    -------
    0 if all went well; 2 for a user's error; 1 for what the machine refuses; 128 and its number for a signal.
    """
    try:
        code = _command()(args=arguments, prog_name="dizao", standalone_mode=False) or 0
        # Typer makes 130 of every interrupt, whatever signal was behind it.
        return interrupts.exit_code() if code == INTERRUPTED else code
    except ScenarioError as error:
        return _tell(str(error), 2)
    except WrongValueError as error:
        return _tell(": ".join([*(error.param.opts[:1] if error.param else []), error.message]), 2)
    except UsageError as error:
        return _tell(error.format_message(), error.exit_code)
    except FailedError as error:
        return _tell(str(error), 1)
    except MemoryError:
        return _tell("not enough memory; try a smaller place, fewer replicates or fewer workers", 1)
    except (KeyboardInterrupt, typer.Abort):
        return interrupts.exit_code()
    except OSError as error:
        if error.errno == errno.EPIPE:
            return _quietly()
        return _tell(": ".join(str(part) for part in (error.filename, error.strerror or error) if part), 1)


def _command() -> Any:
    """Return the command line; in Chinese where the environment asks for it."""
    if language_wanted() == "en":
        return app
    command = typer.main.get_command(app)
    put_into_chinese(command)
    return command


def _tell(message: str, code: int) -> int:
    line = one_line(message)
    print(error_in_chinese(line) if is_wanted() else f"error: {line}", file=sys.stderr)
    return code


def _quietly() -> int:
    """End without a word after the reader of a pipe has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    interrupts.end_like_an_interrupt()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(execute())
