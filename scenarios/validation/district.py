"""What is known of a whole district, beside the model and two baselines: all selfish, and types that never learn.

There is little: a lower bound of applications, and how many come to a meeting. Both were in view when numbers were
chosen (``fitted`` "prior"), so that they test nothing; they are shown because a model that misses them would be wrong.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dizao.model.engine import Engine
from dizao.model.settings import Settings
from dizao.scenarios.execution.executor import Executor, Item, Report, Serial
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.execution.replicates import run_counted
from dizao.scenarios.loading.scenario_file import load
from dizao.scenarios.validation.cases import selfish

SCENARIO, SCALE, SEEDS = "wuchang", 0.25, (0, 1, 2)
"""A quarter of the units, three worlds."""

FEATURE = "Hubei Daily, 16 December 2024"
CASES = "field_cases.csv: meetings at a yard"

COUNTED = ("applications",)
"""Outcomes that are divided by the share of the district's households that is simulated.

Needs arise by household (`Category.rate`) and units differ in size, so that the share of the units is another one
(ODD 8.6; `dizao.scenarios.calibration.needs` does the same).
"""


class Known(NamedTuple):
    """Something that is known of a district: an outcome, its range, and how it was used."""

    outcome: str
    source: str
    low: float
    high: float
    fitted: str = "prior"


KNOWN = (Known("applications", FEATURE, 850.0, math.inf), Known("turnout", CASES, 17.0, 86.0))


def _never_learning(settings: Settings) -> Settings:
    """Keep everybody's beliefs, reciprocity, efficacy and trust as they were at first."""
    rates = ("belief_learning", "reciprocity_erosion", "efficacy_learning", "trust_gain", "trust_loss")
    return settings._replace(people=settings.people._replace(**dict.fromkeys(rates, 0.0)))


BASELINES: Mapping[str, Callable[[Settings], Settings]] = {"selfish": selfish, "types": _never_learning}


def validate_district(
    execute: Executor | None = None, progress: WorkProgress | None = None, changes: Sequence[str] = ()
) -> pd.DataFrame:
    """Return a row for each thing that is known: its range, the model's mean and range over worlds, the baselines.

    Parameters
    ----------
    execute
        Where worlds are lived in; None: one after another in this process.
    progress
        Is told how far it is; None: nobody is.
    changes
        ``KEY=VALUE``, as for ``--set``.

    Returns
    -------
    Columns `target`, `source`, `observed` (nan: only a range is known), `observed_low`, `observed_high`, `fitted`,
    `model`, `model_low`, `model_high`, `met`; mean and `_met` of each of `BASELINES`.
    """
    settings = load(SCENARIO, changes, scale=SCALE).settings()
    variants = {"model": settings} | {name: change(settings) for name, change in BASELINES.items()}
    tasks = [Item.run_of(variant, (variant, seed)) for variant in variants.values() for seed in SEEDS]
    found = (execute or Serial()).in_order(_lived, tasks, None if progress is None else progress.of(SCENARIO))
    told = {name: _values(found[k * len(SEEDS) : (k + 1) * len(SEEDS)]) for k, name in enumerate(variants)}
    return pd.DataFrame([_row(known, told) for known in KNOWN])


def _lived(task: Item[tuple[Settings, int]], report: Report) -> dict[str, float]:
    """Return each known outcome of a world, as if the district were whole."""
    engine = Engine(*task.given)
    run_counted(engine, report)
    outcomes = engine.outcomes()
    shares = {known.outcome: engine.household_share if known.outcome in COUNTED else 1.0 for known in KNOWN}
    return {name: outcomes[name] / share for name, share in shares.items()}


def _values(worlds: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Return each known outcome in every world."""
    return {known.outcome: [outcomes[known.outcome] for outcomes in worlds] for known in KNOWN}


def _row(known: Known, told: Mapping[str, Mapping[str, list[float]]]) -> dict[str, object]:
    values = told["model"][known.outcome]
    row: dict[str, object] = {
        "target": known.outcome, "source": known.source, "observed": math.nan, "observed_low": known.low,
        "observed_high": known.high, "fitted": known.fitted, "model": float(np.mean(values)),
        "model_low": min(values), "model_high": max(values), "met": _met(known, values),
    }  # fmt: skip
    for name in BASELINES:
        theirs = told[name][known.outcome]
        row |= {name: float(np.mean(theirs)), f"{name}_met": _met(known, theirs)}
    return row


def _met(known: Known, values: list[float]) -> bool:
    return known.low <= float(np.mean(values)) <= known.high
