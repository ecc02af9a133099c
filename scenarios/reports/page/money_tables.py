"""Tables of the county's budget year by year, with intervals over worlds and the chance that it runs out.

Where there are groups of places, each has its rows below the county's.
"""

from collections.abc import Callable

import pandas as pd

from dizao.model.outputs.budget_years import COMMON
from dizao.model.outputs.places import ALL
from dizao.scenarios.analysis.money import CHANCE, COST, MONTH, of_year
from dizao.scenarios.reports.budget import years_of
from dizao.scenarios.reports.numbers import scale_for
from dizao.scenarios.reports.page.tables import Cell, Head, Maker, Row, Table
from dizao.scenarios.reports.page.values import Estimate, Origin, Value, estimate_of
from dizao.scenarios.reports.place_titles import budget_titles

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

    def cells(name: str, place: str) -> list[Cell]:
        costs = [_value(money, name, year, COST, place) for year in years]
        chances = [_value(money, name, year, CHANCE, place) for year in years]
        numbers = [maker.numbers.show(cost, scale, apart=False) for cost in costs]
        numbers += [maker.numbers.show(chance, share, apart=False) for chance in chances]
        return [*map(Cell, numbers), *(Cell(words=_month(maker, money, name, year, place)) for year in years)]

    # What is paid out of the common part is paid for projects in some group.
    return maker.table("budget_costs", heads, _by_place(maker, cells, without=COMMON))


def _by_place(maker: Maker, cells: Callable[[str, str], list[Cell]], without: str = "") -> list[Row]:
    """Return the rows of the mechanisms, where there are groups of places under a heading for each place."""
    rows, titles = [], budget_titles(maker.comparison.scenario.base.places, maker.voice)
    titles.pop(without, None)
    for place, title in titles.items():
        rows += [Row(title, place, [])] if len(titles) > 1 else []
        rows += [maker.mechanism(name, cells(name, place)) for name in maker.order]
    return rows


def _year(maker: Maker, money: pd.DataFrame, year: int) -> Table:
    rows = money[(money["year"] == year) & money["item"].isin(ITEMS)]
    scale = scale_for("yuan", rows["mean"].tolist(), maker.voice.language)

    def cells(name: str, place: str) -> list[Cell]:
        values = [_value(money, name, year, item, place) for item in ITEMS]
        return [Cell(maker.numbers.show(value, scale, apart=False)) for value in values]

    heads = [Head(maker.say(f"budget_year.{item}"), scale.unit) for item in ITEMS]
    return maker.table(f"budget_year-{year}", heads, _by_place(maker, cells), kind="budget_year", year=year)


def _value(money: pd.DataFrame, mechanism: str, year: int, item: str, place: str) -> Value:
    row = of_year(money, mechanism, year, item, place)
    unit = "share" if item == CHANCE else "yuan"
    found = Estimate(float("nan")) if row is None else estimate_of(row, "mean", "ci_low", "ci_high")
    where = "" if place == ALL else f"/{place}"
    return Value(
        f"budget/{year}/{item}/{mechanism}{where}", unit, found, Origin(SOURCE, mechanism, item, "monte_carlo")
    )


def _month(maker: Maker, money: pd.DataFrame, mechanism: str, year: int, place: str) -> str:
    row = of_year(money, mechanism, year, MONTH, place)
    if row is None:
        return maker.say("budget_costs.never")
    median, first, last = (f"{float(row[name]):.0f}" for name in ("mean", "ci_low", "ci_high"))
    key = "same" if first == last else "between"
    return maker.say(f"budget_costs.{key}", month=median, first=first, last=last)
