"""Tables of outcomes.

Mechanisms by outcomes with paired differences, the three intervals, and the Monte Carlo error.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.effects import chosen
from dizao.scenarios.analysis.headline import HEADLINE
from dizao.scenarios.analysis.intervals import interval
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Row, Table, by_mechanism, verdict
from dizao.scenarios.reports.page.values import Estimate, Origin, Value, estimate_of
from dizao.scenarios.reports.tables import scales

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

PER_TABLE = 4
"""Outcomes side by side: more are too narrow on paper."""

PER_PROJECT, BUILT = "public_yuan_per_functioning", "functioning_after_12_months"
"""A low cost per project is no merit of a mechanism under which less is built."""

BANDS = ("monte_carlo", "parameters", "spread")
"""Three kinds of uncertainty that are never mixed."""

SPREAD = (0.025, 0.975)
"""Quantiles that hold the middle 95% of single worlds."""


def outcomes(maker: Maker) -> list[Table]:
    """Return mechanisms by headline outcomes, with paired differences, a few outcomes a table.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    Tables of at most `PER_TABLE` outcomes each.
    """
    found = list(scales(chosen(maker.comparison.effects), maker.voice))
    chunks = [found[start : start + PER_TABLE] for start in range(0, len(found), PER_TABLE)]
    tables = []
    for number, chunk in enumerate(chunks, 1):
        heads = [maker.head(str(group["outcome"].iloc[0]), means) for group, means, _ in chunk]
        rows = [maker.mechanism(name, [_effect(maker, name, *each) for each in chunk]) for name in maker.order]
        tables.append(maker.table(f"outcomes-{number}", heads, rows, kind="outcomes", number=number, all=len(chunks)))
    return tables


def _effect(maker: Maker, mechanism: str, group: pd.DataFrame, means: Scale, changes: Scale) -> Cell:
    """Return the mean of an outcome and, below it, the paired difference to the baseline."""
    outcome = str(group["outcome"].iloc[0])
    place, unit = f"effects/{outcome}/{mechanism}", OUTCOMES[outcome].unit
    origin = Origin("effects.csv", mechanism, outcome)
    if mechanism == maker.comparison.baseline:
        known = group["baseline_mean"].dropna()
        mean = Estimate(float(known.iloc[0]) if len(known) else math.nan)
        return Cell(maker.numbers.show(Value(f"{place}/mean", unit, mean, origin), means))
    row = group[group["mechanism"] == mechanism].iloc[0]
    shown = maker.numbers.show(Value(f"{place}/mean", unit, estimate_of(row, "mean"), origin), means)
    if row["n"] < 2:
        return Cell(shown)
    change = estimate_of(row, "difference", "ci_low", "ci_high")
    value = Value(f"{place}/difference", unit, change, origin._replace(band="monte_carlo"))
    said = verdict(row, OUTCOMES[outcome].better)
    if said == "better" and outcome == PER_PROJECT and _builds_less(maker, mechanism):
        said = "clear"
    return Cell(shown, maker.numbers.show(value, changes, sign=True), said)


def _builds_less(maker: Maker, mechanism: str) -> bool:
    """Return whether there are significantly fewer projects in use than under the baseline, or none."""
    effects = maker.comparison.effects
    rows = effects[(effects["outcome"] == BUILT) & (effects["mechanism"] == mechanism)]
    return bool((rows["ci_high"] < 0.0).any() or (rows["mean"] <= 0.0).any())


def bands(maker: Maker) -> Table:
    """Return the three bands of net present value: Monte Carlo error, parameter uncertainty, single worlds.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table, one row a mechanism; without draws, words stand in the column of parameter uncertainty.
    """
    found = by_mechanism(maker.comparison.runs, HEADLINE)
    scale = scale_for("yuan", [float(np.abs(values).max()) for values in found.values()], maker.voice.language)
    rows = []
    for name in maker.order:
        low, high = (float(end) for end in np.quantile(found[name], SPREAD))
        random_draw, worlds = Estimate(*interval(found[name])), Estimate(math.nan, low, high)
        cells = [
            _band(maker, "monte_carlo", name, random_draw, "runs.parquet", scale),
            _drawn(maker, name, scale),
            _band(maker, "spread", name, worlds, "runs.parquet", scale),
        ]
        rows.append(maker.mechanism(name, cells))
    return maker.table("bands", [Head(maker.say(f"bands.{name}"), scale.unit) for name in BANDS], rows)


def _band(maker: Maker, band: str, mechanism: str, found: Estimate, source: str, scale: Scale) -> Cell:
    value = Value(f"bands/{band}/{mechanism}", "yuan", found, Origin(source, mechanism, HEADLINE, band))
    return Cell(maker.numbers.show(value, scale))


def _drawn(maker: Maker, mechanism: str, scale: Scale) -> Cell:
    """Return the band over draws, or words where there are none."""
    found: Uncertainty | None = maker.comparison.uncertainty
    if found is None:
        return Cell(words=maker.say("bands.without"))
    table = found.bands
    row = table[(table["mechanism"] == mechanism) & (table["outcome"] == HEADLINE)].iloc[0]
    ends = Estimate(math.nan, float(row["parameters_low"]), float(row["parameters_high"]))
    return _band(maker, "parameters", mechanism, ends, "bands.csv", scale)


def precision(maker: Maker) -> Table:
    """Return how large the Monte Carlo error is in each headline outcome, and how many worlds would narrow it.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table, one row an outcome.
    """
    rows = []
    for outcome, group in chosen(maker.comparison.effects).groupby("outcome", sort=False):
        name, needed = str(outcome), group["replicates_needed"].dropna()
        origin = Origin("effects.csv", outcome=name)
        most = float(needed.max()) if len(needed) else math.nan
        width = Value(f"precision/width/{name}", "share", Estimate(_widest(group)), origin)
        worlds = Value(f"precision/needed/{name}", "replicates", Estimate(most), origin)
        shown = (maker.numbers.show(width, maker.scale("%", 1)), maker.numbers.show(worlds, maker.scale("", 0)))
        rows.append(Row(maker.voice.title(name), name, [Cell(one) for one in shown]))
    heads = [Head(maker.say("precision.width"), "%"), Head(maker.say("precision.needed"))]
    return maker.table("precision", heads, rows, first="outcome")


def _widest(group: pd.DataFrame) -> float:
    """Return the largest half-width of the intervals of an outcome, as a share of the larger mean; nan without one."""
    half = (group["ci_high"] - group["ci_low"]).to_numpy(dtype=np.float64) / 2.0
    size = np.maximum(group["mean"].abs().to_numpy(), group["baseline_mean"].abs().to_numpy())
    shares = half[size > 0.0] / size[size > 0.0]
    return float(np.nanmax(shares)) if np.isfinite(shares).any() else math.nan
