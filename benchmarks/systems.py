"""What each system of the field changes: the tables and figures of docs/scenarios/, made anew.

From the checkout's root `uv run python benchmarks/systems.py [NAME...]` runs the systems in about ten minutes, keeps
their runs in results/, and fills the marked block of each page. The words around it are not made by anybody but us:
read them again when the numbers have moved.
"""

import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student

from dizao.scenarios.commands.job import Job
from dizao.scenarios.commands.listing import systems
from dizao.scenarios.commands.studying import run_overview, run_study
from dizao.scenarios.reports.canvas import MINUS
from dizao.scenarios.reports.systems import MARKDOWN, OVERVIEW_FIGURE
from dizao.scenarios.studies.systems import load_variants

PAGES, FIGURES, RESULTS = Path("docs/scenarios"), Path("docs/figures"), Path("results/systems-0")
BLOCK = r"(<!-- made by benchmarks/systems.py: {} -->\n).*?(<!-- end -->)"

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

REPLICATES = {"members": 60}
"""Of systems whose parts differ by less than the whole."""

LEVEL = 0.95

FEWEST_HOURS = 1000.0
"""Below so many hours more a benefit per hour says nothing."""


def refresh(name: str) -> None:
    """Run a system and put its tables and its figure into its page."""
    folder, page = RESULTS / name, PAGES / f"{name}.md"
    run_study(load_variants(name), REPLICATES.get(name), 0, Job(folder))
    text = page.read_text(encoding="utf-8")
    text = filled(text, "variants", (folder / MARKDOWN).read_text(encoding="utf-8"))
    if name == "members":
        text = filled(text, "hours", hours_table(pd.read_parquet(folder / "runs.parquet")))
    page.write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(folder / "effects.png", FIGURES / f"system_{name}.png")


def filled(text: str, block: str, table: str) -> str:
    """Return a page with a table in the place of one marked block."""
    made, found = re.subn(BLOCK.format(block), rf"\g<1>\n{table}\n\g<2>", text, flags=re.DOTALL)
    if found != 1:
        raise SystemExit(f"a page must have one block {block}, has {found}")
    return made


def hours_table(runs: pd.DataFrame) -> str:
    """Return what each activity adds, all of it less the variant without it, and what an hour of it brings.

    Intervals hold for all rows at once (Bonferroni).
    """
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


def refresh_overview() -> None:
    """Put the figure of all systems side by side beside their pages."""
    run_overview(systems(), None, 0, Job(RESULTS))
    shutil.copy(RESULTS / f"{OVERVIEW_FIGURE}.png", FIGURES / "systems.png")


if __name__ == "__main__":
    for one in sys.argv[1:] or systems():
        refresh(one)
    refresh_overview()
