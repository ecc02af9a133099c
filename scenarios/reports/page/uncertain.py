"""The tables of the ranking over uncertain parameters."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.reports.drawn_from import over
from dizao.scenarios.reports.evidence import evidence_on
from dizao.scenarios.reports.indices import needs
from dizao.scenarios.reports.information import COUNTY_HOUSEHOLDS, households, name_of, shown_rows
from dizao.scenarios.reports.information import SHARES as WRONG
from dizao.scenarios.reports.numbers import Scale, scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Row, Table, title_of
from dizao.scenarios.reports.page.values import Estimate, Origin, Value, estimate_of
from dizao.scenarios.reports.unless import named, said_of_numbers

if TYPE_CHECKING:
    from dizao.scenarios.analysis.uncertainty.found import Uncertainty

MOST_DECISIVE = 8
"""Numbers that are named among those that decide."""

REGRETS = ("mean_regret", "regret_90", "largest_regret")
SHARES = ("first", "total")
THIRDS = (1, 2, 3)


def tables(maker: Maker, found: "Uncertainty") -> list[Table]:
    """Return who is best, what to choose after a look, what decides, conditions, and what it is worth to know more.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.
    found
        The ranking over uncertain parameters.

    Returns
    -------
    Those of the five tables that have rows.
    """
    deciding = _decisive if found.members is None else _foretold
    made = [maker_of(maker, found) for maker_of in (_best, _lookup, deciding, _conditions, _information)]
    return [table for table in made if table.rows]


def _best(maker: Maker, found: "Uncertainty") -> Table:
    regrets = [float(value) for key in REGRETS for value in found.best[key]]
    scale, rows = scale_for("yuan", regrets, maker.voice.language), []
    for _, row in found.best.sort_values("best_share", ascending=False, kind="stable").iterrows():
        name, other = str(row["mechanism"]), str(row["dominated_by"] or "")
        origin = Origin("best.csv", name, found.outcome)
        best = estimate_of(row, "best_share", "low", "high")
        share = Value(f"best/best_share/{name}", "share", best, origin._replace(band="parameters"))
        values = [Value(f"best/{key}/{name}", "yuan", estimate_of(row, key), origin) for key in REGRETS]
        shown = [maker.numbers.show(share, maker.scale("%", 0), apart=False)]
        shown += [maker.numbers.show(value, scale) for value in values]
        better = maker.voice.called(other) if other else maker.say("best.nobody")
        cells = [*(Cell(one) for one in shown), Cell(words=better)]
        rows.append(Row(title_of(maker.comparison, name), name, cells))
    heads = [Head(maker.say("best.share"), "%"), *(Head(maker.say(f"best.{key}"), scale.unit) for key in REGRETS)]
    heads.append(Head(maker.say("best.dominated_by"), words=True))
    return maker.table("best", heads, rows, over=over(found, maker.voice), replicates=found.replicates)


def _of_pair(table: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the rows of a pair, whichever of the two stands first."""
    pairs = zip(table["pair_a"], table["pair_b"], strict=True)
    return table[[set(either) == set(pair) for either in pairs]]


def _pair(maker: Maker, found: "Uncertainty") -> dict[str, str]:
    return {"one": maker.voice.called(found.pair[0]), "other": maker.voice.called(found.pair[1])}


def _decisive(maker: Maker, found: "Uncertainty") -> Table:
    table, rows = _of_pair(found.decisive, found.pair), []
    indices = table[table["method"] == "sobol"]
    origin = Origin("decisive.csv", outcome=found.outcome, band="parameters")
    wanted = {part: needs(indices, part, maker.voice) for part in SHARES}
    for _, row in indices.head(MOST_DECISIVE).iterrows():
        key = str(row["key"])
        values = [
            Value(
                f"decisive/{part}/{key}",
                "share",
                estimate_of(row, part, f"{part}_low", f"{part}_high"),
                origin,
                maker.voice.say("indices.absent", needs=wanted[part]) if wanted[part] else "",
            )
            for part in SHARES
        ]
        cells = [Cell(maker.numbers.show(value, maker.scale("%", 0), apart=False)) for value in values]
        rows.append(Row(named(key, maker.voice), key, cells))
    heads = [Head(maker.say(f"decisive.{part}"), "%") for part in SHARES]
    table_made = maker.table("decisive", heads, rows, first="number", **_pair(maker, found))
    few = [
        maker.say("decisive.few", kind=maker.say(f"decisive.{part}"), draws=len(found.draws), needs=wanted[part])
        for part in SHARES
        if wanted[part]
    ]
    return table_made._replace(note=" ".join([table_made.note, *few]))


def _foretold(maker: Maker, found: "Uncertainty") -> Table:
    """Return which numbers foretell the difference in draws that are members, and which evidence would move them."""
    table = _of_pair(found.decisive, found.pair)
    origin, rows = Origin("decisive.csv", outcome=found.outcome, band="parameters"), []
    for _, row in table.head(MOST_DECISIVE).iterrows():
        key = str(row["key"])
        share = Value(f"decisive/first/{key}", "share", estimate_of(row, "first", "first_low", "first_high"), origin)
        evidence = Cell(words=evidence_on(key, found, maker.voice))
        rows.append(Row(named(key, maker.voice), key, [Cell(maker.numbers.show(share, maker.scale("%", 0))), evidence]))
    heads = [Head(maker.say("decisive.foretold"), "%"), Head(maker.voice.say("evidence.head"), words=True)]
    made = maker.table("decisive", heads, rows, first="number", **_pair(maker, found))
    return made._replace(note=maker.say("decisive.note.members", **_pair(maker, found)))


def _lookup(maker: Maker, found: "Uncertainty") -> Table:
    """Return what a county can look up, against the rule to choose then."""
    rows = []
    regrets = (found.lookup["mean_regret"] / households(found)).tolist()
    scale = scale_for("yuan", regrets, maker.voice.language)
    for what, group in found.lookup.groupby("what", sort=False):
        cells = [_choice(maker, found, row, scale) for _, row in group.iterrows()]
        rows.append(Row(maker.say(f"lookup.{what}"), str(what), cells))
    heads = [Head(maker.say(f"lookup.{third}"), words=True) for third in THIRDS]
    today = maker.voice.called(str(found.best["mechanism"].iloc[_now(found)]))
    return maker.table("lookup", heads, rows, first="lookup.first", over=over(found, maker.voice), today=today)


def _choice(maker: Maker, found: "Uncertainty", row: "pd.Series[Any]", scale: Scale) -> Cell:
    """Return the rule to choose in a third: how often it is best there, its regret for a household, and the third."""
    what, third = str(row["what"]), int(row["third"])
    place, origin = f"lookup/{what}/{third}", Origin("lookup.csv", str(row["mechanism"]), found.outcome)
    share = Value(place, "share", estimate_of(row, "best_share", "low", "high"), origin._replace(band="parameters"))
    regret = Value(f"{place}/regret", "yuan", Estimate(float(row["mean_regret"]) / households(found)), origin)
    unit = found.by_key[what].unit if what in found.by_key else OUTCOMES[what].unit
    start, end = (
        maker.numbers.plain(Value(f"{place}/{at}", unit, estimate_of(row, at), origin)) for at in ("from", "to")
    )
    return Cell(
        maker.numbers.show(share, maker.scale("%", 0), apart=False),
        words=maker.voice.called(str(row["mechanism"])),
        span=(start, end),
        also=(maker.say("lookup.regret", unit=scale.unit), maker.numbers.show(regret, scale)),
    )


def _now(found: "Uncertainty") -> int:
    """Return the place of the rule that is best on average, under which turnout is looked up."""
    return int(found.best["mean_regret"].to_numpy().argmin())


def _conditions(maker: Maker, found: "Uncertainty") -> Table:
    rows = []
    for key, group in _of_pair(found.conditions, found.pair).groupby("key", sort=False):
        thirds = {int(row["third"]): row for _, row in group.iterrows()}
        cells = [_third(maker, found, str(key), third, thirds.get(third)) for third in THIRDS]
        rows.append(Row(named(str(key), maker.voice), str(key), cells))
    heads = [Head(maker.say(f"conditions.{third}"), "%") for third in THIRDS]
    return maker.table("conditions", heads, rows, first="number", **_pair(maker, found))


def _third(maker: Maker, found: "Uncertainty", key: str, third: int, row: "pd.Series[Any] | None") -> Cell:
    """Return how often the first of the pair is better in a third of a number's range, and the range of the third."""
    if row is None:
        return Cell()
    place, origin = f"conditions/{key}/{third}", Origin("conditions.csv", outcome=found.outcome)
    share = Value(place, "share", estimate_of(row, "share", "low", "high"), origin._replace(band="parameters"))
    start, end = (
        maker.numbers.plain(Value(f"{place}/{at}", found.by_key[key].unit, estimate_of(row, at), origin))
        for at in ("from", "to")
    )
    return Cell(maker.numbers.show(share, maker.scale("%", 0), apart=False), span=(start, end))


def _information(maker: Maker, found: "Uncertainty") -> Table:
    """Return what it is worth to know more, for a household and for a county of a given size."""
    table, rows = shown_rows(found), []
    sizes = {"household": 1.0 / households(found), "county": COUNTY_HOUSEHOLDS / households(found)}
    parts = ("value_yuan", "low", "high")
    scales = {
        name: scale_for("yuan", (table[list(parts)].to_numpy() * times).ravel().tolist(), maker.voice.language)
        for name, times in sizes.items()
    }
    origin = Origin("information.csv", outcome=found.outcome)
    for _, row in table.iterrows():
        place, cells = f"information/{row['kind']}/{row['name']}", []
        for name, times in sizes.items():
            worth = Estimate(*(times * float(row[part]) for part in parts))
            value = Value(f"{place}/{name}", "yuan", worth, origin._replace(band="parameters"))
            cells.append(Cell(maker.numbers.show(value, scales[name])))
        for name in WRONG:
            share = Value(f"{place}/{name}", "share", estimate_of(row, name), origin)
            cells.append(Cell(maker.numbers.show(share, maker.scale("%", 0))))
        rows.append(Row(name_of(str(row["kind"]), str(row["name"]), maker.voice), str(row["name"]), cells))
    heads = [Head(maker.say(f"information.{name}"), scale.unit) for name, scale in scales.items()]
    heads += [Head(maker.say(f"information.{name}"), "%") for name in WRONG]
    return maker.table("information", heads, rows, first="knowledge", over=over(found, maker.voice))


def drawn(maker: Maker, found: "Uncertainty") -> Table:
    """Return all numbers that were drawn, with their ranges.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.
    found
        The ranking over uncertain parameters.

    Returns
    -------
    The table, one row a number; units stand in it in English only.
    """
    rows, english = [], maker.voice.language == "en"
    for one in found.uncertain:
        ends = {"low": one.low, "high": one.high, "default": one.default}
        cells = [
            Cell(
                maker.numbers.plain(Value(f"drawn/{part}/{one.key}", one.unit, Estimate(end), Origin("uncertain.csv")))
            )
            for part, end in ends.items()
        ]
        cells += [Cell(words=maker.voice.grade(one.grade)), *([Cell(words=one.unit)] if english else [])]
        rows.append(Row(named(one.key, maker.voice), one.key, cells))
    columns = ["low", "high", "default", "grade", *(["unit"] if english else [])]
    heads = [Head(maker.say(f"drawn.{name}"), words=name in ("grade", "unit")) for name in columns]
    table = maker.table("drawn", heads, rows, first="number", count=len(found.uncertain))
    return table._replace(note=" ".join([table.note, *said_of_numbers(found, maker.voice)]))
