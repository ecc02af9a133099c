"""The ways of all runs of a comparison as one table, and their means over worlds with intervals."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dizao.model.outputs.activity import BIN_WEEKS
from dizao.scenarios.analysis.intervals import interval
from dizao.scenarios.execution.run_process import Process

COLUMNS = ("mechanism", "replicate", "kind", "name", "at", "value")

BUDGET = "budget"
"""Kind of the numbers of a budget year; ``at`` is the year of the programme, from 1."""

SUMS = ("projects", "matters", "paid", "repaid", "unpaid")
"""Kinds that have one number a name."""


class Mean(NamedTuple):
    """A number of the ways of runs under one mechanism, over its replicates.

    Attributes
    ----------
    mechanism, kind, name, at
        As in ``process.parquet``.
    mean, ci_low, ci_high
        Over the replicates, with the t interval of this one mean; nan with fewer than two replicates.
    """

    mechanism: str
    kind: str
    name: str
    at: float
    mean: float
    ci_low: float
    ci_high: float


def process_table(runs: Sequence[tuple[str, int, Process]]) -> pd.DataFrame:
    """Return ``process.parquet``: one row a number, by run, then by kind.

    Parameters
    ----------
    runs
        Mechanism, replicate and course of each.

    Returns
    -------
    DataFrame
        Columns mechanism, replicate, kind, name, at, value; ``at`` is a week, or a year of the budget, where the kind
        has one, else missing.
    """
    rows = [(mechanism, replicate, *row) for mechanism, replicate, way in runs for row in _rows(way)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"at": "float64", "value": "float64"})


def _rows(way: Process) -> Iterator[tuple[str, str, float, float]]:
    for kind in SUMS:
        for name, value in getattr(way, kind).items():
            yield kind, name, np.nan, float(value)
    grid = np.arange(0, way.edges[-1] + BIN_WEEKS, BIN_WEEKS)
    within = np.searchsorted(np.asarray(way.weeks), grid, side="right")
    for at, number in zip(grid.tolist(), within.tolist(), strict=True):
        yield "completed_within", "projects", at, number
    for name, value in way.places.items():
        yield "places", name, np.nan, value
    for name, means in way.activity.items():
        for at, mean in zip(way.edges, means, strict=False):
            yield "activity", name, at, mean
    for name, years in way.budget.items():
        for year, value in enumerate(years, start=1):
            yield BUDGET, name, year, value


def process_means(processes: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each number over the replicates, with its own 95% interval; the columns of `Mean`.

    Parameters
    ----------
    processes
        What `process_table` returns.

    Returns
    -------
    One row a mechanism, kind, name and week, in the order of `processes`.
    """
    order = ["mechanism", "kind", "name", "at"]
    by_number = processes.groupby(order, sort=False, dropna=False)["value"]
    rows = [(*key, *interval(values.to_numpy(dtype=np.float64))) for key, values in by_number]
    return pd.DataFrame(rows, columns=list(Mean._fields))
