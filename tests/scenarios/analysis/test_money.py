"""The budget year by year over worlds: means, costs, and how often and when it runs out."""

import pandas as pd
import pytest

from dizao.model.outputs.places import ALL
from dizao.scenarios.analysis.money import CHANCE, COST, MONTH, money_by_year, of_year
from dizao.scenarios.analysis.process import process_table
from dizao.scenarios.execution.run_process import NO_PROCESS, Process

pytestmark = pytest.mark.small

ITEMS = ("carried_in", "lapsed", "carried_over", "committed", "arrears")


def way(paid: float, month: float) -> Process:
    budget = {"appropriated": (100.0, 0.0), "paid": (paid, 5.0), "returned": (10.0, 0.0), "runs_out": (month, 0.0)}
    return NO_PROCESS._replace(budget=budget | dict.fromkeys(ITEMS, (0.0, 0.0)))


def table():
    ways = [way(40.0, 0.0), way(60.0, 7.0), way(80.0, 11.0), way(60.0, 8.0)]
    return money_by_year(process_table([("reward", place, one) for place, one in enumerate(ways)]))


def test_a_year_costs_what_is_paid_less_what_comes_back() -> None:
    cost = of_year(table(), "reward", 1)
    assert cost is not None
    assert (cost["mean"], cost["n"], cost["place"], cost["unit"]) == (50.0, 4, ALL, "yuan")
    # the t quantile of three degrees of freedom, times the standard error
    assert cost["ci_high"] - cost["mean"] == pytest.approx(3.18245 * 16.32993 / 2.0, rel=1e-4)


def test_the_chance_counts_worlds_and_the_month_is_the_median_of_those() -> None:
    chance, month = (of_year(table(), "reward", 1, item) for item in (CHANCE, MONTH))
    assert chance is not None
    assert month is not None
    assert (chance["mean"], chance["n"]) == (0.75, 4)
    assert 0.0 < chance["ci_low"] < 0.75 < chance["ci_high"] < 1.0
    assert (month["mean"], month["ci_low"], month["ci_high"], month["n"]) == (8.0, 7.0, 11.0, 3)


def test_a_year_without_an_appropriation_cannot_run_out() -> None:
    assert of_year(table(), "reward", 2, CHANCE) is None
    assert of_year(table(), "reward", 2) is not None
    assert of_year(table(), "reward", 3) is None


def groups() -> pd.DataFrame:
    """Two worlds of a town with a budget of its own and of hills that share what is left, in one budget year."""

    def one(paid: float, month: float) -> Process:
        town = {"appropriated": 60.0, "carried_in": 0.0, "lapsed": 60.0, "carried_over": 0.0, "paid": 0.0}
        hills = {"paid": paid, "returned": 5.0, "committed": 0.0, "arrears": 0.0, "runs_out": month}
        common = {
            "appropriated": 40.0,
            "carried_in": 0.0,
            "lapsed": 45.0 - paid,
            "carried_over": 0.0,
            "runs_out": month,
        }
        bound = {"returned": 0.0, "committed": 0.0, "arrears": 0.0, "runs_out": 0.0}
        each = {"town": town | bound, "hills": hills, "common": common}
        county = {name: sum(place.get(name, 0.0) for place in each.values()) for name in town | bound}
        rows = {f"{place}.{name}": value for place, items in each.items() for name, value in items.items()}
        return NO_PROCESS._replace(
            budget={name: (value,) for name, value in ((county | {"runs_out": month}) | rows).items()}
        )

    return money_by_year(process_table([("reward", 0, one(40.0, 3.0)), ("reward", 1, one(20.0, 0.0))]))


def test_places_add_up_to_the_county_item_by_item() -> None:
    found = groups()
    yuan = found[found["unit"] == "yuan"]
    sums = yuan[yuan["place"] != ALL].groupby("item")["mean"].sum()
    whole = yuan[yuan["place"] == ALL].set_index("item")["mean"]
    assert sums.to_dict() == pytest.approx(whole.to_dict())
    assert list(found["place"].drop_duplicates()) == [ALL, "town", "hills", "common"]


def test_who_has_no_budget_alone_has_a_cost_and_the_chance_of_the_shared_one() -> None:
    found = groups()
    items = set(found[found["place"] == "hills"]["item"])
    assert items == {"paid", "returned", "committed", "arrears", COST, CHANCE, MONTH}
    assert of_year(found, "reward", 1, CHANCE, "hills")["mean"] == 0.5
    assert of_year(found, "reward", 1, CHANCE, "town")["mean"] == 0.0
    assert of_year(found, "reward", 1, COST, "hills")["mean"] == 25.0
    assert of_year(found, "reward", 1, COST, "common") is None


def test_nothing_that_was_run_gives_no_rows() -> None:
    assert money_by_year(process_table([("reward", 0, NO_PROCESS)])).empty
