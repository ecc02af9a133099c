"""Published field experiments given their control group: one intercept is set to it, the treated group is foretold.

Nothing else is fitted, so that a contrast tests how a rule of giving changes with a match or with seed money, and not
how many give in the first place. A contrast without a source for its control group is left out, and said so.
"""

import math
from typing import NamedTuple

import pandas as pd

from dizao.agents.parameters import GIVING_RULES
from dizao.scenarios.calibration import evidence
from dizao.scenarios.execution.executor import Executor, Item, Report, Serial
from dizao.scenarios.execution.progress import WorkProgress
from dizao.scenarios.loading.game_file import load_lab

TABLE = "field_contrasts.csv"
LOWEST, HIGHEST, STEPS = -20.0, 10.0, 40
"""Between which log-odds the intercept is sought, and how often the interval is halved."""

GROUPS = "game.groups=8000"
"""So many that chance hardly matters where two in a hundred give."""

NOTHING = math.nan


class Contrast(NamedTuple):
    """A control group and a treated one.

    Attributes
    ----------
    name
        Name of the contrast.
    game
        Game of the laboratory that stands for it.
    control_change, treated_change
        What the two groups' games change in it, ``KEY=VALUE``.
    control
        Share of the control group that gave.
    observed, low, high
        Share of the treated group that gave over that of the control group, and its range.
    source
        Where it was published.
    """

    name: str
    game: str
    control_change: str
    treated_change: str
    control: float
    observed: float
    low: float
    high: float
    source: str


def contrasts() -> list[Contrast]:
    """Return the contrasts whose control group is known.

    Returns
    -------
    In the order of the table.
    """
    table = evidence.read(TABLE)
    known = table[table["left_out"].isna()]
    return [Contrast(**{name: row[name] for name in Contrast._fields}) for row in known.to_dict("records")]


def left_out() -> list[tuple[str, str, str]]:
    """Return the contrasts that are not tested.

    Returns
    -------
    Name, source and reason of each.
    """
    table = evidence.read(TABLE)
    rows = table[table["left_out"].notna()].to_dict("records")
    return [(row["name"], row["source"], row["left_out"]) for row in rows]


def taking_part(contrast: Contrast, change: str, rule: str, intercept: float) -> float:
    """Return the share of people who give anything in a game.

    Parameters
    ----------
    contrast
        Which game.
    change
        What the group's game changes in it.
    rule
        Rule of giving.
    intercept
        Readiness to give, log-odds.

    Returns
    -------
    Share.
    """
    set_to = [f"people.giving_rule={rule}", f"people.giving_intercept={intercept!r}"]
    return 1.0 - (load_lab(contrast.game, [GROUPS, change, *set_to]).play(0)[0].zero or 0.0)


def intercept_of(contrast: Contrast, rule: str) -> float:
    """Return the intercept at which as many give as in the control group.

    Parameters
    ----------
    contrast
        The contrast.
    rule
        Rule of giving.

    Returns
    -------
    Log-odds, to a few digits.
    """
    low, high = LOWEST, HIGHEST
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if taking_part(contrast, contrast.control_change, rule, middle) < contrast.control:
            low = middle
        else:
            high = middle
    return high


def validate_contrasts(
    execute: Executor | None = None,
    progress: WorkProgress | None = None,
    names: tuple[str, ...] = GIVING_RULES,
) -> pd.DataFrame:
    """Return a row for each contrast and rule of giving.

    Parameters
    ----------
    execute
        Where games are played; None: one after another in this process.
    progress
        Is told how far it is; None: nobody is.
    names
        Rules of giving.

    Returns
    -------
    Columns `contrast`, `source`, `control`, `observed`, `observed_low`, `observed_high`, `rule`, `intercept`
    (log-odds), `control_model` (share), `model` (ratio), `met`.
    """
    tasks = [Item("laboratory", 1, (one, name)) for one in contrasts() for name in names]
    found = (execute or Serial()).in_order(_tried, tasks, None if progress is None else progress.of("contrasts"))
    return pd.DataFrame(found)


def _tried(task: Item[tuple[Contrast, str]], report: Report) -> dict[str, object]:
    one, rule = task.given
    intercept = intercept_of(one, rule)
    control = taking_part(one, one.control_change, rule, intercept)
    treated = taking_part(one, one.treated_change, rule, intercept)
    ratio = treated / control if control > 0.0 else NOTHING
    return {
        "contrast": one.name, "source": one.source, "control": one.control, "observed": one.observed,
        "observed_low": one.low, "observed_high": one.high, "rule": rule, "intercept": round(intercept, 3),
        "control_model": control, "model": ratio, "met": one.low <= ratio <= one.high,
    }  # fmt: skip
