"""Mechanisms compared in the same worlds.

The same needs, the same people, the same random draws, replicate by replicate.
"""

from collections.abc import Sequence
from typing import NamedTuple

from dizao.scenarios.execution.replicates import Result, Task, run_replicates
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.policies import FORMER, OWN
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
        Names of presets and policies, ``"own"`` for the scenario's own mechanism, ``"former"`` for what runs today;
        None: `compared`.
    baseline
        What the others are compared with; None: `usual_baseline`.
    replicates
        Worlds of the first batch; replicate r has seed ``seed + r``.
    seed
        Of the first replicate.
    design
        What is held equal, and whether replicates are added until intervals are narrow enough.
    """

    scenario: Scenario
    mechanisms: Sequence[str] | None = None
    baseline: str | None = None
    replicates: int = 10
    seed: int = 0
    design: Design = BY_BUDGET


def usual_baseline(scenario: Scenario, baseline: str | None = None) -> str:
    """Return what is compared with: what runs today where a file describes policies of its own, else paying up front.

    Parameters
    ----------
    scenario
        Where.
    baseline
        What was asked for; None: nothing.

    Returns
    -------
    The name as the scenario has it.

    Raises
    ------
    ScenarioError
        If the mechanism is unknown.
    """
    usual = FORMER if scenario.policies else BASELINE
    return scenario.canonical(usual if baseline is None else baseline, "--baseline")


def usually_compared(scenario: Scenario) -> tuple[str, ...]:
    """Return what is compared where nothing is named: a file's policies with none and what runs today.

    Parameters
    ----------
    scenario
        Where.

    Returns
    -------
    Names; without policies those of `COMPARED` and the scenario's own mechanism, which with policies is among them
    only where it is not simply a preset.
    """
    own = scenario.mechanism_name
    if not scenario.policies:
        return (*COMPARED, own)
    return ("none", FORMER, *scenario.policies, *([own] if own == OWN else []))


def compared(scenario: Scenario, mechanisms: Sequence[str] | None, baseline: str | None) -> tuple[str, ...]:
    """Return the names of all that is run, each once, the baseline among them.

    Parameters
    ----------
    scenario
        Where.
    mechanisms
        What is asked for; None: `usually_compared`.
    baseline
        What the others are compared with; None: `usual_baseline`.

    Returns
    -------
    Names as the scenario has them, the baseline's last where `mechanisms` does not name it.

    Raises
    ------
    ScenarioError
        If a mechanism is unknown, or there is nothing besides the baseline.
    """
    asked = usually_compared(scenario) if mechanisms is None else mechanisms
    baseline = usual_baseline(scenario, baseline)
    names = tuple(dict.fromkeys([*(scenario.canonical(name) for name in asked), baseline]))
    if len(names) < 2:
        raise ScenarioError("--mechanism", "", f"must name a mechanism besides the baseline, got only {baseline}")
    return names


def plan(
    scenario: Scenario, mechanisms: Sequence[str] | None, baseline: str | None, replicates: int, seed: int
) -> tuple[tuple[str, ...], str, list[Task]]:
    """Return the names of all that is run, the baseline's name, and one task for each replicate.

    The baseline is run too where it is not among `mechanisms`.

    Parameters
    ----------
    scenario
        Where (`dizao.scenarios.load`).
    mechanisms
        Names, as for `Asked`; None: `compared`.
    baseline
        What the others are compared with; None: `usual_baseline`.
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
    baseline, names = usual_baseline(scenario, baseline), compared(scenario, mechanisms, baseline)
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
        check_spending(scenario, usual_baseline(scenario, asked.baseline))
    most = asked.replicates if design.until is None else design.most
    return plan(scenario, asked.mechanisms, asked.baseline, most, asked.seed)


def compare(
    scenario: Scenario,
    mechanisms: Sequence[str] | None = None,
    baseline: str | None = None,
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
        Names, as for `Asked`; None: `compared`.
    baseline
        What the others are compared with; None: `usual_baseline`.
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
