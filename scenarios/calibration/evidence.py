"""The data sets that dispositions and rules of giving are estimated on, as arrays (scenarios/evidence/README.md)."""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dizao.model.laboratory.likelihood import Dilemma, Linear, Thresholds

LEVELS = (0, 50, 100)
"""Contributions of the repeated dilemma, units of an endowment of 100."""

GROUP, PRIZE_RATIO, MULTIPLIER = 5, 3.0, 3.0
"""Members and prize per unit of contribution of the threshold game; multiplier of the dilemma."""

LINEAR_UNITS, LINEAR_RETURN = 20, 0.5
"""Endowment of the linear game in groups of three, and what a unit given returns to each member."""


def read(name: str) -> pd.DataFrame:
    """Return a table of the evidence.

    Parameters
    ----------
    name
        Name of a CSV file in ``scenarios/evidence/``.

    Returns
    -------
    Rows and columns as they stand in the file.
    """
    with files("dizao.scenarios").joinpath("evidence", name).open(encoding="utf-8") as file:
        return pd.read_csv(file)


@cache
def dilemma_table() -> pd.DataFrame:
    """Return Andreozzi, Ploner & Saral 2020 with what is believed of the other, one row a subject and period.

    Returns
    -------
    Columns of the file, and `belief`: the expected contribution of the other, share of the endowment. It is kept and
    must not be changed.
    """
    table = read("repeated_dilemma_andreozzi2020.csv").sort_values(["subject", "period"], ignore_index=True)
    table["belief"] = 0.5 * table["belief_other_gives_50"] + table["belief_other_gives_100"]
    return table


@cache
def threshold_table() -> pd.DataFrame:
    """Return Mori, Hanaki & Kameda 2024, one row a subject and threshold.

    Returns
    -------
    Columns of the file, with `gives` (1 who cooperates, else 0) and `belief` (share of others who give). It is kept and
    must not be changed.
    """
    table = read("threshold_game_mori2024.csv").sort_values(["subject", "threshold"], ignore_index=True)
    table["gives"] = (table["action"] == "cooperate").astype(np.int64)
    return table.rename(columns={"belief_cooperators_share": "belief"})


def _by_subject(table: pd.DataFrame, values: Any) -> NDArray[Any]:
    subjects = table["subject"].nunique()
    return np.ascontiguousarray(np.asarray(values).reshape(subjects, len(table) // subjects))


def dilemma() -> Dilemma:
    """Return the repeated dilemma by subject and period.

    Returns
    -------
    Shapes (subjects, periods) and (subjects, periods, 3); subjects in the order of their numbers.
    """
    table = dilemma_table()
    answers = [_by_subject(table, table[f"if_other_gives_{level}"] // LEVELS[1]) for level in LEVELS]
    return Dilemma(
        contribution=_by_subject(table, table["unconditional"] // LEVELS[1]),
        answer=np.ascontiguousarray(np.stack(answers, axis=-1)),
        belief=_by_subject(table, table["belief"]),
        seen=_by_subject(table, table["other_played"] / LEVELS[2]),
        multiplier=MULTIPLIER,
    )


def thresholds() -> Thresholds:
    """Return the threshold games by subject and threshold (2, then 4 of 5).

    Returns
    -------
    Shape (subjects, 2); subjects in the order of their numbers.
    """
    table = threshold_table()
    belief = _by_subject(table, table["belief"].astype(float))
    needed = np.array(table["threshold"].unique(), dtype=np.float64)
    gives = _by_subject(table, table["gives"])
    return Thresholds(gives, belief, np.zeros_like(belief), PRIZE_RATIO, GROUP - 1.0, needed)


def linear() -> Linear:
    """Return Drouvelis, Ioannidis & Kallbekken 2024, one row a person.

    Returns
    -------
    Contributions in units of an endowment of 20, believed shares of what the two others could give; shape (people,).
    """
    table = read("linear_game_drouvelis2024.csv")
    people = table["people"].astype(int)
    step: NDArray[np.int64] = np.repeat(table["contribution"].to_numpy(np.int64), people)
    belief = np.repeat(table["believed_total_of_two_others"].to_numpy() / (2.0 * LINEAR_UNITS), people)
    return Linear(step, belief, LINEAR_UNITS, LINEAR_RETURN, 2.0)
