"""Cases beside what was observed in them, and beside two baselines: everybody selfish, and success = subsidy / cost.

A number is met if it lies in the range of 95% of the model's replicates, a yes or no if it is on the likelier side.
Nothing is fitted to any of it. Most cases were reported because they went well: how often such things succeed is not
observed.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from dizao.model.parameters import FEN_PER_YUAN
from dizao.model.settings import Settings
from dizao.scenarios.execution.executor import Executor, Serial
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.loading.case_file import Case, cases, load_case
from dizao.scenarios.loading.case_settings import settings_of
from dizao.scenarios.loading.errors import ScenarioError, shown
from dizao.scenarios.loading.shapes import highest, lowest
from dizao.scenarios.studies.cases import NUMBERS, PROBABILITIES, REPLICATES, Answer, Number, answer_of, run_case

LIKELIER = 0.5
OBSERVABLE = (*PROBABILITIES, *NUMBERS)
NOTHING = Number(None, None, None)


class Observation(NamedTuple):
    """One number, or yes or no, that was observed; a range where it is not known exactly."""

    outcome: str
    low: float
    high: float

    def met(self, said: Number) -> bool:
        """Return whether it is what the model (or a baseline) says.

        Parameters
        ----------
        said
            Mean and 95% range of the replicates, in the unit of the outcome; for a yes or no the mean is its
            probability.

        Returns
        -------
        Whether the two ranges overlap, or the likelier side is the observed one; never where nothing is said.
        """
        if said.mean is None or said.low is None or said.high is None:
            return False
        if self.outcome in PROBABILITIES:
            return (said.mean >= LIKELIER) == (self.low >= LIKELIER)
        return said.low <= self.high and self.low <= said.high


def observations(case: Case) -> Iterator[Observation]:
    """Yield what a case says was observed of the outcomes; other keys are notes.

    Parameters
    ----------
    case
        The case, as it was loaded.

    Yields
    ------
    An observation for each outcome that the file has, in the unit of the outcome; of true and false, 1 and 0.

    Raises
    ------
    ScenarioError
        If a value is neither a number, a range, true nor false.
    """
    for name in OBSERVABLE:
        if name in case.observed:
            value = case.observed[name]
            ends = value if isinstance(value, list) and len(value) == 2 else [value]
            if not all(isinstance(end, (bool, int, float)) for end in ends):
                problem = f"must be a number, a range [low, high], true or false, got {shown(value)}"
                raise ScenarioError(case.name, f"observed.{name}", problem)
            yield Observation(name, lowest(value), highest(value))


def selfish(settings: Settings) -> Settings:
    """Make everybody look at the own return alone.

    Parameters
    ----------
    settings
        The scenario's numbers.

    Returns
    -------
    The same with reciprocity of 0 for everybody, and nobody hump-shaped.
    """
    people = settings.people._replace(reciprocity_mean=0.0, reciprocity_sd=0.0, hump_share=0.0)
    return settings._replace(people=people)


def subsidy_over_cost(case: Case, replicates: int, seed: int = 0) -> Number:
    """Return the share of the cost that outside money pays, as the chance of success that it is taken for.

    Parameters
    ----------
    case
        The case, as it was loaded.
    replicates
        How often its ranges are drawn.
    seed
        Of the first replicate; each has the next.

    Returns
    -------
    Mean, lowest and highest share over replicates, at most 1 each.
    """
    shares = []
    for r in range(replicates):
        settings = settings_of(case, seed + r)
        documented = settings.documented
        if documented is not None:
            cost = settings.pinned_projects[0].cost_yuan * FEN_PER_YUAN + documented.land_fen
            shares.append(min(1.0, sum(source.fen for source in documented.sources) / cost))
    return Number(sum(shares) / len(shares), min(shares), max(shares))


def validate_cases(
    execute: Executor | None = None,
    progress: WorkProgress | None = None,
    changes: Sequence[str] = (),
    replicates: int = REPLICATES,
) -> pd.DataFrame:
    """Return a row for each observation of each case: observed, the model, the baselines, and which of them met it.

    Parameters
    ----------
    execute
        Where cases are followed; None: one after another in this process.
    progress
        Is told how far it is; None: nobody is.
    changes
        ``KEY=VALUE``, as for ``--set``.
    replicates
        How often each case's ranges are drawn.

    Returns
    -------
    Columns `case`, `outcome`, `observed_low`, `observed_high`; the mean and `_met` of `model`, `selfish`, `subsidy`;
    `model_low`, `model_high`. A number that is not defined is nan.
    """
    execute, rows = execute or Serial(), list[dict[str, Any]]()
    for name in cases():
        case = load_case(name, changes)
        seen = list(observations(case))
        if seen:
            watch = None if progress is None else progress.of(name)
            model = answer_of(case, run_case(case, replicates, execute=execute, watch=watch))
            other = answer_of(case, run_case(case, replicates, change=selfish, execute=execute, watch=watch))
            rows += [_row(case, one, model, other, subsidy_over_cost(case, replicates)) for one in seen]
    return pd.DataFrame(rows)


def _row(case: Case, one: Observation, model: Answer, other: Answer, subsidy: Number) -> dict[str, Any]:
    told = {
        "model": model.numbers[one.outcome],
        "selfish": other.numbers[one.outcome],
        "subsidy": subsidy if one.outcome in PROBABILITIES else NOTHING,
    }
    row: dict[str, Any] = {
        "case": case.name, "outcome": one.outcome, "observed_low": one.low, "observed_high": one.high,
    }  # fmt: skip
    for name, said in told.items():
        row |= {name: _known(said.mean), f"{name}_met": one.met(said)}
    ends = {"model_low": _known(told["model"].low), "model_high": _known(told["model"].high)}
    return row | ends


def _known(value: float | None) -> float:
    return math.nan if value is None else value
