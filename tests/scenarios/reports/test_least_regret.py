"""Which rule gives up least: a sentence that follows from the table, in both languages."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dizao.scenarios.loading.language import Language
from dizao.scenarios.reports.least_regret import least_regret
from dizao.scenarios.reports.texts import Voice

pytestmark = pytest.mark.small


def found(shares: dict[str, float], regrets: dict[str, float], draws: int = 200) -> Any:
    rows = [
        {
            "mechanism": name,
            "best_share": share,
            "low": share - 0.05,
            "high": share + 0.05,
            "mean_regret": regrets[name],
        }
        for name, share in shares.items()
    ]
    place = SimpleNamespace(households=1_000)
    return SimpleNamespace(
        best=pd.DataFrame(rows).assign(draws=draws), scenario=SimpleNamespace(base=SimpleNamespace(place=place))
    )


REGRETS = {"reward": 9_000.0, "upfront": 20_000.0, "none": 15_000.0}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_least_regret_and_the_most_wins_may_be_two_rules(language: Language) -> None:
    [text] = least_regret(found({"reward": 0.3, "upfront": 0.45, "none": 0.25}, REGRETS), Voice(language))
    for number in ("9", "30%", "25%", "35%", "45%"):
        assert number in text
    assert ("No rule is best in half" if language == "en" else "没有一种") in text


def test_one_that_is_both_is_said_once_and_a_majority_is_no_shortage() -> None:
    [text] = least_regret(found({"reward": 0.6, "upfront": 0.2, "none": 0.2}, REGRETS), Voice("en"))
    assert "Best most often" not in text
    assert "No rule" not in text


def test_of_two_or_where_none_differs_nothing_is_said() -> None:
    assert least_regret(found({"reward": 0.6, "upfront": 0.4}, REGRETS), Voice("en")) == []
    assert least_regret(found({"reward": 0.3, "upfront": 0.3, "none": 0.3}, REGRETS, 0), Voice("en")) == []
