"""How often needs arise: what one count of applications says of it, and what it leaves open (ODD 8.6).

``scenarios/evidence/needs.toml`` holds the answer; ``dizao calibrate needs`` makes that file anew.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dizao.agents.parameters import parameters_of
from dizao.model.core.generator import generator
from dizao.model.engine import Engine
from dizao.model.parameters import FEATURE, Category
from dizao.model.settings import Settings
from dizao.scenarios import load
from dizao.scenarios.execution.executor import Executor, Item, Report, Watch
from dizao.scenarios.execution.replicates import Task, compile_first, run_counted
from dizao.scenarios.loading.parameter_table import ends_of

FILE = "needs.toml"
SCENARIO, MECHANISM = "wuchang", "reward"

APPLICATIONS = 850
"""Applications of which there were more, in the programme's 122 weeks over the district's 568 units (the feature)."""

SCALE, REPLICATES = 0.1, 10

FACTORS = (0.5, 0.6, 0.7, 0.8, 1.0, 1.5, 2.0)
"""What the rates of all categories are multiplied by, the same needs kept where it is smaller."""

ALSO = (
    "people.voice_intercept",
    "people.vote_intercept",
    "people.reach_intercept",
    "works.invitations",
    "works.meeting_every_weeks",
)
"""Uncertain parameters that a count of applications moves with as well."""

ONE_SIDED_95 = 1.645
"""A factor is compatible if the count had at least a chance of 5% of being exceeded: so many standard deviations."""

RESAMPLES = 1000
INTERVAL = (2.5, 97.5)
DIGITS = 3

Array = NDArray[np.float64]


class Found(NamedTuple):
    """Applications of a district of full size, replicate by replicate.

    Attributes
    ----------
    scale, seed, weeks
        Of what was run.
    counts
        By factor; shape (factors, replicates), the same seeds in each row.
    share
        Share of the district's households that was simulated, replicate by replicate.
    also
        Means with each number of `ALSO` at the two ends of its range, the factor 1.
    most
        Factor at which the first category reaches the end of its range.
    """

    scale: float
    seed: int
    weeks: int
    counts: Array
    share: Array
    also: dict[str, tuple[float, float]]
    most: float

    @property
    def means(self) -> Array:
        """Mean applications at each factor."""
        return np.asarray(self.counts.mean(axis=1))

    @property
    def spreads(self) -> Array:
        """Standard deviation over districts at each factor: units are independent, so it falls with their root."""
        return np.asarray(self.counts.std(axis=1, ddof=1) * np.sqrt(self.share.mean()))

    @property
    def at_bound(self) -> tuple[float, float, float]:
        """Factor at which the mean is the count, with its 95% interval over seeds (resampled)."""
        rng, replicates = generator(self.seed), self.counts.shape[1]
        drawn = [self.counts[:, rng.integers(0, replicates, replicates)].mean(axis=1) for _ in range(RESAMPLES)]
        low, high = np.percentile([crossing(one) for one in drawn], INTERVAL, method="nearest")
        return crossing(self.means), float(low), float(high)

    @property
    def lowest(self) -> float:
        """Smallest compatible factor: a district of it exceeds the count with a probability of 5%."""
        return crossing(self.means + ONE_SIDED_95 * self.spreads)


def crossing(applications: Array) -> float:
    """Return the factor at which applications reach the count, between the factors that were run.

    Where they do at all factors it is the smallest, where they do at none it is infinite.

    Parameters
    ----------
    applications
        Applications at each of `FACTORS`, shape (factors,).

    Returns
    -------
    Factor on the rates of needs.
    """
    # Random draws must not make two crossings out of one.
    rising = np.maximum.accumulate(applications)
    if rising[-1] < APPLICATIONS:
        return float("inf")
    return float(np.interp(APPLICATIONS, rising, FACTORS))


def scaled(settings: Settings, factor: float) -> Settings:
    """Return settings with the rates of all categories multiplied by a factor.

    Parameters
    ----------
    settings
        The scenario's numbers.
    factor
        What rates are multiplied by.

    Returns
    -------
    The same numbers with other rates.
    """
    categories = {name: one._replace(rate=one.rate * factor) for name, one in settings.categories.items()}
    return settings._replace(categories=categories)


def applications(task: Item[tuple[Settings, int]], report: Report) -> tuple[float, float]:
    """Live through the programme; return the applications that a district of full size has in it, and the share run.

    Parameters
    ----------
    task
        Settings and seed of a world.
    report
        Is told how many weeks are finished.

    Returns
    -------
    Applications from week 0 on, divided by the share; share of the district's households that was simulated.
    """
    engine = Engine(*task.given)
    run_counted(engine, report)
    weekly = zip(engine.weekly["week"], engine.weekly["applications"], strict=True)
    counted = sum(number for week, number in weekly if week >= 0)
    return counted / engine.household_share, engine.household_share


def estimate(scale: float, replicates: int, seed: int, execute: Executor, watch: Watch | None = None) -> Found:
    """Count applications at each factor, and with other numbers at the ends of their ranges.

    Parameters
    ----------
    scale
        Share of the district's units that is simulated.
    replicates
        At least 2.
    seed
        Of the first replicate; each has the next.
    execute
        Where worlds are lived in.
    watch
        Is told how far it is; None: nobody is.

    Returns
    -------
    Counts at all factors, and means at the ends of other numbers' ranges.
    """
    settings = load(SCENARIO, [f'mechanism.preset="{MECHANISM}"', "calendar.follow_up_weeks=0"], scale).settings()
    ends = [_with(settings, key, value) for key in ALSO for value in ends_of(key)]
    worlds = [*(scaled(settings, factor) for factor in FACTORS), *ends]
    compile_first(Task(0, seed, settings, ((MECHANISM, settings.mechanism),)))
    tasks = [Item.run_of(world, (world, seed + r)) for world in worlds for r in range(replicates)]
    table = np.array(execute.in_order(applications, tasks, watch)).reshape(len(worlds), replicates, 2)
    means = table[len(FACTORS) :, :, 0].mean(axis=1)
    also = {key: (float(means[2 * k]), float(means[2 * k + 1])) for k, key in enumerate(ALSO)}
    most = parameters_of(Category)["rate"].high / max(one.rate for one in settings.categories.values())
    weeks = settings.calendar.programme_weeks
    return Found(settings.scale, seed, weeks, table[: len(FACTORS), :, 0], table[0, :, 1], also, most)


def _with(settings: Settings, key: str, value: float) -> Settings:
    kind = type(getattr(getattr(settings, key.split(".")[0]), key.split(".")[1]))
    return settings.with_values(**{key.replace(".", "__"): kind(value)})


# the file -------------------------------------------------------------------------------------------------------


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _listed(values: Sequence[float] | Array) -> str:
    return "[" + ", ".join(f"{_short(value):g}" for value in values) + "]"


def as_toml(found: Found) -> str:
    """Return what was found as a TOML file.

    Parameters
    ----------
    found
        What was counted.

    Returns
    -------
    Text of ``needs.toml``, three significant digits.
    """
    at, low, high = found.at_bound
    margin = ONE_SIDED_95 * found.spreads
    lines = [
        "# Made by `dizao calibrate needs`; do not edit.",
        f'data = "{FEATURE}: more than {APPLICATIONS} applications in {found.weeks} weeks, a lower bound"',
        f'scenario = "{SCENARIO}"',
        f'mechanism = "{MECHANISM}"',
        f"scale = {found.scale:g}",
        f"replicates = {found.counts.shape[1]}",
        f"seed = {found.seed}",
        f"applications_more_than = {APPLICATIONS}",
        "",
        "# One factor on the rates of all categories, everything else as it is. The data end it below only.",
        "[estimates.factor]",
        "value = 1.0",
        f"compatible = {str(found.lowest <= 1.0).lower()}",
        f"lowest = {_short(found.lowest)}",
        f"at_bound = {_short(at)}",
        f"at_bound_interval = [{_short(low)}, {_short(high)}]",
        f"end_of_range = {_short(found.most)}",
        "",
        "# Applications of a district at each factor: the mean, and between what 90% of districts lie.",
        "[curve]",
        f"factor = {_listed(FACTORS)}",
        f"applications = {_listed(found.means)}",
        f"low = {_listed(found.means - margin)}",
        f"high = {_listed(found.means + margin)}",
        "",
        "# Mean applications at factor 1 with other numbers at the ends of their ranges: the count moves them as well.",
    ]
    for key, means in found.also.items():
        lines += [f'[also."{key}"]', f"at = {_listed(ends_of(key))}", f"applications = {_listed(means)}"]
    return "\n".join(lines) + "\n"
