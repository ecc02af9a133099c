"""What a ranking under uncertainty found: tables, the map of where it flips, and the sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.loading.members import Members
from dizao.scenarios.loading.scenario import Scenario

Floats = npt.NDArray[np.float64]

ESTIMATED = "B"
"""Grade of what is drawn from an estimate."""


class Uncertain(NamedTuple):
    """A number that is drawn.

    Attributes
    ----------
    key
        As in a scenario file (``works.lender_share``); ``categories.value_yuan`` and the like stand for a factor on
        that number of every category.
    unit
        Of its values; "times" for a factor.
    low, high
        Ends of its range.
    default
        Its value in the scenario; 1 for a factor.
    grade
        Of the evidence for it: C, or B where it is drawn from an estimate.
    source
        Where it comes from.
    log
        Whether it is drawn evenly in proportions rather than in differences.
    whole
        Whether it is a whole number.
    always
        Whether it is one of the uncertain ones that decide most, varied whatever their grade.
    """

    key: str
    unit: str
    low: float
    high: float
    default: float
    grade: str
    source: str
    log: bool
    whole: bool = False
    always: bool = False


class Bound(NamedTuple):
    """A condition of the box: a number lies between two values; an end that is the range's own binds nothing."""

    key: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Flip:
    """Where a pair changes places, over the two numbers that matter most.

    Attributes
    ----------
    x_key, y_key
        The two numbers.
    x, y
        Values of the map's grid, ascending.
    probability
        Chance that the first of the pair beats the second, all other numbers drawn: ``probability[y, x]``.
    points
        The runs that the map was fitted on: x, y, difference (first less second), block. Runs in which both are
        equal are left out.
    accuracy
        Share of runs left out of the fit of which the map says the winner.
    usual
        What always naming the more frequent winner would get of the same runs.
    brier, usual_brier
        Mean squared error of the chance out of sample, of the map and of the overall share.
    box
        Conditions under which the pair's usual loser wins most of the time (PRIM); empty where none was found, or
        where the extra ``explore`` is not installed.
    box_share
        Share of the runs that lie in the box. This and the next two are measured on runs left out when it was sought.
    box_density
        Share of those in which the usual loser wins.
    box_coverage
        Share of the usual loser's wins that lie in the box.
    note
        Key of a text that says why there is no box; empty where there is one.
    """

    x_key: str
    y_key: str
    x: Floats
    y: Floats
    probability: Floats
    points: pd.DataFrame = field(repr=False)
    accuracy: float
    usual: float
    brier: float
    usual_brier: float
    box: tuple[Bound, ...] = ()
    box_share: float = float("nan")
    box_density: float = float("nan")
    box_coverage: float = float("nan")
    note: str = ""

    @property
    def informative(self) -> bool:
        """Whether the map predicts runs left out better than the overall share does."""
        return self.brier < self.usual_brier


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What a ranking under uncertainty found.

    Attributes
    ----------
    scenario, mechanisms, baseline
        What was compared.
    pair
        The pair of the headline; the first is the one that beats the second in more than half of the draws.
    outcome
        What mechanisms are ranked by.
    seed
        Replicate r of every draw has seed ``seed + r``.
    replicates
        Worlds inside a draw, over which a draw's outcome is averaged.
    uncertain
        The numbers that were drawn.
    known
        The numbers that were held because the scenario says that they are known, by key.
    draws
        One row a draw: ``draw``, and a column for each key with its value.
    runs
        Headline outcomes of every run of the draws: draw, replicate, mechanism, outcome, value.
    defaults
        The same at the scenario's own numbers: replicate, mechanism, outcome, value.
    best
        One row a mechanism: best_share with its Wilson interval (low, high), among the draws that tell mechanisms
        apart (their number: draws); mean_regret, regret_90 and largest_regret over all draws, in the outcome's unit;
        dominated_by, empty or a name.
    beats
        One row an ordered pair: mechanism, other, share of draws in which it is better, low, high, share of draws in
        which both are equal, draws.
    decisive
        What decides about a pair: pair_a, pair_b, key, first, first_low, first_high, total, total_low, total_high,
        method. Method ``sobol``: shares of the variance of the paired difference, with bootstrap intervals. Method
        ``morris``: `total` is the mean absolute elementary effect, in the outcome's unit, `first` is missing.
        A key may also be ``dispositions`` (all that is estimated, jointly) or ``others`` (all the rest, jointly).
    conditions
        How often the first of a pair beats the second with a number in the lowest, middle and highest third of its
        range, where they are not equal: pair_a, pair_b, key, third (1 to 3), from, to, share, low, high, n. For all
        numbers that are always varied, and the few that decide.
    flip
        The map of the headline's pair; None where there were too few runs.
    bands
        One row a mechanism and outcome: mean at the scenario's own numbers; monte_carlo_low and _high, the 95%
        interval of that mean; parameters_low and _high, the middle 95% of draws' means; spread_low and _high, the
        middle 95% of single worlds at the scenario's own numbers. Three different things.
    lookup
        What a county can look up about itself, against the rule to choose
        (`dizao.scenarios.analysis.uncertainty.lookup`).
    members
        Parameter sets that the field has not ruled out, which the draws are from; None: from all ranges.
    information
        What it is worth to know more before a rule is chosen (`dizao.scenarios.analysis.uncertainty.information`).
    """

    scenario: Scenario
    mechanisms: tuple[str, ...]
    baseline: str
    pair: tuple[str, str]
    outcome: str
    seed: int
    replicates: int
    uncertain: tuple[Uncertain, ...] = field(repr=False)
    draws: pd.DataFrame = field(repr=False)
    runs: pd.DataFrame = field(repr=False)
    defaults: pd.DataFrame = field(repr=False)
    best: pd.DataFrame = field(repr=False)
    beats: pd.DataFrame = field(repr=False)
    decisive: pd.DataFrame = field(repr=False)
    conditions: pd.DataFrame = field(repr=False)
    flip: Flip | None = field(repr=False)
    bands: pd.DataFrame = field(repr=False)
    information: pd.DataFrame = field(repr=False)
    lookup: pd.DataFrame = field(repr=False)
    members: Members | None = field(default=None, repr=False)
    known: Mapping[str, float] = field(default_factory=dict, repr=False)

    @cached_property
    def by_key(self) -> dict[str, Uncertain]:
        """The numbers that were drawn, by key."""
        return {one.key: one for one in self.uncertain}
