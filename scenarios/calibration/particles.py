"""What sequential approximate Bayesian computation ends with; apart from `smc`, which needs an extra."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Generation(NamedTuple):
    """How a generation went: distance allowed, evaluations, share accepted, effective sample size."""

    epsilon: float
    evaluations: int
    acceptance: float
    effective: float


class Particles(NamedTuple):
    """The last generation: values (particles, numbers) with weights that sum to 1, and how all generations went."""

    names: list[str]
    values: Array
    weights: Array
    generations: list[Generation]
