"""What a comparison holds equal, and when it has enough replicates."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, get_args

from dizao.scenarios.analysis.effects import HALF_WIDTH
from dizao.scenarios.execution.replicates import Result, Task
from dizao.scenarios.loading.errors import ScenarioError

type Equal = Literal["budget", "spend"]

EQUALS: tuple[Equal, ...] = get_args(Equal.__value__)

COMPARED = ("none", "upfront", "reward")
BASELINE = "upfront"
"""What is compared where nobody says otherwise, beside the scenario's own mechanism."""

FOCUS = "reward"
"""The mechanism that is looked at first where it is compared."""

SEEDS = 2**63
"""Seeds are whole numbers from 0 to below this."""

MOST_REPLICATES = 500

MOST_WORLDS = 100_000
"""Replicates at most, and worlds of all draws together: each is a task in memory, and no answer needs so many."""

FEWEST = 5
"""Replicates of the first batch, where further ones hang on how much they vary: of two little can be known."""

GROWTH = 2
"""Replicates grow by so many times at most from one batch to the next."""

Wanting = Callable[[Sequence[Result]], dict[str, int]]
"""Returns, from the results, the replicates that each headline outcome that has not enough needs."""

Run = Callable[[Sequence[Task], list[Result], str], None]
"""Runs replicates and adds each to a list once it is complete; the text says what for."""


class Design(NamedTuple):
    """How a comparison is made.

    Attributes
    ----------
    equal
        What is the same under all mechanisms: the county's budget, or the mean public spending.
    until
        Half-width that all headline intervals are to come under, as a share of the larger mean; None: one batch.
    most
        Replicates at most.
    """

    equal: Equal = "budget"
    until: float | None = None
    most: int = MOST_REPLICATES

    @property
    def share(self) -> float:
        """Half-width that `replicates_needed` aims at."""
        return HALF_WIDTH if self.until is None else self.until


BY_BUDGET = Design()
"""One batch of replicates under equal budgets."""


def design_from(equal: str, until: float | None, most: int, replicates: int) -> Design:
    """Make a design of what a user has said.

    Parameters
    ----------
    equal
        What is held equal: ``budget`` or ``spend``.
    until
        Half-width that all headline intervals are to come under, as a share of the larger mean; None: one batch.
    most
        Replicates at most.
    replicates
        Of the first batch.

    Returns
    -------
    The design, checked.

    Raises
    ------
    ScenarioError
        If a value is not allowed.
    """
    known: dict[str, Equal] = {name: name for name in EQUALS}
    if equal not in known:
        raise ScenarioError("--equal", "", f"must be {' or '.join(EQUALS)}, got {equal}")
    design = Design(known[equal], until, most)
    check_design(design, replicates)
    return design


def check_worlds(replicates: int) -> None:
    """Check how many replicates there are to be.

    Parameters
    ----------
    replicates
        How many are asked for.

    Raises
    ------
    ScenarioError
        If there are none, or more than memory is meant to hold.
    """
    if not 1 <= replicates <= MOST_WORLDS:
        raise ScenarioError("--replicates", "", f"must be between 1 and {MOST_WORLDS}, got {replicates}")


def check_seeds(seed: int, replicates: int) -> None:
    """Check that all replicates have seeds.

    Parameters
    ----------
    seed
        Of the first replicate; each has the next.
    replicates
        How many there are.

    Raises
    ------
    ScenarioError
        If a seed leaves [0, 2**63).
    """
    if not 0 <= seed <= SEEDS - replicates:
        raise ScenarioError("--seed", "", f"must be between 0 and {SEEDS - replicates}, got {seed}")


def check_design(design: Design, replicates: int) -> None:
    """Check the numbers of a design against those of the first batch.

    Parameters
    ----------
    design
        What is held equal, and when there are enough replicates.
    replicates
        Of the first batch.

    Raises
    ------
    ScenarioError
        If one is not allowed.
    """
    if design.until is None:
        return
    if not 0.0 < design.until < 1.0:
        raise ScenarioError("--until", "", f"must be above 0 and below 1, got {design.until:g}")
    if design.most < replicates:
        raise ScenarioError("--max-replicates", "", f"must be at least --replicates, {replicates}, got {design.most}")
    if replicates < FEWEST:
        raise ScenarioError("--replicates", "", f"must be at least {FEWEST} with --until, got {replicates}")


def run_batches(
    tasks: Sequence[Task], replicates: int, design: Design, results: list[Result], run: Run, wanting: Wanting
) -> None:
    """Run a first batch of replicates and, if asked for, further ones until all headline intervals are narrow enough.

    Parameters
    ----------
    tasks
        As many as may be run.
    replicates
        Of the first batch.
    design
        When it is enough.
    results
        Gets each replicate that is complete.
    run
        Runs some replicates.
    wanting
        Says, from the results, what does not have enough.
    """
    done, what = replicates, ""
    run(tasks[:done], results, what)
    while design.until is not None and done < design.most and (wanted := wanting(results)):
        more = min(design.most, GROWTH * done, max(wanted.values()))
        run(tasks[done:more], results, f"up to {more} replicates")
        done = more
