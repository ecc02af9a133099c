"""Tables of how groups of places fare: means under each mechanism, and what changes for those who are poor."""

import math
from typing import NamedTuple

from dizao.model.parameters import FEN_PER_YUAN
from dizao.scenarios.analysis.places import PLACES, POOR_UNITS, of_place
from dizao.scenarios.analysis.process import Mean
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Row, Table, verdict
from dizao.scenarios.reports.page.values import Estimate, Origin, Value
from dizao.scenarios.reports.place_titles import place_titles


class Kind(NamedTuple):
    """What a column holds: its unit as it is shown, and how many of the column's own make one of that."""

    unit: str
    divisor: float


FARING = {
    "places_served": ("completed", "served_share", POOR_UNITS, "served_share_poorest_households"),
    "places_money": (
        "benefit_fen_a_household", "benefit_fen_a_household_poorest_units", "contributions_of_income", "public_fen",
    ),
}  # fmt: skip
"""Columns of the table of places that are shown side by side, as many as fit on paper, by the name of the table."""

OF_THE_POOR = (
    POOR_UNITS, "served_share_poorest_households", "benefit_fen_a_household_poorest_units",
    "benefit_fen_a_household_poorest_households",
)  # fmt: skip
"""Columns of which differences to the baseline are shown."""

SHARE, PROJECTS, YUAN = Kind("share", 1.0), Kind("projects", 1.0), Kind("yuan", float(FEN_PER_YUAN))
KINDS = {
    "completed": PROJECTS,
    **dict.fromkeys(("served_share", POOR_UNITS, "served_share_poorest_households", "contributions_of_income"), SHARE),
}
"""What columns hold; those that are not here hold money."""

SOURCE = "process.parquet"


def tables(maker: Maker) -> list[Table]:
    """Return how each group of places fares under each mechanism, and how the poor fare against the baseline.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    Tables, a row a mechanism under a heading for each group; none where there are no groups.
    """
    if not maker.comparison.scenario.base.places:
        return []
    return [*(_means(maker, name, columns) for name, columns in FARING.items()), _differences(maker)]


def _means(maker: Maker, name: str, columns: tuple[str, ...]) -> Table:
    found = {(row.mechanism, row.name): row for row in _places(maker)}
    scales = {
        column: _scale(maker, column, [row.mean for (_, one), row in found.items() if one.endswith(f".{column}")])
        for column in columns
    }
    rows = []
    for place, title in place_titles(maker.comparison.scenario.base.places, maker.voice).items():
        rows.append(Row(title, place, []))
        for mechanism in maker.order:
            cells = [
                _mean(maker, column, found.get((mechanism, f"{place}.{column}")), (mechanism, place), scales[column])
                for column in columns
            ]
            rows.append(maker.mechanism(mechanism, cells))
    heads = [Head(maker.say(f"places.{column}"), scales[column].unit) for column in columns]
    return maker.table(name, heads, rows)


def _places(maker: Maker) -> list[Mean]:
    rows = maker.comparison.means
    return [Mean(*row) for row in rows[rows["kind"] == PLACES].itertuples(index=False)]


def _scale(maker: Maker, column: str, values: list[float]) -> Scale:
    if column == "completed":
        return maker.scale("", 1)
    if column in KINDS:
        return maker.scale("%", 3 if column == "contributions_of_income" else 0)
    return scale_for("yuan", [value / FEN_PER_YUAN for value in values], maker.voice.language)


def _mean(maker: Maker, column: str, row: Mean | None, key: tuple[str, str], scale: Scale) -> Cell:
    (mechanism, place), (unit, divisor) = key, KINDS.get(column, YUAN)
    numbers = (math.nan,) * 3 if row is None else (row.mean / divisor, row.ci_low / divisor, row.ci_high / divisor)
    origin = Origin(SOURCE, mechanism, column, "monte_carlo")
    value = Value(f"places/{column}/{place}/{mechanism}", unit, Estimate(*numbers), origin)
    return Cell(maker.numbers.show(value, scale, apart=False))


def _differences(maker: Maker) -> Table:
    """Return paired differences to the baseline; those of all mechanisms in a column and group hold at once."""
    table, others = maker.comparison.place_effects, [name for name in maker.order if name != maker.comparison.baseline]
    known = table["outcome"].str.rpartition(".")[2] if len(table) else table["outcome"]
    scales = {column: _scale(maker, column, table[known == column]["difference"].tolist()) for column in OF_THE_POOR}
    scales = {column: one._replace(decimals=max(1, one.decimals)) for column, one in scales.items()}
    rows = []
    for place, title in place_titles(maker.comparison.scenario.base.places, maker.voice).items():
        rows.append(Row(title, place, []))
        for mechanism in others:
            cells = [_difference(maker, column, (mechanism, place), scales[column]) for column in OF_THE_POOR]
            rows.append(maker.mechanism(mechanism, cells))
    heads = [Head(maker.say(f"places.{column}"), _difference_unit(maker, scales[column])) for column in OF_THE_POOR]
    return maker.table("places_poor", heads, rows)


def _difference_unit(maker: Maker, scale: Scale) -> str:
    return maker.voice.say("number.percentage_points") if scale.unit == "%" else scale.unit


def _difference(maker: Maker, column: str, key: tuple[str, str], scale: Scale) -> Cell:
    (mechanism, place), (unit, divisor) = key, KINDS.get(column, YUAN)
    row = of_place(maker.comparison.place_effects, place, column, mechanism)
    ends = ("difference", "ci_low", "ci_high")
    numbers = (math.nan,) * 3 if row is None else tuple(float(row[name]) / divisor for name in ends)
    origin = Origin(SOURCE, mechanism, column, "monte_carlo")
    value = Value(f"places_difference/{column}/{place}/{mechanism}", unit, Estimate(*numbers), origin)
    shown = maker.numbers.show(value, scale, sign=True)
    return Cell(difference=shown, verdict="" if row is None else verdict(row, "higher"))
