"""Tables of who wins and who loses: units, and households by income, age and tenure."""

from typing import Any

import pandas as pd

from dizao.scenarios.reports.numbers import Scale, decimals_for, scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Table, verdict
from dizao.scenarios.reports.page.values import Estimate, Origin, Value, estimate_of
from dizao.scenarios.reports.winners import KINDS


def losers(maker: Maker) -> Table:
    """Return how many units lose and gain, and how many households live in those that lose.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table, one row a mechanism, without the baseline.
    """
    rows = []
    for _, row in maker.comparison.losers.iterrows():
        name = str(row["mechanism"])
        losing = Value(
            f"losers/losing/{name}",
            "units",
            estimate_of(row, "losing", "losing_low", "losing_high"),
            Origin("losers.csv", name, band="monte_carlo"),
        )
        gaining = _without_interval(f"losers/gaining/{name}", "units", row, "gaining")
        homes = _without_interval(f"losers/households/{name}", "share", row, "households_losing")
        counted = maker.scale("", 1)
        shown = [maker.numbers.show(losing, counted), maker.numbers.show(gaining, counted)]
        shown.append(maker.numbers.show(homes, maker.scale("%", 0)))
        rows.append(maker.mechanism(name, [Cell(one) for one in shown]))
    units = {"losing": "", "gaining": "", "households": "%"}
    return maker.table("losers", [Head(maker.say(f"losers.{name}"), unit) for name, unit in units.items()], rows)


def _without_interval(place: str, unit: str, row: "pd.Series[Any]", key: str) -> Value:
    return Value(place, unit, Estimate(float(row[key])), Origin("losers.csv", str(row["mechanism"])))


def groups(maker: Maker) -> list[Table]:
    """Return the change in net gain per household by income, age and tenure, a table a kind.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    Tables in yuan, a row a mechanism without the baseline; a kind of which no group has households has none.
    """
    winners = maker.comparison.winners
    every = winners[winners["kind"].isin(list(KINDS))]
    scale = _scale(every, maker)
    found = {(str(row["kind"]), str(row["group"]), str(row["mechanism"])): row for _, row in every.iterrows()}
    tables = []
    for kind, named in KINDS.items():
        names = [name for name in named if any(key[:2] == (kind, name) for key in found)]
        if not names:
            continue
        rows = [
            maker.mechanism(one, [_change(maker, (kind, name, one), found[kind, name, one], scale) for name in names])
            for one in maker.order
            if one != maker.comparison.baseline
        ]
        heads = [Head(maker.voice.say(f"group.{kind}.{name}"), scale.unit) for name in names]
        by = maker.voice.say(f"kind.{kind}")
        tables.append(maker.table(f"groups-{kind}", heads, rows, kind="groups", by=by))
    return tables


def _scale(rows: pd.DataFrame, maker: Maker) -> Scale:
    scale = scale_for("yuan", rows["difference"].tolist(), maker.voice.language)
    ends = [end / scale.divisor for key in ("difference", "ci_low", "ci_high") for end in rows[key].tolist()]
    return scale._replace(decimals=decimals_for(ends, 2))


def _change(maker: Maker, place: tuple[str, str, str], row: "pd.Series[Any]", scale: Scale) -> Cell:
    change = estimate_of(row, "difference", "ci_low", "ci_high")
    origin = Origin("winners.parquet", place[-1], band="monte_carlo")
    shown = maker.numbers.show(Value(f"winners/{'/'.join(place)}", "yuan", change, origin), scale, sign=True)
    return Cell(difference=shown, verdict=verdict(row, "higher"))
