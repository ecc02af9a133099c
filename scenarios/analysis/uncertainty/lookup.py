"""What a county can look up about itself, against the rule to choose: thirds of the draws (ODD 9)."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from dizao.scenarios.analysis.headline import LEAST_YUAN
from dizao.scenarios.analysis.intervals import wilson
from dizao.scenarios.analysis.uncertainty.enough import FEWEST_DRAWS_TOLD
from dizao.scenarios.analysis.uncertainty.ranks import better_is_more, by_draw

Floats = npt.NDArray[np.float64]

COST, LENDERS, TURNOUT = "categories.cost_yuan", "works.lender_share", "turnout"
"""What works cost, who can advance cash, how many come to a meeting: two numbers that are drawn, and an outcome."""

THIRDS = 3

COLUMNS = ["what", "third", "from", "to", "mechanism", "mean_regret", "best_share", "low", "high", "draws"]


def lookup_table(drawn: pd.DataFrame, runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return in each third of the draws, by each quantity, the rule to choose.

    Parameters
    ----------
    drawn
        One row a draw: a column for each number that is drawn.
    runs
        Outcomes of every run: draw, replicate, mechanism, outcome, value.
    outcome
        What the rule is chosen by; turned round where less is better.

    Returns
    -------
    Columns `COLUMNS`, three rows for each quantity that varies, from its lowest third up: ends of the third, the rule
    with the highest mean, its mean regret in the outcome's unit, and the share of the third's draws in which it is
    best, with Wilson's interval. No rows with fewer than `FEWEST_DRAWS_TOLD` draws.
    """
    values = better_is_more(by_draw(runs, outcome), outcome)
    if len(values) < FEWEST_DRAWS_TOLD:
        return pd.DataFrame(columns=COLUMNS)
    rows = []
    for what, looked_up in _quantities(drawn, runs, values).items():
        known = np.flatnonzero(np.isfinite(looked_up))
        if len(known) >= THIRDS and float(np.ptp(looked_up[known])) > 0.0:
            order = known[np.argsort(looked_up[known], kind="stable")]
            for third, places in enumerate(np.array_split(order, THIRDS), start=1):
                ends = (float(looked_up[places[0]]), float(looked_up[places[-1]]))
                rows.append((what, third, *ends, *_choice(values.iloc[places])))
    return pd.DataFrame(rows, columns=COLUMNS)


def _quantities(drawn: pd.DataFrame, runs: pd.DataFrame, values: pd.DataFrame) -> Mapping[str, Floats]:
    """Return what is looked up in each draw, by its name; what is not drawn is left out."""
    found = {key: drawn[key].to_numpy(dtype=np.float64) for key in (COST, LENDERS) if key in drawn}
    now = str(values.mean().idxmax())
    return found | {TURNOUT: by_draw(runs[runs["mechanism"] == now], TURNOUT)[now].to_numpy(dtype=np.float64)}


def _choice(values: pd.DataFrame) -> Iterator[object]:
    """Yield the rule with the highest mean, its mean regret, and in how many of the draws it is best."""
    name = values.mean().idxmax()
    regret = (values.max(axis=1) - values[name]).to_numpy(dtype=np.float64)
    hits, n = int((regret < LEAST_YUAN).sum()), len(regret)
    yield from (str(name), float(regret.mean()), hits / n, *wilson(hits, n), n)
