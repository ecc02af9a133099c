"""The chance that one mechanism beats another, as a smooth function of two numbers.

A polynomial of the two positions stands in a logistic regression; its degree is the one that predicts best what was
left out. A pair that differs by much else as well gives noise, not a border, and so the chance is fitted, not the
winner: it is near one half where the other numbers decide. Points of one block are left out together.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit, log_expit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DEGREES = (1, 2, 3)
FOLDS = 10
PENALTY = 1.0
"""Weight of the squared coefficients, as if that much was known before; the intercept is free."""


class Chance(NamedTuple):
    """A fitted chance: coefficients of a polynomial of the two positions, as log-odds."""

    degree: int
    coefficients: Floats

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the chance at positions.

        Parameters
        ----------
        x, y
            Positions in [0, 1], of one shape.

        Returns
        -------
        Chances that the first is better, of shape (points,): positions are flattened.
        """
        return np.asarray(expit(_terms(x, y, self.degree) @ self.coefficients))


class Tested(NamedTuple):
    """How well the chance predicts what was left out, and how well always the same answer does."""

    accuracy: float
    usual: float
    brier: float
    usual_brier: float


def _terms(x: Floats, y: Floats, degree: int) -> Floats:
    """Return the terms of a polynomial, of positions turned to [-1, 1]."""
    u, v = 2.0 * np.ravel(x) - 1.0, 2.0 * np.ravel(y) - 1.0
    return np.column_stack([u**i * v ** (total - i) for total in range(degree + 1) for i in range(total + 1)])


def fit(x: Floats, y: Floats, won: Bools, degree: int) -> Chance:
    """Fit a polynomial of one degree.

    Parameters
    ----------
    x, y : ndarray of shape (points,)
        Positions in [0, 1].
    won : ndarray of shape (points,)
        Whether the first of the pair was better there.
    degree
        Of the polynomial, at least 1.

    Returns
    -------
    The chance that the first is better.
    """
    # Loaded where it is needed: comparisons without draws need none.
    from scipy.optimize import minimize

    terms, sign = _terms(x, y, degree), np.where(won, 1.0, -1.0)

    def loss(coefficients: Floats) -> tuple[float, Floats]:
        margin = sign * (terms @ coefficients)
        held = np.concatenate([[0.0], coefficients[1:]])
        slope = -(terms.T @ (sign * expit(-margin))) + PENALTY * held
        return float(-log_expit(margin).sum() + 0.5 * PENALTY * (held @ held)), slope

    return Chance(degree, np.asarray(minimize(loss, np.zeros(terms.shape[1]), jac=True, method="L-BFGS-B").x))


def folds_of(blocks: npt.NDArray[np.int64], folds: int = FOLDS) -> npt.NDArray[np.int64]:
    """Return the fold of each point; points of a block are in one fold.

    Parameters
    ----------
    blocks : ndarray of shape (points,)
        What belongs together: points with the same number.
    folds
        How many there are, at most.

    Returns
    -------
    Number of each point's fold, from 0, of shape (points,).
    """
    _, number = np.unique(blocks, return_inverse=True)
    return np.asarray(number % folds)


def left_out(x: Floats, y: Floats, won: Bools, blocks: npt.NDArray[np.int64], degree: int) -> Floats:
    """Return the chance of each point from a fit to the other folds.

    Parameters
    ----------
    x, y : ndarray of shape (points,)
        Positions in [0, 1].
    won : ndarray of shape (points,)
        Whether the first of the pair was better there.
    blocks : ndarray of shape (points,)
        What belongs together and is left out together.
    degree
        Of the polynomial, at least 1.

    Returns
    -------
    Of shape (points,); 0.5 where there is no other fold.
    """
    return _left_out(blocks, lambda out: fit(x[~out], y[~out], won[~out], degree).at(x[out], y[out]))


def usual(won: Bools, blocks: npt.NDArray[np.int64]) -> Floats:
    """Return for each point the share won in the other folds.

    Parameters
    ----------
    won : ndarray of shape (points,)
        Whether the first of the pair was better there.
    blocks : ndarray of shape (points,)
        What belongs together and is left out together.

    Returns
    -------
    Of shape (points,); 0.5 where there is no other fold.
    """
    return _left_out(blocks, lambda out: won[~out].mean())


def _left_out(blocks: npt.NDArray[np.int64], predicted: Callable[[Bools], npt.ArrayLike]) -> Floats:
    """Return for each point what is predicted of its fold from all others; 0.5 where there is no other fold."""
    fold, chances = folds_of(blocks), np.full(len(blocks), 0.5)
    for k in np.unique(fold):
        out = fold == k
        if not out.all():
            chances[out] = predicted(out)
    return chances


def fitted(x: Floats, y: Floats, won: Bools, blocks: npt.NDArray[np.int64]) -> tuple[Chance, Tested]:
    """Fit the chance with the degree that predicts best, and say how well it does out of sample.

    Parameters
    ----------
    x, y
        Positions in [0, 1].
    won
        Whether the first of the pair was better there.
    blocks
        What belongs together.

    Returns
    -------
    The chance, fitted to all points, and how well such a fit predicts folds that it has not seen.
    """
    tried = {degree: left_out(x, y, won, blocks, degree) for degree in DEGREES}
    errors = {degree: float(np.mean((chances - won) ** 2)) for degree, chances in tried.items()}
    degree = min(errors, key=lambda one: errors[one])
    always = usual(won, blocks)
    hits = float(np.mean((tried[degree] > 0.5) == won))
    tested = Tested(hits, float(np.mean((always > 0.5) == won)), errors[degree], float(np.mean((always - won) ** 2)))
    return fit(x, y, won, degree), tested
