"""A roll-out as an evaluator would see it: records of units and months in many worlds, and what is really true there.

In each world pilots are chosen in several ways, with and without neighbours who learn from them. The warm-up is lived
once, and a roll-out goes on from a copy of it. One more copy is never reached, which no evaluator has: the true effect
is the difference to it, unit by unit and month by month.
"""

import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.model.world.projects import EVALUATING, NEVER
from dizao.scenarios.analysis.evaluation import ESTIMATORS, Record, record_of, true_effect, while_some_wait
from dizao.scenarios.analysis.evaluation import NEVER as NO_MONTH
from dizao.scenarios.execution.executor import Executor, Item, Report, Watch
from dizao.scenarios.execution.kept_runs import SOURCES, short_hash
from dizao.scenarios.execution.kinds import RUNS
from dizao.scenarios.execution.store import replacing
from dizao.scenarios.loading.checks import world_errors_explained
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.language import Language
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.design import check_seeds, check_worlds

REPLICATES = 200

STRENGTH = 1.5
"""Log-odds of being chosen, for a standard deviation more adults who came to meetings, or less income."""

OUTCOMES: tuple[str, ...] = ("settled", "completed", "attended")
"""What is counted a month, for each 100 households: needs settled, projects completed, people at meetings."""

SELECTIONS: Mapping[str, str] = {"random": "", "willing": "willing", "poor": "poor"}
"""Ways of choosing pilots, with the setting that is as large as the strength."""

TRUTH = "never"
"""The arm that is never reached."""

MONTHS_A_WEEK = 12.0 * 7.0 / 365.25

HOUSEHOLDS = 100.0

MEETINGS = "meetings"
"""What the ledger calls the minutes of a unit's meeting."""

FORMAT = 1
"""Number of the form of kept records; another one is another name."""


class Asked(NamedTuple):
    """What is run: the roll-out, how strongly pilots are chosen, and which outcome is evaluated."""

    settings: Settings
    strength: float
    outcome: str


class World(NamedTuple):
    """One world to run: what is asked, its seed, and where its records are kept."""

    asked: Asked
    seed: int
    path: Path


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What was found.

    Attributes
    ----------
    scenario
        The roll-out.
    asked
        What was run.
    seed, replicates
        World r has seed ``seed + r``.
    estimates
        A row for each world, way of choosing, spill-over and estimator.
    language
        In which it is told.
    """

    scenario: Scenario
    asked: Asked
    seed: int
    replicates: int
    estimates: pd.DataFrame = field(repr=False)
    language: Language = "en"

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return ``evaluation.csv``: a row for each way of choosing, spill-over and estimator."""
        keys = ["selection", "spill_over", "estimator"]
        rows = [
            (*key, *record_of(some)) for key, some in self.estimates.groupby(keys, sort=False) if isinstance(key, tuple)
        ]
        return pd.DataFrame(rows, columns=[*keys, *Record._fields])

    @property
    def spill_overs(self) -> list[float]:
        """The strengths of spill-over that were run."""
        return [float(x) for x in dict.fromkeys(self.table["spill_over"])]


def asked_of(scenario: Scenario, strength: float, outcome: str) -> Asked:
    """Return what is to be run of a scenario.

    Parameters
    ----------
    scenario
        With a roll-out in phases.
    strength
        Log-odds of being chosen, for a standard deviation.
    outcome
        One of `OUTCOMES`.

    Returns
    -------
    What is asked.

    Raises
    ------
    ScenarioError
        If there are no phases to evaluate, or the outcome is none.
    """
    settings = scenario.settings()
    if not 0.0 < settings.roll_out.pilots < 1.0:
        problem = f"must be above 0 and below 1, got {settings.roll_out.pilots:g}; else there are no pilots to evaluate"
        raise ScenarioError(scenario.name, "roll_out.pilots", problem)
    if settings.calendar.warm_up_weeks == 0:
        raise ScenarioError(scenario.name, "calendar.warm_up_weeks", "must be above 0: evaluators need a time before")
    if strength < 0.0:
        raise ScenarioError("--strength", "", f"must be at least 0, got {strength:g}")
    if outcome not in OUTCOMES:
        raise ScenarioError("--outcome", "", f"must be one of {', '.join(OUTCOMES)}, got {outcome}")
    return Asked(settings, strength, outcome)


def arms(asked: Asked) -> dict[tuple[str, float], Settings]:
    """Return the settings of each arm, by the way in which pilots are chosen and the strength of spill-over.

    Parameters
    ----------
    asked
        What is run.

    Returns
    -------
    Those of the roll-outs, without spill-over first, and of the arm that is never reached.
    """
    settings, rules = asked.settings, asked.settings.roll_out
    found = {}
    for spill_over in dict.fromkeys((0.0, float(rules.spill_over))):
        for name, key in SELECTIONS.items():
            chosen = {"willing": 0.0, "poor": 0.0} | ({key: asked.strength} if key else {})
            found[name, spill_over] = settings.with_section("roll_out", rules._replace(spill_over=spill_over, **chosen))
    late = settings.calendar.programme_weeks
    never = rules._replace(pilots=0.0, pilot_streets=0.0, all_week=late, spill_over=0.0)
    return {**found, (TRUTH, 0.0): settings.with_section("roll_out", never)}


def evaluate(asked: Asked, seeds: range, folder: Path, execute: Executor, watch: Watch | None = None) -> pd.DataFrame:
    """Run every world whose records are not kept yet, and estimate in all of them.

    Parameters
    ----------
    asked
        What is run.
    seeds
        Of the worlds.
    folder
        Where records are kept.
    execute
        Where it is done.
    watch
        Is told how far it is.

    Returns
    -------
    Columns ``seed``, ``selection``, ``spill_over``, ``estimator``, ``truth``, ``estimate``, ``error``, ``low`` and
    ``high``.

    Raises
    ------
    ScenarioError
        If there are no worlds or too many, or a seed leaves its bounds.
    """
    check_worlds(len(seeds))
    check_seeds(seeds.start, len(seeds))
    calendar = asked.settings.calendar
    weeks = calendar.warm_up_weeks + calendar.programme_weeks * len(arms(asked))
    tasks = [Item(asked.settings.name, weeks, World(asked, seed, path_of(asked, seed, folder))) for seed in seeds]
    return pd.concat(execute.in_order(_evaluated, tasks, watch), ignore_index=True)


def kept(asked: Asked, replicates: int, seed: int, folder: Path) -> int:
    """Return of how many worlds the records are there already.

    Parameters
    ----------
    asked
        What is run.
    replicates
        Worlds; world r has seed ``seed + r``.
    seed
        Of the first.
    folder
        Where records are kept.

    Returns
    -------
    Worlds.
    """
    return sum(path_of(asked, seed + r, folder).exists() for r in range(replicates))


def path_of(asked: Asked, seed: int, folder: Path) -> Path:
    """Return where the records of a world are, or would be: other numbers, sources or machines have other names.

    Parameters
    ----------
    asked
        What is run.
    seed
        Of the world.
    folder
        Of the results.

    Returns
    -------
    The file.
    """
    made_from = f"{FORMAT} {SOURCES} {platform.system()} {platform.machine()} {seed} {arms(asked)!r}"
    return folder / RUNS / f"{seed}-{short_hash(made_from)}.parquet"


def _evaluated(task: Item[World], report: Report) -> pd.DataFrame:
    """Return the estimates in one world, from records that are kept or are made now."""
    asked, seed, path = task.given
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        made = records_of_world(asked, seed, report)
        with replacing(path) as temporary:
            made.to_parquet(temporary, index=False)
    return estimates_of(pd.read_parquet(path), seed, asked.outcome)


# records --------------------------------------------------------------------------------------------------------


def records_of_world(asked: Asked, seed: int, report: Report) -> pd.DataFrame:
    """Live all arms of a world and return what an evaluator can count in each.

    Parameters
    ----------
    asked
        What is run.
    seed
        Of the world.
    report
        Is told the weeks finished so far.

    Returns
    -------
    Columns ``selection``, ``spill_over``, ``unit``, ``month``, ``start``, and `OUTCOMES` for each 100 households.
    """
    with world_errors_explained(asked.settings):
        world = Engine(asked.settings, seed)
    world.warm_up()
    calendar, parts = asked.settings.calendar, []
    for k, ((selection, spill_over), settings) in enumerate(arms(asked).items()):
        report(calendar.warm_up_weeks + k * calendar.programme_weeks)
        # The roll-out begins with the programme, so that the warm-up is the same in all.
        run = world.fork(settings.mechanism_name, settings.mechanism)
        run.settings = settings
        while run.week < calendar.programme_weeks:
            run.step()
        parts.append(records_of(run).assign(selection=selection, spill_over=spill_over))
    return pd.concat(parts, ignore_index=True)


def month_of(week: Any) -> Any:
    """Return the month of a week: the programme begins with month 0.

    Parameters
    ----------
    week
        A week or an array of weeks.

    Returns
    -------
    Whole number or numbers; negative in the warm-up.
    """
    return np.floor(np.asarray(week) * MONTHS_A_WEEK).astype(np.int64)


def records_of(run: Engine) -> pd.DataFrame:
    """Return what happened in each unit and month of a run.

    Parameters
    ----------
    run
        Lived to the end of the programme.

    Returns
    -------
    Columns ``unit``, ``month``, ``start`` (month; of no use where it lies after the last) and `OUTCOMES`, by unit,
    then by month.
    """
    units, needs, projects = run.world.units, run.world.needs, run.world.projects
    first, last = (int(month_of(week)) for week in (-run.settings.calendar.warm_up_weeks, run.week - 1))
    shape = (len(units.id), last - first + 1)
    finished = projects.week_of[:, EVALUATING]
    counts = {
        "settled": _counted(needs.unit, needs.week_settled, first, shape),
        "completed": _counted(projects.unit, finished, first, shape),
        "attended": _attended(run, first, shape),
    }
    households = np.diff(units.first_household)[:, None]
    start = np.where(run.start_weeks < run.week, month_of(run.start_weeks), NO_MONTH)
    return pd.DataFrame(
        {
            "unit": np.repeat(units.id, shape[1]),
            "month": np.tile(np.arange(first, last + 1), shape[0]),
            "start": np.repeat(start, shape[1]),
            **{name: (HOUSEHOLDS * number / households).ravel() for name, number in counts.items()},
        }
    )


def _counted(
    unit: NDArray[np.integer[Any]], week: NDArray[np.integer[Any]], first: int, shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Count what happened by unit and month."""
    happened = week > NEVER
    month = month_of(week[happened]) - first
    found = np.zeros(shape)
    np.add.at(found, (unit[happened], month), 1.0)
    return found


def _attended(run: Engine, first: int, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Count people at meetings of each unit by month: minutes in the ledger, by the length of a meeting."""
    found = np.zeros(shape)
    accounts = run.ledger.account("time_residents", np.arange(shape[0]))
    unit_of = {int(account): unit for unit, account in enumerate(accounts)}
    for week, why, sources, _, minutes, _ in run.ledger.entries():
        if why == MEETINGS:
            rows = [unit_of[int(source)] for source in sources]
            np.add.at(found, (rows, int(month_of(week)) - first), minutes / run.settings.works.meeting_minutes)
    return found


# estimates ------------------------------------------------------------------------------------------------------


def estimates_of(records: pd.DataFrame, seed: int, outcome: str) -> pd.DataFrame:
    """Return what each estimator says of each roll-out in one world, beside what is true.

    Parameters
    ----------
    records
        Of all arms, as `records_of_world` returns them.
    seed
        Of the world.
    outcome
        Which is evaluated.

    Returns
    -------
    A row for each way of choosing, spill-over and estimator.
    """
    table = records.rename(columns={outcome: "y"})[["selection", "spill_over", "unit", "month", "start", "y"]]
    by_arm = {key: arm.reset_index(drop=True) for key, arm in table.groupby(["selection", "spill_over"], sort=False)}
    without = by_arm.pop((TRUTH, 0.0))
    rows: list[Sequence[object]] = []
    for (selection, spill_over), arm in by_arm.items():
        for name, one in ESTIMATORS.items():
            given = while_some_wait(arm) if one.waiting_only else arm
            truth = true_effect(arm, without, waiting_only=one.waiting_only)
            found = one.estimate(given) if not math.isnan(truth) else None
            values = (math.nan,) * 4 if found is None else found
            rows.append((seed, selection, spill_over, name, truth, *values))
    columns = ["seed", "selection", "spill_over", "estimator", "truth", "estimate", "error", "low", "high"]
    return pd.DataFrame(rows, columns=columns)
