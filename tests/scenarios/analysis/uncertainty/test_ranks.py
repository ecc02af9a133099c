"""Best shares, regret, dominance, bands and thirds, on tables that can be reckoned by hand."""

import numpy as np
import pandas as pd
import pytest

from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty import ranks
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.commands.listing import systems
from dizao.scenarios.reports.texts import IN_ENGLISH, LANGUAGES, Voice
from dizao.scenarios.reports.unless import value
from dizao.scenarios.studies.uncertainty.parameters import uncertain

pytestmark = pytest.mark.small

NET, SPENT = "net_present_value_yuan", "public_yuan"


def table(net: dict[str, list[float]], spent: dict[str, list[float]] | None = None) -> pd.DataFrame:
    """Return runs of one replicate from values by mechanism and draw."""
    spent = spent or {name: [0.0] * len(values) for name, values in net.items()}
    rows = [
        (draw, 0, name, outcome, value)
        for outcome, values in ((NET, net), (SPENT, spent))
        for name, column in values.items()
        for draw, value in enumerate(column)
    ]
    return pd.DataFrame(rows, columns=["draw", "replicate", "mechanism", "outcome", "value"])


def test_best_shares_and_regret_by_hand() -> None:
    #           a best      b best      a and b     nothing tells
    net = {"a": [3.0, 0.0, 5.0, 1.0], "b": [1.0, 8.0, 5.0, 1.0], "c": [0.0, 2.0, 1.0, 1.0]}
    best = ranks.best_table(table(net), NET).set_index("mechanism")
    assert best["draws"].tolist() == [3, 3, 3]
    assert best["best_share"].tolist() == pytest.approx([1.5 / 3, 1.5 / 3, 0.0])
    assert best["mean_regret"].tolist() == pytest.approx([8.0 / 4, 2.0 / 4, (3 + 6 + 4) / 4])
    assert best["largest_regret"].tolist() == [8.0, 2.0, 6.0]
    assert best["regret_90"]["a"] == pytest.approx(np.percentile([0, 8, 0, 0], 90))
    assert best["best_share"].sum() == pytest.approx(1.0)


def test_where_less_is_better_the_least_is_best() -> None:
    runs = table({"a": [5.0, 5.0], "b": [1.0, 2.0]}).replace({"outcome": {NET: "gini_units"}})
    best = ranks.best_table(runs, "gini_units").set_index("mechanism")
    assert best["best_share"].to_dict() == {"a": 0.0, "b": 1.0}
    assert best["mean_regret"].to_dict() == {"a": 3.5, "b": 0.0}


def test_a_draw_counts_by_the_mean_of_its_worlds() -> None:
    runs = table({"a": [0.0], "b": [1.0]})
    more = runs.assign(replicate=1)
    more.loc[(more["mechanism"] == "a") & (more["outcome"] == NET), "value"] = 10.0
    best = ranks.best_table(pd.concat([runs, more], ignore_index=True), NET).set_index("mechanism")
    assert best["best_share"].to_dict() == {"a": 1.0, "b": 0.0}
    assert best["mean_regret"]["b"] == 4.0


def test_pairs_are_better_worse_or_equal() -> None:
    beats = ranks.beats_table(table({"a": [3.0, 0.0, 5.0], "b": [1.0, 8.0, 5.001]}), NET)
    rows = beats.set_index(["mechanism", "other"])
    assert rows["share"].to_dict() == pytest.approx({("a", "b"): 1 / 3, ("b", "a"): 1 / 3})
    assert rows["equal"].to_dict() == pytest.approx({("a", "b"): 1 / 3, ("b", "a"): 1 / 3})


def test_who_is_dominated_in_benefit_and_in_public_money() -> None:
    net = {"worse": [1.0, 1.0], "better": [2.0, 1.0], "dear": [3.0, 3.0], "cheap": [0.0, 0.0]}
    spent = {"worse": [5.0, 5.0], "better": [5.0, 5.0], "dear": [9.0, 9.0], "cheap": [0.0, 0.0]}
    best = ranks.best_table(table(net, spent), NET).set_index("mechanism")
    assert best["dominated_by"].to_dict() == {"worse": "better", "better": "", "dear": "", "cheap": ""}


def test_who_is_the_same_dominates_nobody() -> None:
    best = ranks.best_table(table({"a": [1.0, 2.0], "b": [1.0, 2.0]}), NET)
    assert best["dominated_by"].tolist() == ["", ""]
    assert best["draws"].tolist() == [0, 0]
    assert best["best_share"].isna().all()


def test_three_bands_are_three_different_things() -> None:
    drawn = np.random.default_rng(0).normal(0.0, 30.0, 400)
    runs = table({"a": drawn.tolist()})
    worlds = np.random.default_rng(1).normal(5.0, 2.0, 100)
    own = pd.DataFrame({"mechanism": "a", "replicate": range(100), "outcome": NET, "value": worlds})
    row = ranks.bands_table(runs, own).iloc[0]
    assert row["mean"] == pytest.approx(worlds.mean())
    assert row["monte_carlo_high"] - row["monte_carlo_low"] == pytest.approx(
        2 * 1.984 * worlds.std(ddof=1) / 10, rel=0.01
    )
    assert [row["spread_low"], row["spread_high"]] == pytest.approx(np.percentile(worlds, [2.5, 97.5]).tolist())
    assert [row["parameters_low"], row["parameters_high"]] == pytest.approx(np.percentile(drawn, [2.5, 97.5]).tolist())


def test_thirds_by_hand() -> None:
    positions = np.array([0.0, 0.1, 0.2, 0.4, 0.9, 1.0])
    won = np.array([True, False, True, True, False, False])
    (low, *_, a), (middle, *_, b), (high, *_, c) = ranks.thirds(positions, won)
    assert (low, middle, high) == pytest.approx((2 / 3, 1.0, 0.0))
    assert (a, b, c) == (3, 1, 2)


def test_the_pair_of_the_headline_puts_the_winner_first() -> None:
    runs = table({"upfront": [1.0, 1.0, 1.0], "reward": [0.0, 0.0, 2.0], "match": [9.0, 9.0, 9.0]})
    best, beats = ranks.best_table(runs, NET), ranks.beats_table(runs, NET)
    assert ranks.headline_pair(best, beats, ("reward", "upfront")) == ("upfront", "reward")
    assert ranks.headline_pair(best, beats, ("reward", "points")) == ("match", "upfront")


@pytest.mark.parametrize(
    ("unit", "number", "text"),
    [
        ("share", 1.0, "100%"),
        ("share", 0.0878, "8.78%"),
        ("times", 1.0263, "1.03 times what is assumed"),
        ("minutes", 152.87, "153 minutes"),
        ("log-odds", -4.25, "-4.25 on its scale from -6 to -3.5"),
        ("yuan a year", 1_234_567.0, "1.23 million yuan a year"),
    ],
)
def test_values_are_written_as_planners_read_them(unit: str, number: float, text: str) -> None:
    one = Uncertain("x", unit, -6.0, -3.5, 0.0, "C", "", False)
    assert value(one, number, IN_ENGLISH) == text


def test_every_unit_that_is_drawn_can_be_written_in_both_languages() -> None:
    for name in ("nanhu", "duhe", *systems()):
        for one in uncertain(load(name).base):
            for language in LANGUAGES:
                assert value(one, one.high, Voice(language))
