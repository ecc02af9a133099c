"""Tables of what happened on the way: means over worlds, each with its own interval."""

import math
from collections.abc import Callable, Sequence

import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios.analysis.intervals import interval
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Table, by_mechanism
from dizao.scenarios.reports.page.values import Estimate, Origin, Value
from dizao.scenarios.reports.steps import STEPS

WITHIN_WEEKS = (24, 52, 104)
"""After how many weeks completed projects are counted in the table."""

TAKING_PART = ("attended", "gave_money", "gave_labour", "supervised", "kept_up")
ASKED = ("never_asked_share", "gave_money", "contribution_per_asked_yuan", "contribution_per_household_yuan")
"""How many give says little without how many were asked."""

PAYERS = ("upfront", "reward", "givers", "residents", "sponsors", "unrepaid")
CARRIERS = ("lender", "collective", "builder", "advances")

ANY = -1.0
"""Stands for the week of what has none."""

Key = tuple[str, str, float]
"""Kind, name and week of a number of the ways (`dizao.scenarios.analysis.process`)."""


def steps(maker: Maker) -> Table:
    """Return the funnel of needs for a project.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: mean needs that get to each step, a row a mechanism.
    """
    keys = [("projects", step, ANY) for step in STEPS]
    return _means(maker, "steps", keys, "needs", lambda key: maker.voice.say(f"funnel.{key[1]}"))


def payers(maker: Maker) -> Table:
    """Return who paid in the end.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: mean yuan by payer, a row a mechanism.
    """
    keys = [("paid", name, ANY) for name in PAYERS]
    return _means(maker, "payers", keys, "yuan", lambda key: maker.voice.say(f"money.{key[1]}"))


def carriers(maker: Maker) -> Table:
    """Return who laid money out and got it back, and who did not.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: mean yuan by who laid it out, repaid and unpaid, a row a mechanism.
    """

    def said(key: Key) -> str:
        name = maker.voice.say(f"money.{key[1]}")
        return maker.voice.say("payers.unpaid", name=name) if key[0] == "unpaid" else name

    keys = [(kind, name, ANY) for kind in ("repaid", "unpaid") for name in CARRIERS]
    return _means(maker, "carriers", keys, "yuan", said)


def waits(maker: Maker) -> Table:
    """Return how many projects were completed after so many weeks.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: mean projects, a row a mechanism; the last column is the end of the run.
    """
    means = maker.comparison.means
    last = float(means.loc[means["kind"] == "completed_within", "at"].max())

    def said(key: Key) -> str:
        return maker.say("waits.ever") if key[2] == last else maker.say("waits.within", weeks=key[2])

    weeks = [*(float(week) for week in WITHIN_WEEKS if week < last), last]
    return _means(maker, "waits", [("completed_within", "projects", week) for week in weeks], "projects", said)


def _means(maker: Maker, name: str, keys: Sequence[Key], unit: str, said: Callable[[Key], str]) -> Table:
    """Return means of the ways of runs with their intervals, mechanisms by columns; what nobody has is left out."""
    found = _by_key(maker.comparison.means)
    kept = [key for key in keys if any((one, *key) in found for one in maker.order)]
    every = [found[one, *key].value for one in maker.order for key in kept if (one, *key) in found]
    scale = scale_for(unit, every, maker.voice.language)
    rows = []
    for one in maker.order:
        cells = []
        for key in kept:
            place = "/".join(str(part) for part in key if part != ANY)
            mean = found.get((one, *key), Estimate(0.0))
            value = Value(f"{name}/{place}/{one}", unit, mean, Origin("process.parquet", one, band="monte_carlo"))
            cells.append(Cell(maker.numbers.show(value, scale, apart=False)))
        rows.append(maker.mechanism(one, cells))
    return maker.table(name, [Head(said(key), scale.unit) for key in kept], rows)


def _by_key(means: pd.DataFrame) -> dict[tuple[str, str, str, float], Estimate]:
    names = ("mechanism", "kind", "name", "at", "mean", "ci_low", "ci_high")
    rows = zip(*(means[name].tolist() for name in names), strict=True)
    return {
        (mechanism, kind, name, ANY if math.isnan(at) else at): Estimate(*ends)
        for mechanism, kind, name, at, *ends in rows
    }


def taking_part(maker: Maker) -> Table:
    """Return how many take part in all, kind by kind.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: means with intervals, a row a mechanism.
    """
    return _outcomes(maker, "taking_part", TAKING_PART)


def asked(maker: Maker) -> Table:
    """Return how many households are asked for money, and what one gives: of those asked, and of all.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    The table: means with intervals, a row a mechanism.
    """
    return _outcomes(maker, "asked", ASKED)


def _outcomes(maker: Maker, table: str, outcomes: Sequence[str]) -> Table:
    """Return means of outcomes over worlds with their intervals, mechanisms by outcomes."""
    found = {name: by_mechanism(maker.comparison.runs, name) for name in outcomes}
    shown = {
        name: scale_for(OUTCOMES[name].unit, [float(values.mean()) for values in each.values()], maker.voice.language)
        for name, each in found.items()
    }
    rows = []
    for one in maker.order:
        cells = []
        for name, each in found.items():
            mean, origin = Estimate(*interval(each[one])), Origin("runs.parquet", one, name, "monte_carlo")
            value = Value(f"{table}/{name}/{one}", OUTCOMES[name].unit, mean, origin)
            cells.append(Cell(maker.numbers.show(value, shown[name])))
        rows.append(maker.mechanism(one, cells))
    return maker.table(table, [maker.head(name, shown[name]) for name in found], rows)
