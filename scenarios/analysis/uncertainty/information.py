"""What it is worth to know more before a rule is chosen: EVPI, EVPPI and EVSI over draws (ODD 9)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.model.core.generator import generator
from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.intervals import interval
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.analysis.uncertainty.found import Uncertain
from dizao.scenarios.analysis.uncertainty.points import position_of
from dizao.scenarios.analysis.uncertainty.ranks import better_is_more, by_draw
from dizao.scenarios.analysis.uncertainty.regression import foretold
from dizao.scenarios.loading.information import PossibleStudy, Ratio, grouped, possible_studies

Floats = npt.NDArray[np.float64]
Choices = npt.NDArray[np.int64]

PERFECT, GROUP, PARAMETER, STUDY = "perfect", "group", "parameter", "study"
"""Kinds of knowledge: all of a draw, a group of parameters, one of them, the result of a study."""


class Row(NamedTuple):
    """A row of the table of information (`dizao.scenarios.execution.columns_ranking`)."""

    kind: str
    name: str
    value_yuan: float
    low: float
    high: float
    wrong_before: float
    wrong_after: float
    upper_bound: bool
    draws: int


COLUMNS = list(Row._fields)

OF_STUDIES = 6
"""Purpose of the random numbers of studies; 1 to 5 are those of designs and bootstraps."""


class Gain(NamedTuple):
    """What choosing by some knowledge brings.

    Attributes
    ----------
    gains : ndarray of shape (draws,)
        What is chosen then less what is chosen now, in the outcome's unit.
    chosen : ndarray of shape (draws,)
        Place of the rule that is chosen then.
    """

    gains: Floats
    chosen: Choices


class Draws(NamedTuple):
    """What is known of the draws.

    Attributes
    ----------
    uncertain
        The numbers that were drawn.
    drawn
        One row a draw: a column for each key.
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    defaults
        The same at the scenario's own numbers, without ``draw``.
    units
        Units of the scenario.
    """

    uncertain: Sequence[Uncertain]
    drawn: pd.DataFrame
    runs: pd.DataFrame
    defaults: pd.DataFrame
    units: int


def information_table(draws: Draws, outcome: str, seed: int) -> pd.DataFrame:
    """Return what it is worth to know more, of all kinds of knowledge.

    Parameters
    ----------
    draws
        What is known of the draws.
    outcome
        What the rule is chosen by; turned round where less is better.
    seed
        Of the results of studies.

    Returns
    -------
    Columns `COLUMNS`, values in the outcome's unit for the scenario: perfect information first, then groups, studies
    and parameters, each from the largest value down. No rows with fewer than `FEWEST_DRAWS_TOLD`
    draws or a single rule.
    """
    worth = better_is_more(by_draw(draws.runs, outcome), outcome)
    values = worth.to_numpy(dtype=np.float64)
    if len(values) < FEWEST_DRAWS_TOLD or values.shape[1] < 2:
        return pd.DataFrame(columns=COLUMNS)
    bound = draws.runs["replicate"].nunique() < 2
    rows = [_row(PERFECT, PERFECT, perfect(draws.runs, outcome), values, upper_bound=bound)]
    places = np.column_stack([position_of(one, draws.drawn[one.key].to_numpy(float)) for one in draws.uncertain])
    at = {one.key: k for k, one in enumerate(draws.uncertain)}
    for kind, known in (
        (GROUP, {name: places[:, [at[key] for key in keys]] for name, keys in grouped(at).items()}),
        (STUDY, dict(_results(draws, at, [str(name) for name in worth], values, seed))),
        (PARAMETER, {key: places[:, [k]] for key, k in at.items()}),
    ):
        some = [_row(kind, name, gain(features, values), values) for name, features in known.items()]
        rows += sorted(some, key=lambda row: -row.value_yuan)
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(kind: str, name: str, found: Gain, values: Floats, upper_bound: bool = False) -> Row:
    after = np.take_along_axis(values, found.chosen[:, None], axis=1)[:, 0]
    top, now = values.max(axis=1), values[:, chosen_now(values)]
    before, then = (float(np.mean(top - one >= LEAST_YUAN)) for one in (now, after))
    return Row(kind, name, *interval(found.gains), before, then, upper_bound, len(values))


def chosen_now(values: Floats) -> int:
    """Return the place of the rule that is best on average.

    Parameters
    ----------
    values : ndarray of shape (draws, rules)
        What each brings, more being better.

    Returns
    -------
    The first of them where several are equally good.
    """
    return int(np.argmax(values.mean(axis=0)))


def gain(features: Floats, values: Floats) -> Gain:
    """Return what choosing by features brings, on draws that the choice has not seen.

    Parameters
    ----------
    features : ndarray of shape (draws, features)
        What would be known, each on a scale of its own.
    values : ndarray of shape (draws, rules)
        What each rule brings, more being better.

    Returns
    -------
    The gain of every draw over the rule that is best on average.
    """
    now = chosen_now(values)
    told = features[:, np.ptp(features, axis=0) > 0.0]
    if not told.shape[1]:
        return Gain(np.zeros(len(values)), np.full(len(values), now))
    # Differences to the rule of today: what all rules share says nothing about the choice.
    expected = foretold(told, values - values[:, [now]])
    # Its own difference is 0 in every draw; a regression finds that up to rounding only.
    expected[:, now] = 0.0
    chosen = np.argmax(expected, axis=1).astype(np.int64)
    return Gain(values[np.arange(len(values)), chosen] - values[:, now], chosen)


def perfect(runs: pd.DataFrame, outcome: str) -> Gain:
    """Return what choosing by all that a draw is brings.

    Parameters
    ----------
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    outcome
        What the rule is chosen by.

    Returns
    -------
    The gain of every draw. With two or more worlds in a draw, the rule is chosen in one half of them and measured in
    the other; with one it is an upper bound.
    """
    values = better_is_more(by_draw(runs, outcome), outcome).to_numpy(dtype=np.float64)
    now = chosen_now(values)
    halves = [better_is_more(by_draw(half, outcome), outcome).to_numpy(dtype=np.float64) for half in _halves(runs)]
    gains = np.zeros(len(values))
    for choosing, measured in (halves, halves[::-1]):
        best = np.argmax(choosing, axis=1)
        gains += (measured[np.arange(len(values)), best] - measured[:, now]) / 2.0
    return Gain(gains, np.argmax(values, axis=1).astype(np.int64))


def _halves(runs: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the runs of every second world and those of the others; twice the same where there is one world."""
    odd = runs["replicate"] % 2 == 1
    return [runs[~odd], runs[odd]] if odd.any() else [runs, runs]


def _results(
    draws: Draws, at: Mapping[str, int], rules: Sequence[str], values: Floats, seed: int
) -> Iterator[tuple[str, Floats]]:
    """Yield what each study would show in each draw; studies of numbers that are not drawn are left out."""
    for place, study in enumerate(possible_studies()):
        random = generator(seed, OF_STUDIES, place)
        shown = [
            *_counted(draws, at, study, random),
            *_measured(draws, at, study, random),
            *_recorded(draws, study, rules[chosen_now(values)], random),
            *_tried(draws, study, _leading(values, rules), random),
        ]
        if shown:
            yield study.about.name, np.column_stack(shown)


def _leading(values: Floats, rules: Sequence[str]) -> tuple[str, str]:
    """Return the two rules that are best on average."""
    order = np.argsort(-values.mean(axis=0), kind="stable")
    return rules[order[0]], rules[order[1]]


def _counted(
    draws: Draws, at: Mapping[str, int], study: PossibleStudy, random: np.random.Generator
) -> Iterator[Floats]:
    for key in study.shares:
        if key in at:
            truth = draws.drawn[key].to_numpy(dtype=np.float64)
            yield np.asarray(random.binomial(study.size, truth) / study.size)


def _measured(
    draws: Draws, at: Mapping[str, int], study: PossibleStudy, random: np.random.Generator
) -> Iterator[Floats]:
    for key, spread in study.means.items():
        if key in at:
            yield _with_error(draws.drawn[key].to_numpy(dtype=np.float64), spread, study.size, random)


def _with_error(truth: Floats, spread: float, size: int, random: np.random.Generator) -> Floats:
    return np.asarray(truth * (1.0 + spread / np.sqrt(size) * random.standard_normal(len(truth))))


def _recorded(draws: Draws, study: PossibleStudy, rule: str, random: np.random.Generator) -> Iterator[Floats]:
    """Yield quotients under a rule, and where there are none to be recorded."""
    of_rule = draws.runs[draws.runs["mechanism"] == rule]
    for ratio in study.ratios:
        truth = _quotient(of_rule, ratio)
        known = np.isfinite(truth)
        yield _with_error(np.where(known, truth, 0.0), ratio.spread, study.size, random)
        yield known.astype(np.float64)


def _quotient(runs: pd.DataFrame, ratio: Ratio) -> Floats:
    above, below = (
        np.sum([by_draw(runs, name).to_numpy(dtype=np.float64)[:, 0] for name in names], axis=0)
        for names in (ratio.of, ratio.to)
    )
    found = np.full(len(above), np.nan)
    np.divide(above, below, out=found, where=below > 0.0)
    return found


def _tried(draws: Draws, study: PossibleStudy, pair: tuple[str, str], random: np.random.Generator) -> Iterator[Floats]:
    """Yield differences of two rules a unit, each rule in half of the units."""
    for outcome in study.trial:
        ended = by_draw(draws.runs, outcome)
        truth = (ended[pair[0]] - ended[pair[1]]).to_numpy(dtype=np.float64) / draws.units
        error = np.sqrt(sum(_variance(draws, outcome, rule) for rule in pair) / (study.size / 2.0))
        yield np.asarray(truth + error * random.standard_normal(len(truth)))


def _variance(draws: Draws, outcome: str, rule: str) -> float:
    """Return the variance of an outcome between units: of a sum of so many it is what worlds vary by."""
    rows = draws.defaults[(draws.defaults["outcome"] == outcome) & (draws.defaults["mechanism"] == rule)]
    spread = float(rows["value"].var(ddof=1)) if len(rows) > 1 else 0.0
    return spread / draws.units
