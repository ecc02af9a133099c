"""How many draws a ranking has, and what they are taken from (ODD 9)."""

from typing import Literal, NamedTuple

from dizao.scenarios.loading.errors import ScenarioError, shown
from dizao.scenarios.loading.members import Members, shipped_members
from dizao.scenarios.studies.design import MOST_WORLDS, check_seeds
from dizao.scenarios.studies.uncertainty.design import check_count

FEWEST_DRAWS, MOST_DRAWS = 8, 10_000

DRAWS_A_TRAJECTORY = 16
"""A screening trajectory is as long as there are numbers, so there is one for so many draws."""

FEWEST_TRAJECTORIES = 2

type Over = Members | Literal["members", "prior"]
"""What draws are taken from: some parameter sets, those that come with the package, or whole ranges."""

WORDS = ("members", "prior")
"""What may stand for the last two."""


class Sampling(NamedTuple):
    """How many points there are of each design, and where they are from.

    Attributes
    ----------
    draws
        Draws of all numbers, for all mechanisms.
    replicates
        Worlds inside a draw.
    over
        ``"members"``: parameter sets that the field has not ruled out, as they come with the package; ``"prior"``:
        whole ranges, each number by itself; or sets of one's own (`dizao.scenarios.loading.members.read_members`).
    """

    draws: int
    replicates: int = 1
    over: Over = "members"

    @property
    def members(self) -> Members | None:
        """Parameter sets that draws are taken from; None: from whole ranges."""
        if isinstance(self.over, Members):
            return self.over
        return None if self.over == "prior" else shipped_members()

    @property
    def trajectories(self) -> int:
        """Screening trajectories, for the pairs only."""
        return max(FEWEST_TRAJECTORIES, self.draws // DRAWS_A_TRAJECTORY)

    @property
    def base(self) -> int:
        """Base rows of the design of Sobol indices, a power of two, for the pairs only."""
        return 1 << (self.draws.bit_length() - 1)

    @property
    def seeds(self) -> int:
        """Seeds that are used, from the first on."""
        return self.replicates if self.members else max(self.replicates, self.trajectories, self.base)


def check_sampling(sampling: Sampling, seed: int) -> None:
    """Check what a user wants.

    Parameters
    ----------
    sampling
        How many points there are of each design.
    seed
        Of the designs and of the first replicate.

    Raises
    ------
    ScenarioError
        If a number is not allowed.
    """
    if isinstance(sampling.over, str) and sampling.over not in WORDS:
        allowed = f"must be one of {', '.join(WORDS)}, or parameter sets that were read"
        raise ScenarioError("over", "", f"{allowed}, got {shown(sampling.over)}")
    if not FEWEST_DRAWS <= sampling.draws <= MOST_DRAWS:
        allowed = f"must be a whole number from {FEWEST_DRAWS} to {MOST_DRAWS}"
        raise ScenarioError("--draws", "", f"{allowed}, got {sampling.draws}")
    most = MOST_WORLDS // sampling.draws
    if not 1 <= sampling.replicates <= most:
        allowed = f"must be between 1 and {most} with {sampling.draws} draws"
        raise ScenarioError("--draw-replicates", "", f"{allowed}, got {sampling.replicates}")
    if sampling.members is not None:
        check_count(sampling.members, sampling.draws)
    check_seeds(seed, sampling.seeds)
