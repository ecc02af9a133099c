"""A comparison at equal spending, made from one under equal budgets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dizao.model.mechanisms.payment import largest_spending, with_spending
from dizao.scenarios.execution.replicates import Ended, Result, Task
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import Run
from dizao.scenarios.studies.spending import Search, Spending, find

OUTCOME = "public_yuan"
"""What is made equal: public money paid and not returned."""


def check_spending(scenario: Scenario, baseline: str) -> None:
    """Say that nothing can be made equal to a baseline that spends nothing.

    Parameters
    ----------
    scenario
        Where.
    baseline
        Name of the mechanism that the others are to spend as much as.

    Raises
    ------
    ScenarioError
        If that is so.
    """
    if largest_spending(scenario.mechanism(baseline)) <= 0.0:
        raise ScenarioError("--equal", "spend", f"needs a baseline that spends public money, and {baseline} has none")


@dataclass
class _Runs:
    """Runs at values that were tried, by mechanism, value and replicate."""

    comparison: Comparison
    tasks: Sequence[Task]
    run: Run
    at: dict[tuple[str, float], dict[int, Ended]] = field(default_factory=dict)
    made: list[Result] = field(default_factory=list)

    def spend(self, values: Mapping[str, float], number: int) -> dict[str, float]:
        """Run mechanisms, each with a value of its knob, in all replicates; return what each spends, yuan."""
        rules = tuple((name, with_spending(self.comparison.rules(name), value)) for name, value in values.items())
        results: list[Result] = []
        self.run([task._replace(mechanisms=rules) for task in self.tasks], results, f"equal spending, round {number}")
        self.made += results
        for name, value in values.items():
            self.at[name, value] = {result.replicate: result.runs[name] for result in results}
        return {name: _mean(list(self.at[name, value].values())) for name, value in values.items()}


def equalised(comparison: Comparison, tasks: Sequence[Task], run: Run) -> Comparison:
    """Find the rate of each mechanism at which it spends what the baseline spends, and compare at these rates.

    Parameters
    ----------
    comparison
        Under equal budgets, complete.
    tasks
        Its replicates.
    run
        Makes further runs.

    Returns
    -------
    The comparison at these rates, which holds the one under equal budgets as `budget`.

    Raises
    ------
    ScenarioError
        If the baseline spent nothing.
    """
    target = _mean(_runs_of(comparison, comparison.baseline))
    if target <= 0.0:
        raise ScenarioError("--equal", "spend", f"{comparison.baseline} spent nothing in these replicates")
    runs = _Runs(comparison, tasks, run)
    searches = []
    for name in comparison.mechanisms:
        if name != comparison.baseline:
            search = Search(name, comparison.rules(name), target)
            search.tries[search.own] = _mean(_runs_of(comparison, name))
            searches.append(search)
    found = tuple(find(searches, runs.spend))
    changed = {one.mechanism: with_spending(comparison.rules(one.mechanism), one.value) for one in found}
    results = tuple(_result(result, found, runs) for result in comparison.results)
    return replace(comparison, results=results, spending=found, changed=changed, budget=comparison)


def _mean(runs: Sequence[Ended]) -> float:
    return sum(run.outcomes[OUTCOME] for run in runs) / len(runs)


def _runs_of(comparison: Comparison, mechanism: str) -> list[Ended]:
    return [result.runs[mechanism] for result in comparison.results]


def _result(result: Result, found: Sequence[Spending], runs: _Runs) -> Result:
    """Return a replicate with each mechanism's run at the value that was found, and the time of all that was tried."""
    made = [other for other in runs.made if other.replicate == result.replicate]
    seconds = Counter(result.stage_seconds)
    for other in made:
        seconds.update(other.stage_seconds)
    moved = {
        one.mechanism: runs.at[one.mechanism, one.value][result.replicate]
        for one in found
        if (one.mechanism, one.value) in runs.at
    }
    total = result.seconds + sum(other.seconds for other in made)
    return result._replace(runs={**result.runs, **moved}, seconds=total, stage_seconds=dict(seconds))
