"""Equal spending: for each mechanism the rate at which it spends, on average, what the baseline spends.

The one setting of a mechanism that scales public spending (its knob: mostly the rate) is moved until the mean of
``public_yuan`` over the replicates is within 2% of the baseline's at its own rate. All values are tried in the same
worlds, so that two values differ by what they do, not at random; and all mechanisms at once, a round for each value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from dizao.model.mechanisms.parts import Mechanism
from dizao.model.mechanisms.payment import largest_spending, spending_knob

CLOSE = 0.02
"""Distance from the target that is near enough, as a share of it."""

MOST_TRIES = 12
"""Values of one mechanism's knob that are tried, its own included."""

NARROW = 1e-4
"""Width of a bracket, as a share of its upper end, below which spending jumps over the target."""

STEP = 4.0
"""By how many times a value grows at most from one try to the next while too little is spent."""

FLAT = 0.005
"""Growth in spending from one such try to the next below which only the largest value is still worth a try."""

OWN_AND_TOP = 3
"""Values of which spending is known when only the own and the largest one were tried; 0 is the third."""

Tries = dict[float, float]
"""Mean public spending by the value of the knob, in the order in which values were tried."""

Spend = Callable[[Mapping[str, float], int], Mapping[str, float]]
"""Runs some mechanisms, each with a value of its knob, as a numbered round; returns what each spends, yuan."""


class Spending(NamedTuple):
    """One row of ``spending.csv``.

    Attributes
    ----------
    mechanism, knob
        Its name, and the setting of its payment that was moved.
    own_value, own_yuan
        What the setting is by itself, and the mean public money spent then.
    value, yuan
        The value that comes nearest to the target, and what is spent then.
    target_yuan
        Mean public money of the baseline at its own rate.
    reached
        Whether `yuan` is within 2% of it.
    largest_yuan
        The most that it spent at any value tried; where the target was not reached from below, the largest was tried.
    tries
        Values tried, its own included.
    """

    mechanism: str
    knob: str
    own_value: float
    own_yuan: float
    value: float
    yuan: float
    target_yuan: float
    reached: bool
    largest_yuan: float
    tries: int


@dataclass
class Search:
    """The search for one mechanism.

    Attributes
    ----------
    mechanism, rules
        Its name and its rules at its own value.
    target
        Yuan to be spent.
    tries
        What is known so far, its own value first.
    """

    mechanism: str
    rules: Mechanism
    target: float
    tries: Tries = field(default_factory=dict)

    @property
    def knob(self) -> str:
        """Name of the setting that is moved."""
        return spending_knob(self.rules)

    @property
    def own(self) -> float:
        """Value of the knob in the mechanism's own rules."""
        return float(getattr(self.rules.payment, self.knob))

    def next_value(self) -> float | None:
        """Return the value to try next; None when the search is over.

        Returns
        -------
        A value above 0 that was not tried.
        """
        top = largest_spending(self.rules)
        if top <= 0.0 or len(self.tries) >= MOST_TRIES:
            return None
        return next_value(self.tries, self.target, top)

    def result(self) -> Spending:
        """Return what was found.

        Returns
        -------
        The value tried that comes nearest to the target, and whether that is near enough.
        """
        value = min(self.tries, key=lambda tried: abs(self.tries[tried] - self.target))
        yuan, own = self.tries[value], self.own
        reached = abs(yuan - self.target) <= CLOSE * self.target
        about = (self.mechanism, self.knob, own, self.tries[own], value, yuan, self.target)
        return Spending(*about, reached, max(self.tries.values()), len(self.tries))


def next_value(tries: Tries, target: float, top: float) -> float | None:
    """Return the value of a knob to try next: upwards until enough is spent, then between too little and too much.

    Parameters
    ----------
    tries
        Spending by value, in the order of the tries; at least one. At 0 nothing is spent, which need not be tried.
    target
        Spending that is wanted, above 0.
    top
        Largest value.

    Returns
    -------
    float or None
        None if a value is near enough, if the target lies beyond reach, or if spending jumps over it.
    """
    if any(abs(yuan - target) <= CLOSE * target for yuan in tries.values()):
        return None
    known = {0.0: 0.0, **tries}
    return _higher(known, target, top) if max(known.values()) < target else _between(known, target)


def _higher(known: Tries, target: float, top: float) -> float | None:
    """Return a larger value: on the line through the last two (secant), some way on at least, a step at most.

    The largest is tried at last and, since spending need not rise all the way to it, one before it.
    """
    values = sorted(known)
    last, before = values[-1], values[-2] if len(values) > 1 else 0.0
    if last >= top:
        return 0.5 * (last + before) if len(values) == OWN_AND_TOP else None
    rise = known[last] - known[before]
    if last == 0.0 or rise <= (FLAT * known[before] if before > 0.0 else 0.0):
        return top
    ahead = last + (target - known[last]) * (last - before) / rise
    return min(top, STEP * last, max(ahead, (1.0 + CLOSE) * last))


def _between(known: Tries, target: float) -> float | None:
    """Return a value on the line through the nearest too small and too large one (regula falsi).

    The end that stays twice counts half (Illinois), so that neither stays for ever.
    """
    low, high = next(pair for pair in pairwise(sorted(known)) if known[pair[0]] < target <= known[pair[1]])
    if high - low <= NARROW * high:
        return None
    below, above = target - known[low], known[high] - target
    last = [yuan < target for yuan in list(known.values())[-2:]]
    if last == [True, True]:
        above *= 0.5
    elif last == [False, False]:
        below *= 0.5
    return low + (high - low) * below / (below + above)


def find(searches: list[Search], spend: Spend) -> list[Spending]:
    """Try values, round by round, until every search is over.

    Parameters
    ----------
    searches
        One a mechanism, with its own value tried; what is tried is added to them.
    spend
        Runs mechanisms, each with a value, as a numbered round; returns what each spends, yuan.

    Returns
    -------
    What was found, one a search, in their order.
    """
    number = 0
    while values := {s.mechanism: value for s in searches if (value := s.next_value()) is not None}:
        number += 1
        spent = spend(values, number)
        for search in searches:
            if search.mechanism in values:
                search.tries[values[search.mechanism]] = spent[search.mechanism]
    return [search.result() for search in searches]


def spending_table(found: Sequence[Spending]) -> pd.DataFrame:
    """Return ``spending.csv``.

    Parameters
    ----------
    found
        What `find` returns.

    Returns
    -------
    One row a mechanism, with the columns of `Spending`.
    """
    return pd.DataFrame(found, columns=list(Spending._fields))
