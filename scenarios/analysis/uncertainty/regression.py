"""What some numbers foretell in draws that a regression has not seen (ODD 9)."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

KNOTS, DEGREE = 4, 3
"""Of the splines: enough for one bend and its turning back."""

PENALTIES = np.logspace(-2.0, 6.0, 17)
"""Ridge penalties, of which the one with the smallest leave-one-out error is taken, for each column by itself."""


def foretold(features: Floats, values: Floats) -> Floats:
    """Return for each draw what a regression on all the others expects.

    Parameters
    ----------
    features : ndarray of shape (draws, features)
        What is known of each draw; every column varies.
    values : ndarray of shape (draws, columns)
        What is to be foretold.

    Returns
    -------
    Expected values, of the shape of `values`: cubic splines of each feature, added, with a ridge penalty; by the closed
    form of leave-one-out, y - (y - H y) / (1 - h) with H the hat matrix and h its diagonal.
    """
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    splines = SplineTransformer(n_knots=KNOTS, degree=DEGREE, extrapolation="linear", include_bias=False)
    known = StandardScaler().fit_transform(splines.fit_transform(features))
    u, sizes, _ = np.linalg.svd(known, full_matrices=False)
    best, least = np.empty_like(values), np.full(values.shape[1], np.inf)
    for penalty in PENALTIES:
        part = sizes**2 / (sizes**2 + penalty)
        # The columns are centred, so that the intercept is the mean.
        expected = u @ (part[:, None] * (u.T @ values)) + values.mean(axis=0)
        own = u**2 @ part + 1.0 / len(values)
        missed = (values - expected) / (1.0 - own)[:, None]
        error = np.mean(missed**2, axis=0)
        better = error < least
        best[:, better], least[better] = (values - missed)[:, better], error[better]
    return best
