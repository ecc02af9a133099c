"""What an hour of members and volunteers brings: a table of docs/scenarios/members.md."""

from pathlib import Path

import numpy as np
import pandas as pd
from docs_text import MINUS
from scipy.stats import t as student

ACTIVITIES = {
    "no_visits": "visits",
    "no_teams": "volunteer teams",
    "half": "half of the active members",
    "no_first_contributions": "giving first",
    "no_posts": "building leaders",
    "no_watching": "watching works",
    "no_mediation": "mediating",
}
"""What the variants of `members` lack."""

LEVEL = 0.95

FEWEST_HOURS = 1000.0
"""Below so many hours more a benefit per hour says nothing."""


def hours_table(folder: Path) -> str:
    """Return what each activity adds, all of it less the variant without it, and what an hour of it brings.

    Intervals hold for all rows at once (Bonferroni).

    Parameters
    ----------
    folder
        Of the results of ``dizao systems members``.

    Returns
    -------
    A table in Markdown.
    """
    runs = pd.read_parquet(folder / "runs.parquet")
    wide = runs.pivot_table("value", "replicate", ["outcome", "mechanism"])
    added = {name: -wide.xs(name, axis=1, level=1).sub(wide.xs("whole", axis=1, level=1)) for name in ACTIVITIES}
    head = ("taken out", "benefit, thousand yuan", "hours of members and volunteers", "benefit per hour, yuan")
    lines = [(*head, "settled within half a year, points"), ("---",) * (len(head) + 1)]
    lines += [_row(ACTIVITIES[name], more) for name, more in added.items()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(title: str, more: pd.DataFrame) -> tuple[str, ...]:
    benefit, hours = more["benefit_yuan"], (more["member_hours"] + more["volunteer_hours"]).mean()
    per_hour = "" if abs(hours) < FEWEST_HOURS else _with_interval(benefit / hours)
    settled = _with_interval(100.0 * more["settled_in_half_year_share"])
    return title, _with_interval(benefit / 1000.0), f"{hours:+,.0f}".replace("-", MINUS), per_hour, settled


def _with_interval(values: pd.Series) -> str:
    n, each = len(values), (1.0 - LEVEL) / len(ACTIVITIES)
    middle = float(values.mean())
    half = float(values.std(ddof=1)) / np.sqrt(n) * student.ppf(1.0 - each / 2.0, n - 1)
    text = f"{middle:+.1f} ({middle - half:+.1f} to {middle + half:+.1f})".replace("-", MINUS)
    return f"**{text}**" if abs(middle) > half else text
