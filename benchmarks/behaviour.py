"""How the campaign behaves: the final share of pledges against what it should and should not depend on.

From the checkout's root `uv run python benchmarks/behaviour.py` makes the figure of docs/odd.md, section 7.11, in a
minute, and prints the numbers behind it.

The rules are the engine's. Only settings change: one kind of project, pinned to a week of every unit, which is voiced
and recorded at once, needs no vote, and asks every household for 20 yuan that everybody can afford.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from dizao.model.engine import Engine
from dizao.model.mechanisms.parts import Mechanism, Payment
from dizao.model.parameters import Category
from dizao.model.settings import Settings
from dizao.model.systems.registry import default_settings
from dizao.model.world.pins import PinnedProject
from dizao.model.world.projects import NEVER, present_years
from dizao.scenarios.reports.style import figure_style

# the harness ----------------------------------------------------------------------------------------------------

UNITS, HOUSEHOLDS = 12, 1_800
ASKED_YUAN, LIFE_YEARS = 20.0, 8.0
WEEKS_OF_ONE = 40
"""Weeks in which one project lives from the first voice to the end of its works."""

PLAIN: dict[str, Any] = {
    # twelve units of one size, a party member in every ninth household, no ties to other units
    "place__communities": UNITS,
    "place__units": UNITS,
    "place__households": HOUSEHOLDS,
    "place__residents": int(2.47 * HOUSEHOLDS),
    "place__party_members": int(0.115 * HOUSEHOLDS),
    "place__stations": 0,
    "place__unit_size_sd": 0.0,
    "network__across_ties": 0.0,
    # no past, and nobody is short of money
    "calendar__backlog_weeks": 0,
    "calendar__warm_up_weeks": 0,
    "place__spare_money_share": 0.05,
    "budget__yuan_per_year": 1e8,
    # what comes before the campaign goes through at once; a campaign is held once, and nothing but money counts
    "people__voice_intercept": 100.0,
    "offices__triage_minutes": 0.0,
    "offices__decide_minutes": 0.0,
    "works__meeting_minimum": 1,
    "works__vote_weeks": 1,
    "works__sponsor_probability": 0.0,
    "works__redesign_floor": 1.0,
    # what is built is worn out within a month, so that the same need can arise again
    "works__functioning_condition": 1.0,
}

LEARNING = ("belief_learning", "reciprocity_erosion", "efficacy_learning", "trust_gain", "trust_loss")
UNLEARNING: dict[str, Any] = {f"people__{name}": 0.0 for name in LEARNING}
"""Changes under which nobody learns from one project for the next."""


def lab(
    value_over_outlay: float = 2.0, secured: float = 0.0, same_thing: bool = False, projects: int = 1, **changes: Any
) -> Settings:
    """Return settings in which every unit holds one campaign after the other.

    Parameters
    ----------
    value_over_outlay
        Mean present value to a household, over the share asked of it without a grant.
    secured
        Share of the cost that an up-front grant pays.
    same_thing
        False: beside the grant the project is so much dearer that the share asked stays the same. True: the project is
        the same, and less is asked for it.
    projects
        Projects of every unit, one in `WEEKS_OF_ONE`; each is worn out before the next.
    **changes
        ``section__name=value`` as in `Settings.with_values`.
    """
    settings = default_settings()._replace(name="lab").with_values(**PLAIN)
    cost = ASKED_YUAN * HOUSEHOLDS / UNITS * settings.works.planned_participation
    cost /= 1.0 if same_thing else 1.0 - secured
    value = value_over_outlay * ASKED_YUAN / present_years(LIFE_YEARS, settings.works.discount_rate)
    thing = Category(
        "Thing", "东西", "project", 0.0, "unit", "unit",
        cost_yuan=cost, value_yuan=value, life_years=LIFE_YEARS, build_weeks=1, consent="none",
    )  # fmt: skip
    weeks = [WEEKS_OF_ONE * k for k in range(projects)]
    mechanism = Mechanism(payment=Payment(timing="upfront", rate=secured, cap_yuan=1e9) if secured else Payment())
    mechanism = mechanism._replace(allocation=mechanism.allocation._replace(largest_cost_yuan=1e9))
    settings = settings.with_values(calendar__programme_weeks=weeks[-1] + 1, calendar__follow_up_weeks=WEEKS_OF_ONE)
    return settings._replace(
        categories={"thing": thing},
        mechanism_name="upfront" if secured else "none",
        mechanism=mechanism,
        pinned_projects=tuple(PinnedProject("thing", week, 0, 0, cost, value) for week in weeks),
    ).with_values(**changes)


def pledge_shares(settings: Settings, seed: int) -> NDArray[np.float64]:
    """Live the settings and return which share of its households pledged, by unit and project; nan: no campaign."""
    engine = Engine(settings, seed)
    engine.run()
    world, shares = engine.world, []
    for p in range(len(world.projects.need)):
        start, end, first = engine.block_of(p)
        pledged = world.stakes.pledged_week[first : first + end - start] > NEVER
        shares.append(pledged.mean() if world.projects.campaigns[p] else np.nan)
    return np.array(shares).reshape(len(world.units.id), -1)


def shares_over(settings: Settings, seeds: Sequence[int]) -> NDArray[np.float64]:
    """Return the same for the units of several seeds, one below the other; units share nothing."""
    return np.concatenate([pledge_shares(settings, seed) for seed in seeds])


# the figure -----------------------------------------------------------------------------------------------------

COLOURS, MARKERS = ("#0072B2", "#D55E00", "#7F7F7F"), ("o", "s", "^")
PROJECTS, LAST = 20, 3
"""Successive projects of a place, and how many of the last are averaged to say where it ended."""


class Panel(NamedTuple):
    """A panel of lines: what stands below it, where the points lie, and the settings of each line by its label."""

    title: str
    label: str
    x: tuple[float, ...]
    lines: dict[str, Callable[[float], Settings]]


def looks(times: float, weeks: int) -> Settings:
    """A campaign of some weeks in which a household looks so many times in the mean."""
    return lab(people__attention=times / weeks, works__campaign_weeks=weeks)


def believed(median: float) -> Settings:
    """A campaign among people of some median first belief."""
    return lab(people__prior_intercept=float(np.log(median / (1.0 - median))))


def led(members: float, active: float) -> Settings:
    """So many party members per 100 households, of whom a part visit."""
    number = int(members * HOUSEHOLDS / 100)
    return lab(place__party_members=number, offices__member_active_share=active)


TENTHS = tuple(k / 10 for k in range(10))
PANELS = (
    Panel(
        "a  Attention and length",
        "times that a household looks",
        (0.7, 1.4, 2.1, 2.8, 3.5),
        {f"{weeks} weeks": partial(looks, weeks=weeks) for weeks in (4, 8, 16)},
    ),
    Panel("b  First belief", "median first belief that another gives", (0.05, *TENTHS[1:]), {"": believed}),
    Panel("c  Value over outlay", "present value over share asked", (0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6), {"": lab}),
    Panel(
        "d  Secured money",
        "share of the cost that a grant pays",
        TENTHS,
        {
            "same share asked, a dearer thing": partial(lab, 2.0),
            "less asked, the same thing": partial(lab, 2.0, same_thing=True),
        },
    ),
    Panel(
        "e  Leaders",
        "party members per 100 households",
        (0, 2, 5, 10, 20, 30),
        {"give first and visit": partial(led, active=0.25), "only give first": partial(led, active=0.0)},
    ),
)


def draw_lines(axes: Axes, panel: Panel, seeds: Sequence[int]) -> None:
    """Draw the mean share along each line, with its 95% interval over places."""
    for (label, settings), colour, marker in zip(panel.lines.items(), COLOURS, MARKERS, strict=False):
        found = np.array([shares_over(settings(x), seeds).ravel() for x in panel.x])
        mean, half = found.mean(axis=1), 1.96 * found.std(axis=1, ddof=1) / np.sqrt(found.shape[1])
        axes.fill_between(panel.x, mean - half, mean + half, color=colour, alpha=0.2, linewidth=0)
        axes.plot(panel.x, mean, marker=marker, markersize=3.2, color=colour, label=label)
        say(f"{panel.title}, {label or 'all'}", panel.x, mean)
    axes.set(title=panel.title, xlabel=panel.label)
    if len(panel.lines) > 1:
        axes.legend(loc="upper left", fontsize=7)


def draw_paths(axes: Axes, title: str, colour: str, seeds: Sequence[int], **changes: Any) -> None:
    """Draw the share of each place over its successive projects."""
    shares = shares_over(lab(projects=PROJECTS, **changes), seeds)
    axes.plot(np.arange(1, PROJECTS + 1), shares.T, color=colour, linewidth=0.7, alpha=0.7)
    axes.set(title=title, xlabel="successive projects of a place", xticks=(1, 5, 10, 15, 20))
    say(f"{title}, spread over places", range(1, PROJECTS + 1), shares.std(axis=0))


def draw_ends(axes: Axes, title: str, seeds: Sequence[int]) -> None:
    """Draw where each place ends, over value over outlay."""
    for value in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
        # Not every thing is needed again: one that was kept as new has no campaign.
        ends = np.nanmean(shares_over(lab(value, projects=PROJECTS), seeds)[:, -LAST:], axis=1)
        axes.plot(np.full(len(ends), value), ends, "o", color=COLOURS[0], markersize=3, alpha=0.5, markeredgewidth=0)
        say(f"{title}, value {value:g}", range(1, len(ends) + 1), np.sort(ends))
    axes.set(title=title, xlabel="present value over share asked")


SAID: list[tuple[str, float, float]] = []
"""What was printed: of which line, at which x, which share."""


def say(what: str, x: Iterable[float], y: Iterable[float]) -> None:
    """Print numbers that the text beside the figure quotes, and remember them for its table."""
    pairs = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
    print(f"{what}: " + ", ".join(f"{a:g}: {b:.3f}" for a, b in pairs), flush=True)
    SAID.extend((what, a, b) for a, b in pairs)


def figure(seeds: Sequence[int]) -> Figure:
    """Draw all panels."""
    path_seeds = range(2)
    drawn = Figure(figsize=(11.0, 5.6), layout="constrained")
    panels = drawn.subplots(2, 4, sharey=True).ravel()
    for axes, panel in zip(panels, PANELS, strict=False):
        draw_lines(axes, panel, seeds)
    draw_paths(panels[5], "f  Places that learn", COLOURS[0], path_seeds)
    draw_paths(panels[6], "g  Places that do not learn", COLOURS[2], path_seeds, **UNLEARNING)
    draw_ends(panels[7], "h  Where places that learn end", path_seeds)
    for axes in panels[::4]:
        axes.set(ylim=(0.0, 1.0), ylabel="share of households that pledge")
    return drawn


def main() -> None:
    """Write the figure as PNG and SVG, and its numbers as CSV."""
    parser = argparse.ArgumentParser(description="Draw how the campaign behaves (docs/odd.md, 7.11).")
    parser.add_argument("--out", type=Path, default=Path("docs/figures"), help="folder of the figure")
    parser.add_argument("--seeds", type=int, default=6, help="worlds behind a point of panels a to e; f to h have two")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with figure_style(), rc_context({"axes.grid.axis": "both"}):
        drawn = figure(range(options.seeds))
        drawn.savefig(options.out / "behaviour.png", dpi=120, metadata={"Software": None})
        drawn.savefig(options.out / "behaviour.svg", metadata={"Date": None})
    table = pd.DataFrame(SAID, columns=["line", "x", "share"])
    table.to_csv(options.out / "behaviour.csv", index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
