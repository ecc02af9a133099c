"""Emulators: a Gaussian process for each outcome, and a forest that says where nothing happens.

scikit-learn is slow to import: only what fits an emulator imports this file.
"""

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
from threadpoolctl import threadpool_limits

from dizao.scenarios.analysis.matching.implausibility import CUT

Floats = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SMOOTHNESS = 2.5
"""Of the Matern covariance: outcomes bend twice."""

LENGTHS = (0.15, 30.0)
"""Least and largest length scale, in ranges of a number: shorter ones are noise, longer ones no effect."""

SIZES, NUGGETS = (1e-2, 1e2), (1e-4, 4.0)
"""Least and largest variance of what active numbers do, and of what is left to the others; of standardised outcomes."""

LEAST_NOISE = 1e-6
"""Added to the known noise, so that two points in one place do no harm."""

FEWEST_POINTS = 20
"""Defined outcomes below which there is no emulator: it would rule out by chance."""

TREES, LEAVES = 200, 5
CERTAIN = 0.9
"""Chance of being undefined in two facts from which a point is ruled out unseen."""

FEWEST_OF_A_KIND = 10


class Checked(NamedTuple):
    """Leave-one-out errors of an emulator.

    Attributes
    ----------
    points
        Simulated outcomes that it was fitted to.
    active
        Numbers with a length scale.
    inside
        Share of outcomes within three standard deviations of what the others foretell.
    explained
        Part of their variance that the others foretell; below 0: none.
    """

    points: int
    active: int
    inside: float
    explained: float


@dataclass(frozen=True)
class Emulator:
    """What an outcome is anywhere in the cube, with a variance.

    Attributes
    ----------
    columns
        Numbers that it looks at.
    centre, spread
        Of the outcomes it was fitted to.
    process
        The fitted process, of standardised outcomes.
    checked
        Its leave-one-out errors.
    """

    columns: Columns
    centre: float
    spread: float
    process: Any
    checked: Checked

    def predict(self, positions: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of the outcome, what inactive numbers do included.

        Parameters
        ----------
        positions : ndarray of shape (points, numbers)
            Anywhere in the cube.

        Returns
        -------
        Means and variances, of shape (points,), on the outcome's scale.
        """
        with threadpool_limits(1):
            mean, deviation = self.process.predict(positions[:, self.columns], return_std=True)
        return np.asarray(self.centre + self.spread * mean), np.asarray((self.spread * deviation) ** 2)


def fitted(positions: Floats, outcomes: Floats, noise: Floats, columns: Columns) -> Emulator | None:
    """Fit an emulator to simulated outcomes.

    Parameters
    ----------
    positions : ndarray of shape (points, numbers)
        Where was simulated.
    outcomes : ndarray of shape (points,)
        On the fact's scale; nan where undefined.
    noise : ndarray of shape (points,)
        Variance of each outcome between worlds.
    columns
        Active numbers; none: the mean of all is foretold.

    Returns
    -------
    The emulator; None where too few outcomes are defined, or all are the same.
    """
    known = ~np.isnan(outcomes)
    if known.sum() < FEWEST_POINTS or np.ptp(outcomes[known]) == 0.0:
        return None
    centre, spread = float(outcomes[known].mean()), float(outcomes[known].std())
    columns = columns if len(columns) else np.array([0])
    inputs, told = positions[known][:, columns], (outcomes[known] - centre) / spread
    kernel = ConstantKernel(1.0, SIZES) * Matern(np.ones(len(columns)), LENGTHS, nu=SMOOTHNESS)
    process = GaussianProcessRegressor(
        kernel + WhiteKernel(0.5, NUGGETS), alpha=noise[known] / spread**2 + LEAST_NOISE, copy_X_train=False
    )
    # Matrices are small; with one thread sums do not depend on how many cores there are.
    with warnings.catch_warnings(), threadpool_limits(1):
        # A length scale at its end is a number without effect.
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(inputs, told)
    return Emulator(columns, centre, spread, process, _left_out(process, told, len(columns)))


def _left_out(process: Any, told: Floats, active: int) -> Checked:
    """Return leave-one-out errors in closed form (Rasmussen & Williams 2006, 5.12)."""
    inverse = cho_solve((process.L_, True), np.eye(len(told)))
    variances = 1.0 / np.diag(inverse)
    errors = (inverse @ told) * variances
    inside = float(np.mean(np.abs(errors) <= CUT * np.sqrt(variances)))
    return Checked(len(told), active, inside, float(1.0 - np.mean(errors**2) / np.mean(told**2)))


def forest(positions: Floats, undefined: Mask, seed: int) -> RandomForestClassifier | None:
    """Fit what says where outcomes are undefined.

    Parameters
    ----------
    positions : ndarray of shape (points, numbers)
        Where was simulated.
    undefined : ndarray of shape (points,)
        Where too many outcomes were undefined to be kept.
    seed
        Of the trees.

    Returns
    -------
    The forest; None where there are too few of either kind.
    """
    if min(undefined.sum(), (~undefined).sum()) < FEWEST_OF_A_KIND:
        return None
    return RandomForestClassifier(TREES, min_samples_leaf=LEAVES, oob_score=True, random_state=seed).fit(
        positions, undefined
    )


def surely_undefined(trees: RandomForestClassifier, positions: Floats) -> Mask:
    """Return where a forest is sure that outcomes are undefined.

    Parameters
    ----------
    trees
        What `forest` returns.
    positions : ndarray of shape (points, numbers)
        Anywhere in the cube.

    Returns
    -------
    One truth value a point.
    """
    return np.asarray(trees.predict_proba(positions)[:, 1] > CERTAIN)
