"""What an evaluator would conclude from records of a roll-out, and how far that is from what is true.

Records are a plain table with a row for each unit and month: ``unit``, ``month``, ``start`` (the first month in which
the programme is there, `NEVER` if it never comes) and ``y``, what was counted. Estimators are those of kept libraries
(the extra ``evaluation``): pyfixest for regressions with fixed effects and for Gardner's two stages, statsmodels for
the mixed model. Here stands only which months and units each is given.
"""

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.intervals import interval, wilson

NEVER = 1_000_000
"""First month of the programme where it never comes."""

LEVEL = 0.95

CLUSTERED = {"CRV1": "unit"}
"""Standard errors allow for whatever goes on within a unit."""


class Estimate(NamedTuple):
    """An estimate of the effect on those reached, its standard error and its 95% interval; nan where there is none."""

    value: float
    error: float
    low: float
    high: float


NO_ESTIMATE = Estimate(math.nan, math.nan, math.nan, math.nan)


class Estimator(NamedTuple):
    """How an effect is estimated.

    Attributes
    ----------
    estimate
        From the records that it is given.
    waiting_only
        Whether it is given only the months in which some units still wait, as where there is nobody to compare with
        afterwards; else all months.
    """

    estimate: Callable[[pd.DataFrame], Estimate]
    waiting_only: bool


def reached(records: pd.DataFrame) -> "pd.Series[bool]":
    """Return where the programme is there.

    Parameters
    ----------
    records
        Columns ``month`` and ``start``.

    Returns
    -------
    One a row.
    """
    return records["month"] >= records["start"]


def while_some_wait(records: pd.DataFrame) -> pd.DataFrame:
    """Return the months in which at least one unit has not been reached.

    Parameters
    ----------
    records
        All records.

    Returns
    -------
    Their rows.
    """
    return records[records["month"] < records["start"].max()]


def true_effect(records: pd.DataFrame, without: pd.DataFrame, *, waiting_only: bool) -> float:
    """Return the mean effect on those reached: of their months, what was counted less what would have been.

    Parameters
    ----------
    records
        Of the roll-out.
    without
        Of the same world where the programme never comes; the same rows in the same order.
    waiting_only
        Whether only months count in which some units still wait.

    Returns
    -------
    In the unit of ``y``; nan if nobody is reached.
    """
    kept = (while_some_wait(records) if waiting_only else records).index
    treated = reached(records).loc[kept].to_numpy()
    gained = (records["y"] - without["y"]).loc[kept].to_numpy()[treated]
    return float(gained.mean()) if len(gained) else math.nan


# estimators -----------------------------------------------------------------------------------------------------


def before_after(records: pd.DataFrame) -> Estimate:
    """Compare units that are reached with themselves before, and with nobody else.

    Parameters
    ----------
    records
        What the estimator is given; likewise below.

    Returns
    -------
    The estimate.
    """
    treated = records[records["start"] <= records["month"].max()]
    return _regression("y ~ d | unit", treated)


def with_without(records: pd.DataFrame) -> Estimate:
    """Compare units that are reached with those that wait, month by month, and not with how they were before.

    Parameters
    ----------
    records
        What the estimator is given.

    Returns
    -------
    The estimate.
    """
    return _regression("y ~ d | month", records[records["month"] >= records["start"].min()])


def two_way(records: pd.DataFrame) -> Estimate:
    """Difference in differences by a regression on fixed effects of units and months.

    Parameters
    ----------
    records
        What the estimator is given.

    Returns
    -------
    The estimate.
    """
    return _regression("y ~ d | unit + month", records)


def gardner(records: pd.DataFrame) -> Estimate:
    """Gardner's two stages: unit and month effects from those that wait, then what is left of those reached.

    Parameters
    ----------
    records
        What the estimator is given.

    Returns
    -------
    The estimate.
    """
    import pyfixest

    table = _with_treatment(records)
    if table is None:
        return NO_ESTIMATE
    with _quiet():
        fit = pyfixest.did2s(
            table,
            yname="y",
            first_stage="~ 0 | unit + month",
            second_stage="~ d",
            treatment="d",
            cluster="unit",
        )
    return _of_fit(fit)


def mixed(records: pd.DataFrame) -> Estimate:
    """Mixed model of a stepped-wedge trial (Hussey & Hughes 2007): months fixed, units random.

    In a balanced panel taking out the months' means first gives the same estimate as an effect for each month.

    Parameters
    ----------
    records
        What the estimator is given.

    Returns
    -------
    The estimate.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    table = _with_treatment(records)
    if table is None:
        return NO_ESTIMATE
    within = table[["y", "d"]] - table.groupby("month")[["y", "d"]].transform("mean")
    with _quiet():
        fit = MixedLM(within["y"].to_numpy(), within[["d"]].to_numpy(), groups=table["unit"].to_numpy()).fit()
    value, error = float(fit.fe_params[0]), float(fit.bse_fe[0])
    low, high = (float(end) for end in fit.conf_int(1.0 - LEVEL)[0])
    return Estimate(value, error, low, high)


ESTIMATORS: dict[str, Estimator] = {
    "before_after": Estimator(before_after, waiting_only=True),
    "with_without": Estimator(with_without, waiting_only=True),
    "two_way_all": Estimator(two_way, waiting_only=False),
    "two_way": Estimator(two_way, waiting_only=True),
    "gardner": Estimator(gardner, waiting_only=True),
    "mixed": Estimator(mixed, waiting_only=False),
}
"""All estimators by name."""


def _with_treatment(records: pd.DataFrame) -> pd.DataFrame | None:
    """Return the records with ``d``, 1 where the programme is there; None where nothing differs, or nobody waits."""
    table = records.assign(d=reached(records).astype(float))
    if table["d"].nunique() < 2 or table["y"].nunique() < 2 or table["unit"].nunique() < 2:
        return None
    return table


def _regression(formula: str, records: pd.DataFrame) -> Estimate:
    import pyfixest

    table = _with_treatment(records)
    if table is None:
        return NO_ESTIMATE
    with _quiet():
        return _of_fit(pyfixest.feols(formula, table, vcov=CLUSTERED))


def _of_fit(fit: object) -> Estimate:
    """Return what pyfixest found for ``d``; nothing where it could not be told from the fixed effects."""
    table = fit.tidy(alpha=1.0 - LEVEL)  # type: ignore[attr-defined]
    if "d" not in table.index:
        return NO_ESTIMATE
    row = table.loc["d"]
    return Estimate(*(float(row[name]) for name in ("Estimate", "Std. Error", "2.5%", "97.5%")))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from saying of each of thousands of fits how it went."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


# how good they are ----------------------------------------------------------------------------------------------


class Record(NamedTuple):
    """What an estimator did over many worlds.

    Attributes
    ----------
    worlds
        In which there was an estimate.
    truth, estimate
        Means over these worlds.
    bias, bias_low, bias_high
        Mean of the estimate less the truth, with its 95% interval.
    coverage, coverage_low, coverage_high
        Share of worlds in which the estimate's 95% interval holds the truth, with its interval (Wilson).
    found
        Share of worlds in which the estimate's interval lies above 0.
    half_width
        Mean half width of the estimate's interval.
    """

    worlds: int
    truth: float
    estimate: float
    bias: float
    bias_low: float
    bias_high: float
    coverage: float
    coverage_low: float
    coverage_high: float
    found: float
    half_width: float


def record_of(estimates: pd.DataFrame) -> Record:
    """Return what an estimator did over many worlds.

    Parameters
    ----------
    estimates
        A row a world: ``estimate``, ``low``, ``high`` and ``truth``; nan where there was none.

    Returns
    -------
    Its record; nan where there was no estimate in any world.
    """
    known = estimates.dropna(subset=["estimate", "low", "high", "truth"])
    if not len(known):
        return Record(0, *[math.nan] * (len(Record._fields) - 1))
    off = (known["estimate"] - known["truth"]).to_numpy()
    holds = (known["low"] <= known["truth"]) & (known["truth"] <= known["high"])
    return Record(
        len(known),
        float(known["truth"].mean()),
        float(known["estimate"].mean()),
        *interval(off),
        float(holds.mean()),
        *wilson(int(holds.sum()), len(known)),
        float((known["low"] > 0.0).mean()),
        float((known["high"] - known["low"]).mean() / 2.0),
    )
