"""What some numbers foretell in draws that a regression has not seen (ODD 9)."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FOLDS = 10
"""Parts of the draws: those of a part are foretold by a regression on the other parts."""

KNOTS, DEGREE = 4, 3
"""Of the splines: enough for one bend and its turning back."""

PENALTIES = np.logspace(-2.0, 6.0, 17)
"""Ridge penalties, of which leave-one-out error chooses one for each column."""


def foretold(features: Floats, values: Floats) -> Floats:
    """Return for each draw what a regression on the other parts of the draws expects.

    Parameters
    ----------
    features : ndarray of shape (draws, features)
        What is known of each draw; every column varies.
    values : ndarray of shape (draws, columns)
        What is to be foretold.

    Returns
    -------
    Expected values, of the shape of `values`: cubic splines of each feature, added, with a ridge penalty.
    """
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    splines = SplineTransformer(n_knots=KNOTS, degree=DEGREE, extrapolation="linear", include_bias=False)
    regression = make_pipeline(splines, StandardScaler(), RidgeCV(PENALTIES, alpha_per_target=True))
    found = cross_val_predict(regression, features, values, cv=KFold(min(FOLDS, len(values))))
    return np.asarray(found).reshape(values.shape)
