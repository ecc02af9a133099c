"""Equal spending: the rate is found in few tries, and who cannot spend so much is shown as such."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dizao.model.mechanisms.payment import largest_spending
from dizao.model.outputs.outcomes import OUTCOMES
from dizao.scenarios import Scenario
from dizao.scenarios.analysis.rank_changes import flips, ranking, ranking_table
from dizao.scenarios.commands.comparing import run_comparison
from dizao.scenarios.commands.job import Job
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.reports.folder import FILES, SPEND_TABLES
from dizao.scenarios.reports.voices import voice_of
from dizao.scenarios.studies.compare import Asked, compare
from dizao.scenarios.studies.design import Design
from dizao.scenarios.studies.spending import CLOSE, MOST_TRIES, Search, find, next_value
from tests.scenarios.fakes import FakeEngine

pytestmark = pytest.mark.small


def searched(spend, own: float = 0.5, target: float = 100.0, top: float = 1.0) -> dict[float, float]:
    """Return all tries of a search whose spending is a function of the value."""
    tries = {own: spend(own)}
    while len(tries) < MOST_TRIES and (value := next_value(tries, target, top)) is not None:
        assert 0.0 <= value <= top
        assert value not in tries
        tries[value] = spend(value)
    return tries


def nearest(tries: dict[float, float], target: float = 100.0) -> float:
    return min(abs(yuan - target) / target for yuan in tries.values())


@given(power=st.floats(0.3, 3.0), own=st.floats(0.05, 1.0), at=st.floats(0.02, 0.98), most=st.floats(101.0, 1e4))
def test_the_rate_is_found_within_two_percent(power: float, own: float, at: float, most: float) -> None:
    def spend(value: float) -> float:
        return most * value**power

    target = most * at**power
    tries = searched(spend, own, target)
    assert nearest(tries, target) <= CLOSE or (power > 1.5 and at < 0.3)


def test_a_budget_that_binds_needs_few_tries() -> None:
    """Spending rises with the rate until the budget is used up, and a little noise lies on it."""
    tries = searched(lambda x: min(170.0, 260.0 * x) + 3.0 * ((1000 * x) % 1.0), own=0.9)
    assert nearest(tries) <= CLOSE
    assert len(tries) <= 4


def test_a_knob_without_a_natural_end_is_turned_up_step_by_step() -> None:
    """A match of 0.02 may go up to 100; offers stop growing long before."""
    tries = searched(lambda x: 130.0 * x / (x + 0.5), own=0.02, top=100.0)
    assert nearest(tries) <= CLOSE
    assert list(tries)[:3] == pytest.approx([0.02, 0.08, 0.32])
    assert max(tries) < 10.0
    saturated = searched(lambda x: min(80.0, 100.0 * x), own=0.4, top=100.0)
    assert list(saturated) == pytest.approx([0.4, 1.0, 1.3, 100.0])


def test_spending_in_proportion_is_met_at_the_second_try() -> None:
    assert list(searched(lambda x: min(130.0, 190.0 * x), own=0.4)) == pytest.approx([0.4, 100.0 / 190.0])


def test_what_is_near_enough_by_itself_is_left_alone() -> None:
    assert next_value({0.5: 101.9}, 100.0, 1.0) is None
    assert next_value({0.5: 102.1}, 100.0, 1.0) is not None


def test_the_largest_value_is_tried_before_anything_is_called_unreachable() -> None:
    tries = searched(lambda value: 60.0 * value)
    assert list(tries) == [0.5, 1.0, 0.75]
    assert list(searched(lambda value: 60.0 * value, own=0.0)) == [0.0, 1.0]
    assert list(searched(lambda value: 0.0, own=0.5)) == [0.5, 1.0, 0.75]


def test_a_jump_over_the_target_ends_the_search() -> None:
    tries = searched(lambda value: 0.0 if value < 0.3 else 200.0)
    assert len(tries) <= MOST_TRIES
    assert nearest(tries) == 1.0


def test_searches_go_on_together_and_each_ends_for_itself(scenario: Scenario) -> None:
    rounds: list[dict[str, float]] = []

    def spend(values, number: int) -> dict[str, float]:
        assert number == len(rounds) + 1
        rounds.append(dict(values))
        return {name: {"reward": 150.0, "upfront": 90.0, "none": 0.0}[name] * value for name, value in values.items()}

    searches = [Search(name, scenario.mechanism(name), 100.0) for name in ("reward", "upfront", "none")]
    for search, yuan in zip(searches, (75.0, 90.0, 0.0), strict=True):
        search.tries[search.own] = yuan
    found = {one.mechanism: one for one in find(searches, spend)}
    assert found["reward"].reached
    assert found["reward"].value == pytest.approx(2.0 / 3.0, rel=0.05)
    assert (found["reward"].own_value, found["reward"].own_yuan) == (0.5, 75.0)
    assert (found["upfront"].reached, found["upfront"].largest_yuan) == (False, 90.0)
    assert (found["none"].reached, found["none"].tries) == (False, 1)
    assert all("none" not in values for values in rounds)
    assert largest_spending(scenario.mechanism("none")) == 0.0


@pytest.mark.usefixtures("blank_figures")
def test_equal_spending_keeps_both_comparisons(
    fake: type[FakeEngine], scenario: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, job = Asked(scenario, ["none", "upfront", "reward"], "upfront", 3), Job(tmp_path, 1)
    run_comparison(asked._replace(design=Design("spend")), job)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, *SPEND_TABLES, "runs"}
    found = pd.read_csv(tmp_path / "spending.csv").set_index("mechanism")
    # every outcome of the engine that counts is 100, a part that is random, and 10 times the rate
    assert found.loc["reward", "reached"]
    assert abs(found.loc["reward", "yuan"] / found.loc["reward", "target_yuan"] - 1.0) <= CLOSE
    told = capsys.readouterr()
    assert "the same mean public spending" in " ".join(told.out.split())
    worlds = len(fake.worlds)
    run_comparison(asked._replace(design=Design("spend")), job)
    assert len(fake.worlds) == worlds
    assert capsys.readouterr().out == told.out
    run_comparison(asked, job)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, "runs"}


def test_who_cannot_spend_so_much_is_marked_and_said(
    fake: type[FakeEngine], scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcomes(self: FakeEngine) -> dict[str, float]:
        payment = self.settings.mechanism.payment
        spent = 0.0 if payment.timing == "none" else 1000.0 * payment.rate * (0.4 if self.name == "reward" else 1.0)
        return dict.fromkeys(OUTCOMES, 5.0 + self.seed) | {"public_yuan": spent}

    monkeypatch.setattr(fake, "outcomes", outcomes)
    found = compare(scenario, ["none", "upfront", "reward"], "upfront", 3, design=Design("spend"))
    rates = {one.mechanism: (one.reached, one.value, one.largest_yuan) for one in found.spending}
    assert rates == {"none": (False, 0.0, 0.0), "reward": (False, 1.0, 400.0)}
    assert found.rules("reward").payment.rate == 1.0
    assert found.rules("upfront") == scenario.mechanism("upfront")
    assert voice_of(found).called("reward") == "reward\N{DAGGER}"
    assert found.flips == []


def test_a_baseline_that_spends_nothing_cannot_be_matched(
    fake: type[FakeEngine], scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ScenarioError, match="needs a baseline that spends"):
        compare(scenario, ["reward"], "none", 2, design=Design("spend"))
    monkeypatch.setattr(fake, "outcomes", lambda self: dict.fromkeys(OUTCOMES, 0.0))
    with pytest.raises(ScenarioError, match="upfront spent nothing"):
        compare(scenario, ["reward"], "upfront", 2, design=Design("spend"))


# rankings


def runs_of(values: dict[str, list[float]]) -> pd.DataFrame:
    rows = [
        (name, r, "net_present_value_yuan", value) for name, column in values.items() for r, value in enumerate(column)
    ]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"])


RANDOM_DRAW = [0.0, 1.0, -1.0, 0.5, -0.5, 0.2, -0.2, 0.1]


def with_draw(mean: float, small: float = 0.01) -> list[float]:
    return [mean + 10.0 * random_draw + small * (-1) ** r for r, random_draw in enumerate(RANDOM_DRAW)]


def test_a_flip_beyond_its_intervals_is_told_from_one_that_may_be_draw() -> None:
    budget = runs_of({"a": with_draw(5.0), "b": with_draw(3.0, -0.02), "c": with_draw(2.9, 1.0)})
    spend = runs_of({"a": with_draw(3.0), "b": with_draw(5.0, 0.03), "c": with_draw(5.1, -1.0)})
    found = {(flip.first, flip.second): flip for flip in flips(budget, spend, ["a", "b", "c"])}
    assert set(found) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert found["a", "b"].beyond
    assert found["a", "b"].budget == pytest.approx(2.0, abs=0.05)
    assert found["a", "b"].spend == pytest.approx(-2.0, abs=0.05)
    assert not found["b", "c"].beyond
    assert found["b", "c"].budget_low < 0.0 < found["b", "c"].budget_high


def test_what_cannot_spend_as_much_is_not_called_a_flip() -> None:
    budget, spend = runs_of({"a": [2.0, 2.1], "b": [1.0, 1.0]}), runs_of({"a": [0.0, 0.1], "b": [1.0, 1.0]})
    assert flips(budget, spend, ["a"]) == []
    assert len(flips(budget, spend, ["a", "b"])) == 1


def test_the_ranking_has_the_highest_first_under_both() -> None:
    budget, spend = runs_of({"a": [2.0], "b": [1.0], "c": [3.0]}), runs_of({"a": [0.0], "b": [1.0], "c": [3.0]})
    assert list(ranking(budget).index) == ["c", "a", "b"]
    table = ranking_table(budget, spend, {"b": False}).set_index("mechanism")
    assert table["budget_rank"].to_dict() == {"c": 1, "a": 2, "b": 3}
    assert table["spend_rank"].to_dict() == {"c": 1, "b": 2, "a": 3}
    assert table["reached"].to_dict() == {"c": True, "a": True, "b": False}
