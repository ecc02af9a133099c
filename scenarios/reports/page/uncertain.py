"""The tables of the ranking over what nobody knows."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Row, Table, title_of
from dizao.scenarios.reports.page.values import Numbers, Value
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.reports.unless import named

if TYPE_CHECKING:
    from dizao.scenarios.experiments.comparison import Comparison
    from dizao.scenarios.experiments.uncertainty.found import Uncertainty

MOST_DECISIVE = 8
"""Numbers that are named among those that decide."""

THIRDS = (1, 2, 3)


def tables(comparison: "Comparison", found: "Uncertainty", numbers: Numbers) -> list[Table]:
    """Return who is best how often, what decides, and under which conditions."""
    voice = comparison.voice
    made = [
        _best(comparison, found, numbers),
        _decisive(found, numbers, voice),
        _conditions(found, numbers, voice),
    ]
    return [table for table in made if table.rows]


def _table(name: str, label: str, heads: list[Head], rows: list[Row], voice: Voice, **about: object) -> Table:
    title, note = (voice.say(f"page.{name}.{part}", **about) for part in ("title", "note"))
    return Table(name, title, note, voice.say(label), heads, rows)


def _percent(voice: Voice, decimals: int = 0) -> Scale:
    return Scale(0.01, "%", decimals, voice.language)


def _best(comparison: "Comparison", found: "Uncertainty", numbers: Numbers) -> Table:
    voice, rows = comparison.voice, []
    regrets = ("mean_regret", "regret_90", "largest_regret")
    scale = scale_for("yuan", found.best[list(regrets)].to_numpy().ravel(), voice.language)
    for _, row in found.best.sort_values("best_share", ascending=False, kind="stable").iterrows():
        name = str(row["mechanism"])
        about: dict[str, Any] = {"mechanism": name, "outcome": found.outcome, "source": "best.csv"}
        share = Value(
            f"best/best_share/{name}", "share", *_ends(row, "best_share", "low", "high"), "parameters", **about
        )
        cells = [Cell(numbers.show(share, _percent(voice)))]
        for key in regrets:
            cells.append(Cell(numbers.show(Value(f"best/{key}/{name}", "yuan", float(row[key]), **about), scale)))
        other = str(row["dominated_by"] or "")
        cells.append(Cell(words=voice.called(other) if other else voice.say("page.best.nobody")))
        rows.append(Row(title_of(comparison, name), name, cells))
    units = ("%", scale.unit, scale.unit, scale.unit, "")
    columns = ("share", "mean_regret", "regret_90", "largest_regret", "dominated_by")
    heads = [
        Head(voice.say(f"page.best.{one}"), unit, words=not unit) for one, unit in zip(columns, units, strict=True)
    ]
    return _table("best", "page.mechanism", heads, rows, voice, draws=len(found.draws), replicates=found.replicates)


def _ends(row: pd.Series, *keys: str) -> tuple[float, ...]:
    return tuple(float(row[key]) for key in keys)


def _of_pair(table: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the rows of a pair, whichever of the two stands first."""
    either = [
        tuple(sorted(names)) == tuple(sorted(pair)) for names in zip(table["pair_a"], table["pair_b"], strict=True)
    ]
    return table[either]


def _pair(found: "Uncertainty", voice: Voice) -> dict[str, str]:
    return {"first": voice.called(found.pair[0]), "second": voice.called(found.pair[1])}


def _decisive(found: "Uncertainty", numbers: Numbers, voice: Voice) -> Table:
    rows, table = [], _of_pair(found.decisive, found.pair)
    indices = table[table["method"] == "sobol"].sort_values("total", ascending=False, kind="stable")
    for _, row in indices.head(MOST_DECISIVE).iterrows():
        key, about = str(row["key"]), {"outcome": found.outcome, "source": "decisive.csv", "band": "parameters"}
        cells = [
            Cell(
                numbers.show(
                    Value(f"decisive/{part}/{key}", "share", *_ends(row, part, f"{part}_low", f"{part}_high"), **about),
                    _percent(voice),
                )
            )
            for part in ("first", "total")
        ]
        rows.append(Row(named(key, voice), key, cells))
    heads = [Head(voice.say(f"page.decisive.{part}"), "%") for part in ("first", "total")]
    return _table("decisive", "page.number", heads, rows, voice, **_pair(found, voice))


def _conditions(found: "Uncertainty", numbers: Numbers, voice: Voice) -> Table:
    rows, table = [], _of_pair(found.conditions, found.pair)
    for key, group in table.groupby("key", sort=False):
        thirds = group.set_index("third").reindex(THIRDS)
        cells = []
        for third in THIRDS:
            row = thirds.loc[third]
            about = {"outcome": found.outcome, "source": "conditions.csv", "band": "parameters"}
            value = Value(f"conditions/{key}/{third}", "share", *_ends(row, "share", "low", "high"), **about)
            span = [Value(f"conditions/{key}/{third}/{at}", "", float(row[at])) for at in ("from", "to")]
            start, end = (numbers.plain(one._replace(source="conditions.csv")) for one in span)
            cells.append(Cell(numbers.show(value, _percent(voice)), span=(start, end)))
        rows.append(Row(named(str(key), voice), str(key), cells))
    heads = [Head(voice.say(f"page.conditions.{third}"), "%") for third in THIRDS]
    return _table("conditions", "page.number", heads, rows, voice, **_pair(found, voice))


def drawn(found: "Uncertainty", numbers: Numbers, voice: Voice) -> Table:
    """Return all numbers that were drawn, with their ranges."""
    rows = []
    for one in found.uncertain:
        ends = [
            numbers.plain(Value(f"drawn/{part}/{one.key}", one.unit, float(getattr(one, part)), source="uncertain.csv"))
            for part in ("low", "high", "default")
        ]
        cells = [Cell(shown) for shown in ends] + [Cell(words=one.grade)]
        cells += [Cell(words=one.unit)] if voice.language == "en" else []
        rows.append(Row(named(one.key, voice), one.key, cells))
    columns = ("low", "high", "default", "grade", *(("unit",) if voice.language == "en" else ()))
    heads = [Head(voice.say(f"page.drawn.{name}"), words=name in ("grade", "unit")) for name in columns]
    return _table("drawn", "page.number", heads, rows, voice, count=len(found.uncertain))
