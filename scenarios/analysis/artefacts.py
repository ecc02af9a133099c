"""What switching a modelling choice does to the difference between two mechanisms: its sign, and how sure that is."""

import math
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from dizao.scenarios.analysis.intervals import Floats, Interval, interval

type Verdict = Literal["holds", "open", "flips", "unknown"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict.__value__)
"""The sign stays, is not significant, is the opposite one, or there are too few worlds to say anything."""


class Artefact(NamedTuple):
    """One row of ``artefacts.csv``: the difference between two mechanisms with a choice switched to one end.

    Attributes
    ----------
    scenario, choice, end
        Where, and what is switched to which end; a scenario as it stands has no choice and the end ``usual``.
    settings
        What that sets, as for ``--set``; empty where nothing is set.
    outcome
        What the difference is in.
    reward, upfront, difference
        Means over the worlds, yuan; ``difference`` is ``reward - upfront``.
    ci_low, ci_high
        Its 95% t interval, paired by world, of this end alone.
    worlds
        Pairs in which both values exist.
    change, change_low, change_high
        By how much the difference is another one than in the same worlds as they stand, with the interval of that.
    verdict
        See `verdict`.
    """

    scenario: str
    choice: str
    end: str
    settings: str
    outcome: str
    reward: float
    upfront: float
    difference: float
    ci_low: float
    ci_high: float
    worlds: int
    change: float
    change_low: float
    change_high: float
    verdict: Verdict


def verdict(found: Interval, usual: Interval) -> Verdict:
    """Say what a switch does to the sign of a difference.

    Parameters
    ----------
    found, usual
        The difference with the choice switched, and as things stand.

    Returns
    -------
    str
        ``unknown`` without an interval, ``open`` where it holds 0, ``flips`` where it lies on the other side of 0 than
        the mean as things stand, else ``holds``.
    """
    if math.isnan(found.low) or math.isnan(usual.mean):
        return "unknown"
    if found.sign == 0:
        return "open"
    return "holds" if found.sign * usual.mean >= 0.0 else "flips"


def artefact(about: tuple[str, str, str, str, str], pair: tuple[Floats, Floats], usual: Floats) -> Artefact:
    """Return the row of one end of a choice.

    Parameters
    ----------
    about
        Scenario, choice, end, settings and outcome.
    pair : two ndarrays of shape (worlds,)
        The outcome under the reward and up front, in the same worlds; nan where undefined.
    usual : ndarray of shape (worlds,)
        The difference in these worlds as they stand.

    Returns
    -------
    Artefact
        With its interval, the change and the verdict.
    """
    both = ~(np.isnan(pair[0]) | np.isnan(pair[1]))
    reward, upfront = (float(one[both].mean()) if both.any() else math.nan for one in pair)
    differences = pair[0] - pair[1]
    found, change = _interval(differences), _interval(differences - usual)
    ends = (found.mean, found.low, found.high, int(both.sum()))
    return Artefact(*about, reward, upfront, *ends, *change, verdict(found, _interval(usual)))


def _interval(differences: Floats) -> Interval:
    """Return the mean with its interval of the worlds in which there is a difference."""
    return interval(differences[~np.isnan(differences)])


def swings(table: pd.DataFrame) -> "pd.Series[float]":
    """Return how far each choice moves the difference: from its lowest to its highest, the usual one among them.

    Parameters
    ----------
    table
        Rows of `Artefact`, of any scenarios.

    Returns
    -------
    Series
        By choice, in the table's order: the sum over scenarios of the distance, each as a share of the scenario's
        largest.
    """
    usual = table[table["choice"] == ""].set_index("scenario")["difference"]
    rows = table[table["choice"] != ""].assign(usual=lambda found: found["scenario"].map(usual))
    ends = rows.groupby(["scenario", "choice"], sort=False)
    highest = ends[["difference", "usual"]].max().max(axis=1)
    swing = highest - ends[["difference", "usual"]].min().min(axis=1)
    largest = swing.groupby(level="scenario").transform("max").replace(0.0, 1.0)
    return (swing / largest).groupby(level="choice", sort=False).sum()
