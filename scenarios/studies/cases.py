"""A case in many replicates: its ranges and random draws, and what the model answers with both.

Shares of replicates have the Wilson interval of a probability; other numbers the range in which 95% of the
replicates lie, which is what a single observed number is held against.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dizao.model.documented_cases import ending
from dizao.model.documented_cases.ending import Ending, follow
from dizao.model.laboratory.summary import NORMAL_95
from dizao.model.parameters import FEN_PER_YUAN
from dizao.model.settings import Settings
from dizao.scenarios.execution.executor import Executor, Item, Report, Serial, Watch
from dizao.scenarios.loading.case_file import Case
from dizao.scenarios.loading.case_names import source_name
from dizao.scenarios.loading.case_settings import settings_of

REPLICATES = 200
LOW, HIGH = 0.025, 0.975
PROBABILITIES = ("consent", "funded", "completed")
NUMBERS = ("private_yuan", "payers", "mean_contribution_yuan", "median_contribution_yuan", "weeks", "objecting_share")
OBJECTING_BY_FLOOR, MONEY_BY_SOURCE = "objecting_by_floor", "money_by_source"

Change = Callable[[Settings], Settings]


class Number(NamedTuple):
    """What the model says of one number: mean, and the ends of its interval; None where it was never defined."""

    mean: float | None
    low: float | None
    high: float | None


class Answer(NamedTuple):
    """What the model answers to a case.

    Attributes
    ----------
    numbers
        Outcomes by name: `PROBABILITIES`, then `NUMBERS`.
    by_floor
        Share that objects, floor by floor; empty where the file knows of no floors.
    money
        Yuan by whose they were, over all replicates.
    """

    numbers: dict[str, Number]
    by_floor: list[Number]
    money: dict[str, Number]

    def table(self) -> dict[str, Any]:
        """Return it as ``--json`` prints it.

        Returns
        -------
        Tables of mean and interval by name, and lists of them by floor.
        """
        return {
            **{name: one._asdict() for name, one in self.numbers.items()},
            OBJECTING_BY_FLOOR: [one._asdict() for one in self.by_floor],
            MONEY_BY_SOURCE: {name: one._asdict() for name, one in self.money.items()},
        }


def run_case(
    case: Case,
    replicates: int = REPLICATES,
    seed: int = 0,
    change: Change | None = None,
    execute: Executor | None = None,
    watch: Watch | None = None,
) -> list[Ending]:
    """Follow a case in many replicates, each with its own ranges, people and random draws.

    Parameters
    ----------
    case
        A loaded case.
    replicates
        How many.
    seed
        Of the first; each has the next.
    change
        What is changed in every replicate's settings, for baselines; picklable.
    execute
        Where it is done; None: in this process.
    watch
        Is told how far it is.

    Returns
    -------
    What each replicate ended with, in the order of the seeds.
    """
    weeks = case.base.calendar.programme_weeks
    tasks = [Item(case.name, weeks, (case, seed + r, change)) for r in range(replicates)]
    return (execute or Serial()).in_order(_followed, tasks, watch)


def _followed(task: Item[tuple[Case, int, Change | None]], report: Report) -> Ending:
    case, seed, change = task.given
    settings = settings_of(case, seed)
    return follow(settings if change is None else change(settings), seed)


def answer_of(case: Case, found: Sequence[Ending]) -> Answer:
    """Return what the replicates of a case say together.

    Parameters
    ----------
    case
        A loaded case.
    found
        What its replicates ended with; at least one.

    Returns
    -------
    Means over the replicates, with their intervals.
    """
    shares = {name: _share([bool(getattr(one, name)) for one in found]) for name in PROBABILITIES}
    contributions = [one.contributions_fen / FEN_PER_YUAN for one in found]
    numbers = {
        "private_yuan": _spread([float(one.sum()) for one in contributions]),
        "payers": _spread([float(len(one)) for one in contributions]),
        "mean_contribution_yuan": _spread([float(one.mean()) for one in contributions if len(one)]),
        "median_contribution_yuan": _spread([float(np.median(one)) for one in contributions if len(one)]),
        "weeks": _spread([one.weeks for one in found if one.completed]),
        "objecting_share": _spread([one.objecting[0] for one in found if one.objecting]),
    }
    return Answer(shares | numbers, _floors(found), _money(case, found))


def _share(yes: Sequence[bool]) -> Number:
    """Return the share of replicates with the Wilson interval of its probability.

    `dizao.scenarios.analysis.intervals.wilson` adds up in another order and differs in the last digit, which ``--json``
    prints and docs/data/ keeps.
    """
    n, share, z2 = len(yes), sum(yes) / len(yes), NORMAL_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Number(share, max(0.0, middle - half), min(1.0, middle + half))


def _spread(values: Sequence[float]) -> Number:
    """Return the mean over replicates and the range in which 95% of them lie."""
    known = np.array([value for value in values if not math.isnan(value)])
    if not len(known):
        return Number(None, None, None)
    low, high = np.quantile(known, [LOW, HIGH])
    return Number(float(known.mean()), float(low), float(high))


def _floors(found: Sequence[Ending]) -> list[Number]:
    """Return the share that objects on each floor, where there are floors."""
    floors = max((len(one.objecting) - 1 for one in found), default=0)
    if floors <= 1:
        return []
    return [_spread([one.objecting[f + 1] for one in found if one.objecting]) for f in range(floors)]


def _money(case: Case, found: Sequence[Ending]) -> dict[str, Number]:
    """Return whose money it was; what is nobody's in any replicate is left out but for the file's own sources."""
    told = _own_names(case)
    named = [{told.get(name, name): fen for name, fen in one.money_fen.items()} for one in found]
    names = list(dict.fromkeys([*_sources(case), *(name for one in named for name in one)]))
    spreads = {name: _spread([one.get(name, 0) / FEN_PER_YUAN for one in named]) for name in names}
    kept = {ending.HOUSEHOLDS, *_sources(case)}
    return {name: one for name, one in spreads.items() if name in kept or one.low != 0.0 or one.high != 0.0 or one.mean}


def _sources(case: Case) -> Iterable[str]:
    return [source_name(i, one) for i, one in enumerate(case.project["source"])]


def _own_names(case: Case) -> dict[str, str]:
    """Return what a file calls the partner's households and the lender."""
    partners = [one["name"] for one in case.place["partner"]]
    names = {ending.PARTNERS: ", ".join(partners)} if partners else {}
    if case.project["prefinance"]:
        names[ending.LENDER] = case.project["prefinance"]["lender"]
    return names
