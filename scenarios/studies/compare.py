"""Mechanisms compared in the same worlds.

The same needs, the same people, the same random draws, replicate by replicate.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.scenario import Scenario
from dizao.scenarios.studies.comparison import Comparison
from dizao.scenarios.studies.design import (
    BASELINE,
    BY_BUDGET,
    COMPARED,
    Design,
    check_design,
    check_seeds,
    check_worlds,
    run_batches,
)
from dizao.scenarios.studies.equalise import check_spending, equalised


class Asked(NamedTuple):
    """What is compared.

    Attributes
    ----------
    scenario
        Where (`dizao.scenarios.load`).
    mechanisms
        Names of presets, or ``"own"`` for the scenario's own mechanism; None: `compared`.
    baseline
        What the others are compared with.
    replicates
        Worlds of the first batch; replicate r has seed ``seed + r``.
    seed
        Of the first replicate.
    design
        What is held equal, and whether replicates are added until intervals are narrow enough.
    """

    scenario: Scenario
    mechanisms: Sequence[str] | None = None
    baseline: str = BASELINE
    replicates: int = 10
    seed: int = 0
    design: Design = BY_BUDGET


def compared(scenario: Scenario, mechanisms: Sequence[str] | None, baseline: str) -> tuple[str, ...]:
    """Return the names of all that is run, each once, the baseline among them.

    Parameters
    ----------
    scenario
        Where.
    mechanisms
        What is asked for; None: what is always compared, and the scenario's own mechanism.
    baseline
        What the others are compared with.

    Returns
    -------
    Names as the scenario has them, the baseline's last where `mechanisms` does not name it.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or there is nothing besides the baseline.
    """
    asked = (*COMPARED, scenario.mechanism_name) if mechanisms is None else mechanisms
    baseline = scenario.canonical(baseline, "--baseline")
    names = tuple(dict.fromkeys([*(scenario.canonical(name) for name in asked), baseline]))
    if len(names) < 2:
        raise ScenarioError("--mechanism", "", f"must name a mechanism besides the baseline, got only {baseline}")
    return names


def plan(
    scenario: Scenario, mechanisms: Sequence[str] | None, baseline: str, replicates: int, seed: int
) -> tuple[tuple[str, ...], str, list[Task]]:
    """Return the names of all that is run, the baseline's name, and one task for each replicate.

    The baseline is run too where it is not among `mechanisms`.

    Parameters
    ----------
    scenario
        Where (`dizao.scenarios.load`).
    mechanisms
        Names of presets, or ``"own"`` for the scenario's own mechanism; None: `compared`.
    baseline
        What the others are compared with.
    replicates
        Worlds; replicate r has seed ``seed + r``.
    seed
        Seed of the first replicate.

    Returns
    -------
    The names, the baseline's name as the scenario has it, and the tasks in the order of the seeds.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, there is nothing to compare, replicates are none or too many, or a seed leaves
        [0, 2**63).
    """
    baseline, names = scenario.canonical(baseline), compared(scenario, mechanisms, baseline)
    check_worlds(replicates)
    check_seeds(seed, replicates)
    rules = tuple((name, scenario.mechanism(name)) for name in names)
    settings = scenario.settings(baseline)
    return names, baseline, [Task(r, seed + r, settings, rules) for r in range(replicates)]


def planned(asked: Asked) -> tuple[tuple[str, ...], str, list[Task]]:
    """Check a design and plan as many replicates as it may come to; as `plan`.

    Parameters
    ----------
    asked
        What is compared.

    Returns
    -------
    The names, the baseline's name as the scenario has it, and the tasks: as many as `most` where replicates are added.
    """
    scenario, design = asked.scenario, asked.design
    check_design(design, asked.replicates)
    if design.equal == "spend":
        check_spending(scenario, scenario.canonical(asked.baseline))
    most = asked.replicates if design.until is None else design.most
    return plan(scenario, asked.mechanisms, asked.baseline, most, asked.seed)


def compare(
    scenario: Scenario,
    mechanisms: Sequence[str] | None = None,
    baseline: str = BASELINE,
    replicates: int = 10,
    workers: int = 1,
    seed: int = 0,
    design: Design = BY_BUDGET,
) -> Comparison:
    """Compare mechanisms in the same worlds, without a word and without a file.

    Parameters
    ----------
    scenario
        Where (`dizao.scenarios.load`).
    mechanisms
        Names of presets, or ``"own"`` for the scenario's own mechanism; None: `compared`.
    baseline
        What the others are compared with.
    replicates
        Worlds; replicate r has seed ``seed + r``.
    workers
        Processes; with more than one, a script must guard its start with ``if __name__ == "__main__"``.
    seed
        Seed of the first replicate.
    design
        What is held equal, and whether replicates are added until intervals are narrow enough.

    Returns
    -------
    The comparison of all replicates; at equal spending, the one at the rates that were found.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or a number is not allowed.
    """
    names, baseline, tasks = planned(Asked(scenario, mechanisms, baseline, replicates, seed, design))

    def run(some: Sequence[Task], complete: list[Result], what: str) -> None:
        complete.extend(run_replicates(some, workers))

    def found(complete: Sequence[Result]) -> Comparison:
        return Comparison(scenario, names, baseline, seed, len(complete), tuple(sorted(complete)), design=design)

    results: list[Result] = []
    run_batches(tasks, replicates, design, results, run, lambda complete: found(complete).wanting)
    comparison = found(results)
    return comparison if design.equal == "budget" else equalised(comparison, tasks[: len(results)], run)
