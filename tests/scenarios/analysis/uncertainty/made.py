"""Constructed runs: outcomes that follow from settings by a formula, without an engine."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from dizao.model.outputs.outcomes import OUTCOMES
from dizao.model.settings import Settings
from dizao.scenarios import load
from dizao.scenarios.analysis.uncertainty.found import Uncertainty
from dizao.scenarios.execution.replicates import Ended, Result, Task
from dizao.scenarios.studies.uncertainty.rank import Question, Ranking
from dizao.scenarios.studies.uncertainty.sampling import Sampling

PLACE = load("taoyuan")
NAMES = ("none", "upfront", "reward")

Formula = Callable[[Settings, str, int], float]
"""Net present value in yuan of a mechanism in a world: settings, name, seed."""


def lenders_and_worth(settings: Settings, name: str, seed: int) -> float:
    """The reward wins where there are lenders and things are worth much; paying up front is always the same."""
    worth = settings.categories["gate"].value_yuan / PLACE.base.categories["gate"].value_yuan
    random_draw = float(np.random.default_rng([seed, len(name)]).normal())
    gain = {"none": -400.0, "upfront": 0.0, "reward": 1000.0 * (settings.works.lender_share + worth - 1.2)}
    return gain.get(name, -100.0) + random_draw


def outcomes(settings: Settings, name: str, seed: int, formula: Formula) -> dict[str, float]:
    spent = {"none": 0.0, "reward": 50.0}.get(name, 100.0)
    return dict.fromkeys(OUTCOMES, 1.0) | {
        "net_present_value_yuan": formula(settings, name, seed),
        "public_yuan": spent,
    }


def runner(formula: Formula = lenders_and_worth, made: list[Task] | None = None) -> Callable[..., None]:
    """Return what takes the place of a session."""

    def run(tasks: Sequence[Task], results: list[Result], what: str) -> None:
        for task in reversed(tasks):
            runs = {name: Ended(outcomes(task.settings, name, task.seed, formula), {}) for name, _ in task.mechanisms}
            results.append(Result(task.replicate, runs, 0.0, {}, 0.0))
            if made is not None:
                made.append(task)

    return run


def defaults(names: Sequence[str] = NAMES, formula: Formula = lenders_and_worth, worlds: int = 4) -> pd.DataFrame:
    rows = [
        (name, replicate, outcome, value)
        for name in names
        for replicate in range(worlds)
        for outcome, value in outcomes(PLACE.base, name, replicate, formula).items()
    ]
    return pd.DataFrame(rows, columns=["mechanism", "replicate", "outcome", "value"])


def ranking(
    draws: int = 32,
    formula: Formula = lenders_and_worth,
    names: tuple[str, ...] = NAMES,
    made: list[Task] | None = None,
) -> Ranking:
    question = Question(PLACE, names, "upfront", 0, Sampling(draws, over="prior"))
    return Ranking(question, defaults(names, formula), runner(formula, made))


def tiny_uncertainty(draws: int = 32) -> Uncertainty:
    """Return a ranking of three mechanisms over constructed runs, in a second or two."""
    return ranking(draws).rank()
