"""What is said of Sobol indices that so few draws cannot give: how many draws they take."""

from typing import TYPE_CHECKING

from dizao.scenarios.analysis.uncertainty.enough import FEWEST_ROWS, WIDEST
from dizao.scenarios.reports.texts import Voice
from dizao.scenarios.studies.uncertainty.sampling import MOST_DRAWS

if TYPE_CHECKING:
    import pandas as pd

WIDEST_POINTS = round(100.0 * WIDEST)
"""Width of the widest interval that is reported, percentage points."""


def needs(rows: "pd.DataFrame", kind: str, voice: Voice) -> str:
    """Return in words how many draws the indices of a pair take; empty where they are reported.

    Parameters
    ----------
    rows
        Those of a pair, of method ``sobol``.
    kind
        ``first`` or ``total``.
    voice
        The language.

    Returns
    -------
    Words to stand inside a sentence, or an empty text.
    """
    wanted = rows[f"{kind}_needs"].dropna()
    if wanted.empty:
        return ""
    draws = int(wanted.iloc[0])
    if draws > MOST_DRAWS:
        return voice.say("indices.needs.most", most=f"{MOST_DRAWS:,}")
    return voice.say("indices.needs.least" if draws == FEWEST_ROWS else "indices.needs.about", needs=f"{draws:,}")
