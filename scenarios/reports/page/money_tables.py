"""Tables of the county's budget year by year, with intervals over worlds and the chance that it runs out."""

import pandas as pd

from dizao.scenarios.analysis.money import CHANCE, COST, MONTH, of_year
from dizao.scenarios.reports.budget import years_of
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Table
from dizao.scenarios.reports.page.values import Estimate, Origin, Value, estimate_of

ITEMS = ("appropriated", "paid", "committed", "arrears", "carried_over")
SOURCE = "money_by_year.csv"


def tables(maker: Maker) -> list[Table]:
    """Return what each budget year costs and whether it runs out; then each year with an appropriation in full.

    Parameters
    ----------
    maker
        What all tables share; it takes note of every number.

    Returns
    -------
    Tables, a row a mechanism; none where no budget year has an appropriation.
    """
    money = maker.comparison.money_by_year
    years = years_of(money)
    return [_costs(maker, money, years), *(_year(maker, money, year) for year in years)] if years else []


def _costs(maker: Maker, money: pd.DataFrame, years: list[int]) -> Table:
    costs = money[(money["item"] == COST) & money["year"].isin(years)]
    scale = scale_for("yuan", costs["mean"].tolist(), maker.voice.language)
    share = maker.scale("%", 0)
    heads = [Head(maker.say("budget_costs.cost", year=year), scale.unit) for year in years]
    heads += [Head(maker.say("budget_costs.chance", year=year), "%") for year in years]
    heads += [Head(maker.say("budget_costs.month", year=year), words=True) for year in years]
    rows = []
    for name in maker.order:
        cells = [Cell(maker.numbers.show(_value(money, name, year, COST), scale, apart=False)) for year in years]
        cells += [Cell(maker.numbers.show(_value(money, name, year, CHANCE), share, apart=False)) for year in years]
        cells += [Cell(words=_month(maker, money, name, year)) for year in years]
        rows.append(maker.mechanism(name, cells))
    return maker.table("budget_costs", heads, rows)


def _year(maker: Maker, money: pd.DataFrame, year: int) -> Table:
    rows = money[(money["year"] == year) & money["item"].isin(ITEMS)]
    scale = scale_for("yuan", rows["mean"].tolist(), maker.voice.language)
    lines = [
        maker.mechanism(
            name, [Cell(maker.numbers.show(_value(money, name, year, item), scale, apart=False)) for item in ITEMS]
        )
        for name in maker.order
    ]
    heads = [Head(maker.say(f"budget_year.{item}"), scale.unit) for item in ITEMS]
    return maker.table(f"budget_year-{year}", heads, lines, kind="budget_year", year=year)


def _value(money: pd.DataFrame, mechanism: str, year: int, item: str) -> Value:
    row = of_year(money, mechanism, year, item)
    unit = "share" if item == CHANCE else "yuan"
    found = Estimate(float("nan")) if row is None else estimate_of(row, "mean", "ci_low", "ci_high")
    return Value(f"budget/{year}/{item}/{mechanism}", unit, found, Origin(SOURCE, mechanism, item, "monte_carlo"))


def _month(maker: Maker, money: pd.DataFrame, mechanism: str, year: int) -> str:
    row = of_year(money, mechanism, year, MONTH)
    if row is None:
        return maker.say("budget_costs.never")
    median, first, last = (f"{float(row[name]):.0f}" for name in ("mean", "ci_low", "ci_high"))
    key = "same" if first == last else "between"
    return maker.say(f"budget_costs.{key}", month=median, first=first, last=last)
