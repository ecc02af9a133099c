"""Rules of giving beside each other: subjects held out, targets met in games and cases, and the order of mechanisms.

Today's rule plays with the defaults of the district, the others with the numbers estimated for them (ODD 8.7).
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dizao.agents.parameters import GIVING_RULES
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.execution.executor import Executor, Serial
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.execution.replicates import Task, run_replicate
from dizao.scenarios.loading.case_file import cases, load_case
from dizao.scenarios.loading.estimates import rules_of_giving
from dizao.scenarios.loading.scenario_file import load
from dizao.scenarios.studies.cases import REPLICATES, answer_of, run_case
from dizao.scenarios.validation import laboratory
from dizao.scenarios.validation.cases import observations

SCENARIO = "taoyuan"
MECHANISMS = ("none", "upfront", "reward", "advance_reward", "match")
WORLDS = 10
NORMAL_95 = 1.96
SURELY, PERHAPS = " > ", " ~ "
"""Between two mechanisms: the difference of the same worlds is beyond chance, or not."""


class Size(NamedTuple):
    """How much is run: replicates of each case, and worlds of each comparison."""

    replicates: int = REPLICATES
    worlds: int = WORLDS


USUAL = Size()


def validate_rules(
    execute: Executor | None = None,
    progress: WorkProgress | None = None,
    names: Sequence[str] = GIVING_RULES,
    size: Size = USUAL,
) -> pd.DataFrame:
    """Return a row for each rule of giving.

    Parameters
    ----------
    execute
        Where it is run; None: one after another in this process.
    progress
        Is told how far it is; None: nobody is.
    names
        Rules of giving.
    size
        How much is run.

    Returns
    -------
    Columns `rule`, `held_out` (log-likelihood of subjects held out; nan where it was not estimated),
    `laboratory_met`, `laboratory_targets`, `cases_met`, `cases_targets`, `order` (mechanisms, best first).
    """
    execute, rows = execute or Serial(), list[dict[str, Any]]()
    for name in names:
        change = f"people.giving_rule={name}"
        games = laboratory.met_under([change], execute, progress)
        found = _cases_met(change, execute, progress, size.replicates)
        rows.append(
            {
                "rule": name,
                "held_out": rules_of_giving()["rules"].get(name, {}).get("held_out", math.nan),
                "laboratory_met": sum(games),
                "laboratory_targets": len(games),
                "cases_met": sum(found),
                "cases_targets": len(found),
                "order": _order(change, execute, progress, size.worlds),
            }
        )
    return pd.DataFrame(rows)


def _cases_met(change: str, execute: Executor, progress: WorkProgress | None, replicates: int) -> list[bool]:
    """Return whether each observation of each case is met."""
    met = []
    for name in cases():
        case = load_case(name, [change])
        seen = list(observations(case))
        if seen:
            watch = None if progress is None else progress.of(name)
            numbers = answer_of(case, run_case(case, replicates, execute=execute, watch=watch)).numbers
            met += [one.met(numbers[one.outcome]) for one in seen]
    return met


def _order(change: str, execute: Executor, progress: WorkProgress | None, worlds: int) -> str:
    """Return the mechanisms from best to worst by the ranked outcome, the same worlds under each."""
    scenario = load(SCENARIO, [change])
    rules = tuple((name, scenario.mechanism(name)) for name in MECHANISMS)
    tasks = [Task(r, r, scenario.settings(MECHANISMS[0]), rules) for r in range(worlds)]
    found = execute.in_order(run_replicate, tasks, None if progress is None else progress.of(SCENARIO))
    values = {name: np.array([one.outcomes[name][HEADLINE] for one in found]) for name in MECHANISMS}
    return order_of(values)


def order_of(values: dict[str, Any]) -> str:
    """Return names from the highest mean to the lowest, with how sure each step is.

    Parameters
    ----------
    values
        Numbers by name, of the same worlds; higher is better.

    Returns
    -------
    Names with `SURELY` or `PERHAPS` between them.
    """
    names = sorted(values, key=lambda name: -float(np.mean(values[name])))
    told = names[0]
    for one, other in pairwise(names):
        gap = values[one] - values[other]
        error = float(np.std(gap, ddof=1)) / math.sqrt(len(gap)) if len(gap) > 1 else math.inf
        told += (SURELY if float(np.mean(gap)) > NORMAL_95 * error else PERHAPS) + other
    return told
