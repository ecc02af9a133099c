"""What press reports of finished projects say in numbers, and the same numbers of the model (ODD 8.6).

Reports are of successes. So is a dataset of the model: the first of some tries in which a case was finished. How often
that is the case is never looked at.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from dizao.model.core.generator import generator
from dizao.model.documented_cases.ending import Ending, follow
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, Cases
from dizao.model.systems.registry import SECTIONS
from dizao.scenarios.loading.case_file import Case, load_case
from dizao.scenarios.loading.case_settings import HOURS_OF_A_DAY, settings_of
from dizao.scenarios.loading.parameter_table import ends_of

TRIES = 20
"""Tries after which a case counts as never finished."""

FITTED = {
    "muyang_road": ("payers", "mean_contribution_yuan"),
    "shenjiadian_road": ("private_share", "labour_days"),
    "yiyun_shed": ("payers", "mean_contribution_yuan", "turnout"),
    "bajiaoxi_road": ("payers", "mean_contribution_yuan"),
}
"""Cases, and what of them is fitted: nothing that their file pins already.

Not the two in which everybody paid (docs/cases.md): no decision of the model binds all, and numbers fitted to that
would make up for a rule that is missing.
"""

TURNOUT = (17.0, 86.0)
"""People at a yard meeting, from the least to the most reported."""

DIRECT = (
    "works.planned_participation",
    "people.prior_intercept",
    "people.attention",
    "people.attend_intercept",
    "works.labour_hours_asked",
)
"""Numbers whose prior is the range of their table."""

DRAWN = {
    "cases.worth": ("least_worth", "most_worth"),
    "cases.savings_weeks": ("least_savings_weeks", "most_savings_weeks"),
}
"""What a case draws between two numbers where its file is silent; here it is one number for all, between them."""

Values = Mapping[str, float]


class Target(NamedTuple):
    """What was observed of a case: a number (both ends alike) or what it lies between."""

    low: float
    high: float

    def gap(self, value: float) -> float:
        """Return how far a number is from it, as a logarithm of their ratio; infinite where there is none.

        Parameters
        ----------
        value
            The model's number, above 0, in the unit of the target; nan where there is none.

        Returns
        -------
        Natural logarithm, 0 within the ends.
        """
        if math.isnan(value):
            return math.inf
        return max(0.0, math.log(self.low / value), math.log(value / self.high))


def priors() -> dict[str, tuple[float, float]]:
    """Return the ends of what each number may be.

    Returns
    -------
    Lowest and highest value of each number by its key, in its unit.
    """
    found = {key: ends_of(key) for key in DIRECT}
    return found | {key: (getattr(Cases(), least), getattr(Cases(), most)) for key, (least, most) in DRAWN.items()}


def default_of(key: str) -> float | None:
    """Return the present default of a number; None for one that each case draws.

    Parameters
    ----------
    key
        Key of a number, or a name of `DRAWN`.

    Returns
    -------
    In its unit; None for one that each case draws.
    """
    section, name = key.split(".")
    return None if key in DRAWN else float(getattr(SECTIONS[section](), name))


@cache
def case_of(name: str) -> Case:
    """Return a case of the package, loaded once in a process.

    Parameters
    ----------
    name
        Name of the case.

    Returns
    -------
    The case, as it was loaded.
    """
    return load_case(name)


def with_values(case: Case, values: Values) -> Case:
    """Return a case in which numbers are what is tried.

    Parameters
    ----------
    case
        The case, as it was loaded.
    values
        By key of a number, or by name of `DRAWN`: then both ends of its range are set.

    Returns
    -------
    The same case with other numbers behind it.
    """
    changes: dict[str, float | str] = {}
    for key, value in values.items():
        section, name = key.split(".")
        for one in DRAWN.get(key, (name,)):
            changes[f"{section}__{one}"] = value
    return replace(case, base=case.base.with_values(**changes))


def observed() -> dict[str, Target]:
    """Return what was observed, ``case.number``.

    Returns
    -------
    What each fitted number of each case is, or lies between, by the case's name and the number's.
    """
    return {f"{name}.{what}": _observed(case_of(name), what) for name, whats in FITTED.items() for what in whats}


def _observed(case: Case, what: str) -> Target:
    if what == "turnout":
        return Target(*TURNOUT)
    if what == "labour_days":
        return _target(case.project["labour_persondays"])
    if what == "private_share":
        ends = _target(case.observed["private_yuan"])
        return Target(ends.low / case.project["cost_yuan"], ends.high / case.project["cost_yuan"])
    return _target(case.observed[what])


def _target(value: float | list[float]) -> Target:
    low, high = value if isinstance(value, list) else (value, value)
    return Target(float(low), float(high))


def dataset(task: tuple[Values, int]) -> dict[str, float]:
    """Return what the model reports of all cases at some numbers.

    Parameters
    ----------
    task
        Values by key of a number, and a seed.

    Returns
    -------
    By name of the target, in its unit. All of it is nan if some case is never finished: what is reported must be
    possible.
    """
    values, seed = task
    found: dict[str, float] = {}
    for number, (name, whats) in enumerate(FITTED.items()):
        ending = finished(with_values(case_of(name), values), seed, number)
        if ending is None:
            return dict.fromkeys(observed(), math.nan)
        found |= {f"{name}.{what}": reported(ending, what) for what in whats}
    return found


def finished(case: Case, seed: int, number: int) -> Ending | None:
    """Return the first of some tries in which a case was finished.

    Parameters
    ----------
    case
        The case, with the numbers to try.
    seed
        Seed of the dataset.
    number
        Place of the case in `FITTED`, so that each has random draws of its own.

    Returns
    -------
    What became of it; None if no try was finished.
    """
    for random_draw in generator(seed, number).integers(2**62, size=TRIES):
        ending = follow(settings_of(case, int(random_draw)), int(random_draw))
        if ending.completed:
            return ending
    return None


def reported(ending: Ending, what: str) -> float:
    """Return a number of a finished project, above 0.

    Parameters
    ----------
    ending
        What became of a project that was finished.
    what
        turnout (people a meeting), labour_days (person-days), private_share (share of the cost), payers
        (households), else the mean contribution (yuan).

    Returns
    -------
    The number, in its unit; a mean contribution is nan where nobody paid.
    """
    contributions = ending.contributions_fen / FEN_PER_YUAN
    if what == "turnout":
        return ending.turnout
    if what == "labour_days":
        # Somebody has always lent a hand for a day; it makes the ratio one.
        return max(1.0, ending.labour_minutes / MINUTES_PER_HOUR / HOURS_OF_A_DAY)
    if what == "private_share":
        return max(1.0, float(ending.contributions_fen.sum())) / ending.cost_fen
    if what == "payers":
        return float(max(1, len(contributions)))
    return float(contributions.mean()) if len(contributions) else math.nan
